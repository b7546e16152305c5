import { compareNumbers } from './number.ts';
import { PairCache } from './pair-cache.ts';
import { unify } from './unify.ts';
import { ANY, type MappingValue, type SequenceValue, type Value } from './value.ts';

export { makeSet } from './set-order.ts';
export { typeFromExpression } from './type-constraint.ts';
export { unify } from './unify.ts';

/** Terraform's type constraints, and the types of values. https://developer.hashicorp.com/terraform/language/expressions/type-constraints */
export type Type =
  | { readonly kind: 'any' }
  | { readonly kind: 'string' }
  | { readonly kind: 'number' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Type }
  | { readonly kind: 'tuple'; readonly elements: readonly Type[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, ObjectAttribute> };

export interface ObjectAttribute {
  readonly type: Type;
  readonly optional: boolean;
  /** The second argument of `optional()`; null without one. */
  readonly defaultValue: Value | null;
}

export const STRING: Type = { kind: 'string' };
export const NUMBER: Type = { kind: 'number' };
export const BOOL: Type = { kind: 'bool' };

/** `list(element)`. */
export function listOf(element: Type): Type {
  return { kind: 'list', element };
}

/** `set(element)`. */
export function setOf(element: Type): Type {
  return { kind: 'set', element };
}

/** `map(element)`. */
export function mapOf(element: Type): Type {
  return { kind: 'map', element };
}

/**
 * The type of a value. A `null` without a type, and the elements of an empty collection, are `any`, because values
 * do not carry a type of their own.
 */
export function typeOf(value: Value): Type {
  const contents = 'items' in value ? value.items : 'entries' in value && value.rest === null ? value.entries : null;
  if (contents === null) return computeType(value);
  const types = typesOf.get(contents) ?? new Map<Value['kind'], Type>();
  const type = types.get(value.kind) ?? computeType(value);
  typesOf.set(contents, types.set(value.kind, type));
  return type;
}

/** Collections are shared, so a small configuration can stand for a huge tree: types are kept by contents. */
const typesOf = new WeakMap<object, Map<Value['kind'], Type>>();

function computeType(value: Value): Type {
  switch (value.kind) {
    case 'null':
      return ANY;
    case 'unknown':
      return value.type;
    case 'string':
      return STRING;
    case 'number':
      return NUMBER;
    case 'bool':
      return BOOL;
    case 'list':
    case 'set':
      return { kind: value.kind, element: elementType(value.items) };
    case 'map':
      return mapOf(elementType(value.entries.values()));
    case 'tuple':
      return { kind: 'tuple', elements: value.items.map(typeOf) };
    case 'object':
      // Which attributes an object has in full is only known when nothing may be missing.
      return value.rest !== null ? ANY : objectType(value);
  }
}

function objectType(value: MappingValue): Type {
  const attributes = new Map<string, ObjectAttribute>();
  for (const [name, entry] of value.entries) {
    attributes.set(name, { type: typeOf(entry), optional: false, defaultValue: null });
  }
  return { kind: 'object', attributes };
}

/** All elements of a collection have one type; nulls and unknown ones may hide it. */
function elementType(items: Iterable<Value>): Type {
  const distinct: Type[] = [];
  for (const item of items) {
    const type = typeOf(item);
    if (type.kind !== 'any' && !distinct.some((seen) => sameType(seen, type))) distinct.push(type);
  }
  const whole = distinct.reduce<Type | null>((type, other) => type && completed(type, other), ANY);
  return whole ?? unify(distinct) ?? ANY;
}

/**
 * The type that two values have in common, of which each may hide a part, as an empty list hides what it is a list of;
 * null when they have none.
 */
function completed(a: Type, b: Type): Type | null {
  if (a === b || b.kind === 'any') return a;
  if (a.kind === 'any') return b;
  return a.kind === b.kind ? completions.get(a, b, () => completedParts(a, b)) : null;
}

const completions = new PairCache<Type, Type | null>();

function completedParts(a: Type, b: Type): Type | null {
  if ('element' in a && 'element' in b) {
    const element = completed(a.element, b.element);
    return element && { ...a, element };
  }
  if (a.kind === 'tuple' && b.kind === 'tuple' && a.elements.length === b.elements.length) {
    const elements = a.elements.flatMap((element, i) => completed(element, b.elements[i] ?? ANY) ?? []);
    return elements.length === a.elements.length ? { kind: 'tuple', elements } : null;
  }
  if (a.kind === 'object' && b.kind === 'object' && a.attributes.size === b.attributes.size) {
    const attributes = new Map<string, ObjectAttribute>();
    for (const [name, attribute] of a.attributes) {
      const other = b.attributes.get(name);
      const type = other === undefined ? null : completed(attribute.type, other.type);
      if (type === null) return null;
      attributes.set(name, { ...attribute, type });
    }
    return { kind: 'object', attributes };
  }
  return sameType(a, b) ? a : null;
}

/** Whether two types are the same; whether an attribute is optional makes no difference. */
export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.kind !== 'tuple' && a.kind !== 'object') return haveSameParts(a, b);
  return sameTypes.get(a, b, () => haveSameParts(a, b));
}

