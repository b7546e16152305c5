import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, type ModuleAdapter, policyOf, strings, variables } from './adapter.ts';
import { LGALLARD_ACCESS, LGALLARD_ACCESS_INPUTS } from './lgallard-access.ts';
import { CACHE_RULES, LGALLARD_CACHE, LGALLARD_GIT, LGALLARD_NAME } from './lgallard-parts.ts';
import { LGALLARD_TAGS } from './lgallard-tags.ts';

const TEMPLATE = `list(object({
    prefix                   = string
    applied_for              = list(string)
    custom_role_arn          = optional(string)
    description              = optional(string)
    encryption_configuration = optional(object({
      encryption_type = optional(string, "AES256")
      kms_key         = optional(string)
    }))
    image_tag_mutability     = optional(string, "MUTABLE")
    image_tag_mutability_exclusion_filters = optional(list(object({
      filter      = string
      filter_type = optional(string, "WILDCARD")
    })), [])
    lifecycle_policy  = optional(string)
    repository_policy = optional(string)
    resource_tags     = optional(map(string), {})
  }))`;

const VARIABLES: readonly InputVariable[] = [
  ['name', 'string'],
  ['image_tag_mutability', 'string', '"MUTABLE"'],
  [
    'image_tag_mutability_exclusion_filters',
    'list(object({ filter = string, filter_type = optional(string, "WILDCARD") }))',
    '[]',
  ],
  ['image_scanning_configuration', 'object({ scan_on_push = bool })', 'null'],
  ['scan_on_push', 'bool', 'true'],
  ['encryption_type', 'string', '"AES256"'],
  ['kms_key', 'string', 'null'],
  ['kms_enable_key_rotation', 'bool', 'true'],
  ['force_delete', 'bool', 'false'],
  ['prevent_destroy', 'bool', 'false'],
  ['lifecycle_policy', 'string', 'null'],
  ['lifecycle_keep_latest_n_images', 'number', 'null'],
  ['lifecycle_expire_untagged_after_days', 'number', 'null'],
  ['lifecycle_expire_tagged_after_days', 'number', 'null'],
  ['lifecycle_tag_prefixes_to_keep', 'list(string)', '[]'],
  ['lifecycle_policy_template', 'string', 'null'],
  ['tags', 'map(string)', '{}'],
  ['enable_default_tags', 'bool', 'true'],
  ['default_tags_template', 'string', 'null'],
  ['default_tags_environment', 'string', 'null'],
  ['default_tags_owner', 'string', 'null'],
  ['default_tags_project', 'string', 'null'],
  ['default_tags_cost_center', 'string', 'null'],
  ['tag_key_case', 'string', '"PascalCase"'],
  ['enable_tag_normalization', 'bool', 'true'],
  ['normalize_tag_values', 'bool', 'true'],
  ['enable_replication', 'bool', 'false'],
  ['replication_regions', 'list(string)', '[]'],
  ['enable_registry_scanning', 'bool', 'false'],
  ['registry_scan_type', 'string', '"ENHANCED"'],
  ['enable_secret_scanning', 'bool', 'false'],
  ['scan_repository_filters', 'list(string)', '["*"]'],
  ['manage_account_setting', 'bool', 'false'],
  ['basic_scan_type_version', 'string', '"AWS_NATIVE"'],
  ['registry_policy_scope', 'string', '"V2"'],
  ['enable_pull_through_cache', 'bool', 'false'],
  ['pull_through_cache_rules', CACHE_RULES, '[]'],
  ['enable_repository_creation_templates', 'bool', 'false'],
  ['repository_creation_templates', TEMPLATE, '[]'],
  ...LGALLARD_ACCESS_INPUTS,
];

/** The settings of a named lifecycle template: how many to keep, days for untagged and tagged ones, prefixes. */
function template(name: string, keep: number, untagged: number, tagged: number | null, prefixes: readonly string[]) {
  return `    ${name} = { keep = ${keep}, untagged = ${untagged}, tagged = ${tagged}, prefixes = ${strings(prefixes)} }`;
}

