import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA_SOURCES } from '../../src/ecr/data-sources.ts';
import type { Place } from '../../src/hcl/source.ts';
import { type OpenedPlan, openPlan } from '../../src/plan/open-plan.ts';
import type { EvaluatedResource } from '../../src/terraform/resource.ts';
import { deepMarks, Mark, type Value } from '../../src/terraform/value.ts';
import { withFolder } from '../support/folder.ts';
import { change, planJson } from './build.ts';
import { caseDirectory, hclOf, planBytes, sourcedPlanOf } from './cases.ts';

function at(place: Place | null | undefined): string | null {
  if (place == null) return null;
  return `${place.file.path}:${place.file.position(place.start).line} ${place.file.text.slice(place.start, place.end)}`;
}

function repository(name: string, label: string): EvaluatedResource {
  const found = sourcedPlanOf(name)
    .resources('aws_ecr_repository')
    .find((resource) => resource.name === label);
  if (found === undefined) throw new Error(`There is no ${label}.`);
  return found;
}

const NO_SOURCE = { readJson: (): Value | null => null, dataSources: DATA_SOURCES, name: 'plan.json' };

/** Opens a plan with files in a folder beside it. */
function openBeside(
  plan: Buffer,
  files: Readonly<Record<string, string>>,
  use: (opened: OpenedPlan) => void,
  source: string | null = null,
): Promise<void> {
  return withFolder(files, (folder) => {
    use(openPlan(plan, { ...NO_SOURCE, workingDirectory: folder, source, beside: folder }));
  });
}

