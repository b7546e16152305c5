import { describe, expect, it } from 'vitest';
import { KNOWN_MODULES } from '../../src/ecr/modules/known.ts';
import type { Place } from '../../src/hcl/source.ts';
import { openProject, type Project, type ProjectOptions } from '../../src/terraform/project.ts';
import type { Deployment } from '../../src/terraform/resource.ts';
import type { Value } from '../../src/terraform/value.ts';
import { withFolder } from '../support/folder.ts';
import { type Files, REPOSITORY } from './evaluate.ts';

const MODULE = 'variable "x" { default = "default" }\nresource "aws_ecr_repository" "r" { name = var.x }\n';

async function opened<T>(
  files: Files,
  ask: (project: Project) => T,
  options: Partial<ProjectOptions> = {},
): Promise<T> {
  return withFolder({ ...REPOSITORY, ...files }, (folder) =>
    ask(
      openProject({
        workingDirectory: folder,
        paths: ['.'],
        settings: [],
        environmentVariables: {},
        markers: ['aws_ecr'],
        dataSources: {},
        modules: KNOWN_MODULES,
        ...options,
      }),
    ),
  );
}

/** Every repository as `directory address = name`. */
function evaluated(files: Files, options: Partial<ProjectOptions> = {}): Promise<string[]> {
  return opened(files, ({ deployments }) => deployments.flatMap(repositories), options);
}

function repositories(deployment: Deployment): string[] {
  return deployment
    .resources('aws_ecr_repository')
    .map(({ address, body }) => `${deployment.directory} ${address} = ${shown(body.attribute('name'))}`);
}

function shown(value: Value | null): string {
  if (value === null) return 'nothing';
  if (value.kind === 'unknown') return `? ${value.reason.message}`;
  return 'value' in value ? String(value.value) : value.kind;
}

function textAt(place: Place | null): string | null {
  return place === null ? null : place.file.text.slice(place.start, place.end);
}

const unit = (source: string, inputs = '{ x = "given" }'): string =>
  `terraform {\n  source = ${source}\n}\ninputs = ${inputs}\n`;

describe('the source of a unit on disk', () => {
  it.each([
    '"../../../modules/ecr"',
    '"../../../modules//ecr"',
    '"../../..//modules/ecr"',
    '"../../../modules/ecr//."',
    '"../../../modules/ecr/"',
    '"${get_repo_root()}//modules/ecr"',
    '"${get_terragrunt_dir()}/../../../modules//ecr"',
    '"${local.modules}//ecr"',
    '"${dirname(find_in_parent_folders("root.hcl"))}/modules//ecr"',
  ])('%s', async (source) => {
    const files = {
      'root.hcl': '',
      'modules/ecr/main.tf': MODULE,
      'live/prod/ecr/terragrunt.hcl': `locals { modules = "\${get_repo_root()}/modules" }\n${unit(source)}`,
    };
    expect(await evaluated(files)).toEqual(['live/prod/ecr aws_ecr_repository.r = given']);
  });

  it('may be that of a file it includes, seen from the unit', async () => {
    const files = {
      'modules/ecr/main.tf': MODULE,
      'common/ecr.hcl': unit('"../../modules//ecr"', '{ x = "common" }'),
      'live/a/terragrunt.hcl': 'include "ecr" { path = "../../common/ecr.hcl" }\n',
      'live/b/terragrunt.hcl': 'include "ecr" { path = "../../common/ecr.hcl" }\ninputs = { x = "own" }\n',
    };
    expect(await evaluated(files)).toEqual([
      'live/a aws_ecr_repository.r = common',
      'live/b aws_ecr_repository.r = own',
    ]);
  });

  it('is the folder of the unit where nothing says it', async () => {
    const files = { 'live/ecr/main.tf': MODULE, 'live/ecr/terragrunt.hcl': 'inputs = { x = "given" }\n' };
    expect(await evaluated(files)).toEqual(['live/ecr aws_ecr_repository.r = given']);
  });

  it('leads to a module that leads to ECR', async () => {
    const files = {
      'modules/app/main.tf': 'variable "y" {}\nmodule "ecr" {\n  source = "../ecr"\n  x      = var.y\n}\n',
      'modules/ecr/main.tf': MODULE,
      'live/app/terragrunt.hcl': unit('"../../modules//app"', '{ y = "given" }'),
    };
    expect(await evaluated(files)).toEqual(['live/app module.ecr.aws_ecr_repository.r = given']);
  });
});

