import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../../src/hcl/source.ts';
import type { FunctionContext } from '../../../src/terraform/functions/context.ts';
import { callFunction, functionNames } from '../../../src/terraform/functions/index.ts';
import {
  bool,
  Mark,
  mapping,
  nullValue,
  number,
  type Reason,
  sequence,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from '../../../src/terraform/value.ts';
import { evaluateText } from '../evaluate-text.ts';

// What is known of a result when arguments are unknown in part, beyond what Terraform itself says before applying.

const reason: Reason = { kind: 'computed', message: 'the ARN is not known yet', place: null };
const resource = { kind: 'resource', name: 'aws_kms_key.x.arn', place: null, resource: null, earlier: null } as const;
const variables = {
  arn: unknown(reason, { origin: null, via: resource }, { type: { kind: 'string' } }),
  tags: unknown(reason, { origin: null, via: resource }, { type: { kind: 'map', element: { kind: 'string' } } }),
  name: string('app', {
    origin: null,
    via: { ...resource, kind: 'local', name: 'local.name' },
    marks: Mark.ROOT_DEFAULT,
  }),
};

function evaluate(text: string): Value {
  return evaluateText(text, { variables });
}

function unknownResult(text: string): UnknownValue {
  const value = evaluate(text);
  if (value.kind !== 'unknown') throw new Error(`${text} is known`);
  return value;
}

describe('merge', () => {
  it('knows the entries that come after an unknown map', () => {
    const value = evaluate('merge({ a = 1, b = 2 }, tags, { b = 3 })');
    expect(value).toMatchObject({ kind: 'object', rest: reason });
    if (value.kind !== 'object') return;
    expect(value.entries.get('b')).toMatchObject({ value: 3 });
    expect(value.entries.get('a')).toMatchObject({ kind: 'unknown', candidates: [{ kind: 'unknown' }, { value: 1 }] });
  });

  it('keeps where entries were written', () => {
    const value = evaluate('merge({ a = "x" }, { b = name })');
    if (value.kind !== 'object') throw new Error('not an object');
    expect(value.entries.get('a')?.origin).toMatchObject({ start: 12, end: 15 });
    expect(value.entries.get('b')).toMatchObject({ via: { name: 'local.name' }, marks: Mark.ROOT_DEFAULT });
    expect(value.marks).toBe(0);
  });
});

describe('strings of unknown parts', () => {
  it.each(['join(":", ["arn", arn])', 'format("%s:%s", "arn", arn)', 'formatlist("%s:%s", "arn", [arn])[0]'])(
    '%s shows its known parts',
    (text) => {
      const value = unknownResult(text);
      expect(value).toMatchObject({ reason, type: { kind: 'string' }, via: { name: 'aws_kms_key.x.arn' } });
      const pieces = value.text?.pieces?.map((piece) => (piece.kind === 'value' ? piece.value : piece));
      expect(pieces).toMatchObject([{ value: 'arn' }, { value: ':' }, { kind: 'unknown' }]);
    },
  );

  it('are the one part there is', () => {
    expect(evaluate('join("", [arn])')).toMatchObject({ kind: 'unknown', via: resource });
    expect(evaluate('join(",", [name])')).toMatchObject({ value: 'app', via: { name: 'local.name' } });
  });

  it('are not empty when a part is not', () => {
    expect(evaluate('coalesce("x-${arn}", "y")')).toMatchObject({ kind: 'unknown', candidates: null });
    expect(evaluate('compact(["", "x-${arn}"])')).toMatchObject({ kind: 'list', items: [{ kind: 'unknown' }] });
  });
});

describe('choices', () => {
  it('name all they can be', () => {
    expect(unknownResult('coalesce(arn, "", "b", "c")').candidates).toMatchObject([
      { kind: 'unknown' },
      { value: 'b' },
    ]);
    expect(unknownResult('compact([arn, "b"])').candidates).toMatchObject([
      { items: [{}, {}] },
      { items: [{ value: 'b' }] },
    ]);
  });

  it('are made where what decides is known', () => {
    expect(evaluate('contains(["a", arn], "a")')).toMatchObject({ value: true });
    // It is the one that is looked for of which not all is known.
    expect(unknownResult('contains([["a"]], [arn])').reason).toMatchObject({ kind: 'computed' });
    expect(unknownResult('index([["a"]], [arn])').reason).toMatchObject({ kind: 'computed' });
    expect(evaluate('alltrue([arn == "x", false])')).toMatchObject({ value: false });
    expect(evaluate('coalesce("a", arn)')).toMatchObject({ value: 'a' });
    expect(evaluate('lookup({ a = arn, b = 1 }, "b", 2)')).toMatchObject({ value: 1 });
    expect(evaluate('length([arn, arn])')).toMatchObject({ value: 2 });
    expect(evaluate('flatten([[arn], ["a"]])')).toMatchObject({ items: [{ kind: 'unknown' }, { value: 'a' }] });
  });
});

describe('documents', () => {
  it('keep what was encoded', () => {
    const value = unknownResult('jsonencode({ Version = "2012-10-17", Resource = arn })');
    expect(value.type).toEqual({ kind: 'string' });
    const encoded = value.text?.encoded;
    expect(encoded?.kind === 'object' && encoded.entries.get('Version')).toMatchObject({ value: '2012-10-17' });
  });

  it('come back with their places and unknown parts', () => {
    const value = evaluate('jsondecode(jsonencode({ a = ["x"], b = arn })).a[0]');
    expect(value).toMatchObject({ kind: 'string', value: 'x', origin: { start: 29, end: 32 } });
    expect(evaluate('jsondecode(jsonencode({ b = arn })).b')).toMatchObject({ kind: 'unknown', via: resource });
  });
});

describe('templatestring', () => {
  it('gives a string that stands at the call', () => {
    const value = evaluate('templatestring("$${upper(x)}-%%{ if y }yes%%{ endif }", { x = name, y = true })');
    expect(value).toMatchObject({ kind: 'string', value: 'APP-yes', text: null, marks: Mark.ROOT_DEFAULT });
    expect(value.origin?.start).toBe(0);
  });

  it('is unknown or wrong where the template is', () => {
    expect(unknownResult('templatestring("$${x}", { x = arn })')).toMatchObject({ reason: { kind: 'computed' } });
    expect(unknownResult('templatestring("$${x}", {})')).toMatchObject({ reason: { kind: 'invalid' } });
  });
});

describe('provenance', () => {
  it('goes with a string that a function does not change', () => {
    expect(evaluate('trimspace(name)')).toMatchObject({ value: 'app', via: { name: 'local.name' }, origin: null });
    expect(evaluate('upper(name)')).toMatchObject({
      value: 'APP',
      via: { name: 'local.name' },
      marks: Mark.ROOT_DEFAULT,
    });
    expect(evaluate('upper(name)').origin).toMatchObject({ start: 0, end: 11 });
  });

  it('goes with an unknown argument into an unknown result', () => {
    expect(evaluate('upper(arn)')).toMatchObject({ kind: 'unknown', reason, via: resource, type: { kind: 'string' } });
    expect(evaluate('md5([for x in [arn] : x][0])')).toMatchObject({ reason, via: resource });
  });
});

describe('what is not computed', () => {
  it.each([
    'timestamp()',
    'plantimestamp()',
    'uuid()',
    'bcrypt("x")',
    'base64gzip("x")',
    'pathexpand("~/x")',
    'provider::aws::arn_parse("x")',
  ])('%s says so', (text) => {
    expect(unknownResult(text).reason).toMatchObject({ kind: 'unsupported' });
  });

  it.each(['range(1e9)', 'nothing(1)', 'upper()', 'upper("a", "b")'])('%s is an error', (text) => {
    expect(unknownResult(text).reason).toMatchObject({ kind: 'invalid' });
  });

  it('would be too large', () => {
    const ten = JSON.stringify(Array.from({ length: 400 }, (_, i) => i));
    expect(unknownResult(`setproduct(${ten}, ${ten})`).reason).toMatchObject({ kind: 'limit' });
    expect(unknownResult('indent(1e9, "a\\nb")').reason).toMatchObject({ kind: 'limit' });
    expect(unknownResult('format("%999999999d", 1)').reason).toMatchObject({ kind: 'limit' });
  });
});

describe('every function', () => {
  const leaf = fc.oneof(
    fc.constant<Value>(nullValue()),
    fc.boolean().map((value): Value => bool(value)),
    fc.oneof(fc.integer({ min: -3, max: 40 }), fc.double({ noNaN: true })).map((value): Value => number(value)),
    fc
      .oneof(fc.string({ maxLength: 6 }), fc.constantFrom('%s', '10.0.0.0/8', '/a+/', 'YYYY', '2020-01-01T00:00:00Z'))
      .map((value): Value => string(value)),
    fc.constantFrom<Value>(unknown(reason), unknown(reason, { origin: null }, { type: { kind: 'string' } })),
  );
  const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom('list', 'tuple', 'set'), fc.array(tie('value'), { maxLength: 3 }))
        .map(([kind, items]): Value => sequence(kind as 'list' | 'tuple' | 'set', items)),
      fc
        .tuple(
          fc.constantFrom('map', 'object'),
          fc.array(fc.tuple(fc.string({ maxLength: 3 }), tie('value')), { maxLength: 3 }),
          fc.boolean(),
        )
        .map(
          ([kind, entries, isOpen]): Value =>
            mapping(kind as 'map' | 'object', new Map(entries), { origin: null }, isOpen ? reason : null),
        ),
    ),
  }));
  const place = { file: new SourceFile('main.tf', 'f()'), start: 0, end: 3 };
  const none: Reason = { kind: 'unsupported', message: 'there are no files', place: null };
  const context: FunctionContext = {
    place,
    argumentPlaces: [],
    files: { baseDirectory: '/', read: () => none, readBytes: () => none, exists: () => none, list: () => none },
    renderTemplate: () => unknown(none),
  };

  it.each(functionNames())('%s answers whatever it is given', (name) => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 4 }), (args) => {
        const answer = callFunction(name, args, context);
        if (answer.kind === 'unknown') expect(answer.reason.message).not.toBe('');
      }),
      { numRuns: 150 },
    );
  });
});
