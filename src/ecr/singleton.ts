import type { EvaluatedResource } from '../terraform/resource.ts';
import { sameRegistry } from './registry.ts';

/** A resource of which a registry has only one, declared once more. */
export interface Rival {
  readonly resource: EvaluatedResource;
  /** The one that was declared before it. */
  readonly earlier: EvaluatedResource;
}

/**
 * Resources that certainly set what an earlier one of the same registry sets as well, so that the one which is applied
 * last wins.
 */
export function rivalsAmong(resources: readonly EvaluatedResource[]): readonly Rival[] {
  const firsts: EvaluatedResource[] = [];
  const rivals: Rival[] = [];
  for (const resource of resources) {
    if (resource.presence.kind !== 'certain') continue;
    const earlier = firsts.find((first) => sameRegistry(resource, first) === 'yes');
    if (earlier === undefined) firsts.push(resource);
    else rivals.push({ resource, earlier });
  }
  return rivals;
}
