import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { changedTexts, findingsWithFixes, fixFiles } from '../support/fix.ts';
import { lintFiles, seenIn } from '../support/lint.ts';
import { type Files, REPOSITORY } from './evaluate.ts';

const only = (...ids: readonly string[]) => rules.filter(({ id }) => ids.includes(id));

const MODULE = `variable "name" {}
variable "mutability" {
  default = "MUTABLE"
}
resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.mutability
}
`;

const local = (inputs: string): string => `terraform {\n  source = "../../../modules//ecr"\n}\n\ninputs = ${inputs}\n`;
const published = (inputs: string, source = 'tfr:///terraform-aws-modules/ecr/aws?version=2.4.0'): string =>
  `terraform {\n  source = "${source}"\n}\n\ninputs = ${inputs}\n`;

async function seen(files: Files, ...ids: readonly string[]): Promise<string[]> {
  const result = await lintFiles({ ...REPOSITORY, ...files }, only(...ids));
  return seenIn(result).map(
    ({ rule, severity, file, line, text, environment }) =>
      `${file}:${line} ${severity} ${rule} ${text} (${environment?.because ?? 'no environment'})`,
  );
}

describe('a finding', () => {
  it('is at the input of a local module, and its environment that of the folder', async () => {
    const files = {
      'modules/ecr/main.tf': MODULE,
      'live/prod/ecr/terragrunt.hcl': local('{\n  name       = "app"\n  mutability = "MUTABLE"\n}'),
      'live/dev/ecr/terragrunt.hcl': local('{\n  name       = "app"\n  mutability = "MUTABLE"\n}'),
    };
    expect(await seen(files, 'immutable-tags')).toEqual([
      'live/prod/ecr/terragrunt.hcl:7 error immutable-tags "MUTABLE" (directory live/prod/ecr)',
    ]);
  });

  it('is at the default in the module where no input is given', async () => {
    const files = { 'modules/ecr/main.tf': MODULE, 'live/prod/ecr/terragrunt.hcl': local('{\n  name = "app"\n}') };
    expect(await seen(files, 'immutable-tags')).toEqual([
      'modules/ecr/main.tf:3 error immutable-tags "MUTABLE" (directory live/prod/ecr)',
    ]);
  });

  it('is at the input of a published module', async () => {
    const inputs = '{\n  repository_name                 = "app"\n  repository_image_tag_mutability = "MUTABLE"\n}';
    expect(await seen({ 'live/prod/ecr/terragrunt.hcl': published(inputs) }, 'immutable-tags')).toEqual([
      'live/prod/ecr/terragrunt.hcl:7 error immutable-tags "MUTABLE" (directory live/prod/ecr)',
    ]);
  });

  it('is at the local that an input refers to, in whatever file that is', async () => {
    const files = {
      'live/common.hcl': 'locals {\n  mutability = "MUTABLE"\n}\n',
      'live/prod/ecr/terragrunt.hcl': `locals {\n  common = read_terragrunt_config(find_in_parent_folders("common.hcl"))\n}\n${published('{\n  repository_name                 = "app"\n  repository_image_tag_mutability = local.common.locals.mutability\n}')}`,
    };
    expect(await seen(files, 'immutable-tags')).toEqual([
      'live/common.hcl:2 error immutable-tags "MUTABLE" (directory live/prod/ecr)',
    ]);
  });

  it('is at the terraform block where a default of the published module is to blame', async () => {
    const source = 'tfr:///cloudposse/ecr/aws?version=0.30.0';
    const files = { 'live/prod/ecr/terragrunt.hcl': published('{\n  name = "app"\n}', source) };
    expect(await seen(files, 'immutable-tags')).toEqual([
      'live/prod/ecr/terragrunt.hcl:1 error immutable-tags terraform (directory live/prod/ecr)',
    ]);
    const { findings } = await lintFiles({ ...REPOSITORY, ...files }, only('immutable-tags'));
    expect(findings.flatMap(({ trace }) => trace.map(({ message }) => message))).toContain(
      'cloudposse/ecr/aws < 0.31.0 defaults image_tag_mutability to "MUTABLE"',
    );
  });

  it('counts an input as the environment, even one that the module does not take', async () => {
    const inputs =
      '{\n  environment                     = "production"\n  repository_image_tag_mutability = "MUTABLE"\n}';
    expect(await seen({ 'live/ecr/terragrunt.hcl': published(inputs) }, 'immutable-tags')).toEqual([
      'live/ecr/terragrunt.hcl:7 error immutable-tags "MUTABLE" (var.environment = "production")',
    ]);
  });

  it('counts default tags that Terragrunt generates as the environment', async () => {
    const files = {
      'modules/ecr/main.tf': MODULE,
      'live/a/ecr/terragrunt.hcl': `${local('{\n  name = "app"\n}')}generate "provider" {\n  path     = "provider.tf"\n  contents = <<EOF\nprovider "aws" {\n  default_tags {\n    tags = { Environment = "dev" }\n  }\n}\nEOF\n}\n`,
    };
    expect(await seen(files, 'immutable-tags')).toEqual([]);
  });

  it('is suppressed by a comment above the input', async () => {
    const inputs =
      '{\n  repository_name = "app"\n  # ecrlint-ignore: immutable-tags -- builds push latest\n  repository_image_tag_mutability = "MUTABLE"\n}';
    const { findings } = await lintFiles(
      { ...REPOSITORY, 'live/prod/ecr/terragrunt.hcl': published(inputs) },
      only('immutable-tags'),
    );
    expect(findings.map(({ rule, suppressed }) => [rule, suppressed?.by])).toEqual([['immutable-tags', 'comment']]);
  });

  it('is not there where an input is not known', async () => {
    const inputs = '{\n  repository_image_tag_mutability = dependency.x.outputs.mutability\n}';
    const files = {
      ...REPOSITORY,
      'live/prod/ecr/terragrunt.hcl': `dependency "x" {\n  mock_outputs = { mutability = "MUTABLE" }\n}\n${published(inputs)}`,
    };
    const { findings, unresolved } = await lintFiles(files, only('immutable-tags'));
    expect(findings).toEqual([]);
    expect(unresolved.map(({ reason }) => reason)).toEqual([
      'the outputs of dependency.x are only known after it is applied',
    ]);
  });

  it('of syntax is one where the file is not valid', async () => {
    expect(await seen({ 'live/terragrunt.hcl': 'inputs = {\n  a = = 1\n}\n' })).toEqual([
      expect.stringMatching(/^live\/terragrunt\.hcl:2 error syntax /),
    ]);
  });
});