const sameTypes = new PairCache<Type, boolean>();

function haveSameParts(a: Type, b: Type): boolean {
  switch (a.kind) {
    case 'list':
    case 'set':
    case 'map':
      return b.kind === a.kind && sameType(a.element, b.element);
    case 'tuple':
      return (
        b.kind === 'tuple' &&
        a.elements.length === b.elements.length &&
        a.elements.every((element, i) => sameType(element, b.elements[i]!))
      );
    case 'object': {
      if (b.kind !== 'object' || a.attributes.size !== b.attributes.size) return false;
      for (const [name, attribute] of a.attributes) {
        const other = b.attributes.get(name);
        if (other === undefined || !sameType(attribute.type, other.type)) return false;
      }
      return true;
    }
    default:
      return a.kind === b.kind;
  }
}

/** What a message calls a type, as Terraform's own do: `list of string`, `object`. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'any':
      return 'any type';
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind} of ${describeType(type.element)}`;
    default:
      return type.kind;
  }
}

/**
 * `a == b` as Terraform has it: values of different types are different. Null when it depends on what is unknown;
 * a known difference anywhere decides, whatever else is unknown. Empty lists are taken for equal, and empty sets and
 * maps: of the types they have in Terraform, which nearly always are the same, nothing is known here.
 */
export function valuesEqual(a: Value, b: Value): boolean | null {
  if (a.kind === 'unknown') return unknownEqual(a, b);
  if (b.kind === 'unknown') return unknownEqual(b, a);
  switch (a.kind) {
    case 'null':
      return b.kind === 'null';
    case 'string':
    case 'bool':
      return b.kind === a.kind && a.value === b.value;
    case 'number':
      return b.kind === 'number' && compareNumbers(a, b) === 0;
    case 'set':
      return b.kind === 'set' && setsEqual(a, b);
    case 'list':
    case 'tuple':
      if (b.kind !== a.kind || a.items.length !== b.items.length) return false;
      return equalContents.get(a.items, b.items, () => everyEqual(a.items.map((item, i) => [item, b.items[i]!])));
    case 'map':
    case 'object':
      if (b.kind !== a.kind) return false;
      if (a.rest !== null || b.rest !== null) return mappingsEqual(a, b);
      return equalContents.get(a.entries, b.entries, () => mappingsEqual(a, b));
  }
}

const equalContents = new PairCache<object, boolean | null>();

function unknownEqual(a: Extract<Value, { kind: 'unknown' }>, b: Value): boolean | null {
  if (a.candidates !== null) {
    const answers = new Set(a.candidates.map((candidate) => valuesEqual(candidate, b)));
    const [answer] = answers;
    return answers.size === 1 && answer !== undefined ? answer : null;
  }
  // An unknown value may still be null, but two primitive types are never equal.
  const [type, other] = [a.type.kind, typeOf(b).kind];
  return isPrimitive(type) && isPrimitive(other) && type !== other ? false : null;
}

function isPrimitive(kind: Type['kind']): boolean {
  return kind === 'string' || kind === 'number' || kind === 'bool';
}

function everyEqual(pairs: Iterable<readonly [Value, Value]>): boolean | null {
  let result: boolean | null = true;
  for (const [a, b] of pairs) {
    const equal = valuesEqual(a, b);
    if (equal === false) return false;
    if (equal === null) result = null;
  }
  return result;
}

function setsEqual(a: SequenceValue, b: SequenceValue): boolean | null {
  const hasUnknown = [...a.items, ...b.items].some((item) => item.kind === 'unknown');
  if (hasUnknown) return null;
  return a.items.length === b.items.length ? everyEqual(a.items.map((item, i) => [item, b.items[i]!])) : false;
}

function mappingsEqual(a: MappingValue, b: MappingValue): boolean | null {
  const pairs: [Value, Value][] = [];
  for (const [key, value] of a.entries) {
    const other = b.entries.get(key);
    if (other !== undefined) pairs.push([value, other]);
    else if (b.rest === null) return false;
  }
  if (a.rest === null && [...b.entries.keys()].some((key) => !a.entries.has(key))) return false;
  const equal = everyEqual(pairs);
  return equal === true && (a.rest !== null || b.rest !== null) ? null : equal;
}
