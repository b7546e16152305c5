import { decides, input, type ModuleAdapter, variables } from './adapter.ts';

const NAME = 'tedilabs/container/aws//modules/ecr-repository';

const LIFECYCLE_RULES = `list(object({
    priority    = number
    description = optional(string)
    target = object({
      status       = string
      tag_patterns = optional(list(string), [])
      tag_prefixes = optional(list(string), [])
    })
    expiration = object({
      count = optional(number)
      days  = optional(number)
    })
  }))`;

const MUTABILITY = `object({
    mode              = optional(string, "MUTABLE")
    exclusion_filters = optional(list(object({ type = optional(string, "WILDCARD"), value = string })), [])
  })`;

const TEXT = `${variables([
  ['region', 'string', 'null'],
  ['image_tag_mutability', MUTABILITY, '{}'],
])}
${variables(
  [
    ['name', 'string'],
    ['force_delete', 'bool', 'true'],
    ['policy', 'string', '""'],
    ['image_scan_on_push_enabled', 'bool', 'false'],
    ['encryption', 'object({ type = optional(string, "AES256"), kms_key = optional(string) })', '{}'],
    ['lifecycle_rules', LIFECYCLE_RULES, '[]'],
    ['tags', 'map(string)', '{}'],
  ],
  false,
)}
resource "aws_ecr_repository" "this" {
  region               = var.region
  name                 = var.name
  force_delete         = var.force_delete
  image_tag_mutability = var.image_tag_mutability.mode
  tags                 = merge({ Name = var.name }, var.tags)

  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = var.image_tag_mutability.exclusion_filters

    content {
      filter      = image_tag_mutability_exclusion_filter.value.value
      filter_type = image_tag_mutability_exclusion_filter.value.type
    }
  }

  image_scanning_configuration {
    scan_on_push = var.image_scan_on_push_enabled
  }

  encryption_configuration {
    encryption_type = var.encryption.type
    kms_key         = var.encryption.kms_key
  }
}

resource "aws_ecr_repository_policy" "this" {
  count = length(var.policy) > 0 ? 1 : 0

  region     = var.region
  repository = aws_ecr_repository.this.name
  policy     = var.policy
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = length(var.lifecycle_rules) > 0 ? 1 : 0

  region     = var.region
  repository = aws_ecr_repository.this.name
  policy = jsonencode({
    rules = [
      for rule in var.lifecycle_rules : {
        rulePriority = rule.priority
        selection = merge(
          { tagStatus = rule.target.status },
          length(rule.target.tag_patterns) > 0 ? { tagPatternList = rule.target.tag_patterns } : {},
          length(rule.target.tag_prefixes) > 0 ? { tagPrefixList = rule.target.tag_prefixes } : {},
          rule.expiration.count != null ? { countType = "imageCountMoreThan", countNumber = rule.expiration.count } : {},
          rule.expiration.days != null ? { countType = "sinceImagePushed", countUnit = "days", countNumber = rule.expiration.days } : {},
        )
        action = { type = "expire" }
      }
    ]
  })
}

output "name" {
  value = aws_ecr_repository.this.name
}

output "arn" {
  value = aws_ecr_repository.this.arn
}

output "url" {
  value = aws_ecr_repository.this.repository_url
}
`;

export const TEDILABS: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/tedilabs/terraform-aws-container//modules/ecr-repository'],
  before: null,
  others: ['module_tags_enabled', 'resource_group'],
  lines: [
    {
      from: '0.0.0',
      inputs: [
        input('name', 'aws_ecr_repository.name'),
        input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability', { kind: 'member', member: 'mode' }),
        input('image_scan_on_push_enabled', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
        decides('encryption', 'aws_ecr_repository.encryption_configuration'),
        input('force_delete', 'aws_ecr_repository.force_delete'),
        decides('lifecycle_rules', 'aws_ecr_lifecycle_policy'),
        decides('lifecycle_rules', 'aws_ecr_lifecycle_policy.policy'),
        input('policy', 'aws_ecr_repository_policy.policy'),
        input('tags', 'aws_ecr_repository.tags'),
      ],
      text: TEXT,
    },
  ],
};
