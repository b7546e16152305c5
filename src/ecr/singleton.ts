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
  const certain = resources.filter(({ presence }) => presence.kind === 'certain');
  return certain.flatMap((resource, index) => {
    const earlier = certain.slice(0, index).find((other) => sameRegistry(resource, other) === 'yes');
    return earlier === undefined ? [] : [{ resource, earlier }];
  });
}
