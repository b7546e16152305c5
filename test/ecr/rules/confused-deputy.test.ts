import rule from '../../../rules/confused-deputy.ts';
import { testCases } from './cases.ts';

const PULL = '["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]';

/** A repository policy that lets a service in. */
function service(name: string, actions: string, condition: string | null = null): string {
  return `
variable "account" {
  type = string
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "${name}" }
      Action    = ${actions}${condition === null ? '' : `\n      Condition = ${condition}`}
    }]
  })
}
`;
}

testCases(rule, {
  good: [
    {
      title: 'What Lambda writes itself',
      code: service(
        'lambda.amazonaws.com',
        '["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:SetRepositoryPolicy", "ecr:DeleteRepositoryPolicy", "ecr:GetRepositoryPolicy"]',
      ),
    },
    {
      title: 'Functions of another account',
      code: service(
        'lambda.amazonaws.com',
        '["ecr:BatchGetImage", "ecr:PutImage"]',
        '{ StringLike = { "aws:sourceArn" = "arn:aws:lambda:eu-west-1:444455556666:function:*" } }',
      ),
    },
    {
      title: 'An organization',
      code: service('codebuild.amazonaws.com', PULL, '{ StringEquals = { "aws:SourceOrgID" = "o-a1b2c3d4e5" } }'),
    },
    {
      title: 'An account in a project that is not known, and one that is not known at all',
      code: service('codebuild.amazonaws.com', PULL, '{ StringEquals = { "aws:SourceAccount" = var.account } }'),
      unresolved: ['aws_ecr_repository_policy.app: var.account has no value'],
    },
    {
      title: 'A service that is denied',
      code: service('codebuild.amazonaws.com', PULL).replace('"Allow"', '"Deny"'),
    },
    { title: 'Every service, which is another mistake', code: service('*', PULL) },
  ],
  bad: [
    {
      title: 'A condition that a missing key satisfies',
      code: service(
        'codebuild.amazonaws.com',
        PULL,
        '{ StringEqualsIfExists = { "aws:SourceAccount" = "111122223333" } }',
      ),
      findings: [
        {
          severity: 'warning',
          message:
            '"codebuild.amazonaws.com" may use this on behalf of any AWS account: its condition (StringEqualsIfExists on aws:SourceAccount) does not say for whom. Add one on aws:SourceAccount, or an account to aws:SourceArn.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"codebuild.amazonaws.com"',
        },
      ],
    },
    {
      title: 'Two conditions that do not say for whom',
      code: service(
        'codebuild.amazonaws.com',
        PULL,
        '{ Bool = { "aws:SecureTransport" = "true" }, ArnLike = { "aws:SourceArn" = "arn:aws:codebuild:eu-west-1:*:project/app" } }',
      ),
      findings: [
        {
          severity: 'warning',
          message:
            '"codebuild.amazonaws.com" may use this on behalf of any AWS account: its conditions (ArnLike on aws:SourceArn, Bool on aws:SecureTransport) do not say for whom. Add one on aws:SourceAccount, or an account to aws:SourceArn.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"codebuild.amazonaws.com"',
        },
      ],
    },
    {
      title: 'Lambda in a registry, where it pulls from every repository',
      code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "ecr:BatchGetImage"
      Resource  = "*"
    }]
  })
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            '"lambda.amazonaws.com" may use this on behalf of any AWS account. Add a condition on aws:SourceAccount or aws:SourceArn that says for whom.',
          resource: 'aws_ecr_registry_policy.this',
          at: '"lambda.amazonaws.com"',
        },
      ],
    },
  ],
});
