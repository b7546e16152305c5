import { unifiedDiff, whereApplied } from '../fix/diff.ts';
import { type FixedPaths, fixPaths } from '../fix/fix-paths.ts';
import type { FixedFile } from '../fix/fixed-point.ts';
import { verify } from '../fix/verify.ts';
import { writeFixes } from '../fix/write-fixes.ts';
import { prepareSecondOpinion } from '../hcl/second-opinion.ts';
import type { Finding } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import { type LintPathsOptions, lintPaths, pathInRepository } from '../lint/run.ts';
import { printableLine } from '../report/printable.ts';
import type { ReportedFixes } from '../report/report.ts';
import type { Io } from './io.ts';

/** What there is to report after fixing: the rest, or the diff. */
export interface Fixed {
  readonly result: LintResult;
  readonly fixes: ReportedFixes | null;
  readonly diff: string | null;
}

/**
 * `--fix` and `--diff`. What could not be done is told on standard error. Throws what `lintPaths` throws.
 *
 * @param keptFiles files that are left as they are, because what was judged is staged and not what is on disk
 */
export async function fix(
  options: LintPathsOptions,
  mode: 'write' | 'diff',
  unsafe: boolean,
  keptFiles: ReadonlySet<string>,
  io: Io,
): Promise<Fixed> {
  // Written files are checked with HashiCorp's parser, which takes a while to load.
  const onFirstFix = mode === 'write' ? prepareSecondOpinion : () => undefined;
  const fixed = await fixPaths({ ...options, unsafe, keptFiles, onFirstFix });
  tellProblems(fixed, io);
  if (mode === 'diff') return { result: fixed.after, fixes: null, diff: diffOf(fixed, options.workingDirectory, io) };

  const outcome = await writeFixes(fixed.files, options.workingDirectory, fixed.roots);
  for (const { path, reason } of outcome.left) tell(`${path} was not changed: it ${reason}.`, io);
  if (fixed.ofPlan && isWithoutSource(fixed.after)) {
    tell('A plan itself cannot be fixed. Name the folder of its HCL with --source.', io);
  }
  if (fixed.ofPlan && outcome.written.length > 0) {
    tell('The HCL was fixed. The plan still says what it said before: make a new one to judge it.', io);
  }
  // Where a file was left as it was, what is on disk counts.
  const result = outcome.left.length === 0 ? fixed.after : await lintPaths(options);
  return { result, fixes: reportedFixes(fixed, outcome.written), diff: null };
}

/** Whether nothing that was found has a place in a file. */
function isWithoutSource({ findings }: LintResult): boolean {
  return findings.length > 0 && findings.every(({ place }) => place === null);
}

/** `--fix` of standard input: the fixed text is for standard output. Throws what `lintPaths` throws. */
export async function fixStandardInput(
  options: LintPathsOptions,
  stdin: { readonly path: string; readonly text: string },
  unsafe: boolean,
  io: Io,
): Promise<Pick<Fixed, 'result' | 'fixes'> & { readonly fixedText: string }> {
  const fixed = await fixPaths({ ...options, unsafe, onFirstFix: prepareSecondOpinion });
  tellProblems(fixed, io);
  const file = fixed.files.find(({ path }) => path === stdin.path);
  const doubt = file === undefined ? null : await verify(file);
  if (file === undefined || doubt === null) {
    return { result: fixed.after, fixes: reportedFixes(fixed, fixed.files), fixedText: file?.after ?? stdin.text };
  }
  tell(`The text is left as it was, because its fixes did not pass the last check: ${doubt}.`, io);
  return { result: await lintPaths(options), fixes: reportedFixes(fixed, []), fixedText: stdin.text };
}

/** The diff; what `git apply` makes of files outside of the working directory is told. */
function diffOf({ files }: FixedPaths, workingDirectory: string, io: Io): string {
  const inRepository = pathInRepository(workingDirectory);
  for (const { path } of files) {
    const where = whereApplied(path, inRepository);
    if (where === 'at-root') {
      tell(`${path} lies outside of the working directory: "git apply" changes it only at the repository's root.`, io);
    } else if (where === 'nowhere') {
      tell(`${path} lies where "git apply" refuses to change it: run ecrlint in a directory above all files.`, io);
    }
  }
  return unifiedDiff(files, inRepository);
}

function reportedFixes({ applied, held }: FixedPaths, written: readonly FixedFile[]): ReportedFixes {
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
  for (const finding of held.outside) {
    tell(`${describe(finding)} was not applied, because it changes a file outside of the given paths.`, io);
  }
  for (const finding of held.kept) {
    tell(`${describe(finding)} was not applied, because it changes a file with changes that are not staged.`, io);
  }
}

function describe({ rule, place }: Finding): string {
  return `A fix of ${rule}${place === null ? '' : ` for ${place.file.path}`}`;
}

function tell(sentence: string, io: Io): void {
  io.stderr.write(`ecrlint: ${printableLine(sentence)}\n`);
}
