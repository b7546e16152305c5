import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { withFolder } from '../support/folder.ts';
import { lintPaths } from '../support/lint.ts';

const CALL = `module "app" {
  source  = "lgallard/ecr/aws"
  version = "2.1.1"

  name                 = "app-prod"
  image_tag_mutability = local.mutability
}

locals {
  mutability = "MUTABLE"
}
`;

const VALUES = {
  name: 'app-prod',
  image_tag_mutability: 'MUTABLE',
  encryption_configuration: [],
  image_scanning_configuration: [{ scan_on_push: true }],
  force_delete: false,
  tags: { Name: 'app-prod' },
  tags_all: { Name: 'app-prod' },
};

const REPOSITORY = {
  address: 'module.app.aws_ecr_repository.repo[0]',
  mode: 'managed',
  type: 'aws_ecr_repository',
  name: 'repo',
  index: 0,
  provider_name: 'registry.terraform.io/hashicorp/aws',
};

const PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: {
    root_module: {
      child_modules: [{ address: 'module.app', resources: [{ ...REPOSITORY, schema_version: 0, values: VALUES }] }],
    },
  },
  resource_changes: [
    {
      ...REPOSITORY,
      module_address: 'module.app',
      change: { actions: ['create'], before: null, after: VALUES, after_unknown: {} },
    },
  ],
  configuration: {
    root_module: {
      module_calls: {
        app: {
          source: 'lgallard/ecr/aws',
          version_constraint: '2.1.1',
          expressions: {},
          module: {
            resources: [
              {
                address: 'aws_ecr_repository.repo',
                mode: 'managed',
                type: 'aws_ecr_repository',
                name: 'repo',
                expressions: {},
                count_expression: {},
              },
            ],
          },
        },
      },
    },
  },
};

it('a plan is told of where its source calls a known module', async () => {
  const only = rules.filter(({ id }) => ['immutable-tags', 'kms-encryption', 'lifecycle-policy'].includes(id));
  const files = { 'main.tf': CALL, 'plan.json': JSON.stringify(PLAN) };
  const { findings } = await withFolder(files, (folder) => lintPaths(folder, ['plan.json'], only));
  const seen = findings.map(({ rule, place, fix }) => [
    rule,
    place === null ? null : place.file.text.slice(place.start, place.end),
    fix?.safety ?? null,
  ]);
  expect(seen).toEqual([
    // What is only created can have a key without a replacement.
    ['kms-encryption', 'module "app"', 'safe'],
    ['lifecycle-policy', 'module "app"', 'safe'],
    ['immutable-tags', '"MUTABLE"', 'safe'],
  ]);
});
