import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rules as allRules } from '../../rules/index.ts';
import type { Environment } from '../../src/ecr/environment.ts';
import type { Severity } from '../../src/lint/finding.ts';
import { type LintResult, lint } from '../../src/lint/lint.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { openProject } from '../../src/terraform/project.ts';

/** Lints paths below a directory as the command line does, without flags and without the environment of this process. */
export function lintPaths(
  workingDirectory: string,
  paths: readonly string[],
  rules: readonly Rule[] = allRules,
): Promise<LintResult> {
  throw new Error('not there yet');
}

/** Lints files given by name, in a folder of their own that is gone afterwards. */
export async function lintFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  rules: readonly Rule[] = allRules,
): Promise<LintResult> {
  return withFolder(files, (folder) => lintPaths(folder, ['.'], rules));
}

/** Calls `use` with a new folder that holds the given files, and removes it. */
export async function withFolder<T>(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A finding as its reader sees it. */
export interface Seen {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly resource: string | null;
  readonly environment: Environment | null;
  readonly file: string;
  readonly line: number;
  /** What is underlined. */
  readonly text: string;
}

/** The findings of a result in its order. Each must have a place. */
export function seenIn(result: LintResult): Seen[] {
  return result.findings.map(({ rule, severity, message, resource, environment, place }) => {
    if (place === null) throw new Error(`The finding of ${rule} has no place.`);
    const { file, start, end } = place;
    const text = file.text.slice(start, end);
    return { rule, severity, message, resource, environment, file: file.path, line: file.position(start).line, text };
  });
}