describe('no unit', () => {
  it('is a file that is only included', async () => {
    const files = { 'terragrunt.hcl': 'inputs = { x = "given" }\n', 'modules/ecr/main.tf': MODULE };
    expect(await evaluated(files)).toEqual(['modules/ecr aws_ecr_repository.r = default']);
  });

  it('is one of an unknown source, so that the module is judged on its own', async () => {
    const source = '"${get_env("LOCAL") == "yes" ? "../../modules//ecr" : "git::https://example.com/ecr.git"}"';
    const files = { 'live/a/terragrunt.hcl': unit(source), 'modules/ecr/main.tf': MODULE };
    expect(await evaluated(files)).toEqual(['modules/ecr aws_ecr_repository.r = default']);
  });

  it('is one of a published module that is not known', async () => {
    expect(await evaluated({ 'terragrunt.hcl': unit('"tfr:///acme/ecr/aws?version=1.0.0"') })).toEqual([]);
  });

  it('is what Terragrunt has copied to its cache', async () => {
    const files = {
      'modules/ecr/main.tf': MODULE,
      'live/a/terragrunt.hcl': unit('"../../modules//ecr"'),
      'live/a/.terragrunt-cache/x/y/ecr/main.tf': MODULE,
      'live/a/.terragrunt-cache/x/y/ecr/terragrunt.hcl': unit('"../../modules//ecr"'),
    };
    expect(await evaluated(files)).toEqual(['live/a aws_ecr_repository.r = given']);
  });
});

describe('a published module', () => {
  const INPUTS = '{ repository_name = "app" }';
  it.each([
    '"tfr:///terraform-aws-modules/ecr/aws?version=2.4.0"',
    '"tfr://registry.terraform.io/terraform-aws-modules/ecr/aws?version=2.4.0"',
    '"git::https://github.com/terraform-aws-modules/terraform-aws-ecr.git?ref=v2.4.0"',
    '"git::git@github.com:terraform-aws-modules/terraform-aws-ecr.git//?ref=v2.4.0"',
    '"github.com/terraform-aws-modules/terraform-aws-ecr?ref=v2.4.0"',
    '"${local.base}?version=${local.version}"',
  ])('%s', async (source) => {
    const locals = 'locals {\n  base = "tfr:///terraform-aws-modules/ecr/aws"\n  version = "2.4.0"\n}\n';
    const found = await evaluated({ 'live/ecr/terragrunt.hcl': locals + unit(source, INPUTS) });
    expect(found).toEqual(['live/ecr aws_ecr_repository.this[0] = app']);
  });

  it('keeps its defaults where inputs are given that it does not take', async () => {
    const source = '"tfr:///terraform-aws-modules/ecr/aws?version=2.4.0"';
    const files = { 'terragrunt.hcl': unit(source, '{ repository_name = "app", region = "eu-west-1" }') };
    const mutability = await opened(files, ({ deployments }) =>
      deployments[0]?.resources('aws_ecr_repository')[0]?.body.attribute('image_tag_mutability'),
    );
    expect(mutability).toMatchObject({ kind: 'string', value: 'IMMUTABLE' });
  });
});

