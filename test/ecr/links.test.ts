import { describe, expect, it } from 'vitest';
import { withFacts } from './deployments.ts';

/** The lifecycle policies of each repository: `address <- policy`, with the doubt where there is one. */
function links(code: string | Readonly<Record<string, string>>): Promise<string[]> {
  return withFacts(code, ({ repositories }) =>
    repositories.flatMap(({ resource, lifecyclePolicies }) => {
      const found = lifecyclePolicies.map(({ target, doubt }) => {
        return `${resource.address} <- ${target.resource.address}${doubt === null ? '' : ` (${doubt.message})`}`;
      });
      return found.length > 0 ? found : [`${resource.address} <- nothing`];
    }),
  );
}

function repository(name: string, body: string): string {
  return `resource "aws_ecr_repository" "${name}" {\n${body}\n}\n`;
}

function policy(name: string, body: string): string {
  return `resource "aws_ecr_lifecycle_policy" "${name}" {\n${body}\npolicy = "{}"\n}\n`;
}

const SET = 'variable "names" {\n  type = set(string)\n}\n';
const FLAG = 'variable "flag" {\n  type = bool\n}\n';

describe('policies of resources that repeat an unknown number of times', () => {
  it.each([
    ['over the resource', 'for_each = aws_ecr_repository.app\nrepository = each.value.name'],
    ['over the same set, by key', 'for_each = var.names\nrepository = aws_ecr_repository.app[each.key].name'],
    ['over the same set, by value', 'for_each = var.names\nrepository = aws_ecr_repository.app[each.value].id'],
  ])('belong to each: %s', async (_, body) => {
    const code = SET + repository('app', 'for_each = var.names\nname = each.key') + policy('app', body);
    expect(await links(code)).toEqual(['aws_ecr_repository.app <- aws_ecr_lifecycle_policy.app']);
  });

  it('may belong when the conditions differ', async () => {
    const code =
      SET +
      FLAG +
      repository('app', 'for_each = var.names\nname = each.key') +
      policy('app', 'for_each = var.flag ? var.names : []\nrepository = aws_ecr_repository.app[each.key].name');
    expect(await links(code)).toEqual([
      'aws_ecr_repository.app <- aws_ecr_lifecycle_policy.app (var.flag has no value)',
    ]);
  });

  it('may belong to any of those that are known', async () => {
    const code =
      SET +
      repository('app', 'for_each = toset(["a", "b"])\nname = each.key') +
      policy('app', 'for_each = var.names\nrepository = aws_ecr_repository.app[each.key].name');
    expect(await links(code)).toEqual([
      'aws_ecr_repository.app["a"] <- aws_ecr_lifecycle_policy.app (var.names has no value)',
      'aws_ecr_repository.app["b"] <- aws_ecr_lifecycle_policy.app (var.names has no value)',
    ]);
  });

  it('belong to a repository that may not exist, though the policy is certain', async () => {
    const code =
      FLAG +
      repository('app', 'count = var.flag ? 1 : 0\nname = "app"') +
      policy('app', 'repository = join("", aws_ecr_repository.app[*].name)');
    const [found] = await links(code);
    expect(found).toMatch(/^aws_ecr_repository\.app <- aws_ecr_lifecycle_policy\.app/);
  });

  it('do not take the same condition in another module for theirs', async () => {
    const files = {
      'main.tf': `${FLAG}${repository('app', 'count = var.flag ? 1 : 0\nname = "app"')}module "policy" {\nsource = "./policy"\nflag = var.flag\nrepository = one(aws_ecr_repository.app[*].name)\n}\n`,
      'policy/main.tf': `${FLAG}variable "repository" {}\n${policy('app', 'count = var.flag ? 1 : 0\nrepository = var.repository')}`,
    };
    expect(await links(files)).toEqual([
      'aws_ecr_repository.app <- module.policy.aws_ecr_lifecycle_policy.app (var.flag has no value)',
    ]);
  });
});

