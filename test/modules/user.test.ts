import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { knownModulesWith } from '../../src/ecr/modules/known.ts';
import { ModuleEntryError, type UserModule, userAdapters } from '../../src/ecr/modules/user.ts';
import { INPUT_MEANINGS } from '../../src/ecr/modules/user-meanings.ts';
import { fixPaths } from '../../src/fix/fix-paths.ts';
import type { LintPathsOptions } from '../../src/lint/run.ts';
import { lintPaths } from '../../src/lint/run.ts';
import { withFolder } from '../support/folder.ts';
import { ownOrFail } from './own-places.ts';

const MODULE: UserModule = {
  source: 'app.terraform.io/acme/images/aws',
  versions: '>= 2.0, < 4.0',
  inputs: {
    name: 'repo_name',
    mutability: { input: 'tag_mutability', default: 'MUTABLE' },
    'scan-on-push': { value: true },
    'force-delete': { input: 'force', default: false },
    encryption: { input: 'encryption', default: null },
    'lifecycle-policy': { input: 'lifecycle', default: null },
    tags: { input: 'tags', default: {} },
  },
};

function call(version: string, given = ''): string {
  return `module "app" {
  source  = "acme/images/aws"
  version = "${version}"

  repo_name = "app-prod"
  anything  = "else"
${given}}
`;
}

function optionsFor(folder: string, entries: readonly UserModule[]): LintPathsOptions {
  return {
    rules: rules.filter(({ presets }) => presets.includes('recommended')),
    selection: { only: [], disable: [], severities: [] },
    workingDirectory: folder,
    paths: ['.'],
    settings: [],
    environmentVariables: {},
    environment: null,
    modules: knownModulesWith(entries),
  };
}

async function judged(text: string, entries: readonly UserModule[] = [MODULE]) {
  const { findings, unresolved } = await withFolder({ 'main.tf': text }, (folder) =>
    lintPaths(optionsFor(folder, entries)),
  );
  ownOrFail([...findings, ...unresolved]);
  return {
    findings: findings.map(({ rule }) => rule),
    unresolved: unresolved.map(({ rule }) => rule),
    traces: findings.flatMap(({ trace }) => trace.map(({ message }) => message)),
  };
}

