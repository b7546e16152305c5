import { type InputVariable, strings } from './adapter.ts';

/** The repository policy that lgallard/ecr/aws makes of its rules for pull requests. */

export const LGALLARD_ACCESS_INPUTS: readonly InputVariable[] = [
  ['policy', 'string', 'null'],
  ['enable_pull_request_rules', 'bool', 'false'],
  [
    'pull_request_rules',
    `list(object({
    name    = string
    type    = string
    enabled = bool
    conditions = optional(object({
      tag_patterns            = optional(list(string), [])
      severity_threshold      = optional(string, "MEDIUM")
      require_scan_completion = optional(bool, true)
      allowed_principals      = optional(list(string), [])
    }), {})
    actions = optional(object({
      notification_topic_arn = optional(string)
      webhook_url            = optional(string)
      block_on_failure       = optional(bool, true)
    }), {})
  }))`,
    '[]',
  ],
];

const READ = strings([
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
  'ecr:BatchCheckLayerAvailability',
  'ecr:DescribeRepositories',
  'ecr:DescribeImages',
  'ecr:DescribeImageScanFindings',
  'ecr:GetRepositoryPolicy',
  'ecr:ListImages',
]);
const PUSH_ACTIONS = ['ecr:PutImage', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'];
const PUSH = strings(PUSH_ACTIONS);
const PUSH_AND_TAG = strings([...PUSH_ACTIONS, 'ecr:TagResource']);

/** A statement that a rule of one type makes, where it blocks or does not. */
function pushStatement(type: string, blocks: string, principals: string, actions: string, conditions: string): string {
  return `
        [for one in ${type} && ${blocks} ? [rule] : [] : {
          Effect    = "Allow"
          Principal = { AWS = ${principals} }
          Action    = ${actions}
          Condition = merge(${conditions})
        }],`;
}

export const LGALLARD_ACCESS = `
locals {
  own_account = "arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root"

  pull_request_rules = [for rule in var.enable_pull_request_rules ? var.pull_request_rules : [] : rule if rule.enabled]

  conditions = {
    for rule in local.pull_request_rules : rule.name => {
      tags     = length(rule.conditions.tag_patterns) > 0 ? { StringLike = { "ecr:ImageTag" = rule.conditions.tag_patterns } } : {}
      approval = { StringEquals = { "ecr:ResourceTag/ApprovalStatus" = "approved" } }
      scan     = rule.conditions.require_scan_completion ? { StringEquals = { "ecr:ResourceTag/ScanStatus" = "completed" } } : {}
      severity = rule.conditions.severity_threshold == null ? {} : {
        StringLike = {
          "ecr:ResourceTag/MaxSeverity" = (
            rule.conditions.severity_threshold == "LOW" ? ["LOW", "MEDIUM", "HIGH", "CRITICAL"] :
            rule.conditions.severity_threshold == "MEDIUM" ? ["MEDIUM", "HIGH", "CRITICAL"] :
            rule.conditions.severity_threshold == "HIGH" ? ["HIGH", "CRITICAL"] : ["CRITICAL"]
          )
        }
      }
      ci = { StringEquals = { "ecr:ResourceTag/CIStatus" = "passed" } }
    }
  }

  pull_request_policy = length(local.pull_request_rules) == 0 ? null : jsonencode({
    Version = "2012-10-17"
    Statement = flatten([
      for rule in local.pull_request_rules : concat(
        [{
          Effect    = "Allow"
          Principal = { AWS = local.own_account }
          Action    = ${READ}
        }],
${pushStatement(
  'rule.type == "approval"',
  'rule.actions.block_on_failure',
  'length(rule.conditions.allowed_principals) > 0 ? rule.conditions.allowed_principals : [local.own_account]',
  PUSH_AND_TAG,
  'local.conditions[rule.name].tags, local.conditions[rule.name].approval, local.conditions[rule.name].scan',
)}
${pushStatement(
  'rule.type == "security_scan"',
  'rule.actions.block_on_failure',
  'local.own_account',
  PUSH,
  'local.conditions[rule.name].tags, local.conditions[rule.name].scan, local.conditions[rule.name].severity',
)}
${pushStatement(
  'rule.type == "ci_integration"',
  'rule.actions.block_on_failure',
  'local.own_account',
  PUSH,
  'local.conditions[rule.name].tags, local.conditions[rule.name].ci',
)}
        [for one in rule.actions.block_on_failure ? [] : [rule] : {
          Effect    = "Allow"
          Principal = { AWS = local.own_account }
          Action    = ${PUSH}
        }],
      )
    ])
  })

  repository_policy = var.policy != null ? var.policy : local.pull_request_policy
}

resource "aws_ecr_repository_policy" "policy" {
  count = local.repository_policy != null ? 1 : 0

  repository = local.repository_name
  policy     = local.repository_policy
}
`;
