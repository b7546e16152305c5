import { describe, expect, it } from 'vitest';
import { inputsOf } from './evaluate.ts';

/** The inputs of the unit `live/prod/ecr`. */
async function evaluated(files: Readonly<Record<string, string>>): Promise<unknown> {
  return inputsOf(files, 'live/prod/ecr/terragrunt.hcl');
}

const UNIT = 'live/prod/ecr/terragrunt.hcl';

describe('functions', () => {
  const cases: readonly [call: string, result: unknown][] = [
    ['get_terragrunt_dir()', '~/live/prod/ecr'],
    ['get_original_terragrunt_dir()', '~/live/prod/ecr'],
    ['get_parent_terragrunt_dir()', '~/live'],
    ['get_parent_terragrunt_dir("root")', '~/live'],
    ['path_relative_to_include()', 'prod/ecr'],
    ['path_relative_to_include("root")', 'prod/ecr'],
    ['path_relative_from_include()', '../..'],
    ['get_repo_root()', '~'],
    ['get_path_from_repo_root()', 'live/prod/ecr'],
    ['get_path_to_repo_root()', '../../..'],
    ['find_in_parent_folders("env.hcl")', '~/live/prod/env.hcl'],
    ['find_in_parent_folders()', '~/live/terragrunt.hcl'],
    ['find_in_parent_folders("none.hcl", "none")', 'none'],
    ['basename(dirname(get_terragrunt_dir()))', 'prod'],
    ['read_terragrunt_config(find_in_parent_folders("env.hcl")).locals.name', 'production'],
    ['read_terragrunt_config("../env.hcl").inputs.tier', 'gold'],
    ['read_terragrunt_config("none.hcl", { locals = { a = 1 } }).locals.a', 1],
    ['read_terragrunt_config("../../../outside.hcl").locals.dir', '~'],
    ['jsondecode(read_tfvars_file("../common.tfvars")).region', 'eu-west-1'],
    ['jsondecode(read_tfvars_file("../common.tfvars.json")).count', 3],
    ['upper(split("-", "a-b")[1])', 'B'],
    ['file("note.txt")', 'beside the unit'],
    ['get_env("STAGE", "dev")', '? get_env(): environment variables are those of whoever runs Terragrunt'],
    ['"app-${get_aws_account_id()}"', '? get_aws_account_id(): the AWS account is that of whoever runs Terragrunt'],
    ['run_cmd("date")', '? run_cmd(): the command is run by Terragrunt'],
    ['dependency.vpc.outputs.id', '? the outputs of dependency.vpc are only known after it is applied'],
    ['local.none', '? local.none is not declared'],
    ['var.x', '? nothing called "var" is declared'],
    ['none()', '? there is no function named "none"'],
    ['find_in_parent_folders("none.hcl")', '? find_in_parent_folders(): there is no "none.hcl" in the folders above'],
    ['read_terragrunt_config("none.hcl").locals', '? there is no file live/prod/ecr/none.hcl'],
    ['path_relative_to_include("none")', '? path_relative_to_include() does not say which include is meant'],
  ];

  it.each(cases)('%s', async (call, result) => {
    const inputs = await evaluated({
      'outside.hcl': 'locals { dir = get_terragrunt_dir() }',
      'live/terragrunt.hcl': '',
      'live/prod/env.hcl': 'locals { name = "production" }\ninputs = { tier = "gold" }',
      'live/prod/common.tfvars': 'region = "eu-west-1"\n',
      'live/prod/common.tfvars.json': '{ "count": 3 }',
      'live/prod/ecr/note.txt': 'beside the unit',
      [UNIT]: `
        include "root" { path = find_in_parent_folders() }
        dependency "vpc" {
          config_path  = "../vpc"
          mock_outputs = { id = "vpc-mock" }
        }
        inputs = { result = ${call} }`,
    });
    expect(inputs).toEqual({ result });
  });
});

it.each([
  ['a name that is too long', `"${'x'.repeat(5000)}"`],
  ['a name that no file can have', '"\\u0000"'],
])('there is no file of %s', async (_, name) => {
  const calls = `[find_in_parent_folders(${name}, "none"), try(read_terragrunt_config(${name}), "none"), fileexists(${name})]`;
  const inputs = await evaluated({ [UNIT]: `include "x" { path = ${name} }\ninputs = { x = ${calls} }` });
  expect(inputs).toMatchObject({ x: ['none', 'none', expect.stringContaining('cannot be read')] });
});

it('a file of values knows nothing of Terragrunt, not even how to read itself', async () => {
  const inputs = await evaluated({
    'live/prod/ecr/local.tfvars': 'a = local.a\n',
    'live/prod/ecr/own.tfvars': 'a = read_tfvars_file("own.tfvars")\n',
    [UNIT]: 'locals { a = 1 }\ninputs = { x = read_tfvars_file("local.tfvars"), y = read_tfvars_file("own.tfvars") }',
  });
  expect(inputs).toEqual({
    x: '? "local" cannot be referred to here',
    y: '? there is no function named "read_tfvars_file"',
  });
});

