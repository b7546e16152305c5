import { describe, expect, it } from 'vitest';
import { parseExpressionText } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import {
  describeType,
  makeSet,
  sameType,
  type Type,
  typeFromExpression,
  typeOf,
  valuesEqual,
} from '../../src/terraform/type.ts';
import { ANY, mapping, number, type Reason, sequence, string, unknown, type Value } from '../../src/terraform/value.ts';
import { evaluateText } from './evaluate-text.ts';

const at = { origin: null };
const reason: Reason = { kind: 'unset', message: 'var.x has no value', place: null };

function typeFromText(text: string) {
  const { expression } = parseExpressionText(new SourceFile('type.tf', text));
  return typeFromExpression(
    expression,
    (node) => evaluateText(node.file.text.slice(node.start, node.end)),
    (node) =>
      parseExpressionText(new SourceFile('type.tf', node.file.text.slice(node.start + 1, node.end - 1))).expression,
  );
}

/** A type as one writes it. */
function write(type: Type): string {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return `${type.kind}(${write(type.element)})`;
    case 'tuple':
      return `tuple([${type.elements.map(write).join(', ')}])`;
    case 'object': {
      const attributes = [...type.attributes].map(([name, attribute]) => {
        return `${name} = ${attribute.optional ? `optional(${write(attribute.type)})` : write(attribute.type)}`;
      });
      return `object({ ${attributes.join(', ')} })`;
    }
    default:
      return type.kind;
  }
}

describe('typeFromExpression', () => {
  it.each([
    'string',
    'number',
    'bool',
    'any',
    'list(string)',
    'set(map(number))',
    'tuple([string, list(any)])',
    'object({ a = string, b = optional(number), c = object({ d = bool }) })',
  ])('reads %s', (text) => {
    const { type, problem } = typeFromText(text);
    expect(problem).toBeNull();
    expect(write(type)).toBe(text);
  });

  it('reads the words of Terraform 0.11', () => {
    expect(write(typeFromText('"string"').type)).toBe('string');
    expect(write(typeFromText('"list"').type)).toBe('list(any)');
    expect(write(typeFromText('map').type)).toBe('map(any)');
  });

  it('keeps the default of an optional attribute, converted to its type', () => {
    const { type } = typeFromText(
      'object({ port = optional(string, 80), nested = optional(object({ x = optional(number, 1) }), {}) })',
    );
    if (type.kind !== 'object') throw new Error('not an object');
    expect(type.attributes.get('port')?.defaultValue).toMatchObject({ kind: 'string', value: '80' });
    const nested = type.attributes.get('nested')?.defaultValue;
    expect(nested?.kind === 'object' && nested.entries.get('x')).toMatchObject({ value: 1 });
  });

  it('reads the type of a variable in JSON', () => {
    const { type, problem } = typeFromText('"list(object({ a = string }))"');
    expect(problem).toBeNull();
    expect(write(type)).toBe('list(object({ a = string }))');
  });

  it.each([
    ['strin', '"strin" is not a type'],
    ['set', 'the type "set" needs the type of its elements, as in set(string)'],
    ['list(string, number)', 'list() in a type takes exactly one argument'],
    ['optional(string)', 'optional() only stands for the type of an attribute of object()'],
    ['object({ a = optional(number, "x") })', 'the default does not fit the type: a number is required'],
    ['[string]', 'this is not a type constraint'],
  ])('says what is wrong with %s', (text, message) => {
    expect(typeFromText(text).problem).toMatchObject({ kind: 'invalid', message });
  });
});

describe('typeOf', () => {
  it('sees through unknown and null elements', () => {
    const list = sequence('list', [unknown(reason, at), string('a')], at);
    expect(write(typeOf(list))).toBe('list(string)');
  });

  it('does not call an object with unknown attributes by those that are known', () => {
    expect(typeOf(mapping('object', [['a', string('x')]], at, reason))).toBe(ANY);
  });

  it('takes no longer for a value that is shared many times', () => {
    let value: Value = string('x');
    let twin: Value = string('x');
    for (let i = 0; i < 60; i++) {
      value = sequence('tuple', [value, value], at);
      twin = sequence('tuple', [twin, twin], at);
    }
    expect(sameType(typeOf(value), typeOf(twin))).toBe(true);
    expect(valuesEqual(value, twin)).toBe(true);
    expect(makeSet([value, twin], at).items).toHaveLength(1);
  });

  it('is described as Terraform does', () => {
    expect(describeType({ kind: 'list', element: { kind: 'map', element: ANY } })).toBe('list of map of any type');
  });
});

describe('valuesEqual', () => {
  const open = unknown(reason, at);

  it('finds a known difference beside something unknown', () => {
    expect(valuesEqual(sequence('tuple', [open, number(1)]), sequence('tuple', [number(5), number(2)]))).toBe(false);
    expect(valuesEqual(sequence('tuple', [open, number(1)]), sequence('tuple', [number(5), number(1)]))).toBeNull();
  });

  it('decides by candidates when they all agree', () => {
    const either = unknown(reason, at, { candidates: [string('a'), string('b')] });
    expect(valuesEqual(either, string('c'))).toBe(false);
    expect(valuesEqual(either, string('a'))).toBeNull();
  });

  it('does not know a map with further entries', () => {
    const some = mapping('object', [['a', number(1)]], at, reason);
    expect(valuesEqual(some, mapping('object', [['a', number(1)]]))).toBeNull();
    expect(valuesEqual(some, mapping('object', [['a', number(2)]]))).toBe(false);
    expect(valuesEqual(some, mapping('object', []))).toBe(false);
  });
});

describe('makeSet', () => {
  it('keeps elements with unknown parts apart', () => {
    const element = () => mapping('object', [['a', unknown(reason, at)]]);
    expect(makeSet([element(), element()], at).items).toHaveLength(2);
  });

  it('keeps numbers apart that look alike in ten digits', () => {
    const one = mapping('object', [['a', number(12345678901)]]);
    const other = mapping('object', [['a', number(12345678902)]]);
    expect(makeSet([one, other, one], at).items).toHaveLength(2);
  });
});
