import type { Command } from 'commander';
import type { Severity } from '../lint/finding.ts';
import type { Trusted } from '../lint/fix-defaults.ts';
import type { RuleSeverity } from '../lint/selection.ts';
import { FORMAT_NAMES } from '../report/formats.ts';
import type { VariableSetting } from '../terraform/project.ts';
import type { Shard } from '../terraform/shard.ts';
import type { BaselineFlags } from './baseline.ts';
import { CannotRun } from './cannot-run.ts';
import { type CheckScope, maxWarnings, type ScopeFlags, scopeOf } from './check-scope.ts';
import type { Io } from './io.ts';
import {
  addReportTarget,
  addRuleNames,
  addRuleSeverity,
  addTrusted,
  ENVIRONMENTS,
  LEVELS,
  listOf,
  oneOf,
  type ReportTarget,
  shardOf,
  shownLevel,
  THRESHOLDS,
  type Threshold,
  variableFileSetting,
  variableSetting,
} from './option-values.ts';

/** The command line of `check`, read. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly scope: CheckScope;
  readonly settings: readonly VariableSetting[];
  /** Which share of the root modules to judge; null for all. */
  readonly shard: Shard | null;
  readonly environment: (typeof ENVIRONMENTS)[number] | null;
  readonly source: string | null;
  /** A file; null for none; undefined to look for those nearest to the root modules. */
  readonly config: string | null | undefined;
  readonly plugins: boolean;
  /** Null without one. */
  readonly baseline: BaselineFlags | null;
  readonly only: readonly string[];
  readonly disable: readonly string[];
  readonly severities: readonly RuleSeverity[];
  /** Whether to write fixes, to show them as a diff, or neither. */
  readonly fix: 'write' | 'diff' | null;
  readonly unsafeFixes: boolean;
  /** Who fixes of open policies may let in. */
  readonly trusted: Trusted | null;
  readonly reports: readonly ReportTarget[];
  /** Leave suppressed findings out of the formats that show them. */
  readonly hideSuppressed: boolean;
  readonly level: Severity;
  readonly failOn: Threshold;
  /** More warnings than this fail; null for any number. */
  readonly maxWarnings: number | null;
  /** Undefined when no flag says. */
  readonly color: boolean | undefined;
  readonly quiet: boolean;
  readonly stats: boolean;
}

/** What commander collects, by the options' names. */
interface Flags extends ScopeFlags {
  readonly shard?: Shard;
  readonly environment?: (typeof ENVIRONMENTS)[number];
  readonly config?: string | false;
  readonly plugins: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly only?: readonly string[];
  readonly disable?: readonly string[];
  readonly rule?: readonly RuleSeverity[];
  readonly format?: readonly ReportTarget[];
  readonly hideSuppressed?: true;
  readonly level: Severity;
  readonly failOn: Threshold;
  readonly maxWarnings?: number;
  readonly fix?: true;
  readonly unsafeFixes?: true;
  readonly diff?: true;
  readonly trust?: Trusted;
  readonly color?: boolean;
  readonly quiet?: true;
  readonly stats?: true;
}

const AFTER_HELP = `
Examples:
  ecrlint check                                    the current directory and everything below it
  ecrlint check infra/main.tf                      findings of one file, from its whole module
  ecrlint check --var-file prod.tfvars infra       with the values of one deployment
  ecrlint check --format text --format json=out/ecrlint.json
  ecrlint check --only immutable-tags,scan-on-push --fail-on warning
  ecrlint check --diff infra                       what --fix would change
  ecrlint check --changed --since origin/main      findings of what a branch changes
  terraform show -json tfplan | ecrlint check -    a plan, with the lines of the HCL in --source

Exit codes:
  0  nothing at or above --fail-on was found
  1  something was
  2  ecrlint could not run; standard error says why`;

