import { expect } from 'vitest';
import type { Rule } from '../../src/lint/rule.ts';
import { changedTexts, type FixFilesOptions, findingsWithFixes, fixFiles, withChanges } from '../support/fix.ts';

/** Files by name, or a single `main.tf`. */
export type Code = string | Readonly<Record<string, string>>;

/** Expects that fixing gives exactly these files, that the rule is content with them, and that nothing is left to do. */
export async function expectFixed(rule: Rule, code: Code, changed: Code, options: FixFilesOptions = {}): Promise<void> {
  const files = named(code);
  const told = only(rule, options);
  const fixed = await fixFiles(files, [rule], told);
  expect(fixed.refused).toEqual([]);
  expect(changedTexts(fixed)).toEqual(named(changed));
  expect(fixed.end).toBe('stable');
  expect(fixed.after.findings.map(({ message }) => message)).toEqual([]);
  const again = await fixFiles(withChanges(files, fixed), [rule], told);
  expect(again.files).toEqual([]);
}

/** Expects that the rule finds something and proposes nothing for any of it. */
export async function expectNoFix(rule: Rule, code: Code, options: FixFilesOptions = {}): Promise<void> {
  const findings = await findingsWithFixes(named(code), [rule], only(rule, options));
  expect(findings.length).toBeGreaterThan(0);
  expect(findings.flatMap(({ fix }) => fix ?? [])).toEqual([]);
}

/** How safe the fixes are that the rule proposes, once each, with what they say. */
export async function proposed(rule: Rule, code: Code, options: FixFilesOptions = {}): Promise<string[]> {
  const findings = await findingsWithFixes(named(code), [rule], only(rule, options));
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  return [...new Set(fixes.map(({ safety, description }) => `${safety}: ${description}`))];
}

function named(code: Code): Readonly<Record<string, string>> {
  return typeof code === 'string' ? { 'main.tf': code } : code;
}

function only(rule: Rule, options: FixFilesOptions): FixFilesOptions {
  return { ...options, selection: { only: [rule.id] } };
}
