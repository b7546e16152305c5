import type { ModuleInput, PublishedCall } from '../../terraform/published.ts';
import type { EvaluatedResource } from '../../terraform/resource.ts';
import type { Evidence } from '../rule.ts';

/** The inputs of a published module that decide about what a piece of evidence speaks of, the most direct ones first. */
export function inputsFor({ module }: PublishedCall, { type }: EvaluatedResource, evidence: Evidence): ModuleInput[] {
  const what = evidence.kind === 'missing' ? evidence.what : evidence.argument;
  const ways = [
    (sets: string) => sets === what || sets === `${type}.${what}`,
    (sets: string) => sets.startsWith(`${type}.`) && sets.endsWith(`.${what}`),
    // Of a block that is missing as a whole, what would be in it.
    (sets: string) => evidence.kind === 'missing' && sets.startsWith(`${type}.${what}.`),
    // Of an argument of a nested block, the block.
    (sets: string) => evidence.kind !== 'missing' && sets === `${type}.${blockTypeOf(evidence)}`,
    // Of a part of a policy that only its place tells of, the policy.
    (sets: string) => evidence.kind === 'place' && sets === `${type}.policy`,
  ];
  return ways.flatMap((isMeant) => module.inputs.filter(({ sets }) => isMeant(sets)));
}

/** The type of the block whose header an evaluated body has for a place. */
function blockTypeOf({ body }: Evidence): string {
  const { place } = body;
  const header = place === null ? '' : place.file.text.slice(place.start, place.end);
  return nestedBlockType(header) ?? '';
}

/** `encryption_configuration` from its header, `dynamic` or not; null for any other block. */
export function nestedBlockType(header: string): string | null {
  return (
    /^(?:dynamic\s+"([\w-]+)"|([\w-]+))\s*$/
      .exec(header)
      ?.slice(1)
      .find((name) => name !== undefined) ?? null
  );
}
