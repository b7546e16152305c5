import { describe, expect, it } from 'vitest';
import { openProject } from '../../src/terraform/project.ts';
import type { Deployment, EvaluatedBody, EvaluatedResource } from '../../src/terraform/resource.ts';
import type { Step, Value } from '../../src/terraform/value.ts';
import { withFolder } from '../support/folder.ts';
import { withDeployment } from './with-deployment.ts';

function deployment(files: Readonly<Record<string, string>>): Promise<Deployment> {
  return withDeployment(files, (only) => {
    // Everything is evaluated when it is asked for, so ask before the folder is gone.
    for (const resource of only.resources('aws_ecr_repository')) resource.body.attribute('name');
    return only;
  });
}

async function repositories(files: Readonly<Record<string, string>> | string): Promise<readonly EvaluatedResource[]> {
  return (await deployment(typeof files === 'string' ? { 'main.tf': files } : files)).resources('aws_ecr_repository');
}

function text(value: Value | null | undefined): string {
  if (value === null || value === undefined) return 'absent';
  if (value.kind === 'unknown') return `unknown: ${value.reason.message}`;
  return 'value' in value ? String(value.value) : value.kind;
}

function texts(bodies: readonly EvaluatedBody[], argument: string): string[] {
  return bodies.map((body) => text(body.attribute(argument)));
}

/** What a value came through, the earliest first, each as `kind name @ source text`. */
function chain(value: Value | null | undefined): string[] {
  const steps: string[] = [];
  for (let step: Step | null = value?.via ?? null; step !== null; step = step.earlier) {
    const at = step.place === null ? '' : ` @ ${step.place.file.text.slice(step.place.start, step.place.end)}`;
    steps.unshift(`${step.kind}${'name' in step ? ` ${step.name}` : ''}${at}`);
  }
  return steps;
}

function writtenAt(value: Value | null | undefined): string {
  const origin = value?.origin;
  return origin ? `${origin.file.path}: ${origin.file.text.slice(origin.start, origin.end)}` : 'nowhere';
}

describe('blocks', () => {
  it('are found in the order they are written, dynamic ones expanded', async () => {
    const [repository] = await repositories(`
      resource "aws_ecr_repository" "r" {
        image_tag_mutability_exclusion_filter { filter = "first" }
        dynamic "image_tag_mutability_exclusion_filter" {
          for_each = ["a", "b"]
          content {
            filter      = image_tag_mutability_exclusion_filter.value
            filter_type = image_tag_mutability_exclusion_filter.key
          }
        }
        dynamic "image_tag_mutability_exclusion_filter" {
          for_each = { x = { pattern = "c" } }
          iterator = one
          content { filter = "\${one.key}-\${one.value.pattern}" }
        }
        dynamic "encryption_configuration" {
          for_each = []
          content {}
        }
      }`);
    const filters = repository?.body.blocks('image_tag_mutability_exclusion_filter');
    expect(texts(filters?.items ?? [], 'filter')).toEqual(['first', 'a', 'b', 'x-c']);
    expect(texts(filters?.items ?? [], 'filter_type')).toEqual(['absent', '0', '1', 'absent']);
    expect(filters?.rest).toBeNull();
    expect(repository?.body.blocks('encryption_configuration')).toMatchObject({
      items: [],
      rest: null,
      emptied: [{ what: 'its dynamic encryption_configuration repeats nothing', by: null }],
    });
  });

  it('of an unknown number show what each would look like', async () => {
    const [repository] = await repositories(`
      variable "key" {}
      resource "aws_ecr_repository" "r" {
        dynamic "encryption_configuration" {
          for_each = var.key == null ? [] : [var.key]
          content {
            encryption_type = "KMS"
            kms_key         = encryption_configuration.value
          }
        }
      }`);
    const { items, rest } = repository?.body.blocks('encryption_configuration') ?? { items: null, rest: null };
    expect(items).toEqual([]);
    expect(rest?.reason.message).toBe('var.key has no value');
    expect(text(rest?.sample.attribute('encryption_type'))).toBe('KMS');
    expect(text(rest?.sample.attribute('kms_key'))).toBe('unknown: var.key has no value');
  });

  it('in an override file replace all blocks of their type', async () => {
    const [repository] = await repositories({
      'main.tf': `
        resource "aws_ecr_repository" "r" {
          name = "main"
          image_scanning_configuration { scan_on_push = false }
          encryption_configuration { encryption_type = "KMS" }
        }`,
      'r_override.tf.json': `{
        "resource": { "aws_ecr_repository": { "r": { "image_scanning_configuration": { "scan_on_push": true } } } }
      }`,
    });
    const scanning = repository?.body.blocks('image_scanning_configuration').items ?? [];
    expect(texts(scanning, 'scan_on_push')).toEqual(['true']);
    expect(scanning[0]?.place?.file.path).toBe('r_override.tf.json');
    expect(texts(repository?.body.blocks('encryption_configuration').items ?? [], 'encryption_type')).toEqual(['KMS']);
    expect(text(repository?.body.attribute('name'))).toBe('main');
  });

  it('are read from the JSON syntax, dynamic ones too', async () => {
    const [repository] = await repositories({
      'main.tf.json': `{
        "resource": [{ "aws_ecr_repository": { "r": [{
          "name": "json",
          "encryption_configuration": [{ "encryption_type": "KMS" }],
          "dynamic": { "image_tag_mutability_exclusion_filter": {
            "for_each": ["a", "b"],
            "content": { "filter": "\${image_tag_mutability_exclusion_filter.value}*" }
          } }
        }] } }]
      }`,
    });
    expect(texts(repository?.body.blocks('encryption_configuration').items ?? [], 'encryption_type')).toEqual(['KMS']);
    const filters = repository?.body.blocks('image_tag_mutability_exclusion_filter').items ?? [];
    expect(texts(filters, 'filter')).toEqual(['a*', 'b*']);
  });
});

