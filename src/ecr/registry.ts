import type { EvaluatedBody, EvaluatedResource } from '../terraform/resource.ts';
import type { Reason, Value } from '../terraform/value.ts';
import { type Answer, isAbsent, knownText } from './argument.ts';

/**
 * Whether two resources belong to the same registry, that is to the same account and region. Resources of one provider
 * configuration do, unless their own `region` says otherwise; of different ones it can only be ruled out.
 */
export function sameRegistry(a: EvaluatedResource, b: EvaluatedResource): Answer {
  const regions = compareRegions(regionOf(a), regionOf(b));
  if (!sameProvider(a.provider, b.provider)) return regions === 'no' ? 'no' : 'unknown';
  return ownRegion(a) === null && ownRegion(b) === null ? 'yes' : regions;
}

/** The region a resource is in; null where nothing in the configuration says. */
export function regionOf(resource: EvaluatedResource): Value | null {
  return ownRegion(resource) ?? providerRegion(resource);
}

function compareRegions(a: Value | null, b: Value | null): Answer {
  const [aText, bText] = [knownText(a), knownText(b)];
  if (aText === null || bText === null) return 'unknown';
  return aText === bText ? 'yes' : 'no';
}

/** The `region` argument that resources have since provider version 6. */
function ownRegion({ body }: EvaluatedResource): Value | null {
  const region = body.attribute('region');
  return isAbsent(region) ? null : region;
}

function providerRegion({ provider }: EvaluatedResource): Value | null {
  return provider === null || isReason(provider) ? null : provider.attribute('region');
}

function sameProvider(a: EvaluatedBody | Reason | null, b: EvaluatedBody | Reason | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || isReason(a) || isReason(b) || a.place === null || b.place === null) return false;
  return a.place.file === b.place.file && a.place.start === b.place.start;
}

function isReason(provider: EvaluatedBody | Reason): provider is Reason {
  return 'message' in provider;
}
