import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, type ModuleAdapter, strings, variables } from './adapter.ts';

const NAME = 'clouddrove/ecr/aws';

const READ = strings([
  'ecr:GetRegistryPolicy',
  'ecr:DescribeImageScanFindings',
  'ecr:GetLifecyclePolicyPreview',
  'ecr:GetDownloadUrlForLayer',
  'ecr:DescribeRegistry',
  'ecr:DescribePullThroughCacheRules',
  'ecr:DescribeImageReplicationStatus',
  'ecr:GetAuthorizationToken',
  'ecr:ListTagsForResource',
  'ecr:ListImages',
  'ecr:BatchGetRepositoryScanningConfiguration',
  'ecr:GetRegistryScanningConfiguration',
  'ecr:BatchGetImage',
  'ecr:DescribeImages',
  'ecr:DescribeRepositories',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetRepositoryPolicy',
  'ecr:GetLifecyclePolicy',
]);

const LABEL_VARIABLES: readonly InputVariable[] = [
  ['name', 'string', '""'],
  ['environment', 'string', '"test"'],
  ['delimiter', 'string', '"-"'],
  ['tags', 'map(any)', '{}'],
  ['principals_readonly_access', 'list(any)', '[]'],
  ['principals_full_access', 'list(any)', '[]'],
];

/** The environment that the module assumes when none is given is left out of the tags: it says nothing of the caller. */
const LABELS = `
locals {
  id   = lower(join(var.delimiter, compact([for part in var.label_order : part == "name" ? var.name : part == "environment" ? var.environment : ""])))
  tags = merge(var.environment == "test" ? {} : { Environment = var.environment }, { Name = local.id }, var.tags)
}
`;

function policy(repository: string, label: string): string {
  return `
locals {
  needs_policy = length(var.principals_full_access) + length(var.principals_readonly_access) > 0
}

data "aws_iam_policy_document" "resource_private" {
  dynamic "statement" {
    for_each = length(var.principals_readonly_access) > 0 ? [1] : []

    content {
      sid     = "ReadonlyAccess"
      actions = ${READ}

      principals {
        type        = "AWS"
        identifiers = var.principals_readonly_access
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.principals_full_access) > 0 ? [1] : []

    content {
      sid     = "FullAccess"
      actions = ["ecr:*"]

      principals {
        type        = "AWS"
        identifiers = var.principals_full_access
      }
    }
  }
}

resource "aws_ecr_repository_policy" "${label}" {
  count = length(${repository}) > 0 && local.needs_policy ? 1 : 0

  repository = ${repository}[0].name
  policy     = data.aws_iam_policy_document.resource_private.json
}
`;
}

function lifecycle(label: string, untagged: string): string {
  return `
resource "aws_ecr_lifecycle_policy" "${label}" {
  count = length(aws_ecr_repository.default)

  repository = aws_ecr_repository.default[0].name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection    = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = ${untagged} }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = var.max_image_count }
        action       = { type = "expire" }
      },
    ]
  })
}
`;
}

/** Up to 1.3.1: what is scanned and how it is encrypted is given as maps. */
function earlyModule(mutability: string): string {
  return `${variables([
    ...LABEL_VARIABLES,
    ['label_order', 'list(any)', '[]'],
    ['enabled_ecr', 'bool', 'true'],
    ['use_fullname', 'bool', 'true'],
    ['max_image_count', 'number', '7'],
    ['image_tag_mutability', 'string', mutability],
    ['scan_on_push', 'bool', 'true'],
    ['image_scanning_configuration', 'any', '{}'],
    ['encryption_configuration', 'any', 'null'],
  ])}
${LABELS}
resource "aws_ecr_repository" "default" {
  count = var.enabled_ecr ? 1 : 0

  name                 = local.id
  tags                 = local.tags
  image_tag_mutability = var.image_tag_mutability

  dynamic "encryption_configuration" {
    for_each = var.encryption_configuration == null ? [] : [var.encryption_configuration]

    content {
      encryption_type = try(encryption_configuration.value.encryption_type, null)
      kms_key         = try(encryption_configuration.value.kms_key, null)
    }
  }

  dynamic "image_scanning_configuration" {
    for_each = var.image_scanning_configuration

    content {
      scan_on_push = try(image_scanning_configuration.value.scan_on_push, null)
    }
  }
}
${lifecycle('default', '1')}
${policy('aws_ecr_repository.default', 'default')}
`;
}

const LATE_TEXT = `${variables([
  ...LABEL_VARIABLES,
  ['label_order', 'list(any)', '["name", "environment"]'],
  ['enable', 'bool', 'true'],
  ['enable_private_ecr', 'bool', 'false'],
  ['enable_public_ecr', 'bool', 'false'],
  ['use_fullname', 'string', '""'],
  ['max_image_count', 'number', '10'],
  ['max_untagged_image_count', 'number', '1'],
  ['image_tag_mutability', 'string', '"IMMUTABLE"'],
  ['scan_on_push', 'bool', 'true'],
  ['encryption_type', 'string', '"KMS"'],
  ['kms_key', 'string', 'null'],
  ['repository_force_delete', 'bool', 'false'],
])}
${LABELS}
locals {
  name = var.use_fullname != "" ? var.use_fullname : local.id
}

resource "aws_ecr_repository" "default" {
  count = var.enable && var.enable_private_ecr ? 1 : 0

  name                 = local.name
  tags                 = local.tags
  image_tag_mutability = var.image_tag_mutability
  force_delete         = var.repository_force_delete

  encryption_configuration {
    encryption_type = var.encryption_type
    kms_key         = var.kms_key
  }

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}
${lifecycle('private', 'var.max_untagged_image_count')}
${policy('aws_ecr_repository.default', 'private')}
resource "aws_ecrpublic_repository" "default" {
  count = var.enable && var.enable_public_ecr ? 1 : 0

  repository_name = local.name
  tags            = local.tags
}
`;

const COMMON: readonly ModuleInput[] = [
  decides('name', 'aws_ecr_repository.name'),
  input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  decides('max_image_count', 'aws_ecr_lifecycle_policy.policy'),
  decides('principals_full_access', 'aws_ecr_repository_policy.policy'),
  decides('principals_readonly_access', 'aws_ecr_repository_policy.policy'),
  input('tags', 'aws_ecr_repository.tags'),
];
const EARLY: readonly ModuleInput[] = [
  ...COMMON,
  decides('image_scanning_configuration', 'aws_ecr_repository.image_scanning_configuration'),
  input('encryption_configuration', 'aws_ecr_repository.encryption_configuration', { kind: 'object' }),
];
const LATE: readonly ModuleInput[] = [
  ...COMMON,
  decides('use_fullname', 'aws_ecr_repository.name'),
  input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('encryption_type', 'aws_ecr_repository.encryption_configuration.encryption_type'),
  input('kms_key', 'aws_ecr_repository.encryption_configuration.kms_key'),
  input('repository_force_delete', 'aws_ecr_repository.force_delete'),
];

export const CLOUDDROVE: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/clouddrove/terraform-aws-ecr'],
  before: '2.0.0',
  since: { image_tag_mutability: '0.12.3', encryption_configuration: '0.15.0' },
  others: [
    'application',
    'attributes',
    'managedby',
    'public_repository_catalog_data',
    'regex_replace_chars',
    'repository',
    'timeouts',
  ],
  lines: [
    { from: '0.0.0', inputs: EARLY, text: earlyModule('"MUTABLE"') },
    { from: '0.15.0', inputs: EARLY, text: earlyModule('"IMMUTABLE"') },
    { from: '1.3.2', inputs: LATE, text: LATE_TEXT },
  ],
};
