import { AssertionError } from 'node:assert';
import { unifiedDiff } from '../fix/diff.ts';
import { type FixedPaths, type FixPathsOptions, fixPaths } from '../fix/fix-paths.ts';
import type { Finding } from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import { lintPaths } from '../lint/run.ts';
import { CaseError, expectedFindings, expectedUnresolved, foundFindings, foundUnresolved, textOf } from './entries.ts';
import { withFolder } from './folder.ts';
import { filesOf, pathsOf, type RuleCase } from './rule-case.ts';

type Files = Readonly<Record<string, string>>;

/**
 * Judges Terraform by one rule, or by several together, and holds everything they say against what the case lists:
 * severity, message, resource and underlined text of each finding, what is left open and why, and the text that all
 * fixes make, unsafe ones included. Fixed text must leave nothing to find and nothing to fix.
 *
 * @throws AssertionError with the difference, where rules say something else
 * @throws Error where the case does not say enough
 */
export async function expectRules(rules: Rule | readonly Rule[], example: RuleCase): Promise<void> {
  const judged = 'id' in rules ? [rules] : rules;
  const ids = judged.map(({ id }) => id);
  const [expected, open] = [expectedFindings(example, ids), expectedUnresolved(example, ids)];
  await withFolder(filesOf(example), async (folder) => {
    const { findings, unresolved, notices } = await lintPaths(requestFor(judged, example, folder));
    same('There are files that ecrlint cannot read', '', notices.join('\n'));
    same('The findings are not as expected', textOf(expected), textOf(foundFindings(findings, expected)));
    same('What is left open is not as expected', textOf(open), textOf(foundUnresolved(unresolved)));
    expectFixesToBeTold(findings, example);
  });
  if (example.fixed !== undefined) await expectFixed(judged, example, example.fixed);
}

/** The findings of a case, with the fixes they propose. */
export async function findingsOf(rule: Rule, example: RuleCase): Promise<readonly Finding[]> {
  return withFolder(
    filesOf(example),
    async (folder) => (await lintPaths(requestFor([rule], example, folder))).findings,
  );
}

function expectFixesToBeTold(findings: readonly Finding[], { fixed }: RuleCase): void {
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  if (fixes.length > 0 && fixed === undefined) {
    const told = fixes.map(({ safety, description }) => `${safety}: ${description}\n`).join('');
    fail('There are fixes, and the case does not tell the fixed text', '', told);
  }
  if (fixes.length === 0 && fixed !== undefined) fail('There is no fix', 'some fix\n', '');
}

async function expectFixed(rules: readonly Rule[], example: RuleCase, fixed: string | Files): Promise<void> {
  const before = filesOf(example);
  const wanted: Files = { ...before, ...(typeof fixed === 'string' ? { 'main.tf': fixed } : fixed) };
  const result = await fix(rules, example, before);
  const texts: Files = { ...before, ...Object.fromEntries(result.files.map(({ path, after }) => [path, after])) };
  for (const name of Object.keys({ ...wanted, ...texts })) {
    same(`The fixed text of ${name} is not as expected`, wanted[name] ?? '', texts[name] ?? '');
  }
  const refused = result.refused.map((file) => `${JSON.stringify(file)}\n`).join('');
  same('There is fixed text that is not valid', '', refused);
  same('Fixing comes to no end', 'stable', result.end);
  same('There are findings in the fixed text', '', textOf(foundFindings(result.after.findings, [])));
  const again = await fix(rules, example, texts);
  same('There are fixes in the fixed text', '', unifiedDiff(again.files));
}

function fix(rules: readonly Rule[], example: RuleCase, files: Files): Promise<FixedPaths> {
  return withFolder(files, (folder) => fixPaths({ ...requestFor(rules, example, folder), unsafe: true }));
}

function requestFor(
  rules: readonly Rule[],
  example: RuleCase,
  workingDirectory: string,
): Omit<FixPathsOptions, 'unsafe'> {
  const { options, defaults = {}, environment = null } = example;
  const [first] = rules;
  if (options !== undefined && rules.length > 1) throw new CaseError('Options are for one rule: judge it alone.');
  return {
    rules,
    selection: {
      only: rules.map(({ id }) => id),
      disable: [],
      severities: [],
      options: new Map(first === undefined || options === undefined ? [] : [[first.id, options]]),
    },
    workingDirectory,
    paths: pathsOf(example),
    settings: [],
    environmentVariables: {},
    environment,
    fixDefaults: defaults,
    config: null,
  };
}

function same(what: string, expected: string, actual: string): void {
  if (expected !== actual) fail(what, expected, actual);
}

/** Throws the difference, as every test runner shows it. */
function fail(what: string, expected: string, actual: string): never {
  const [, , , ...difference] = unifiedDiff([{ path: 'case', before: expected, after: actual }]).split('\n');
  const message = `${what} (- expected, + actual):\n${difference.join('\n')}`;
  throw new AssertionError({ message, actual, expected, operator: 'expectRules', stackStartFn: expectRules });
}
