import { convert, isConversionProblem } from '../convert.ts';
import { bigFloatOf, compareNumbers, numberFromBigFloat } from '../number.ts';
import { identityKey } from '../set-order.ts';
import { BOOL, describeType, listOf, NUMBER, STRING, type Type, typeOf, unify, valuesEqual } from '../type.ts';
import {
  ANY,
  compareCodePoints,
  elementOf,
  isWhollyKnown,
  Mark,
  marked,
  nullValue,
  number,
  type SequenceValue,
  sequence,
  type UnknownValue,
  unknown,
  type Value,
} from '../value.ts';
import { type Call, type FunctionDefinition, fixed, MAX_ITEMS, PARTIAL, parameter, variadic } from './call.ts';
import { isCertainlyNotEmpty } from './known.ts';
import { graphemes } from './text.ts';

const ANY_LIST = parameter(listOf(ANY), { partial: true });
const STRING_LIST = parameter(listOf(STRING), { partial: true });

/** How many elements that may or may not be there are worth listing all outcomes for. */
const MAX_DOUBTS = 3;

/** Lists and tuples. */
export const collectionFunctions: Record<string, FunctionDefinition> = {
  alltrue: fixed([parameter(listOf(BOOL), { partial: true })], BOOL, (call) => quantify(call, false)),
  anytrue: fixed([parameter(listOf(BOOL), { partial: true })], BOOL, (call) => quantify(call, true)),
  chunklist: fixed([ANY_LIST, NUMBER], listOf(listOf(ANY)), chunklist),
  coalescelist: variadic([], PARTIAL, ANY, coalescelist),
  compact: fixed([STRING_LIST], listOf(STRING), compact),
  concat: variadic([], PARTIAL, ANY, concat),
  contains: fixed([PARTIAL, PARTIAL], BOOL, contains),
  distinct: fixed([ANY_LIST], listOf(ANY), distinct),
  element: fixed([PARTIAL, NUMBER], ANY, element),
  flatten: fixed([PARTIAL], ANY, flatten),
  index: fixed([PARTIAL, PARTIAL], NUMBER, index),
  length: fixed([PARTIAL], NUMBER, length),
  matchkeys: fixed([ANY_LIST, ANY_LIST, ANY_LIST], listOf(ANY), matchkeys),
  one: fixed([PARTIAL], ANY, one),
  range: variadic([], NUMBER, listOf(NUMBER), range),
  reverse: fixed([PARTIAL], ANY, reverse),
  slice: fixed([PARTIAL, NUMBER, NUMBER], ANY, slice),
  sort: fixed([STRING_LIST], listOf(STRING), sort),
};

/** The first argument if it is a list or tuple (or set, where sets will do); else the answer that says it is not. */
function listArgument(call: Call, position: number, kinds: readonly Value['kind'][]): SequenceValue | UnknownValue {
  const value = call.arg(position);
  if ('items' in value && kinds.includes(value.kind)) return value;
  if (value.kind === 'unknown' && (value.type.kind === 'any' || kinds.includes(value.type.kind as Value['kind']))) {
    return call.unknownAs(value);
  }
  return call.invalid(`a ${kinds.join(' or ')} is needed, not ${describeType(typeOf(value))}`);
}

const LISTS = ['list', 'tuple'] as const;
const LISTS_AND_SETS = ['list', 'tuple', 'set'] as const;

/** Null elements make `alltrue` false and count for nothing in `anytrue`. */
function quantify(call: Call, decisive: boolean): Value {
  if (call.arg(0).kind === 'unknown') return call.unknownAs(call.arg(0));
  let doubt: Value | null = null;
  for (const item of call.items(0)) {
    if (item.kind === 'unknown') doubt ??= item;
    else if (item.kind === 'null' ? !decisive : item.kind === 'bool' && item.value === decisive) {
      return call.bool(decisive, [item]);
    }
  }
  return doubt === null ? call.bool(!decisive) : call.unknownAs(doubt);
}

