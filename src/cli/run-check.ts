import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { isAtLeast, standing } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import { PluginError } from '../lint/plugins/plugin-error.ts';
import { type LintPathsOptions, lintPaths } from '../lint/run.ts';
import { SelectionError } from '../lint/selection.ts';
import { loadReporter } from '../report/formats.ts';
import { printableLine } from '../report/printable.ts';
import type { Report, ReportedFixes } from '../report/report.ts';
import { PLAIN } from '../report/style.ts';
import { ProjectError } from '../terraform/project.ts';
import { CannotRun } from './cannot-run.ts';
import type { CheckOptions } from './check.ts';
import { styleFor } from './colour.ts';
import type { Io } from './io.ts';
import type { ReportTarget, Threshold } from './option-values.ts';
import { VERSION } from './version.ts';

/** `ecrlint check`: lints, writes the reports, and gives the exit code. Throws `CannotRun`. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const { result, fixes, diff } = await judge(options, io);
  const linted = performance.now();
  if (diff !== null) {
    io.stdout.write(diff);
    return diff === '' ? 0 : 1;
  }
  const report: Report = {
    result,
    fixes,
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    version: VERSION,
    level: options.level,
    quiet: options.quiet,
  };
  for (const target of options.reports) await write(report, target, options.color, io);
  if (!options.quiet) for (const notice of result.notices) io.stderr.write(`ecrlint: ${printableLine(notice)}\n`);
  if (options.stats) io.stderr.write(describeStats(result, performance.now() - linted));
  return exitCodeOf(result, options.failOn);
}

interface Judged {
  readonly result: LintResult;
  readonly fixes: ReportedFixes | null;
  /** Null unless a diff was asked for, which is then all there is to say. */
  readonly diff: string | null;
}

async function judge(options: CheckOptions, io: Io): Promise<Judged> {
  const what: LintPathsOptions = {
    rules,
    selection: { only: options.only, disable: options.disable, severities: options.severities },
    workingDirectory: io.workingDirectory,
    paths: options.paths,
    settings: options.settings,
    environmentVariables: io.environmentVariables,
    environment: options.environment,
    ...(options.trusted === null ? {} : { fixDefaults: { trusted: options.trusted } }),
    source: options.source,
    standardInput: io.standardInput,
  };
  try {
    if (options.fix === null) return { result: await lintPaths(what), fixes: null, diff: null };
    const { fix } = await import('./fix.ts');
    return await fix(what, options.fix, options.unsafeFixes, io);
  } catch (error) {
    if (error instanceof ProjectError || error instanceof SelectionError || error instanceof PluginError) {
      throw new CannotRun(error.message);
    }
    throw error;
  }
}

async function write(
  report: Report,
  { format, file }: ReportTarget,
  color: boolean | undefined,
  io: Io,
): Promise<void> {
  const reporter = await loadReporter(format);
  const text = reporter(report, file === null ? await styleFor(color, io) : PLAIN);
  if (file === null) {
    io.stdout.write(text);
    return;
  }
  const path = resolve(io.workingDirectory, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`The ${format} report cannot be written to ${file}: ${why}. Choose another file.`);
  }
}

function exitCodeOf({ findings }: LintResult, failOn: Threshold): number {
  return failOn !== 'never' && standing(findings).some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
}

function describeStats({ counts, timings }: LintResult, reporting: number): string {
  const times = [
    ['reading', timings.open],
    ['facts', timings.facts],
    ['rules', timings.rules],
    ['reports', reporting],
    ['in all, with the start', performance.now()],
  ] as const;
  const { files, modules, repositories } = counts;
  return `ecrlint: files ${files}, modules ${modules}, repositories ${repositories}
ecrlint: milliseconds: ${times.map(([what, time]) => `${what} ${time.toFixed(1)}`).join(', ')}
`;
}
