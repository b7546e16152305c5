import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { isAtLeast } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import { lintPaths } from '../lint/run.ts';
import { SelectionError } from '../lint/selection.ts';
import { loadReporter } from '../report/formats.ts';
import { printableLine } from '../report/printable.ts';
import type { Report } from '../report/report.ts';
import { PLAIN, type Style } from '../report/style.ts';
import { ProjectError } from '../terraform/project.ts';
import { CannotRun } from './cannot-run.ts';
import type { CheckOptions } from './check.ts';
import { wantsColour } from './colour.ts';
import type { Io } from './io.ts';
import type { ReportTarget, Threshold } from './option-values.ts';
import { VERSION } from './version.ts';

/** `ecrlint check`: lints, writes the reports, and gives the exit code. Throws `CannotRun`. */
export async function check(options: CheckOptions, io: Io): Promise<number> {
  const result = await judge(options, io);
  const linted = performance.now();
  const report: Report = {
    result,
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

async function judge(options: CheckOptions, io: Io): Promise<LintResult> {
  try {
    return await lintPaths({
      rules,
      selection: { only: options.only, disable: options.disable, severities: options.severities },
      workingDirectory: io.workingDirectory,
      paths: options.paths,
      settings: options.settings,
      environmentVariables: io.environmentVariables,
      environment: options.environment,
    });
  } catch (error) {
    if (error instanceof ProjectError || error instanceof SelectionError) throw new CannotRun(error.message);
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
  const colours = file === null && wantsColour(color, io.environmentVariables, io.stdout.isTerminal);
  const text = reporter(report, colours ? await coloured() : PLAIN);
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

/** Chalk asks the system what the terminal can do, which takes a while; most runs are without colours. */
async function coloured(): Promise<Style> {
  const { Chalk } = await import('chalk');
  return new Chalk({ level: 1 });
}

function exitCodeOf({ findings }: LintResult, failOn: Threshold): number {
  return failOn !== 'never' && findings.some(({ severity }) => isAtLeast(severity, failOn)) ? 1 : 0;
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
