import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openProject, type Project, ProjectError, type ProjectOptions } from '../../src/terraform/project.ts';
import type { Value } from '../../src/terraform/value.ts';
import { withFolder } from '../support/folder.ts';

type Files = Readonly<Record<string, string>>;

const CHILD = 'variable "x" { default = "child default" }\nresource "terraform_data" "r" { input = var.x }\n';
const call = (source: string, x = '"given"'): string => `module "m" {\n  source = "${source}"\n  x = ${x}\n}\n`;

function open(folder: string, options: Partial<ProjectOptions> = {}): Project {
  return openProject({
    workingDirectory: folder,
    paths: ['.'],
    settings: [],
    environmentVariables: {},
    markers: ['terraform_data'],
    dataSources: {},
    ...options,
  });
}

function shown(value: Value | null): unknown {
  if (value === null) return null;
  return value.kind === 'unknown' ? `? ${value.reason.message}` : 'value' in value ? value.value : value.kind;
}

/** Every resource of every deployment as `directory[files] address = input`. */
function summary(project: Project): string[] {
  return project.deployments.flatMap((deployment) => {
    const files = deployment.variableFiles.map((file) => `[${file}]`).join('');
    return deployment
      .resources('terraform_data')
      .map(
        (resource) =>
          `${deployment.directory}${files} ${resource.address} = ${shown(resource.body.attribute('input'))}`,
      );
  });
}

async function evaluated(files: Files, options: Partial<ProjectOptions> = {}): Promise<string[]> {
  return withFolder(files, (folder) => summary(open(folder, options)));
}

describe('root modules', () => {
  it('are those that no other module calls', async () => {
    expect(await evaluated({ 'live/main.tf': call('../modules/a'), 'modules/a/main.tf': CHILD })).toEqual([
      'live module.m.terraform_data.r = given',
    ]);
  });

  it('include a module that only its own examples, tests and submodules call', async () => {
    const found = await evaluated({
      'main.tf': CHILD,
      'examples/full/main.tf': call('../../'),
      'tests/t/main.tf': call('../..', '"tested"'),
      'wrappers/main.tf': call('..', '"wrapped"'),
    });
    expect(found).toEqual([
      '. terraform_data.r = child default',
      'examples/full module.m.terraform_data.r = given',
      'tests/t module.m.terraform_data.r = tested',
      'wrappers module.m.terraform_data.r = wrapped',
    ]);
  });

  it('are not evaluated where nothing they lead to holds the marker', async () => {
    await withFolder(
      { 'a/main.tf': CHILD, 'b/main.tf': 'resource "aws_s3_bucket" "b" {}', 'c/main.tf': call('../b') },
      (folder) => {
        const project = open(folder);
        expect(project.deployments.map(({ directory }) => directory)).toEqual(['a']);
        expect(project.fileCount).toBe(3);
        expect(project.moduleCount).toBe(1);
      },
    );
  });

  it('reach modules outside of the given paths through local sources', async () => {
    const files = { 'live/main.tf': call('../modules/a'), 'modules/a/main.tf': CHILD };
    expect(await evaluated(files, { paths: ['live'] })).toEqual(['live module.m.terraform_data.r = given']);
  });

  it('leave out .terraform, hidden files, backups and what git ignores', async () => {
    const found = await evaluated({
      '.git/HEAD': '',
      '.gitignore': 'ignored/\n*_local.tf\n!kept_local.tf\n',
      'main.tf': 'resource "terraform_data" "main" {}',
      '.hidden.tf': 'resource "terraform_data" "hidden" {}',
      'backup.tf~': 'resource "terraform_data" "backup" {}',
      'mine_local.tf': 'resource "terraform_data" "mine" {}',
      'kept_local.tf': 'resource "terraform_data" "kept" {}',
      'ignored/main.tf': CHILD,
      '.terraform/modules/x/main.tf': CHILD,
    });
    expect(found).toEqual(['. terraform_data.kept = null', '. terraform_data.main = null']);
  });

  it('prefer .tofu files to their .tf twins', async () => {
    const found = await evaluated({
      'main.tf': 'resource "terraform_data" "terraform" {}',
      'main.tofu': 'resource "terraform_data" "tofu" {}',
      'other.tf': 'resource "terraform_data" "other" {}',
    });
    expect(found).toEqual(['. terraform_data.tofu = null', '. terraform_data.other = null']);
  });

  it('are found behind a symbolic link to a file, not through a loop of directories', async () => {
    await withFolder({ 'shared/r.tf': 'resource "terraform_data" "r" {}', 'a/x.tf': '' }, (folder) => {
      symlinkSync('../shared/r.tf', join(folder, 'a/r.tf'));
      mkdirSync(join(folder, 'a/loop'));
      symlinkSync('../..', join(folder, 'a/loop/back'));
      const project = open(folder);
      expect(summary(project)).toEqual(['a terraform_data.r = null', 'shared terraform_data.r = null']);
      const places = project.deployments.map((one) => one.resources('terraform_data')[0]?.body.place?.file.path);
      expect(places).toEqual(['shared/r.tf', 'shared/r.tf']);
    });
  });

  it('say that a module which calls itself is wrong instead of hanging', async () => {
    const files = {
      'main.tf': `${call('./child')}resource "terraform_data" "o" { input = module.m.o }`,
      'child/main.tf': `${call('../')}variable "x" {}\noutput "o" { value = module.m.o }`,
    };
    expect(await evaluated(files)).toEqual([
      '. terraform_data.o = ? module.m calls a module that it is itself part of',
    ]);
  });
});

