import { dirname, resolve } from 'node:path';
import type { FixedFile } from './fixed-point.ts';
import { removeStaleFiles } from './temporary-files.ts';
import { Verifier } from './verify.ts';
import { syncFolder, writeFile } from './write.ts';

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
  const verifier = new Verifier(files);
  const reasons: (string | null)[] = [];
  // Files are checked one after the other; meanwhile the disk makes sure of those that are written.
  const pending: Promise<void>[] = [];
  for (const [index, file] of files.entries()) {
    reasons[index] = await doubtOf(file, verifier);
    if (reasons[index] !== null) continue;
    if (pending.length >= MOST_AT_ONCE) await Promise.all(pending.splice(0));
    const writing = write(file, workingDirectory, roots).then((reason) => {
      reasons[index] = reason;
    });
    pending.push(writing);
  }
  await Promise.all(pending);
  const folders = new Set(files.map(({ path }) => dirname(resolve(workingDirectory, path))));
  await Promise.all([...folders].map(removeStaleFiles));
  await Promise.all([...folders].map(syncFolder));
  const left = files.flatMap(({ path }, index): LeftFile[] => {
    const reason = reasons[index] ?? null;
    return reason === null ? [] : [{ path, reason }];
  });
  return { written: files.filter((_, index) => reasons[index] === null), left };
}

/** How many files are written at the same time. */
const MOST_AT_ONCE = 16;

async function doubtOf(file: FixedFile, verifier: Verifier): Promise<string | null> {
  const doubt = await verifier.doubt(file);
  return doubt === null ? null : `is left as it was, because its fixes did not pass the last check: ${doubt}`;
}

async function write({ path, before, after }: FixedFile, workingDirectory: string, roots: readonly string[]) {
  const result = await writeFile({ path: resolve(workingDirectory, path), before, after }, roots);
  return result.kind === 'written' ? null : result.reason;
}
