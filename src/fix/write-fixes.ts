import { resolve } from 'node:path';
import type { FixedFile } from './fixed-point.ts';
import { verify } from './verify.ts';
import { writeFile } from './write.ts';

/** What became of fixed files. */
export interface WrittenFixes {
  readonly written: readonly FixedFile[];
  readonly left: readonly LeftFile[];
}

/** A file that was left as it is. `reason` is a clause that goes on from the file's name. */
export interface LeftFile {
  readonly path: string;
  readonly reason: string;
}

/**
 * Writes fixed files, each after a check that it means what it meant but for its fixes. Never throws.
 *
 * @param workingDirectory what the files' paths are relative to
 * @param roots absolute; nothing outside of them is written
 */
export async function writeFixes(
  files: readonly FixedFile[],
  workingDirectory: string,
  roots: readonly string[],
): Promise<WrittenFixes> {
  const written: FixedFile[] = [];
  const left: LeftFile[] = [];
  for (const file of files) {
    const reason = (await doubtOf(file)) ?? (await write(file, workingDirectory, roots));
    if (reason === null) written.push(file);
    else left.push({ path: file.path, reason });
  }
  return { written, left };
}

async function doubtOf(file: FixedFile): Promise<string | null> {
  const doubt = await verify(file);
  return doubt === null ? null : `is left as it was, because its fixes did not pass the last check: ${doubt}`;
}

async function write({ path, before, after }: FixedFile, workingDirectory: string, roots: readonly string[]) {
  const result = await writeFile({ path: resolve(workingDirectory, path), before, after }, roots);
  return result.kind === 'written' ? null : result.reason;
}
