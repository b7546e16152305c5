import { rules } from '../../rules/index.ts';
import type { Place } from '../../src/hcl/source.ts';
import { lintPaths } from '../../src/lint/run.ts';
import { ownOrFail } from './own-places.ts';

/** What is said of a call: rule, severity, where and of what; for what is not decided, the severity is `unresolved`. */
export type Verdict = `${string} ${string} ${number}:${number} ${string}`;

/** Judges the Terraform of a folder by every rule. */
export async function verdictsIn(folder: string): Promise<readonly Verdict[]> {
  const { findings, unresolved } = await lintPaths({
    rules,
    selection: { only: rules.map(({ id }) => id), disable: [], severities: [] },
    workingDirectory: folder,
    paths: ['.'],
    settings: [],
    environmentVariables: {},
    environment: null,
  });
  ownOrFail([...findings, ...unresolved]);
  const verdicts = [
    ...findings.map(({ rule, severity, place, resource }) => verdict(rule, severity, place, resource)),
    ...unresolved.map(({ rule, place, resource }) => verdict(rule, 'unresolved', place, resource)),
  ];
  return [...new Set(verdicts)].sort();
}

function verdict(rule: string, severity: string, place: Place | null, resource: string | null): Verdict {
  if (place === null) throw new Error(`What ${rule} says has no place.`);
  const { line, column } = place.file.position(place.start);
  return `${rule} ${severity} ${line}:${column} ${resource ?? 'no resource'}`;
}
