import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../cli/run.ts';
import { textOf } from '../../project/files.ts';
import { withFolder } from '../../support/folder.ts';

const MODULE = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n';

/** What `check` says of a configuration: standard error, without the program's name; it must not run. */
async function complaint(files: Readonly<Record<string, string>>, ...flags: string[]): Promise<string> {
  return withFolder({ 'main.tf': MODULE, ...files }, async (folder) => {
    const { exitCode, stdout, stderr } = await run(['check', ...flags], { in: folder });
    expect([exitCode, stdout]).toEqual([2, '']);
    return stderr.replace(/^ecrlint: /, '').trimEnd();
  });
}

/** A mistake, the position it is told at, the key it is told of, and what must be said of it. */
type Mistake = readonly [text: string, position: string, key: string, said: string];

const SYNTAX: readonly Mistake[] = [
  ['rules:\n\timmutable-tags: off\n', '2:1', '', 'Indent with spaces.'],
  ['rules:\n  immutable-tags: off\nrules:\n  scan-on-push: off\n', '3:1', 'rules', 'This key is there twice. Keep one'],
  ['rules:\n  scan-on-push: off\n  scan-on-push: error\n', '3:3', 'scan-on-push', 'This key is there twice.'],
  ['rules:\n  immutable-tags off\n  scan-on-push: off\n', '2:3', '', 'Check the colon'],
  ['rules: immutable-tags: off\n', '1:8', '', 'Put it on a line of its own'],
  ['exclude: [a,\nrules: {}\n', '2:1', '', 'A list that begins with [ is not closed before this. Add the ].'],
  ['rules: { a: off\n', '2:1', '', 'A map that begins with { is not closed before this. Add the }.'],
  ['rules: { immutable-tags: off scan-on-push: off }\n', '1:26', '', 'separated by commas'],
  ['rules:\n  immutable-tags: off\n scan-on-push: off\n', '3:1', '', 'Let all keys of a map begin in one column.'],
  ['extends: "strict" none\n', '1:19', '', 'Check the indentation, and put text'],
  ['exclude:\n  - *.gen.tf\n', '2:5', 'exclude[0]', 'needs quotes: "*.gen.tf".'],
  ['exclude:\n  - !keep.tf\n', '2:5', '', 'needs quotes: "!keep.tf".'],
  ['extends: "strict\nrules: {}\n', '1:10', '', 'The string that begins here is not closed.'],
  ['extends: @acme\n', '1:10', '', 'reserved character @'],
  ['---\nextends: strict\n---\nrules: {}\n', '3:1', '', 'Keep one'],
  ['rules: *all\n', '1:8', 'rules', 'There is no anchor &all before this alias. Text that begins with * needs quotes'],
  ['? [a]\n: b\n', '1:3', '', 'A key must be a word'],
  ['rules: !secret x\n', '1:8', '', 'Leave it out.'],
  ['rules: !!js/function x\n', '1:8', '', 'Leave it out.'],
  ['- immutable-tags\n', '1:1', '', 'A configuration is a map of keys and their values, not a list.'],
  ['recommended\n', '1:1', '', 'A configuration is a map of keys and their values, not "recommended".'],
];

