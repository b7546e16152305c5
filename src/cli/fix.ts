import { unifiedDiff } from '../fix/diff.ts';
import { type FixedPaths, fixPaths } from '../fix/fix-paths.ts';
import { type WrittenFixes, writeFixes } from '../fix/write-fixes.ts';
import { prepareSecondOpinion } from '../hcl/second-opinion.ts';
import type { LintResult } from '../lint/lint.ts';
import { type LintPathsOptions, lintPaths } from '../lint/run.ts';
import { printableLine } from '../report/printable.ts';
import type { ReportedFixes } from '../report/report.ts';
import type { Io } from './io.ts';

/** What there is to report after fixing: the rest, or the diff. */
export interface Fixed {
  readonly result: LintResult;
  readonly fixes: ReportedFixes | null;
  readonly diff: string | null;
}

/** `--fix` and `--diff`. What could not be done is told on standard error. Throws what `lintPaths` throws. */
export async function fix(options: LintPathsOptions, mode: 'write' | 'diff', unsafe: boolean, io: Io): Promise<Fixed> {
  // Written files are checked with HashiCorp's parser, which takes a while to load.
  const onFirstFix = mode === 'write' ? prepareSecondOpinion : () => undefined;
  const fixed = await fixPaths({ ...options, unsafe, onFirstFix });
  tellProblems(fixed, io);
  if (mode === 'diff') return { result: fixed.after, fixes: null, diff: unifiedDiff(fixed.files) };

  const outcome = await writeFixes(fixed.files, options.workingDirectory, fixed.roots);
  for (const { path, reason } of outcome.left) tell(`${path} ${reason}.`, io);
  if (fixed.ofPlan && outcome.written.length > 0) {
    tell('The HCL was fixed. The plan still says what it said before: make a new one to judge it.', io);
  }
  // Where a file was left as it was, what is on disk counts.
  const result = outcome.left.length === 0 ? fixed.after : await lintPaths(options);
  return { result, fixes: reportedFixes(fixed, outcome), diff: null };
}

function reportedFixes({ applied, held }: FixedPaths, { written }: WrittenFixes): ReportedFixes {
  const paths = new Set(written.map(({ path }) => path));
  const fixed = applied.flatMap(({ rule, files }) =>
    files.filter((file) => paths.has(file)).map((file) => ({ rule, file })),
  );
  return { fixed, heldUnsafe: held.unsafe.length };
}

function tellProblems({ end, fighting, refused, held }: FixedPaths, io: Io): void {
  if (end === 'cycle') {
    tell(`The fixes of ${fighting.join(' and ')} undo each other, so nothing was changed. Please report it.`, io);
  }
  if (end === 'rounds') tell('Fixing was stopped after ten rounds. Run it again, and please report it.', io);
  for (const { rule, fix, reason } of refused)
    tell(`A fix of ${rule} was not applied (${fix.description}): ${reason}.`, io);
  for (const { rule, place } of held.outside) {
    const where = place === null ? '' : ` for ${place.file.path}`;
    tell(`A fix of ${rule}${where} was not applied, because it changes a file outside of the given paths.`, io);
  }
}

function tell(sentence: string, io: Io): void {
  io.stderr.write(`ecrlint: ${printableLine(sentence)}\n`);
}
