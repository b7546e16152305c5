import { isAtLeast, SEVERITIES, type Severity } from '../lint/finding.ts';
import type { Trusted } from '../lint/fix-defaults.ts';
import type { RuleSeverity } from '../lint/selection.ts';
import { didYouMean } from '../lint/suggest.ts';
import { FORMAT_NAMES, type FormatName } from '../report/formats.ts';
import type { VariableSetting } from '../terraform/project.ts';
import type { Shard } from '../terraform/shard.ts';
import { CannotRun } from './cannot-run.ts';

/** A report to write, to a file or, without one, to standard output. */
export interface ReportTarget {
  readonly format: FormatName;
  readonly file: string | null;
}

export const ENVIRONMENTS = ['production', 'non-production'] as const;
export const LEVELS = SEVERITIES;
export const THRESHOLDS = [...SEVERITIES, 'never'] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** The lowest severity to show: as asked for, but never above what fails, which has to be seen. */
export function shownLevel(level: Severity, failOn: Threshold): Severity {
  return failOn === 'never' || isAtLeast(failOn, level) ? level : failOn;
}

/** Checks that an option's value is one of a few words. The functions of this file throw `CannotRun`. */
export function oneOf<T extends string>(option: string, words: readonly T[]): (value: string) => T {
  const parse = (value: string): T => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    throw new CannotRun(`${option} takes ${listOf(words)}, not "${value}".${didYouMean(value, words)}`);
  };
  CHOICES.set(parse, words);
  return parse;
}

const CHOICES = new WeakMap<object, readonly string[]>();

/** The words that a function made by `oneOf` accepts. */
export function choicesOf(parse: object): readonly string[] | undefined {
  return CHOICES.get(parse);
}

/** `--format name[=file]`, repeated. */
export function addReportTarget(value: string, earlier: readonly ReportTarget[] = []): readonly ReportTarget[] {
  const [name, file] = splitAt(value, '=');
  const format = oneOf('--format', FORMAT_NAMES)(name);
  if (file === '') throw new CannotRun(`--format ${value} names no file; write ${name}=path, or ${name} alone.`);
  if (file === null && earlier.some((target) => target.file === null)) {
    throw new CannotRun('Two reports cannot both go to standard output; give all but one a file: --format name=path.');
  }
  const same = earlier.find((target) => file !== null && target.file === file);
  if (same !== undefined) {
    throw new CannotRun(`${same.format} and ${format} cannot both be written to ${file}. Give each a file of its own.`);
  }
  return [...earlier, { format, file }];
}

/** `--only a,b`, repeated. */
export function addRuleNames(value: string, earlier: readonly string[] = []): readonly string[] {
  const names = value.split(',').map((name) => name.trim());
  return [...earlier, ...names.filter((name) => name !== '')];
}

/** `--rule id=severity`, repeated. */
export function addRuleSeverity(value: string, earlier: readonly RuleSeverity[] = []): readonly RuleSeverity[] {
  const [rule, severity] = splitAt(value, '=');
  if (rule === '' || severity === null) {
    throw new CannotRun(`--rule takes a rule and a severity, such as scan-on-push=warning, not "${value}".`);
  }
  const words: readonly (Severity | 'off')[] = [...SEVERITIES, 'off'];
  return [...earlier, { rule, severity: oneOf(`--rule ${rule}`, words)(severity) }];
}

/** `--var name=text`. */
export function variableSetting(value: string): VariableSetting {
  const [name, text] = splitAt(value, '=');
  if (name === '' || text === null) {
    throw new CannotRun(`--var takes a name and a value, such as env=prod, not "${value}".`);
  }
  return { kind: 'var', name: name.trim(), text };
}

/** `--var-file path`. */
export function variableFileSetting(path: string): VariableSetting {
  return { kind: 'var-file', path };
}

/** `--shard index/count`. */
export function shardOf(value: string): Shard {
  const [, index = '', count = ''] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (count !== '' && shard.index <= shard.count) return shard;
  throw new CannotRun(`--shard takes which one of how many it is, such as 1/4, not "${value}".`);
}

/** `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function splitAt(value: string, separator: string): [before: string, after: string | null] {
  const at = value.indexOf(separator);
  return at === -1 ? [value, null] : [value.slice(0, at), value.slice(at + 1)];
}

/** `--trust`: an organization, or accounts; one organization at most. */
export function addTrusted(value: string, earlier: Trusted = NOBODY): Trusted {
  if (/^o-[a-z0-9]{10,32}$/.test(value)) {
    if (earlier.organization !== null) throw new CannotRun('--trust takes one organization at most. Leave one out.');
    return { ...earlier, organization: value };
  }
  if (/^\d{12}$/.test(value)) return { ...earlier, accounts: [...earlier.accounts, value] };
  throw new CannotRun(
    `--trust takes the id of an organization, such as o-a1b2c3d4e5, or of an account, twelve digits; ${JSON.stringify(value)} is neither.`,
  );
}

const NOBODY: Trusted = { organization: null, accounts: [] };
