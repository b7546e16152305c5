import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { ECR_MODULES, HELPER_MODULES } from '../../src/ecr/modules/builtin.ts';
import { KNOWN_MODULES } from '../../src/ecr/modules/known.ts';
import { parseFile } from '../../src/hcl/parse-file.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { FoundModule, ModuleReference } from '../../src/terraform/published.ts';
import { lintFiles, seenIn } from '../support/lint.ts';

const adapters = [...ECR_MODULES, ...HELPER_MODULES];

describe.each(adapters.map((adapter) => [adapter.name, adapter] as const))('%s', (_name, adapter) => {
  it('is written in valid HCL', () => {
    for (const { text } of adapter.lines) expect(parseFile(new SourceFile('main.tf', text)).errors).toEqual([]);
  });

  it('has every input that is told of', () => {
    for (const { text, inputs } of adapter.lines) {
      const declared = new Set([...text.matchAll(/^variable "([\w-]+)"/gm)].map((match) => match[1]));
      expect(inputs.map(({ name }) => name).filter((name) => !declared.has(name))).toEqual([]);
      const needed = inputs.flatMap(({ needs }) => Object.keys(needs));
      expect(needed.filter((name) => !declared.has(name))).toEqual([]);
    }
  });

  it('has its lines in the order of their releases', () => {
    const starts = adapter.lines.map(({ from }) => from);
    expect(starts).toEqual(starts.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })));
    expect(starts[0]).toBe('0.0.0');
  });
});

it('every known module says ECR in a text that its callers hold', () => {
  expect(KNOWN_MODULES.markers.filter((marker) => !marker.includes('ecr'))).toEqual([]);
});

function reference(source: string, version: string | null = null, given: readonly string[] = []): ModuleReference {
  return { source, version, path: ['x'], arguments: ['source', ...given] };
}

/** The label of the release that stands in, by its default for an input. */
function labelOf(source: string, version: string | null, input: string): string {
  const found = KNOWN_MODULES.standIn(reference(source, version, ['name']));
  return found === null || 'message' in found ? 'unknown' : found.module.labelFor(input);
}

describe('the release that stands in', () => {
  it.each([
    ['cloudposse/ecr/aws', null, 'cloudposse/ecr/aws >= 0.31.0'],
    ['cloudposse/ecr/aws', '0.30.0', 'cloudposse/ecr/aws < 0.31.0'],
    ['cloudposse/ecr/aws', '~> 0.25', 'cloudposse/ecr/aws >= 0.31.0'],
    ['cloudposse/ecr/aws', '>= 0.20, < 0.31', 'cloudposse/ecr/aws < 0.31.0'],
    ['cloudposse/ecr/aws', '< 1.0', 'cloudposse/ecr/aws >= 0.31.0'],
    ['registry.terraform.io/cloudposse/ecr/aws', '0.12.0', 'cloudposse/ecr/aws < 0.31.0'],
    ['git::https://github.com/cloudposse/terraform-aws-ecr.git?ref=tags/0.29.2', null, 'cloudposse/ecr/aws < 0.31.0'],
    ['git@github.com:cloudposse/terraform-aws-ecr.git?ref=v1', null, 'cloudposse/ecr/aws >= 0.31.0'],
    ['github.com/cloudposse/terraform-aws-ecr', null, 'cloudposse/ecr/aws >= 0.31.0'],
    ['tfr:///cloudposse/ecr/aws?version=0.30.0', null, 'cloudposse/ecr/aws < 0.31.0'],
    ['lgallard/ecr/aws', null, 'lgallard/ecr/aws'],
    ['../../../modules/containers/ecr', null, 'modules/containers/ecr'],
    ['git::https://example.com/acme/infra.git//modules/containers/ecr?ref=v4', null, 'modules/containers/ecr'],
    ['../ecr', null, 'unknown'],
    ['someone/else/aws', null, 'unknown'],
  ])('of %s %s is %s', (source, version, expected) => {
    expect(labelOf(source, version, 'image_tag_mutability')).toBe(expected);
  });

  it('is not guessed when the version is newer than all that are known', () => {
    const found = KNOWN_MODULES.standIn(reference('terraform-aws-modules/ecr/aws', '~> 9.0'));
    expect(found).toMatchObject({ kind: 'unsupported' });
  });

  it('has no defaults that differ by release where a commit is named', () => {
    const source = 'github.com/cloudposse/terraform-aws-ecr?ref=3f786850e387550fdab836ed7e6dc881de23001b';
    const found = KNOWN_MODULES.standIn(reference(source)) as FoundModule;
    const hasDefault = (name: string): boolean =>
      found.config.variables
        .get(name)
        ?.layers.some(({ attributes }) => attributes.some((one) => one.name === 'default')) ?? false;
    expect(hasDefault('image_tag_mutability')).toBe(false);
    expect(hasDefault('scan_images_on_push')).toBe(false);
    expect(hasDefault('force_delete')).toBe(true);
  });
});

