import { describe, expect, it } from 'vitest';
import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../../src/ecr/environment.ts';
import { collectFacts } from '../../src/ecr/facts.ts';
import { compileWords, tierOfText } from '../../src/ecr/words.ts';
import { textAt, withDeployments } from './deployments.ts';

type Files = Readonly<Record<string, string>>;

/** The environment of the first repository of each deployment, with what its evidence says. */
function environments(
  code: string | Files,
  options: Partial<EnvironmentOptions> = {},
): Promise<(readonly [string, string])[]> {
  return withDeployments(code, (deployments) =>
    deployments.map((deployment) => {
      const facts = collectFacts(deployment, { ...DEFAULT_ENVIRONMENT_OPTIONS, ...options });
      const [repository] = facts.repositories;
      if (repository === undefined) throw new Error('There is no repository.');
      return [repository.environment.kind, repository.environment.because];
    }),
  );
}

function repository(body: string): string {
  return `resource "aws_ecr_repository" "app" {\n${body}\n}\n`;
}

const NOTHING = ['unknown', 'nothing says whether this is production'];

describe('words', () => {
  const words = compileWords(DEFAULT_ENVIRONMENT_OPTIONS.words);

  it.each([
    ...[
      'prod',
      'Production',
      'PRD',
      'backend-prod',
      'prod_eu',
      'app.production',
      'prod01',
      'eu-prod-2',
      'team/prod/app',
    ],
  ])('%s is production', (text) => {
    expect(tierOfText(text, words)).toBe('production');
  });

  it.each([
    ...['dev', 'development', 'test', 'staging', 'qa', 'uat', 'sandbox', 'Stage', 'dev2'],
    ...['nonprod', 'non-prod', 'NonProduction', 'preprod', 'pre-prod', 'preproduction', 'pre_production', 'non-live'],
    ...['foo-dev', 'foo-preprod', 'foo-staging', 'non-prod-dev'],
  ])('%s is not', (text) => {
    expect(tierOfText(text, words)).toBe('non-production');
  });

  it.each([
    ...['product', 'product-page', 'products-pool', 'producer', 'api_management_product'],
    ...[
      'live',
      'live.cloud-platform.service',
      'shared',
      'common',
      'core-shared-services',
      'deploy',
      'devops',
      'latest',
    ],
    ...['prod-dev-mirror', 'prodaccess', '', '-', 'contest', 'protest'],
  ])('"%s" says nothing', (text) => {
    expect(tierOfText(text, words)).toBeNull();
  });

  it('next to something unknown count only when they are whole', () => {
    expect(tierOfText([null, '-prod'], words)).toBe('production');
    expect(tierOfText([null, 'prod'], words)).toBeNull();
    expect(tierOfText(['prod', null], words)).toBeNull();
    expect(tierOfText(['prod/', null], words)).toBe('production');
  });

  it('can be chosen', () => {
    const live = compileWords({ production: ['live'], nonProduction: ['not live', 'prod'] });
    expect(tierOfText('app-live', live)).toBe('production');
    expect(tierOfText('app-not-live', live)).toBe('non-production');
    expect(tierOfText('app-prod', live)).toBe('non-production');
  });
});

describe('tags', () => {
  it.each([
    ['Environment = "prod"', 'production', 'tag Environment = "prod"'],
    ['ENV = "Production"', 'production', 'tag ENV = "Production"'],
    ['environment_name = "staging"', 'non-production', 'tag environment_name = "staging"'],
    ['Stage = "dev"', 'non-production', 'tag Stage = "dev"'],
    ['"acme:environment" = "prd"', 'production', 'tag acme:environment = "prd"'],
    ['is-production = "true"', 'production', 'tag is-production = "true"'],
    ['is_production = false', 'non-production', 'tag is_production = "false"'],
  ])('%s decides', async (tag, kind, because) => {
    expect(await environments(repository(`name = "app"\ntags = { ${tag} }`))).toEqual([[kind, because]]);
  });

  it.each(['Environment = "live"', 'Environment = "shared"', 'Product = "prod"', 'is-production = "yes"'])(
    '%s says nothing',
    async (tag) => {
      expect(await environments(repository(`name = "app"\ntags = { ${tag} }`))).toEqual([NOTHING]);
    },
  );

  it('of the provider count, and lose against those of the resource', async () => {
    const provider = 'provider "aws" {\ndefault_tags {\ntags = { Environment = "production", Team = "a" }\n}\n}\n';
    expect(await environments(provider + repository('name = "app"'))).toEqual([
      ['production', 'tag Environment = "production"'],
    ]);
    expect(await environments(provider + repository('name = "app"\ntags = { Environment = "dev" }'))).toEqual([
      ['non-production', 'tag Environment = "dev"'],
    ]);
  });

  it('point at where they are written', async () => {
    const code = `locals { tags = { Environment = "prod" } }\n${repository('name = "app"\ntags = merge(local.tags, { Team = "a" })')}`;
    await withDeployments(code, ([deployment]) => {
      if (deployment === undefined) throw new Error('There is no deployment.');
      const [found] = collectFacts(deployment, DEFAULT_ENVIRONMENT_OPTIONS).repositories;
      expect(textAt(found?.environment.place ?? null)).toBe('"prod"');
    });
  });

  it('stay known beside unknown ones', async () => {
    const code = 'variable "tags" { type = map(string) }\n';
    const tags = 'tags = merge(var.tags, { Environment = "prod" })';
    expect(await environments(code + repository(`name = "app"\n${tags}`))).toEqual([
      ['production', 'tag Environment = "prod"'],
    ]);
  });

  it('decide when every possible value says the same', async () => {
    const code = 'variable "x" { type = bool }\n';
    const tags = (other: string) => `name = "app"\ntags = { Environment = var.x ? "prod" : "${other}" }`;
    expect((await environments(code + repository(tags('production'))))[0]?.[0]).toBe('production');
    expect(await environments(code + repository(tags('dev')))).toEqual([NOTHING]);
  });

  it('are not printed when they are sensitive', async () => {
    const code = 'locals { secret = sensitive("prod") }\n';
    expect(await environments(code + repository('name = "app"\ntags = { Environment = local.secret }'))).toEqual([
      ['production', 'tag Environment = a sensitive value'],
    ]);
  });

  it("of a module's caller count", async () => {
    const files = {
      'main.tf': 'module "app" {\nsource = "./module"\nenvironment = "prod"\n}\n',
      'module/main.tf': `variable "environment" {}\n${repository('name = "app"\ntags = { Environment = var.environment }')}`,
    };
    expect(await environments(files)).toEqual([['production', 'tag Environment = "prod"']]);
  });
});

