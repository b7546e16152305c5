import rule from '../../../rules/no-public-principal.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Principals and conditions that may be there',
      unresolved: [
        'aws_ecr_repository_policy.condition: var.orgs has no value',
        'aws_ecr_repository_policy.principals: var.orgs has no value',
      ],
      code: `
variable "orgs" {
  type = list(string)
}

data "aws_iam_policy_document" "condition" {
  statement {
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    dynamic "condition" {
      for_each = var.orgs

      content {
        test     = "StringEquals"
        variable = "aws:PrincipalOrgID"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "principals" {
  statement {
    dynamic "principals" {
      for_each = var.orgs

      content {
        type        = "AWS"
        identifiers = [principals.value]
      }
    }
  }
}

data "aws_iam_policy_document" "named" {
  statement {
    dynamic "principals" {
      for_each = var.orgs

      content {
        type        = "AWS"
        identifiers = ["arn:aws:iam::\${principals.value}:root"]
      }
    }
  }
}

resource "aws_ecr_repository_policy" "condition" {
  repository = "condition"
  policy     = data.aws_iam_policy_document.condition.json
}

resource "aws_ecr_repository_policy" "principals" {
  repository = "principals"
  policy     = data.aws_iam_policy_document.principals.json
}

resource "aws_ecr_repository_policy" "named" {
  repository = "named"
  policy     = data.aws_iam_policy_document.named.json
}
`,
    },
    {
      title: 'A statement that denies',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "ecr:*",
    "Condition": { "Bool": { "aws:SecureTransport": "false" } }
  }
}
EOF
}
`,
    },
    {
      title: 'An account of which the id is not known',
      code: `
data "aws_caller_identity" "current" {}

resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = "{}"
}

resource "aws_ecr_repository_policy" "heredoc" {
  repository = "heredoc"

  policy = <<-EOF
    {
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "AWS": ["arn:aws:iam::\${data.aws_caller_identity.current.account_id}:root", "\${aws_iam_role.deploy.arn}"] },
          "Action": "ecr:BatchGetImage"
        }
      ]
    }
  EOF
}
`,
    },
    {
      title: 'A role with a wildcard in its name, of a fixed account',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:role/ci-*" }, Action = "ecr:PutImage" },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "ecr:PutImage"
        Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/x" } }
      },
      { Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "ecr:BatchGetImage" },
    ]
  })
}
`,
    },
    {
      title: 'An allow that a deny takes back from all other organizations',
      code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "ecr:ReplicateImage", Resource = "*" },
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "ecr:*"
        Resource  = "*"
        Condition = { StringNotEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
    ]
  })
}
`,
    },
    {
      title: 'A policy that is not known is no finding',
      unresolved: [
        'aws_ecr_repository_policy.given: var.policy has no value',
        'aws_ecr_repository_policy.organization: var.org_id has no value',
        'aws_ecr_repository_policy.maybe: var.public has no value',
        'aws_ecr_repository_policy.broken: the policy is not one that AWS accepts: expected a JSON value',
      ],
      code: `
variable "policy" {
  type = string
}

variable "org_id" {
  type = string
}

variable "public" {
  type = bool
}

resource "aws_ecr_repository_policy" "given" {
  repository = "given"
  policy     = var.policy
}

resource "aws_ecr_repository_policy" "organization" {
  repository = "organization"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:BatchGetImage"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = var.org_id } }
    }]
  })
}

data "aws_iam_policy_document" "maybe" {
  dynamic "statement" {
    for_each = var.public ? [1] : []

    content {
      actions = ["ecr:BatchGetImage"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_ecr_repository_policy" "maybe" {
  repository = "maybe"
  policy     = data.aws_iam_policy_document.maybe.json
}

resource "aws_ecr_repository_policy" "broken" {
  repository = "broken"
  policy     = "no JSON"
}
`,
    },
    {
      title: 'Reading from a public repository, which anyone may do anyway',
      code: `
resource "aws_ecrpublic_repository_policy" "app" {
  repository_name = "app"

  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["ecr-public:DescribeImages"] }]
  })
}
`,
    },
  ],
  bad: [
    {
      title: 'One open statement among closed ones, by one of several principals blocks',
      code: `
data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }

  statement {
    sid       = "Open"
    actions   = ["ecr:BatchGetImage"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-a1b2c3d4e5"]
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Every AWS account may use this repository: the principal is "*", and its condition (ForAllValues:StringEquals on aws:PrincipalOrgID) does not limit who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"*"',
          line: 23,
        },
      ],
    },
    {
      title: 'Whichever of two policies is chosen',
      code: {
        'main.tf': `
variable "push" {
  type = bool
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = var.push ? file("push.json") : jsonencode({ Statement = [{ Effect = "Allow", Principal = "*" }] })
}

resource "aws_ecr_repository_policy" "one" {
  repository = "one"
  policy     = var.push ? file("push.json") : jsonencode({ Statement = [] })
}
`,
        'push.json': '{ "Statement": { "Effect": "Allow", "Principal": { "AWS": "*" } } }',
      },
      unresolved: ['aws_ecr_repository_policy.one: var.push has no value'],
      findings: [
        {
          severity: 'error',
          message:
            'Every AWS account may use this repository: the principal is "*", and no condition limits who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"*"',
          line: 8,
        },
        {
          severity: 'error',
          message:
            'Every AWS account may use this repository: the principal is "*", and no condition limits who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"*"',
          file: 'push.json',
        },
      ],
    },
    {
      title: 'A wildcard in place of the account',
      code: `
locals {
  principal = "arn:aws:iam::*:root"
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = "{\\"Statement\\":{\\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"AWS\\":\\"\${local.principal}\\"},\\"NotAction\\":\\"ecr:PutImage\\"}}"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Every AWS account is meant by "arn:aws:iam::*:root". AWS accepts no wildcard in the ARN of a principal. Name the accounts.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"arn:aws:iam::*:root"',
        },
      ],
    },
    {
      title: 'A template, a public repository, and a policy from a file',
      code: {
        'main.tf': `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix            = "apps"
  applied_for       = ["REPLICATION"]
  repository_policy = file("\${path.module}/policy.json")
}

resource "aws_ecrpublic_repository_policy" "app" {
  repository_name = "app"

  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { "*" = "*" }, Action = "ecr-public:*" }]
  })
}
`,
        'policy.json': `{
  "Statement": [
    { "Effect": "Allow", "Principal": { "AWS": [ "\\u002a" ] }, "Action": "*" }
  ]
}
`,
      },
      findings: [
        {
          severity: 'error',
          message:
            'Every AWS account may change this public repository: the principal is "*", and no condition limits who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
          resource: 'aws_ecrpublic_repository_policy.app',
          at: '"*"',
          line: 12,
        },
        {
          severity: 'error',
          message:
            'Every AWS account may use repositories created from this template: the principal is "*", and no condition limits who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
          resource: 'aws_ecr_repository_creation_template.apps',
          at: '"\\u002a"',
          file: 'policy.json',
        },
      ],
    },
    {
      title: 'Everyone by a variable, next to an unknown account',
      code: `
variable "principals" {
  type    = list(string)
  default = ["*"]
}

variable "account" {
  type = string
}

data "aws_iam_policy_document" "pull" {
  dynamic "statement" {
    for_each = toset(var.principals)

    content {
      actions = ["ecr:BatchGetImage"]

      principals {
        type        = "AWS"
        identifiers = ["arn:aws:iam::\${var.account}:root", statement.value]
      }
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Every AWS account may use this repository: the principal is "*", and no condition limits who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"*"',
        },
      ],
    },
  ],
});
