import type { Command } from 'commander';
import type { Severity } from '../lint/finding.ts';
import { FORMAT_NAMES } from '../report/formats.ts';
import type { Io } from './io.ts';
import {
  addReportTarget,
  LEVELS,
  listOf,
  oneOf,
  type ReportTarget,
  shownLevel,
  THRESHOLDS,
  type Threshold,
} from './option-values.ts';

/** The command line of `merge`, read. */
export interface MergeOptions {
  readonly files: readonly string[];
  /** Empty when no flag says. */
  readonly reports: readonly ReportTarget[];
  readonly level: Severity;
  readonly failOn: Threshold;
}

/** What commander collects, by the options' names. */
interface Flags {
  readonly format?: readonly ReportTarget[];
  readonly level: Severity;
  readonly failOn: Threshold;
}

const AFTER_HELP = `
JSON reports are joined into every format but text and sarif, which need the files. SARIF reports are joined into sarif.

Examples:
  ecrlint merge shard-*.json --format github
  ecrlint merge shard-*.sarif --format sarif=ecrlint.sarif --fail-on never

Exit codes are those of ecrlint check.`;

/** Adds `merge`; `done` is told its exit code. */
export function addMergeCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  program
    .command('merge')
    .description('Join the JSON or SARIF reports of several runs, such as those of check --shard.')
    .argument('<reports...>', 'files that ecrlint check --format json or sarif wrote')
    .option(
      '--format <name[=file]>',
      `how to report, and where to: ${listOf(FORMAT_NAMES.filter((name) => name !== 'text'))} (default: that of the reports); repeatable`,
      addReportTarget,
    )
    .option(
      '--level <severity>',
      `lowest severity shown, besides what fails: ${listOf(LEVELS)}`,
      oneOf('--level', LEVELS),
      'warning',
    )
    .option(
      '--fail-on <severity>',
      `lowest severity that fails: ${listOf(THRESHOLDS)}`,
      oneOf('--fail-on', THRESHOLDS),
      'error',
    )
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async (files: string[], { format = [], level, failOn }: Flags) => {
      const { merge } = await import('./run-merge.ts');
      done(await merge({ files, reports: format, level: shownLevel(level, failOn), failOn }, io));
    });
}
