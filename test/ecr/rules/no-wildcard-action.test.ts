import rule from '../../../rules/no-wildcard-action.ts';
import { testCases } from './cases.ts';

const ROLE = '"arn:aws:iam::111122223333:role/ci"';

/** A repository policy with one statement for a role. */
function allowing(elements: string, principal = ROLE): string {
  return `
variable "action" {
  type = string
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = { Effect = "Allow", Principal = { AWS = ${principal} }, ${elements} }
  })
}
`;
}

function everything(at: string) {
  return {
    severity: 'error',
    message: `${at} allows everything, also to delete images and to change this policy. List the actions that are needed.`,
    resource: 'aws_ecr_repository_policy.app',
    at,
  } as const;
}

testCases(rule, {
  good: [
    {
      title: 'Wildcards that only read, or only write',
      code: allowing('Action = ["ecr:Get*", "ecr:Describe*", "ecr:List*", "ecr:BatchGet*", "ecr:*LayerUpload"]'),
    },
    {
      title: 'The root of the own account, in a partition that is not known',
      code: allowing(
        'Action = "ecr:*"',
        '"arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"',
      ),
    },
    {
      title: 'The id of the own account',
      code: allowing('Action = "*"', 'data.aws_caller_identity.current.account_id'),
    },
    {
      title: 'An action that is not known',
      code: allowing('Action = var.action'),
      unresolved: ['aws_ecr_repository_policy.app: var.action has no value'],
    },
    {
      title: 'What anyone may do with a public repository',
      code: `
resource "aws_ecrpublic_repository_policy" "app" {
  repository_name = "app"
  policy          = jsonencode({ Statement = { Effect = "Allow", Principal = "*", Action = "ecr-public:Get*" } })
}
`,
    },
  ],
  bad: [
    { title: 'Every action of every service', code: allowing('Action = "*"'), findings: [everything('"*"')] },
    { title: 'Every action in other letters', code: allowing('Action = "ECR:*"'), findings: [everything('"ECR:*"')] },
    {
      title: 'Everything, under a condition',
      code: allowing('Action = "ecr:*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }'),
      findings: [everything('"ecr:*"')],
    },
    {
      title: 'A role of the own account, for which the policy decides',
      code: allowing('Action = "ecr:*"', '"arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/ci"'),
      findings: [everything('"ecr:*"')],
    },
    {
      title: 'Policies of all kinds by one wildcard',
      code: allowing('Action = "ecr:*RepositoryPolicy"'),
      findings: [
        {
          severity: 'error',
          message:
            '"ecr:*RepositoryPolicy" allows ecr:DeleteRepositoryPolicy and ecr:SetRepositoryPolicy along with reading. List the actions that are needed.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"ecr:*RepositoryPolicy"',
        },
      ],
    },
    {
      title: 'A registry, a template and a public repository',
      code: `
resource "aws_ecr_registry_policy" "this" {
  policy = jsonencode({
    Statement = { Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "ecr:*", Resource = "*" }
  })
}

resource "aws_ecr_repository_creation_template" "apps" {
  prefix      = "apps"
  applied_for = ["CREATE_ON_PUSH"]
  repository_policy = jsonencode({
    Statement = { Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "ecr:*" }
  })
}

resource "aws_ecrpublic_repository_policy" "app" {
  repository_name = "app"
  policy = jsonencode({
    Statement = { Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "ecr-public:*" }
  })
}
`,
      findings: [
        { ...everything('"ecr:*"'), resource: 'aws_ecr_registry_policy.this', line: 4 },
        { ...everything('"ecr:*"'), resource: 'aws_ecr_repository_creation_template.apps', line: 12 },
        { ...everything('"ecr-public:*"'), resource: 'aws_ecrpublic_repository_policy.app' },
      ],
    },
  ],
});
