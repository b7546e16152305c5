import { type NumberValue, number, type Provenance } from './value.ts';

/** What Terraform computes with: numbers of this many bits, rounded to nearest, ties to even. */
const PRECISION = 512;

/** Decimal exponents beyond this are refused: their digits alone would fill megabytes. */
const MAX_DECIMAL_EXPONENT = 20_000;

/** Results beyond 2^±this are not computed, for the same reason. */
const MAX_BINARY_EXPONENT = 200_000;

/**
 * A finite binary floating-point number of up to 512 bits, Go's `big.Float` as Terraform uses it. Immutable.
 * Its precision also decides how many digits its text needs: what functions compute as doubles has 53 bits.
 */
export class BigFloat {
  /** Odd, or zero; the value is `mantissa * 2^exponent`. */
  private readonly mantissa: bigint;
  private readonly exponent: number;
  private readonly precision: number;

  private constructor(mantissa: bigint, exponent: number, precision: number) {
    this.mantissa = mantissa;
    this.exponent = exponent;
    this.precision = precision;
  }

  private static of(mantissa: bigint, exponent: number, precision: number): BigFloat {
    if (mantissa === 0n) return new BigFloat(0n, 0, precision);
    const excess = bitLength(mantissa) - precision;
    if (excess > 0) {
      mantissa = shiftRightToEven(mantissa, excess);
      exponent += excess;
    }
    const zeros = trailingZeros(mantissa);
    return new BigFloat(mantissa >> BigInt(zeros), exponent + zeros, precision);
  }

  /** A finite double, exactly. With `precision` 53 its text is the shortest that gives the same double. */
  static fromNumber(value: number, precision = PRECISION): BigFloat {
    if (Number.isSafeInteger(value)) return BigFloat.of(BigInt(value), 0, precision);
    const bits = new DataView(new ArrayBuffer(8));
    bits.setFloat64(0, value);
    const raw = bits.getBigUint64(0);
    const biased = Number((raw >> 52n) & 0x7ffn);
    const fraction = raw & 0xfffffffffffffn;
    const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
    return BigFloat.of(value < 0 ? -mantissa : mantissa, Math.max(biased, 1) - 1075, precision);
  }

  static fromBigInt(value: bigint): BigFloat {
    return BigFloat.of(value, 0, Math.max(PRECISION, bitLength(value)));
  }

  /** Decimal text such as `-12.5e3`; null when it is not a number, or has an exponent of more than five digits. */
  static parse(text: string): BigFloat | null {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    if (match === null) return null;
    const [, sign, whole = '', fraction = '', power = '0'] = match;
    if (whole === '' && fraction === '') return null;
    const exponent = Number(power) - fraction.length;
    if (Math.abs(exponent) > MAX_DECIMAL_EXPONENT || whole.length > MAX_DECIMAL_EXPONENT) return null;
    const digits = BigInt(sign === '-' ? `-${whole}${fraction}` : `${whole}${fraction}`);
    return exponent >= 0
      ? BigFloat.of(digits * 10n ** BigInt(exponent), 0, PRECISION)
      : BigFloat.quotient(digits, 10n ** BigInt(-exponent), 0, PRECISION);
  }

  /** `a / b * 2^exponent`, rounded once. */
  private static quotient(a: bigint, b: bigint, exponent: number, precision: number): BigFloat {
    const shift = Math.max(0, precision + 2 + bitLength(b) - bitLength(a));
    const dividend = abs(a) << BigInt(shift);
    const divisor = abs(b);
    let quotient = dividend / divisor;
    // One sticky bit for all that was cut off keeps the rounding right.
    quotient = (quotient << 1n) | (quotient * divisor === dividend ? 0n : 1n);
    return BigFloat.of(a < 0n === b < 0n ? quotient : -quotient, exponent - shift - 1, precision);
  }

  get isZero(): boolean {
    return this.mantissa === 0n;
  }

  get isInteger(): boolean {
    return this.exponent >= 0;
  }

  /** -1, 0 or 1. */
  get sign(): number {
    return this.mantissa === 0n ? 0 : this.mantissa < 0n ? -1 : 1;
  }

  /** True when its digits are too many to compute with. */
  get isExtreme(): boolean {
    return Math.abs(this.exponent) > MAX_BINARY_EXPONENT;
  }

  add(other: BigFloat): BigFloat {
    const precision = Math.max(this.precision, other.precision);
    const exponent = Math.min(this.exponent, other.exponent);
    const a = this.mantissa << BigInt(this.exponent - exponent);
    const b = other.mantissa << BigInt(other.exponent - exponent);
    return BigFloat.of(a + b, exponent, precision);
  }

  subtract(other: BigFloat): BigFloat {
    return this.add(other.negate());
  }