describe('a module that a user tells of', () => {
  it('is judged by its defaults, and by what it always sets', async () => {
    const { findings, unresolved, traces } = await judged(call('3.1.0'));
    expect(findings).toEqual(['immutable-tags', 'kms-encryption', 'lifecycle-policy']);
    expect(unresolved).toEqual([]);
    expect(traces).toContain('app.terraform.io/acme/images/aws defaults tag_mutability to "MUTABLE"');
  });

  it('is judged by what a call gives', async () => {
    const given = `  tag_mutability = "IMMUTABLE"
  force          = true
  encryption     = { encryption_type = "KMS", kms_key = aws_kms_key.x.arn }
  lifecycle      = file("policy.json")
`;
    const text = `${call('~> 2.1', given)}\nresource "aws_kms_key" "x" {}\n`;
    expect((await judged(text)).findings).toEqual(['no-force-delete']);
  });

  it('is mended by its inputs', async () => {
    const result = await withFolder({ 'main.tf': call('3.1.0') }, (folder) =>
      fixPaths({ ...optionsFor(folder, [MODULE]), unsafe: false }),
    );
    const [file] = result.files;
    expect(file?.after).toContain('tag_mutability = "IMMUTABLE"\n');
    expect(file?.after).toContain('lifecycle = jsonencode({\n');
  });

  it('is not judged in other versions', async () => {
    expect((await judged(call('5.0.0'))).findings).toEqual([]);
  });

  it('leaves open what it is not told of', async () => {
    const entry: UserModule = { source: 'acme/images/aws', inputs: { name: 'repo_name' } };
    const { findings, unresolved } = await judged(call('1.0.0'), [entry]);
    expect(findings).toEqual([]);
    expect(unresolved).toEqual(
      expect.arrayContaining([
        'immutable-tags',
        'kms-encryption',
        'lifecycle-policy',
        'no-force-delete',
        'scan-on-push',
      ]),
    );
  });

  it('makes a repository for each name', async () => {
    const entry: UserModule = {
      source: 'acme/images/aws',
      inputs: {
        names: 'repositories',
        immutable: { input: 'immutable', default: false },
        'scan-on-push': { value: true },
        'force-delete': { value: false },
        'lifecycle-policy': { input: 'lifecycle', default: '' },
        'encryption-type': { value: 'KMS' },
        'kms-key': { value: 'arn:aws:kms:eu-west-1:111122223333:key/1' },
        'read-principals': { input: 'readers', default: [] },
        tags: { value: {} },
      },
    };
    const text = `module "app" {
  source       = "acme/images/aws"
  repositories = ["one-prod", "two-prod"]
  readers      = ["*"]
  lifecycle    = jsonencode({ rules = [{ rulePriority = 1, selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 5 }, action = { type = "expire" } }] })
}
`;
    const { findings, unresolved } = await judged(text, [entry]);
    expect(findings).toEqual(['immutable-tags', 'no-public-principal']);
    expect(unresolved).toEqual([]);
  });

  it('comes before what is known without it', async () => {
    const entry: UserModule = {
      source: 'lgallard/ecr/aws',
      inputs: { name: 'name', mutability: { value: 'IMMUTABLE' } },
    };
    const text = 'module "app" {\n  source = "lgallard/ecr/aws"\n  name   = "app"\n}\n';
    expect((await judged(text, [entry])).findings).not.toContain('immutable-tags');
    expect((await judged(text, [])).findings).toContain('immutable-tags');
  });

  it('may be a path, of which the end is meant', async () => {
    const entry: UserModule = { ...MODULE, source: './infra/registry' };
    const { versions: _versions, ...anyVersion } = entry;
    const text = 'module "app" {\n  source    = "../../infra/registry"\n  repo_name = "app-prod"\n}\n';
    expect((await judged(text, [anyVersion])).findings).toContain('immutable-tags');
  });

  it('may have releases that differ', async () => {
    const older: UserModule = {
      ...MODULE,
      versions: '< 2.0',
      inputs: { ...MODULE.inputs, mutability: { value: 'IMMUTABLE' } },
    };
    expect((await judged(call('1.5.0'), [MODULE, older])).findings).not.toContain('immutable-tags');
    expect((await judged(call('2.5.0'), [MODULE, older])).findings).toContain('immutable-tags');
  });

  it('may have text in its defaults that HCL takes for a template', async () => {
    const entry: UserModule = {
      ...MODULE,
      inputs: { ...MODULE.inputs, tags: { input: 'tags', default: { Owner: '${team}', Share: '50%{x}' } } },
    };
    expect((await judged(call('3.0.0'), [entry])).findings).toContain('immutable-tags');
  });
});

describe('an entry that cannot be used', () => {
  it.each<[string, UserModule, readonly string[]]>([
    ['a source that is none', { source: 'images', inputs: {} }, ['source']],
    ['versions that are none', { source: 'acme/ecr/aws', versions: 'latest', inputs: {} }, ['versions']],
    ['an input that cannot be one', { source: 'acme/ecr/aws', inputs: { name: 'repo name' } }, ['inputs', 'name']],
    [
      'two meanings that are one',
      { source: 'acme/ecr/aws', inputs: { mutability: 'mutability', immutable: 'immutable' } },
      ['inputs', 'immutable'],
    ],
  ])('has %s', (_what, entry, path) => {
    const use = () => userAdapters([MODULE, entry]);
    expect(use).toThrow(ModuleEntryError);
    try {
      use();
    } catch (error) {
      expect(error).toMatchObject({ index: 1, path });
    }
  });

  it('has a meaning that there is none of', () => {
    const inputs = { colour: 'red' } as UserModule['inputs'];
    expect(() => userAdapters([{ source: 'acme/ecr/aws', inputs }])).toThrow(/no such meaning/);
    expect(Object.keys(INPUT_MEANINGS)).not.toContain('colour');
  });
});
