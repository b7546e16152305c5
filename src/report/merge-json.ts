import { SEVERITIES, type Severity } from '../lint/finding.ts';
import { compareCodePoints } from '../terraform/value.ts';
import type { JsonFinding, JsonReport, JsonSummary, JsonUnresolved } from './json.ts';
import type { Location } from './location.ts';

/**
 * Joins the reports of several runs into what one run would have reported: what is the same is there once, in the order
 * of `check`.
 *
 * @param reports one at least, of one version of the program
 */
export function mergeJson(reports: readonly [JsonReport, ...JsonReport[]]): JsonReport {
  const findings = mergeFindings(reports.flatMap((report) => report.findings)).sort(byPlace);
  const unresolved = distinct(reports.flatMap((report) => report.unresolved)).sort(byPlace);
  const fixed = distinct(reports.flatMap((report) => report.fixed));
  const [{ version, tool }] = reports;
  const summary = { ...countsOf(reports), ...tally(findings), unresolved: unresolved.length, fixed: fixed.length };
  return { version, tool, findings, unresolved, fixed, summary };
}

/** Runs that share a value which is wrong find the same: that is one finding, as bad as the worst, with all their traces. */
function mergeFindings(findings: readonly JsonFinding[]): JsonFinding[] {
  const byKey = new Map<string, JsonFinding>();
  for (const finding of findings) {
    const { rule, location, message, resource } = finding;
    const key = JSON.stringify([rule, message, location ?? resource]);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? finding : join(known, finding));
  }
  return [...byKey.values()];
}

function join(a: JsonFinding, b: JsonFinding): JsonFinding {
  const [worse, other] = rank(b) < rank(a) ? [b, a] : [a, b];
  const known = new Set(worse.trace.map((step) => JSON.stringify(step)));
  const more = other.trace.filter((step) => !known.has(JSON.stringify(step)));
  // The last step is where the value arrives.
  return { ...worse, trace: [...worse.trace.slice(0, -1), ...more, ...worse.trace.slice(-1)] };
}

/** What counts is worse than what is suppressed. */
function rank({ severity, suppressed }: JsonFinding): number {
  return SEVERITIES.indexOf(severity) + (suppressed === null ? 0 : SEVERITIES.length);
}

function distinct<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/**
 * Shards of one run all find the same files; other runs find files of their own. A module that several of them
 * evaluate counts for each.
 */
function countsOf(reports: readonly JsonReport[]): Pick<JsonSummary, 'files' | 'modules' | 'repositories'> {
  const areShards = reports.every(({ shard }) => shard !== undefined);
  const all = (name: 'files' | 'modules' | 'repositories'): number[] => reports.map(({ summary }) => summary[name]);
  return {
    files: areShards ? Math.max(...all('files')) : sum(all('files')),
    modules: sum(all('modules')),
    repositories: sum(all('repositories')),
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function tally(findings: readonly JsonFinding[]): Pick<JsonSummary, 'errors' | 'warnings' | 'infos' | 'suppressed'> {
  const standing = findings.filter(({ suppressed }) => suppressed === null);
  const count = (severity: Severity): number => standing.filter((finding) => finding.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    suppressed: findings.length - standing.length,
  };
}

function byPlace(a: JsonFinding | JsonUnresolved, b: JsonFinding | JsonUnresolved): number {
  return (
    compareLocations(a.location, b.location) ||
    compareCodePoints(a.rule, b.rule) ||
    compareCodePoints(a.resource ?? '', b.resource ?? '')
  );
}

function compareLocations(a: Location | null, b: Location | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return (
    compareCodePoints(a.file, b.file) ||
    a.start.line - b.start.line ||
    a.start.column - b.start.column ||
    a.end.line - b.end.line ||
    a.end.column - b.end.column
  );
}