function chunklist(call: Call): Value {
  if (call.arg(0).kind === 'unknown') return call.unknownAs(call.arg(0));
  const size = call.integer(1);
  if (size === null) return call.invalid('the size must be a whole number');
  if (size < 0n) return call.invalid('the size must not be negative');
  const items = call.items(0);
  const step = size === 0n ? Math.max(1, items.length) : Number(size);
  const chunks: Value[] = [];
  for (let start = 0; start < items.length; start += step) {
    chunks.push(sequence('list', items.slice(start, start + step), call.shell));
  }
  return sequence('list', chunks, call.shell);
}

function coalescelist(call: Call): Value {
  if (call.args.length === 0) return call.invalid('at least one argument is needed');
  for (const argument of call.args) {
    if (argument.kind === 'unknown') return call.unknownAs(argument);
    if (argument.kind !== 'list' && argument.kind !== 'tuple') {
      return call.invalid('coalescelist arguments must be lists or tuples');
    }
    if (argument.items.length > 0) return marked(argument, (call.sealed.marks ?? 0) & Mark.SENSITIVE);
  }
  return call.invalid('no non-empty argument');
}

function compact(call: Call): Value {
  if (call.arg(0).kind === 'unknown') return call.unknownAs(call.arg(0));
  let outcomes: Value[][] = [[]];
  let doubts = 0;
  let doubt: Value | null = null;
  for (const item of call.items(0)) {
    if (item.kind === 'null' || (item.kind === 'string' && item.value === '')) continue;
    const isDoubtful = item.kind === 'unknown' && !isCertainlyNotEmpty(item);
    if (isDoubtful) {
      doubt ??= item;
      doubts++;
      if (doubts > MAX_DOUBTS) return call.unknownAs(doubt);
      outcomes = outcomes.flatMap((outcome) => [[...outcome, item], outcome]);
    } else {
      outcomes = outcomes.map((outcome) => [...outcome, item]);
    }
  }
  const lists = outcomes.map((outcome) => sequence('list', outcome, call.sealed));
  const [only] = lists;
  if (doubt === null) return only!;
  const answer = call.unknownAs(doubt);
  return unknown(answer.reason, answer, { type: listOf(STRING), candidates: lists });
}

function concat(call: Call): Value {
  const items: Value[] = [];
  const types: Type[] = [];
  for (let i = 0; i < call.args.length; i++) {
    const list = listArgument(call, i, LISTS);
    if (list.kind === 'unknown') return list;
    types.push(typeOf(list));
    items.push(...call.items(i));
    if (items.length > MAX_ITEMS) return call.tooMuch();
  }
  if (types.length === 0) return call.invalid('at least one argument is needed');
  const common = types.every((type) => type.kind === 'list') ? unify(types) : null;
  if (common?.kind !== 'list') return sequence('tuple', items, call.shell);
  const converted = convert(sequence('list', items, call.shell), common);
  return isConversionProblem(converted) ? sequence('tuple', items, call.shell) : converted;
}

function contains(call: Call): Value {
  const list = listArgument(call, 0, LISTS_AND_SETS);
  if (list.kind === 'unknown') return list;
  const wanted = call.arg(1);
  let doubt: Value | null = null;
  for (const item of call.items(0)) {
    const equal = valuesEqual(item, wanted);
    if (equal === true) return call.bool(true);
    if (equal === null) doubt ??= isWhollyKnown(wanted) ? item : wanted;
  }
  return doubt === null ? call.bool(false) : call.unknownAs(doubt);
}

