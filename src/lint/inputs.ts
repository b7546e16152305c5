import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ProjectError } from '../terraform/project.ts';
import { describeError, isFile, isTerraformFile, isTerragruntUnit, isVariablesFile } from '../terraform/source-tree.ts';

/** What stands for standard input among the paths. */
export const STANDARD_INPUT = '-';

/** How much of a file is looked at to tell a plan from a configuration in JSON. */
const PREFIX_BYTES = 64 * 1024;

/** The given paths, by what is to be done with them. */
export interface Inputs {
  /** Directories and files of Terraform. */
  readonly terraform: readonly string[];
  readonly plans: readonly PlanInput[];
}

/** A file that is read as a plan in JSON. */
export interface PlanInput {
  /** As the user calls it. */
  readonly name: string;
  readonly content: Buffer;
  /** The directory it is in; null for standard input. */
  readonly beside: string | null;
}

/**
 * Tells plans from Terraform's own files: by content where the name says nothing. What does not exist counts as
 * Terraform's and is told there.
 *
 * @param standardInput read where a path is `-`; null when there is none to read
 */
export async function sortInputs(
  paths: readonly string[],
  workingDirectory: string,
  standardInput: (() => Promise<Uint8Array>) | null,
): Promise<Inputs> {
  const terraform: string[] = [];
  const plans: PlanInput[] = [];
  for (const path of paths) {
    const absolute = resolve(workingDirectory, path);
    if (path === STANDARD_INPUT) {
      if (standardInput === null)
        throw new ProjectError('There is no standard input to read a plan from. Name a file.');
      const { buffer, byteOffset, byteLength } = await standardInput();
      // The same memory: a plan may be large.
      const content = Buffer.from(buffer, byteOffset, byteLength);
      plans.push({ name: 'standard input', content, beside: null });
    } else if (await isPlanFile(absolute)) {
      plans.push({ name: path, content: read(absolute, path), beside: dirname(absolute) });
    } else terraform.push(path);
  }
  return { terraform, plans };
}

async function isPlanFile(path: string): Promise<boolean> {
  if (!isFile(path)) return false;
  if (isVariablesFile(path) || isTerragruntUnit(path)) return false;
  if (!isTerraformFile(path)) return mayBePlan(path);
  if (!path.endsWith('.json')) return false;
  const { isPlanJson } = await import('../plan/identify.ts');
  return isPlanJson(prefixOf(path));
}

/** JSON, packed JSON, or something that is easily taken for a plan; what it really is, reading it tells. */
function mayBePlan(path: string): boolean {
  const prefix = prefixOf(path);
  const isPacked = prefix[0] === 0x1f && prefix[1] === 0x8b;
  return isPacked || /^(?:[\ufeff\ufffd\s]*[[{]|PK|$)/.test(prefix.toString('utf8'));
}

/** The beginning of a file; nothing where it cannot be read, which is told when it is. */
function prefixOf(path: string): Buffer {
  const buffer = Buffer.alloc(PREFIX_BYTES);
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    return buffer.subarray(0, readSync(file, buffer, 0, PREFIX_BYTES, 0));
  } catch {
    return Buffer.alloc(0);
  } finally {
    if (file !== null) closeSync(file);
  }
}

function read(absolute: string, path: string): Buffer {
  try {
    return readFileSync(absolute);
  } catch (error) {
    throw new ProjectError(`"${path}" cannot be read: ${describeError(error)}. Check the path.`);
  }
}