describe('a plan with its source', () => {
  it('has the places of blocks, arguments and values', () => {
    const { body } = repository('single', 'full');
    expect(at(body.place)).toBe('main.tf:9 resource "aws_ecr_repository" "full"');
    expect(at(body.attributePlace('image_tag_mutability'))).toBe('main.tf:11 image_tag_mutability = "IMMUTABLE"');
    expect(at(body.attribute('force_delete')?.origin)).toBe('main.tf:12 true');
    const [scanning] = body.blocks('image_scanning_configuration').items;
    expect(at(scanning?.place)).toBe('main.tf:14 image_scanning_configuration');
    expect(at(scanning?.attribute('scan_on_push')?.origin)).toBe('main.tf:15 "true"');
    expect(scanning?.attribute('scan_on_push')).toMatchObject({ kind: 'bool', value: true });
  });

  it('has the tfvars line that set a value, by agreement with what the plan used', () => {
    const { body } = repository('deployments', 'app');
    const mutability = body.attribute('image_tag_mutability');
    expect(at(mutability?.origin)).toBe('production.tfvars:2 "MUTABLE"');
    expect(mutability?.via).toMatchObject({ kind: 'setting', name: 'var.mutability' });
    const [scanning] = body.blocks('image_scanning_configuration').items;
    const scan = scanning?.attribute('scan_on_push');
    expect(at(scan?.origin)).toBe('main.tf:16 false');
    expect(scan?.via).toMatchObject({ kind: 'default' });
    expect(deepMarks(scan!) & Mark.ROOT_DEFAULT).not.toBe(0);
    expect(sourcedPlanOf('deployments').variableFiles).toEqual(['production.tfvars']);
    expect(at(sourcedPlanOf('tfvars').variables.get('environment')?.value.origin)).toBe(
      'zz.auto.tfvars.json:1 "production"',
    );
  });

  it('has the value that the plan used where no file says it, at the variable', async () => {
    const plan = planJson({
      variables: { name: { value: 'from-the-command-line' } },
      resource_changes: [change({ change: { actions: ['create'], after: { name: 'from-the-command-line' } } })],
    });
    const main = 'variable "name" {}\nresource "aws_ecr_repository" "app" {\n  name = var.name\n}\n';
    await openBeside(plan, { 'main.tf': main, 'other.tfvars': 'name = "other"\n' }, ({ deployment }) => {
      const value = deployment.resources('aws_ecr_repository')[0]?.body.attribute('name');
      expect(value).toMatchObject({ kind: 'string', value: 'from-the-command-line' });
      expect(at(value?.origin)).toBe('main.tf:1 variable "name"');
      expect(deployment.variableFiles).toEqual([]);
    });
  });

  it('takes a default for given where a tfvars file that Terraform reads sets the same', async () => {
    const plan = planJson({
      variables: { stage: { value: 'production' } },
      resource_changes: [change()],
      configuration: { root_module: { variables: { stage: { default: 'production' } } } },
    });
    const main = 'variable "stage" {\n  default = "production"\n}\nresource "aws_ecr_repository" "app" {}\n';
    await openBeside(plan, { 'main.tf': main }, ({ deployment }) => {
      expect(deployment.variables.get('stage')?.given).toBe(false);
    });
    const settings = 'stage = "production"\n';
    await openBeside(plan, { 'main.tf': main, 'terraform.tfvars': settings }, ({ deployment }) => {
      const variable = deployment.variables.get('stage');
      expect(variable?.given).toBe(true);
      expect(at(variable?.value.origin)).toBe('terraform.tfvars:1 "production"');
    });
  });

  it('has the places inside of policies that the provider has written anew', () => {
    const policies = sourcedPlanOf('single').resources('aws_ecr_repository_policy');
    const encoded = policies.find(({ name }) => name === 'encoded')?.body.attribute('policy');
    if (encoded?.kind !== 'string') throw new Error('The policy is not known.');
    const document = encoded.text?.encoded;
    const statement = document?.kind === 'object' ? document.entries.get('Statement') : undefined;
    const [first] = statement?.kind === 'tuple' ? statement.items : [];
    expect(at(first?.kind === 'object' ? first.entries.get('Sid')?.origin : null)).toContain('"Open"');
  });

  it('has the tags that the provider adds at the places of the provider', () => {
    const there = repository('default-tags', 'there').body.attribute('tags_all');
    if (there?.kind !== 'object') throw new Error('There are no tags.');
    expect(at(there.entries.get('Environment')?.origin)).toBe('main.tf:23 "dr-test"');
    const all = repository('default-tags', 'here').body.attribute('tags_all');
    if (all?.kind !== 'object') throw new Error('There are no tags.');
    expect(at(all.entries.get('Owner')?.origin)).toBe('main.tf:32 "images"');
    expect(at(all.entries.get('Environment')?.origin)).toBe('main.tf:3 "production"');
  });

  it('keeps the marks of the plan', () => {
    const { body } = repository('sensitive', 'named');
    expect(body.attribute('name')!.marks & Mark.SENSITIVE).not.toBe(0);
  });

  it('has lifecycle blocks, which no plan holds', async () => {
    const plan = planJson({ resource_changes: [change()] });
    const main =
      'resource "aws_ecr_repository" "app" {\n  name = "app"\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';
    await openBeside(plan, { 'main.tf': main }, ({ deployment }) => {
      const { items, rest } = deployment.resources('aws_ecr_repository')[0]!.body.blocks('lifecycle');
      expect(items[0]?.attribute('prevent_destroy')).toMatchObject({ value: true });
      expect(rest).toBeNull();
    });
  });

  it('has instances that the source alone cannot tell apart', async () => {
    const main =
      'resource "aws_ecr_repository" "app" {\n  for_each = data.aws_regions.all.names\n  name     = "app-${each.key}"\n}\n';
    const instance = (key: string) =>
      change({
        address: `aws_ecr_repository.app["${key}"]`,
        index: key,
        change: { actions: ['create'], after: { name: `app-${key}` } },
      });
    const plan = planJson({ resource_changes: [instance('a'), instance('b')] });
    await openBeside(plan, { 'main.tf': main }, ({ deployment }) => {
      const names = deployment.resources('aws_ecr_repository').map(({ body }) => body.attribute('name'));
      expect(names).toMatchObject([{ value: 'app-a' }, { value: 'app-b' }]);
      // Then the argument itself is the place.
      expect(names[0]?.origin).toBeNull();
    });
  });

  it('speaks of the call where the module is not on disk', async () => {
    const address = 'module.ecr["x"].aws_ecr_repository.this[0]';
    const plan = planJson({ resource_changes: [change({ address, module_address: 'module.ecr["x"]', index: 0 })] });
    const main = 'module "ecr" {\n  source   = "terraform-aws-modules/ecr/aws"\n  for_each = toset(["x"])\n}\n';
    await openBeside(plan, { 'main.tf': main }, ({ deployment }) => {
      const [resource] = deployment.resources('aws_ecr_repository');
      expect(at(resource?.body.place)).toBe('main.tf:1 module "ecr"');
      expect(resource?.body.attributePlace('name')).toBeNull();
      expect(resource?.published).not.toBeNull();
      expect(resource?.body.attribute('name')).toMatchObject({ value: 'app' });
    });
  });

  it('gives what is declared elsewhere the same provider as what is declared here', async () => {
    const resource = (name: string, key: string): object => ({
      mode: 'managed',
      type: 'aws_ecr_repository',
      name,
      provider_config_key: key,
      expressions: { name: {} },
    });
    const plan = planJson({
      resource_changes: [
        change(),
        change({ address: 'module.ecr.aws_ecr_repository.this', module_address: 'module.ecr', name: 'this' }),
      ],
      configuration: {
        provider_config: { aws: { expressions: { region: { references: ['var.region'] } } } },
        root_module: {
          resources: [resource('app', 'aws')],
          module_calls: { ecr: { module: { resources: [resource('this', 'aws')] } } },
        },
      },
    });
    const main =
      'provider "aws" {\n  region = "eu-west-1"\n}\nresource "aws_ecr_repository" "app" {\n  name = "app"\n}\nmodule "ecr" {\n  source = "example/ecr/aws"\n}\n';
    await openBeside(plan, { 'main.tf': main }, ({ deployment }) => {
      const [here, there] = deployment.resources('aws_ecr_repository');
      expect(there?.published).not.toBeNull();
      expect(there?.provider).toBe(here?.provider);
    });
  });

  it('lists resources as they are declared', () => {
    for (const name of ['modules', 'single']) {
      const addresses = sourcedPlanOf(name)
        .resources('aws_ecr_repository')
        .map(({ address }) => address);
      expect(addresses).toEqual(
        hclOf(name)
          .resources('aws_ecr_repository')
          .map(({ address }) => address),
      );
    }
  });
});