function distinct(call: Call): Value {
  if (call.arg(0).kind === 'unknown') return call.unknownAs(call.arg(0));
  const items = call.items(0);
  if (items.every(isWhollyKnown)) {
    const kept = new Map<string, Value>();
    for (const item of items) {
      const key = identityKey(item);
      if (!kept.has(key)) kept.set(key, item);
    }
    return sequence('list', [...kept.values()], call.sealed);
  }
  const kept: Value[] = [];
  for (const item of items) {
    const answers = kept.map((other) => valuesEqual(other, item));
    if (answers.includes(true)) continue;
    if (answers.includes(null)) return call.unknownAs(call.arg(0));
    kept.push(item);
  }
  return sequence('list', kept, call.sealed);
}

function element(call: Call): Value {
  const list = listArgument(call, 0, LISTS);
  if (list.kind === 'unknown') {
    const given = call.arg(0);
    return given.kind === 'unknown' && given.element !== null ? elementOf(given, given.element) : list;
  }
  const position = call.integer(1);
  if (position === null) return call.invalid('the index must be a whole number');
  if (list.items.length === 0) return call.invalid('the list is empty');
  // Counted around the list in both directions.
  const item = list.items.at(Number(position % BigInt(list.items.length)))!;
  return call.chosen(marked(elementOf(list, item), call.arg(1).marks), call.arg(1), 1);
}

function flatten(call: Call): Value {
  const list = listArgument(call, 0, LISTS_AND_SETS);
  if (list.kind === 'unknown') return list;
  const items: Value[] = [];
  const blocked = flattenInto(items, list, { steps: 0 });
  if (blocked === 'limit') return call.tooMuch();
  return blocked === null ? sequence('tuple', items, { ...call.shell, marks: list.marks }) : call.unknownAs(blocked);
}

/** Gives what could be a list of unknown length, which leaves nothing known. */
function flattenInto(items: Value[], list: SequenceValue, work: { steps: number }): Value | 'limit' | null {
  for (const item of list.items) {
    if (++work.steps > MAX_ITEMS) return 'limit';
    const read = elementOf(list, item);
    if ('items' in read) {
      const blocked = flattenInto(items, read, work);
      if (blocked !== null) return blocked;
    } else if (read.kind === 'unknown' && ['any', 'list', 'set', 'tuple'].includes(read.type.kind)) {
      return read;
    } else {
      items.push(read);
    }
  }
  return null;
}

function index(call: Call): Value {
  const list = listArgument(call, 0, LISTS);
  if (list.kind === 'unknown') return list;
  const wanted = call.arg(1);
  if (list.items.length === 0) return call.invalid('the list is empty');
  for (const [position, item] of call.items(0).entries()) {
    const equal = valuesEqual(item, wanted);
    if (equal === true) return number(position, call.at);
    if (equal === null) return call.unknownAs(isWhollyKnown(wanted) ? item : wanted);
  }
  return call.invalid('item not found');
}

function length(call: Call): Value {
  const value = call.arg(0);
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return number(value.items.length, { ...call.at, marks: value.marks });
    case 'set':
      // Unknown elements may turn out to be equal to others.
      return value.items.length > 1 && value.items.some((item) => item.kind === 'unknown')
        ? call.unknownAs(value)
        : number(value.items.length, { ...call.at, marks: value.marks });
    case 'map':
    case 'object':
      return value.rest !== null
        ? call.because(value.rest)
        : number(value.entries.size, { ...call.at, marks: value.marks });
    case 'string':
      return number(graphemes(value.value).length, call.at);
    case 'unknown':
      return value.type.kind === 'number' || value.type.kind === 'bool'
        ? call.invalid('a string, collection or structure is needed')
        : call.unknownAs(value);
    default:
      return call.invalid('a string, collection or structure is needed');
  }
}

function matchkeys(call: Call): Value {
  for (const argument of call.args) if (argument.kind === 'unknown') return call.unknownAs(argument);
  const [values, keys, wanted] = [call.items(0), call.items(1), call.items(2)];
  if (values.length !== keys.length) return call.invalid('the lists of values and keys must have the same length');
  const common = unify([typeOf(call.arg(1)), typeOf(call.arg(2))]);
  if (common?.kind !== 'list') return call.invalid('the lists of keys must be of the same type');
  const matches: Value[] = [];
  for (const [position, key] of keys.entries()) {
    const answers = wanted.map((candidate) => equalAs(common.element, key, candidate));
    if (answers.includes(true)) matches.push(values[position]!);
    else if (answers.includes(null)) return call.unknownAs(isWhollyKnown(key) ? call.arg(2) : key);
  }
  return sequence('list', matches, call.sealed);
}

