import { convert, isConversionProblem } from '../convert.ts';
import { dependingOn } from '../decision.ts';
import { describeType, listOf, mapOf, STRING, sameType, type Type, typeOf } from '../type.ts';
import {
  ANY,
  elementOf,
  type MappingValue,
  mapping,
  type Reason,
  sequence,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from '../value.ts';
import { type Call, type FunctionDefinition, fixed, PARTIAL, PARTIAL_OR_NULL, parameter, variadic } from './call.ts';

/** Maps and objects. */
export const mappingFunctions: Record<string, FunctionDefinition> = {
  keys: fixed([PARTIAL], listOf(STRING), keys),
  lookup: variadic([PARTIAL, STRING], PARTIAL_OR_NULL, ANY, lookup),
  merge: variadic([], PARTIAL_OR_NULL, ANY, merge),
  transpose: fixed([mapOf(listOf(STRING))], mapOf(listOf(STRING)), transpose),
  values: fixed([PARTIAL], ANY, values),
  zipmap: fixed([parameter(listOf(STRING), { partial: true }), PARTIAL], ANY, zipmap),
};

function mappingArgument(call: Call): MappingValue | UnknownValue {
  const value = call.arg(0);
  if ('entries' in value) return value;
  if (value.kind === 'unknown' && ['any', 'map', 'object'].includes(value.type.kind)) return call.unknownAs(value);
  return call.invalid(`a map or object is needed, not ${describeType(typeOf(value))}`);
}

function keys(call: Call): Value {
  const map = mappingArgument(call);
  if (map.kind === 'unknown') return map;
  if (map.rest !== null) return call.because(map.rest);
  const at = { ...call.at, via: map.via, marks: map.marks };
  const names = [...map.entries.keys()].map((key) => string(key, at));
  return sequence(map.kind === 'map' ? 'list' : 'tuple', names, at);
}

function values(call: Call): Value {
  const map = mappingArgument(call);
  if (map.kind === 'unknown') return map;
  if (map.rest !== null) return call.because(map.rest);
  const items = [...map.entries.values()].map((value) => elementOf(map, value));
  return sequence(map.kind === 'map' ? 'list' : 'tuple', items, call.shell);
}

function lookup(call: Call): Value {
  if (call.args.length > 3) return call.invalid('takes at most three arguments');
  const map = mappingArgument(call);
  if (map.kind === 'unknown') return map;
  const key = call.text(1);
  const found = map.entries.get(key);
  const fallback = defaultOfLookup(call, map);
  if (fallback === 'unfit') return call.invalid('the default value must have the same type as the map elements');
  if (found !== undefined) return call.chosen(elementOf(map, found), call.arg(1), 1);
  if (map.rest !== null) return unknown(map.rest, { ...call.at, via: map.via });
  const message = `the given map has no key "${key}"`;
  if (fallback === null) return call.invalid(message);
  const { origin, marks = 0 } = call.at;
  const via = dependingOn([map, call.arg(1)]);
  return call.chosen(fallback, unknown({ kind: 'invalid', message, place: origin }, { origin, via, marks }), 0);
}

/** The third argument, which must fit the elements of a map even when it is not needed; null without one. */
function defaultOfLookup(call: Call, map: MappingValue): Value | 'unfit' | null {
  const fallback = call.args[2];
  const type = typeOf(map);
  if (fallback === undefined || type.kind !== 'map') return fallback ?? null;
  const converted = convert(fallback, type.element);
  return isConversionProblem(converted) ? 'unfit' : converted;
}

/**
 * An unknown map among the arguments leaves the entries of later ones known. Entries of earlier ones may have been
 * replaced by it, and further ones added.
 */
function merge(call: Call): Value {
  const entries = new Map<string, Value>();
  let rest: Reason | null = null;
  for (const argument of call.args) {
    if (argument.kind === 'null') continue;
    if (argument.kind === 'unknown') {
      if (!['any', 'map', 'object'].includes(argument.type.kind)) return notAMap(call, argument);
      rest ??= argument.reason;
      for (const [key, value] of entries) entries.set(key, perhapsReplaced(argument, value));
      continue;
    }
    if (!('entries' in argument)) return notAMap(call, argument);
    if (argument.rest !== null) {
      rest ??= argument.rest;
      const unseen = unknown(argument.rest, argument);
      for (const [key, value] of entries) {
        if (!argument.entries.has(key)) entries.set(key, perhapsReplaced(unseen, value));
      }
    }
    for (const [key, value] of argument.entries) entries.set(key, elementOf(argument, value));
  }
  return mapping(mergedKind(call.args), entries, call.shell, rest);
}

function notAMap(call: Call, argument: Value): UnknownValue {
  return call.invalid(`arguments must be maps or objects, got ${describeType(typeOf(argument))}`);
}

function perhapsReplaced(by: UnknownValue, value: Value): UnknownValue {
  const replacement = unknown(by.reason, by);
  return unknown(by.reason, by, { candidates: [replacement, value] });
}

/** Maps of one type make a map; anything else makes an object. */
function mergedKind(args: readonly Value[]): 'map' | 'object' {
  if (args.length === 0) return 'object';
  let element: Type = ANY;
  for (const argument of args) {
    const type = typeOf(argument);
    if (type.kind !== 'map') return 'object';
    if (element.kind !== 'any' && type.element.kind !== 'any' && !sameType(element, type.element)) return 'object';
    if (type.element.kind !== 'any') element = type.element;
  }
  return 'map';
}

function transpose(call: Call): Value {
  const lists = new Map<string, string[]>();
  const map = call.mapping(0);
  for (const [key, list] of map.entries) {
    if (!('items' in list)) return call.invalid(`the list of "${key}" is null`);
    for (const item of list.items) {
      if (item.kind !== 'string') return call.invalid(`the list of "${key}" has a null element`);
      const known = lists.get(item.value);
      if (known === undefined) lists.set(item.value, [key]);
      else known.push(key);
    }
  }
  const entries = [...lists].map(([key, names]): [string, Value] => {
    const items = names.map((name) => string(name, call.at));
    return [key, sequence('list', items, call.at)];
  });
  return mapping('map', entries, call.at);
}

function zipmap(call: Call): Value {
  const given = call.arg(1);
  if (call.arg(0).kind === 'unknown') return call.unknownAs(call.arg(0));
  if (given.kind === 'unknown') return call.unknownAs(given);
  if (given.kind !== 'list' && given.kind !== 'tuple') return call.invalid('the values must be a list or tuple');
  const names = call.items(0);
  const items = call.items(1);
  if (names.length !== items.length) {
    return call.invalid(`number of keys (${names.length}) does not match number of values (${items.length})`);
  }
  const entries: [string, Value][] = [];
  for (const [position, name] of names.entries()) {
    if (name.kind === 'unknown') return call.unknownAs(name);
    if (name.kind !== 'string') return call.invalid('the keys must not be null');
    entries.push([name.value, items[position]!]);
  }
  return mapping(given.kind === 'list' ? 'map' : 'object', entries, call.shell);
}