const CONTENT: readonly Mistake[] = [
  ['rule:\n  immutable-tags: off\n', '1:1', 'rule', 'There is no such key. Did you mean rules?'],
  ['verbose: true\n', '1:1', 'verbose', 'There are $schema, extends, rules, environments, fix,'],
  ['rules:\n', '1:1', 'rules', 'This has no value. Give it a map, or take it out.'],
  [
    'rules:\n  immutable-tag: off\n',
    '2:3',
    'rules.immutable-tag',
    'There is no such rule. Did you mean immutable-tags?',
  ],
  ['rules:\n  CKV_AWS_51: off\n', '2:3', 'rules.CKV_AWS_51', 'Here it is called immutable-tags.'],
  ['rules:\n  zzzzzzzzzz: off\n', '2:3', 'rules.zzzzzzzzzz', '"ecrlint rules" lists them.'],
  ['rules:\n  scan-on-push: eror\n', '2:17', 'rules.scan-on-push', 'not "eror". Did you mean error?'],
  [
    'rules:\n  scan-on-push: false\n',
    '2:17',
    'rules.scan-on-push',
    'takes off, error, warning, info or a map, not false.',
  ],
  ['rules:\n  scan-on-push:\n    level: error\n', '3:5', 'rules.scan-on-push.level', 'The rule has no such option.'],
  [
    'rules:\n  scan-on-push:\n    severity: { prod: error }\n',
    '3:17',
    'rules.scan-on-push.severity.prod',
    'Did you mean production?',
  ],
  [
    'rules:\n  scan-on-push: { production: error }\n',
    '2:19',
    'rules.scan-on-push.production',
    'Write severity: { production: … }',
  ],
  ['rules:\n  required-tags:\n    keys: Owner\n', '3:11', 'rules.required-tags.keys', 'not "Owner". Write [Owner].'],
  ['rules:\n  required-tags: { kyes: [Owner] }\n', '2:20', 'rules.required-tags.kyes', 'Did you mean keys?'],
  [
    'rules:\n  scan-alerts: { required: 1 }\n',
    '2:28',
    'rules.scan-alerts.required',
    'This takes true or false, not 1.',
  ],
  [
    'rules:\n  cross-account-access:\n    trusted-accounts: [012345678901]\n',
    '3:24',
    'rules.cross-account-access.trusted-accounts[0]',
    'Write it in quotes: "012345678901".',
  ],
  ['extends: recomended\n', '1:10', 'extends', 'There is no preset "recomended". Did you mean recommended?'],
  ['extends: [strict, ./base.yaml]\n', '1:19', 'extends[1]', 'base.yaml cannot be read: there is no such file'],
  ['extends: 3\n', '1:10', 'extends', 'Write it in quotes: "3".'],
  ['extends: .\n', '1:10', 'extends', 'There is no preset "."'],
  ['environments:\n  override: prod\n', '2:13', 'environments.override', 'Did you mean production?'],
  ['environments:\n  words: [live]\n', '2:10', 'environments.words', 'This takes a map, not a list.'],
  ['environments:\n  tag: [Tier]\n', '2:3', 'environments.tag', 'Did you mean tags?'],
  ['fix: { untagged-days: 0 }\n', '1:23', 'fix.untagged-days', 'This takes a whole number from 1, not 0.'],
  ['fix: { untagged-days: 1.5 }\n', '1:23', 'fix.untagged-days', 'a whole number from 1, not 1.5'],
  ['fix: { kms-key: "a b" }\n', '1:17', 'fix.kms-key', 'This is not an expression of Terraform.'],
  ['fix: { trusted-organization: o-1 }\n', '1:30', 'fix.trusted-organization', 'such as o-a1b2c3d4e5, not "o-1".'],
  [
    'fix: { trusted-accounts: ["12"] }\n',
    '1:27',
    'fix.trusted-accounts[0]',
    'ids of accounts, twelve digits in quotes',
  ],
  ['exclude: legacy/\n', '1:10', 'exclude', 'This takes a list of strings, not "legacy/". Write [legacy/].'],
  ['exclude: [""]\n', '1:11', 'exclude[0]', 'An empty pattern matches nothing.'],
  ['exclude: [../other]\n', '1:11', 'exclude[0]', 'Write it without . and ..'],
  ['exclude: ["{a,b}/"]\n', '1:11', 'exclude[0]', 'Write one pattern for each.'],
  ['exclude: ["a[b"]\n', '1:11', 'exclude[0]', 'The set that [ begins is not closed.'],
  ['exclude: ["infra\\\\prod"]\n', '1:11', 'exclude[0]', 'Folders are separated by /'],
  ['overrides:\n  - rules: {}\n', '2:5', 'overrides[0].paths', 'This is required. Add paths: a list of strings.'],
  ['overrides:\n  - paths: []\n', '2:12', 'overrides[0].paths', 'This is empty.'],
  [
    'overrides:\n  - paths: [a/]\n    rules: { scan-on-push: { severity: off } }\n',
    '3:30',
    'overrides[0].rules.scan-on-push.severity',
    'Here stand severities alone',
  ],
  ['foreignSuppressions: [chekov]\n', '1:23', 'foreignSuppressions[0]', 'Did you mean checkov?'],
  ['foreignSuppressions: some\n', '1:22', 'foreignSuppressions', 'This takes true, false or a list of'],
];

describe('a mistake in a configuration', () => {
  it.each([...SYNTAX, ...CONTENT])('%j', async (text, position, key, said) => {
    const told = await complaint({ '.ecrlint.yaml': text });
    expect(told.split('\n')).toHaveLength(1);
    expect(told.startsWith(`.ecrlint.yaml:${position}: ${key === '' ? '' : `${key}: `}`), told).toBe(true);
    expect(told).toContain(said);
    // Always a way out: a sentence after what is wrong.
    expect(told).toMatch(/[.?]$/);
  });

  it.each([
    ['{"rules": {}\n"exclude": []}', '2:1', '', 'This is not valid JSON'],
    ['{"rules": {},}', '1:14', '', 'This is not valid JSON'],
    ['{"rules": {}, "rules": {}}', '1:15', 'rules: ', 'This key is there twice.'],
    ['{"rules": {"immutable-tags": "eror"}}', '1:30', 'rules.immutable-tags: ', 'Did you mean error?'],
    ['[]', '1:1', '', 'A configuration is a map'],
  ])('in JSON: %s', async (text, position, key, said) => {
    const told = await complaint({ '.ecrlint.json': text });
    expect(told.startsWith(`.ecrlint.json:${position}: ${key}`), told).toBe(true);
    expect(told).toContain(said);
  });
});

