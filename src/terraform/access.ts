import type { Place } from '../hcl/source.ts';
import { convert } from './convert.ts';
import { dependingOn } from './decision.ts';
import { equallyKnown } from './possibilities.ts';
import { elementOf, firstWay, marked, type Reason, sequence, unknown, type Value } from './value.ts';

/** How many elements an unknown index may stand for before its candidates are no longer listed. */
const MOST_CANDIDATES = 32;

/** `container.name`. A missing attribute is an `invalid` unknown, which `try` and `can` see as Terraform's error. */
export function getAttribute(container: Value, name: string, place: Place): Value {
  switch (container.kind) {
    case 'map':
    case 'object': {
      const entry = container.entries.get(name);
      if (entry !== undefined) return elementOf(container, entry);
      if (container.rest !== null) return unknown(container.rest, { ...container, origin: place });
      return missing(container, `there is no attribute "${name}"`, place);
    }
    case 'unknown':
      return ofUnknown(container, place, (candidate) => getAttribute(candidate, name, place));
    case 'null':
      return missing(container, `"${name}" is read from null`, place);
    default:
      return invalid(`"${name}" is read from a ${container.kind}, which has no attributes`, place);
  }
}

/** `container[key]`. */
export function getIndex(container: Value, key: Value, place: Place): Value {
  switch (container.kind) {
    case 'unknown':
      if (container.element !== null) return elementOf(container, container.element);
      return ofUnknown(container, place, (candidate) => getIndex(candidate, key, place));
    case 'null':
      return missing(container, 'an element is read from null', place);
    case 'list':
    case 'tuple':
      return indexSequence(container.items, container, key, place);
    case 'map':
    case 'object':
      return indexMapping(container, key, place);
    default:
      return invalid(`an element is read from a ${container.kind}, which has no indexes`, place);
  }
}

function indexSequence(items: readonly Value[], container: Value, key: Value, place: Place): Value {
  const index = convert(key, { kind: 'number' });
  if (index.kind === 'unknown') return anyOf(items, container, index, place);
  if (index.kind !== 'number') return invalid('a list is indexed by something that is not a number', place);
  const item = Number.isInteger(index.value) ? items[index.value] : undefined;
  if (item === undefined) {
    return missing(container, `there is no element ${index.value} among ${items.length}`, place);
  }
  return marked(elementOf(container, item), key.marks);
}

function indexMapping(container: Value & { kind: 'map' | 'object' }, key: Value, place: Place): Value {
  const name = convert(key, { kind: 'string' });
  if (name.kind === 'unknown') {
    if (container.rest !== null) return unknown(name.reason, { origin: place, via: name.via, marks: name.marks });
    return anyOf([...container.entries.values()], container, name, place);
  }
  if (name.kind !== 'string') return invalid('a map is indexed by something that is not a string', place);
  const value = getAttribute(container, name.value, place);
  return value.kind === 'unknown' && value.reason.kind === 'invalid' ? value : marked(value, key.marks);
}

/** An element by an unknown key: known when all are equal, else one of them. */
function anyOf(elements: readonly Value[], container: Value, key: Value & { kind: 'unknown' }, place: Place): Value {
  const marks = container.marks | key.marks;
  const found = elements.map((element) => marked(elementOf(container, element), marks));
  const first = found[0];
  if (first !== undefined && found.every((other) => equallyKnown(first, other))) return first;
  const candidates = found.length >= 2 && found.length <= MOST_CANDIDATES ? found : null;
  return unknown(key.reason, { origin: place, via: key.via, marks }, { candidates });
}

/** What is read from an unknown container: the same of each candidate, where there are any. */
function ofUnknown(container: Value & { kind: 'unknown' }, place: Place, read: (candidate: Value) => Value): Value {
  const { reason, via, marks } = container;
  if (container.candidates === null) return unknown(reason, { origin: place, via, marks });
  const candidates = container.candidates.map(read);
  const first = candidates[0]!;
  if (candidates.every((other) => equallyKnown(first, other))) return marked(first, marks);
  return unknown(reason, { origin: place, via, marks }, { candidates });
}

/**
 * `object[*]` or `object.*`: what the following steps are applied to. Null gives nothing, a single value is taken as a
 * list of one, and an unknown collection keeps what is known of its elements.
 */
export function splat(object: Value, each: (item: Value) => Value, place: Place): Value {
  switch (object.kind) {
    case 'null':
      return sequence('tuple', [], { origin: place, via: object.via, marks: object.marks });
    case 'unknown': {
      const element = object.element === null ? null : each(elementOf(object, object.element));
      const via = firstWay([element?.via ?? null, object.via]);
      return unknown(object.reason, { origin: place, via, marks: object.marks }, { element });
    }
    case 'list':
    case 'tuple':
    case 'set': {
      const items = object.items.map((item) => each(elementOf(object, item)));
      return sequence('tuple', items, { origin: place, marks: object.marks });
    }
    default:
      return sequence('tuple', [each(object)], { origin: place, marks: object.marks });
  }
}

/** The error of reading what is not there: how its container came may decide what is taken instead. */
function missing(container: Value, message: string, place: Place): Value {
  return unknown({ kind: 'invalid', message, place }, { origin: place, via: dependingOn([container]) });
}

/** An unknown that stands for an error Terraform would stop at. */
export function invalid(message: string, place: Place | null): Value {
  const reason: Reason = { kind: 'invalid', message, place };
  return unknown(reason, { origin: place });
}