function equalAs(type: Type, a: Value, b: Value): boolean | null {
  const [x, y] = [convert(a, type), convert(b, type)];
  return isConversionProblem(x) || isConversionProblem(y) ? false : valuesEqual(x, y);
}

function one(call: Call): Value {
  const list = listArgument(call, 0, LISTS_AND_SETS);
  if (list.kind === 'unknown') return list;
  const [only, ...others] = list.items;
  if (only === undefined) return nullValue(call.at);
  return others.length === 0
    ? elementOf(list, only)
    : call.invalid('must be a list, set, or tuple value with either zero or one elements');
}

function range(call: Call): Value {
  const zero = number(0);
  const given = call.args.map((_, i) => call.numberValue(i));
  if (given.length === 0 || given.length > 3) return call.invalid('must have one, two, or three arguments');
  const start = given.length === 1 ? zero : given[0]!;
  const end = given.length === 1 ? given[0]! : given[1]!;
  const isDescending = compareNumbers(end, start) < 0;
  const step = given[2] ?? number(isDescending ? -1 : 1);
  if (compareNumbers(step, zero) === 0) return call.invalid('step must not be zero');
  if (compareNumbers(start, end) !== 0 && compareNumbers(step, zero) < 0 !== isDescending) {
    return call.invalid('the step leads away from the end');
  }
  const increment = bigFloatOf(step);
  let next = start;
  const items: Value[] = [];
  while (isDescending ? compareNumbers(next, end) > 0 : compareNumbers(next, end) < 0) {
    const current = bigFloatOf(next);
    if (items.length >= 1024 || increment === null || current === null) {
      return call.invalid('more than 1024 values were generated');
    }
    items.push(numberFromBigFloat(current, call.at));
    next = numberFromBigFloat(current.add(increment), call.at);
  }
  return sequence('list', items, call.at);
}

function reverse(call: Call): Value {
  const list = listArgument(call, 0, LISTS_AND_SETS);
  if (list.kind === 'unknown') return list;
  const items = call.items(0).toReversed();
  return sequence(list.kind === 'tuple' ? 'tuple' : 'list', items, call.shell);
}

function slice(call: Call): Value {
  const list = listArgument(call, 0, LISTS);
  if (list.kind === 'unknown') return list;
  const [start, end] = [call.integer(1), call.integer(2)];
  if (start === null || end === null) return call.invalid('the indexes must be whole numbers');
  if (start < 0n) return call.invalid('the start index must not be negative');
  if (end > BigInt(list.items.length)) return call.invalid('the end index is greater than the length of the list');
  if (start > end) return call.invalid('the start index must not be greater than the end index');
  return sequence(list.kind, call.items(0).slice(Number(start), Number(end)), call.shell);
}

/** With an unknown element no position is known, only how many there are. */
function sort(call: Call): Value {
  if (call.arg(0).kind === 'unknown') return call.unknownAs(call.arg(0));
  const items = call.items(0);
  if (items.some((item) => item.kind === 'unknown')) {
    const unsorted = call.unknownAs(call.arg(0), STRING);
    return sequence(
      'list',
      items.map(() => unsorted),
      call.sealed,
    );
  }
  const texts: (Value & { kind: 'string' })[] = [];
  for (const item of items) {
    if (item.kind !== 'string') return call.invalid('given list element is null');
    texts.push(item);
  }
  return sequence(
    'list',
    texts.toSorted((a, b) => compareCodePoints(a.value, b.value)),
    call.sealed,
  );
}
