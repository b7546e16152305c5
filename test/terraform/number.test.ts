import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BigFloat,
  compareNumbers,
  formatNumber,
  numberFromDouble,
  numberFromText,
} from '../../src/terraform/number.ts';

const at = { origin: null };

function parse(text: string): BigFloat {
  const parsed = BigFloat.parse(text);
  if (parsed === null) throw new Error(`${text} is not a number`);
  return parsed;
}

describe('BigFloat', () => {
  it('rounds to 512 bits, ties to even', () => {
    // 2^512 + 1 needs 513 bits and lies half way between two numbers of 512.
    const big = (2n ** 512n + 1n).toString();
    expect(parse(big).toBigInt()).toBe(2n ** 512n);
    expect(parse((2n ** 512n + 3n).toString()).toBigInt()).toBe(2n ** 512n + 4n);
  });

  it('gives every double back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(BigFloat.fromNumber(value).toNumber()).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('writes doubles as JavaScript does, at 53 bits', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 1e-6, max: 1e20 }), (value) => {
        expect(BigFloat.fromNumber(value, 53).toString()).toBe(String(value));
      }),
    );
  });

  it('agrees with integers', () => {
    const integer = fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n });
    fc.assert(
      fc.property(integer, integer, (a, b) => {
        const [x, y] = [BigFloat.fromBigInt(a), BigFloat.fromBigInt(b)];
        expect(x.add(y).toString()).toBe((a + b).toString());
        expect(x.subtract(y).toString()).toBe((a - b).toString());
        expect(x.multiply(y).toString()).toBe((a * b).toString());
        expect(Math.sign(x.compare(y))).toBe(a < b ? -1 : a > b ? 1 : 0);
        if (b !== 0n) expect(x.modulo(y).toString()).toBe((a % b).toString());
      }),
    );
  });

  it('reads what it writes', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -30, max: 30 }));
    fc.assert(
      fc.property(decimal, ([digits, exponent]) => {
        const value = parse(`${digits}e${exponent}`);
        expect(parse(value.toString()).compare(value)).toBe(0);
      }),
    );
  });

  it.each(['', '.', '1e', 'e5', '1 ', '0x1', '1_000', '--1', '1e999999'])('refuses %j', (text) => {
    expect(BigFloat.parse(text)).toBeNull();
  });

  it('knows the nearest double at the ends of their range', () => {
    expect(parse('1e309').toNumber()).toBe(Infinity);
    expect(parse('4.9e-324').toNumber()).toBe(5e-324);
    expect(parse('1e-400').toNumber()).toBe(0);
    expect(parse('1.7976931348623157e308').toNumber()).toBe(Number.MAX_VALUE);
  });
});

describe('number values', () => {
  it('are exact without a BigFloat where a double suffices', () => {
    expect(numberFromText('42', at)?.exact).toBeNull();
    expect(numberFromText('0.5', at)?.exact).toBeNull();
    expect(numberFromText('9007199254740993', at)?.exact).not.toBeNull();
    expect(numberFromText('0.1', at)?.exact).not.toBeNull();
  });

  it('compare by what they are, not by their nearest doubles', () => {
    const [a, b] = [numberFromText('9007199254740992', at), numberFromText('9007199254740993', at)];
    expect(a?.value).toBe(b?.value);
    expect(compareNumbers(a!, b!)).toBeLessThan(0);
    expect(compareNumbers(numberFromText('inf', at)!, b!)).toBeGreaterThan(0);
  });

  it('show a double that was computed with its own digits', () => {
    expect(formatNumber(numberFromDouble(0.1, at))).toBe('0.1');
    expect(formatNumber(numberFromDouble(2 ** 80, at))).toBe('1208925819614629200000000');
  });
});
