import type { AccessPolicy, EcrFacts } from '../src/ecr/facts.ts';
import { type Opening, openingsOf } from '../src/ecr/openings.ts';
import { describeValue } from '../src/lint/describe.ts';
import { fixForTrusted } from '../src/lint/mending/trusted-principals.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'no-public-principal',
  title: 'A policy lets every AWS account in',
  category: 'access',
  aliases: [
    'CKV_AWS_32',
    'CKV_AWS_283',
    'AWS-0032',
    'AVD-AWS-0032',
    'aws-ecr-no-public-access',
    'e86e26fc-489e-44f0-9bcd-97305e4ba69a',
    'AC_AWS_0084',
    'AWS.ECR.DataSecurity.High.0579',
    'aws-ecr-repository-wildcard-principal',
    'ecr_repository_policy_prohibit_public_access',
    'CB_TFAWS_029',
  ],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: 9,
  fix: 'unsafe',
  documentation: {
    what:
      'A statement that allows something names everyone as its principal and has no condition that limits who that is. It is found in the policies of repositories, of the registry, of creation templates and of public repositories, ' +
      'in every spelling: `"Principal": "*"`, `{"AWS": "*"}`, a list with `"*"` in it, `{"*": "*"}`, `NotPrincipal`, `arn:aws:iam::*:root`, and the `principals` blocks of `aws_iam_policy_document`.\n\n' +
      'A condition limits who that is when it asks for a fixed organization, account, principal, source, VPC, VPC endpoint or address range with an operator that fails when the key is missing. ' +
      '`StringNotEquals`, `…IfExists`, `ForAllValues:`, values that are wildcards, the whole internet as addresses, and keys such as `aws:SecureTransport` or `aws:ResourceOrgID` limit nobody. ' +
      'Statements that deny are never found, and one that denies everyone outside a fixed organization or network closes what it covers.',
    why: 'Anyone with an AWS account may do what the statement allows: pull private images with the code and secrets in them, or push images that your clusters will run. In a registry policy that goes for every repository of the account in that region.',
    how:
      'Name the accounts or roles that need access, as in `"AWS": "arn:aws:iam::111122223333:root"`. To let a whole organization in, keep `"*"` and add `StringEquals` on `aws:PrincipalOrgID` with the id of your organization.\n\n' +
      'Only you know whom to trust, so there is a fix only where the accounts or the organization to trust are configured.',
    references: [
      {
        title: 'Private repository policies in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
      },
      {
        title: 'AWS JSON policy elements: Principal',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
      },
      {
        title: 'AWS global condition context keys',
        url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
      },
      {
        title: 'aws_ecr_repository_policy',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository_policy',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'An account',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }]
  })
}
`,
      },
      {
        title: 'Everyone in the organization',
        code: `
data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
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
      },
    ],
    bad: [
      {
        title: 'Everyone, in a heredoc',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    }
  ]
}
EOF
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
        defaults: { trusted: { organization: 'o-a1b2c3d4e5', accounts: [] } },
        fixed: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": "*",
      "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      "Condition": {
        "StringEquals": {
          "aws:PrincipalOrgID": "o-a1b2c3d4e5"
        }
      }
    }
  ]
}
EOF
}
`,
      },
      {
        title: 'Everyone, in a policy document',
        code: `
data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "*"
      identifiers = ["*"]
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
            line: 8,
          },
        ],
        defaults: { trusted: { organization: null, accounts: ['444455556666'] } },
        fixed: `
data "aws_iam_policy_document" "pull" {
  statement {
    actions = ["ecr:BatchGetImage"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.pull.json
}
`,
      },
      {
        title: 'A condition that limits nobody',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:root", "*"] }
      Action    = "ecr:BatchGetImage"
      Condition = {
        Bool                 = { "aws:SecureTransport" = "true" }
        StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }
      }
    }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Every AWS account may use this repository: the principal is "*", and its conditions (Bool on aws:SecureTransport, StringEqualsIfExists on aws:PrincipalOrgID) do not limit who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"*"',
          },
        ],
        defaults: { trusted: { organization: 'o-a1b2c3d4e5', accounts: [] } },
        fixed: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:root", "*"] }
      Action    = "ecr:BatchGetImage"
      Condition = {
        Bool                 = { "aws:SecureTransport" = "true" }
        StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }
        StringEquals = {
          "aws:PrincipalOrgID" = "o-a1b2c3d4e5"
        }
      }
    }]
  })
}
`,
      },
      {
        title: 'Everyone but some',
        code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{
      Effect       = "Allow"
      NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }
      Action       = "ecr:BatchGetImage"
    }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Every AWS account but those named may use this repository: that is what NotPrincipal means in a statement that allows. Name who is allowed in Principal.',
            resource: 'aws_ecr_repository_policy.app',
            at: '"arn:aws:iam::111122223333:root"',
          },
        ],
      },
      {
        title: 'A registry, which opens all repositories',
        code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "ecr:ReplicateImage"
      Resource  = "arn:aws:ecr:eu-west-1:111122223333:repository/app"
    }]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Every AWS account may use the repositories of this registry: the principal is "*", and no condition limits who that is. Name the accounts, or add a condition on aws:PrincipalOrgID.',
            resource: 'aws_ecr_registry_policy.this',
            at: '"*"',
          },
        ],
        defaults: { trusted: { organization: null, accounts: ['444455556666'] } },
        fixed: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:root" }
      Action    = "ecr:ReplicateImage"
      Resource  = "arn:aws:ecr:eu-west-1:111122223333:repository/app"
    }]
  })
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const policy of facts.accessPolicies) {
      const { body, name } = policy.policy;
      const { open, questions } = openingsOf(policy);
      for (const opening of open) {
        const evidence = { kind: 'value', value: opening.principal, body, argument: name } as const;
        const fix = fixForTrusted(opening, policy, facts.deployment, context.defaults.trusted);
        context.report({ subject: policy, message: describe(opening, policy.kind), evidence, fix });
      }
      for (const { reason, value } of questions) {
        context.unresolved({ subject: policy, reason, evidence: { kind: 'value', value, body, argument: name } });
      }
    }
  },
};

const USE: Readonly<Record<AccessPolicy['kind'], string>> = {
  repository: 'use this repository',
  registry: 'use the repositories of this registry',
  template: 'use repositories created from this template',
  'public-repository': 'change this public repository',
};

function describe({ to, principal, ignored }: Opening, kind: AccessPolicy['kind']): string {
  const use = USE[kind];
  switch (to) {
    case 'everyone-else':
      return `Every AWS account but those named may ${use}: that is what NotPrincipal means in a statement that allows. Name who is allowed in Principal.`;
    case 'every-account':
      return `Every AWS account is meant by ${describeValue(principal)}. AWS accepts no wildcard in the ARN of a principal. Name the accounts.`;
    case 'every-service':
      return `Every AWS service may ${use}, for anyone: the service is "*". Name the service, and limit whom it acts for with a condition on aws:SourceAccount.`;
    case 'every-identity-provider':
      return `Everyone whom any identity provider vouches for may ${use}: the provider is "*". Name it.`;
    case 'everyone': {
      const names = ignored.map(({ operator, key }) => `${operator} on ${key}`);
      const limits =
        names.length === 0
          ? 'and no condition limits who that is'
          : names.length === 1
            ? `and its condition (${names[0]}) does not limit who that is`
            : `and its conditions (${names.join(', ')}) do not limit who that is`;
      return `Every AWS account may ${use}: the principal is "*", ${limits}. Name the accounts, or add a condition on aws:PrincipalOrgID.`;
    }
  }
}

export default rule;
