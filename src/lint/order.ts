import type { Place } from '../hcl/source.ts';
import { compareCodePoints } from '../terraform/value.ts';

/** What findings and unresolved entries are sorted by. */
export interface Sortable {
  readonly place: Place | null;
  readonly rule: string;
  readonly resource: string | null;
}

/** By file, position, rule and resource; what has no place comes last. The same on every machine. */
export function byPlace(a: Sortable, b: Sortable): number {
  return comparePlaces(a.place, b.place) || compareCodePoints(a.rule, b.rule) || compareNames(a.resource, b.resource);
}

function comparePlaces(a: Place | null, b: Place | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareCodePoints(a.file.path, b.file.path) || a.start - b.start || a.end - b.end;
}

function compareNames(a: string | null, b: string | null): number {
  return compareCodePoints(a ?? '', b ?? '');
}
