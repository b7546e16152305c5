import type { Place } from '../hcl/source.ts';
import type { Deployment } from '../terraform/resource.ts';
import { type Finding, SEVERITIES, type TraceStep, type Unresolved } from './finding.ts';
import { commonFix } from './merge-fixes.ts';
import type { KeptPlace, Observation, Observations } from './observation.ts';
import { byPlace } from './order.ts';
import type { Wanted } from './wanted.ts';
import { samePlace } from './way.ts';

/** How many other resources a trace names before it says how many more there are. */
const OTHERS_NAMED = 5;

export interface Merged {
  readonly findings: readonly Finding[];
  readonly unresolved: readonly Unresolved[];
}

/**
 * Makes one finding of all observations of one rule at one place: a value written once and used by several instances,
 * callers or deployments is one mistake; what is suppressed for some of them is kept apart. Observations that are not
 * wanted are left out, but a fix has to be right for them, too. Everything comes out sorted.
 */
export function merge(observations: Observations, wanted: Wanted): Merged {
  const findings = group(observations.findings, ({ entry, aspect }) => {
    const stands = entry.suppressed === null ? '' : entry.suppressed.by;
    return `${stands} ${keyOf(entry.rule, aspect, entry.place ?? entry.resource)}`;
  }).flatMap((all): readonly Finding[] => {
    const [first, ...others] = all.filter((one) => wanted.observation(one));
    return first === undefined ? [] : [mergeFindings([first, ...others], commonFix(all.map(({ entry }) => entry.fix)))];
  });
  const kept = new Set(keptPlaces(observations).map(({ rule, place }) => keyOf(rule, '', place)));
  const isAnswered = answers(observations.findings);
  const open = observations.unresolved.filter((question) => !isAnswered(question));
  const unresolved = group(open, ({ entry }) => keyOf(entry.rule, entry.reason, entry.place ?? entry.resource))
    .filter((same) => same.some((one) => wanted.observation(one)))
    .map((same) => same[0].entry);
  return {
    findings: findings.map((finding) => withoutFixOf(kept, finding)).sort(byPlace),
    unresolved: unresolved.sort(byPlace),
  };
}

/** What somebody has decided to leave as it is for one resource, is right for it. A baseline decides nothing. */
function keptPlaces({ kept, findings }: Observations): readonly KeptPlace[] {
  const left = findings.flatMap(({ entry: { rule, place, suppressed } }) =>
    suppressed?.by === 'comment' && place !== null ? [{ rule, place }] : [],
  );
  return [...kept, ...left];
}

/** What is right for another resource that shares it is not changed. */
function withoutFixOf(kept: ReadonlySet<string>, finding: Finding): Finding {
  const { rule, place, fix } = finding;
  return fix !== null && place !== null && kept.has(keyOf(rule, '', place)) ? { ...finding, fix: null } : finding;
}

type Group<T> = [T, ...T[]];

function group<T>(items: Iterable<T>, key: (item: T) => string): Group<T>[] {
  const groups = new Map<string, Group<T>>();
  for (const item of items) {
    const name = key(item);
    const existing = groups.get(name);
    if (existing === undefined) groups.set(name, [item]);
    else existing.push(item);
  }
  return [...groups.values()];
}

function keyOf(rule: string, aspect: string, where: Place | string | null): string {
  const place = where === null || typeof where === 'string' ? [where] : [where.file.path, where.start, where.end];
  return keyOfParts([rule, aspect, ...place]);
}

/**
 * Says whether another deployment of the same root answers a question with a finding about the same argument of the
 * same resource: the finding is already there to be acted on.
 */
function answers(findings: readonly Observation<Finding>[]): (question: Observation<Unresolved>) => boolean {
  const bySubject = new Map(group(findings, subjectOf).map((same) => [subjectOf(same[0]), same]));
  return (question) =>
    (bySubject.get(subjectOf(question)) ?? []).some(
      (finding) => finding.deployment !== question.deployment && samePlace(finding.use, question.use),
    );
}

function subjectOf({ entry, deployment }: Observation<Finding | Unresolved>): string {
  return keyOfParts([entry.rule, entry.resource, deployment.directory]);
}

/** One text for several parts, made thousands of times. What separates them stands in no path and no address. */
function keyOfParts(parts: readonly (string | number | null)[]): string {
  return parts.join('\0');
}

const ENVIRONMENTS = ['production', 'unknown', 'non-production'] as const;

function mergeFindings(same: Group<Observation<Finding>>, fix: Finding['fix']): Finding {
  const [worst, ...others] = same.toSorted((a, b) => rank(a.entry) - rank(b.entry)) as Group<Observation<Finding>>;
  const named = new Set([identity(worst)]);
  const steps: TraceStep[] = [];
  for (const other of others) {
    if (named.has(identity(other))) continue;
    named.add(identity(other));
    steps.push({ kind: 'other', message: `also ${describeOther(other, worst)}`, place: other.use });
  }
  if (steps.length === 0) return { ...worst.entry, fix };
  const hidden = steps.length - OTHERS_NAMED;
  const shown = steps.slice(0, OTHERS_NAMED);
  if (hidden > 0) shown.push({ kind: 'other', message: `and ${hidden} more`, place: null });
  const { trace } = worst.entry;
  return {
    ...worst.entry,
    fix,
    trace: [...trace.filter(({ kind }) => kind !== 'use'), ...shown, ...trace.filter(({ kind }) => kind === 'use')],
  };
}

/** Worst severity first, and of equal ones the one that matters most. The sort is stable, so ties keep their order. */
function rank({ severity, environment }: Finding): number {
  const kind = environment === null ? ENVIRONMENTS.length : ENVIRONMENTS.indexOf(environment.kind);
  return SEVERITIES.indexOf(severity) * (ENVIRONMENTS.length + 1) + kind;
}

function identity({ entry, deployment }: Observation<Finding>): string {
  return keyOfParts([entry.resource, deployment.directory, ...deployment.variableFiles]);
}

/** What sets another observation apart: its resource, its root module, its tfvars files. */
function describeOther(other: Observation<Finding>, worst: Observation<Finding>): string {
  const parts: string[] = [];
  if (other.entry.resource !== worst.entry.resource) {
    parts.push(other.entry.trace.find(({ kind }) => kind === 'use')?.message ?? other.entry.resource ?? '');
  }
  if (other.deployment.directory !== worst.deployment.directory) parts.push(`in ${other.deployment.directory}`);
  const files = variableFiles(other.deployment);
  if (files !== '' && files !== variableFiles(worst.deployment)) parts.push(`with ${files}`);
  return parts.join(' ') || 'without a tfvars file';
}

function variableFiles(deployment: Deployment): string {
  return deployment.variableFiles.join(', ');
}