describe('where a value was written and what it came through', () => {
  it('is followed from the tfvars line to the resource of a child module', async () => {
    const [repository] = await repositories({
      'main.tf': `
        variable "mutability" { default = "IMMUTABLE" }
        locals { settings = { tags = var.mutability } }
        module "app" {
          source   = "./app"
          for_each = { api = local.settings.tags }
          mode     = each.value
        }`,
      'prod.tfvars': 'mutability = "MUTABLE"',
      'app/main.tf': `
        variable "mode" { default = "IMMUTABLE" }
        resource "aws_ecr_repository" "r" { image_tag_mutability = var.mode }`,
    });
    const value = repository?.body.attribute('image_tag_mutability');
    expect(repository?.address).toBe('module.app["api"].aws_ecr_repository.r');
    expect(writtenAt(value)).toBe('prod.tfvars: "MUTABLE"');
    expect(chain(value)).toEqual([
      'setting var.mutability @ mutability = "MUTABLE"',
      'local local.settings @ settings = { tags = var.mutability }',
      'each each.value @ for_each = { api = local.settings.tags }',
      'argument module.app.mode @ mode     = each.value',
    ]);
  });

  it('is the arm of the conditional that was taken, or the default of an optional attribute', async () => {
    const [repository] = await repositories(`
      variable "env" { default = "dev" }
      variable "repo" {
        type    = object({ scan = optional(string, "off") })
        default = {}
      }
      resource "aws_ecr_repository" "r" {
        image_tag_mutability = var.env == "prod" ? "IMMUTABLE" : "MUTABLE"
        name                 = var.repo.scan
      }`);
    const mutability = repository?.body.attribute('image_tag_mutability');
    expect(writtenAt(mutability)).toBe('main.tf: "MUTABLE"');
    // Known only because a default decided the condition.
    expect(mutability?.marks).toBe(2);
    expect(writtenAt(repository?.body.attribute('name'))).toBe('main.tf: "off"');
  });

  it('leads from a reference to the resource instance, also where its attribute is unknown', async () => {
    const both = await repositories(`
      resource "aws_ecr_repository" "a" {
        for_each = toset(["x", "y"])
        name     = each.key
      }
      resource "aws_ecr_repository" "b" {
        name      = aws_ecr_repository.a["y"].name
        tags      = { arn = aws_ecr_repository.a["x"].arn }
      }`);
    const [x, y, b] = both;
    expect(text(b?.body.attribute('name'))).toBe('y');
    expect(b?.body.attribute('name')?.via?.resource).toBe(y);
    const tags = b?.body.attribute('tags');
    const arn = tags?.kind === 'object' ? tags.entries.get('arn') : undefined;
    expect(text(arn)).toBe('unknown: aws_ecr_repository.a["x"].arn is only known after apply');
    expect(arn?.via?.resource).toBe(x);
  });
});

