import rule from '../../../rules/iam-auth-token.ts';
import { testCases } from './cases.ts';

/** A policy with the given statements beside a repository. */
function policy(...statements: readonly string[]): string {
  return `
variable "arns" {
  type = list(string)
}

resource "aws_ecr_repository" "app" {
  for_each = toset(["a", "b"])
  name     = each.key
}

resource "aws_iam_policy" "ci" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })
}
`;
}

const MESSAGE =
  'ecr:GetAuthorizationToken is not allowed by this statement: a login belongs to no repository, and only the resource "*" covers it. Unless another policy allows it, logging in fails. Allow it on "*" in a statement of its own.';

testCases(rule, {
  good: [
    {
      title: 'Everything among other resources',
      code: policy(
        '{ Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = [aws_ecr_repository.app["a"].arn, "*"] }',
      ),
    },
    {
      title: 'A wildcard in another statement that allows it',
      code: policy(
        '{ Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = aws_ecr_repository.app["a"].arn }',
        '{ Effect = "Allow", Action = "ecr:Get*", Resource = "*" }',
      ),
    },
    {
      title: 'A login in a statement that a published module writes',
      code: `
module "app" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 3.0"

  repository_name                   = "app"
  repository_read_access_arns       = ["arn:aws:iam::111122223333:role/worker"]
  repository_read_write_access_arns = ["arn:aws:iam::111122223333:role/ci"]
}
`,
    },
    {
      title: 'A login that is denied',
      code: policy('{ Effect = "Deny", Action = "ecr:GetAuthorizationToken", Resource = "arn:aws:ecr:*:*:*" }'),
    },
    {
      title: 'Resources that are not known',
      code: policy('{ Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = var.arns }'),
      unresolved: ['aws_iam_policy.ci: var.arns has no value'],
    },
  ],
  bad: [
    {
      title: 'A login that another policy allows, which whoever holds this one may hold, too',
      code: `${policy('{ Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = aws_ecr_repository.app["a"].arn }')}
resource "aws_iam_policy" "login" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecr:*"], Resource = ["*"] }]
  })
}
`,
      findings: [
        {
          severity: 'info',
          message: MESSAGE,
          resource: 'aws_iam_policy.ci',
          at: '"ecr:GetAuthorizationToken"',
          line: 12,
        },
      ],
    },
    {
      title: 'Every ARN of ECR, which is not everything',
      code: policy('{ Effect = "Allow", Action = "ecr:getauthorizationtoken", Resource = "arn:aws:ecr:*:*:*" }'),
      findings: [
        {
          severity: 'error',
          message: MESSAGE,
          resource: 'aws_iam_policy.ci',
          at: '"ecr:getauthorizationtoken"',
        },
      ],
    },
    {
      title: 'The repositories of a for_each, and a VPC endpoint',
      code: `${policy(
        '{ Effect = "Allow", Action = ["ecr:GetAuthorizationToken", "ecr:PutImage"], Resource = [for app in aws_ecr_repository.app : app.arn] }',
      )}
resource "aws_vpc_endpoint" "api" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.eu-west-1.ecr.api"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "ecr:GetAuthorizationToken"
      Resource  = aws_ecr_repository.app["a"].arn
    }]
  })
}
`,
      findings: [
        {
          severity: 'error',
          message: MESSAGE,
          resource: 'aws_iam_policy.ci',
          at: '"ecr:GetAuthorizationToken"',
          line: 12,
        },
        {
          severity: 'error',
          message: MESSAGE,
          resource: 'aws_vpc_endpoint.api',
          at: '"ecr:GetAuthorizationToken"',
          line: 23,
        },
      ],
    },
    {
      title: 'Only for information where a policy of AWS that is attached allows it, which does not help an endpoint',
      code: `${policy(
        '{ Effect = "Allow", Action = "ecr:GetAuthorizationToken", Resource = aws_ecr_repository.app["a"].arn }',
      )}
resource "aws_iam_role_policy_attachment" "pull" {
  role       = "ci"
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_vpc_endpoint" "api" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.eu-west-1.ecr.api"
  policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:GetAuthorizationToken", Resource = "arn:aws:ecr:*:*:repository/app" }] })
}
`,
      findings: [
        {
          severity: 'error',
          message: MESSAGE,
          resource: 'aws_vpc_endpoint.api',
          at: '"ecr:GetAuthorizationToken"',
          line: 23,
        },
        {
          severity: 'info',
          message: MESSAGE,
          resource: 'aws_iam_policy.ci',
          at: '"ecr:GetAuthorizationToken"',
          line: 12,
        },
      ],
    },
    {
      title: 'A login in a statement that a published module is given',
      code: `
module "app" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 3.0"

  repository_name          = "app"
  create_repository_policy = false

  repository_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:role/worker" }
      Action    = ["ecr:GetAuthorizationToken"]
    }]
  })
}
`,
      findings: [
        {
          severity: 'info',
          message:
            'ecr:GetAuthorizationToken has no effect in the policy of a repository, because a login belongs to no repository. Allow it in an identity policy, on "*".',
          resource: 'module.app.aws_ecr_repository_policy.this[0]',
          at: '"ecr:GetAuthorizationToken"',
        },
      ],
    },
  ],
});
