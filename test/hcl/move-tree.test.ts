import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LazyBody } from '../../src/hcl/lazy-body.ts';
import { moveTree } from '../../src/hcl/move-tree.ts';
import { parseFile } from '../../src/hcl/parse-file.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Body } from '../../src/hcl/syntax.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = ['fixtures', 'test'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tf|tfvars|tofu)$/.test(name))
    .map((name) => join(folder, name)),
);

/** The stretches of spaces before the `=` of arguments and before comments, empty ones among them. */
function gapsOf(file: SourceFile): { start: number; end: number }[] {
  const { body, comments } = parseFile(file);
  const gaps: { start: number; end: number }[] = [];
  const visit = ({ attributes, blocks }: Body): void => {
    for (const { nameEnd } of attributes) {
      const spaces = /^ *(?==)/.exec(file.text.slice(nameEnd))?.[0];
      if (spaces !== undefined) gaps.push({ start: nameEnd, end: nameEnd + spaces.length });
    }
    for (const block of blocks) visit(block.body);
  };
  visit(body);
  for (const { start } of comments) {
    const spaces = /(?<=[^\s*]) *$/.exec(file.text.slice(0, start).split('\n').at(-1)!)?.[0];
    if (spaces !== undefined) gaps.push({ start: start - spaces.length, end: start });
  }
  return gaps.sort((a, b) => a.start - b.start);
}

/** A tree as text, with the text of the file of each node in place of the file. */
function shown(file: SourceFile): string {
  return JSON.stringify(parseFile(file), (_, value: unknown) => {
    if (value instanceof SourceFile) return value.text;
    if (!(value instanceof LazyBody)) return value;
    const { kind, file: source, start, end, attributes, blocks, syntax, incomplete } = value;
    return { kind, file: source, start, end, attributes, blocks, syntax, incomplete };
  });
}

describe('a tree that is moved', () => {
  const valid = FILES.map((path) => new SourceFile(path, readFileSync(join(ROOT, path), 'utf8'))).filter(
    (file) => file.text.length < 20_000 && parseFile(file).errors.length === 0,
  );

  test('is what reading the text gives', () => {
    expect(valid.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(
        fc.constantFrom(...valid),
        fc.infiniteStream(fc.integer({ min: 0, max: 6 })),
        fc.boolean(),
        ({ path, text }, some, isPutOff) => {
          const from = new SourceFile(path, text);
          const putOff = parseFile(from, () => isPutOff && (some.next().value as number) > 2);
          // Some are asked for what is in them before they are moved.
          for (const { body } of putOff.body.blocks) if ((some.next().value as number) > 2) body.attributes.at(0);
          const spacing = gapsOf(new SourceFile(path, text)).flatMap((gap) => {
            const spaces = some.next().value as number;
            return spaces === 0 ? [] : [{ ...gap, text: ' '.repeat(spaces) }];
          });
          let after = text;
          for (const edit of spacing.toReversed())
            after = after.slice(0, edit.start) + edit.text + after.slice(edit.end);
          const to = new SourceFile(path, after);
          moveTree(from, to, spacing);
          expect(parseFile(to).file).toBe(to);
          expect(shown(to)).toBe(shown(new SourceFile(path, after)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('keeps apart what had no space between', () => {
    const from = new SourceFile('main.tf', 'a= 1#one\nb ="${ [for x in y: x] }"\nc=d[*].e # two\n');
    const spacing = [
      { start: 1, end: 1, text: '   ' },
      { start: 4, end: 4, text: ' ' },
      { start: 10, end: 11, text: '' },
      { start: 43, end: 44, text: '    ' },
    ];
    const text = 'a   = 1 #one\nb="${ [for x in y: x] }"\nc=d[*].e    # two\n';
    const to = new SourceFile('main.tf', text);
    moveTree(from, to, spacing);
    expect(shown(to)).toBe(shown(new SourceFile('main.tf', text)));
  });
});
