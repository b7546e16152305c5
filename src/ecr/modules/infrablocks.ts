import { decides, input, type ModuleAdapter, strings, variables } from './adapter.ts';

const NAME = 'infrablocks/ecr-repository/aws';

const PULL = strings(['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage']);

const ACCESS = `
locals {
  account_principals = [for id in var.allowed_cross_account_lambda_pull_access_account_ids : "arn:aws:iam::\${id}:root"]
}

data "aws_iam_policy_document" "own_lambda" {
  statement {
    sid     = "InAccountLambdaPullPermission"
    actions = ${PULL}

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "principals" {
  statement {
    sid     = "AWSPrincipalPullPermission"
    actions = ${PULL}

    principals {
      type = "AWS"
      identifiers = concat(
        var.allow_cross_account_lambda_pull_access ? local.account_principals : [],
        var.allow_role_based_pull_access ? var.allowed_role_based_pull_access_role_arns : [],
      )
    }
  }
}

data "aws_iam_policy_document" "other_lambda" {
  statement {
    sid     = "CrossAccountLambdaPullPermission"
    actions = ${PULL}

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    condition {
      test     = "StringLike"
      variable = "aws:sourceARN"
      values   = [for id in var.allowed_cross_account_lambda_pull_access_account_ids : "arn:aws:lambda:\${var.region}:\${id}:function:*"]
    }
  }
}

data "aws_iam_policy_document" "repository_policy_document" {
  source_policy_documents = [
    var.allow_in_account_lambda_pull_access ? data.aws_iam_policy_document.own_lambda.json : "",
    var.allow_cross_account_lambda_pull_access || var.allow_role_based_pull_access ? data.aws_iam_policy_document.principals.json : "",
    var.allow_cross_account_lambda_pull_access ? data.aws_iam_policy_document.other_lambda.json : "",
  ]
}

resource "aws_ecr_repository_policy" "service" {
  count = var.allow_in_account_lambda_pull_access || var.allow_cross_account_lambda_pull_access || var.allow_role_based_pull_access ? 1 : 0

  repository = aws_ecr_repository.repository.name
  policy     = data.aws_iam_policy_document.repository_policy_document.json
}
`;

const TEXT = `${variables([
  ['region', 'string'],
  ['component', 'string'],
  ['repository_name', 'string'],
])}
${variables(
  [
    ['repository_force_delete', 'bool', 'false'],
    ['repository_image_tag_mutability', 'string', '"IMMUTABLE"'],
    ['repository_image_scanning_scan_on_push', 'bool', 'true'],
    ['tags', 'map(string)', '{}'],
    ['allow_in_account_lambda_pull_access', 'bool', 'false'],
    ['allow_cross_account_lambda_pull_access', 'bool', 'false'],
    ['allow_role_based_pull_access', 'bool', 'false'],
    ['allowed_cross_account_lambda_pull_access_account_ids', 'list(string)', '[]'],
    ['allowed_role_based_pull_access_role_arns', 'list(string)', '[]'],
  ],
  false,
)}
resource "aws_ecr_repository" "repository" {
  name                 = var.repository_name
  force_delete         = var.repository_force_delete
  image_tag_mutability = var.repository_image_tag_mutability
  tags                 = merge(var.tags, { Component = var.component, Name = var.repository_name })

  image_scanning_configuration {
    scan_on_push = var.repository_image_scanning_scan_on_push
  }
}
${ACCESS}
output "registry_id" {
  value = aws_ecr_repository.repository.registry_id
}

output "repository_url" {
  value = aws_ecr_repository.repository.repository_url
}
`;

/** Up to 2.0 there is nothing to set but the name. */
const BARE_TEXT = `${variables([['repository_name', 'string']])}
resource "aws_ecr_repository" "repository" {
  name = var.repository_name
}
`;

export const INFRABLOCKS: ModuleAdapter = {
  name: NAME,
  sources: [NAME, 'github.com/infrablocks/terraform-aws-ecr-repository'],
  before: '3.0.0',
  others: [],
  lines: [
    { from: '0.0.0', inputs: [input('repository_name', 'aws_ecr_repository.name')], text: BARE_TEXT },
    {
      from: '2.1.0',
      inputs: [
        input('repository_name', 'aws_ecr_repository.name'),
        input('repository_image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
        input('repository_image_scanning_scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
        input('repository_force_delete', 'aws_ecr_repository.force_delete'),
        decides('allowed_role_based_pull_access_role_arns', 'aws_ecr_repository_policy.policy'),
        decides('allowed_cross_account_lambda_pull_access_account_ids', 'aws_ecr_repository_policy.policy'),
        decides('allow_in_account_lambda_pull_access', 'aws_ecr_repository_policy.policy'),
        input('tags', 'aws_ecr_repository.tags'),
      ],
      text: TEXT,
    },
  ],
};