describe('finding the source of a plan', () => {
  const plan = planJson({ resource_changes: [change()] });
  const main = 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n';

  it('takes what is beside the plan only when it declares all that the plan has', async () => {
    await openBeside(plan, { 'main.tf': main }, ({ deployment, moduleCount }) => {
      expect([deployment.directory, moduleCount]).toEqual(['.', 1]);
    });
    await openBeside(plan, { 'infra/main.tf': main }, ({ deployment, moduleCount }) => {
      expect([deployment.directory, moduleCount]).toEqual([null, 0]);
    });
    const two = planJson({ resource_changes: [change(), change({ address: 'aws_ecr_repository.b', name: 'b' })] });
    await openBeside(two, { 'main.tf': main }, ({ deployment }) => expect(deployment.directory).toBeNull());
  });

  it('looks below a directory that is given, for the module that has the most in common with the plan', async () => {
    const two = planJson({ resource_changes: [change(), change({ address: 'aws_ecr_repository.b', name: 'b' })] });
    const files = {
      'main.tf': main,
      'infra/prod/main.tf': `${main}resource "aws_ecr_repository" "b" {}\n`,
      'infra/test/main.tf': `${main}locals {`,
      'infra/live/main.tf': `${main}resource "aws_ecr_repository" "b" {}\nresource "aws_ecr_repository" "c" {}\n`,
    };
    await openBeside(
      two,
      files,
      ({ deployment, invalidFiles, moduleCount }) => {
        expect(deployment.directory).toBe('infra/prod');
        expect(moduleCount).toBe(1);
        expect(invalidFiles).toEqual([]);
      },
      '.',
    );
  });

  it('refuses a directory that holds nothing of the plan', async () => {
    const files = { 'main.tf': 'resource "aws_s3_bucket" "b" {}\n' };
    await expect(openBeside(plan, files, () => {}, '.')).rejects.toThrow(
      '"." is not the source of plan.json: no module there declares what the plan has.',
    );
  });

  it('tells of files that are not valid', async () => {
    await openBeside(
      plan,
      { 'main.tf': `${main}resource {`, 'a.tf': 'locals {}\n' },
      ({ invalidFiles, deployment }) => {
        expect(deployment.directory).toBe('.');
        expect(invalidFiles.map(({ file }) => file.path)).toEqual(['main.tf']);
      },
    );
  });

  it('works from another directory', () => {
    const workingDirectory = join(caseDirectory('single'), '..');
    const { deployment } = openPlan(planBytes('single'), {
      ...NO_SOURCE,
      workingDirectory,
      source: 'single',
      beside: null,
    });
    expect(deployment.directory).toBe('single');
    expect(at(deployment.resources('aws_ecr_repository')[0]?.body.place)).toContain('single/main.tf:5');
  });
});
