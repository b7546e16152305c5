import type { Environment } from '../ecr/environment.ts';
import type { Place } from '../hcl/source.ts';
import type { Finding, Severity, Unresolved } from '../lint/finding.ts';
import type { ExpectedFinding } from '../lint/rule.ts';
import { filesOf, type InCase, type RuleCase } from './rule-case.ts';

/** A finding or an unresolved entry, in the form in which expected and found ones are compared. */
export interface Entry {
  readonly rule: string;
  readonly severity?: Severity;
  readonly message?: string;
  readonly reason?: string;
  readonly resource: string | null;
  readonly environment?: Environment['kind'] | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly at: string | null;
}

/** A mistake in a test itself: it says too little, or what cannot be. */
export class CaseError extends Error {}

/**
 * Findings as they are expected.
 *
 * @throws CaseError where one does not say enough to tell its place
 */
export function expectedFindings(example: RuleCase, rules: readonly string[]): Entry[] {
  return (example.findings ?? []).map((finding) => {
    const { severity, message, resource, environment } = finding;
    return {
      rule: ruleOf(finding, rules),
      severity,
      message,
      resource,
      ...(environment === undefined ? {} : { environment }),
      ...placeOf(finding, example),
    };
  });
}

/** Unresolved entries as they are expected. Throws `CaseError` likewise. */
export function expectedUnresolved(example: RuleCase, rules: readonly string[]): Entry[] {
  return (example.unresolved ?? []).map((entry) => {
    return { rule: ruleOf(entry, rules), reason: entry.reason, resource: entry.resource, ...placeOf(entry, example) };
  });
}

/** What was found; with the environment where one of the expected findings at that place says it. */
export function foundFindings(findings: readonly Finding[], expected: readonly Entry[]): Entry[] {
  return findings.map(({ rule, severity, message, resource, environment, place }) => {
    const entry: Entry = { rule, severity, message, resource, ...writtenAt(place) };
    const told = expected.some((other) => other.environment !== undefined && keyOf(other) === keyOf(entry));
    return told ? { ...entry, environment: environment?.kind ?? null } : entry;
  });
}

/** What was left open. */
export function foundUnresolved(unresolved: readonly Unresolved[]): Entry[] {
  return unresolved.map(({ rule, reason, resource, place }) => ({ rule, reason, resource, ...writtenAt(place) }));
}

/** Entries as text, one after the other, in an order that does not depend on the one they came in. */
export function textOf(entries: readonly Entry[]): string {
  return [...entries]
    .sort((a, b) => compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || compare(keyOf(a), keyOf(b)))
    .map((entry) => `${fields(entry).join('\n')}\n`)
    .join('\n');
}

/** Everything but the environment. */
function keyOf({ environment, ...entry }: Entry): string {
  return fields(entry).join('\n');
}

function fields({ rule, severity, message, reason, resource, environment, file, line, at }: Entry): string[] {
  const all = { rule, severity, message, reason, resource, environment, file, line, at };
  return Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}: ${JSON.stringify(value)}`,
  );
}

function compare(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : a === b ? 0 : 1;
}

function ruleOf({ rule }: Pick<InCase<ExpectedFinding>, 'rule'>, rules: readonly string[]): string {
  const [only] = rules;
  if (rule !== undefined) return rule;
  if (only !== undefined && rules.length === 1) return only;
  throw new CaseError('Several rules are judged together: say of each expected finding whose it is, as rule.');
}

function writtenAt(place: Place | null): Pick<Entry, 'file' | 'line' | 'at'> {
  if (place === null) return { file: null, line: null, at: null };
  const { file, start, end } = place;
  return { file: file.path, line: file.position(start).line, at: file.text.slice(start, end) };
}

function placeOf(
  { at, line, file = 'main.tf' }: Pick<InCase<ExpectedFinding>, 'at' | 'line' | 'file'>,
  example: RuleCase,
): Pick<Entry, 'file' | 'line' | 'at'> {
  if (at === null) return { file: null, line: null, at: null };
  const text = filesOf(example)[file];
  if (text === undefined) throw new CaseError(`There is no file ${file}.`);
  return { file, line: line ?? onlyLineOf(at, text), at };
}

/** Where a text starts that occurs once. */
function onlyLineOf(at: string, text: string): number {
  const start = text.indexOf(at);
  if (start === -1) throw new CaseError(`${JSON.stringify(at)} does not occur in the file.`);
  if (text.indexOf(at, start + 1) !== -1) {
    throw new CaseError(`${JSON.stringify(at)} occurs more than once: say on which line.`);
  }
  return text.slice(0, start).split('\n').length;
}