describe('the provider of a resource', () => {
  const DEFAULTS = (team: string, alias = ''): string =>
    `provider "aws" {\n${alias}\ndefault_tags { tags = { Team = "${team}" } }\n}\n`;
  const teamOf = (resource: EvaluatedResource | undefined): string => {
    const provider = resource?.provider;
    if (!provider || 'message' in provider) return String(provider?.message ?? 'none');
    const tags = provider.blocks('default_tags').items[0]?.attribute('tags');
    return text(tags?.kind === 'object' ? tags.entries.get('Team') : null);
  };

  it('is the default one, or the one it names', async () => {
    const both = await repositories(
      `${DEFAULTS('main')}${DEFAULTS('east', 'alias = "east"')}
      resource "aws_ecr_repository" "a" {}
      resource "aws_ecr_repository" "b" { provider = aws.east }
      resource "aws_ecr_repository" "c" { provider = aws.nowhere }`,
    );
    expect(both.map(teamOf)).toEqual(['main', 'east', 'none']);
  });

  it('is inherited by child modules, or passed to them', async () => {
    const both = await repositories({
      'main.tf': `${DEFAULTS('main')}${DEFAULTS('east', 'alias = "east"')}
        module "inherits" { source = "./m" }
        module "passed" {
          source    = "./m"
          providers = { aws = aws.east }
        }`,
      'm/main.tf': 'resource "aws_ecr_repository" "r" {}',
    });
    expect(both.map(teamOf)).toEqual(['main', 'east']);
  });
});

describe('a syntax error', () => {
  it('makes what its block does not show unknown, and tells that more may be hidden', async () => {
    await withFolder(
      {
        'main.tf': `
          resource "aws_ecr_repository" "broken" {
            name = "a"
            image_tag_mutability "MUTABLE"
          }
          resource "aws_ecr_repository" "whole" { name = "b" }
        `,
      },
      (folder) => {
        const project = openProject({
          workingDirectory: folder,
          paths: ['.'],
          settings: [],
          environmentVariables: {},
          markers: ['aws_ecr'],
          dataSources: {},
        });
        const [broken, whole] = project.deployments[0]?.resources('aws_ecr_repository') ?? [];
        expect(text(broken?.body.attribute('name'))).toBe('a');
        expect(text(broken?.body.attribute('force_delete'))).toBe('unknown: a syntax error in the block may hide it');
        expect(broken?.body.blocks('encryption_configuration').rest?.reason.kind).toBe('invalid');
        expect(text(whole?.body.attribute('force_delete'))).toBe('absent');
        expect(whole?.body.blocks('encryption_configuration').rest).toBeNull();
      },
    );
  });
});

describe('a for expression over what is not known', () => {
  it('keeps what every element looks like', async () => {
    const [repository] = await repositories(`
      variable "accounts" { type = list(string) }
      resource "aws_ecr_repository" "r" {
        tags = [for id in var.accounts : "arn:aws:iam::\${id}:root"]
      }`);
    const tags = repository?.body.attribute('tags');
    expect(text(tags)).toBe('unknown: var.accounts has no value');
    const element = tags?.kind === 'unknown' ? tags.element : null;
    const pieces = element?.kind === 'unknown' ? element.text?.pieces : null;
    expect(pieces?.map((piece) => (piece.kind === 'text' ? piece.part.value : '?'))).toEqual([
      'arn:aws:iam::',
      '?',
      ':root',
    ]);
  });
});
