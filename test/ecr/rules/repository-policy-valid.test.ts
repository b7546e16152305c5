import rule from '../../../rules/repository-policy-valid.ts';
import { testCases } from './cases.ts';

const PRINCIPAL = 'Principal = { AWS = "111122223333" }';

/** A repository policy with one statement. */
function statement(elements: string): string {
  return `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ ${elements} }] })
}
`;
}

/** One thing that is wrong with a repository policy. */
function mistake(title: string, elements: string, at: string, message: string) {
  const code = statement(elements);
  const finding = { severity: 'error', message, resource: 'aws_ecr_repository_policy.app', at } as const;
  return { title, code, findings: [finding] };
}

testCases(rule, {
  good: [
    {
      title: 'Every spelling that AWS takes',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<-EOF
    {
      "Version": "2008-10-17",
      "Id": "app",
      "Statement": {
        "Sid": "x",
        "Effect": "Deny",
        "NotPrincipal": { "AWS": ["arn:aws-us-gov:iam::111122223333:role/path/ci", "AROAEXAMPLEEXAMPLE123"], "Service": "lambda.amazonaws.com" },
        "NotAction": ["ecr:batchgetimage", "ecr:Describe*", "e*:List*"],
        "Condition": {
          "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" },
          "Null": { "aws:SourceArn": "false" },
          "bool": { "aws:SecureTransport": true }
        }
      }
    }
  EOF
}
`,
    },
    {
      title: 'A wildcard for an account, which is another mistake',
      code: statement('Effect = "Allow", Principal = { AWS = "arn:aws:iam::*:root" }, Action = "ecr:BatchGetImage"'),
    },
    {
      title: 'Accounts of which a part, or all, is not known',
      code: `
variable "account" {
  type = string
}
${statement('Effect = "Deny", Principal = { AWS = ["arn:aws:iam::${var.account}:root", "arn:aws:iam::1111${var.account}:root", var.account] }, Action = "ecr:BatchGetImage"')}`,
    },
    {
      title: 'An action that AWS may have added',
      code: statement(`Effect = "Allow", ${PRINCIPAL}, Action = "ecr:RewriteHistoryOfEverything"`),
      unresolved: [
        'aws_ecr_repository_policy.app: ecr:RewriteHistoryOfEverything is no action that ECR had in 2026-08',
      ],
    },
    {
      title: 'Statements that are not known',
      code: `
variable "policy" {
  type = string
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = var.policy
}

resource "aws_ecr_repository_creation_template" "apps" {
  prefix            = "apps"
  applied_for       = ["CREATE_ON_PUSH"]
  repository_policy = ""
}
`,
      unresolved: ['aws_ecr_repository_policy.app: var.policy has no value'],
    },
    {
      title: 'Actions of a public repository',
      code: `
resource "aws_ecrpublic_repository_policy" "app" {
  repository_name = "app"
  policy = jsonencode({
    Statement = { Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "ecr-public:InitiateLayerUpload" }
  })
}
`,
    },
  ],
  bad: [
    mistake(
      'A NotResource',
      `Effect = "Allow", ${PRINCIPAL}, Action = "ecr:BatchGetImage", NotResource = "x"`,
      '"x"',
      'The policy of a repository cannot have a NotResource: it is about that repository. AWS refuses it. Remove the NotResource.',
    ),
    mistake(
      'No principal',
      'Effect = "Allow", Action = "ecr:BatchGetImage"',
      '{ Effect = "Allow", Action = "ecr:BatchGetImage" }',
      'A statement has no Principal, and AWS refuses the policy. Add it.',
    ),
    mistake(
      'No action',
      `Effect = "Allow", ${PRINCIPAL}`,
      `{ Effect = "Allow", ${PRINCIPAL} }`,
      'A statement has no Action, and AWS refuses the policy. Add it.',
    ),
    mistake(
      'Actions and all but actions',
      `Effect = "Deny", ${PRINCIPAL}, Action = "ecr:*", NotAction = "ecr:*"`,
      `{ Effect = "Deny", ${PRINCIPAL}, Action = "ecr:*", NotAction = "ecr:*" }`,
      'A statement has both Action and NotAction, and AWS refuses the policy. Keep one of them.',
    ),
    mistake(
      'An effect in small letters',
      `Effect = "allow", ${PRINCIPAL}, Action = "ecr:BatchGetImage"`,
      '"allow"',
      'Effect is "allow", and can only be "Allow" or "Deny", spelt like that.',
    ),
    mistake(
      'The names of aws_iam_policy_document',
      `Effect = "Allow", ${PRINCIPAL}, Actions = ["ecr:BatchGetImage"]`,
      '["ecr:BatchGetImage"]',
      'A statement has no element Actions. Did you mean Action?',
    ),
    mistake(
      'A principal as a list',
      'Effect = "Allow", Principal = ["*"], Action = "ecr:BatchGetImage"',
      '["*"]',
      'A principal is "*", or an object that says of what type it is, such as { AWS = "arn:aws:iam::111122223333:root" }. AWS refuses the policy.',
    ),
    mistake(
      'A principal of an unknown type',
      'Effect = "Allow", Principal = { Aws = "111122223333" }, Action = "ecr:BatchGetImage"',
      '"111122223333"',
      'There is no type of principal called Aws. Did you mean AWS?',
    ),
    mistake(
      'An id that lost its zero',
      'Effect = "Allow", Principal = { AWS = 012345678901 }, Action = "ecr:BatchGetImage"',
      '012345678901',
      'The id of an account has twelve digits, and this is 12345678901.',
    ),
    mistake(
      'A number in place of an id, with all its digits',
      'Effect = "Allow", Principal = { AWS = 1e21 }, Action = "ecr:BatchGetImage"',
      '1e21',
      'The id of an account has twelve digits, and this is 1000000000000000000000.',
    ),
    mistake(
      'The name of an account in place of its id',
      'Effect = "Allow", Principal = { AWS = "arn:aws:iam::app-b:root" }, Action = "ecr:BatchGetImage"',
      '"arn:aws:iam::app-b:root"',
      'The id of an account has twelve digits, and this is "arn:aws:iam::app-b:root".',
    ),
    mistake(
      'An ARN without an account',
      'Effect = "Allow", Principal = { AWS = "arn:aws:iam:::role/ci" }, Action = "ecr:BatchGetImage"',
      '"arn:aws:iam:::role/ci"',
      'The id of an account has twelve digits, and this is "arn:aws:iam:::role/ci".',
    ),
    mistake(
      'A service as if it were an account',
      'Effect = "Allow", Principal = { AWS = "lambda.amazonaws.com" }, Action = "ecr:BatchGetImage"',
      '"lambda.amazonaws.com"',
      'The principal "lambda.amazonaws.com" is no ARN and no account, and AWS refuses the policy. A service belongs under Service; of a role or user, give the ARN.',
    ),
    mistake(
      'An action of another service',
      `Effect = "Allow", ${PRINCIPAL}, Action = "s3:GetObject"`,
      '"s3:GetObject"',
      '"s3:GetObject" is no action of ECR but of s3, which the policy of a repository cannot allow. Remove it.',
    ),
    mistake(
      'An action without its service',
      `Effect = "Allow", ${PRINCIPAL}, Action = "BatchGetImage"`,
      '"BatchGetImage"',
      'ECR has no action BatchGetImage. Did you mean ecr:BatchGetImage?',
    ),
    {
      title: 'An unknown version, and no statement at all',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = jsonencode({ Version = "2012-10-18" })
}
`,
      findings: [
        {
          severity: 'error',
          message: 'The policy has no Statement, and AWS refuses it.',
          resource: 'aws_ecr_repository_policy.app',
          at: '{ Version = "2012-10-18" }',
        },
        {
          severity: 'error',
          message: 'AWS knows the policy versions "2012-10-17" and "2008-10-17", and this is "2012-10-18".',
          resource: 'aws_ecr_repository_policy.app',
          at: '"2012-10-18"',
        },
      ],
    },
    {
      title: 'No JSON',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = "[]"
}
`,
      findings: [
        {
          severity: 'error',
          message: 'The policy cannot be read: it is not a JSON object.',
          resource: 'aws_ecr_repository_policy.app',
          at: '[]',
        },
      ],
    },
    {
      title: 'A registry without resources',
      code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "ecr:ReplicateImage" }]
  })
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The policy of a registry has to say for which repositories: a statement has no Resource, and AWS refuses the policy. Add it.',
          resource: 'aws_ecr_registry_policy.this',
          at: '{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "ecr:ReplicateImage" }',
        },
      ],
    },
    {
      title: 'A resource that is a reference, in a policy document',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_iam_policy_document" "pull" {
  statement {
    actions   = ["ecr:BatchGetImage"]
    resources = [aws_ecr_repository.app.arn]

    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = data.aws_iam_policy_document.pull.json
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The policy of a repository cannot have a Resource: it is about that repository. AWS refuses it. Remove the Resource.',
          resource: 'aws_ecr_repository_policy.app',
          at: 'statement',
          line: 7,
        },
      ],
    },
    {
      title: 'A template whose policy has resources',
      code: `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix      = "apps"
  applied_for = ["CREATE_ON_PUSH"]
  repository_policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage", Resource = "all" }]
  })
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The policy of a repository cannot have a Resource: it is about the repositories that get it. AWS refuses it. Remove the Resource.',
          resource: 'aws_ecr_repository_creation_template.apps',
          at: '"all"',
        },
      ],
    },
    {
      title: 'A policy that is too long',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = [for i in range(1000, 1200) : "arn:aws:iam::11112222\${i}:role/a-role-with-a-name"] }
      Action    = "ecr:BatchGetImage"
    }]
  })
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The policy is too long: it has 10485 characters without white space, and no more than 10,240 are possible.',
          resource: 'aws_ecr_repository_policy.app',
          at: 'jsonencode({\n    Statement = [{\n      Effect    = "Allow"\n      Principal = { AWS = [for i in range(1000, 1200) : "arn:aws:iam::11112222${i}:role/a-role-with-a-name"] }\n      Action    = "ecr:BatchGetImage"\n    }]\n  })',
        },
      ],
    },
  ],
});
