import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/hcl/source.ts';
import { decided, decisivePlaces, stepsBehind } from '../../src/terraform/decision.ts';
import type { Deployment, EvaluatedResource } from '../../src/terraform/resource.ts';
import { bool, definitionsOf, type Step, string, through, type Value } from '../../src/terraform/value.ts';
import { withDeployment } from './with-deployment.ts';

function firstRepository(deployment: Deployment): EvaluatedResource {
  const [repository] = deployment.resources('aws_ecr_repository');
  if (repository === undefined) throw new Error('a repository was expected');
  return repository;
}

/** `a`, `b` and `env` are given, `open` has no value. */
const VARIABLES = `
  variable "a" {}
  variable "b" {}
  variable "env" {}
  variable "open" {}
  variable "none" {}
  variable "settings" {}
`;
const TFVARS = 'a = true\nb = false\nenv = "dev"\nnone = null\nsettings = { big = { size = 1 } }\n';

/** What an expression gives as the name of a repository. */
function nameFrom(expression: string, more = ''): Promise<Value> {
  const files = {
    'main.tf': `${VARIABLES}resource "aws_ecr_repository" "r" {\n  name = ${expression}\n}\n${more}`,
    'terraform.tfvars': TFVARS,
  };
  return withDeployment(files, (deployment) => {
    const value = firstRepository(deployment).body.attribute('name');
    if (value === null) throw new Error('a name was expected');
    return value;
  });
}

/** The steps of a value, the latest first: names of definitions, and decisions with what leads to the decider. */
function told(via: Step | null): string[] {
  const steps: string[] = [];
  for (let step = via; step !== null; step = step.earlier) {
    if (!('decider' in step)) steps.push(step.name);
    else {
      const at = step.place === null ? '' : ` ${step.place.file.text.slice(step.place.start, step.place.end)}`;
      steps.push(`${step.kind}${at} <- ${told(step.decider.via).join(', ')}`);
    }
  }
  return steps;
}

describe('what decides about a value', () => {
  it.each([
    ['var.a ? "x" : "y"', 'x', ['condition var.a <- var.a']],
    ['var.b ? "x" : "y"', 'y', ['condition var.b <- var.b']],
    ['!var.b ? "x" : "y"', 'x', ['condition !var.b <- var.b']],
    ['var.env == "prod" ? "x" : "y"', 'y', ['condition var.env == "prod" <- var.env']],
    ['var.a ? var.env : "y"', 'dev', ['condition var.a <- var.a', 'var.env']],
    ['{ dev = "x", prod = "y" }[var.env]', 'x', ['condition var.env <- var.env']],
    ['["x", "y"][var.a ? 1 : 0]', 'y', ['condition var.a ? 1 : 0 <- condition var.a <- var.a']],
    ['element(["x", "y"], var.a ? 1 : 0)', 'y', ['condition var.a ? 1 : 0 <- condition var.a <- var.a']],
    ['lookup({ dev = "x" }, var.env, "y")', 'x', ['condition var.env <- var.env']],
    ['coalesce(var.none, "y")', 'y', ['condition var.none <- var.none']],
    ['startswith(var.env, "d") ? "x" : "y"', 'x', ['condition startswith(var.env, "d") <- var.env']],
    [
      'can(var.settings.big.color) ? "x" : "y"',
      'y',
      ['condition can(var.settings.big.color) <- operand <- var.settings'],
    ],
  ])('is told of %s', async (expression, expected, steps) => {
    const value = await nameFrom(expression);
    expect(value).toMatchObject({ kind: 'string', value: expected });
    expect(told(value.via)).toEqual(steps);
  });

  it.each([
    ['var.a && var.b', ['condition var.a && var.b <- var.b']],
    ['var.b && var.a', ['condition var.b && var.a <- var.b']],
    ['var.a || var.b', ['condition var.a || var.b <- var.a']],
    ['var.a && !var.b', ['condition var.a && !var.b <- operand <- var.b, var.a']],
    ['var.env == var.settings', ['condition var.env == var.settings <- operand <- var.settings, var.env']],
    ['"${var.env}-x" == "dev-x"', ['condition "${var.env}-x" == "dev-x" <- operand <- ']],
    ['contains(["dev"], var.env)', ['condition contains(["dev"], var.env) <- var.env']],
    ['alltrue([var.a, var.b])', ['condition alltrue([var.a, var.b]) <- var.b']],
  ])('are those operands of %s that do', async (condition, steps) => {
    expect(told((await nameFrom(`${condition} ? "x" : "y"`)).via)).toEqual(steps);
  });

  it('is the map or object that lacks what a fallback stands in for', async () => {
    const fallback = await nameFrom('lookup(var.settings, "small", "y")');
    expect(fallback).toMatchObject({ value: 'y' });
    expect(told(fallback.via)).toEqual(['condition var.settings <- operand <- var.settings']);

    const tried = await nameFrom('try(var.settings.big.color, "y")');
    expect(tried).toMatchObject({ value: 'y' });
    expect(told(tried.via)).toEqual(['condition var.settings.big.color <- operand <- var.settings']);
  });

  it.each([
    'true ? "x" : "y"',
    '["x"][0]',
    'lookup({ a = "x" }, "a", "y")',
    'coalesce(null, "x")',
    'try(null.a, "x")',
    // With both arms alike, nothing is chosen.
    'var.open ? "x" : "x"',
  ])('is nothing where it is written in its place, or not known: %s', async (expression) => {
    const value = await nameFrom(expression);
    expect(value).toMatchObject({ kind: 'string', value: 'x' });
    expect(value.via).toBeNull();
  });

  it('does not make a value come from what decided', async () => {
    const more = 'resource "aws_ecr_repository" "other" {\n  name = "x"\n}\n';
    const value = await nameFrom('aws_ecr_repository.other.name == "x" ? var.env : "y"', more);
    expect(definitionsOf(value).map(({ name }) => name)).toEqual(['var.env']);
    expect(told(value.via)[0]).toBe('condition aws_ecr_repository.other.name == "x" <- aws_ecr_repository.other.name');
  });

  it('does not hide where the other arguments of a function come from', async () => {
    const value = await nameFrom('format("%s-%s", var.a ? "x" : "y", var.env)');
    expect(definitionsOf(value).map(({ name }) => name)).toEqual(['var.env']);
  });
});

