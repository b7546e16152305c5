import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, type ModuleAdapter, policyOf, variables } from './adapter.ts';

const NAME = 'boldlink/ecr/aws';

/** What the releases differ in. */
interface Features {
  readonly more: readonly InputVariable[];
  readonly mutability: string;
  readonly encryption: string;
  /** Whether the repository is made. */
  readonly condition: string;
  readonly encryptionType: string;
  readonly tags: string;
  readonly publicRepository: string;
}

function moduleText(features: Features): string {
  return `${variables([
    ['name', 'string'],
    ['scan_on_push', 'bool', 'true'],
    ['image_tag_mutability', 'string', features.mutability],
    ['encryption_configuration', 'object({ encryption_type = string, kms_key = any })', features.encryption],
    ['other_tags', 'map(string)', '{}'],
    ['aws_ecr_repository_policy', 'string', '""'],
    ['aws_ecr_lifecycle_policy', 'string', '""'],
    ...features.more,
  ])}
resource "aws_ecr_repository" "this" {
  count = ${features.condition} ? 1 : 0

  name                 = var.name
  image_tag_mutability = var.image_tag_mutability
  tags                 = merge(${features.tags}, var.other_tags)

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }

  dynamic "encryption_configuration" {
    for_each = var.encryption_configuration != null ? [var.encryption_configuration] : []

    content {
      encryption_type = ${features.encryptionType}
      kms_key         = encryption_configuration.value.kms_key
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  count = ${features.condition} && var.aws_ecr_repository_policy != "" ? 1 : 0

  repository = aws_ecr_repository.this[0].name
  policy     = var.aws_ecr_repository_policy
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = ${features.condition} && var.aws_ecr_lifecycle_policy != "" ? 1 : 0

  repository = aws_ecr_repository.this[0].name
  policy     = var.aws_ecr_lifecycle_policy
}
${features.publicRepository}
`;
}

const PUBLIC = `
resource "aws_ecrpublic_repository" "this" {
  count = var.create_public_repository ? 1 : 0

  repository_name = var.name
}

resource "aws_ecrpublic_repository_policy" "this" {
  count = var.create_public_repository && var.create_ecrpublic_repository_policy ? 1 : 0

  repository_name = aws_ecrpublic_repository.this[0].repository_name
  policy          = var.policy
}
`;

const INPUTS: readonly ModuleInput[] = [
  input('name', 'aws_ecr_repository.name'),
  input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('encryption_configuration', 'aws_ecr_repository.encryption_configuration', { kind: 'object' }),
  ...policyOf('aws_ecr_lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  input('aws_ecr_repository_policy', 'aws_ecr_repository_policy.policy'),
  input('other_tags', 'aws_ecr_repository.tags'),
];
const PUBLIC_INPUTS: readonly ModuleInput[] = [
  ...INPUTS,
  decides('create_private_repository', 'aws_ecr_repository'),
  input('policy', 'aws_ecrpublic_repository_policy.policy'),
];

export const BOLDLINK: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'boldlink/ecr-repository/aws', 'github.com/boldlink/terraform-aws-ecr'],
  before: '3.0.0',
  others: [
    'catalog_data',
    'continuous_scan_filters',
    'create_aws_ecr_lifecycle_policy',
    'create_aws_ecr_repository_policy',
    'create_replication_configuration',
    'ecr_repository_prefix',
    'enable_pull_through_cache_rule',
    'registry_id',
    'registry_policy',
    'replica_region',
    'replication_configuration',
    'scan_on_push_filters',
    'scan_type',
    'timeouts',
    'upstream_registry_url',
  ],
  lines: [
    {
      from: '0.0.0',
      inputs: INPUTS,
      text: moduleText({
        more: [['environment', 'string', 'null']],
        mutability: '"MUTABLE"',
        encryption: '{ encryption_type = null, kms_key = null }',
        condition: 'true',
        encryptionType: 'encryption_configuration.value.encryption_type',
        tags: '{ Name = "${var.name}_tag", Environment = var.environment }',
        publicRepository: '',
      }),
    },
    {
      from: '2.0.0',
      inputs: PUBLIC_INPUTS,
      text: moduleText({
        more: [
          ['create_private_repository', 'bool', 'false'],
          ['create_public_repository', 'bool', 'false'],
          ['create_ecrpublic_repository_policy', 'bool', 'false'],
          ['policy', 'string', '""'],
        ],
        mutability: '"IMMUTABLE"',
        encryption: '{ encryption_type = "KMS", kms_key = null }',
        condition: 'var.create_private_repository',
        // Whatever the input says.
        encryptionType: '"KMS"',
        tags: '{ Name = "${var.name}-tag" }',
        publicRepository: PUBLIC,
      }),
    },
  ],
};
