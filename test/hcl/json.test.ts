import { describe, expect, it } from 'vitest';
import { blocksOfType, parseJson } from '../../src/hcl/json.ts';
import { expressionInJsonString } from '../../src/hcl/json-expression.ts';
import { type JsonValue, parseJsonText } from '../../src/hcl/json-reader.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Block, Body, Expression, ParsedFile } from '../../src/hcl/syntax.ts';
import { describeProblems, nodesOf, outline, sourceOf } from './support.ts';

function document(text: string) {
  return parseJsonText(new SourceFile('test.json', text));
}

function json(text: string): ParsedFile {
  return parseJson(new SourceFile('test.tf.json', text));
}

/** The expression that a JSON value is, as the value of a property. */
function value(text: string): Expression {
  const { body, errors } = json(`{"a": ${text}}`);
  expect(errors).toEqual([]);
  return body.attributes[0]!.value;
}

/** Blocks as "labels: arguments". */
function summary(blocks: readonly Block[]): string[] {
  return blocks.map((block) => {
    const names = block.body.attributes.map((attribute) => attribute.name).join(' ');
    return `${block.labels.map((label) => label.value).join('.')}: ${names}`;
  });
}

describe('reading JSON', () => {
  it('gives every value and name its range', () => {
    const { root, errors } = document(' {"a" : [1.50, "b\\n", true, null], "c": {}} ');
    expect(errors).toEqual([]);
    expect([...nodesOf(root)].map(({ node }) => sourceOf(node))).toEqual([
      '{"a" : [1.50, "b\\n", true, null], "c": {}}',
      '"a" : [1.50, "b\\n", true, null]',
      '[1.50, "b\\n", true, null]',
      '1.50',
      '"b\\n"',
      'true',
      'null',
      '"c": {}',
      '{}',
    ]);
    const [first] = root.kind === 'object' ? root.properties : [];
    expect(first).toMatchObject({ name: 'a', nameStart: 2, nameEnd: 5 });
  });

  it('keeps the digits of numbers and all properties of one name', () => {
    const { root } = document('{"a": 1.50, "a": -12e+3}');
    const properties = root.kind === 'object' ? root.properties : [];
    expect(properties.map((property) => property.value)).toMatchObject([
      { kind: 'number', text: '1.50', value: 1.5 },
      { kind: 'number', text: '-12e+3', value: -12_000 },
    ]);
  });

  it.each([
    ['', ': Expected a JSON value, but the text ends here'],
    ['{', ': Expected a property name in double quotes or "}", but the text ends here'],
    ['{"a"}', '}: Expected ":" after the name of a property'],
    ['{"a": }', '}: Expected a JSON value'],
    ['{"a": 1 "b": 2}', '": Expected "," or "}" after a property'],
    ['{"a": 1,}', '}: Expected a property name in double quotes after ","'],
    ['{a: 1}', 'a: Expected a property name in double quotes or "}"'],
    ["{'a': 1}", '\': Expected a property name in double quotes or "}"'],
    ['[1,]', ']: Expected a JSON value'],
    ['[1 2]', '2: Expected "," or "]" after an item'],
    ['[1}', '}: Expected "," or "]" after an item'],
    ['01', '01: This is not a JSON number'],
    ['1.', '1.: This is not a JSON number'],
    ['.5', '.: Expected a JSON value'],
    ['-', '-: This is not a JSON number'],
    ['1e', '1e: This is not a JSON number'],
    ['+1', '+: Expected a JSON value'],
    ['True', 'T: Expected a JSON value'],
    ['nullx', 'n: Expected a JSON value'],
    ['"a', '": This string is not closed on its line'],
    ['"a\n"', '": This string is not closed on its line'],
    ['"\t"', '\t: A control character must be written as an escape in a JSON string'],
    ['"\\q"', '\\q: This is not a JSON escape sequence'],
    ['"\\u12"', '\\u: This is not a JSON escape sequence'],
    ['{} {}', '{: Expected nothing more after the value'],
    ['// a\n1', '/: Expected a JSON value'],
    ['\ufeff1', '\ufeff: Expected a JSON value'],
  ])('%j is refused', (text, problem) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(describeProblems(document(text).errors)).toEqual([problem]);
  });

  it('keeps what stands before an error', () => {
    const { root } = document('{"a": [1, {"b": 2, c');
    const show = (node: JsonValue): unknown => {
      if (node.kind === 'array') return node.items.map(show);
      if (node.kind !== 'object') return node.kind;
      return [...node.properties.map((property) => [property.name, show(property.value)]), node.complete];
    };
    expect(show(root)).toEqual([['a', ['number', [['b', 'number'], false]]], false]);
  });
});

