import { describe, expect, it } from 'vitest';
import type { ExpectedFinding, Rule } from '../../../src/lint/rule.ts';
import { expectedFindings, foundFindings, textOf } from '../../../src/testing/entries.ts';
import { filesOf, type RuleCase } from '../../../src/testing/rule-case.ts';
import { lintFiles } from '../../support/lint.ts';

/** Terraform with everything a rule says about it; what fixes make of it is tested elsewhere. */
interface Case extends Pick<RuleCase, 'code' | 'options'> {
  readonly title: string;
  readonly findings?: readonly ExpectedFinding[];
  /** Each as `resource: reason`. */
  readonly unresolved?: readonly string[];
}

/** Cases of a rule that its page does not show. */
export function testCases(rule: Rule, { good, bad }: { good: readonly Case[]; bad: readonly Case[] }): void {
  describe(rule.id, () => {
    it.each(good)('is silent: $title', (given) => check(rule, given));
    it.each(bad)('finds: $title', (given) => check(rule, given));
  });
}

async function check(rule: Rule, { unresolved = [], options = {}, code, findings = [] }: Case): Promise<void> {
  const selection = { only: [rule.id], options: new Map([[rule.id, options]]) };
  const result = await lintFiles(filesOf({ code }), [rule], selection);
  const expected = expectedFindings({ code, findings }, [rule.id]);
  expect(textOf(foundFindings(result.findings, expected))).toBe(textOf(expected));
  expect(result.unresolved.map(({ resource, reason }) => `${resource}: ${reason}`)).toEqual(unresolved);
}
