import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../project/files.ts';

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist']);

interface TestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

describe('npm run new-rule', () => {
  let copy = '';

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'ecrlint-'));
    cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(relative(ROOT, path)) });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  const node = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  const newRule = (...args: readonly string[]) => node('--import', 'tsx', 'scripts/new-rule.ts', ...args);

  it('makes a rule that typechecks and is formatted, with its page, its row and its tests', () => {
    const { status, stdout } = newRule('sample-rule');
    expect(status).toBe(0);
    expect(stdout).toContain('rules/sample-rule.ts written\ntest/ecr/rules/sample-rule.test.ts written\n');
    expect(readFileSync(join(copy, 'rules/index.ts'), 'utf8')).toContain("from './sample-rule.ts'");
    expect(readFileSync(join(copy, 'README.md'), 'utf8')).toContain('(docs/rules/sample-rule.md)');
    expect(existsSync(join(copy, 'docs/rules/sample-rule.md'))).toBe(true);

    const files = ['rules/sample-rule.ts', 'test/ecr/rules/sample-rule.test.ts'];
    const compiled = node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
    expect(compiled.stdout.split('\n').filter((line) => line.includes('sample-rule'))).toEqual([]);
    for (const file of files) {
      const text = readFileSync(join(copy, file), 'utf8');
      const args = ['node_modules/@biomejs/biome/bin/biome', 'check', `--stdin-file-path=${file}`, '--write'];
      const formatted = spawnSync(process.execPath, args, { cwd: ROOT, input: text, encoding: 'utf8' });
      expect([formatted.stdout, formatted.status]).toEqual([text, 0]);
    }
  }, 60_000);

  it('makes tests that fail for what is to be filled in, and for nothing else', () => {
    const ours = ['-t', 'sample-rule|all rules'];
    const { stdout } = node('node_modules/vitest/vitest.mjs', 'run', 'test/rules.test.ts', '--reporter=json', ...ours);
    const report: TestReport = JSON.parse(stdout.slice(stdout.indexOf('{')));
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
    expect(failed).toEqual([
      "'sample-rule' has enough examples of both kinds, each with a title of its own",
      "'sample-rule' says what, why and how, and where that is from",
    ]);
    const passed = results.filter(({ status }) => status === 'passed').map(({ fullName }) => fullName);
    expect(passed).toContain("'sample-rule' has severities and a weight that make sense");
  }, 60_000);

  it.each([
    ['a name that is there', 'immutable-tags', 'There is a rule immutable-tags already.'],
    ['a name that is not kebab-case', 'Sample_Rule', 'Name the rule in kebab-case'],
    ['no name', '', 'Name the rule in kebab-case'],
  ])('refuses %s', (_, name, message) => {
    const { status, stderr } = newRule(name);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