describe('values as expressions', () => {
  it.each([
    ['1.50', '1.5'],
    ['true', 'true'],
    ['null', 'null'],
    ['[1, "b"]', '[1 (json "b")]'],
    ['{"b": 1, "${c}": 2}', '{"b": 1, (json ${c}): 2}'],
    ['""', '(json)'],
    ['"a\\n\\"b\\""', '(json "a\\n\\"b\\"")'],
    ['"a${b}c"', '(json "a" ${b} "c")'],
    ['"${b[\\"c\\"]}"', '(json ${(index b (quoted "c"))})'],
    ['"$${b} %%{c}"', '(json "${b} %{c}")'],
    ['"%{ if a }b%{ else }c%{ endif }"', '(json (if a "b" else "c"))'],
    ['"${[for v in a[*].b : \\"x${v}\\"]}"', '(json ${(for v (splat-full a (. @ b)) (quoted "x" ${v}))})'],
  ])('%s', (text, expected) => {
    expect(outline(value(text))).toBe(expected);
  });

  it('have their ranges in the file, escapes or not', () => {
    const texts = (text: string): string[] => [...nodesOf(value(text))].map(({ node }) => sourceOf(node));
    expect(texts('"a ${b.c} d"')).toEqual(['"a ${b.c} d"', 'a ', '${b.c}', 'b.c', 'b', ' d']);
    expect(texts('"\\u0061${f(\\"b\\\\n\\")}\\n"')).toEqual([
      '"\\u0061${f(\\"b\\\\n\\")}\\n"',
      '\\u0061',
      '${f(\\"b\\\\n\\")}',
      'f(\\"b\\\\n\\")',
      '\\"b\\\\n\\"',
      'b\\\\n',
      '\\n',
    ]);
  });

  it('have problems at their place in the file', () => {
    const { errors } = json('{"a": "\\t${b \\"c\\"}"}');
    expect(describeProblems(errors)).toEqual([
      '\\": Expected "}" to end the interpolation; a literal "${" is written "$${", but found a quoted string',
    ]);
    expect(describeProblems(json('{"a": "${b"}').errors)).toEqual([
      ': Expected "}" to end the interpolation; a literal "${" is written "$${", but found the end of the template',
    ]);
  });

  it('can be read as expressions, as for depends_on', () => {
    const template = value('"aws_ecr_repository.main[\\"a\\"]"');
    const read = template.kind === 'template' ? expressionInJsonString(template) : null;
    expect(outline(read!.expression)).toBe('(index (. aws_ecr_repository main) (quoted "a"))');
    expect(sourceOf(read!.expression)).toBe('aws_ecr_repository.main[\\"a\\"]');
  });
});

describe('files', () => {
  it('have every property as an attribute, with its name in quotes', () => {
    const { body } = json('{"a": 1, "b": {"c": 2}, "a": 3}');
    expect(body).toMatchObject({ syntax: 'json', blocks: [] });
    expect(body.attributes.map((attribute) => [attribute.name, sourceOf(attribute)])).toEqual([
      ['a', '"a": 1'],
      ['b', '"b": {"c": 2}'],
      ['a', '"a": 3'],
    ]);
    const [{ nameStart, nameEnd } = { nameStart: 0, nameEnd: 0 }] = body.attributes;
    expect([nameStart, nameEnd]).toEqual([1, 4]);
  });

  it('may be lists of objects', () => {
    expect(json('[{"a": 1}, {"b": 2}]').body.attributes.map((attribute) => attribute.name)).toEqual(['a', 'b']);
  });

  it('are nothing else', () => {
    const problem = 'A JSON configuration is an object, or a list of objects';
    expect(describeProblems(json('1').errors)).toEqual([`1: ${problem}`]);
    expect(describeProblems(json('[{}, "a"]').errors)).toEqual([`"a": ${problem}`]);
  });

  it('have "//" properties as comments, wherever they stand', () => {
    const { body, comments } = json('{"//": "one", "a": {"//": ["two"], "b": 1}}');
    expect(comments.map(sourceOf)).toEqual(['"//": "one"', '"//": ["two"]']);
    expect(body.attributes.map((attribute) => attribute.name)).toEqual(['a']);
    expect(summary(blocksOfType(body, 'a', 0))).toEqual([': b']);
  });

  it('are incomplete after an error', () => {
    const { body, errors } = json('{"resource": {"x": {"y": {"a": 1, "b"');
    expect(errors).toHaveLength(1);
    expect(body.incomplete).toBe(true);
    const [block] = blocksOfType(body, 'resource', 2);
    expect(block!.body).toMatchObject({ incomplete: true, attributes: [{ name: 'a' }, { name: 'b' }] });
  });
});

