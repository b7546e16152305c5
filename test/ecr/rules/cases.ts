import { describe, expect, it } from 'vitest';
import type { GivenOptions } from '../../../src/lint/options.ts';
import type { ExpectedFinding, Rule } from '../../../src/lint/rule.ts';
import { lintFiles, seenIn } from '../../support/lint.ts';

/** Terraform with everything a rule says about it. */
interface Case {
  readonly title: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly findings?: readonly ExpectedFinding[];
  /** Each as `resource: reason`. */
  readonly unresolved?: readonly string[];
  /** What the rule is told. */
  readonly options?: GivenOptions;
}

/** Cases of a rule that its page does not show. */
export function testCases(rule: Rule, { good, bad }: { good: readonly Case[]; bad: readonly Case[] }): void {
  describe(rule.id, () => {
    it.each(good)('is silent: $title', (given) => check(rule, given));
    it.each(bad)('finds: $title', (given) => check(rule, given));
  });
}

async function check(rule: Rule, given: Case): Promise<void> {
  const { code, findings = [], unresolved = [], options = {} } = given;
  const selection = { only: [rule.id], options: new Map([[rule.id, options]]) };
  const result = await lintFiles(typeof code === 'string' ? { 'main.tf': code } : code, [rule], selection);
  const found = seenIn(result).map(({ severity, message, resource, text, line, file }) => {
    return { severity, message, resource, at: text, line, file };
  });
  const expected = findings.map((finding) => ({ ...finding, ...placeOf(finding, given) }));
  expect(found.toSorted(byPlace)).toEqual(expected.toSorted(byPlace));
  expect(result.unresolved.map(({ resource, reason }) => `${resource}: ${reason}`)).toEqual(unresolved);
}

interface Located {
  readonly file: string;
  readonly line: number;
}

function placeOf({ at, line, file = 'main.tf' }: ExpectedFinding, { code }: Case): Located {
  if (line !== undefined) return { line, file };
  const text = typeof code === 'string' ? code : (code[file] ?? '');
  const start = text.indexOf(at);
  if (start === -1 || text.indexOf(at, start + 1) !== -1) throw new Error(`${at} does not occur exactly once.`);
  return { line: text.slice(0, start).split('\n').length, file };
}

function byPlace(a: Located, b: Located): number {
  return a.file.localeCompare(b.file) || a.line - b.line;
}