describe('a call of a known module', () => {
  const only = (...ids: string[]) => rules.filter(({ id }) => ids.includes(id));

  it('is judged by a default, which its trace names', async () => {
    const call = 'module "app" {\n  source  = "cloudposse/ecr/aws"\n  version = "0.30.0"\n  name    = "app"\n}\n';
    const [finding] = (await lintFiles({ 'main.tf': call }, only('immutable-tags'))).findings;
    expect(finding?.trace[0]).toEqual({
      kind: 'definition',
      message: 'cloudposse/ecr/aws < 0.31.0 defaults image_tag_mutability to "MUTABLE"',
      place: null,
    });
    expect(finding?.place).toMatchObject({ start: 0, end: 'module "app"'.length });
  });

  it('is judged by its arguments, where they are written', async () => {
    const files = {
      'main.tf':
        'variable "mutability" {}\n\nmodule "app" {\n  source               = "lgallard/ecr/aws"\n  name                 = "app"\n  image_tag_mutability = var.mutability\n}\n',
      'prod.tfvars': 'mutability = "MUTABLE"\n',
    };
    const [seen] = seenIn(await lintFiles(files, only('immutable-tags')));
    expect(seen).toMatchObject({ file: 'prod.tfvars', text: '"MUTABLE"', severity: 'error' });
  });

  it('is left open where an argument is not known', async () => {
    const call = `variable "mutability" {}

module "app" {
  source               = "lgallard/ecr/aws"
  name                 = "app"
  image_tag_mutability = var.mutability
}
`;
    const { findings, unresolved } = await lintFiles({ 'main.tf': call }, only('immutable-tags'));
    expect(findings).toEqual([]);
    expect(unresolved.map(({ reason, place }) => [reason, place?.file.position(place.start).line])).toEqual([
      ['var.mutability has no value', 6],
    ]);
  });

  it('is left open by a version that is not plain text', async () => {
    const call = `module "app" {
  source  = "cloudposse/ecr/aws"
  version = local.version
  name    = "app"
}

locals {
  version = "0.30.0"
}
`;
    const { findings, unresolved } = await lintFiles({ 'main.tf': call }, only('immutable-tags', 'module-version'));
    expect(findings).toEqual([]);
    expect(unresolved.map(({ rule }) => rule)).toEqual(['immutable-tags']);
  });

  it('blames the switch that keeps the lifecycle policy away', async () => {
    const call = `module "app" {
  source                  = "terraform-aws-modules/ecr/aws"
  version                 = "~> 2.0"
  repository_name         = "app"
  create_lifecycle_policy = false
}
`;
    const seen = seenIn(await lintFiles({ 'main.tf': call }, only('lifecycle-policy')));
    expect(seen.map(({ line, text }) => [line, text])).toEqual([[5, 'false']]);
  });

  it('is to blame as a whole for a default, whatever else it gives that goes with it', async () => {
    const call = `module "app" {
  source                         = "../../modules/containers/ecr"
  repository_name                = "app"
  untagged_image_retention_count = 1
}
`;
    const result = await lintFiles({ 'main.tf': call }, only('lifecycle-tag-list-and'));
    expect(seenIn(result).map(({ text }) => text)).toEqual(['module "app"']);
    expect(result.findings[0]?.trace[0]?.message).toBe(
      'modules/containers/ecr defaults tag_prefix_list to ["v", "prod"]',
    );
  });

  it('is to blame with the argument that the module makes something else of', async () => {
    const call = `module "app" {
  source    = "mineiros-io/ecr/aws"
  name      = "app"
  immutable = false
}

module "web" {
  source                 = "cloudposse/ecr/aws"
  version                = "~> 1.0"
  name                   = "web"
  principals_full_access = ["arn:aws:iam::111122223333:role/ci"]
}
`;
    const seen = seenIn(await lintFiles({ 'main.tf': call }, only('immutable-tags', 'no-wildcard-action')));
    expect(seen.map(({ rule, line }) => [rule, line])).toEqual([
      ['immutable-tags', 4],
      ['no-wildcard-action', 11],
    ]);
  });

  it('tells of a repository for each of the names it is given', async () => {
    const call = `module "app" {
  source      = "cloudposse/ecr/aws"
  version     = "0.30.0"
  image_names = ["one", "two"]
}
`;
    const { counts, findings } = await lintFiles({ 'main.tf': call }, only('immutable-tags'));
    expect(counts.repositories).toBe(2);
    expect(findings.map(({ resource }) => resource)).toEqual(['module.app.aws_ecr_repository.name["one"]']);
    expect(findings[0]?.trace.some(({ message }) => message.includes('["two"]'))).toBe(true);
  });

  it('says nothing by a default when it gives an input that no known release has', async () => {
    const call = `module "app" {
  source                      = "tedilabs/container/aws//modules/ecr-repository"
  name                        = "app"
  image_tag_immutable_enabled = true
}
`;
    const { findings, unresolved } = await lintFiles({ 'main.tf': call }, only('immutable-tags', 'scan-on-push'));
    expect(findings).toEqual([]);
    expect(unresolved.map(({ rule }) => rule)).toEqual(['immutable-tags', 'scan-on-push']);
    expect(unresolved[0]?.reason).toBe('module.app is not given image_tag_mutability, and no default of it is known');
  });

  it('leaves outputs open that are not told of', async () => {
    const text = `module "app" {
  source = "lgallard/ecr/aws"
  name   = "app"
}

resource "aws_ecr_repository" "other" {
  name                 = "other"
  image_tag_mutability = try(module.app.other_mutability, "MUTABLE")
}

resource "aws_ecr_repository" "named" {
  name                 = module.app.repository_name
  image_tag_mutability = module.app["other_mutability"]
}
`;
    const { findings, unresolved } = await lintFiles({ 'main.tf': text }, only('immutable-tags'));
    expect(findings.map(({ resource }) => resource)).toEqual(['module.app.aws_ecr_repository.repo[0]']);
    expect(unresolved.map(({ resource, reason }) => [resource, reason])).toEqual([
      ['aws_ecr_repository.other', 'not all outputs of module.app are known'],
      ['aws_ecr_repository.named', 'not all outputs of module.app are known'],
    ]);
  });

  it('takes names from the label module that most of its callers use', async () => {
    const call = `module "label" {
  source    = "cloudposse/label/null"
  version   = "0.25.0"
  namespace = "eg"
  stage     = "prod"
  name      = "App!"
}

resource "aws_ecr_repository" "app" {
  name = module.label.id
  tags = module.label.tags
}
`;
    const seen = seenIn(await lintFiles({ 'main.tf': call }, only('immutable-tags')));
    expect(seen).toMatchObject([{ severity: 'error', resource: 'aws_ecr_repository.app' }]);
    expect(seen[0]?.environment?.because).toBe('tag Stage = "prod"');
  });
});
