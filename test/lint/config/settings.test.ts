import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { withFolder } from '../../support/folder.ts';
import { type Files, found, MUTABLE, only } from './found.ts';

/** What the environment of the repository in main.tf is, and why. */
async function environment(config: string, files: Files): Promise<string> {
  const all = { '.ecrlint.yaml': only('immutable-tags: error', config), ...files };
  return withFolder(all, async (folder) => {
    const { stdout, stderr } = await run(['check', '--format', 'json'], { in: folder });
    expect(stderr).toBe('');
    const { findings }: { findings: { environment: { kind: string; because: string } }[] } = JSON.parse(stdout);
    return findings
      .map(({ environment: { kind, because } }) => `${kind}: ${because.replace(/ \(\S+:\d+\)$/, '')}`)
      .join('\n');
  });
}

function tagged(key: string, value: string): string {
  return MUTABLE.replace('\n}', `\n  tags = { ${key} = ${value} }\n}`);
}

describe('environments', () => {
  const SAYS_NOTHING = 'unknown: nothing says whether this is production';

  it.each([
    ['', { 'main.tf': tagged('Tier', '"prod"') }, SAYS_NOTHING],
    ['environments: { tags: [Tier] }\n', { 'main.tf': tagged('tier', '"prod"') }, 'production: tag tier = "prod"'],
    ['environments: { variables: [Tier] }\n', { 'main.tf': tagged('Tier', '"prod"') }, SAYS_NOTHING],
    [
      'environments: { variables: [tier] }\n',
      { 'main.tf': `${MUTABLE}variable "tier" {}\n`, 'terraform.tfvars': 'tier = "prod"\n' },
      'production: var.tier = "prod"',
    ],
    [
      'environments: { tags: [tier] }\n',
      { 'main.tf': `${MUTABLE}variable "tier" {}\n`, 'terraform.tfvars': 'tier = "prod"\n' },
      SAYS_NOTHING,
    ],
    [
      'environments: { flags: [is-live] }\n',
      { 'main.tf': tagged('IsLive', '"true"') },
      'production: tag IsLive = "true"',
    ],
    ['', { 'main.tf': tagged('env', '"live"') }, SAYS_NOTHING],
    [
      'environments: { words: { production: [live] } }\n',
      { 'main.tf': tagged('env', '"live"') },
      'production: tag env = "live"',
    ],
    // A word that means something else is taken from where it was.
    [
      'environments: { words: { production: [stage] } }\n',
      { 'main.tf': tagged('env', '"stage"') },
      'production: tag env = "stage"',
    ],
    ['environments: { words: { ignore: [uat] } }\n', { 'main.tf': tagged('env', '"uat"') }, SAYS_NOTHING],
    [
      'environments: { words: { ignore: [pre-prod] } }\n',
      { 'main.tf': tagged('env', '"Pre_Prod"') },
      'production: tag env = "Pre_Prod"',
    ],
    [
      'environments: { paths: { production: [live/] } }\n',
      { 'live/eu/main.tf': MUTABLE },
      'production: directory live/eu',
    ],
    // Patterns count more than words, and none where both match.
    [
      'environments: { paths: { non-production: [prod/sandpit/] } }\n',
      { 'prod/sandpit/main.tf': MUTABLE },
      'non-production: directory prod/sandpit',
    ],
    ['environments: { paths: { production: [a/], non-production: [a/] } }\n', { 'a/main.tf': MUTABLE }, SAYS_NOTHING],
    [
      'environments: { tfvars: { production: ["eu-*.tfvars"] } }\n',
      { 'main.tf': `${MUTABLE}variable "x" {}\n`, 'eu-1.tfvars': 'x = 1\n' },
      'production: variables from eu-1.tfvars',
    ],
    ['environments: { names: { production: ["ap*"] } }\n', { 'main.tf': MUTABLE }, 'production: name "app"'],
    [
      'environments: { override: non-production }\n',
      { 'main.tf': tagged('env', '"prod"') },
      'non-production: the environment is set to non-production',
    ],
  ])('%j', async (config, files: Files, expected) => {
    expect(await environment(config, files)).toBe(expected);
  });

  it('give way to the flag', async () => {
    const config = only('immutable-tags: {}', 'environments: { override: non-production }\n');
    expect(await found({ '.ecrlint.yaml': config, 'main.tf': MUTABLE }, '--environment', 'production')).toEqual([
      'main.tf immutable-tags error production',
    ]);
  });
});