/** Told apart by what no JSON Schema of ours looks at: patterns, expressions, names of presets, files. */
const ONLY_OURS =
  /pattern|Braces|The set that|Folders are|not an expression|no preset|cannot be read|cannot lead|Write it without/;

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(textOf('schema/ecrlint.schema.json')));

  it.each(CONTENT.filter(([, , , said]) => !ONLY_OURS.test(said)))('refuses %j, too', (text) => {
    expect(validate(parse(text))).toBe(false);
  });
});

describe('several mistakes', () => {
  it('are all told at once, in their order', async () => {
    const text = 'rulez: {}\nrules:\n  a-rule: off\n  b-rule: off\n  scan-on-push: x\nexclude: a\n';
    const told = await complaint({ '.ecrlint.yaml': text });
    expect(told.split('\n').map((line) => line.replace(/:(\d+):\d+: (\S+):.*/, ' $1 $2'))).toEqual([
      'The configuration has 5 mistakes:',
      '.ecrlint.yaml 1 rulez',
      '.ecrlint.yaml 3 rules.a-rule',
      '.ecrlint.yaml 4 rules.b-rule',
      '.ecrlint.yaml 5 rules.scan-on-push',
      '.ecrlint.yaml 6 exclude',
    ]);
  });

  it('are told in all files that extend each other', async () => {
    const told = await complaint({ '.ecrlint.yaml': 'extends: ./base.yaml\na: 1\n', 'base.yaml': 'b: 1\n' });
    expect(told).toMatch(/^The configuration has 2 mistakes:\nbase\.yaml:1:1: b: .*\n\.ecrlint\.yaml:2:1: a: /);
  });

  it('are told up to twenty', async () => {
    const text = Array.from({ length: 23 }, (_, i) => `key-${i}: 1\n`).join('');
    const lines = (await complaint({ '.ecrlint.yaml': text })).split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toBe('and 3 more.');
  });
});

describe('a configuration that cannot be read', () => {
  it('is told where it is given', async () => {
    expect(await complaint({}, '--config', 'ci/ecrlint.yaml')).toBe(
      'ci/ecrlint.yaml: The configuration cannot be read: there is no such file or directory. Check the path.',
    );
  });

  it('is told where it is a directory', async () => {
    expect(await complaint({ '.ecrlint.yaml/x': '' })).toBe(
      '.ecrlint.yaml: The configuration cannot be read: it is a directory. Name a file.',
    );
  });

  it('is told where it is a link that leads nowhere, or a pipe', async () => {
    await withFolder({ 'a/main.tf': MODULE, 'b/main.tf': MODULE }, async (folder) => {
      symlinkSync('nowhere', join(folder, 'a/.ecrlint.yaml'));
      execFileSync('mkfifo', [join(folder, 'b/.ecrlint.yaml')]);
      const told = async (path: string): Promise<string> => (await run(['check', path], { in: folder })).stderr;
      expect(await told('a')).toContain('a/.ecrlint.yaml: The configuration cannot be read: there is no such file');
      expect(await told('b')).toContain('b/.ecrlint.yaml: The configuration cannot be read: it is no regular file.');
    });
  });

  it('is told where there are two in one folder', async () => {
    expect(await complaint({ '.ecrlint.yaml': '', '.ecrlint.json': '{}' })).toBe(
      '.ecrlint.json: There is .ecrlint.yaml, too, and only one of them can count. Keep one.',
    );
  });

  it('is told where files extend each other in a circle', async () => {
    const told = await complaint({
      '.ecrlint.yaml': 'extends: ./a.yaml\n',
      'a.yaml': 'extends: [b.yaml]\n',
      'b.yaml': 'extends: ./.ecrlint.yaml\n',
    });
    expect(told).toBe(
      'b.yaml:1:10: extends: These files extend each other in a circle: .ecrlint.yaml -> a.yaml -> b.yaml -> .ecrlint.yaml. Take one of them out.',
    );
  });

  it('is told where aliases multiply beyond measure', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(await complaint({ '.ecrlint.yaml': `${lines.join('\n')}\n` })).toContain('There is too much in this file');
  });

  it.each([
    ['nested beyond measure', `a: ${'['.repeat(50_000)}`],
    ['nested more than anybody writes', `a: ${'['.repeat(60)}${']'.repeat(60)}\n`],
    ['a list that holds itself', 'a: &a [*a]\n'],
    ['very many aliases', `a: &a x\nb: [${'*a, '.repeat(1000)}]\n`],
  ])('is told where there is %s', async (_, text) => {
    expect(await complaint({ '.ecrlint.yaml': text })).toMatch(/too (?:much|deeply) in this file|is not closed/);
  });

  it('has no control characters left when it is told', async () => {
    expect(await complaint({ '.ecrlint.yaml': '"\\e[31mred": 1\n' })).toContain(
      '"\\u001b[31mred": There is no such key.',
    );
  });
});