  /** The product; as in cty exact while 512 bits can hold it, even for operands of fewer bits. */
  multiply(other: BigFloat): BigFloat {
    const product = BigFloat.of(this.mantissa * other.mantissa, this.exponent + other.exponent, PRECISION);
    const precision = Math.max(this.precision, other.precision, bitLength(product.mantissa));
    return new BigFloat(product.mantissa, product.exponent, precision);
  }

  /** The quotient; the divisor must not be zero. */
  divide(other: BigFloat): BigFloat {
    const precision = Math.max(this.precision, other.precision);
    return BigFloat.quotient(this.mantissa, other.mantissa, this.exponent - other.exponent, precision);
  }

  /** The remainder of the division truncated towards zero, with the sign of the dividend; of zero, the dividend. */
  modulo(other: BigFloat): BigFloat {
    if (other.isZero) return this;
    return this.subtract(other.multiply(this.divide(other).truncate()));
  }

  negate(): BigFloat {
    return new BigFloat(-this.mantissa, this.exponent, this.precision);
  }

  /** The integer part. */
  truncate(): BigFloat {
    return this.isInteger ? this : BigFloat.of(this.toBigInt(), 0, this.precision);
  }

  /** The integer part. */
  toBigInt(): bigint {
    if (this.exponent >= 0) return this.mantissa << BigInt(this.exponent);
    // BigInt division truncates towards zero, a shift would not.
    return this.mantissa / (1n << BigInt(-this.exponent));
  }

