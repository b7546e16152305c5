import { rules } from '../../rules/index.ts';
import { clock } from '../lint/clock.ts';
import { isAtLeast, standing } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import { type LintPathsOptions, lintPaths, pathInRepository } from '../lint/run.ts';
import { countBySeverity } from '../report/counts.ts';
import { dataOf } from '../report/data.ts';
import { printableLine } from '../report/printable.ts';
import type { Report, ReportedFixes } from '../report/report.ts';
import { asCannotRun } from './as-cannot-run.ts';
import type { BaselineFile } from './baseline.ts';
import type { CheckOptions } from './check.ts';
import { inputNameOf } from './input-name.ts';
import type { Io } from './io.ts';
import type { ReportTarget } from './option-values.ts';
import { narrow, type ScopedOptions } from './scoped-options.ts';
import { VERSION } from './version.ts';
import { writeReport } from './write-report.ts';

/** `ecrlint check`: lints, writes the reports, and gives the exit code. Throws `CannotRun`. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const baseline = await openBaseline(options, io);
  const { result: judged, fixes, diff, fixedText, isUnstaged } = await judge(options, baseline, io);
  const linted = clock();
  if (diff !== null) {
    io.stdout.write(diff);
    return diff === '' ? 0 : 1;
  }
  const result = baseline === null ? judged : baseline.settle(judged, options.quiet);
  const report: Report = {
    result,
    fixes,
    rules: new Map(result.rules.map((rule) => [rule.id, rule])),
    version: VERSION,
    level: options.level,
    quiet: options.quiet,
    pathInRepository: pathInRepository(io.workingDirectory),
    inputName: inputNameOf(options.paths, io.workingDirectory),
    showSuppressed: !options.hideSuppressed,
    shard: options.shard,
    replacementsOf: await replacementsFor(options.reports),
  };
  if (fixedText !== null) io.stdout.write(fixedText);
  const reportIo = fixedText === null ? io : { ...io, stdout: io.stderr };
  for (const target of options.reports) await writeReport(report, target, options.color, reportIo);
  if (options.reports.some(({ format }) => format === 'github')) {
    const { writeJobSummary } = await import('./job-summary.ts');
    writeJobSummary(dataOf(report), io);
  }
  if (!options.quiet) for (const notice of result.notices) io.stderr.write(`ecrlint: ${printableLine(notice)}\n`);
  if (options.stats) io.stderr.write(describeStats(result, clock() - linted));
  return isUnstaged ? 1 : exitCodeOf(result, options, io);
}

/** Only SARIF shows fixes as text; for the others, what makes them is not loaded. */
async function replacementsFor(targets: readonly ReportTarget[]): Promise<Report['replacementsOf']> {
  if (!targets.some(({ format }) => format === 'sarif')) return () => [];
  return (await import('./replacements.ts')).replacementsOf;
}

/** Reading YAML takes a while, so it is loaded only for a baseline. */
async function openBaseline({ baseline }: CheckOptions, io: Io): Promise<BaselineFile | null> {
  if (baseline === null) return null;
  const { BaselineFile: File } = await import('./baseline.ts');
  return new File(baseline, io);
}

interface Judged {
  readonly result: LintResult;
  readonly fixes: ReportedFixes | null;
  /** Null unless a diff was asked for, which is then all there is to say. */
  readonly diff: string | null;
  /** The fixed text of standard input, which goes to standard output while the report goes to standard error. */
  readonly fixedText: string | null;
  /** Whether fixes were written that are not staged, so that what is staged still has the findings. */
  readonly isUnstaged: boolean;
}

async function judge(options: CheckOptions, baseline: BaselineFile | null, io: Io): Promise<Judged> {
  const what: LintPathsOptions = {
    rules,
    selection: { only: options.only, disable: options.disable, severities: options.severities },
    workingDirectory: io.workingDirectory,
    paths: options.paths,
    settings: options.settings,
    ...(options.shard === null ? {} : { shard: options.shard }),
    environmentVariables: io.environmentVariables,
    environment: options.environment,
    ...(options.config === undefined ? {} : { config: options.config }),
    plugins: options.plugins,
    ...(options.trusted === null ? {} : { fixDefaults: { trusted: options.trusted } }),
    source: options.source,
    standardInput: io.standardInput,
  };
  try {
    const scoped = accepting(baseline, await narrow(what, options.scope, io));
    if (options.fix === null) return { ...NO_FIXES, result: await lintPaths(scoped.options) };
    const { fix, fixStandardInput } = await import('./fix.ts');
    if (scoped.stdin !== null && options.fix === 'write') {
      return { ...NO_FIXES, ...(await fixStandardInput(scoped.options, scoped.stdin, options.unsafeFixes, io)) };
    }
    const fixed = await fix(scoped.options, options.fix, options.unsafeFixes, scoped.keptFiles, io);
    return { ...NO_FIXES, ...fixed, isUnstaged: tellUnstaged(fixed, options, io) };
  } catch (error) {
    throw asCannotRun(error);
  }
}

function accepting(baseline: BaselineFile | null, scoped: ScopedOptions): ScopedOptions {
  if (baseline === null) return scoped;
  const { paths, shard } = scoped.options;
  // A shard does not look at all that is below the paths.
  const accepted = baseline.optionsFor(shard === undefined ? paths : []);
  return { ...scoped, options: { ...scoped.options, baseline: accepted } };
}

const NO_FIXES = { fixes: null, diff: null, fixedText: null, isUnstaged: false };

/** Whether fixes are to be staged, which is told. */
function tellUnstaged({ fixes }: Pick<Judged, 'fixes'>, { scope }: CheckOptions, io: Io): boolean {
  const isUnstaged = scope.changes?.kind === 'staged' && fixes !== null && fixes.fixed.length > 0;
  if (isUnstaged) io.stderr.write('ecrlint: The fixes are not staged yet. Look at them, and git add the files.\n');
  return isUnstaged;
}

function exitCodeOf({ findings }: LintResult, { failOn, maxWarnings, quiet }: CheckOptions, io: Io): number {
  if (failOn !== 'never' && standing(findings).some(({ severity }) => isAtLeast(severity, failOn))) return 1;
  const { warning: count } = countBySeverity(findings);
  if (maxWarnings === null || count <= maxWarnings) return 0;
  if (!quiet) {
    const are = count === 1 ? 'There is 1 warning' : `There are ${count} warnings`;
    io.stderr.write(`ecrlint: ${are}, more than the ${maxWarnings} that --max-warnings allows.\n`);
  }
  return 1;
}

function describeStats({ counts, timings }: LintResult, reporting: number): string {
  const times = [
    ['reading', timings.open],
    ['facts', timings.facts],
    ['rules', timings.rules],
    ['reports', reporting],
    ['in all, with the start', clock()],
  ] as const;
  const { files, modules, repositories } = counts;
  return `ecrlint: files ${files}, modules ${modules}, repositories ${repositories}
ecrlint: milliseconds: ${times.map(([what, time]) => `${what} ${time.toFixed(1)}`).join(', ')}
`;
}
