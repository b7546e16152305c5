import { describe, expect, it } from 'vitest';
import { fixToFixedPoint } from '../../src/fix/fixed-point.ts';
import type { ProposedFix } from '../../src/fix/prepare.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { literal } from '../../src/lint/fix.ts';

/** A rule that puts one number in the place of another wherever it stands. */
function replace(rule: string, from: number, to: number): (file: SourceFile) => ProposedFix[] {
  return (file) =>
    [...file.text.matchAll(new RegExp(`= (${from})\n`, 'g'))].map((match) => {
      const start = match.index + 2;
      const value = { file, start, end: start + String(from).length };
      const edits = [{ kind: 'replace-value', value, by: literal(to) }] as const;
      return { rule, fix: { safety: 'safe', description: `${from} becomes ${to}.`, edits } };
    });
}

/** Runs rules over files until nothing is left to do. */
function run(files: Readonly<Record<string, string>>, ...rules: readonly ReturnType<typeof replace>[]) {
  const seen: ReadonlyMap<string, SourceFile>[] = [];
  const result = fixToFixedPoint({
    propose: async (texts) => {
      seen.push(texts);
      const sources = Object.entries(files).map(([path, text]) => texts.get(path) ?? new SourceFile(path, text));
      return sources.flatMap((file) => rules.flatMap((rule) => rule(file)));
    },
  });
  return result.then((done) => ({ ...done, seen }));
}

describe('fixes are applied until none is left', () => {
  it('in as many rounds as one leads to another', async () => {
    const files = { 'main.tf': 'a = 1\n', 'other.tf': 'b = 2\n', 'third.tf': 'c = 9\n' };
    const { end, seen, ...result } = await run(files, replace('r', 1, 2), replace('s', 2, 3));
    expect(end).toBe('stable');
    expect(result.files).toMatchObject([
      { path: 'main.tf', before: 'a = 1\n', after: 'a = 3\n', paths: [['a'], ['a']], rules: ['r', 's'] },
      { path: 'other.tf', before: 'b = 2\n', after: 'b = 3\n', paths: [['b']], rules: ['s'] },
    ]);
    expect(result.applied).toEqual([
      { rule: 'r', description: '1 becomes 2.', files: ['main.tf'] },
      { rule: 's', description: '2 becomes 3.', files: ['other.tf'] },
      { rule: 's', description: '2 becomes 3.', files: ['main.tf'] },
    ]);
    expect(seen.map((files) => Object.fromEntries([...files].map(([path, { text }]) => [path, text])))).toEqual([
      {},
      { 'main.tf': 'a = 2\n', 'other.tf': 'b = 3\n' },
      { 'main.tf': 'a = 3\n', 'other.tf': 'b = 3\n' },
    ]);
  });

  it('and nothing is done when there is nothing to do', async () => {
    const { files, end, seen } = await run({ 'main.tf': 'a = 1\n' }, replace('r', 2, 3));
    expect([files, end, seen.length]).toEqual([[], 'stable', 1]);
  });

  it('but not for ever', async () => {
    const grow = (file: SourceFile) => replace('r', Number(/\d+/.exec(file.text)?.[0]), file.text.length * 100)(file);
    const endless = (file: SourceFile) => {
      const value = Number(/\d+/.exec(file.text)?.[0]);
      return replace('r', value, value + 1)(file);
    };
    expect((await run({ 'main.tf': 'a = 1\n' }, grow)).end).not.toBe('stable');
    const { files, end, seen } = await run({ 'main.tf': 'a = 1\n' }, endless);
    expect([files[0]?.after, end, seen.length]).toEqual(['a = 11\n', 'rounds', 11]);
  });

  it('with what cannot be applied said at the end', async () => {
    const broken = { file: new SourceFile('main.tf', 'a = 1\n'), start: 0, end: 1 };
    const edits = [{ kind: 'remove-block', block: broken }] as const;
    const { refused, end } = await fixToFixedPoint({
      propose: async () => [{ rule: 'r', fix: { safety: 'safe', description: 'x', edits } }],
    });
    expect([refused.map(({ rule, reason }) => [rule, reason]), end]).toEqual([
      [['r', 'there is no block here']],
      'stable',
    ]);
  });
});

describe('rules that undo each other', () => {
  it('are named, and nothing is kept', async () => {
    const files = { 'main.tf': 'a = 1\n', 'other.tf': 'b = 8\n' };
    const { end, fighting, ...result } = await run(files, replace('r', 1, 2), replace('q', 2, 1), replace('s', 8, 9));
    expect({ end, fighting }).toEqual({ end: 'cycle', fighting: ['q', 'r'] });
    expect([result.files, result.applied]).toEqual([[], []]);
  });

  it('are found in a circle of three that does not come back to the start', async () => {
    const rules = [replace('r', 1, 2), replace('s', 2, 3), replace('t', 3, 4), replace('u', 4, 2)];
    expect((await run({ 'main.tf': 'a = 1\n' }, ...rules)).fighting).toEqual(['s', 't', 'u']);
  });
});
