import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/hcl/json.ts';
import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { TemplateText } from '../../src/hcl/syntax.ts';
import { offsetsOfText, placeInText } from '../../src/hcl/text-map.ts';
import { nodesOf, sourceOf } from './support.ts';

/** The text parts of a file, in order. */
function textParts(text: string, syntax: 'native' | 'json' = 'native'): TemplateText[] {
  const file = new SourceFile('test.tf', text);
  const { body, errors } = syntax === 'json' ? parseJson(file) : parseNative(file);
  expect(errors).toEqual([]);
  return [...nodesOf(body)].flatMap(({ node }) => (isText(node) ? [node] : []));
}

function isText(node: object): node is TemplateText {
  return 'kind' in node && node.kind === 'text';
}

/** Finds `wanted` in the value of the part that holds it, and returns the source it is written as. */
function written(parts: readonly TemplateText[], wanted: string): string {
  const part = parts.find((candidate) => candidate.value.includes(wanted));
  if (part === undefined) throw new Error(`no part holds ${wanted}`);
  const from = part.value.indexOf(wanted);
  return sourceOf(placeInText(part, from, from + wanted.length));
}

describe('quoted strings', () => {
  it('map through escapes', () => {
    const parts = textParts('a = "{\\"Principal\\": \\"*\\", \\u00e9\\U0001F600 $${x}\\n}"\n');
    expect(written(parts, '"*"')).toBe('\\"*\\"');
    expect(written(parts, '*')).toBe('*');
    expect(written(parts, 'é')).toBe('\\u00e9');
    expect(written(parts, '😀')).toBe('\\U0001F600');
    expect(written(parts, '${x}')).toBe('$${x}');
    expect(written(parts, '\n}')).toBe('\\n}');
  });

  it('map half of what one escape stands for to the whole escape', () => {
    const [part] = textParts('a = "x\\U0001F600y"\n');
    expect(sourceOf(placeInText(part!, 1, 2))).toBe('\\U0001F600');
    expect(sourceOf(placeInText(part!, 2, 3))).toBe('\\U0001F600');
    expect(sourceOf(placeInText(part!, 2, 4))).toBe('\\U0001F600y');
  });

  it('map after strip markers', () => {
    const parts = textParts('a = "${b ~} \\n c\\"d ${~ e}"\n');
    expect(parts.map((part) => part.value)).toEqual(['c"d']);
    expect(written(parts, 'c"')).toBe('c\\"');
    expect(written(parts, '"d')).toBe('\\"d');
  });

  it('map empty stretches to empty places', () => {
    const [part] = textParts('a = "x\\ty"\n');
    expect(placeInText(part!, 0, 0)).toMatchObject({ start: 5, end: 5 });
    expect(placeInText(part!, 2, 2)).toMatchObject({ start: 8, end: 8 });
    expect(placeInText(part!, 3, 3)).toMatchObject({ start: 9, end: 9 });
  });
});

describe('heredocs', () => {
  it('map lines that were dedented', () => {
    const parts = textParts('a = <<-E\n    {\n      "a": "*"\n    }\n    E\n');
    expect(parts.map((part) => part.value)).toEqual(['{\n', '  "a": "*"\n', '}\n']);
    expect(written(parts, '"*"')).toBe('"*"');
    expect(placeInText(parts[1]!, 0, 2)).toMatchObject({ start: 19, end: 21 });
  });

  it('map through CRLF and doubled markers', () => {
    const parts = textParts('a = <<E\r\none\r\n$${two} "three"\r\nE\r\n');
    expect(written(parts, '\r\n${two}')).toBe('\r\n$${two}');
    expect(written(parts, '"three"')).toBe('"three"');
    const [part] = parts;
    const from = part!.value.indexOf('"three"');
    expect(placeInText(part!, from, from + 7)).toMatchObject({ start: 22, end: 29 });
  });
});

describe('JSON strings', () => {
  it('map through their escapes', () => {
    const parts = textParts('{"a": "{\\"b\\": \\"\\u002a\\"}"}', 'json');
    expect(written(parts, '"*"')).toBe('\\"\\u002a\\"');
    expect(written(parts, '*')).toBe('\\u002a');
  });

  it('map through the escapes of a string inside an interpolation', () => {
    const parts = textParts('{"a": "${f(\\"x\\\\n$${y}\\")} \\n"}', 'json');
    expect(written(parts, 'x')).toBe('x');
    expect(written(parts, '\n${')).toBe('\\\\n$${');
    expect(written(parts.slice(1), '\n')).toBe('\\n');
  });

  it('map without escapes of their own', () => {
    const parts = textParts('{"a": "${b} $${c} d"}', 'json');
    expect(written(parts, '${c} d')).toBe('$${c} d');
  });
});

it('offsets of all characters agree with their places', () => {
  const parts = textParts('a = "x\\n${b ~}  \\u00e9\\U0001F600 $${y}"\nc = <<-E\n    d\n  $${e}\n  E\n');
  for (const part of parts) {
    const offsets = offsetsOfText(part);
    expect(offsets).toHaveLength(part.value.length + 1);
    for (let i = 0; i < part.value.length; i++) expect(placeInText(part, i, i + 1).start).toBe(offsets[i]);
    expect(placeInText(part, 0, part.value.length).end).toBe(offsets[part.value.length]);
  }
});
