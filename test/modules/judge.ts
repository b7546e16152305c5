import { rules } from '../../rules/index.ts';
import { lintPaths } from '../../src/lint/run.ts';
import { ownOrFail } from './own-places.ts';

/** What is said of a call: rule, severity and where, sorted; for what is not decided, the severity is `unresolved`. */
export type Verdict = `${string} ${string} ${number}:${number}`;

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
  ownOrFail(findings);
  const verdicts = [
    ...findings.map(({ rule, severity, place }) => verdict(rule, severity, place)),
    ...unresolved.map(({ rule, place }) => verdict(rule, 'unresolved', place)),
  ];
  return [...new Set(verdicts)].sort();
}

function verdict(rule: string, severity: string, place: Parameters<typeof positionOf>[0]): Verdict {
  return `${rule} ${severity} ${positionOf(place)}`;
}

function positionOf(
  place: {
    readonly file: { position(offset: number): { line: number; column: number } };
    readonly start: number;
  } | null,
) {
  if (place === null) throw new Error('A finding has no place.');
  const { line, column } = place.file.position(place.start);
  return `${line}:${column}` as const;
}