describe('policies by name', () => {
  it('belong to the repository of that name, and to no other', async () => {
    const code =
      repository('a', 'name = "team/a"') + repository('b', 'name = "a"') + policy('a', 'repository = "team/a"');
    expect(await links(code)).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.a',
      'aws_ecr_repository.b <- nothing',
    ]);
  });

  it('may belong to those that an unknown name fits', async () => {
    const code =
      'variable "team" {}\n' +
      repository('a', 'name = "shop/a"') +
      repository('b', 'name = "blog/b"') +
      repository('c', 'name = "${var.team}/a"') +
      policy('a', 'repository = "${var.team}/a"');
    expect(await links(code)).toEqual([
      'aws_ecr_repository.a <- nothing',
      'aws_ecr_repository.b <- nothing',
      'aws_ecr_repository.c <- aws_ecr_lifecycle_policy.a',
    ]);
  });

  it('that are not known may belong to any that fits', async () => {
    const code =
      'variable "team" {}\nvariable "other" {}\n' +
      repository('a', 'name = "shop/a"') +
      repository('b', 'name = "shop/b"') +
      repository('c', 'name = "${var.team}/a"') +
      policy('a', 'repository = "${var.other}/a"');
    expect(await links(code)).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.a (var.other has no value)',
      'aws_ecr_repository.b <- nothing',
      'aws_ecr_repository.c <- aws_ecr_lifecycle_policy.a (var.other has no value)',
    ]);
  });

  it('of the same unset variable belong, but not when a function changes it', async () => {
    const code = `variable "name" {}\n${repository('a', 'name = var.name')}`;
    expect(await links(code + policy('a', 'repository = var.name'))).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.a',
    ]);
    expect(await links(code + policy('a', 'repository = lower(var.name)'))).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.a (var.name has no value)',
    ]);
  });

  it('of the same expression belong where both repeat alike', async () => {
    const variables = 'variable "name" {}\nvariable "map" {\n  type = map(any)\n}\n';
    const pair = (name: string, other: string, head = '', otherHead = head) =>
      links(
        SET +
          variables +
          repository('a', `${head}\nname = ${name}`) +
          policy('a', `${otherHead}\nrepository = ${other}`),
      );
    const certain = ['aws_ecr_repository.a <- aws_ecr_lifecycle_policy.a'];
    expect(await pair('lower(var.name)', 'lower(var.name)')).toEqual(certain);
    expect(await pair('each.key', 'each.key', 'for_each = var.names')).toEqual(certain);
    expect(await pair('each.key', 'each.value', 'for_each = var.names')).toEqual(certain);
    expect(await pair('"app/${each.key}"', '"app/${each.key}"', 'for_each = var.map')).toEqual(certain);
    expect(await pair('each.value.name', 'each.value.name', 'for_each = var.map')).toEqual(certain);

    const [mixed] = await pair('each.key', 'each.value', 'for_each = var.map');
    expect(mixed).toMatch(/\(.*\)$/);
    const [different] = await pair('each.key', 'each.key', 'for_each = var.names', 'for_each = var.map');
    expect(different).toMatch(/\(.*\)$/);
    const [other] = await pair('lower(var.name)', 'upper(var.name)');
    expect(other).toMatch(/\(.*\)$/);
  });

  it('of an unset argument are told apart by module instance', async () => {
    const module = `variable "name" {}\n${repository('a', 'name = var.name')}${policy('a', 'repository = var.name')}`;
    const files = {
      'main.tf':
        'variable "x" {}\nvariable "y" {}\nmodule "x" {\nsource = "./m"\nname = var.x\n}\nmodule "y" {\nsource = "./m"\nname = var.y\n}\n',
      'm/main.tf': module,
    };
    expect(await links(files)).toEqual([
      'module.x.aws_ecr_repository.a <- module.x.aws_ecr_lifecycle_policy.a',
      'module.y.aws_ecr_repository.a <- module.y.aws_ecr_lifecycle_policy.a',
    ]);
  });

  it('stay in their region', async () => {
    const providers =
      'provider "aws" {\nregion = "eu-west-1"\n}\nprovider "aws" {\nalias = "x"\nregion = "REGION"\n}\n';
    const code = repository('a', 'name = "a"') + policy('a', 'provider = aws.x\nrepository = "a"');
    expect(await links(providers.replace('REGION', 'us-east-1') + code)).toEqual(['aws_ecr_repository.a <- nothing']);
    const [same] = await links(providers.replace('REGION', 'eu-west-1') + code);
    expect(same).toMatch(/<- aws_ecr_lifecycle_policy\.a \(.*different accounts or regions\)$/);
    const own = repository('a', 'name = "a"\nregion = "us-east-1"') + policy('a', 'repository = "a"');
    expect(await links(providers + own)).toEqual(['aws_ecr_repository.a <- nothing']);
    const both = repository('a', 'name = "a"\nregion = "us-east-1"');
    expect(await links(both + policy('a', 'repository = "a"\nregion = "us-east-1"'))).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.a',
    ]);
  });
});

