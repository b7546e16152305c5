import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { convert, isConversionProblem } from '../../src/terraform/convert.ts';
import {
  BOOL,
  listOf,
  mapOf,
  NUMBER,
  type ObjectAttribute,
  STRING,
  setOf,
  type Type,
} from '../../src/terraform/type.ts';
import {
  mapping,
  nullValue,
  number,
  type Reason,
  sequence,
  string,
  through,
  unknown,
  type Value,
} from '../../src/terraform/value.ts';

const file = new SourceFile('main.tf', '12345678');
const place = { file, start: 0, end: 4 };
const reason: Reason = { kind: 'computed', message: 'aws_kms_key.x.arn is not known yet', place: null };

function object(attributes: Record<string, Partial<ObjectAttribute> & { type: Type }>): Type {
  const entries = Object.entries(attributes).map(([name, attribute]): [string, ObjectAttribute] => {
    return [name, { optional: false, defaultValue: null, ...attribute }];
  });
  return { kind: 'object', attributes: new Map(entries) };
}

function converted(value: Value, type: Type): Value {
  const result = convert(value, type);
  if (isConversionProblem(result)) throw new Error(result.message);
  return result;
}

describe('convert', () => {
  it('keeps where a converted value was written and how it came', () => {
    const step = { kind: 'local', name: 'local.x', place, resource: null } as const;
    const value = through(number(1, { origin: place, marks: 2 }), step);
    expect(converted(value, STRING)).toMatchObject({
      kind: 'string',
      value: '1',
      origin: place,
      marks: 2,
      via: { name: 'local.x' },
    });
  });

  it('leaves alone what has the type', () => {
    const list = sequence('list', [string('a')]);
    expect(converted(list, listOf(STRING))).toBe(list);
    expect(converted(string('a'), STRING)).toMatchObject({ value: 'a' });
  });

  it('gives missing and null optional attributes their defaults', () => {
    const type = object({
      a: { type: STRING, optional: true, defaultValue: string('x') },
      b: { type: STRING, optional: true },
      c: { type: NUMBER },
    });
    const result = converted(
      mapping('object', [
        ['a', nullValue()],
        ['c', string('5')],
        ['extra', number(1)],
      ]),
      type,
    );
    if (result.kind !== 'object') throw new Error('not an object');
    expect([...result.entries.keys()]).toEqual(['a', 'b', 'c']);
    expect(result.entries.get('a')).toMatchObject({ kind: 'string', value: 'x' });
    expect(result.entries.get('b')).toMatchObject({ kind: 'null' });
    expect(result.entries.get('c')).toMatchObject({ kind: 'number', value: 5 });
  });

  it('gives unknown parts the type, and keeps known ones', () => {
    const result = converted(sequence('tuple', [unknown(reason), number(1)]), listOf(STRING));
    expect(result).toMatchObject({ kind: 'list', items: [{ kind: 'unknown', type: STRING, reason }, { value: '1' }] });
  });

  it('converts the candidates of an unknown value', () => {
    const either = unknown(reason, { origin: place }, { candidates: [number(1), number(2)] });
    expect(converted(either, STRING)).toMatchObject({ candidates: [{ value: '1' }, { value: '2' }] });
  });

  it('leaves what an incomplete object may hold unknown', () => {
    const value = mapping('object', [], { origin: place }, reason);
    expect(converted(value, object({ a: { type: BOOL } }))).toMatchObject({ kind: 'object', rest: null });
    expect(converted(value, mapOf(STRING))).toMatchObject({ kind: 'map', rest: reason });
  });

  it.each<[Value, Type, string]>([
    [string('x'), NUMBER, 'a number is required'],
    [string('yes'), BOOL, 'a bool is required'],
    [sequence('tuple', [string('1'), string('x')]), listOf(NUMBER), 'element 1: a number is required'],
    [mapping('object', [['k', string('x')]]), mapOf(NUMBER), 'element "k": a number is required'],
    [mapping('object', []), object({ a: { type: STRING } }), 'attribute "a" is required'],
    [string('x'), setOf(STRING), 'set of string required, but have string'],
    [unknown(reason, { origin: null }, { type: listOf(STRING) }), STRING, 'string required, but have list of string'],
  ])('says why %# cannot be converted', (value, type, message) => {
    expect(convert(value, type)).toEqual({ kind: 'conversion-problem', message });
  });
});
