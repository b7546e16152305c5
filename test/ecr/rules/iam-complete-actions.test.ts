import rule from '../../../rules/iam-complete-actions.ts';
import { testCases } from './cases.ts';

/** A role policy with the given actions on a repository. */
function allowing(...actions: readonly string[]): string {
  return `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_role_policy" "ci" {
  role = "ci"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ${JSON.stringify(actions)}, Resource = aws_ecr_repository.app.arn }]
  })
}
`;
}

const UPLOAD = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'];

testCases(rule, {
  good: [
    {
      title: 'Wildcards that have the rest',
      code: allowing('ecr:Initiate*', ...UPLOAD, 'ecr:Put*', 'ecr:BatchCheck*'),
    },
    { title: 'Metadata by wildcards, which does not pull', code: allowing('ecr:Get*', 'ecr:Describe*', 'ecr:List*') },
    { title: 'Manifests alone', code: allowing('ecr:BatchGetImage', 'ecr:DescribeImages', 'ecr:PutImage') },
    {
      title: 'Two statements that make a push together, and one that denies',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "ci" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart"], Resource = "*" },
      { Effect = "Allow", Action = ["ecr:CompleteLayerUpload", "ecr:PutImage"], Resource = "*" },
      { Effect = "Allow", Action = "ecr:BatchCheckLayerAvailability", Resource = "*" },
      { Effect = "Deny", Action = "ecr:GetDownloadUrlForLayer", Resource = "*" },
    ]
  })
}
`,
    },
    {
      title: 'A role that may read by another policy',
      code: allowing(...UPLOAD, 'ecr:PutImage'),
      unresolved: [
        'aws_iam_role_policy.ci: whether another policy of the same holder allows ecr:BatchCheckLayerAvailability is not known',
      ],
    },
    {
      title: 'Actions that are not known',
      code: `
variable "more" {
  type = list(string)
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "ci" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "ecr:InitiateLayerUpload", Resource = "*" },
      { Effect = "Allow", Action = var.more, Resource = "*" },
    ]
  })
}
`,
      unresolved: ['aws_iam_policy.ci: var.more has no value'],
    },
    {
      title: 'A push whose rest a policy of AWS that is attached may allow',
      code: `
resource "aws_iam_role_policy" "push" {
  role   = "ci"
  policy = jsonencode({ Statement = { Effect = "Allow", Action = "ecr:UploadLayerPart", Resource = "*" } })
}

resource "aws_iam_role" "ci" {
  assume_role_policy  = "{}"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"]
}
`,
      unresolved: [
        'aws_iam_role_policy.push: whether another policy of the same holder allows ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:CompleteLayerUpload and ecr:PutImage is not known',
      ],
    },
  ],
  bad: [
    {
      title: 'The role of a template, in an inline policy',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_role" "ci" {
  assume_role_policy = "{}"

  inline_policy {
    name   = "push"
    policy = jsonencode({ Statement = { Effect = "Allow", Action = "ecr:UploadLayerPart", Resource = "*" } })
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'A push needs more than this policy allows: ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:CompleteLayerUpload and ecr:PutImage are missing beside "ecr:UploadLayerPart". Add them, or remove what is left over.',
          resource: 'aws_iam_role.ci',
          at: '"ecr:UploadLayerPart"',
        },
      ],
    },
    {
      title: 'A repository that is pulled from without its layers',
      code: `
resource "aws_ecr_repository_policy" "app" {
  repository = "app"

  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "111122223333" }
      Action    = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage"]
    }]
  })
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'A pull needs more than this policy allows: ecr:GetDownloadUrlForLayer is missing beside "ecr:BatchGetImage". Add it, or remove what is left over.',
          resource: 'aws_ecr_repository_policy.app',
          at: '"ecr:BatchGetImage"',
        },
      ],
    },
  ],
});
