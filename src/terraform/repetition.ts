import type { Body } from '../hcl/syntax.ts';
import { convert } from './convert.ts';
import { evaluate, iterate } from './expression.ts';
import { findAttribute } from './module-config.ts';
import type { Presence } from './resource.ts';
import { bind, type Scope } from './scope.ts';
import {
  type Definition,
  firstWay,
  Mark,
  mapping,
  number,
  type Reason,
  type Step,
  through,
  unknown,
  type Value,
} from './value.ts';

/** More instances than this are not enumerated; AWS allows 100,000 repositories in a region. */
const MOST_INSTANCES = 100_000;

/** How `count` or `for_each` repeats a resource or a module call. */
export interface Repetition {
  /** `unknown`: the one instance listed stands for all. */
  readonly kind: 'single' | 'count' | 'for_each' | 'unknown';
  readonly instances: readonly RepeatedInstance[];
  /** Why the number is not known; null when it is. */
  readonly reason: Reason | null;
  /** How the `count` or `for_each` came; null where that is written in its place, and without either. */
  readonly via: Step | null;
}

export interface RepeatedInstance {
  readonly key: string | number | null;
  /** The block's scope, with `each` or `count` bound. */
  readonly scope: Scope;
  readonly presence: Presence;
  /** Likewise, with what let its element in. */
  readonly via: Step | null;
}

const CERTAIN: Presence = { kind: 'certain' };

/** Reads the `count` or `for_each` of a block. `guardOf` gives the guard of a resource that `for_each` names as a whole. */
export function repeat(layers: readonly Body[], scope: Scope, guardOf: (value: Value) => string | null): Repetition {
  const count = findAttribute(layers, 'count');
  const forEach = findAttribute(layers, 'for_each');
  const attribute = count ?? forEach;
  if (attribute === null)
    return { kind: 'single', instances: [{ key: null, scope, presence: CERTAIN, via: null }], reason: null, via: null };

  const value = evaluate(attribute.value, scope);
  const guard = guardOf(value) ?? normalized(attribute.file.text.slice(attribute.start, attribute.end));
  if (attribute === count) {
    const repeated = countInstances(value, scope);
    if (Array.isArray(repeated)) return { kind: 'count', instances: repeated, reason: null, via: value.via };
    const index = unknown(repeated, { origin: attribute }, { type: { kind: 'number' } });
    return unknownNumber(repeated, bind(scope, 'count', mapping('object', [['index', index]])), guard, value.via);
  }

  const step = { kind: 'each', name: 'each.value', place: attribute, resource: null } as const;
  const elements = value.kind === 'set' || value.kind === 'map' || value.kind === 'object' ? iterate(value) : null;
  if (elements === null) {
    const reason: Reason =
      value.kind === 'unknown'
        ? value.reason
        : { kind: 'invalid', message: `its "for_each" is a ${value.kind}, not a map or a set`, place: attribute };
    return unknownNumber(reason, bindSample(scope, value, reason, step), guard, value.via);
  }
  const instances: RepeatedInstance[] = [];
  for (const [key, element] of elements) {
    const name = convert(key, { kind: 'string' });
    const isSecret = ((value.marks | key.marks) & Mark.SENSITIVE) !== 0;
    if (name.kind !== 'string' || isSecret) {
      const reason: Reason =
        name.kind === 'unknown'
          ? name.reason
          : {
              kind: 'invalid',
              // Such a key would be in the addresses that reports show.
              message: isSecret
                ? 'its "for_each" is sensitive, which Terraform refuses'
                : 'a key of its "for_each" is not a string',
              place: attribute,
            };
      return unknownNumber(reason, bindSample(scope, value, reason, step), guard, value.via);
    }
    instances.push({
      key: name.value,
      scope: bindEach(scope, name, element, step),
      presence: CERTAIN,
      via: element.via,
    });
  }
  const rest = value.kind === 'map' || value.kind === 'object' ? value.rest : null;
  if (rest === null) return { kind: 'for_each', instances, reason: null, via: value.via };
  return unknownNumber(rest, bindSample(scope, value, rest, step), guard, value.via);
}

function countInstances(value: Value, scope: Scope): RepeatedInstance[] | Reason {
  const count = convert(value, { kind: 'number' });
  if (count.kind === 'unknown') return count.reason;
  if (count.kind !== 'number' || !Number.isInteger(count.value) || count.value < 0) {
    return { kind: 'invalid', message: 'its "count" is not a whole number', place: value.origin };
  }
  if (count.value > MOST_INSTANCES) {
    return { kind: 'limit', message: `its "count" is more than ${MOST_INSTANCES}`, place: value.origin };
  }
  return Array.from({ length: count.value }, (_, index) => ({
    key: index,
    scope: bind(
      scope,
      'count',
      mapping('object', [['index', number(index, { origin: value.origin, marks: value.marks })]]),
    ),
    presence: CERTAIN,
    via: value.via,
  }));
}

function unknownNumber(reason: Reason, scope: Scope, guard: string, via: Step | null): Repetition {
  const presence: Presence = { kind: 'possible', reason, guard };
  return { kind: 'unknown', instances: [{ key: null, scope, presence, via }], reason, via };
}

type EachStep = Omit<Definition, 'earlier'>;

function bindEach(scope: Scope, key: Value, value: Value, step: EachStep): Scope {
  return bind(
    scope,
    'each',
    mapping('object', [
      ['key', key],
      ['value', through(value, step)],
    ]),
  );
}

function bindSample(scope: Scope, collection: Value, reason: Reason, step: EachStep): Scope {
  const element = collection.kind === 'unknown' ? collection.element : null;
  const via = firstWay([element?.via ?? null, collection.via]);
  const key = unknown(reason, { origin: step.place, via }, { type: { kind: 'string' } });
  return bindEach(scope, key, element ?? unknown(reason, { origin: step.place, via: collection.via }), step);
}

function normalized(text: string): string {
  return text.replace(/\s+/g, '');
}

/** `presence` of something declared inside a module instance that may itself not exist. */
export function within(outer: Presence, own: Presence): Presence {
  if (outer.kind === 'certain') return own;
  if (own.kind === 'certain') return outer;
  return { kind: 'possible', reason: own.reason, guard: `${outer.guard}/${own.guard}` };
}
