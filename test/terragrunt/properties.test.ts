import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { changedTexts, fixFiles } from '../support/fix.ts';
import { REPOSITORY } from './evaluate.ts';

const RULES = rules.filter(({ id }) =>
  ['immutable-tags', 'scan-on-push', 'kms-encryption', 'lifecycle-policy'].includes(id),
);

const VALUE = fc.constantFrom(
  ...['"MUTABLE"', '"IMMUTABLE"', 'false', 'true', 'null', '[]', '{}', '"${local.a}-x"', 'local.a', 'local.b.c'],
  ...['include.root.locals.a', 'dependency.x.outputs.y', 'get_env("A", "b")', 'get_terragrunt_dir()'],
  ...['read_terragrunt_config(find_in_parent_folders("root.hcl")).inputs.name', 'try(local.none, "x")'],
);
const NAME = fc.constantFrom(
  ...['name', 'repository_name', 'mutability', 'image_tag_mutability', 'repository_image_tag_mutability'],
  ...['scan_on_push', 'scan_images_on_push', 'encryption_type', 'kms_key', 'environment', 'tags'],
);
const OBJECT = fc.dictionary(NAME, VALUE, { maxKeys: 5 }).map(
  (entries) =>
    `{\n${Object.entries(entries)
      .map(([name, value]) => `  ${name} = ${value}\n`)
      .join('')}}`,
);
const INPUTS = fc.oneof(
  OBJECT,
  fc.tuple(OBJECT, OBJECT).map(([a, b]) => `merge(${a}, ${b})`),
  fc.tuple(VALUE, OBJECT).map(([a, b]) => `merge(${a}, ${b})`),
  VALUE,
);
const SOURCE = fc.constantFrom(
  ...['"../../modules//ecr"', '"${get_repo_root()}/modules/ecr"', '"tfr:///cloudposse/ecr/aws?version=0.30.0"'],
  ...['"tfr:///terraform-aws-modules/ecr/aws?version=2.4.0"', '"github.com/lgallard/terraform-aws-ecr?ref=2.1.1"'],
  ...['local.a', '"${get_env("A")}"', '"."', '""'],
);
const BLOCK = fc.oneof(
  fc.tuple(VALUE, VALUE).map(([a, b]) => `locals {\n  a = ${a}\n  b = ${b}\n}\n`),
  fc
    .constantFrom('', 'merge_strategy = "deep"', 'merge_strategy = "no_merge"', 'expose = true')
    .map((more) => `include "root" {\n  path = find_in_parent_folders("root.hcl")\n  ${more}\n}\n`),
  SOURCE.map((source) => `terraform {\n  source = ${source}\n}\n`),
  INPUTS.map((inputs) => `inputs = ${inputs}\n`),
  VALUE.map((contents) => `generate "provider" {\n  contents = ${contents}\n}\n`),
  fc.constantFrom(
    'dependency "x" {}\n',
    '}\n',
    'inputs = {\n',
    '"',
    '<<EOF\n',
    '${',
    'include {\n  path = "terragrunt.hcl"\n}\n',
  ),
);
const FILE = fc.array(BLOCK, { maxLength: 6 }).map((blocks) => blocks.join(''));

const MODULE = `variable "name" { default = "app" }
variable "mutability" { default = "MUTABLE" }
variable "scan_on_push" { default = false }
resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.mutability
  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}
`;

it('whatever is in files of Terragrunt, they are judged, and what is fixed is valid', async () => {
  const units = fc.tuple(FILE, FILE, FILE, FILE);
  await fc.assert(
    fc.asyncProperty(units, async ([root, one, two, three]) => {
      const files = {
        'root.hcl': root,
        'modules/ecr/main.tf': MODULE,
        'live/prod/terragrunt.hcl': one,
        'live/dev/terragrunt.hcl': two,
        'live/terragrunt.hcl': three,
      };
      const fixed = await fixFiles({ ...REPOSITORY, ...files }, RULES);
      for (const [path, text] of Object.entries(changedTexts(fixed))) {
        expect(parseNative(new SourceFile(path, text)).errors).toEqual([]);
      }
      expect(fixed.end).not.toBe('cycle');
    }),
    { numRuns: 150 },
  );
}, 60_000);
