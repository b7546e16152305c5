import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/hcl/json.ts';
import { parseExpressionText, parseNative, parseTemplateText } from '../../src/hcl/parser.ts';
import { type Place, SourceFile } from '../../src/hcl/source.ts';
import type { Body, ParsedFile } from '../../src/hcl/syntax.ts';
import { damaged, expressionTexts, fragments } from './grammar.ts';
import { nodesOf, outline } from './support.ts';

const fixtures = new URL('./fixtures/valid/', import.meta.url);
const validTexts = readdirSync(fixtures).map((name) => readFileSync(new URL(name, fixtures), 'utf8'));

const jsonText = JSON.stringify({
  '//': 'comment',
  resource: { aws_ecr_repository: { a: { name: '${f("x\\n")} %{ if a }"b"%{ endif }', tags: [1, true, null] } } },
});

/** Texts of all kinds: random ones, random pieces of the language, and valid texts with some damage. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...fragments), { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.constantFrom(...validTexts, jsonText).chain(damaged),
  expressionTexts().map((text) => `a = ${text}\n`),
);

/** What holds for every tree, however broken the text. */
function checkTree(root: object, file: SourceFile): void {
  const lastEnd = new Map<Place, number>();
  for (const { node, parent } of nodesOf(root)) {
    expect(node.file).toBe(file);
    expect(node.start).toBeLessThanOrEqual(node.end);
    const outer = parent ?? { start: 0, end: file.text.length };
    expect(outer.start, 'starts inside its parent').toBeLessThanOrEqual(node.start);
    expect(node.end, 'ends inside its parent').toBeLessThanOrEqual(outer.end);
    if (isBody(node)) checkOrder([...node.attributes, ...node.blocks].sort((a, b) => a.start - b.start));
    if (parent !== null && !sharesItem(parent)) {
      expect(lastEnd.get(parent) ?? 0, 'starts after its sibling').toBeLessThanOrEqual(node.start);
      lastEnd.set(parent, node.end);
    }
  }
}

/** The element of a splat is both a child of it and the innermost node of `each`. Bodies keep two lists of children. */
function sharesItem(node: object): boolean {
  return 'kind' in node && (node.kind === 'splat' || node.kind === 'body');
}

function isBody(node: object): node is Body {
  return 'kind' in node && node.kind === 'body';
}

function checkOrder(places: readonly Place[]): void {
  for (let i = 1; i < places.length; i++) {
    expect(places[i - 1]!.end, 'ends before its sibling').toBeLessThanOrEqual(places[i]!.start);
  }
}

function checkFile({ body, comments, errors, file }: ParsedFile): void {
  checkTree(body, file);
  for (let i = 1; i < errors.length; i++) expect(errors[i - 1]!.start).toBeLessThanOrEqual(errors[i]!.start);
  checkOrder(comments);
  for (const place of [...comments, ...errors]) {
    expect(place.start).toBeLessThanOrEqual(place.end);
    expect(place.end).toBeLessThanOrEqual(file.text.length);
  }
}

describe('whatever the text', () => {
  it('a native file is read, with nodes inside each other and in order', () => {
    fc.assert(
      fc.property(texts, (text) => checkFile(parseNative(new SourceFile('a.tf', text)))),
      { numRuns: 1500 },
    );
  });

  it('a JSON file is read, with nodes inside each other and in order', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.json(), damaged(jsonText)), (text) =>
        checkFile(parseJson(new SourceFile('a.tf.json', text))),
      ),
      { numRuns: 500 },
    );
  });

  it('expressions and templates are read', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const file = new SourceFile('a', text);
        checkTree(parseExpressionText(file).expression, file);
        checkTree(parseTemplateText(file).template, file);
      }),
      { numRuns: 500 },
    );
  });

  it('a JSON string holds the same template as the text it stands for', () => {
    fc.assert(
      fc.property(expressionTexts(), fc.string(), (expression, before) => {
        const text = `${before.replace(/[$%]/g, '')}\${${expression}}`;
        const plain = parseTemplateText(new SourceFile('a', text), 'json');
        const { body, errors } = parseJson(new SourceFile('a.tf.json', JSON.stringify({ a: text })));
        expect(errors.map((problem) => problem.message)).toEqual(plain.errors.map((problem) => problem.message));
        expect(outline(body.attributes[0]!.value)).toBe(outline(plain.template));
      }),
      { numRuns: 300 },
    );
  });
});

describe('the valid fixtures', () => {
  it('have well-formed trees without problems', () => {
    for (const text of validTexts) {
      const parsed = parseNative(new SourceFile('a.tf', text));
      expect(parsed.errors).toEqual([]);
      checkFile(parsed);
    }
  });
});
