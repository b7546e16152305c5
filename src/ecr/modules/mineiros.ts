import { decides, input, type ModuleAdapter, strings, variables } from './adapter.ts';

const NAME = 'mineiros-io/ecr/aws';

const PULL = strings(['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']);
const PUSH = strings([
  'ecr:BatchCheckLayerAvailability',
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:ListImages',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
]);

const TEXT = `${variables([
  ['name', 'string'],
  ['module_enabled', 'bool', 'true'],
  ['immutable', 'bool', 'false'],
  ['scan_on_push', 'bool', 'true'],
  ['repository_policy_statements', 'any', '[]'],
  ['lifecycle_policy_rules', 'any', '[]'],
  ['pull_identities', 'list(string)', '[]'],
  ['push_identities', 'list(string)', '[]'],
  ['module_tags', 'map(string)', '{}'],
  ['tags', 'map(string)', '{}'],
])}
locals {
  needs_policy = length(var.repository_policy_statements) > 0 || length(var.push_identities) > 0 || length(var.pull_identities) > 0
}

resource "aws_ecr_repository" "repository" {
  count = var.module_enabled ? 1 : 0

  name                 = var.name
  image_tag_mutability = var.immutable ? "IMMUTABLE" : "MUTABLE"
  tags                 = merge(var.module_tags, var.tags)

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}

data "aws_iam_policy_document" "policy" {
  count = var.module_enabled && local.needs_policy ? 1 : 0

  dynamic "statement" {
    for_each = var.repository_policy_statements

    content {
      sid     = try(statement.value.sid, null)
      effect  = try(statement.value.effect, null)
      actions = try(statement.value.actions, null)

      dynamic "principals" {
        for_each = try(statement.value.principals, [])

        content {
          type        = try(principals.value.type, "AWS")
          identifiers = principals.value.identifiers
        }
      }

      dynamic "not_principals" {
        for_each = try(statement.value.not_principals, [])

        content {
          type        = try(not_principals.value.type, "AWS")
          identifiers = not_principals.value.identifiers
        }
      }
    }
  }

  dynamic "statement" {
    for_each = concat(
      length(var.pull_identities) > 0 ? [{ actions = ${PULL}, identifiers = var.pull_identities }] : [],
      length(var.push_identities) > 0 ? [{ actions = ${PUSH}, identifiers = var.push_identities }] : [],
    )

    content {
      actions = statement.value.actions

      principals {
        type        = "AWS"
        identifiers = statement.value.identifiers
      }
    }
  }
}

resource "aws_ecr_repository_policy" "repository_policy" {
  count = var.module_enabled && local.needs_policy ? 1 : 0

  repository = aws_ecr_repository.repository[0].name
  policy     = join("", data.aws_iam_policy_document.policy[*].json)
}

resource "aws_ecr_lifecycle_policy" "lifecycle_policy" {
  count = var.module_enabled && length(var.lifecycle_policy_rules) > 0 ? 1 : 0

  repository = aws_ecr_repository.repository[0].name
  policy     = jsonencode({ rules = var.lifecycle_policy_rules })
}

output "repository" {
  value = try(aws_ecr_repository.repository[0], null)
}
`;

const MUTABILITY = {
  kind: 'choice',
  choices: [
    { input: true, argument: 'IMMUTABLE' },
    { input: false, argument: 'MUTABLE' },
  ],
} as const;

export const MINEIROS: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/mineiros-io/terraform-aws-ecr'],
  before: '1.0.0',
  others: ['module_depends_on'],
  lines: [
    {
      from: '0.0.0',
      inputs: [
        input('name', 'aws_ecr_repository.name'),
        input('immutable', 'aws_ecr_repository.image_tag_mutability', MUTABILITY),
        input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
        input('lifecycle_policy_rules', 'aws_ecr_lifecycle_policy', { kind: 'part', of: 'policy', member: 'rules' }),
        decides('lifecycle_policy_rules', 'aws_ecr_lifecycle_policy.policy'),
        decides('pull_identities', 'aws_ecr_repository_policy.policy'),
        decides('push_identities', 'aws_ecr_repository_policy.policy'),
        decides('repository_policy_statements', 'aws_ecr_repository_policy.policy'),
        input('tags', 'aws_ecr_repository.tags'),
      ],
      text: TEXT,
    },
  ],
};