it('files outside of the repository are not read', async () => {
  const inputs = await evaluated({ [UNIT]: 'inputs = { x = read_terragrunt_config("/etc/hosts").locals.x }' });
  expect(inputs).toEqual({ x: expect.stringMatching(/^\? .*\/etc\/hosts is outside of the repository$/) });
});

describe('an included file', () => {
  it('sees the folder of the unit, its own locals, and files beside itself', async () => {
    const files = {
      'live/root.hcl': `
        locals { name = basename(path_relative_to_include()) }
        inputs = {
          name   = local.name
          unit   = get_terragrunt_dir()
          parent = get_parent_terragrunt_dir()
          note   = file("note.txt")
        }`,
      'live/note.txt': 'beside the root',
      [UNIT]: 'include "root" { path = find_in_parent_folders("root.hcl") }',
    };
    expect(await evaluated(files)).toEqual({
      name: 'ecr',
      unit: '~/live/prod/ecr',
      parent: '~/live',
      note: 'beside the root',
    });
  });

  it('shows what it has only where it is exposed', async () => {
    const root = 'locals { region = "eu-west-1" }\ninputs = { team = "a" }\nterraform { source = "x" }';
    const inputs =
      '{ a = include.root.locals.region, b = include.root.inputs.team, c = include.root.terraform.source }';
    const include = (expose: string): string =>
      `include "root" {\n  path = "../../root.hcl"\n  merge_strategy = "no_merge"\n${expose}\n}\ninputs = ${inputs}`;
    expect(await evaluated({ 'live/root.hcl': root, [UNIT]: include('expose = true') })).toEqual({
      a: 'eu-west-1',
      b: 'a',
      c: 'x',
    });
    expect(await evaluated({ 'live/root.hcl': root, [UNIT]: include('') })).toEqual({
      a: '? include.root is not exposed',
      b: '? include.root is not exposed',
      c: '? include.root is not exposed',
    });
  });

  it('without a label is exposed under the name of the block', async () => {
    const unit = 'include {\n  path = "../../root.hcl"\n  expose = true\n}\ninputs = { a = include.locals.region }';
    expect(await evaluated({ 'live/root.hcl': 'locals { region = "eu-west-1" }', [UNIT]: unit })).toEqual({
      a: 'eu-west-1',
    });
  });
});

