import { formatNumber, numberFromText } from './number.ts';
import { describeType, makeSet, type ObjectAttribute, sameType, type Type, typeOf, unify } from './type.ts';
import { isConvertible } from './unify.ts';
import {
  bool,
  type MappingValue,
  mapping,
  nullValue,
  type SequenceValue,
  sequence,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from './value.ts';

/** Why a value cannot be converted: a clause such as `element 0: a number is required`. */
export interface ConversionProblem {
  readonly kind: 'conversion-problem';
  readonly message: string;
}

/**
 * A value converted to a type, as Terraform does for variables and for the arguments of functions. Elements and
 * converted primitives keep where they were written and how they came. Unknown parts stay unknown, of the new type;
 * missing or null optional attributes get their defaults; attributes the type does not name are dropped.
 */
export function convert(value: Value, type: Type): Value | ConversionProblem {
  if (type.kind === 'any' || value.kind === 'null') return value;
  if (value.kind === 'unknown') return convertUnknown(value, type);
  if (typeOf(value) === type) return value;
  switch (type.kind) {
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBool(value);
    case 'list':
    case 'set':
      return 'items' in value ? toSequence(value, type.kind, type.element) : required(value, type);
    case 'tuple':
      return value.kind === 'tuple' ? toTuple(value, type.elements) : required(value, type);
    case 'map':
      return 'entries' in value ? toMap(value, type.element) : required(value, type);
    case 'object':
      return 'entries' in value ? toObject(value, type.attributes) : required(value, type);
  }
}

/** True for what `convert` gives when it cannot convert. */
export function isConversionProblem(result: Value | ConversionProblem): result is ConversionProblem {
  return result.kind === 'conversion-problem';
}

function problem(message: string): ConversionProblem {
  return { kind: 'conversion-problem', message };
}

function required(value: Value, type: Type): ConversionProblem {
  return problem(`${describeType(type)} required, but have ${describeType(typeOf(value))}`);
}

function convertUnknown(value: UnknownValue, type: Type): Value | ConversionProblem {
  if (sameType(value.type, type)) return value;
  if (!isConvertible(value.type, type)) {
    return problem(`${describeType(type)} required, but have ${describeType(value.type)}`);
  }
  const candidates: Value[] = [];
  for (const candidate of value.candidates ?? []) {
    const converted = convert(candidate, type);
    if (!isConversionProblem(converted)) candidates.push(converted);
  }
  const text = type.kind === 'string' ? value.text : null;
  return unknown(value.reason, value, { type, text, candidates: candidates.length < 2 ? null : candidates });
}

function toText(value: Value): Value | ConversionProblem {
  switch (value.kind) {
    case 'string':
      return value;
    case 'number':
      return string(formatNumber(value), value);
    case 'bool':
      return string(String(value.value), value);
    default:
      return problem(`string required, but have ${describeType(typeOf(value))}`);
  }
}

function toNumber(value: Value): Value | ConversionProblem {
  if (value.kind === 'number') return value;
  const parsed = value.kind === 'string' ? numberFromText(value.value, value) : null;
  return parsed ?? problem('a number is required');
}

function toBool(value: Value): Value | ConversionProblem {
  if (value.kind === 'bool') return value;
  if (value.kind !== 'string') return problem('a bool is required');
  switch (value.value) {
    case 'true':
    case '1':
      return bool(true, value);
    case 'false':
    case '0':
      return bool(false, value);
    default:
      return problem('a bool is required');
  }
}

function toSequence(value: SequenceValue, kind: 'list' | 'set', element: Type): Value | ConversionProblem {
  const items = convertAll(value.items.entries(), element, (index) => `element ${index}`);
  if ('message' in items) return items;
  const converted = items.map(([, item]) => item);
  if (kind === 'set')
    return value.kind === 'set' && sameItems(value.items, converted) ? value : makeSet(converted, value);
  return value.kind === 'list' && sameItems(value.items, converted) ? value : sequence('list', converted, value);
}

function toTuple(value: SequenceValue, types: readonly Type[]): Value | ConversionProblem {
  if (value.items.length !== types.length) {
    return problem(`a tuple of ${types.length} elements is required, but this one has ${value.items.length}`);
  }
  const items: Value[] = [];
  for (const [index, item] of value.items.entries()) {
    const converted = convert(item, types[index]!);
    if (isConversionProblem(converted)) return problem(`element ${index}: ${converted.message}`);
    items.push(converted);
  }
  return sameItems(value.items, items) ? value : sequence('tuple', items, value);
}

function toMap(value: MappingValue, element: Type): Value | ConversionProblem {
  const entries = convertAll(value.entries, element, (key) => `element "${key}"`);
  return 'message' in entries ? entries : mapping('map', entries, value, value.rest);
}

/** All elements of a collection, converted to one type; when that has an `any` in it, to what they have in common. */
function convertAll<Key>(
  items: Iterable<readonly [Key, Value]>,
  element: Type,
  describe: (key: Key) => string,
): (readonly [Key, Value])[] | ConversionProblem {
  const converted: (readonly [Key, Value])[] = [];
  for (const [key, item] of items) {
    const result = convert(item, element);
    if (isConversionProblem(result)) return problem(`${describe(key)}: ${result.message}`);
    converted.push([key, result]);
  }
  if (!hasAny(element) || converted.length === 0) return converted;
  const common = unify(converted.map(([, item]) => typeOf(item)));
  if (common === null) return problem('all elements must have the same type');
  return hasAny(common) ? converted : convertAll(converted, common, describe);
}

function hasAny(type: Type): boolean {
  const known = openTypes.get(type);
  if (known !== undefined) return known;
  const result = partsHaveAny(type);
  openTypes.set(type, result);
  return result;
}

const openTypes = new WeakMap<Type, boolean>();

function partsHaveAny(type: Type): boolean {
  switch (type.kind) {
    case 'any':
      return true;
    case 'list':
    case 'set':
    case 'map':
      return hasAny(type.element);
    case 'tuple':
      return type.elements.some(hasAny);
    case 'object':
      return [...type.attributes.values()].some((attribute) => hasAny(attribute.type));
    default:
      return false;
  }
}

function toObject(value: MappingValue, attributes: ReadonlyMap<string, ObjectAttribute>): Value | ConversionProblem {
  const entries: [string, Value][] = [];
  for (const [name, attribute] of attributes) {
    const given = value.entries.get(name);
    const converted = given === undefined ? missing(value, name, attribute) : convert(given, attribute.type);
    if (isConversionProblem(converted)) {
      return given === undefined ? converted : problem(`attribute "${name}": ${converted.message}`);
    }
    const useDefault = converted.kind === 'null' && attribute.defaultValue !== null;
    entries.push([name, useDefault ? attribute.defaultValue : converted]);
  }
  return mapping('object', entries, value);
}

function missing(value: MappingValue, name: string, attribute: ObjectAttribute): Value | ConversionProblem {
  if (value.rest !== null) return unknown(value.rest, value, { type: attribute.type });
  if (attribute.optional) return attribute.defaultValue ?? nullValue();
  return problem(`attribute "${name}" is required`);
}

function sameItems(before: readonly Value[], after: readonly Value[]): boolean {
  return after.every((item, index) => item === before[index]);
}
