import type { Deployment, EvaluatedResource } from '../../terraform/resource.ts';

/** What else is declared in the module that a fix adds to. */

/** The address of the module that a fix adds to: for what a published module declares, the one that calls it. */
export function homeOf({ moduleAddress, published }: EvaluatedResource): string {
  return published === null ? moduleAddress : published.moduleAddress;
}

/**
 * A name that no resource of a type has in the module of another: the first of those given that is free; null when
 * none is.
 */
export function freeName(
  deployment: Deployment,
  type: string,
  resource: EvaluatedResource,
  names: readonly string[],
): string | null {
  const home = homeOf(resource);
  const taken = new Set(
    deployment
      .declared(type)
      .filter((declared) => declared.moduleAddress === home)
      .map(({ name }) => name),
  );
  return names.find((name) => !taken.has(name)) ?? null;
}