describe('inputs of included files', () => {
  const ROOT = `inputs = {
    plain  = "root"
    only   = "root"
    object = { a = "root", b = "root" }
    list   = ["root"]
  }`;
  const unit = (strategy: string): string => `
    include "root" {
      path = "../../root.hcl"
      ${strategy}
    }
    inputs = {
      plain  = "unit"
      object = { b = "unit" }
      list   = ["unit"]
    }`;

  it('are replaced one by one by default, and with "shallow"', async () => {
    const merged = { plain: 'unit', only: 'root', object: { b: 'unit' }, list: ['unit'] };
    expect(await evaluated({ 'live/root.hcl': ROOT, [UNIT]: unit('') })).toEqual(merged);
    expect(await evaluated({ 'live/root.hcl': ROOT, [UNIT]: unit('merge_strategy = "shallow"') })).toEqual(merged);
  });

  it('are joined with "deep"', async () => {
    expect(await evaluated({ 'live/root.hcl': ROOT, [UNIT]: unit('merge_strategy = "deep"') })).toEqual({
      plain: 'unit',
      only: 'root',
      object: { a: 'root', b: 'unit' },
      list: ['root', 'unit'],
    });
  });

  it('are left out with "no_merge"', async () => {
    expect(await evaluated({ 'live/root.hcl': ROOT, [UNIT]: unit('merge_strategy = "no_merge"') })).toEqual({
      plain: 'unit',
      object: { b: 'unit' },
      list: ['unit'],
    });
  });

  it('win over those of files that are included earlier', async () => {
    const include = (name: string): string => `include "${name}" { path = "../../${name}.hcl" }\n`;
    const files = {
      'live/one.hcl': 'inputs = { a = 1, b = 1, c = 1 }',
      'live/two.hcl': 'inputs = { b = 2, c = 2 }',
      [UNIT]: `${include('one')}${include('two')}inputs = { c = 3 }`,
    };
    expect(await evaluated(files)).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('are open where the file is not there', async () => {
    const files = { [UNIT]: 'include "root" { path = "../root.hcl" }\ninputs = { a = 1 }' };
    expect(await evaluated(files)).toEqual({ a: 1, '…': '? there is no file live/prod/root.hcl' });
  });

  it('are open where the path is not known, or how they are merged', async () => {
    const byPath = { [UNIT]: 'include "root" { path = get_env("ROOT") }\ninputs = { a = 1 }' };
    const message = 'get_env(): environment variables are those of whoever runs Terragrunt';
    expect(await evaluated(byPath)).toEqual({ a: 1, '…': `? ${message}` });
    const byStrategy = { 'live/root.hcl': ROOT, [UNIT]: unit('merge_strategy = get_env("HOW")') };
    expect(await evaluated(byStrategy)).toMatchObject({
      plain: 'unit',
      '…': '? the "merge_strategy" of an include is not known',
    });
  });

  it('may be hidden by what is merged over them and not known', async () => {
    const files = {
      'live/root.hcl': 'inputs = { a = 1 }',
      [UNIT]:
        'include "root" { path = "../../root.hcl" }\ninputs = merge(dependency.x.outputs, { b = 2 })\ndependency "x" {}',
    };
    const reason = '? the outputs of dependency.x are only known after it is applied';
    expect(await evaluated(files)).toEqual({ a: reason, b: 2, '…': reason });
  });
});

it('files that are read again and again are evaluated once', async () => {
  const levels = Array.from({ length: 60 }, (_, level): [string, string] => {
    const next = `read_terragrunt_config("\${get_terragrunt_dir()}/l${level + 1}.hcl").locals`;
    return [`l${level}.hcl`, `locals {\n  a = ${next}.a\n  b = "\${${next}.a}\${${next}.b}"\n}`];
  });
  const files = {
    ...Object.fromEntries(levels),
    'l60.hcl': 'locals {\n  a = "x"\n  b = "y"\n}',
    'terragrunt.hcl': 'inputs = { a = read_terragrunt_config("l0.hcl").locals.b }',
  };
  expect(await inputsOf(files)).toEqual({ a: `${'x'.repeat(60)}y` });
}, 2000);

describe('what refers to itself', () => {
  it('is not known: an include of the file itself', async () => {
    const files = { [UNIT]: 'include "self" { path = "terragrunt.hcl" }\ninputs = { a = 1 }' };
    expect(await evaluated(files)).toEqual({ a: 1, '…': `? ${UNIT} reads itself` });
  });

  it('is not known: more than one level of includes, which Terragrunt refuses', async () => {
    const files = {
      'live/root.hcl': 'include "unit" { path = "prod/ecr/terragrunt.hcl" }\ninputs = { b = 2 }',
      [UNIT]: 'include "root" { path = "../../root.hcl" }\ninputs = { a = 1 }',
    };
    expect(await evaluated(files)).toEqual({ a: 1, b: 2, '…': '? what is included may not include anything itself' });
  });

  it('is not known: files that read each other', async () => {
    const files = {
      'live/a.hcl': 'locals { x = read_terragrunt_config("b.hcl").locals.x }',
      'live/b.hcl': 'locals { x = read_terragrunt_config("a.hcl").locals.x }',
      [UNIT]: 'inputs = { x = read_terragrunt_config("../../a.hcl").locals.x }',
    };
    expect(await evaluated(files)).toEqual({ x: '? live/a.hcl reads itself' });
  });

  it('is not known: a local among all locals', async () => {
    const files = { [UNIT]: 'locals { a = local }\ninputs = { x = local.a }' };
    expect(await evaluated(files)).toEqual({ x: { a: '? local.a refers to itself' } });
  });

  it('is not known: files that are read before they read each other', async () => {
    const read = (name: string): string => `read_terragrunt_config("\${get_repo_root()}/live/${name}.hcl")`;
    const files = {
      'live/a.hcl': `locals { x = ${read('b')} }`,
      'live/b.hcl': `locals { x = ${read('a')} }`,
      [UNIT]: `locals {\n  a = ${read('a')}\n  b = ${read('b')}\n}\ninputs = { x = jsonencode(local.a), y = local.b }`,
    };
    expect(JSON.stringify(await evaluated(files))).toContain('itself');
  });

  it('is not known: inputs of files that are made of each other', async () => {
    const inputs = (name: string): string => `inputs = read_terragrunt_config("\${get_repo_root()}/live/${name}.hcl")`;
    const read = (name: string): string => `  ${name} = read_terragrunt_config("../../${name}.hcl")\n`;
    const files = {
      'live/a.hcl': inputs('b'),
      'live/b.hcl': inputs('a'),
      [UNIT]: `locals {\n${read('a')}${read('b')}}\ninputs = { x = jsonencode(local.a), y = local.b }`,
    };
    expect(JSON.stringify(await evaluated(files))).toMatch(/refer to themselves|reads itself/);
  });

  it('is not known: locals in a circle', async () => {
    const files = { [UNIT]: 'locals {\n  a = local.b\n  b = local.a\n}\ninputs = { x = local.a }' };
    expect(await evaluated(files)).toEqual({ x: '? local.a refers to itself' });
  });

  it('is not known: an include that is found by what it includes', async () => {
    const files = {
      [UNIT]: 'locals { x = include.root.locals.x }\ninclude "root" {\n  path = local.x\n  expose = true\n}',
    };
    expect(await evaluated(files)).toMatch(/^\? /);
  });
});
