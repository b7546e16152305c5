import { readdirSync, readFileSync } from 'node:fs';
import { getExpressionAst, parse } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpressionText, parseNative } from '../../src/hcl/parser.ts';
import { hcl2jsonAccepts } from '../../src/hcl/second-opinion.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { damaged, expressionTexts, fragments } from './grammar.ts';
import { type HashicorpNode, hashicorpOperations, ourOperations } from './hashicorp-tree.ts';
import { hcl2jsonForm } from './hcl2json-form.ts';
import { describeProblems, sourceOf } from './support.ts';

/** HashiCorp's own parser, compiled to WebAssembly, is what ours answers to. */

/** Checks that both parsers accept a text or both refuse it, and that they read the same in it. */
async function agree(text: string): Promise<boolean> {
  const file = new SourceFile('test.tf', text);
  const { body, errors } = parseNative(file);
  const opinion = await hcl2jsonAccepts(file);
  const theirs = opinion.accepted ? 'valid' : opinion.message;
  expect({ text, valid: errors.length === 0, ours: describeProblems(errors), theirs }).toMatchObject({
    valid: opinion.accepted,
  });
  // A valid file has no JSON form if blocks of one type differ in their labels.
  if (opinion.accepted && opinion.json !== null) expect(hcl2jsonForm(body)).toEqual(opinion.json);
  return opinion.accepted;
}

function fixtures(folder: string): [string, string][] {
  const url = new URL(`./fixtures/${folder}/`, import.meta.url);
  return readdirSync(url).map((name) => [name, readFileSync(new URL(name, url), 'utf8')]);
}

describe('both parsers', () => {
  it.each(fixtures('valid'))('accept %s and read the same', async (_name, text) => {
    expect(await agree(text)).toBe(true);
  });

  it.each(fixtures('invalid'))('refuse %s, ours with one problem', async (_name, text) => {
    expect(await agree(text)).toBe(false);
    expect(describeProblems(parseNative(new SourceFile('test.tf', text)).errors)).toHaveLength(1);
  });

  // What one would not guess.
  it.each([
    ['a = b[\n*]\n', false],
    ['a = (b[\n*\n])\n', true],
    ['a = { b = 1\n, c = 2 }\n', false],
    ['a = { for = 1 }\n', false],
    ['a = { b = 1, for = 1 }\n', true],
    ['a = b.0.1\n', false],
    ['a = b.0.e5\n', false],
    ['a = 1.e5\n', true],
    ['a = 1e400\nb = -1e400\nc = "x${1e400}"\nd = "x${99999999999999999999}"\n', true],
    ['a = 1 /* x\n */\nb = 2\n', true],
    ['a = 1 /* x\n */ b = 2\n', false],
    ['a = f\n(b)\n', false],
    ['a = p :: f (b)\n', true],
    ['a = f(b...,)\n', false],
    ['a = "${b ~ }"\n', false],
    ['a = { b = 1 ~}\n', false],
    ['a = <<E\nE', false],
    ['a = <<E \nE\n', false],
    ['a = <<E\n\u00a0E\u2003\n', true],
    ['a = <<E\nx\ry\nE\n', false],
    ['a = "x\u2028y"\n', true],
    ['a = 1\f\n', false],
    ['a { b {} }\n', false],
    ['a {\n}b {\n}\n', false],
    ['a { b = <<E\nE\n}\n', false],
    ['a = "\\uD83D\\uDE00"\n', false],
    ['a "b\\q" {}\n', false],
    ['a "$${b}" {}\n', true],
    ['a = !b ? c : d\n', true],
    ['a = b ? c :\nd\n', false],
  ])('%j', async (text, valid) => {
    expect(await agree(text)).toBe(valid);
  });

  it('agree on expressions of all forms', async () => {
    await fc.assert(
      fc.asyncProperty(expressionTexts(), async (text) => {
        await agree(`a = ${text}\n`);
      }),
      { numRuns: 400 },
    );
  });

  it('agree on damaged files and on nonsense', async () => {
    const valid = fixtures('valid').map(([, text]) => text);
    const nonsense = fc.array(fc.constantFrom(...fragments), { maxLength: 16 }).map((pieces) => pieces.join(''));
    // Half a surrogate pair cannot reach HashiCorp's parser, which reads UTF-8.
    const texts = fc.oneof(fc.constantFrom(...valid).chain(damaged), nonsense).filter((text) => text.isWellFormed());
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await agree(text);
      }),
      { numRuns: 600 },
    );
  });

  it('see the same operations on the same operands', async () => {
    await fc.assert(
      fc.asyncProperty(expressionTexts(), async (text) => {
        const { expression, errors } = parseExpressionText(new SourceFile('test.tf', text));
        if (errors.length > 0) return;
        const theirs: HashicorpNode | null = await getExpressionAst('test.tf', text);
        expect(ourOperations(expression)).toEqual(hashicorpOperations(theirs));
      }),
      { numRuns: 400 },
    );
  });
});

describe('a second opinion', () => {
  it.each([...fixtures('valid'), ...fixtures('invalid')])(
    "is that of the package's own interface on %s",
    async (name, text) => {
      const said = await parse(name, text).then(JSON.stringify, (error: Error) => error.message);
      const opinion = await hcl2jsonAccepts(new SourceFile(name, text));
      if (!opinion.accepted) expect(said).toContain(opinion.message);
      else if (opinion.json !== null) expect(said).toBe(JSON.stringify(opinion.json));
    },
  );

  it('says why a file is refused, and where', async () => {
    const opinion = await hcl2jsonAccepts(new SourceFile('a.tf', 'a = 1\nb = [1 2]\n'));
    expect(opinion).toEqual({
      accepted: false,
      message: expect.stringContaining('a.tf:2,8-9: Missing item separator'),
    });
  });

  it('accepts valid files that cannot be rendered as JSON', async () => {
    expect(await hcl2jsonAccepts(new SourceFile('a.tf', 'a "b" {}\na {}\n'))).toEqual({ accepted: true, json: null });
  });
});

it('places of problems agree with those of HashiCorp where both point at a token', async () => {
  for (const text of ['a = [1 2]\n', 'a = b c\n', 'a = 1\na = 2\n', 'a = "\\q"\n', 'a = f(1 2)\n', 'a {} b {}\n']) {
    const file = new SourceFile('test.tf', text);
    const [problem] = parseNative(file).errors;
    const { line, column } = file.position(problem!.start);
    const end = column + sourceOf(problem!).length;
    const opinion = await hcl2jsonAccepts(file);
    expect(opinion).toMatchObject({ message: expect.stringContaining(`test.tf:${line},${column}-${end}: `) });
  }
});
