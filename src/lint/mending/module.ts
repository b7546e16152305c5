import type { Deployment, EvaluatedResource } from '../../terraform/resource.ts';

/** What else is declared in the module that a fix adds to. */

/**
 * A name that no resource of a type has in the module of another: the first of those given that is free; null when
 * none is.
 */
export function freeName(
  deployment: Deployment,
  type: string,
  { moduleAddress }: EvaluatedResource,
  names: readonly string[],
): string | null {
  const taken = new Set(
    deployment
      .declared(type)
      .filter((declared) => declared.moduleAddress === moduleAddress)
      .map(({ name }) => name),
  );
  return names.find((name) => !taken.has(name)) ?? null;
}
