import { convert, isConversionProblem } from '../convert.ts';
import { identityKey } from '../set-order.ts';
import { listOf, makeSet, setOf, typeOf, unify, valuesEqual } from '../type.ts';
import {
  ANY,
  elementOf,
  isWhollyKnown,
  type SequenceValue,
  sequence,
  type UnknownValue,
  type Value,
} from '../value.ts';
import { type Call, type FunctionDefinition, fixed, MAX_ITEMS, PARTIAL, parameter, variadic } from './call.ts';

const SET = parameter(setOf(ANY), { partial: true });

/** Sets. */
export const setFunctions: Record<string, FunctionDefinition> = {
  setintersection: variadic([SET], SET, setOf(ANY), (call) => combine(call, intersect)),
  setproduct: variadic([], PARTIAL, ANY, setproduct),
  setsubtract: fixed([SET, SET], setOf(ANY), (call) => combine(call, subtract)),
  setunion: variadic([SET], SET, setOf(ANY), (call) => combine(call, (a, b) => [...a, ...b])),
};

/** Null means that it depends on what is unknown. */
type Combination = (a: readonly Value[], b: readonly Value[]) => readonly Value[] | null;

function combine(call: Call, combination: Combination): Value {
  for (const argument of call.args) if (argument.kind === 'unknown') return call.unknownAs(argument);
  const common = unify(call.args.map(typeOf));
  if (common === null) return call.invalid('the sets must all have the same element type');
  const sets: (readonly Value[])[] = [];
  for (const argument of call.args) {
    const converted = convert(argument, common);
    if (isConversionProblem(converted) || !('items' in converted)) return call.invalid('the sets do not fit together');
    sets.push(converted.items.map((item) => elementOf(converted, item)));
  }
  let result: readonly Value[] = sets[0] ?? [];
  for (const other of sets.slice(1)) {
    const next = combination(result, other);
    if (next === null) return call.unknownAs(sequence('tuple', call.args));
    result = next;
  }
  return makeSet(result, call.shell);
}

function intersect(a: readonly Value[], b: readonly Value[]): readonly Value[] | null {
  return keepWhere(a, b, true);
}

function subtract(a: readonly Value[], b: readonly Value[]): readonly Value[] | null {
  return keepWhere(a, b, false);
}

/** The values of `a` that are, or are not, among `b`. */
function keepWhere(a: readonly Value[], b: readonly Value[], included: boolean): readonly Value[] | null {
  const kept: Value[] = [];
  if (a.every(isWhollyKnown) && b.every(isWhollyKnown)) {
    const keys = new Set(b.map(identityKey));
    return a.filter((value) => keys.has(identityKey(value)) === included);
  }
  for (const value of a) {
    const answers = b.map((other) => valuesEqual(value, other));
    const isIncluded = answers.includes(true);
    if (!isIncluded && answers.includes(null)) return null;
    if (isIncluded === included) kept.push(value);
  }
  return kept;
}

function setproduct(call: Call): Value {
  if (call.args.length < 2) return call.invalid('requires at least two arguments');
  const factors: SequenceValue[] = [];
  let size = 1;
  for (const argument of call.args) {
    if (argument.kind === 'unknown') return call.unknownAs(argument);
    const factor = asCollection(call, argument);
    if (factor.kind === 'unknown') return factor;
    factors.push(factor);
    size *= factor.items.length;
  }
  if (size > MAX_ITEMS) return call.tooMuch();
  let rows: Value[][] = [[]];
  for (const factor of factors) {
    const items = factor.items.map((item) => elementOf(factor, item));
    rows = rows.flatMap((row) => items.map((item) => [...row, item]));
  }
  const tuples = rows.map((row) => sequence('tuple', row, call.shell));
  const isSet = factors.some((factor) => factor.kind === 'set');
  return isSet ? makeSet(tuples, call.shell) : sequence('list', tuples, call.shell);
}

/** The elements of every factor have one type, which those of a tuple are converted to. */
function asCollection(call: Call, argument: Value): SequenceValue | UnknownValue {
  if (argument.kind === 'list' || argument.kind === 'set') return argument;
  if (argument.kind !== 'tuple') return call.invalid('a set or a list is required');
  const converted = convert(argument, listOf(ANY));
  return isConversionProblem(converted) || converted.kind !== 'list'
    ? call.invalid('all elements must be of the same type')
    : converted;
}
