import { strictEqual } from 'node:assert';
import type { Rule } from '../lint/rule.ts';
import { expectRules, findingsOf } from './expect-rules.ts';

/** A test without a test runner: give both to `test` of whatever runs it. */
export interface RuleTest {
  readonly title: string;
  readonly run: () => Promise<void>;
}

/** The tests that a rule carries in itself: one for each example, and one for what it promises of its fixes. */
export function ruleTests(rule: Rule): readonly RuleTest[] {
  const { good, bad } = rule.examples;
  return [
    ...bad.map((example) => ({ title: `finds: ${example.title}`, run: () => expectRules(rule, example) })),
    ...good.map((example) => ({ title: `is silent: ${example.title}`, run: () => expectRules(rule, example) })),
    { title: 'says how safe the fixes of its examples are', run: () => expectPromisedFixes(rule) },
  ];
}

async function expectPromisedFixes(rule: Rule): Promise<void> {
  const safeties = new Set<string>();
  for (const example of rule.examples.bad) {
    for (const { fix } of await findingsOf(rule, example)) {
      if (fix === null) continue;
      strictEqual(/^[A-Z`].*\.$/.test(fix.description), true, `Not a sentence: ${JSON.stringify(fix.description)}`);
      strictEqual(fix.edits.length > 0, true, `Without edits: ${JSON.stringify(fix.description)}`);
      safeties.add(fix.safety);
    }
  }
  const worst = safeties.has('unsafe') ? 'unsafe' : safeties.has('safe') ? 'safe' : undefined;
  strictEqual(
    rule.fix,
    worst,
    `The rule says of its fixes ${rule.fix ?? 'nothing'}; the worst in its examples is ${worst ?? 'none'}.`,
  );
}
