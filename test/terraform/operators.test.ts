import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { applyBinary, applyConditional, applyUnary } from '../../src/terraform/operators.ts';
import { bool, Mark, nullValue, number, type Reason, string, through, unknown } from '../../src/terraform/value.ts';

const file = new SourceFile('main.tf', 'a ? b : c');
const place = { file, start: 0, end: 9 };
const written = { file, start: 4, end: 5 };
const reason: Reason = { kind: 'unset', message: 'var.x has no value', place: null };
const open = unknown(reason);
const wrong = unknown({ kind: 'invalid', message: 'there is no attribute "y"', place: null });

describe('logic', () => {
  it('is decided by one known operand', () => {
    expect(applyBinary('&&', open, bool(false), place)).toMatchObject({ kind: 'bool', value: false });
    expect(applyBinary('||', bool(true), open, place)).toMatchObject({ kind: 'bool', value: true });
    expect(applyBinary('&&', open, bool(true), place)).toMatchObject({ kind: 'unknown', reason });
  });

  it('does not look at an error behind an operand that decides', () => {
    expect(applyBinary('&&', bool(false), wrong, place)).toMatchObject({ kind: 'bool', value: false });
    expect(applyBinary('&&', wrong, bool(false), place)).toMatchObject({ kind: 'unknown', reason: wrong.reason });
  });
});

describe('arithmetic', () => {
  it('says what is wrong before what is unknown', () => {
    expect(applyBinary('+', open, string('x'), place)).toMatchObject({
      reason: { kind: 'invalid', message: 'an operand of + is not a number: a number is required' },
    });
    expect(applyBinary('+', number(1), nullValue(), place)).toMatchObject({ reason: { kind: 'invalid' } });
  });

  it('inherits marks, and how the first operand came', () => {
    const step = { kind: 'local', name: 'local.n', place, resource: null } as const;
    const left = number(1, { origin: written, marks: Mark.ROOT_DEFAULT });
    const result = applyBinary('+', left, through(number(2), step), place);
    expect(result).toMatchObject({ value: 3, origin: place, marks: Mark.ROOT_DEFAULT, via: { name: 'local.n' } });
    expect(applyUnary('-', left, place)).toMatchObject({ value: -1, marks: Mark.ROOT_DEFAULT });
  });

  it('gives up numbers of too many digits', () => {
    let value = applyBinary('*', number(1e15), number(1e15), place);
    for (let i = 0; i < 20; i++) value = applyBinary('*', value, value, place);
    expect(value).toMatchObject({ kind: 'unknown', reason: { kind: 'limit' } });
  });
});

describe('a conditional', () => {
  it('keeps where the chosen arm was written', () => {
    const arm = string('MUTABLE', { origin: written });
    expect(applyConditional(bool(true), arm, nullValue(), place)).toBe(arm);
  });

  it('shares the marks of its condition', () => {
    const condition = bool(true, { origin: null, marks: Mark.ROOT_DEFAULT });
    expect(applyConditional(condition, string('a'), string('b'), place).marks).toBe(Mark.ROOT_DEFAULT);
  });

  it('is known when both arms are equal, whatever the condition', () => {
    expect(applyConditional(open, string('a'), string('a'), place)).toMatchObject({ kind: 'string', value: 'a' });
  });

  it('can be either arm while the condition is unknown', () => {
    const inner = applyConditional(open, string('a'), string('b'), place);
    const outer = applyConditional(open, inner, string('c'), place);
    expect(outer).toMatchObject({ kind: 'unknown', reason, type: { kind: 'string' } });
    expect(outer.kind === 'unknown' && outer.candidates).toMatchObject([
      { value: 'a' },
      { value: 'b' },
      { value: 'c' },
    ]);
  });

  it('is an error when its condition is', () => {
    expect(applyConditional(wrong, string('a'), string('a'), place)).toMatchObject({ reason: wrong.reason });
    expect(applyConditional(nullValue(), number(1), number(2), place)).toMatchObject({ reason: { kind: 'invalid' } });
  });
});