describe('blocks', () => {
  const bodyOf = (text: string): Body => {
    const { body, errors } = json(text);
    expect(errors).toEqual([]);
    return body;
  };

  // The examples of HCL's JSON specification, in other words.
  it.each([
    ['{"b": {"x": 1}}', 0, [': x']],
    ['{"b": [{"x": 1}, {"y": 1}]}', 0, [': x', ': y']],
    ['{"b": []}', 0, []],
    ['{"b": null}', 0, []],
    ['{"b": {"l": {"x": 1}, "m": [{"y": 1}, {}]}}', 1, ['l: x', 'm: y', 'm: ']],
    ['{"b": [{"l": {"x": 1}}, {"l": {"y": 1}}]}', 1, ['l: x', 'l: y']],
    ['{"b": {"l": {"x": 1}, "l": {"y": 1}}}', 1, ['l: x', 'l: y']],
    ['{"b": {"l": {"m": {"x": 1}, "n": {}}, "o": [{"p": {"y": 1}}]}}', 2, ['l.m: x', 'l.n: ', 'o.p: y']],
    ['{"b": {"l": null, "m": {}}}', 1, ['m: ']],
    ['{"b": [null, {"x": 1}]}', 0, [': ', ': x']],
    ['{"b": {"x": 1}, "c": 1, "b": {"y": 1}}', 0, [': x', ': y']],
    ['{"b": {"${l}": {"x": 1}}}', 1, ['${l}: x']],
    ['{"b": "text"}', 0, []],
    ['{"b": {"l": 1}}', 1, []],
  ])('%s with %i labels', (text, labelCount, expected) => {
    expect(summary(blocksOfType(bodyOf(text), 'b', labelCount))).toEqual(expected);
  });

  it('reach from the key of the innermost label to the end of the body', () => {
    const [block] = blocksOfType(bodyOf('{"resource": {"t": {"n" : {"a": 1}}}}'), 'resource', 2);
    expect(sourceOf(block!)).toBe('"n" : {"a": 1}');
    expect(sourceOf({ ...block!, end: block!.headerEnd })).toBe('"n"');
    expect(sourceOf(block!.body)).toBe('{"a": 1}');
    expect(block!.labels.map(sourceOf)).toEqual(['"t"', '"n"']);
    const [bare] = blocksOfType(bodyOf('{"locals": {"a": 1}}'), 'locals', 0);
    expect(sourceOf(bare!)).toBe('"locals": {"a": 1}');
  });

  it('nest, and can be dynamic', () => {
    const text = '{"r": {"dynamic": {"s": {"for_each": "${a}", "content": {"x": 1}}}, "s": {"x": 2}}}';
    const [block] = blocksOfType(bodyOf(text), 'r', 0);
    const [dynamic] = blocksOfType(block!.body, 'dynamic', 1);
    expect(summary([dynamic!])).toEqual(['s: for_each content']);
    expect(summary(blocksOfType(dynamic!.body, 'content', 0))).toEqual([': x']);
    expect(summary(blocksOfType(block!.body, 's', 0))).toEqual([': x']);
  });

  it('are the same objects each time', () => {
    const body = bodyOf('{"b": {"x": 1}}');
    expect(blocksOfType(body, 'b', 0)[0]).toBe(blocksOfType(body, 'b', 0)[0]);
  });
});