describe('fix', () => {
  /** The file after fixes of one rule. */
  async function fixed(rule: string, config: string, main: string, ...flags: string[]): Promise<string> {
    return withFolder({ '.ecrlint.yaml': only(rule, config), 'main.tf': main }, async (folder) => {
      const { stderr } = await run(['check', '--fix', '--unsafe-fixes', ...flags], { in: folder });
      expect(stderr).toBe('');
      return readFileSync(join(folder, 'main.tf'), 'utf8');
    });
  }

  it('says after how many days untagged images expire', async () => {
    expect(await fixed('lifecycle-policy: error', '', MUTABLE)).toContain('countNumber = 30');
    expect(await fixed('lifecycle-policy: error', 'fix: { untagged-days: 7 }\n', MUTABLE)).toContain('countNumber = 7');
  });

  it('names the key', async () => {
    const keys = 'resource "aws_kms_key" "ecr" {}\n\nresource "aws_kms_key" "other" {}\n';
    const config = 'fix: { kms-key: aws_kms_key.other.arn }\n';
    const text = await fixed('kms-encryption: error', config, `${keys}\n${MUTABLE}`);
    expect(text).toContain('kms_key         = aws_kms_key.other.arn');
  });

  it('names whom to trust, unless a flag does', async () => {
    const open = `${MUTABLE}resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }]
  })
}
`;
    const config = 'fix: { trusted-accounts: ["111122223333"] }\n';
    expect(await fixed('no-public-principal: error', config, open)).toContain('111122223333');
    const byFlag = await fixed('no-public-principal: error', config, open, '--trust', '444455556666');
    expect(byFlag).toContain('444455556666');
    expect(byFlag).not.toContain('111122223333');
  });
});

describe('suppressions', () => {
  const foreign = MUTABLE.replace('{\n', '{\n  # checkov:skip=CKV_AWS_51:not now\n');
  const own = MUTABLE.replace('{\n', '{\n  # ecrlint-ignore: immutable-tags -- not now\n');

  it('of other tools count as far as they are to', async () => {
    const among = async (config: string): Promise<string[]> =>
      found({ '.ecrlint.yaml': only('immutable-tags: error', config), 'main.tf': foreign });
    const finding = ['main.tf immutable-tags error unknown'];
    expect(await among('')).toEqual([]);
    expect(await among('foreignSuppressions: true\n')).toEqual([]);
    expect(await among('foreignSuppressions: false\n')).toEqual(finding);
    expect(await among('foreignSuppressions: [tfsec]\n')).toEqual(finding);
    expect(await among('foreignSuppressions: [tfsec, checkov]\n')).toEqual([]);
  });

  it('can be forbidden for a rule', async () => {
    const config = (suppressible: boolean): string =>
      only(`immutable-tags: { severity: error, suppressible: ${suppressible} }`, '  unused-suppression: off\n');
    expect(await found({ '.ecrlint.yaml': config(true), 'main.tf': own })).toEqual([]);
    expect(await found({ '.ecrlint.yaml': config(false), 'main.tf': own })).toEqual([
      'main.tf immutable-tags error unknown',
    ]);
  });
});