describe('what decides that something is there', () => {
  const each = `
    variable "all" {}
    variable "on" {}
  `;

  it('is the `if` of a `for`, and goes with each element', async () => {
    const main = `${each}
      resource "aws_ecr_repository" "r" {
        for_each = { for key, one in var.all : key => one.name if one.on }
        name     = each.value
      }`;
    const tfvars = 'all = { x = { name = "x", on = true }, y = { name = "y", on = false } }\non = true\n';
    await withDeployment({ 'main.tf': main, 'terraform.tfvars': tfvars }, (deployment) => {
      expect(deployment.resources('aws_ecr_repository')).toHaveLength(1);
      const { body, repeatedBy } = firstRepository(deployment);
      expect(told(body.attribute('name')?.via ?? null)).toContain('presence one.on <- var.all');
      expect(repeatedBy.flatMap(told)).toContain('presence one.on <- var.all');
    });
  });

  it('is the `count` or `for_each` of a resource and of the modules around it', async () => {
    const files = {
      'main.tf': `${each}
        module "m" {
          count  = var.on ? 1 : 0
          source = "./m"
          names  = var.all
        }`,
      'm/main.tf': `
        variable "names" {}
        resource "aws_ecr_repository" "r" {
          for_each = toset(var.names)
          name     = each.value
        }`,
      'terraform.tfvars': 'all = ["x"]\non = true\n',
    };
    await withDeployment(files, (deployment) => {
      expect(firstRepository(deployment).repeatedBy.map(told)).toEqual([
        ['module.m.names', 'var.all'],
        ['condition var.on <- var.on'],
      ]);
    });
  });

  it('is told of blocks without an instance, and of `dynamic` blocks that repeat nothing', async () => {
    const files = {
      'main.tf': `${each}
        resource "aws_ecr_repository" "r" {
          name = "x"
          dynamic "encryption_configuration" {
            for_each = var.on ? [1] : []
            content {}
          }
        }
        resource "aws_ecr_lifecycle_policy" "p" {
          count = var.on ? 1 : 0
        }`,
      'terraform.tfvars': 'all = []\non = false\n',
    };
    await withDeployment(files, (deployment) => {
      const { emptied = [] } = firstRepository(deployment).body.blocks('encryption_configuration');
      expect(emptied.map(({ what, by }) => [what, told(by)])).toEqual([
        ['its dynamic encryption_configuration repeats nothing', ['condition var.on <- var.on']],
      ]);
      expect(deployment.resources('aws_ecr_lifecycle_policy')).toEqual([]);
      expect(deployment.declared('aws_ecr_lifecycle_policy').map(({ by }) => told(by))).toEqual([
        ['condition var.on <- var.on'],
      ]);
    });
  });
});

describe('all that is behind a value', () => {
  it('is looked through once however often conditions share it, and not without end', () => {
    let value: Value = through(bool(true), { kind: 'local', name: 'local.start', place: null, resource: null });
    const place = { file: new SourceFile('main.tf', 'x'), start: 0, end: 1 };
    // Each stands on the one before it twice, as value and as condition: read as a tree, 2^200 steps.
    for (let i = 0; i < 200; i++) value = decided(value, value, place);
    expect([...stepsBehind([value.via!])]).toHaveLength(201);
    for (let i = 0; i < 2000; i++) value = decided(value, value, place);
    expect([...stepsBehind([value.via!])]).toHaveLength(1000);
  });

  it('names where deciders are written', async () => {
    const { via } = await nameFrom('var.a ? "x" : "y"');
    const texts = decisivePlaces([via]).map(({ file, start, end }) => file.text.slice(start, end));
    expect(texts).toEqual(['var.a', 'true', 'a = true']);
    expect(decisivePlaces([null, string('x').via])).toEqual([]);
  });
});
