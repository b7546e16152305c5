import rule from '../../../rules/iam-resource-scope.ts';
import { testCases } from './cases.ts';

/** A policy with the given statements, in JSON as HCL takes it, beside a repository. */
function policy(...statements: readonly string[]): string {
  return `
variable "arn" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "ci" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [${statements.join(', ')}] })
}
`;
}

const message = (what: string) =>
  `The holder of this policy may ${what}. Name the repositories; only a login needs "*".`;

function attached(what: string): string {
  return `AmazonEC2ContainerRegistry${what} in every repository. Attach a policy that names the repositories; to pull from all, AmazonEC2ContainerRegistryPullOnly is enough.`;
}

testCases(rule, {
  good: [
    {
      title: 'Actions that cannot be limited to repositories',
      code: policy(
        '{ Effect = "Allow", Action = ["ecr:GetAuthorizationToken", "ecr:PutRegistryPolicy", "ecr:PutReplicationConfiguration", "ecr:DescribeRegistry"], Resource = "*" }',
      ),
    },
    { title: 'An administrator', code: policy('{ Effect = "Allow", Action = "*", Resource = "*" }') },
    {
      title: 'Other services',
      code: policy('{ Effect = "Allow", Action = ["s3:*", "ecr-public:*"], Resource = "*" }'),
    },
    {
      title: 'Wildcards that only read',
      code: policy('{ Effect = "Allow", Action = ["ecr:Get*", "ecr:BatchGet*", "ecr:List*"], Resource = "*" }'),
    },
    {
      title: 'The repositories of one account and region',
      code: policy(
        '{ Effect = "Allow", Action = "ecr:*", Resource = "arn:aws:ecr:eu-west-1:111122223333:repository/*" }',
        '{ Effect = "Allow", Action = "ecr:PutImage", Resource = [aws_ecr_repository.app.arn, "${aws_ecr_repository.app.arn}/*"] }',
      ),
    },
    {
      title: 'What another statement denies everywhere',
      code: policy(
        '{ Effect = "Allow", Action = "ecr:Batch*", Resource = "*" }',
        '{ Effect = "Deny", Action = "ecr:*Delete*", Resource = "*" }',
      ),
    },
    {
      title: 'Repositories by their tags',
      code: policy(
        '{ Effect = "Allow", Action = "ecr:PutImage", Resource = "*", Condition = { StringLike = { "ecr:ResourceTag/team" = "a*" } } }',
      ),
    },
    {
      title: 'A resource that is not known',
      code: policy('{ Effect = "Allow", Action = "ecr:PutImage", Resource = var.arn }'),
      unresolved: ['aws_iam_policy.ci: var.arn has no value'],
    },
    {
      title: 'A policy of which nothing is known, which is seldom about ECR',
      code: `
variable "policy" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_iam_policy" "other" {
  policy = var.policy
}
`,
    },
  ],
  bad: [
    {
      title: 'Every account and region',
      code: policy('{ Effect = "Allow", Action = "ecr:PutImage", Resource = "arn:aws:ecr:*:*:repository/*" }'),
      findings: [
        {
          severity: 'warning',
          message: message(
            'push images in every repository: ecr:PutImage is allowed on "arn:aws:ecr:*:*:repository/*"',
          ),
          resource: 'aws_iam_policy.ci',
          at: '"arn:aws:ecr:*:*:repository/*"',
        },
      ],
    },
    {
      title: 'Everything but one action of ECR, with a condition that limits no repositories',
      code: policy(
        '{ Effect = "Allow", NotAction = "ecr:Delete*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "true" } } }',
      ),
      findings: [
        {
          severity: 'warning',
          message: message(
            'push and delete images, and decide who has access in every repository: ecr:BatchDeleteImage, ecr:CompleteLayerUpload, ecr:CreateRepository and 11 more are allowed on "*"',
          ),
          resource: 'aws_iam_policy.ci',
          at: '"*"',
        },
      ],
    },
    {
      title: 'A user, a group and a permission set',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_iam_policy_document" "push" {
  statement {
    actions   = ["ecr:PutImage"]
    resources = ["*"]
  }
}

resource "aws_iam_user_policy" "ci" {
  user   = "ci"
  policy = data.aws_iam_policy_document.push.json
}

resource "aws_iam_group_policy" "ci" {
  group = "ci"

  policy = jsonencode({ Statement = { Effect = "Allow", Action = "ECR:putimage", Resource = "*" } })
}

resource "aws_ssoadmin_permission_set_inline_policy" "ci" {
  inline_policy      = jsonencode({ Statement = { Effect = "Allow", Action = "ecr:Set*", Resource = "*" } })
  instance_arn       = "arn:aws:sso:::instance/ssoins-1"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1/ps-1"
}
`,
      findings: [
        {
          severity: 'warning',
          message: message('push images in every repository: ecr:PutImage is allowed on "*"'),
          resource: 'aws_iam_user_policy.ci',
          at: '"*"',
          line: 9,
        },
        {
          severity: 'warning',
          message: message('push images in every repository: ecr:PutImage is allowed on "*"'),
          resource: 'aws_iam_group_policy.ci',
          at: '"*"',
          line: 21,
        },
        {
          severity: 'warning',
          message: message('decide who has access in every repository: ecr:SetRepositoryPolicy is allowed on "*"'),
          resource: 'aws_ssoadmin_permission_set_inline_policy.ci',
          at: '"*"',
          line: 25,
        },
      ],
    },
    {
      title: "AWS's own policies that allow changes, in every way to attach them",
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

data "aws_partition" "current" {}

data "aws_iam_policy" "full" {
  name = "AmazonEC2ContainerRegistryFullAccess"
}

resource "aws_iam_role" "ci" {
  assume_role_policy  = "{}"
  managed_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", data.aws_iam_policy.full.arn]
}

resource "aws_iam_policy_attachment" "ci" {
  name       = "ci"
  users      = ["ci"]
  policy_arn = "arn:\${data.aws_partition.current.partition}:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"
}

resource "aws_iam_user_policy_attachment" "all" {
  for_each = toset(["AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryFullAccess"])

  user       = "ci"
  policy_arn = "arn:aws-cn:iam::aws:policy/\${each.value}"
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.ci.name
  policy_arn = "arn:aws:iam::111122223333:policy/AmazonEC2ContainerRegistryFullAccess"
}

resource "aws_iam_role_policy_attachment" "admin" {
  role       = aws_iam_role.ci.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
`,
      findings: [
        {
          severity: 'warning',
          message: attached('FullAccess lets its holder push and delete images, and decide who has access'),
          resource: 'aws_iam_role.ci',
          at: 'data "aws_iam_policy" "full"',
        },
        {
          severity: 'warning',
          message: attached('PowerUser lets its holder push images'),
          resource: 'aws_iam_policy_attachment.ci',
          at: '"arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser"',
        },
        {
          severity: 'warning',
          message: attached('FullAccess lets its holder push and delete images, and decide who has access'),
          resource: 'aws_iam_user_policy_attachment.all["AmazonEC2ContainerRegistryFullAccess"]',
          at: '"arn:aws-cn:iam::aws:policy/${each.value}"',
        },
      ],
    },
    {
      title: 'An attached policy in a module that has nothing else to do with ECR',
      code: `
resource "aws_iam_role" "builder" {
  name                = "builder"
  assume_role_policy  = "{}"
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"]
}
`,
      findings: [
        {
          severity: 'warning',
          message: attached('FullAccess lets its holder push and delete images, and decide who has access'),
          resource: 'aws_iam_role.builder',
          at: '"arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess"',
        },
      ],
    },
  ],
});