describe('modules', () => {
  const call = 'module "images" {\n  source  = "acme/container/aws"\n  version = "1.0.0"\n  tags_stay = false\n}\n';
  const modules =
    'modules:\n  - source: acme/container/aws\n    inputs:\n      immutable: { input: tags_stay, default: true }\n';

  it('are told of', async () => {
    const files = { '.ecrlint.yaml': only('immutable-tags: error', modules), 'main.tf': call };
    expect(await found(files)).toEqual(['main.tf immutable-tags error unknown']);
    const kept = call.replace('false', 'true');
    expect(await found({ ...files, 'main.tf': kept })).toEqual([]);
  });

  it('are told of further down, too', async () => {
    const files = { 'team/.ecrlint.yaml': only('immutable-tags: error', modules), 'team/main.tf': call };
    expect(await found(files)).toEqual(['team/main.tf immutable-tags error unknown']);
  });

  it.each([
    [
      '  - source: acme/container/aws\n    inputs: { nam: x }\n',
      '3:15: modules[0].inputs.nam: There is no such key. Did you mean name?',
    ],
    [
      '  - source: acme/container/aws\n    versions: latest\n    inputs: {}\n',
      '3:15: modules[0].versions: "latest" is no version constraint',
    ],
    ['  - source: acme/container/aws\n    inputs: { name: { default: x } }\n', 'Either input or value is needed'],
    ['  - inputs: {}\n', '2:5: modules[0].source: This is required.'],
  ])('tell of mistakes in %j', async (entries, said) => {
    const files = { '.ecrlint.yaml': `modules:\n${entries}`, 'main.tf': call };
    await expect(found(files)).rejects.toThrow(said);
  });
});

describe('plugins', () => {
  const plugin = `export default {
  id: 'acme/no-app',
  title: 'No repository is called app',
  markers: ['aws_sqs_queue'],
  check(facts, { report }) {
    for (const resource of facts.deployment.resources('aws_sqs_queue')) {
      report({
        subject: facts.subject(resource),
        message: 'This is a queue.',
        evidence: { kind: 'missing', body: resource.body, what: 'nothing' },
      });
    }
  },
};
`;
  const files = {
    'plugin.mjs': plugin,
    '.ecrlint.yaml': only('acme/no-app: warning', 'plugins: [./plugin.mjs]\n'),
    'main.tf': 'resource "aws_sqs_queue" "jobs" {}\n',
  };

  it('bring rules that are configured like any other', async () => {
    expect(await found(files)).toEqual(['main.tf acme/no-app warning unknown']);
    expect(await found({ ...files, '.ecrlint.yaml': only('acme/no-app: off', 'plugins: [./plugin.mjs]\n') })).toEqual(
      [],
    );
  });

  it('are found further down, too', async () => {
    const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`team/${name}`, text]));
    expect(await found({ ...below, 'main.tf': files['main.tf'] })).toEqual([
      'team/main.tf acme/no-app warning unknown',
    ]);
  });

  it('are relative to the file that names them, and are not loaded with --no-plugins', async () => {
    const extended = {
      ...files,
      'shared/plugin.mjs': plugin,
      'shared/base.yaml': files['.ecrlint.yaml'],
      'plugin.mjs': 'throw new Error("not this one");\n',
      '.ecrlint.yaml': 'extends: ./shared/base.yaml\noverrides: [{ paths: [x/], rules: { acme/no-app: off } }]\n',
    };
    expect(await found(extended)).toEqual(['main.tf acme/no-app warning unknown']);
    expect(await found(extended, '--no-plugins')).toEqual([]);
  });

  it('are not loaded for modules that are only called', async () => {
    const calling = {
      'modules/.ecrlint.yaml': only('acme/no-app: warning', '  unused-suppression: off\nplugins: [./evil.mjs]\n'),
      'modules/evil.mjs': 'throw new Error("evil");\n',
      'modules/app/main.tf': MUTABLE,
      'infra/.ecrlint.yaml': only('immutable-tags: error'),
      'infra/main.tf': 'module "app" {\n  source = "../modules/app"\n}\n',
    };
    expect(await found(calling, 'infra')).toEqual(['modules/app/main.tf immutable-tags error unknown']);
    await expect(found(calling)).rejects.toThrow('evil');
  });

  it('must be there for their rules to be named', async () => {
    const without = { ...files, '.ecrlint.yaml': only('acme/no-app: warning') };
    await expect(found(without)).rejects.toThrow('3:3: rules.acme/no-app: There is no such rule. A plug-in brings');
  });
});
