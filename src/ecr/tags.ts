import type { EvaluatedBody, EvaluatedResource } from '../terraform/resource.ts';
import { elementOf, type Reason, unknown, type Value } from '../terraform/value.ts';

/** One tag, with the argument that sets it. */
export interface Tag {
  readonly key: string;
  readonly value: Value;
  readonly body: EvaluatedBody;
  readonly argument: string;
}

/** The tags a resource ends up with. */
export interface Tags {
  readonly entries: ReadonlyMap<string, Tag>;
  /** Set when there may be further tags, or others in place of those of `default_tags`. */
  readonly rest: Reason | null;
}

/** The provider's `default_tags` merged with the resource's own, which win; a plan has them merged already. */
export function tagsOf(resource: EvaluatedResource, argument = 'tags'): Tags {
  const entries = new Map<string, Tag>();
  const merged = argument === 'tags' ? resource.body.attribute('tags_all') : null;
  if (merged?.kind === 'map' || merged?.kind === 'object') {
    return { entries, rest: addTags(entries, resource.body, 'tags_all') };
  }
  let rest: Reason | null = null;
  const { provider } = resource;
  if (provider !== null) {
    if ('message' in provider) {
      rest = provider;
    } else {
      const { items, rest: more } = provider.blocks('default_tags');
      for (const body of items) rest = addTags(entries, body, 'tags') ?? rest;
      rest = more?.reason ?? rest;
    }
  }
  return { entries, rest: addTags(entries, resource.body, argument) ?? rest };
}

function addTags(entries: Map<string, Tag>, body: EvaluatedBody, argument: string): Reason | null {
  const value = body.attribute(argument);
  if (value === null || value.kind === 'null') return null;
  if (value.kind === 'map' || value.kind === 'object') {
    for (const [key, entry] of value.entries) {
      if (entry.kind !== 'null') entries.set(key, { key, value: elementOf(value, entry), body, argument });
    }
    return value.rest;
  }
  if (value.kind !== 'unknown') return null;
  for (const [key, candidates] of sharedEntries(value.candidates ?? [])) {
    const entry = unknown(value.reason, value, { type: { kind: 'string' }, candidates });
    entries.set(key, { key, value: entry, body, argument });
  }
  return value.reason;
}

/** The keys that all possible maps have, each with its possible values. */
function sharedEntries(maps: readonly Value[]): Map<string, readonly Value[]> {
  const shared = new Map<string, readonly Value[]>();
  const [first] = maps;
  if (first?.kind !== 'map' && first?.kind !== 'object') return shared;
  for (const key of first.entries.keys()) {
    const values = maps.flatMap((map) => {
      const entry = map.kind === 'map' || map.kind === 'object' ? map.entries.get(key) : undefined;
      return entry === undefined ? [] : [elementOf(map, entry)];
    });
    if (values.length === maps.length) shared.set(key, values);
  }
  return shared;
}