const LIFECYCLE = `
locals {
  templates = {
${template('development', 50, 7, null, ['dev', 'feature'])}
${template('production', 100, 14, 90, ['v', 'release', 'prod'])}
${template('cost_optimization', 10, 3, 30, [])}
${template('compliance', 200, 30, 365, ['v', 'release', 'audit'])}
  }

  retention = var.lifecycle_policy_template != null ? local.templates[var.lifecycle_policy_template] : {
    keep     = var.lifecycle_keep_latest_n_images
    untagged = var.lifecycle_expire_untagged_after_days
    tagged   = var.lifecycle_expire_tagged_after_days
    prefixes = var.lifecycle_tag_prefixes_to_keep
  }

  rules = [
    for rule in [
      local.retention.untagged != null ? {
        rulePriority = 1
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = local.retention.untagged
        }
        action = { type = "expire" }
      } : null,
      local.retention.keep != null ? {
        rulePriority = 2
        selection = merge(
          {
            tagStatus   = length(local.retention.prefixes) > 0 ? "tagged" : "any"
            countType   = "imageCountMoreThan"
            countNumber = local.retention.keep
          },
          length(local.retention.prefixes) > 0 ? { tagPrefixList = local.retention.prefixes } : {},
        )
        action = { type = "expire" }
      } : null,
      local.retention.tagged != null ? {
        rulePriority = 3
        selection = {
          tagStatus   = "any"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = local.retention.tagged
        }
        action = { type = "expire" }
      } : null,
    ] : rule if rule != null
  ]

  generated_lifecycle_policy = length(local.rules) > 0 ? jsonencode({ rules = local.rules }) : null
  lifecycle_policy           = var.lifecycle_policy != null && var.lifecycle_policy != "" ? var.lifecycle_policy : local.generated_lifecycle_policy
}

resource "aws_ecr_lifecycle_policy" "lifecycle_policy" {
  count = local.lifecycle_policy != null && local.lifecycle_policy != "" ? 1 : 0

  repository = local.repository_name
  policy     = local.lifecycle_policy
}
`;

function repository(label: string, count: string, settings: string): string {
  return `
resource "aws_ecr_repository" "${label}" {
  count = ${count}

  name                 = var.name
  force_delete         = var.force_delete
  image_tag_mutability = var.image_tag_mutability
  tags                 = local.tags

  dynamic "encryption_configuration" {
    for_each = var.encryption_type == "KMS" ? [var.kms_key == null ? module.kms["kms"].key_arn : var.kms_key] : []

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }

  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = var.image_tag_mutability_exclusion_filters

    content {
      filter      = image_tag_mutability_exclusion_filter.value.filter
      filter_type = image_tag_mutability_exclusion_filter.value.filter_type
    }
  }

  image_scanning_configuration {
    scan_on_push = coalesce(try(var.image_scanning_configuration.scan_on_push, null), var.scan_on_push)
  }
${settings}
}
`;
}

const REGISTRY = `
resource "aws_ecr_replication_configuration" "replication" {
  for_each = var.enable_replication && length(var.replication_regions) > 0 ? { replication = var.replication_regions } : {}

  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = each.value

        content {
          region      = destination.value
          registry_id = data.aws_caller_identity.current.account_id
        }
      }
    }
  }
}

resource "aws_ecr_registry_scanning_configuration" "scanning" {
  for_each = var.enable_registry_scanning ? { scanning = var.scan_repository_filters } : {}

  scan_type = var.enable_secret_scanning ? "ENHANCED" : var.registry_scan_type

  dynamic "rule" {
    for_each = each.value

    content {
      scan_frequency = "SCAN_ON_PUSH"

      repository_filter {
        filter      = rule.value
        filter_type = "WILDCARD"
      }
    }
  }
}

resource "aws_ecr_account_setting" "basic_scan_type" {
  count = var.manage_account_setting ? 1 : 0
  name  = "BASIC_SCAN_TYPE_VERSION"
  value = var.basic_scan_type_version
}

resource "aws_ecr_account_setting" "registry_policy_scope" {
  count = var.manage_account_setting ? 1 : 0
  name  = "REGISTRY_POLICY_SCOPE"
  value = var.registry_policy_scope
}

module "pull_through_cache" {
  for_each = var.enable_pull_through_cache && length(var.pull_through_cache_rules) > 0 ? { cache = {} } : {}
  source   = "${LGALLARD_NAME}//modules/pull-through-cache"
  version  = "2.1.1"

  name                     = var.name
  aws_account_id           = data.aws_caller_identity.current.account_id
  pull_through_cache_rules = var.pull_through_cache_rules
}

resource "aws_ecr_repository_creation_template" "this" {
  for_each = var.enable_repository_creation_templates ? { for template in var.repository_creation_templates : template.prefix => template } : {}

  prefix               = each.value.prefix
  applied_for          = each.value.applied_for
  custom_role_arn      = each.value.custom_role_arn
  description          = each.value.description
  image_tag_mutability = each.value.image_tag_mutability
  lifecycle_policy     = each.value.lifecycle_policy
  repository_policy    = each.value.repository_policy
  resource_tags        = each.value.resource_tags

  dynamic "encryption_configuration" {
    for_each = each.value.encryption_configuration == null ? [] : [each.value.encryption_configuration]

    content {
      encryption_type = encryption_configuration.value.encryption_type
      kms_key         = encryption_configuration.value.kms_key
    }
  }

  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = each.value.image_tag_mutability_exclusion_filters

    content {
      filter      = image_tag_mutability_exclusion_filter.value.filter
      filter_type = image_tag_mutability_exclusion_filter.value.filter_type
    }
  }
}
`;

