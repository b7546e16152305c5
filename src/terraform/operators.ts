import type { Place } from '../hcl/source.ts';
import type { BinaryOperator } from '../hcl/syntax.ts';
import { convert, isConversionProblem } from './convert.ts';
import { computedFrom } from './decision.ts';
import { type BigFloat, bigFloatOf, compareNumbers, numberFromBigFloat } from './number.ts';
import { BOOL, describeType, NUMBER, type Type, typeOf, unify, valuesEqual } from './type.ts';
import {
  bool,
  deepMarks,
  firstUnknown,
  isWhollyKnown,
  Mark,
  marked,
  type NumberValue,
  number,
  type Provenance,
  type Reason,
  type UnknownValue,
  unknown,
  type Value,
} from './value.ts';

/**
 * `left operator right`, as Terraform computes it. What Terraform refuses gives an unknown value that says why.
 * The result is new, so it originates at `at`; it shares the operands' marks and how those came that decide it.
 */
export function applyBinary(operator: BinaryOperator, left: Value, right: Value, at: Place): Value {
  switch (operator) {
    case '==':
    case '!=':
      return applyEquality(operator === '==', left, right, operationProvenance([left, right], at));
    case '&&':
    case '||':
      return applyLogic(operator, left, right, at);
    default:
      return applyArithmetic(operator, left, right, operationProvenance([left, right], at));
  }
}

/** `-operand` or `!operand`. */
export function applyUnary(operator: '-' | '!', operand: Value, at: Place): Value {
  const provenance = operationProvenance([operand], at);
  const converted = operandAs(operator === '-' ? NUMBER : BOOL, operand, operator, provenance);
  if (converted.kind === 'bool') return bool(!converted.value, provenance);
  if (converted.kind !== 'number') return unknownResult([converted], typeOf(converted), provenance);
  return converted.exact === null
    ? number(-converted.value, provenance)
    : numberFromBigFloat(converted.exact.negate(), provenance);
}

/**
 * `condition ? then : otherwise`. The arm chosen is converted to the type both have in common and keeps where it was
 * written. When the condition is unknown, arms that are equal are the result; else it can be either of them.
 */
export function applyConditional(condition: Value, then: Value, otherwise: Value, at: Place): Value {
  const marks = condition.marks;
  const provenance: Provenance = { origin: at, via: condition.via, marks };
  const type = conditionalType(then, otherwise);
  if (type === null) {
    const kinds = `${describeType(typeOf(then))} and ${describeType(typeOf(otherwise))}`;
    return invalid(`the two results of the condition have types that do not fit: ${kinds}`, provenance);
  }
  const decided = operandAs(BOOL, condition, '?', provenance);
  if (decided.kind === 'bool') {
    const [chosen, other] = decided.value ? [then, otherwise] : [otherwise, then];
    return marked(armAs(type, chosen, at), marks | (other.marks & Mark.SENSITIVE));
  }
  const arms = [armAs(type, then, at), armAs(type, otherwise, at)] as const;
  const reason = reasonOf([decided]);
  if (reason.kind === 'invalid') return unknown(reason, provenance, { type });
  if (arms.every(isWhollyKnown) && valuesEqual(...arms) === true) return marked(arms[0], marks);
  const candidates = arms.flatMap((arm) => (arm.kind === 'unknown' ? (arm.candidates ?? [arm]) : [arm]));
  return unknown(reason, provenance, { type, candidates });
}

function conditionalType(then: Value, otherwise: Value): Type | null {
  // A bare null takes the type of the other arm.
  if (then.kind === 'null') return typeOf(otherwise);
  if (otherwise.kind === 'null') return typeOf(then);
  return unify([typeOf(then), typeOf(otherwise)]);
}

function armAs(type: Type, arm: Value, at: Place): Value {
  const converted = convert(arm, type);
  return isConversionProblem(converted) ? invalid(converted.message, { origin: at }) : converted;
}

function applyEquality(wanted: boolean, left: Value, right: Value, at: Provenance): Value {
  const equal = valuesEqual(left, right);
  return equal === null ? unknownResult([left, right], BOOL, at) : bool(equal === wanted, at);
}

function applyLogic(operator: '&&' | '||', left: Value, right: Value, place: Place): Value {
  const at = operationProvenance([left, right], place);
  const operands = [operandAs(BOOL, left, operator, at), operandAs(BOOL, right, operator, at)] as const;
  const [first, second] = operands;
  const decisive = operator === '||';
  if (isBool(first, decisive)) return bool(decisive, { ...at, via: computedFrom([left]) });
  // An error counts, unless what stands before it has already decided: so since Terraform 1.12.
  if (operands.some((operand) => firstUnknown(operand)?.reason.kind === 'invalid'))
    return unknownResult(operands, BOOL, at);
  if (isBool(second, decisive)) return bool(decisive, { ...at, via: computedFrom([right]) });
  return isBool(first, !decisive) && isBool(second, !decisive)
    ? bool(!decisive, at)
    : unknownResult(operands, BOOL, at);
}