describe('variables', () => {
  const code = `variable "environment" {\n  default = "prod"\n}\n${repository('name = "app-${var.environment}"\ntags = { Environment = var.environment }')}`;

  it('say nothing by their default', async () => {
    expect(await environments(code)).toEqual([NOTHING]);
  });

  it('decide when they are given', async () => {
    expect(await environments({ 'main.tf': code, 'terraform.tfvars': 'environment = "qa"\n' })).toEqual([
      ['non-production', 'tag Environment = "qa"'],
    ]);
    const untagged = `variable "environment" {}\nvariable "is_production" {}\n${repository('name = "app"')}`;
    expect(await environments({ 'main.tf': untagged, 'terraform.tfvars': 'environment = "qa"\n' })).toEqual([
      ['non-production', 'var.environment = "qa"'],
    ]);
    expect(await environments({ 'main.tf': untagged, 'terraform.tfvars': 'is_production = "true"\n' })).toEqual([
      ['production', 'var.is_production = "true"'],
    ]);
  });

  it('that hold anything but a text say nothing', async () => {
    const objects = `variable "environment" {}\n${repository('name = "app"')}`;
    const values = 'environment = [{ name = "production" }]\n';
    expect(await environments({ 'main.tf': objects, 'terraform.tfvars': values })).toEqual([NOTHING]);
  });
});

describe('files and directories', () => {
  it('decide by the name of the tfvars file', async () => {
    const main = `variable "size" { default = 1 }\n${repository('name = "app"')}`;
    const files = { 'main.tf': main, 'prod.tfvars': 'size = 2\n', 'vars/staging/ecr.tfvars': 'size = 3\n' };
    const found = await environments(files);
    expect(found).toContainEqual(['production', 'variables from prod.tfvars']);
    expect(found).toContainEqual(['non-production', 'variables from ecr.tfvars']);
  });

  it.each([
    ['envs/prod/ecr', 'production', 'directory envs/prod/ecr'],
    ['prod/_legacy', 'production', 'directory prod/_legacy'],
    ['live.example.com/team-dev/resources', 'non-production', 'directory live.example.com/team-dev/resources'],
    ['production/preprod', 'non-production', 'directory production/preprod'],
    ['live/products', 'unknown', NOTHING[1]],
  ])('decide by %s', async (directory, kind, because) => {
    expect(await environments({ [`${directory}/main.tf`]: repository('name = "app"') })).toEqual([[kind, because]]);
  });

  it('are seen from the root of the repository', async () => {
    expect(await environments(repository('name = "app"'), { workingDirectory: 'infra/prod' })).toEqual([
      ['production', 'directory infra/prod'],
    ]);
  });

  it('may be decided by the configuration', async () => {
    const tierOfPath = (path: string) => (path.startsWith('live/') ? ('production' as const) : null);
    expect(await environments({ 'live/a/main.tf': repository('name = "app"') }, { tierOfPath })).toEqual([
      ['production', 'directory live/a'],
    ]);
  });
});

describe('names and the override', () => {
  it('decide last and first', async () => {
    expect(await environments(repository('name = "backend-prod"'))).toEqual([['production', 'name "backend-prod"']]);
    const path = { 'envs/dev/main.tf': repository('name = "backend-prod"') };
    expect(await environments(path)).toEqual([['non-production', 'directory envs/dev']]);
    expect(await environments(path, { override: 'production' })).toEqual([
      ['production', 'the environment is set to production'],
    ]);
  });

  it('count also where parts of the name are unknown', async () => {
    const code = `variable "app" {}\n${repository('name = "${var.app}/prod"')}`;
    expect(await environments(code)).toEqual([['production', 'name "…/prod"']]);
  });
});
