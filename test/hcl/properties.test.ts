import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/hcl/json.ts';
import { LazyBody } from '../../src/hcl/lazy-body.ts';
import { parseExpressionText, parseNative, parseTemplateText } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { ParsedFile } from '../../src/hcl/syntax.ts';
import { damaged, expressionTexts, fragments } from './grammar.ts';
import { outline } from './support.ts';
import { defectOfFile, defectOfTree } from './well-formed.ts';

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

/** A file with an ordinary body in place of each that was put off. */
function withoutPutOff({ body, ...rest }: ParsedFile): ParsedFile {
  const blocks = body.blocks.map((block) => {
    const { kind, file, start, end, attributes, blocks, syntax, incomplete = false } = block.body;
    return { ...block, body: { kind, file, start, end, attributes, blocks, syntax, incomplete } };
  });
  return { ...rest, body: { ...body, blocks } };
}

function checkFile(parsed: ParsedFile): void {
  expect(defectOfFile(parsed)).toBeNull();
}

describe('whatever the text', () => {
  it('a native file is read, with nodes inside each other and in order', () => {
    fc.assert(
      fc.property(texts, (text) => checkFile(parseNative(new SourceFile('a.tf', text)))),
      { numRuns: 1500 },
    );
  });

  it('what is put off is the same when it is read after all', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const file = new SourceFile('a.tf', text);
        const putOff = parseNative(file, () => true);
        const bodies = putOff.body.blocks.map(({ body }) => body);
        if (putOff.errors.length === 0) expect(bodies.every((body) => body instanceof LazyBody)).toBe(true);
        checkFile(putOff);
        expect(withoutPutOff(putOff)).toEqual(parseNative(file));
      }),
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
        expect(defectOfTree(parseExpressionText(file).expression, file)).toBeNull();
        expect(defectOfTree(parseTemplateText(file).template, file)).toBeNull();
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
