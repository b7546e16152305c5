/**
 * Tests for rules of one's own, under any test runner.
 *
 * ```ts
 * import { test } from 'node:test';
 * import { expectRules, ruleTests } from 'ecrlint/testing';
 *
 * for (const { title, run } of ruleTests(rule)) test(title, run);
 *
 * test('a variable without a value', () => expectRules(rule, { code: '…', unresolved: [ … ] }));
 * ```
 */
export type { BadExample, Example, ExpectedFinding, ExpectedUnresolved, Rule } from '../lint/rule.ts';
export { expectRules } from './expect-rules.ts';
export type { InCase, RuleCase } from './rule-case.ts';
export { type RuleTest, ruleTests } from './rule-tests.ts';
