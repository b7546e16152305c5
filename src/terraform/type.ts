import { bigFloatOf, compareNumbers, roundDecimal } from './number.ts';
import { unify } from './unify.ts';
import {
  ANY,
  compareCodePoints,
  type MappingValue,
  type NumberValue,
  type Provenance,
  type SequenceValue,
  sequence,
  type Value,
} from './value.ts';

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
  return distinct.length === 0 ? ANY : (unify(distinct) ?? ANY);
}

/** Whether two types are the same; whether an attribute is optional makes no difference. */
export function sameType(a: Type, b: Type): boolean {
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
 * a known difference anywhere decides, whatever else is unknown.
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
    case 'tuple': {
      if (b.kind !== a.kind || a.items.length !== b.items.length) return false;
      return everyEqual(a.items.map((item, i) => [item, b.items[i]!]));
    }
    case 'map':
    case 'object':
      return b.kind === a.kind && mappingsEqual(a, b);
  }
}

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

/**
 * A set of the items: equal ones joined (the first stays), in Terraform's order: strings by code point, numbers
 * ascending, `false` first, then nulls, then what is unknown; other types in the order of the text cty hashes them by.
 */
export function makeSet(items: readonly Value[], at: Provenance): SequenceValue {
  const distinct = new Map<string, Value>();
  for (const item of items) {
    const key = setKey(item);
    // Unknown elements may turn out to be different from each other.
    distinct.set(item.kind === 'unknown' ? `${key}${distinct.size}` : key, distinct.get(key) ?? item);
  }
  const keyed = [...distinct].sort(([aKey, a], [bKey, b]) => compareElements(a, b) || compareCodePoints(aKey, bKey));
  return sequence(
    'set',
    keyed.map(([, item]) => item),
    at,
  );
}

function compareElements(a: Value, b: Value): number {
  if (a.kind === 'string' && b.kind === 'string') return compareCodePoints(a.value, b.value);
  if (a.kind === 'number' && b.kind === 'number') return compareNumbers(a, b);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.value) - Number(b.value);
  return elementRank(a) - elementRank(b);
}

function elementRank(value: Value): number {
  return value.kind === 'unknown' ? 2 : value.kind === 'null' ? 1 : 0;
}

/** The text by which cty tells set elements apart and orders those that have no order of their own. */
function setKey(value: Value): string {
  switch (value.kind) {
    case 'null':
      return '~';
    case 'unknown':
      return '?';
    case 'bool':
      return value.value ? 'T' : 'F';
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return numberKey(value);
    case 'list':
    case 'set':
      return `[${value.items.map((item) => `${setKey(item)};`).join('')}]`;
    case 'tuple':
      return `<${value.items.map((item) => `${setKey(item)};`).join('')}>`;
    case 'map':
      return `{${[...value.entries].map(([key, entry]) => `${JSON.stringify(key)}:${setKey(entry)};`).join('')}}`;
    case 'object':
      return `<${[...value.entries.values()].map((entry) => `${setKey(entry)};`).join('')}>`;
  }
}

/** Go's `%.10g` of a number, followed by all its digits so that numbers that look alike in it stay apart. */
function numberKey(value: NumberValue): string {
  const exact = bigFloatOf(value);
  if (exact === null) return value.value > 0 ? '+Inf' : '-Inf';
  const { digits, point } = roundDecimal(exact.toDecimal(), 10);
  const sign = exact.sign < 0 ? '-' : '';
  let short: string;
  if (digits === '') {
    short = '0';
  } else if (point - 1 < -4 || point - 1 >= 10) {
    const power = `${Math.abs(point - 1)}`.padStart(2, '0');
    short = `${digits.charAt(0)}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${point > 0 ? '+' : '-'}${power}`;
  } else if (point <= 0) {
    short = `0.${'0'.repeat(-point)}${digits}`;
  } else {
    short = digits.length > point ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits.padEnd(point, '0');
  }
  return `${sign}${short}\u0000${exact.toString()}`;
}
