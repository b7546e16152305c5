import type { Place } from '../../src/hcl/source.ts';
import type { Finding, Unresolved } from '../../src/lint/finding.ts';

/** Throws when anything that is reported or edited lies in the text of a published module. */
export function ownOrFail(reported: readonly (Finding | Unresolved)[]): void {
  for (const finding of reported) {
    const foreign = placesIn(finding).filter(({ file }) => file.published);
    if (foreign.length > 0) throw new Error(`What ${finding.rule} says shows ${foreign[0]?.file.path}.`);
  }
}

/** All places that a finding and its fix have, wherever they stand. */
function placesIn(finding: Finding | Unresolved): readonly Place[] {
  const places: Place[] = [];
  JSON.stringify(finding, (_key, value: unknown) => {
    if (!isPlace(value)) return value;
    places.push(value);
    return null;
  });
  return places;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}