describe('the value of a variable', () => {
  const files = (terragrunt: string, others: Files = {}): Files => ({
    'modules/ecr/main.tf': MODULE,
    'live/a/terragrunt.hcl': terragrunt,
    ...others,
  });
  const name = (value: string): string[] => [`live/a aws_ecr_repository.r = ${value}`];

  it('is an output of another unit, which mocks do not stand for', async () => {
    const terragrunt = `dependency "vpc" {\n  config_path = "../vpc"\n  mock_outputs = { id = "mock" }\n}\n${unit('"../../modules//ecr"', '{ x = dependency.vpc.outputs.id }')}`;
    expect(await evaluated(files(terragrunt))).toEqual(
      name('? the outputs of dependency.vpc are only known after it is applied'),
    );
  });

  it('is not known where inputs are not', async () => {
    const terragrunt = unit('"../../modules//ecr"', 'jsondecode(sops_decrypt_file("secrets.json"))');
    expect(await evaluated(files(terragrunt))).toEqual(name('? sops_decrypt_file(): the file is encrypted'));
  });

  it('is the default where no input is given', async () => {
    expect(await evaluated(files(unit('"../../modules//ecr"', '{ y = 1 }')))).toEqual(name('default'));
  });

  it('comes from terraform.tfvars of the module, the environment, or a flag before it comes from inputs', async () => {
    const plain = unit('"../../modules//ecr"');
    expect(await evaluated(files(plain, { 'modules/ecr/terraform.tfvars': 'x = "file"' }))).toEqual(name('file'));
    expect(await evaluated(files(plain), { environmentVariables: { TF_VAR_x: 'shell' } })).toEqual(name('shell'));
    const settings = [{ kind: 'var', name: 'x', text: 'flag' }] as const;
    expect(await evaluated(files(plain), { settings })).toEqual(name('flag'));
  });

  const withArguments = (text: string): string =>
    `terraform {\n  source = "../../modules//ecr"\n  extra_arguments "x" {\n    commands = ["plan"]\n    ${text}\n  }\n}\ninputs = { x = "given" }\n`;

  it.each([
    ['required_var_files = ["${get_terragrunt_dir()}/../own.tfvars"]', 'file'],
    [
      'optional_var_files = [find_in_parent_folders("common.tfvars", "none"), "${get_terragrunt_dir()}/../own.tfvars"]',
      'file',
    ],
    ['optional_var_files = ["${get_terragrunt_dir()}/none.tfvars"]', 'given'],
    ['arguments = ["-var-file=${get_terragrunt_dir()}/../own.tfvars"]', 'file'],
    ['arguments = ["-lock-timeout=20m"]', 'given'],
    ['env_vars = { FOO = "x" }', 'given'],
    ['env_vars = { TF_VAR_x = "y" }', '? values of variables among the "env_vars" of Terragrunt are not read'],
    ['arguments = ["-var", "x=y"]', '? values of variables among the "arguments" of Terragrunt are not read'],
    [
      'required_var_files = [get_env("FILE")]',
      '? get_env(): environment variables are those of whoever runs Terragrunt',
    ],
    ['required_var_files = ["${get_terragrunt_dir()}/none.tfvars"]', '? there is no file live/a/none.tfvars'],
  ])('may come from extra arguments: %s', async (text, value) => {
    expect(await evaluated(files(withArguments(text), { 'live/own.tfvars': 'x = "file"' }))).toEqual(name(value));
  });

  it('comes from files of variables beside the unit, which Terragrunt copies to the module', async () => {
    const own = { 'live/a/terraform.tfvars': 'x = "unit"', 'modules/ecr/terraform.tfvars': 'x = "module"' };
    expect(await evaluated(files(unit('"../../modules//ecr"'), own))).toEqual(name('unit'));
    const other = { 'live/a/terraform.tfvars': 'x = "unit"', 'modules/ecr/x.auto.tfvars': 'x = "module"' };
    expect(await evaluated(files(unit('"../../modules//ecr"'), other))).toEqual(name('module'));
  });

  it('comes from each file beside the unit that could be meant', async () => {
    const terragrunt = `terraform {\n  extra_arguments "x" {\n    arguments = ["-var-file=\${get_env("STAGE")}.tfvars"]\n  }\n}\n`;
    const found = await evaluated({
      'live/a/main.tf': MODULE,
      'live/a/terragrunt.hcl': terragrunt,
      'live/a/dev.tfvars': 'x = "dev"',
      'live/a/prod.tfvars': 'x = "prod"',
    });
    expect(found).toEqual([...name('dev'), ...name('prod')]);
  });

  it('may come from extra arguments of included files, which the own ones win over', async () => {
    const extra = (name: string, file: string): string =>
      `extra_arguments "${name}" {\n    required_var_files = ["\${get_repo_root()}/${file}.tfvars"]\n  }\n`;
    const root = (name: string): string => `terraform {\n  ${extra(name, 'root')}}\n`;
    const own = `include "root" { path = "../../root.hcl" }\nterraform {\n  source = "../../modules//ecr"\n  ${extra('x', 'own')}}\n`;
    const values = { 'root.tfvars': 'x = "root"', 'own.tfvars': 'x = "own"' };
    expect(await evaluated(files(own, { ...values, 'root.hcl': root('y') }))).toEqual(name('own'));
    const replaced = { 'root.tfvars': 'x = "root"', 'own.tfvars': 'y = "own"', 'root.hcl': root('x') };
    expect(await evaluated(files(own, replaced))).toEqual(name('default'));
  });

  it('is told by the input that gives it', async () => {
    const terragrunt = `locals { name = "x" }\n${unit('"../../modules//ecr"', 'merge({ x = "a" }, { x = local.name })')}`;
    const steps = await opened(files(terragrunt), ({ deployments }) => {
      const [repository] = deployments.flatMap((deployment) => deployment.resources('aws_ecr_repository'));
      const value = repository?.body.attribute('name');
      return { origin: textAt(value?.origin ?? null), step: textAt(value?.via?.place ?? null) };
    });
    expect(steps).toEqual({ origin: '"x"', step: 'x = local.name' });
  });
});

