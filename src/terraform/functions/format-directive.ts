import { bigFloatOf, type Decimal, roundDecimal } from '../number.ts';
import type { NumberValue } from '../value.ts';

/** A verb of a format, such as `%-8.2f` or `%[1]s`. */
export interface Directive {
  /** As it is written. */
  readonly source: string;
  /** Any of `+`, `-`, `#`, `0` and space. */
  readonly flags: string;
  readonly width: number;
  readonly precision: number | null;
  /** The explicit argument, from 0; null for the one after the last. */
  readonly index: number | null;
  readonly verb: string;
}

const DIRECTIVE = /%(?:(%)|([ 0#+-]*)([1-9]\d*)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([a-zA-Z]))/y;
const VERBS = 'vtbdoxXeEfgGsq';

/** Literal texts and directives of a format in order, or what is wrong with it. */
export function parseFormat(format: string): (string | Directive)[] | string {
  const parts: (string | Directive)[] = [];
  let at = 0;
  while (at < format.length) {
    const percent = format.indexOf('%', at);
    if (percent === -1) break;
    if (percent > at) parts.push(format.slice(at, percent));
    DIRECTIVE.lastIndex = percent;
    const match = DIRECTIVE.exec(format);
    if (match === null) return `the format is not valid at offset ${percent}`;
    const [source, escaped, flags = '', width = '0', precision, index, verb = ''] = match;
    if (escaped !== undefined) parts.push('%');
    else if (!VERBS.includes(verb)) return `unsupported format verb '${verb}' in "${source}"`;
    else {
      parts.push({
        source,
        flags,
        width: Number(width),
        precision: precision === undefined ? null : Number(precision),
        index: index === undefined ? null : Number(index) - 1,
        verb,
      });
    }
    at = percent + source.length;
  }
  if (at < format.length) parts.push(format.slice(at));
  return parts;
}

/** A whole number as Go's `big.Int` formats it. */
export function formatInteger(directive: Directive, value: bigint): string {
  const { flags, precision, verb } = directive;
  const base = { b: 2, o: 8, x: 16, X: 16 }[verb] ?? 10;
  const prefix = flags.includes('#') ? ({ b: '0b', o: '0', x: '0x', X: '0X' }[verb] ?? '') : '';
  let digits = (value < 0n ? -value : value).toString(base);
  if (verb === 'X') digits = digits.toUpperCase();
  if (precision === 0 && value === 0n) digits = '';
  return justify(directive, sign(value < 0n, flags) + prefix, digits.padStart(precision ?? 0, '0'), precision === null);
}

/** A number as Go's `big.Float` formats it for the verbs e, E, f, g and G. */
export function formatFloat(directive: Directive, value: NumberValue): string {
  const { flags, verb } = directive;
  const exact = bigFloatOf(value);
  if (exact === null) return justify(directive, value.value < 0 ? '-' : '+', 'Inf', false);
  const isNegative = exact.sign < 0 || Object.is(value.value, -0);
  const decimal = exact.toDecimal();
  let digits: string;
  switch (verb) {
    case 'f':
      digits = fixedForm(decimal, directive.precision ?? 6);
      break;
    case 'e':
    case 'E':
      digits = exponentForm(decimal, directive.precision ?? 6);
      break;
    default: {
      const { precision } = directive;
      digits =
        precision === null
          ? shortForm(exact.isZero ? decimal : exact.toShortestDecimal(), null)
          : shortForm(roundDecimal(decimal, Math.max(1, precision)), Math.max(1, precision));
    }
  }
  if (verb === 'E' || verb === 'G') digits = digits.toUpperCase();
  return justify(directive, sign(isNegative, flags), digits, true);
}

/** A number as `%v` shows it, which uses exponents from a million on; null for an infinity. */
export function generalForm(value: NumberValue): string | null {
  const exact = bigFloatOf(value);
  if (exact === null) return null;
  const isNegative = exact.sign < 0 || Object.is(value.value, -0);
  return sign(isNegative, '') + shortForm(exact.isZero ? exact.toDecimal() : exact.toShortestDecimal(), null);
}

function sign(isNegative: boolean, flags: string): string {
  return isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function justify(directive: Directive, head: string, digits: string, mayFillWithZeros: boolean): string {
  const missing = Math.max(0, directive.width - head.length - digits.length);
  if (directive.flags.includes('-')) return head + digits + ' '.repeat(missing);
  if (directive.flags.includes('0') && mayFillWithZeros) return head + '0'.repeat(missing) + digits;
  return ' '.repeat(missing) + head + digits;
}

function fixedForm(decimal: Decimal, precision: number): string {
  const { digits, point } = roundDecimal(decimal, decimal.point + precision);
  const whole = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  if (precision === 0) return whole;
  const fraction = digits === '' ? '' : '0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point));
  return `${whole}.${fraction.padEnd(precision, '0')}`;
}

function exponentForm(decimal: Decimal, precision: number): string {
  const { digits, point } = roundDecimal(decimal, precision + 1);
  const power = digits === '' ? 0 : point - 1;
  const mantissa = digits.padEnd(precision + 1, '0');
  const fraction = precision === 0 ? '' : `.${mantissa.slice(1)}`;
  return `${mantissa.charAt(0)}${fraction}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Go's `%g`: with an exponent when it is less than -4 or at least the precision, of which the shortest form has 6. */
function shortForm(decimal: Decimal, precision: number | null): string {
  const { digits, point } = decimal;
  const isWhole = precision !== null && precision > digits.length && digits.length >= point;
  const limit = isWhole ? digits.length : (precision ?? 6);
  const power = point - 1;
  if (digits !== '' && (power < -4 || power >= limit)) return exponentForm(decimal, digits.length - 1);
  return fixedForm(decimal, Math.max(digits.length - point, 0));
}
