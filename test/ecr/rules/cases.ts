import { describe, expect, it } from 'vitest';
import type { BadExample, Example, Examples, ExpectedFinding, Rule } from '../../../src/lint/rule.ts';
import { lintFiles, type Seen, seenIn } from '../../support/lint.ts';

/** Cases of a rule that its page does not show. */
export function testCases(rule: Rule, { good, bad }: Examples): void {
  describe(rule.id, () => {
    it.each(good.map((example) => ({ title: example.title, example })))('is silent: $title', async ({ example }) => {
      expect(await found(rule, example)).toEqual([]);
    });

    it.each(bad.map((example) => ({ title: example.title, example })))('finds: $title', async ({ example }) => {
      const expected = example.findings.map((finding) => ({ ...finding, ...placeOf(finding, example) }));
      const findings = await found(rule, example);
      expect(findings.toSorted(byPlace)).toEqual(expected.toSorted(byPlace));
    });
  });
}

type Found = Required<ExpectedFinding>;

async function found(rule: Rule, { code }: Example): Promise<Found[]> {
  const result = await lintFiles(typeof code === 'string' ? { 'main.tf': code } : code, [rule]);
  return seenIn(result).map(({ severity, message, resource, text, line, file }: Seen) => {
    return { severity, message, resource, at: text, line, file };
  });
}

function placeOf(
  { at, line, file = 'main.tf' }: ExpectedFinding,
  { code }: BadExample,
): { line: number; file: string } {
  if (line !== undefined) return { line, file };
  const text = typeof code === 'string' ? code : (code[file] ?? '');
  const start = text.indexOf(at);
  if (start === -1 || text.indexOf(at, start + 1) !== -1) throw new Error(`${at} does not occur exactly once.`);
  return { line: text.slice(0, start).split('\n').length, file };
}

function byPlace(a: Found, b: Found): number {
  return a.file.localeCompare(b.file) || a.line - b.line;
}
