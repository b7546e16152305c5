import { describe } from 'vitest';
import { APP, notLike, POLICY, repository, statement } from './verdicts.ts';

const ORGANIZATION = 'Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }';

/** The body of a resource whose policy is open to everyone. */
const OPEN =
  'policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:ReplicateImage", Resource = "*" }] })';

describe('AWS-0032, the policy of a repository', () => {
  notLike([
    [
      'is silent on a Deny for *',
      'AWS-0032',
      statement('Principal = "*"', 'Effect = "Deny", Action = "ecr:*"'),
      'silent',
    ],
    ['is silent on * in an organization', 'AWS-0032', statement(`Principal = "*", ${ORGANIZATION}`), 'silent'],
    ['finds Action *', 'AWS-0032', statement('Principal = "*"', 'Effect = "Allow", Action = "*"'), POLICY],
    ['finds NotAction', 'AWS-0032', statement('Principal = "*"', 'Effect = "Allow", NotAction = "ecr:Put*"'), POLICY],
    ['finds NotPrincipal', 'AWS-0032', statement('NotPrincipal = { AWS = "111122223333" }'), POLICY],
    ['finds the root of every account', 'AWS-0032', statement('Principal = { AWS = "arn:aws:iam::*:root" }'), POLICY],
    [
      'finds the policy of a repository that is known by a variable',
      'AWS-0032',
      `variable "name" {\n  type = string\n}\n${statement('Principal = "*"').replace('"app"\n', 'var.name\n')}`,
      POLICY,
    ],
    [
      'reads a heredoc with a part that is not known',
      'AWS-0032',
      `
data "aws_caller_identity" "current" {}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = <<-EOT
    {
      "Statement": [{
        "Sid": "\${data.aws_caller_identity.current.account_id}",
        "Effect": "Allow",
        "Principal": { "AWS": ["\${data.aws_caller_identity.current.account_id}", "*"] },
        "Action": "ecr:BatchGetImage"
      }]
    }
  EOT
}
`,
      POLICY,
    ],
    [
      'is silent on an account that is not known',
      'AWS-0032',
      `data "aws_caller_identity" "current" {}\n${statement('Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }')}`,
      'silent',
    ],
    [
      'reads a policy document of another module',
      'AWS-0032',
      {
        'main.tf': `
module "policy" {
  source = "./policy"
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = module.policy.json
}
`,
        'policy/main.tf': `
data "aws_iam_policy_document" "open" {
  statement {
    actions = ["ecr:BatchGetImage"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

output "json" {
  value = data.aws_iam_policy_document.open.json
}
`,
      },
      POLICY,
    ],
    [
      'finds the policy of a registry',
      'AWS-0032',
      `resource "aws_ecr_registry_policy" "all" {\n  ${OPEN}\n}\n`,
      ['aws_ecr_registry_policy.all'],
    ],
    [
      'finds the policy of a public repository that everyone may push to',
      'AWS-0032',
      `resource "aws_ecrpublic_repository_policy" "all" {\n  repository_name = "app"\n  ${OPEN.replace('ecr:ReplicateImage', 'ecr-public:PutImage')}\n}\n`,
      ['aws_ecrpublic_repository_policy.all'],
    ],
  ]);
});

const variable = (name: string, type: string): string => `variable "${name}" {\n  type = ${type}\n}\n`;
const SHORT = 'encryption_configuration {\n    encryption_type = ';

describe('settings of repositories', () => {
  notLike([
    [
      'AWS-0031 is silent on IMMUTABLE_WITH_EXCLUSION for signatures',
      'AWS-0031',
      repository(`image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"
  image_tag_mutability_exclusion_filter {
    filter      = "sha256-*"
    filter_type = "WILDCARD"
  }`),
      'silent',
    ],
    [
      'AWS-0031 leaves open a variable without a value',
      'AWS-0031',
      variable('tags', 'string') + repository('image_tag_mutability = var.tags'),
      'open',
    ],
    [
      'AWS-0031 takes a variable that is null for absent',
      'AWS-0031',
      `variable "tags" {\n  default = null\n}\n${repository('image_tag_mutability = var.tags')}`,
      APP,
    ],
    [
      'AWS-0031 tells apart the repositories of one for_each',
      'AWS-0031',
      `
resource "aws_ecr_repository" "app" {
  for_each             = { cache = "MUTABLE", api = "IMMUTABLE" }
  name                 = "\${each.key}-prod"
  image_tag_mutability = each.value
}
`,
      ['aws_ecr_repository.app["cache"]'],
    ],
    [
      'AWS-0031 judges resources of which the number is not known',
      'AWS-0031',
      `${variable('names', 'set(string)')}
resource "aws_ecr_repository" "app" {
  for_each             = var.names
  name                 = "\${each.key}-prod"
  image_tag_mutability = "MUTABLE"
}
`,
      APP,
    ],
    [
      'AWS-0031 evaluates a module with the arguments of its call, not with its defaults',
      'AWS-0031',
      {
        'app/main.tf': 'module "repository" {\n  source = "../repository"\n  tags   = "IMMUTABLE"\n}\n',
        'repository/main.tf': `
variable "tags" {
  default = "MUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app-prod"
  image_tag_mutability = var.tags
}
`,
      },
      'silent',
    ],
    [
      'AWS-0030 leaves open a variable without a value',
      'AWS-0030',
      variable('scan', 'bool') + repository('image_scanning_configuration {\n    scan_on_push = var.scan\n  }'),
      'open',
    ],
    [
      'AWS-0030 is silent where the registry scans everything',
      'AWS-0030',
      `${repository('')}resource "aws_ecr_registry_scanning_configuration" "this" {\n  scan_type = "ENHANCED"\n}\n`,
      'silent',
    ],
    [
      'AWS-0030 reads a dynamic block',
      'AWS-0030',
      repository(`dynamic "image_scanning_configuration" {
    for_each = [true]
    content {
      scan_on_push = image_scanning_configuration.value
    }
  }`),
      'silent',
    ],
    [
      'AWS-0033 is silent on KMS_DSSE with a key',
      'AWS-0033',
      repository(`${SHORT}"KMS_DSSE"\n    kms_key = "arn:aws:kms:eu-west-1:111122223333:key/k"\n  }`),
      'silent',
    ],
    ["AWS-0033 finds AWS's own key", 'AWS-0033', repository(`${SHORT}"KMS"\n    kms_key = "alias/aws/ecr"\n  }`), APP],
    [
      'AWS-0033 is silent on a key that chooses the type',
      'AWS-0033',
      `variable "kms_key" {\n  default = "arn:aws:kms:eu-west-1:111122223333:key/k"\n}\n${repository(`${SHORT}var.kms_key != null ? "KMS" : "AES256"\n    kms_key = var.kms_key\n  }`)}`,
      'silent',
    ],
  ]);
});