describe('what a unit generates', () => {
  const tagsOf = async (contents: string, others: Files = {}): Promise<string> => {
    const files = {
      'modules/ecr/main.tf': MODULE,
      'root.hcl': `locals { env = "prod" }\ngenerate "provider" {\n  path = "provider.tf"\n  if_exists = "overwrite"\n  contents = ${contents}\n}\n`,
      'live/a/terragrunt.hcl': `include "root" { path = find_in_parent_folders("root.hcl") }\n${unit('"../../modules//ecr"')}`,
      ...others,
    };
    return opened(files, ({ deployments }) => {
      const provider = deployments[0]?.resources('aws_ecr_repository')[0]?.provider ?? null;
      if (provider === null) return 'no provider';
      if ('message' in provider) return `? ${provider.message}`;
      const tags = provider.blocks('default_tags').items[0]?.attribute('tags') ?? null;
      return tags !== null && 'entries' in tags ? shown(tags.entries.get('Environment') ?? null) : shown(tags);
    });
  };
  const heredoc = (tag: string, region = 'eu-west-1'): string =>
    `<<EOF\nprovider "aws" {\n  region = "${region}"\n  default_tags {\n    tags = { Environment = "${tag}" }\n  }\n}\nEOF`;

  it('configures providers', async () => {
    expect(await tagsOf(heredoc('prod'))).toBe('prod');
    expect(await tagsOf(heredoc('${local.env}'))).toBe('prod');
  });

  it('may be known in part', async () => {
    expect(await tagsOf(heredoc('prod', '${get_env("REGION")}'))).toBe('prod');
    expect(await tagsOf(heredoc('${get_env("STAGE")}'))).toMatch(/^\? /);
  });

  it('may not be known', async () => {
    expect(await tagsOf('run_cmd("provider")')).toBe('? run_cmd(): the command is run by Terragrunt');
  });
});

describe('places of units', () => {
  const FILES = { 'modules/ecr/main.tf': MODULE, 'live/a/terragrunt.hcl': unit('"../../modules//ecr"') };

  it('count as files, and the module is no root of its own', async () => {
    expect(await opened(FILES, ({ fileCount, moduleCount }) => [fileCount, moduleCount])).toEqual([2, 1]);
  });

  it('may be named one by one', async () => {
    const named = await opened(FILES, ({ deployments, onlyFiles }) => [deployments.flatMap(repositories), onlyFiles], {
      paths: ['live/a/terragrunt.hcl'],
    });
    expect(named).toEqual([['live/a aws_ecr_repository.r = given'], new Set(['live/a/terragrunt.hcl'])]);
  });

  it('may hold nothing but units', async () => {
    expect(await evaluated(FILES, { paths: ['live'] })).toEqual(['live/a aws_ecr_repository.r = given']);
  });

  it('leave a module that only examples deploy a root', async () => {
    const files = { 'main.tf': MODULE, 'examples/full/terragrunt.hcl': unit('"../.."') };
    expect(await evaluated(files)).toEqual([
      '. aws_ecr_repository.r = default',
      'examples/full aws_ecr_repository.r = given',
    ]);
  });

  it('are told where they are not valid, and otherwise read', async () => {
    const files = { ...FILES, 'live/a/terragrunt.hcl': `${unit('"../../modules//ecr"')}locals {\n  a = = 1\n}\n` };
    const result = await opened(files, ({ deployments, invalidFiles }) => [
      deployments.flatMap(repositories),
      invalidFiles.map(({ file }) => file.path),
    ]);
    expect(result).toEqual([['live/a aws_ecr_repository.r = given'], ['live/a/terragrunt.hcl']]);
  });
});