const TEXT = `${variables(VARIABLES)}
data "aws_caller_identity" "current" {}

module "kms" {
  for_each = var.encryption_type == "KMS" && var.kms_key == null ? { kms = {} } : {}
  source   = "${LGALLARD_NAME}//modules/kms"
  version  = "2.1.1"

  enable_key_rotation = var.kms_enable_key_rotation
}
${repository('repo', 'var.prevent_destroy ? 0 : 1', '')}
${repository('repo_protected', 'var.prevent_destroy ? 1 : 0', '\n  lifecycle {\n    prevent_destroy = true\n  }')}
locals {
  repository_name = var.prevent_destroy ? one(aws_ecr_repository.repo_protected[*].name) : one(aws_ecr_repository.repo[*].name)
  repository_arn  = var.prevent_destroy ? one(aws_ecr_repository.repo_protected[*].arn) : one(aws_ecr_repository.repo[*].arn)
  repository_url  = var.prevent_destroy ? one(aws_ecr_repository.repo_protected[*].repository_url) : one(aws_ecr_repository.repo[*].repository_url)
}
${LGALLARD_TAGS}
${LIFECYCLE}
${LGALLARD_ACCESS}
${REGISTRY}
output "repository_arn" {
  value = local.repository_arn
}

output "repository_name" {
  value = local.repository_name
}

output "repository_url" {
  value = local.repository_url
}

output "kms_key_arn" {
  value = try(module.kms["kms"].key_arn, null)
}
`;

const TEMPLATES = 'aws_ecr_repository_creation_template';
const LIFECYCLE_INPUTS = [
  'lifecycle_policy_template',
  'lifecycle_keep_latest_n_images',
  'lifecycle_expire_untagged_after_days',
  'lifecycle_expire_tagged_after_days',
  'lifecycle_tag_prefixes_to_keep',
];

const INPUTS: readonly ModuleInput[] = [
  input('name', 'aws_ecr_repository.name'),
  input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  decides('image_tag_mutability_exclusion_filters', 'aws_ecr_repository.image_tag_mutability_exclusion_filter'),
  decides('image_scanning_configuration', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('encryption_type', 'aws_ecr_repository.encryption_configuration.encryption_type'),
  input('kms_key', 'aws_ecr_repository.encryption_configuration.kms_key'),
  input('force_delete', 'aws_ecr_repository.force_delete'),
  decides('prevent_destroy', 'aws_ecr_repository.lifecycle.prevent_destroy'),
  input('tags', 'aws_ecr_repository.tags'),
  ...policyOf('lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  ...LIFECYCLE_INPUTS.map((name) => decides(name, 'aws_ecr_lifecycle_policy.policy')),
  input('policy', 'aws_ecr_repository_policy.policy'),
  decides('pull_request_rules', 'aws_ecr_repository_policy.policy'),
  input('registry_scan_type', 'aws_ecr_registry_scanning_configuration.scan_type'),
  decides('scan_repository_filters', 'aws_ecr_registry_scanning_configuration.rule'),
  decides('replication_regions', 'aws_ecr_replication_configuration.replication_configuration'),
  decides('pull_through_cache_rules', 'aws_ecr_pull_through_cache_rule.ecr_repository_prefix'),
  decides('pull_through_cache_rules', 'aws_ecr_pull_through_cache_rule.credential_arn'),
  decides('pull_through_cache_rules', 'aws_ecr_pull_through_cache_rule.upstream_registry_url'),
  ...['image_tag_mutability', 'encryption_configuration', 'lifecycle_policy', 'repository_policy'].map((argument) =>
    decides('repository_creation_templates', `${TEMPLATES}.${argument}`),
  ),
];

/** `lgallard/ecr/aws` with the two modules that it calls itself. */
export const LGALLARD: readonly ModuleAdapter[] = [
  {
    name: LGALLARD_NAME,
    sources: [LGALLARD_NAME, LGALLARD_GIT],
    before: '3.0.0',
    since: { encryption_type: '0.3.0', kms_key: '0.3.0', force_delete: '0.4.0', registry_scan_type: '0.12.0' },
    others: [
      'create_sns_topic',
      'enable_logging',
      'enable_monitoring',
      'enable_tag_validation',
      'kms_additional_principals',
      'kms_alias_name',
      'kms_custom_policy',
      'kms_custom_policy_statements',
      'kms_deletion_window_in_days',
      'kms_key_administrators',
      'kms_key_rotation_period',
      'kms_key_users',
      'kms_multi_region',
      'kms_tags',
      'log_retention_days',
      'monitoring_threshold_api_calls',
      'monitoring_threshold_image_pull',
      'monitoring_threshold_image_push',
      'monitoring_threshold_security_findings',
      'monitoring_threshold_storage',
      'registry_scan_filters',
      'repository_creation_templates',
      'required_tags',
      'sns_topic_name',
      'sns_topic_subscribers',
      'timeouts',
      'timeouts_delete',
    ],
    lines: [{ from: '0.0.0', inputs: INPUTS, text: TEXT }],
  },
  LGALLARD_CACHE,
];
