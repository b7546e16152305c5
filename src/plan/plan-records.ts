import type { Plan } from './plan.ts';
import type { ResourceRecord } from './plan-resource.ts';

/**
 * Everything a plan says of resources and data sources, each instance once: what it changes or leaves, what it plans
 * without listing a change, and what is in the state and not touched, such as with `-target` or `-refresh-only`.
 */
export function* recordsOf({ changes, planned, prior }: Plan): Generator<ResourceRecord> {
  const seen = new Set<string>();
  for (const entry of changes) {
    // A deposed object is another one than the resource of its address.
    if (entry.deposed === null) seen.add(entry.address);
    if (entry.previousAddress !== null) seen.add(entry.previousAddress);
    yield { kind: 'change', entry };
  }
  for (const entry of planned) {
    if (seen.has(entry.address)) continue;
    seen.add(entry.address);
    yield { kind: 'planned', entry };
  }
  for (const entry of prior) {
    if (seen.has(entry.address)) continue;
    seen.add(entry.address);
    yield { kind: 'prior', entry };
  }
}
