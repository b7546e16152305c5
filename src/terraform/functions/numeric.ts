import { convert, isConversionProblem } from '../convert.ts';
import { BigFloat, bigFloatOf, compareNumbers, numberFromBigFloat, numberFromDouble } from '../number.ts';
import { NUMBER } from '../type.ts';
import { type NumberValue, number, type Value } from '../value.ts';
import { type Call, type FunctionDefinition, fixed, PARTIAL, variadic } from './call.ts';
import { power } from './power.ts';

/** Numbers. */
export const numericFunctions: Record<string, FunctionDefinition> = {
  abs: fixed([NUMBER], NUMBER, (call) => (call.number(0) < 0 ? negate(call.numberValue(0), call) : call.arg(0))),
  ceil: fixed([NUMBER], NUMBER, (call) => roundTowards(call, 1)),
  floor: fixed([NUMBER], NUMBER, (call) => roundTowards(call, -1)),
  log: fixed([NUMBER, NUMBER], NUMBER, (call) => ofDouble(call, Math.log(call.number(0)) / Math.log(call.number(1)))),
  max: variadic([], NUMBER, NUMBER, (call) => extreme(call, 1)),
  min: variadic([], NUMBER, NUMBER, (call) => extreme(call, -1)),
  parseint: fixed([PARTIAL, NUMBER], NUMBER, parseInteger),
  pow: fixed([NUMBER, NUMBER], NUMBER, (call) => ofDouble(call, power(call.number(0), call.number(1)))),
  signum: fixed([NUMBER], NUMBER, signum),
  sum: fixed([PARTIAL], NUMBER, sum),
};

function negate(value: NumberValue, call: Call): Value {
  const exact = bigFloatOf(value);
  return exact === null ? number(-value.value, call.at) : numberFromBigFloat(exact.negate(), call.at);
}

function roundTowards(call: Call, direction: 1 | -1): Value {
  const value = call.numberValue(0);
  const exact = bigFloatOf(value);
  if (exact === null || exact.isInteger) return value;
  const whole = exact.truncate();
  const isTruncation = exact.sign !== direction;
  return numberFromBigFloat(isTruncation ? whole : whole.add(BigFloat.fromNumber(direction)), call.at);
}

function ofDouble(call: Call, result: number): Value {
  return Number.isNaN(result) ? call.invalid('has no result for these numbers') : numberFromDouble(result, call.at);
}

/** The greatest argument, or the least: that very argument. */
function extreme(call: Call, sign: 1 | -1): Value {
  let best: NumberValue | null = null;
  for (let i = 0; i < call.args.length; i++) {
    const candidate = call.numberValue(i);
    if (best === null || compareNumbers(candidate, best) * sign > 0) best = candidate;
  }
  return best === null ? call.invalid('must pass at least one number') : { ...best, marks: call.at.marks ?? 0 };
}

const MAX_INT64 = 2n ** 63n - 1n;

function signum(call: Call): Value {
  const value = call.integer(0);
  return value === null || value > MAX_INT64 || value < -MAX_INT64 - 1n
    ? call.invalid('value must be a whole number of 64 bits')
    : number(value < 0n ? -1 : value > 0n ? 1 : 0, call.at);
}

function parseInteger(call: Call): Value {
  const argument = call.arg(0);
  if (argument.kind === 'unknown') return call.unknownAs(argument);
  if (argument.kind !== 'string') return call.invalid('the first argument must be a string');
  const base = call.integer(1);
  if (base === null || base < 2n || base > 62n) return call.invalid('base must be a whole number between 2 and 62');
  const parsed = digitsToBigInt(argument.value, Number(base));
  return parsed === null
    ? call.invalid(`cannot parse "${argument.value}" as a base ${base} integer`)
    : numberFromBigFloat(BigFloat.fromBigInt(parsed), call.at);
}

/** Go's digits: 0-9, a-z, and beyond base 36 also A-Z, which otherwise mean the same as a-z. */
function digitsToBigInt(text: string, base: number): bigint | null {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text);
  const [, sign, digits] = match ?? [];
  if (digits === undefined || digits.length > 10_000) return null;
  let value = 0n;
  for (const character of base <= 36 ? digits.toLowerCase() : digits) {
    const digit = DIGITS.indexOf(character);
    if (digit >= base) return null;
    value = value * BigInt(base) + BigInt(digit);
  }
  return sign === '-' ? -value : value;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function sum(call: Call): Value {
  const list = call.arg(0);
  if (list.kind === 'unknown') return call.unknownAs(list);
  if (!('items' in list)) return call.invalid('cannot sum noniterable');
  if (list.items.length === 0) return call.invalid('cannot sum an empty list');
  let total: BigFloat | null = null;
  let infinite: number | null = null;
  let doubt: Value | null = null;
  for (const item of call.items(0)) {
    const converted = item.kind === 'null' ? null : convert(item, NUMBER);
    if (converted === null || isConversionProblem(converted)) {
      return call.invalid('argument must be list, set, or tuple of number values');
    }
    if (converted.kind !== 'number') {
      doubt ??= item;
      continue;
    }
    const exact = bigFloatOf(converted);
    if (exact === null) infinite = (infinite ?? 0) + converted.value;
    else total = total === null ? exact : total.add(exact);
  }
  if (doubt !== null) return call.unknownAs(doubt);
  return infinite === null && total !== null ? numberFromBigFloat(total, call.at) : ofDouble(call, infinite ?? 0);
}
