import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, variables } from './adapter.ts';
import { OWN_STATEMENTS, POLICY_INPUTS, privateStatements } from './terraform-aws-modules-policy.ts';

/** The submodule `repository-template` of terraform-aws-modules/ecr/aws. */

const TEMPLATE = 'aws_ecr_repository_creation_template';

/** With what AWS provider 6 has, or without. */
export const TEMPLATE_LINES = [
  { from: '0.0.0', provider6: false },
  { from: '3.0.0', provider6: true },
] as const;

export function templateInputs(provider6: boolean): readonly InputVariable[] {
  return [
    ['create', 'bool', 'true'],
    ['tags', 'map(string)', '{}'],
    ['applied_for', 'list(string)', '["PULL_THROUGH_CACHE"]'],
    ['custom_role_arn', 'string', 'null'],
    ['description', 'string', 'null'],
    ['encryption_type', 'string', '"AES256"'],
    ['kms_key_arn', 'string', 'null'],
    ['image_tag_mutability', 'string', '"IMMUTABLE"'],
    ['lifecycle_policy', 'string', 'null'],
    ['prefix', 'string', '""'],
    ['resource_tags', 'map(string)', '{}'],
    ...POLICY_INPUTS,
    ['repository_policy_statements', 'any', 'null'],
    ['create_pull_through_cache_rule', 'bool', 'false'],
    ['credential_arn', 'string', 'null'],
    ['upstream_registry_url', 'string', 'null'],
    ['create_iam_role', 'bool', 'true'],
    ...(provider6
      ? ([
          ['region', 'string', 'null'],
          ['image_tag_mutability_exclusion_filter', 'list(object({ filter = string, filter_type = string }))', 'null'],
        ] as const)
      : []),
  ];
}

export function templateModuleInputs(provider6: boolean): readonly ModuleInput[] {
  return [
    input('prefix', `${TEMPLATE}.prefix`),
    input('applied_for', `${TEMPLATE}.applied_for`),
    input('image_tag_mutability', `${TEMPLATE}.image_tag_mutability`),
    ...(provider6
      ? [decides('image_tag_mutability_exclusion_filter', `${TEMPLATE}.image_tag_mutability_exclusion_filter`)]
      : []),
    input('encryption_type', `${TEMPLATE}.encryption_configuration.encryption_type`),
    input('kms_key_arn', `${TEMPLATE}.encryption_configuration.kms_key`),
    input('lifecycle_policy', `${TEMPLATE}.lifecycle_policy`),
    decides('repository_read_access_arns', `${TEMPLATE}.repository_policy`),
    decides('repository_read_write_access_arns', `${TEMPLATE}.repository_policy`),
    decides('repository_lambda_read_access_arns', `${TEMPLATE}.repository_policy`),
    decides('repository_policy_statements', `${TEMPLATE}.repository_policy`),
    input('repository_policy', `${TEMPLATE}.repository_policy`, { kind: 'value' }, { create_repository_policy: false }),
    input('resource_tags', `${TEMPLATE}.resource_tags`),
    input('upstream_registry_url', 'aws_ecr_pull_through_cache_rule.upstream_registry_url'),
    input('credential_arn', 'aws_ecr_pull_through_cache_rule.credential_arn'),
  ];
}

export function templateModule(provider6: boolean): string {
  const region = provider6 ? 'region = var.region' : '';
  const exclusions = provider6
    ? `
  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = var.image_tag_mutability_exclusion_filter != null ? var.image_tag_mutability_exclusion_filter : []

    content {
      filter      = image_tag_mutability_exclusion_filter.value.filter
      filter_type = image_tag_mutability_exclusion_filter.value.filter_type
    }
  }`
    : '';
  return `${variables(templateInputs(provider6))}
locals {
  kms_encrypt     = var.encryption_type == "KMS"
  create_iam_role = var.create && var.create_iam_role && (local.kms_encrypt || length(var.resource_tags) > 0)
}

data "aws_caller_identity" "current" {
  count = var.create ? 1 : 0
}

data "aws_partition" "current" {
  count = var.create ? 1 : 0
}

resource "aws_iam_role" "this" {
  count = local.create_iam_role ? 1 : 0

  assume_role_policy = "{}"
}

data "aws_iam_policy_document" "repository" {
  count = var.create && var.create_repository_policy ? 1 : 0
${privateStatements('true', '[0]')}
${OWN_STATEMENTS}
}

resource "aws_ecr_repository_creation_template" "this" {
  count = var.create ? 1 : 0

  prefix               = var.prefix
  applied_for          = var.applied_for
  custom_role_arn      = local.create_iam_role ? aws_iam_role.this[0].arn : var.custom_role_arn
  description          = var.description
  image_tag_mutability = var.image_tag_mutability
  lifecycle_policy     = var.lifecycle_policy
  repository_policy    = var.create_repository_policy ? data.aws_iam_policy_document.repository[0].json : var.repository_policy
  resource_tags        = var.resource_tags
  ${region}

  dynamic "encryption_configuration" {
    for_each = var.encryption_type != null ? [1] : []

    content {
      encryption_type = var.encryption_type
      kms_key         = local.kms_encrypt ? var.kms_key_arn : null
    }
  }
${exclusions}
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  count = var.create && var.create_pull_through_cache_rule ? 1 : 0

  ecr_repository_prefix = var.prefix
  upstream_registry_url = var.upstream_registry_url
  credential_arn        = var.credential_arn
  ${region}
}
`;
}
