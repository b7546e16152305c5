import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { type Code, lintCode } from './suppressions/support.ts';

/** The trace of the only finding of a rule, as `message @ file:line`. */
async function traceOf(code: Code, rule = 'immutable-tags'): Promise<string[]> {
  const { findings } = await lintCode(code, { selection: { only: [rule] }, options: { environment: 'production' } });
  const found = findings.filter((finding) => finding.rule === rule);
  expect(found).toHaveLength(1);
  return (found[0] as Finding).trace.map(({ message, place }) => {
    return place === null ? message : `${message} @ ${place.file.path}:${place.file.position(place.start).line}`;
  });
}

const USE = 'image_tag_mutability of aws_ecr_repository.a @ main.tf:1';

/** A repository on the first line of `main.tf` whose mutability is an expression, and what else is written. */
function repository(mutability: string, more: string, tfvars: string): Code {
  const main = `resource "aws_ecr_repository" "a" { image_tag_mutability = ${mutability} }\n${more}\n`;
  return { 'main.tf': main, 'dev.tfvars': tfvars };
}

describe('the trace of a value that a condition chose', () => {
  it('leads to what decided, then says what that is', async () => {
    const code = repository('var.strict ? "IMMUTABLE" : "MUTABLE"', 'variable "strict" {}', 'strict = false\n');
    expect(await traceOf(code)).toEqual([
      'dev.tfvars sets strict @ dev.tfvars:1',
      'chosen because var.strict is false @ main.tf:1',
      USE,
    ]);
  });

  it('names each condition at its step', async () => {
    const more = `variable "env" {}
locals {
  is_strict  = var.env == "prod" ? true : false
  mutability = local.is_strict ? "IMMUTABLE" : "MUTABLE"
}`;
    expect(await traceOf(repository('local.mutability', more, 'env = "dev"\n'))).toEqual([
      'dev.tfvars sets env @ dev.tfvars:1',
      'chosen because var.env == "prod" is false @ main.tf:4',
      'local.is_strict @ main.tf:4',
      'chosen because local.is_strict is false @ main.tf:5',
      'local.mutability @ main.tf:5',
      USE,
    ]);
  });

  it('says what a key was, and what was missing where a fallback was taken', async () => {
    const more = 'variable "env" {}\nlocals { by_env = { dev = "MUTABLE" } }';
    expect(await traceOf(repository('local.by_env[var.env]', more, 'env = "dev"\n'))).toEqual([
      'local.by_env @ main.tf:3',
      'dev.tfvars sets env @ dev.tfvars:1',
      'chosen because var.env is "dev" @ main.tf:1',
      USE,
    ]);
    const settings = 'variable "settings" {}';
    expect(await traceOf(repository('lookup(var.settings, "tags", "MUTABLE")', settings, 'settings = {}\n'))).toEqual([
      'dev.tfvars sets settings @ dev.tfvars:1',
      'chosen because the given map has no key "tags" @ main.tf:1',
      USE,
    ]);
    expect(await traceOf(repository('try(var.settings.tags, "MUTABLE")', settings, 'settings = {}\n'))).toEqual([
      'dev.tfvars sets settings @ dev.tfvars:1',
      'chosen because there is no attribute "tags" @ main.tf:1',
      USE,
    ]);
  });

  it('names both operands where both decide', async () => {
    const more = 'variable "a" {}\nvariable "b" {}';
    const code = repository('var.a && var.b ? "MUTABLE" : "IMMUTABLE"', more, 'a = true\nb = true\n');
    expect(await traceOf(code)).toEqual([
      'dev.tfvars sets a @ dev.tfvars:1',
      'dev.tfvars sets b @ dev.tfvars:2',
      'chosen because var.a && var.b is true @ main.tf:1',
      USE,
    ]);
  });

  it.each([
    ['a condition written in its place', 'true ? "MUTABLE" : "IMMUTABLE"', [USE]],
    [
      'that a value which is there was given',
      'var.tags != null ? var.tags : "IMMUTABLE"',
      ['dev.tfvars sets tags @ dev.tfvars:1', USE],
    ],
  ])('leaves out %s', async (_, mutability, expected) => {
    expect(await traceOf(repository(mutability, 'variable "tags" {}', 'tags = "MUTABLE"\n'))).toEqual(expected);
  });

  it('leaves out the key of the instance, which its address tells', async () => {
    const main = `resource "aws_ecr_repository" "a" {
  for_each             = toset(["x"])
  image_tag_mutability = local.by_key[each.key]
}
variable "names" {}
resource "aws_ecr_repository" "b" {
  for_each             = toset(var.names)
  image_tag_mutability = { y = "MUTABLE" }[each.key]
}
locals { by_key = { x = "IMMUTABLE" } }
`;
    expect(await traceOf({ 'main.tf': main, 'dev.tfvars': 'names = ["y"]\n' })).toEqual([
      'image_tag_mutability of aws_ecr_repository.b["y"] @ main.tf:8',
    ]);
  });

  it('stays short', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const more = names.map((name) => `variable "${name}" {}`).join('\n');
    const mutability = names.reduce((inner, name) => `(var.${name} ? ${inner} : "IMMUTABLE")`, '"MUTABLE"');
    const trace = await traceOf(repository(mutability, more, names.map((name) => `${name} = true\n`).join('')));
    expect(trace).toEqual([
      ...['a', 'b', 'c'].flatMap((name, index) => [
        `dev.tfvars sets ${name} @ dev.tfvars:${index + 1}`,
        `chosen because var.${name} is true @ main.tf:1`,
      ]),
      'chosen by further conditions',
      USE,
    ]);
  });

  it('quotes no long condition', async () => {
    const long = `contains(["${'x'.repeat(60)}"], var.env)`;
    const code = repository(`${long} ? "IMMUTABLE" : "MUTABLE"`, 'variable "env" {}', 'env = "dev"\n');
    expect(await traceOf(code)).toContain('chosen because a condition is false @ main.tf:1');
  });

  it.each([
    ['itself', 'var.secret ? "IMMUTABLE" : "MUTABLE"', 'false'],
    ['as a key', '{ hush = "MUTABLE" }[var.secret]', '"hush"'],
    ['as a key that is not there', 'lookup(local.empty, var.secret, "MUTABLE")', '"hush"'],
    ['as a key that cannot be read', 'try(local.empty[var.secret], "MUTABLE")', '"hush"'],
  ])('does not say what is sensitive: %s', async (_, mutability, secret) => {
    const more = 'variable "secret" { sensitive = true }\nlocals { empty = {} }';
    const trace = await traceOf(repository(mutability, more, `secret = ${secret}\n`));
    expect(trace).toContain('chosen by a condition that is sensitive @ main.tf:1');
    expect(trace.join()).not.toMatch(/hush|false/);
  });

  it('reads a condition of the JSON syntax without its escapes', async () => {
    const main = {
      variable: { env: {} },
      resource: {
        aws_ecr_repository: { a: { image_tag_mutability: '${var.env == "prod" ? "IMMUTABLE" : "MUTABLE"}' } },
      },
    };
    const code = { 'main.tf.json': JSON.stringify(main), 'dev.tfvars': 'env = "dev"\n' };
    expect((await traceOf(code)).slice(0, 2)).toEqual([
      'dev.tfvars sets env @ dev.tfvars:1',
      'chosen because var.env == "prod" is false @ main.tf.json:1',
    ]);
  });
});