describe('deployments', () => {
  const MAIN = 'variable "env" { default = "dev" }\nresource "terraform_data" "r" { input = var.env }\n';

  it('are one for each tfvars file that Terraform does not load by itself', async () => {
    const found = await evaluated({
      'main.tf': MAIN,
      'prod.tfvars': 'env = "production"',
      'env/staging/ecr.tfvars': 'env = "staging"',
      'backend.tfvars': 'bucket = "state"',
      'other/main.tf': '',
      'other/ignored.tfvars': 'env = "of another module"',
    });
    expect(found).toEqual([
      '.[prod.tfvars] terraform_data.r = production',
      '.[env/staging/ecr.tfvars] terraform_data.r = staging',
    ]);
  });

  it('are one with the defaults where there is no such file', async () => {
    expect(await evaluated({ 'main.tf': MAIN, 'terraform.tfvars': 'env = "auto"' })).toEqual([
      '. terraform_data.r = auto',
    ]);
    expect(await evaluated({ 'main.tf': MAIN })).toEqual(['. terraform_data.r = dev']);
  });

  it('take --var and --var-file in their order, and then no other file', async () => {
    const files = { 'main.tf': MAIN, 'prod.tfvars': 'env = "production"', 'x.tfvars': 'env = "x"' };
    const varFile = { kind: 'var-file', path: 'x.tfvars' } as const;
    const flag = { kind: 'var', name: 'env', text: 'flag' } as const;
    expect(await evaluated(files, { settings: [flag, varFile] })).toEqual(['.[x.tfvars] terraform_data.r = x']);
    expect(await evaluated(files, { settings: [varFile, flag] })).toEqual(['.[x.tfvars] terraform_data.r = flag']);
  });

  it('read TF_VAR_ variables as text or as an expression, by the type', async () => {
    const files = {
      'main.tf': `
        variable "text" { type = string }
        variable "untyped" {}
        variable "list" { type = list(string) }
        variable "any" { type = any }
        resource "terraform_data" "r" { input = "\${var.text} \${var.untyped} \${join("+", var.list)} \${join("+", var.any)}" }`,
    };
    const environmentVariables = {
      TF_VAR_text: '[1]',
      TF_VAR_untyped: '${x}',
      TF_VAR_list: '["a", "b"]',
      TF_VAR_any: '["c"]',
    };
    expect(await evaluated(files, { environmentVariables })).toEqual(['. terraform_data.r = [1] ${x} a+b c']);
  });

  it('say which root variables were given and which only have a default', async () => {
    await withFolder({ 'main.tf': `${MAIN}variable "unset" {}`, 'prod.tfvars': 'env = "production"' }, (folder) => {
      const variables = open(folder).deployments[0]?.variables;
      expect([...(variables ?? [])].map(([name, { given, value }]) => [name, given, shown(value)])).toEqual([
        ['env', true, 'production'],
        ['unset', false, '? var.unset has no value'],
      ]);
    });
  });
});