describe('policies by reference', () => {
  it('belong where each possible reference leads to the same repository, else may', async () => {
    const two = FLAG + repository('a', 'name = "a"') + repository('b', 'name = "b"');
    const choose = (other: string) =>
      policy('p', `repository = var.flag ? aws_ecr_repository.a.name : aws_ecr_repository.${other}.id`);
    expect(await links(two + choose('b'))).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.p (var.flag has no value)',
      'aws_ecr_repository.b <- aws_ecr_lifecycle_policy.p (var.flag has no value)',
    ]);
    expect(await links(two + choose('a'))).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.p',
      'aws_ecr_repository.b <- nothing',
    ]);
  });

  it('belong by name where only a key of the resource is used', async () => {
    const code =
      repository('a', 'for_each = toset(["x", "y"])\nname = each.key') +
      policy('p', 'for_each = aws_ecr_repository.a\nrepository = each.key');
    expect(await links(code)).toEqual([
      'aws_ecr_repository.a["x"] <- aws_ecr_lifecycle_policy.p["x"]',
      'aws_ecr_repository.a["y"] <- aws_ecr_lifecycle_policy.p["y"]',
    ]);
    const other =
      repository('a', 'for_each = toset(["x"])\nname = "team/${each.key}"') +
      policy('p', 'for_each = aws_ecr_repository.a\nrepository = each.key');
    expect(await links(other)).toEqual(['aws_ecr_repository.a["x"] <- nothing']);

    const unknown = (name: string) =>
      links(
        SET +
          repository('a', `for_each = var.names\nname = ${name}`) +
          policy('p', 'for_each = aws_ecr_repository.a\nrepository = each.key'),
      );
    expect(await unknown('each.key')).toEqual(['aws_ecr_repository.a <- aws_ecr_lifecycle_policy.p']);
    expect(await unknown('"team/${each.key}"')).toEqual([
      'aws_ecr_repository.a <- aws_ecr_lifecycle_policy.p (var.names has no value)',
    ]);
  });

  it('are followed through modules in both directions', async () => {
    const files = {
      'main.tf': `module "repositories" {\nsource = "./repositories"\n}\nmodule "policies" {\nfor_each = module.repositories.all\nsource = "./policy"\nrepository = each.value\n}\n`,
      'repositories/main.tf': `${repository('a', 'for_each = toset(["x", "y"])\nname = each.key')}output "all" {\nvalue = { for key, r in aws_ecr_repository.a : key => r.id }\n}\n`,
      'policy/main.tf': `variable "repository" {}\n${policy('p', 'repository = var.repository')}`,
    };
    expect(await links(files)).toEqual([
      'module.repositories.aws_ecr_repository.a["x"] <- module.policies["x"].aws_ecr_lifecycle_policy.p',
      'module.repositories.aws_ecr_repository.a["y"] <- module.policies["y"].aws_ecr_lifecycle_policy.p',
    ]);
  });
});

it('a thousand repositories with policies are linked one to one', async () => {
  const code =
    'locals { names = [for i in range(1000) : "app-${i}"] }\n' +
    repository('a', 'for_each = toset(local.names)\nname = each.key') +
    policy('a', 'for_each = aws_ecr_repository.a\nrepository = each.value.name');
  const found = await links(code);
  expect(found.length).toBe(1000);
  expect(found.filter((link) => link.endsWith('nothing'))).toEqual([]);
});
