import rule from '../../../rules/cross-account-access.ts';
import { testCases } from './cases.ts';

/** A repository policy that lets principals push, with what stands before it. */
function pushing(principals: string, before = ''): string {
  return `
variable "account" {
  type = string
}

data "aws_caller_identity" "current" {}
${before}
resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = ${principals} }, Action = "ecr:PutImage" }] })
}
`;
}

const PROVIDER = `
provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/terraform"
  }
}
`;

testCases(rule, {
  good: [
    {
      title: 'A single account, which may be the own',
      code: pushing('["arn:aws:iam::111122223333:role/ci", "arn:aws:iam::111122223333:root"]'),
      unresolved: ['aws_ecr_repository_policy.app: whether 111122223333 is another account is not known'],
    },
    {
      title: 'The account of the role that the provider assumes',
      code: pushing('"111122223333"', PROVIDER),
    },
    {
      title: 'Roles of the same configuration, and of the account that runs it',
      code: pushing(
        '[aws_iam_role.ci.arn, "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/x", data.aws_caller_identity.current.account_id]',
        'resource "aws_iam_role" "ci" {\n  assume_role_policy = "{}"\n}\n',
      ),
    },
    {
      title: 'The account that another provider acts for, which may be another',
      code: pushing(
        '"arn:aws:iam::${data.aws_caller_identity.build.account_id}:root"',
        `
provider "aws" {
  alias = "build"
}

data "aws_caller_identity" "build" {
  provider = aws.build
}
`,
      ),
      unresolved: [
        'aws_ecr_repository_policy.app: data.aws_caller_identity.build.account_id is read from the provider',
      ],
    },
    {
      title: 'An account that is not known',
      code: pushing('"arn:aws:iam::${var.account}:root"'),
      unresolved: ['aws_ecr_repository_policy.app: var.account has no value'],
    },
    {
      title: 'Services, and statements that deny',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { Service = "codebuild.amazonaws.com" }, Action = "ecr:PutImage" },
      { Effect = "Deny", Principal = { AWS = ["111122223333", "444455556666"] }, Action = "ecr:*" },
    ]
  })
}
`,
    },
    {
      title: 'Replication into a registry, and scans that are started',
      code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:BatchImportUpstreamImage", "ecr:StartImageScan"]
      Resource  = "arn:aws:ecr:eu-west-1:111122223333:repository/*"
    }]
  })
}
`,
    },
    {
      title: 'An organization that pulls',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
  })
}
`,
    },
  ],
  bad: [
    {
      title: 'Another account than that of the role that the provider assumes',
      code: pushing('["111122223333", "arn:aws-cn:iam::444455556666:user/ci"]', PROVIDER),
      findings: [
        {
          severity: 'warning',
          message:
            'Another account, 444455556666, may push images (ecr:PutImage). Let it pull only, or name it in pushing-accounts.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"arn:aws-cn:iam::444455556666:user/ci"',
        },
      ],
    },
    {
      title: 'A partition that is not known',
      code: pushing(
        '"arn:${data.aws_partition.current.partition}:iam::444455556666:root"',
        `${PROVIDER}\ndata "aws_partition" "current" {}\n`,
      ),
      findings: [
        {
          severity: 'warning',
          message:
            'Another account, 444455556666, may push images (ecr:PutImage). Let it pull only, or name it in pushing-accounts.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"arn:${data.aws_partition.current.partition}:iam::444455556666:root"',
        },
      ],
    },
    {
      title: 'A registry, whose policy says which account is its own',
      code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["111122223333", "arn:aws:iam::444455556666:root"] }
      Action    = ["ecr:ReplicateImage", "ecr:BatchDeleteImage"]
      Resource  = "arn:aws:ecr:eu-west-1:111122223333:repository/*"
    }]
  })
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'Another account, 444455556666, may delete images (ecr:BatchDeleteImage). Let it pull only, or name it in pushing-accounts.',
          resource: 'aws_ecr_registry_policy.this',
          at: '"arn:aws:iam::444455556666:root"',
        },
      ],
    },
  ],
});
