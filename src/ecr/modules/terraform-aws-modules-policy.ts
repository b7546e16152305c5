import { type InputVariable, strings } from './adapter.ts';
import { READ_ACTIONS } from './read-actions.ts';

/** The repository policy that terraform-aws-modules/ecr/aws and its submodule make. */

const READ = strings(['ecr:GetAuthorizationToken', ...READ_ACTIONS]);
const WRITE = strings(['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload']);
const PULL = strings(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']);
export const POLICY_INPUTS: readonly InputVariable[] = [
  ['create_repository_policy', 'bool', 'true'],
  ['repository_policy', 'string', 'null'],
  ['repository_read_access_arns', 'list(string)', '[]'],
  ['repository_lambda_read_access_arns', 'list(string)', '[]'],
  ['repository_read_write_access_arns', 'list(string)', '[]'],
];

/** Statements that callers of the module and of its template write out. */
export const OWN_STATEMENTS = `
  dynamic "statement" {
    for_each = var.repository_policy_statements != null ? var.repository_policy_statements : {}

    content {
      sid           = try(statement.value.sid, null)
      effect        = try(statement.value.effect, null)
      actions       = try(statement.value.actions, null)
      not_actions   = try(statement.value.not_actions, null)
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)

      dynamic "principals" {
        for_each = try(statement.value.principals, null) != null ? statement.value.principals : []

        content {
          type        = principals.value.type
          identifiers = principals.value.identifiers
        }
      }

      dynamic "not_principals" {
        for_each = try(statement.value.not_principals, null) != null ? statement.value.not_principals : []

        content {
          type        = not_principals.value.type
          identifiers = not_principals.value.identifiers
        }
      }

      dynamic "condition" {
        for_each = try(statement.value.conditions, null) != null ? statement.value.conditions : []

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
`;

/**
 * Statements for those who may pull and push.
 *
 * @param isPrivate an expression that is true for statements of a private repository
 * @param index of the data sources that tell of the account
 */
export function privateStatements(isPrivate: string, index: string): string {
  return `
  dynamic "statement" {
    for_each = ${isPrivate} ? [1] : []

    content {
      sid     = "PrivateReadOnly"
      actions = ${READ}

      principals {
        type = "AWS"
        identifiers = coalescelist(
          concat(var.repository_read_access_arns, var.repository_read_write_access_arns),
          ["arn:\${data.aws_partition.current${index}.partition}:iam::\${data.aws_caller_identity.current${index}.account_id}:root"],
        )
      }
    }
  }

  dynamic "statement" {
    for_each = ${isPrivate} && length(var.repository_lambda_read_access_arns) > 0 ? [1] : []

    content {
      sid     = "PrivateLambdaReadOnly"
      actions = ${PULL}

      principals {
        type        = "Service"
        identifiers = ["lambda.amazonaws.com"]
      }

      condition {
        test     = "StringLike"
        variable = "aws:sourceArn"
        values   = var.repository_lambda_read_access_arns
      }
    }
  }

  dynamic "statement" {
    for_each = ${isPrivate} && length(var.repository_read_write_access_arns) > 0 ? [var.repository_read_write_access_arns] : []

    content {
      sid     = "ReadWrite"
      actions = ${WRITE}

      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }
`;
}
