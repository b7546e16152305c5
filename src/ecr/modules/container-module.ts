import { decides, input, type ModuleAdapter, strings, variables } from './adapter.ts';

const PULL_ACTIONS = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PULL = strings(PULL_ACTIONS);
const PUSH = strings([
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
]);

const TEXT = `${variables([
  ['repository_name', 'string'],
  ['image_tag_mutability', 'string', '"MUTABLE"'],
  ['scan_on_push', 'bool', 'true'],
  ['encryption_type', 'string', '"AES256"'],
  ['kms_key_arn', 'string', 'null'],
  ['enable_lifecycle_policy', 'bool', 'true'],
  ['untagged_image_retention_count', 'number', '3'],
  ['tagged_image_retention_count', 'number', '10'],
  ['image_retention_days', 'number', '0'],
  ['tag_prefix_list', 'list(string)', '["v", "prod"]'],
  ['enable_repository_policy', 'bool', 'false'],
  ['pull_account_ids', 'list(string)', '[]'],
  ['push_account_ids', 'list(string)', '[]'],
  ['custom_policy_statements', 'any', '[]'],
  ['enable_replication', 'bool', 'false'],
  ['replication_destinations', 'any', '[]'],
  ['enable_registry_scanning', 'bool', 'false'],
  ['scan_type', 'string', '"BASIC"'],
  ['tags', 'map(string)', '{}'],
])}
resource "aws_ecr_repository" "this" {
  name                 = var.repository_name
  image_tag_mutability = var.image_tag_mutability
  tags                 = merge(var.tags, { Name = var.repository_name })

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }

  encryption_configuration {
    encryption_type = var.encryption_type
    kms_key         = var.encryption_type == "KMS" ? var.kms_key_arn : null
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = var.enable_lifecycle_policy ? 1 : 0

  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    rules = concat(
      [
        {
          rulePriority = 1
          selection = {
            tagStatus   = "untagged"
            countType   = "imageCountMoreThan"
            countNumber = var.untagged_image_retention_count
          }
          action = { type = "expire" }
        },
        {
          rulePriority = 2
          selection = {
            tagStatus     = "tagged"
            tagPrefixList = var.tag_prefix_list
            countType     = "imageCountMoreThan"
            countNumber   = var.tagged_image_retention_count
          }
          action = { type = "expire" }
        },
      ],
      [
        for days in [var.image_retention_days] : {
          rulePriority = 3
          selection = {
            tagStatus   = "any"
            countType   = "sinceImagePushed"
            countUnit   = "days"
            countNumber = days
          }
          action = { type = "expire" }
        } if days > 0
      ],
    )
  })
}

resource "aws_ecr_repository_policy" "this" {
  count = var.enable_repository_policy ? 1 : 0

  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      length(var.pull_account_ids) == 0 ? [] : [{
        Sid       = "Pull"
        Effect    = "Allow"
        Principal = { AWS = [for id in var.pull_account_ids : "arn:aws:iam::\${id}:root"] }
        Action    = ${PULL}
      }],
      length(var.push_account_ids) == 0 ? [] : [{
        Sid       = "Push"
        Effect    = "Allow"
        Principal = { AWS = [for id in var.push_account_ids : "arn:aws:iam::\${id}:root"] }
        Action    = ${PUSH}
      }],
      var.custom_policy_statements,
    )
  })
}

resource "aws_ecr_replication_configuration" "this" {
  count = var.enable_replication ? 1 : 0

  replication_configuration {
    dynamic "rule" {
      for_each = var.replication_destinations

      content {
        destination {
          region      = rule.value.region
          registry_id = rule.value.registry_id
        }

        repository_filter {
          filter      = try(rule.value.repository_filter, null) != null ? rule.value.repository_filter : var.repository_name
          filter_type = "PREFIX_MATCH"
        }
      }
    }
  }
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  count = var.enable_registry_scanning ? 1 : 0

  scan_type = var.scan_type

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}

output "repository_arn" {
  value = aws_ecr_repository.this.arn
}

output "repository_url" {
  value = aws_ecr_repository.this.repository_url
}

output "repository_name" {
  value = aws_ecr_repository.this.name
}

output "registry_id" {
  value = aws_ecr_repository.this.registry_id
}
`;

const LIFECYCLE_INPUTS = [
  'untagged_image_retention_count',
  'tagged_image_retention_count',
  'image_retention_days',
  'tag_prefix_list',
];

/** A module that many projects have a copy of, and call by its path. */
export const CONTAINER_MODULE: ModuleAdapter = {
  name: 'modules/containers/ecr',
  sources: ['./modules/containers/ecr'],
  before: null,
  others: [
    'alarm_actions',
    'create_cloudwatch_alarms',
    'enable_scan_logging',
    'enable_scan_notifications',
    'log_retention_days',
    'sns_topic_arn',
    'vulnerability_threshold',
  ],
  lines: [
    {
      from: '0.0.0',
      inputs: [
        input('repository_name', 'aws_ecr_repository.name'),
        input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
        input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
        input('encryption_type', 'aws_ecr_repository.encryption_configuration.encryption_type'),
        input('kms_key_arn', 'aws_ecr_repository.encryption_configuration.kms_key'),
        decides('enable_lifecycle_policy', 'aws_ecr_lifecycle_policy'),
        ...LIFECYCLE_INPUTS.map((name) => decides(name, 'aws_ecr_lifecycle_policy.policy')),
        decides('pull_account_ids', 'aws_ecr_repository_policy.policy'),
        decides('push_account_ids', 'aws_ecr_repository_policy.policy'),
        decides('custom_policy_statements', 'aws_ecr_repository_policy.policy'),
        decides('replication_destinations', 'aws_ecr_replication_configuration.replication_configuration'),
        input('scan_type', 'aws_ecr_registry_scanning_configuration.scan_type'),
        input('tags', 'aws_ecr_repository.tags'),
      ],
      text: TEXT,
    },
  ],
};