describe('the trace of something that is missing', () => {
  it('leads to the `count` that keeps it away', async () => {
    const main = `resource "aws_ecr_repository" "a" {
}
variable "clean" {}
resource "aws_ecr_lifecycle_policy" "a" {
  count      = var.clean ? 1 : 0
  repository = aws_ecr_repository.a.name
}
resource "aws_ecr_lifecycle_policy" "of_another" {
  count      = 0
  repository = aws_ecr_repository.b.name
}
`;
    expect(await traceOf({ 'main.tf': main, 'dev.tfvars': 'clean = false\n' }, 'lifecycle-policy')).toEqual([
      'dev.tfvars sets clean @ dev.tfvars:1',
      'chosen because var.clean is false @ main.tf:5',
      'aws_ecr_lifecycle_policy.a has no instance @ main.tf:4',
      'aws_ecr_repository.a @ main.tf:1',
    ]);
  });

  it('leads to the `count` of a module that would have made what is missing', async () => {
    const main = `resource "aws_ecr_repository" "a" {
  name = "a"
}
module "clean" {
  source     = "./clean"
  count      = var.clean ? 1 : 0
  repository = aws_ecr_repository.a.name
}
module "other" {
  source     = "./clean"
  count      = 0
  repository = aws_ecr_repository.b.name
}
variable "clean" {}
`;
    const files = {
      'main.tf': main,
      'dev.tfvars': 'clean = false\n',
      'clean/main.tf': 'module "inner" {\n  source = "../inner"\n}\nmodule "again" {\n  source = "./"\n}\n',
      'inner/main.tf':
        'variable "repository" {}\nresource "aws_ecr_lifecycle_policy" "a" {\n  repository = var.repository\n}\n',
    };
    expect(await traceOf(files, 'lifecycle-policy')).toEqual([
      'dev.tfvars sets clean @ dev.tfvars:1',
      'chosen because var.clean is false @ main.tf:6',
      'module.clean has no instance @ main.tf:4',
      'aws_ecr_repository.a @ main.tf:1',
    ]);
  });

  it('looks once into modules that are not called, however many ways lead there', async () => {
    const twice = (next: string): string =>
      ['a', 'b'].map((name) => `module "${name}" {\n  source = "${next}"\n}\n`).join('');
    const policy = 'variable "r" {}\nresource "aws_ecr_lifecycle_policy" "p" {\n  repository = var.r\n}\n';
    const files: Record<string, string> = {
      'main.tf': `resource "aws_ecr_repository" "a" {\n  name = "a"\n}\nmodule "m" {\n  source = "./m0"\n  count = 0\n}\n`,
      'm40/main.tf': policy,
    };
    for (let i = 0; i < 40; i++) files[`m${i}/main.tf`] = twice(`../m${i + 1}`);
    expect(await traceOf(files, 'lifecycle-policy')).toEqual([
      'module.m has no instance @ main.tf:4',
      'aws_ecr_repository.a @ main.tf:1',
    ]);
  });

  it('leads to the `for_each` of a `dynamic` block', async () => {
    const main = `resource "aws_ecr_repository" "a" {
  dynamic "image_scanning_configuration" {
    for_each = var.scan ? [1] : []
    content { scan_on_push = true }
  }
}
variable "scan" { default = false }
`;
    expect(await traceOf({ 'main.tf': main }, 'scan-on-push')).toEqual([
      'var.scan defaults to false @ main.tf:7',
      'chosen because var.scan is false @ main.tf:3',
      'its dynamic image_scanning_configuration repeats nothing @ main.tf:2',
      'aws_ecr_repository.a @ main.tf:1',
    ]);
  });
});
