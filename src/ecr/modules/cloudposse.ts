import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, type ModuleAdapter, strings, variables } from './adapter.ts';
import { LABEL_INPUTS } from './cloudposse-label.ts';
import { READ_ACTIONS } from './read-actions.ts';

const NAME = 'cloudposse/ecr/aws';

const READ = strings(READ_ACTIONS);
const PUSH = strings([
  'ecr:CompleteLayerUpload',
  'ecr:GetAuthorizationToken',
  'ecr:UploadLayerPart',
  'ecr:InitiateLayerUpload',
  'ecr:BatchCheckLayerAvailability',
  'ecr:PutImage',
]);
const PULL = strings(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']);
const PULL_THROUGH = strings(['ecr:BatchImportUpstreamImage', 'ecr:TagResource']);
const FULL = strings(['ecr:*']);
/** What full access was before 0.28. */
const OLD_FULL = strings([
  'ecr:GetAuthorizationToken',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetRepositoryPolicy',
  'ecr:DescribeRepositories',
  'ecr:ListImages',
  'ecr:DescribeImages',
  'ecr:BatchGetImage',
  'ecr:DescribeImageScanFindings',
  'ecr:StartImageScan',
  'ecr:BatchDeleteImage',
  'ecr:SetRepositoryPolicy',
  'ecr:DeleteRepositoryPolicy',
  'ecr:DeleteRepository',
]);

const LIFECYCLE_RULE = `object({
    description = optional(string)
    selection = object({
      tagStatus      = string
      countType      = string
      countNumber    = number
      countUnit      = optional(string)
      tagPrefixList  = optional(list(string))
      tagPatternList = optional(list(string))
    })
    action = object({ type = string })
  })`;

const RULE_SETTINGS = `object({
    untagged_image_rule   = optional(object({ enabled = optional(bool, true) }), { enabled = true })
    remove_old_image_rule = optional(object({ enabled = optional(bool, true) }), { enabled = true })
  })`;

/** What the releases differ in. */
interface Features {
  readonly mutability: string;
  readonly scan: string;
  readonly fullAccess: string;
  /** Whether a protected tag with a wildcard is a pattern. */
  readonly patterns: boolean;
}

function inputVariables({ mutability, scan }: Features): readonly InputVariable[] {
  return [
    ...LABEL_INPUTS,
    ['use_fullname', 'bool', 'true'],
    ['image_names', 'list(string)', '[]'],
    ['image_tag_mutability', 'string', mutability],
    [
      'image_tag_mutability_exclusion_filter',
      'list(object({ filter = string, filter_type = optional(string, "WILDCARD") }))',
      '[]',
    ],
    ['scan_images_on_push', 'bool', scan],
    ['encryption_configuration', 'object({ encryption_type = string, kms_key = any })', 'null'],
    ['force_delete', 'bool', 'false'],
    ['enable_lifecycle_policy', 'bool', 'true'],
    ['max_image_count', 'number', '500'],
    ['time_based_rotation', 'bool', 'false'],
    ['protected_tags', 'set(string)', '[]'],
    ['protected_tags_keep_count', 'number', '999999'],
    ['custom_lifecycle_rules', `list(${LIFECYCLE_RULE})`, '[]'],
    ['default_lifecycle_rules_settings', RULE_SETTINGS, '{}'],
    ['principals_full_access', 'list(string)', '[]'],
    ['principals_push_access', 'list(string)', '[]'],
    ['principals_readonly_access', 'list(string)', '[]'],
    ['principals_pull_though_access', 'list(string)', '[]'],
    ['principals_lambda', 'list(string)', '[]'],
    ['organizations_readonly_access', 'list(string)', '[]'],
    ['organizations_full_access', 'list(string)', '[]'],
    ['organizations_push_access', 'list(string)', '[]'],
    ['prefixes_pull_through_repositories', 'list(string)', '[]'],
    ['replication_configurations', 'any', '[]'],
  ];
}

/** A document with one statement. */
function document(label: string, sid: string, actions: string, principals: string): string {
  return `
data "aws_iam_policy_document" "${label}" {
  statement {
    sid     = "${sid}"
    actions = ${actions}
${principals}
  }
}
`;
}

/** The document of an input that names somebody, else an empty one. */
function documentIf(list: string, label: string, also = 'true'): string {
  return `length(var.${list}) > 0 && ${also} ? data.aws_iam_policy_document.${label}.json : data.aws_iam_policy_document.empty.json`;
}

function ofAccounts(list: string): string {
  return `
      principals {
        type        = "AWS"
        identifiers = var.${list}
      }`;
}

function ofOrganizations(list: string): string {
  return `
      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = var.${list}
      }`;
}

const OF_LAMBDA = `
      principals {
        type        = "Service"
        identifiers = ["lambda.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "aws:SourceArn"
        values   = formatlist("arn:%s:lambda:*:%s:function:*", data.aws_partition.current.partition, var.principals_lambda)
      }`;

const OF_LAMBDA_ACCOUNTS = `
      principals {
        type        = "AWS"
        identifiers = formatlist("arn:%s:iam::%s:root", data.aws_partition.current.partition, var.principals_lambda)
      }`;

/** Whether a repository is one that is filled from another registry, by the first part of its name. */
const IS_PULLED_THROUGH = `contains(var.prefixes_pull_through_repositories, regex("^[a-z][a-z0-9\\\\-\\\\.\\\\_]+", each.value))`;

function policyText(fullAccess: string): string {
  return `
data "aws_partition" "current" {}

data "aws_iam_policy_document" "empty" {}
${document('readonly', 'ReadonlyAccess', READ, ofAccounts('principals_readonly_access'))}
${document('pull_through', 'PullThroughAccess', PULL_THROUGH, ofAccounts('principals_pull_though_access'))}
${document('push', 'PushAccess', PUSH, ofAccounts('principals_push_access'))}
${document('full', 'FullAccess', fullAccess, ofAccounts('principals_full_access'))}
${document('organizations_full', 'OrganizationsFullAccess', FULL, ofOrganizations('organizations_full_access'))}
${document('organizations_readonly', 'OrganizationsReadonlyAccess', READ, ofOrganizations('organizations_readonly_access'))}
${document('organizations_push', 'OrganizationsPushAccess', PUSH, ofOrganizations('organizations_push_access'))}
data "aws_iam_policy_document" "lambda" {
  statement {
    sid     = "LambdaECRImageCrossAccountRetrievalPolicy"
    actions = ${PULL}
${OF_LAMBDA}
  }

  statement {
    sid     = "CrossAccountPermission"
    actions = ${PULL}
${OF_LAMBDA_ACCOUNTS}
  }
}

data "aws_iam_policy_document" "resource" {
  for_each = toset(local.needs_policy && module.this.enabled ? local.image_names : [])

  source_policy_documents = [${documentIf('principals_readonly_access', 'readonly')}]

  override_policy_documents = distinct([
    ${documentIf('principals_pull_though_access', 'pull_through', IS_PULLED_THROUGH)},
    ${documentIf('principals_push_access', 'push')},
    ${documentIf('principals_full_access', 'full')},
    ${documentIf('principals_lambda', 'lambda')},
    ${documentIf('organizations_full_access', 'organizations_full')},
    ${documentIf('organizations_readonly_access', 'organizations_readonly')},
    ${documentIf('organizations_push_access', 'organizations_push')},
  ])
}

resource "aws_ecr_repository_policy" "name" {
  for_each = toset(local.needs_policy && module.this.enabled ? local.image_names : [])

  repository = aws_ecr_repository.name[each.value].name
  policy     = data.aws_iam_policy_document.resource[each.value].json
}
`;
}

function moduleText(features: Features): string {
  const isPattern = features.patterns ? 'strcontains(tag, "*")' : 'false';
  return `${variables(inputVariables(features))}
module "this" {
  source = "cloudposse/label/null"

${LABEL_INPUTS.map(([name]) => `  ${name} = var.${name}`).join('\n')}
}

locals {
  name        = var.use_fullname ? module.this.id : module.this.name
  image_names = length(var.image_names) > 0 ? var.image_names : [local.name]

  needs_policy = (
    length(var.principals_full_access)
    + length(var.principals_readonly_access)
    + length(var.principals_pull_though_access)
    + length(var.principals_push_access)
    + length(var.principals_lambda)
    + length(var.organizations_readonly_access)
    + length(var.organizations_full_access)
    + length(var.organizations_push_access) > 0
  )

  protected_rules = [
    for tag in tolist(var.protected_tags) : {
      selection = merge(
        ${isPattern} ? { tagPatternList = [tag] } : { tagPrefixList = [tag] },
        { tagStatus = "tagged", countType = "imageCountMoreThan", countNumber = var.protected_tags_keep_count },
      )
      action = { type = "expire" }
    }
  ]

  has_untagged_rule = length([for rule in var.custom_lifecycle_rules : rule if rule.selection.tagStatus == "untagged"]) > 0

  untagged_rules = var.default_lifecycle_rules_settings.untagged_image_rule.enabled && !local.has_untagged_rule ? [{
    selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 1 }
    action    = { type = "expire" }
  }] : []

  old_rules = var.default_lifecycle_rules_settings.remove_old_image_rule.enabled ? [{
    selection = merge(
      {
        tagStatus   = "any"
        countType   = var.time_based_rotation ? "sinceImagePushed" : "imageCountMoreThan"
        countNumber = var.max_image_count
      },
      var.time_based_rotation ? { countUnit = "days" } : {},
    )
    action = { type = "expire" }
  }] : []

  rules = concat(local.protected_rules, local.untagged_rules, local.old_rules, var.custom_lifecycle_rules)

  sorted_rules = concat(
    [for rule in local.rules : rule if rule.selection.tagStatus != "any"],
    [for rule in local.rules : rule if rule.selection.tagStatus == "any"],
  )

  lifecycle_policy = jsonencode({
    rules = [
      for i, rule in local.sorted_rules : merge(rule, {
        rulePriority = i + 1
        selection = {
          for key, value in rule.selection : key => value
          if !contains(["tagPrefixList", "tagPatternList", "countUnit"], key) || value != null
        }
      })
    ]
  })
}

resource "aws_ecr_repository" "name" {
  for_each = toset(module.this.enabled ? local.image_names : [])

  name                 = each.value
  image_tag_mutability = var.image_tag_mutability
  force_delete         = var.force_delete
  tags                 = module.this.tags

  dynamic "encryption_configuration" {
    for_each = var.encryption_configuration == null ? [] : [var.encryption_configuration]

    content {
      encryption_type = encryption_configuration.value.encryption_type
      kms_key         = encryption_configuration.value.kms_key
    }
  }

  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = var.image_tag_mutability_exclusion_filter

    content {
      filter      = image_tag_mutability_exclusion_filter.value.filter
      filter_type = image_tag_mutability_exclusion_filter.value.filter_type
    }
  }

  image_scanning_configuration {
    scan_on_push = var.scan_images_on_push
  }
}

resource "aws_ecr_lifecycle_policy" "name" {
  for_each = toset(module.this.enabled && var.enable_lifecycle_policy ? local.image_names : [])

  repository = aws_ecr_repository.name[each.value].name
  policy     = local.lifecycle_policy
}

${policyText(features.fullAccess)}
resource "aws_ecr_replication_configuration" "replication_configuration" {
  count = module.this.enabled && length(var.replication_configurations) > 0 ? 1 : 0

  dynamic "replication_configuration" {
    for_each = var.replication_configurations

    content {
      dynamic "rule" {
        for_each = replication_configuration.value.rules

        content {
          dynamic "destination" {
            for_each = rule.value.destinations

            content {
              region      = destination.value.region
              registry_id = destination.value.registry_id
            }
          }

          dynamic "repository_filter" {
            for_each = rule.value.repository_filters

            content {
              filter      = repository_filter.value.filter
              filter_type = repository_filter.value.filter_type
            }
          }
        }
      }
    }
  }
}

output "registry_id" {
  value = module.this.enabled ? aws_ecr_repository.name[local.image_names[0]].registry_id : ""
}

output "repository_name" {
  value = module.this.enabled ? aws_ecr_repository.name[local.image_names[0]].name : ""
}

output "repository_url" {
  value = module.this.enabled ? aws_ecr_repository.name[local.image_names[0]].repository_url : ""
}

output "repository_arn" {
  value = module.this.enabled ? aws_ecr_repository.name[local.image_names[0]].arn : ""
}

output "repository_url_map" {
  value = { for name, repository in aws_ecr_repository.name : name => repository.repository_url }
}

output "repository_arn_map" {
  value = { for name, repository in aws_ecr_repository.name : name => repository.arn }
}
`;
}

const POLICY = 'aws_ecr_repository_policy.policy';

const INPUTS: readonly ModuleInput[] = [
  decides('image_names', 'aws_ecr_repository.name'),
  decides('name', 'aws_ecr_repository.name'),
  input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  decides('image_tag_mutability_exclusion_filter', 'aws_ecr_repository.image_tag_mutability_exclusion_filter'),
  input('scan_images_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('encryption_configuration', 'aws_ecr_repository.encryption_configuration', { kind: 'object' }),
  input('force_delete', 'aws_ecr_repository.force_delete'),
  input('tags', 'aws_ecr_repository.tags'),
  decides('enable_lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  ...[
    'custom_lifecycle_rules',
    'default_lifecycle_rules_settings',
    'max_image_count',
    'time_based_rotation',
    'protected_tags',
    'protected_tags_keep_count',
  ].map((name) => decides(name, 'aws_ecr_lifecycle_policy.policy')),
  ...[
    'principals_full_access',
    'principals_push_access',
    'principals_readonly_access',
    'principals_pull_though_access',
    'principals_lambda',
    'organizations_full_access',
    'organizations_push_access',
    'organizations_readonly_access',
  ].map((name) => decides(name, POLICY)),
  decides('replication_configurations', 'aws_ecr_replication_configuration.replication_configuration'),
];

const OPEN = { mutability: '"MUTABLE"', scan: 'false' } as const;
const CLOSED = { mutability: '"IMMUTABLE"', scan: 'true' } as const;

export const CLOUDPOSSE: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/cloudposse/terraform-aws-ecr'],
  before: '2.0.0',
  since: {
    scan_images_on_push: '0.8.0',
    image_tag_mutability: '0.14.0',
    encryption_configuration: '0.26.0',
    force_delete: '0.35.0',
  },
  others: ['additional_tag_map', 'default_lifecycle_rules_settings', 'descriptor_formats', 'labels_as_tags', 'roles'],
  lines: [
    { from: '0.0.0', inputs: INPUTS, text: moduleText({ ...OPEN, fullAccess: OLD_FULL, patterns: false }) },
    { from: '0.28.0', inputs: INPUTS, text: moduleText({ ...OPEN, fullAccess: FULL, patterns: false }) },
    { from: '0.31.0', inputs: INPUTS, text: moduleText({ ...CLOSED, fullAccess: FULL, patterns: false }) },
    { from: '0.42.0', inputs: INPUTS, text: moduleText({ ...CLOSED, fullAccess: FULL, patterns: true }) },
  ],
};