describe('a fix', () => {
  const fixed = async (files: Files, ...ids: readonly string[]): Promise<Record<string, string>> => {
    const all = { ...REPOSITORY, ...files };
    const result = await fixFiles(all, only(...ids));
    const texts = changedTexts(result);
    // What is left would be found by whoever runs it again.
    const left = await lintFiles({ ...all, ...texts }, only(...ids));
    expect(left.findings.filter(({ fix }) => fix !== null)).toEqual([]);
    return texts;
  };

  it('changes the value of an input of a local module', async () => {
    const files = {
      'modules/ecr/main.tf': MODULE,
      'live/prod/ecr/terragrunt.hcl': local('{\n  name       = "app"\n  mutability = "MUTABLE" # for now\n}'),
    };
    expect(await fixed(files, 'immutable-tags')).toEqual({
      'live/prod/ecr/terragrunt.hcl': local('{\n  name       = "app"\n  mutability = "IMMUTABLE" # for now\n}'),
    });
  });

  it('adds an input of a published module to the object', async () => {
    const source = 'tfr:///cloudposse/ecr/aws?version=0.30.0';
    expect(
      await fixed(
        { 'live/prod/ecr/terragrunt.hcl': published('{\n  name = "app"\n}', source) },
        'immutable-tags',
        'scan-on-push',
      ),
    ).toEqual({
      'live/prod/ecr/terragrunt.hcl': published(
        '{\n  name                 = "app"\n  image_tag_mutability = "IMMUTABLE"\n  scan_images_on_push  = true\n}',
        source,
      ),
    });
  });

  it('adds it to the object that is merged last', async () => {
    const source = 'tfr:///cloudposse/ecr/aws?version=0.30.0';
    const inputs = (more: string): string => `merge({ name = "app" }, {\n  stage = "prod"\n${more}})`;
    expect(await fixed({ 'live/ecr/terragrunt.hcl': published(inputs(''), source) }, 'scan-on-push')).toEqual({
      'live/ecr/terragrunt.hcl': published(
        'merge({ name = "app" }, {\n  stage               = "prod"\n  scan_images_on_push = true\n})',
        source,
      ),
    });
  });

  it('is not proposed where the unit has no object of inputs, or merges it deeply', async () => {
    const source = 'tfr:///cloudposse/ecr/aws?version=0.30.0';
    const from = (files: Files) => findingsWithFixes({ ...REPOSITORY, ...files }, only('scan-on-push'));
    const computed = await from({
      'live/ecr/terragrunt.hcl': `${published('local.inputs', source)}locals {\n  inputs = { name = "app" }\n}\n`,
    });
    expect(computed.map(({ fix }) => fix)).toEqual([null]);
    const deep = await from({
      'root.hcl': 'inputs = { name = "app" }\n',
      'live/ecr/terragrunt.hcl': `include "root" {\n  path           = "../../root.hcl"\n  merge_strategy = "deep"\n}\n${published('{}', source)}`,
    });
    expect(deep.map(({ fix }) => fix)).toEqual([null]);
  });

  it('is not proposed where it would refer to a resource', async () => {
    const files = { ...REPOSITORY, 'live/prod/ecr/terragrunt.hcl': published('{\n  repository_name = "app"\n}') };
    const findings = await findingsWithFixes(files, only('kms-encryption'));
    expect(findings.map(({ fix }) => fix)).toEqual([null]);
  });
});