  /** Negative, zero or positive as this is less than, equal to or greater than the other. */
  compare(other: BigFloat): number {
    if (this.sign !== other.sign) return this.sign - other.sign;
    const exponent = Math.min(this.exponent, other.exponent);
    const a = this.mantissa << BigInt(this.exponent - exponent);
    const b = other.mantissa << BigInt(other.exponent - exponent);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  /** The nearest double. */
  toNumber(): number {
    const length = bitLength(this.mantissa);
    // Doubles below 2^-1022 have fewer bits, down to none at 2^-1075.
    const available = Math.min(53, length + this.exponent + 1074);
    if (available < 0) return 0;
    const excess = Math.max(0, length - available);
    const mantissa = shiftRightToEven(this.mantissa, excess);
    return Number(mantissa) * 2 ** (this.exponent + excess);
  }

  /** As Go's `Text('f', -1)`: the fewest decimal digits that parse to the same number at its precision. */
  toString(): string {
    if (this.mantissa === 0n) return '0';
    const { digits, point } = this.toShortestDecimal();
    const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
    const fraction = point >= digits.length ? '' : '0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point));
    return `${this.mantissa < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
  }

  /** The fewest digits that give the same number at its precision, without the sign. */
  toShortestDecimal(): Decimal {
    return shortest(abs(this.mantissa), this.exponent, this.precision);
  }

  /** All digits of its exact value, without sign and trailing zeros, and where the decimal point stands: `0.digits * 10^point`. */
  toDecimal(): Decimal {
    return exactDecimal(abs(this.mantissa), this.exponent);
  }
}

/** The number that is written `0.digits * 10^point`; no digits for zero. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

/**
 * A decimal rounded to its first `count` digits, ties to even, as Go formats numbers.
 * A negative count gives zero.
 */
export function roundDecimal(decimal: Decimal, count: number): Decimal {
  if (count < 0) return { digits: '', point: 0 };
  if (count >= decimal.digits.length) return decimal;
  return shouldRoundUp(decimal.digits, count) ? roundUp(decimal, count) : roundDown(decimal, count);
}

/**
 * The number a decimal text stands for, with Terraform's precision; null when the text is not a number as
 * `tonumber` accepts it.
 */
export function numberFromText(text: string, at: Provenance): NumberValue | null {
  if (/^-?\d{1,15}$/.test(text)) return number(Number(text), at);
  if (/^[+-]?inf$/i.test(text)) return number(text.startsWith('-') ? -Infinity : Infinity, at);
  const parsed = BigFloat.parse(text);
  return parsed === null ? null : numberFromBigFloat(parsed, at);
}

/** A number value of the precision that a `BigFloat` has. */
export function numberFromBigFloat(exact: BigFloat, at: Provenance): NumberValue {
  const nearest = exact.toNumber();
  const isExact = Number.isFinite(nearest) && BigFloat.fromNumber(nearest).compare(exact) === 0;
  // A double that is the exact value still needs the BigFloat when its text depends on the precision.
  const plain =
    isExact && (Number.isSafeInteger(nearest) || BigFloat.fromNumber(nearest).toString() === exact.toString());
  return number(nearest, at, plain ? null : exact);
}

/** What a function computed as a double: its text has the fewest digits that give the same double, unlike `1/3`'s. */
export function numberFromDouble(value: number, at: Provenance): NumberValue {
  return Number.isSafeInteger(value) || !Number.isFinite(value)
    ? number(value, at)
    : numberFromBigFloat(BigFloat.fromNumber(value, 53), at);
}

/** The exact number; null for an infinity. */
export function bigFloatOf(value: NumberValue): BigFloat | null {
  if (value.exact !== null) return value.exact;
  return Number.isFinite(value.value) ? BigFloat.fromNumber(value.value) : null;
}

/** True when it has no fraction. */
export function isInteger(value: NumberValue): boolean {
  return value.exact === null ? Number.isInteger(value.value) : value.exact.isInteger;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  if (a.exact === null && b.exact === null) return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
  const x = bigFloatOf(a);
  const y = bigFloatOf(b);
  return x === null || y === null ? a.value - b.value : x.compare(y);
}

/** The text Terraform converts a number to. */
export function formatNumber(value: NumberValue): string {
  if (value.exact === null && Number.isSafeInteger(value.value)) {
    // Negative zero shows its sign, as it does in Go.
    return Object.is(value.value, -0) ? '-0' : String(value.value);
  }
  const exact = bigFloatOf(value);
  return exact === null ? (value.value > 0 ? '+Inf' : '-Inf') : exact.toString();
}

function shortest(mantissa: bigint, exponent: number, precision: number): Decimal {
  const decimal = exactDecimal(mantissa, exponent);
  // What follows is the algorithm of Go's math/big: everything within half a unit in the last place will do.
  const shift = precision + 1 - bitLength(mantissa);
  const halves = shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
  const lower = exactDecimal(halves - 1n, exponent - shift).digits;
  const upper = exactDecimal(halves + 1n, exponent - shift).digits;
  const inclusive = (halves & 2n) === 0n;
  const { digits } = decimal;
  for (let i = 0; i < digits.length; i++) {
    const low = digitAt(lower, i);
    const middle = digitAt(digits, i);
    const high = digitAt(upper, i);
    const mayRoundDown = low !== middle || (inclusive && i + 1 === lower.length);
    const mayRoundUp = middle !== high && (inclusive || middle + 1 < high || i + 1 < upper.length);
    if (mayRoundDown && mayRoundUp) return roundDecimal(decimal, i + 1);
    if (mayRoundDown) return roundDown(decimal, i + 1);
    if (mayRoundUp) return roundUp(decimal, i + 1);
  }
  return decimal;
}

function exactDecimal(mantissa: bigint, exponent: number): Decimal {
  const text = String(exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent));
  const digits = text.replace(/0+$/, '');
  return { digits, point: digits === '' ? 0 : text.length + Math.min(0, exponent) };
}

function digitAt(digits: string, index: number): number {
  return index < digits.length ? digits.charCodeAt(index) - 48 : 0;
}

function shouldRoundUp(digits: string, count: number): boolean {
  const isHalf = digits[count] === '5' && count + 1 === digits.length;
  if (isHalf) return count > 0 && digitAt(digits, count - 1) % 2 === 1;
  return digitAt(digits, count) >= 5;
}

function roundDown(decimal: Decimal, count: number): Decimal {
  const digits = decimal.digits.slice(0, count).replace(/0+$/, '');
  return { digits, point: digits === '' ? 0 : decimal.point };
}

function roundUp(decimal: Decimal, count: number): Decimal {
  if (count >= decimal.digits.length) return decimal;
  let last = count;
  while (last > 0 && decimal.digits[last - 1] === '9') last--;
  if (last === 0) return { digits: '1', point: decimal.point + 1 };
  return { digits: decimal.digits.slice(0, last - 1) + (digitAt(decimal.digits, last - 1) + 1), point: decimal.point };
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = abs(value).toString(16);
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex.charAt(0), 16)) - 28);
}

function trailingZeros(value: bigint): number {
  const hex = abs(value).toString(16);
  let zeros = 0;
  while (hex.charAt(hex.length - 1 - zeros) === '0') zeros++;
  const digit = Number.parseInt(hex.charAt(hex.length - 1 - zeros), 16);
  return zeros * 4 + (31 - Math.clz32(digit & -digit));
}

/** `value / 2^count`, rounded to nearest, ties to even. */
function shiftRightToEven(value: bigint, count: number): bigint {
  if (count <= 0) return value;
  const shift = BigInt(count);
  const magnitude = abs(value);
  let quotient = magnitude >> shift;
  const remainder = magnitude - (quotient << shift);
  const half = 1n << (shift - 1n);
  if (remainder > half || (remainder === half && (quotient & 1n) === 1n)) quotient += 1n;
  return value < 0n ? -quotient : quotient;
}