describe('what cannot be known', () => {
  it('is unknown with the reason', async () => {
    const found = await evaluated({
      'main.tf': `
        variable "unset" {}
        locals {
          a = local.b
          b = local.a
        }
        module "remote" { source = "hashicorp/consul/aws" }
        module "gone" { source = "./gone" }
        resource "terraform_data" "unset" { input = var.unset }
        resource "terraform_data" "undeclared" { input = var.nowhere }
        resource "terraform_data" "cycle" { input = local.a }
        resource "terraform_data" "self" { input = terraform_data.self.input }
        resource "terraform_data" "remote" { input = module.remote.name }
        resource "terraform_data" "gone" { input = module.gone.name }
        resource "terraform_data" "outside" { input = file("/etc/hostname") }
        resource "terraform_data" "above" { input = file("../outside.txt") }
        resource "terraform_data" "missing" { input = file("missing.txt") }
        resource "terraform_data" "workspace" { input = terraform.workspace }
        resource "terraform_data" "later" { input = terraform_data.unset.id }
      `,
    });
    expect(found).toEqual([
      '. terraform_data.unset = ? var.unset has no value',
      '. terraform_data.undeclared = ? var.nowhere is not declared',
      '. terraform_data.cycle = ? local.a refers to itself',
      '. terraform_data.self = ? "input" refers to itself',
      '. terraform_data.remote = ? module.remote is not on disk: its source is "hashicorp/consul/aws"',
      '. terraform_data.gone = ? module.gone is not on disk: there is no module at "./gone"',
      '. terraform_data.outside = ? the file "/etc/hostname" is outside the scanned directories',
      '. terraform_data.above = ? the file "../outside.txt" is outside the scanned directories',
      '. terraform_data.missing = ? the file "missing.txt" cannot be read: there is no such file or directory',
      '. terraform_data.workspace = ? terraform.workspace is chosen when Terraform runs',
      '. terraform_data.later = ? terraform_data.unset.id is only known after apply',
    ]);
  });

  it('makes one instance that stands for all, and keeps what its elements look like', async () => {
    await withFolder(
      {
        'main.tf': `
          variable "unset" {}
          resource "terraform_data" "many" {
            for_each = var.unset
            input    = "same for all"
          }
          resource "terraform_data" "all" { input = one([for m in terraform_data.many : m.input]) }
          resource "terraform_data" "follows" {
            for_each = terraform_data.many
            input    = each.value.input
          }
          resource "terraform_data" "counted" {
            count = var.unset
            input = terraform_data.many["x"].input
          }`,
      },
      (folder) => {
        const project = open(folder);
        expect(summary(project)).toEqual([
          '. terraform_data.many = same for all',
          '. terraform_data.all = ? var.unset has no value',
          '. terraform_data.follows = same for all',
          '. terraform_data.counted = same for all',
        ]);
        const [many, , follows, counted] = project.deployments[0]?.resources('terraform_data') ?? [];
        expect(many?.presence).toMatchObject({ kind: 'possible', guard: 'for_each=var.unset' });
        expect(follows?.presence).toEqual(many?.presence);
        expect(counted?.presence).toMatchObject({ guard: 'count=var.unset' });
        expect(follows?.body.attribute('input')?.via?.kind).toBe('each');
        expect(follows?.body.attribute('input')?.via?.earlier?.resource).toBe(many);
      },
    );
  });
});

describe('bad input', () => {
  it('is refused with a sentence', async () => {
    await withFolder({ 'notes.md': '', 'empty/readme.txt': '' }, (folder) => {
      expect(() => open(folder, { paths: ['gone'] })).toThrow(
        new ProjectError('"gone" cannot be read: there is no such file or directory. Check the path.'),
      );
      expect(() => open(folder, { paths: ['empty'] })).toThrow(/There is no Terraform in empty/);
      expect(() => open(folder, { paths: ['notes.md'] })).toThrow(/"notes.md" is not a Terraform file/);
    });
  });

  it('in one file leaves the rest evaluated', async () => {
    await withFolder(
      {
        'main.tf': 'resource "terraform_data" "a" { input = 1 }\nresource "terraform_data" "b" {\n  input = = 2\n}\n',
        'latin1.tf': 'resource "terraform_data" "c" { input = 3 }',
        'gone.tf': '',
      },
      (folder) => {
        symlinkSync('nowhere.tf', join(folder, 'broken.tf'));
        const project = open(folder);
        expect(summary(project)).toContain('. terraform_data.a = 1');
        expect(summary(project)).toContain('. terraform_data.c = 3');
        expect(project.invalidFiles.map(({ file, certain }) => [file.path, certain])).toEqual([
          ['broken.tf', true],
          ['main.tf', false],
        ]);
      },
    );
  });
});
