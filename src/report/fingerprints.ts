import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Finding } from '../lint/finding.ts';

/** Of SHA-256; enough to tell findings apart. */
const HEXADECIMAL_DIGITS = 40;

/**
 * What a finding is recognized by from run to run, wherever its lines have moved to: its rule, its root module and its
 * resource; its file where it has no resource. Several that agree in these are counted in their order, so that no two
 * fingerprints are equal.
 *
 * @param findings in the order of the report
 * @param pathInRepository of the working directory, which makes fingerprints the same from wherever they are asked for
 */
export function fingerprints(findings: readonly Finding[], pathInRepository: string): ReadonlyMap<Finding, string> {
  const byFinding = new Map<Finding, string>();
  const occurrences = new Map<string, number>();
  for (const finding of findings) {
    const { rule, root, resource, place } = finding;
    const where = root ?? (resource === null ? (place?.file.path ?? null) : null);
    const key = JSON.stringify([rule, where === null ? null : posix.join(pathInRepository, where), resource]);
    const occurrence = (occurrences.get(key) ?? 0) + 1;
    occurrences.set(key, occurrence);
    byFinding.set(finding, digestOf(`${key}:${occurrence}`));
  }
  return byFinding;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HEXADECIMAL_DIGITS);
}