function isBool(value: Value, expected: boolean): boolean {
  return value.kind === 'bool' && value.value === expected;
}

type ArithmeticOperator = Exclude<BinaryOperator, '==' | '!=' | '&&' | '||'>;

function applyArithmetic(operator: ArithmeticOperator, left: Value, right: Value, at: Provenance): Value {
  const a = operandAs(NUMBER, left, operator, at);
  const b = operandAs(NUMBER, right, operator, at);
  if (a.kind !== 'number' || b.kind !== 'number') {
    return unknownResult([a, b], isComparison(operator) ? BOOL : NUMBER, at);
  }
  switch (operator) {
    case '<':
      return bool(compareNumbers(a, b) < 0, at);
    case '<=':
      return bool(compareNumbers(a, b) <= 0, at);
    case '>':
      return bool(compareNumbers(a, b) > 0, at);
    case '>=':
      return bool(compareNumbers(a, b) >= 0, at);
    default:
      return compute(operator, a, b, at);
  }
}

function isComparison(operator: ArithmeticOperator): boolean {
  return operator.startsWith('<') || operator.startsWith('>');
}

function compute(operator: '+' | '-' | '*' | '/' | '%', a: NumberValue, b: NumberValue, at: Provenance): Value {
  if (a.exact === null && b.exact === null) {
    const fast = computeDouble(operator, a.value, b.value);
    // Whole numbers this small are exact in a double.
    if (Number.isSafeInteger(fast) && Number.isSafeInteger(a.value) && Number.isSafeInteger(b.value)) {
      return number(fast, at);
    }
  }
  const x = bigFloatOf(a);
  const y = bigFloatOf(b);
  if (x === null || y === null || (operator === '/' && y.isZero)) return computeInfinite(operator, a, b, at);
  const result = computeExact(operator, x, y);
  if (result.isExtreme) {
    return unknown({ kind: 'limit', message: 'the number has too many digits', place: at.origin }, at, {
      type: NUMBER,
    });
  }
  return numberFromBigFloat(result, at);
}

function computeDouble(operator: '+' | '-' | '*' | '/' | '%', a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      // A remainder of nothing is not negative, unlike JavaScript's.
      return b === 0 ? a : (a % b) + 0;
  }
}

function computeExact(operator: '+' | '-' | '*' | '/' | '%', a: BigFloat, b: BigFloat): BigFloat {
  switch (operator) {
    case '+':
      return a.add(b);
    case '-':
      return a.subtract(b);
    case '*':
      return a.multiply(b);
    case '/':
      return a.divide(b);
    case '%':
      return a.modulo(b);
  }
}

/** Terraform divides by zero without complaint and goes on with an infinity, unless that makes no sense either. */
function computeInfinite(operator: '+' | '-' | '*' | '/' | '%', a: NumberValue, b: NumberValue, at: Provenance): Value {
  const result = computeDouble(operator, a.value, b.value);
  if (Number.isNaN(result) || operator === '%')
    return invalid(`${operator} has no result for these numbers`, at, NUMBER);
  return number(result, at);
}

/** An operand as the operator needs it: of that type, or unknown. */
function operandAs(type: Type, operand: Value, operator: string, at: Provenance): Value {
  const subject = operator === '?' ? 'the condition' : `an operand of ${operator}`;
  if (operand.kind === 'null') return invalid(`${subject} is null`, at, type);
  const converted = convert(operand, type);
  if (!isConversionProblem(converted)) return converted;
  return invalid(`${subject} is not a ${type.kind}: ${converted.message}`, at, type);
}

function unknownResult(operands: readonly Value[], type: Type, at: Provenance): UnknownValue {
  return unknown(reasonOf(operands), at, { type });
}

/** Why the result is unknown: what is wrong goes before what is merely not known. */
function reasonOf(operands: readonly Value[]): Reason {
  const reasons = operands.flatMap((operand) => firstUnknown(operand)?.reason ?? []);
  return (
    reasons.find((reason) => reason.kind === 'invalid') ??
    reasons[0] ?? { kind: 'unsupported', message: 'an operand is not known', place: null }
  );
}

function invalid(message: string, at: Provenance, type?: Type): UnknownValue {
  const reason: Reason = { kind: 'invalid', message, place: at.origin };
  return type === undefined ? unknown(reason, at) : unknown(reason, at, { type });
}

function operationProvenance(operands: readonly Value[], at: Place): Provenance {
  return {
    origin: at,
    via: computedFrom(operands),
    marks: operands.reduce((marks, operand) => marks | deepMarks(operand), 0),
  };
}
