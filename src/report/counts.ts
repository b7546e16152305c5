import { type Finding, type Severity, standing } from '../lint/finding.ts';

/** How many findings that count there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of standing(findings)) counts[severity]++;
  return counts;
}

/** `1 error`, `2 repositories`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