/** Adds `check`; `done` is told its exit code. */
export function addCheckCommand(program: Command, io: Io, done: (exitCode: number) => void): void {
  // In the order given, which matters: the last one to set a variable wins.
  const settings: VariableSetting[] = [];
  program
    .command('check')
    .description('Judge the ECR resources of Terraform files and modules.')
    .argument(
      '[paths...]',
      'directories, Terraform files and plans in JSON; - is standard input (default: the current directory)',
    )
    .optionsGroup('Files:')
    .option('--changed', 'report only on files that changed since the last commit; modules are judged whole')
    .option('--since <ref>', 'with --changed: since the branch left this one, such as origin/main')
    .option('--staged', 'report only on staged files, as they would be committed')
    .option(
      '--stdin-filename <name>',
      'with the path -: judge standard input as this file; --fix prints the fixed text',
    )
    .option('--shard <i/n>', 'judge only every n-th root module, the i-th first; see ecrlint merge', shardOf)
    .optionsGroup('Values:')
    .option('--var <name=value>', 'set a root variable, as in terraform; repeatable', (value) => {
      settings.push(variableSetting(value));
    })
    .option('--var-file <file>', 'read root variables from a tfvars file; repeatable', (value) => {
      settings.push(variableFileSetting(value));
    })
    .option(
      '--environment <name>',
      `what everything is for, instead of finding out: ${listOf(ENVIRONMENTS)}`,
      oneOf('--environment', ENVIRONMENTS),
    )
    .option('--source <dir>', 'where the HCL of a plan lives, to give its findings lines (default: beside the plan)')
    .optionsGroup('Rules:')
    .option(
      '--config <file>',
      'the configuration of everything (default: the .ecrlint.yaml nearest to each root module)',
    )
    .option('--no-config', 'use no configuration')
    .option('--no-plugins', 'load no plug-ins, whatever the configuration names')
    .option('--only <rules>', 'run only these rules, separated by commas; repeatable', addRuleNames)
    .option('--disable <rules>', 'do not run these rules; repeatable', addRuleNames)
    .option(
      '--rule <id=severity>',
      'give a rule one severity in every environment: error, warning, info or off; repeatable',
      addRuleSeverity,
    )
    .option('--baseline <file>', 'do not count the findings that this file accepts; others are reported as usual')
    .option('--update-baseline', 'write what is found now to the file of --baseline, and take out what is gone')
    .option(
      '--fail-on <severity>',
      `lowest severity that fails: ${listOf(THRESHOLDS)}`,
      oneOf('--fail-on', THRESHOLDS),
      'error',
    )
    .option('--max-warnings <n>', 'fail when there are more warnings than this', maxWarnings)
    .optionsGroup('Fixes:')
    .option('--fix', 'apply safe fixes to the files, and report what remains')
    .option('--diff', 'print the fixes as a unified diff and write nothing; exit code 1 when there are any')
    .option('--unsafe-fixes', 'with --fix or --diff: also fixes that replace a repository or cut off access')
    .option(
      '--trust <id>',
      'organization (o-…) or account that fixes of open policies may let in; repeatable',
      addTrusted,
    )
    .optionsGroup('Output:')
    .option(
      '--format <name[=file]>',
      `how to report, and where to: ${listOf(FORMAT_NAMES)} (default: text); repeatable`,
      addReportTarget,
    )
    .option(
      '--level <severity>',
      `lowest severity shown, besides what fails: ${listOf(LEVELS)}`,
      oneOf('--level', LEVELS),
      'warning',
    )
    .option('--hide-suppressed', 'leave suppressed findings out of json, sarif and junit reports')
    .option('--color', 'write colours, terminal or not')
    .option('--no-color', 'write no colours')
    .option('--quiet', 'findings alone: no summary, no notices')
    .option('--stats', 'say on standard error what was read and how long it took')
    .optionsGroup('Other:')
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async (paths: string[], flags: Flags) => {
      const { check } = await import('./run-check.ts');
      done(await check(readOptions(paths, flags, settings), io));
    });
}

function readOptions(paths: readonly string[], flags: Flags, settings: readonly VariableSetting[]): CheckOptions {
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    scope: scopeOf(paths, flags),
    settings,
    shard: flags.shard ?? null,
    environment: flags.environment ?? null,
    source: flags.source ?? null,
    config: flags.config === false ? null : flags.config,
    baseline: baselineOf(flags),
    plugins: flags.plugins,
    only: flags.only ?? [],
    disable: flags.disable ?? [],
    severities: flags.rule ?? [],
    fix: fixModeOf(flags),
    unsafeFixes: flags.unsafeFixes === true,
    trusted: flags.trust ?? null,
    reports: flags.format ?? [{ format: 'text', file: null }],
    hideSuppressed: flags.hideSuppressed === true,
    level: shownLevel(flags.level, flags.failOn),
    failOn: flags.failOn,
    maxWarnings: flags.maxWarnings ?? null,
    color: flags.color,
    quiet: flags.quiet === true,
    stats: flags.stats === true,
  };
}

function baselineOf({ baseline, updateBaseline, diff, staged, stdinFilename }: Flags): BaselineFlags | null {
  if (updateBaseline !== true) return baseline === undefined ? null : { file: baseline, update: false };
  if (baseline === undefined) {
    throw new CannotRun('--update-baseline does not know which file to write. Add --baseline with its name.');
  }
  const other = diff === true ? '--diff' : staged === true ? '--staged' : '--stdin-filename';
  if (diff === true || staged === true || stdinFilename !== undefined) {
    throw new CannotRun(
      `--update-baseline and ${other} exclude each other: what is judged is not what the files say. Leave one out.`,
    );
  }
  return { file: baseline, update: true };
}

function fixModeOf({ fix, diff, unsafeFixes }: Flags): CheckOptions['fix'] {
  if (fix === true && diff === true) {
    throw new CannotRun(
      '--fix and --diff exclude each other: --fix writes the files, --diff only shows how. Choose one.',
    );
  }
  if (fix !== true && diff !== true) {
    if (unsafeFixes !== true) return null;
    throw new CannotRun('--unsafe-fixes alone does nothing: add --fix to apply the fixes, or --diff to see them.');
  }
  return fix === true ? 'write' : 'diff';
}
