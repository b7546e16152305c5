import { describe } from 'vitest';
import { APP, notLike, POLICY, repository, statement } from './verdicts.ts';

const everyone = (condition: string): string => statement(`Principal = "*", Condition = { ${condition} }`);
const KMS = 'encryption_type = "KMS"\n    kms_key = "arn:aws:kms:eu-west-1:111122223333:key/k"';

describe('CKV_AWS_32, the policy of a repository', () => {
  notLike([
    ['finds Principal *', 'CKV_AWS_32', statement('Principal = "*"'), POLICY],
    ['finds AWS *', 'CKV_AWS_32', statement('Principal = { AWS = "*" }'), POLICY],
    [
      'finds * beside an account',
      'CKV_AWS_32',
      statement('Principal = { AWS = ["arn:aws:iam::111122223333:root", "*"] }'),
      POLICY,
    ],
    [
      'finds a wildcard in place of the account',
      'CKV_AWS_32',
      statement('Principal = { AWS = "arn:aws:iam::*:root" }'),
      POLICY,
    ],
    ['finds Action *', 'CKV_AWS_32', statement('Principal = "*"', 'Effect = "Allow", Action = "*"'), POLICY],
    [
      'finds NotPrincipal with Allow, which passed',
      'CKV_AWS_32',
      statement('NotPrincipal = { AWS = "arn:aws:iam::111122223333:root" }'),
      POLICY,
    ],
    [
      'finds Principal * with NotAction, which passed',
      'CKV_AWS_32',
      statement('Principal = "*"', 'Effect = "Allow", NotAction = "ecr:DeleteRepository"'),
      POLICY,
    ],
    ['finds Principal ["*"], which was unknown', 'CKV_AWS_32', statement('Principal = ["*"]'), POLICY],
    [
      'finds ForAllValues on an organization, which passed',
      'CKV_AWS_32',
      everyone('"ForAllValues:StringEquals" = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }'),
      POLICY,
    ],
    [
      'finds IfExists on an organization, which passed',
      'CKV_AWS_32',
      everyone('StringEqualsIfExists = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }'),
      POLICY,
    ],
    [
      'finds any organization, which passed',
      'CKV_AWS_32',
      everyone('StringLike = { "aws:PrincipalOrgID" = "*" }'),
      POLICY,
    ],
    [
      'finds two halves of all addresses, which passed',
      'CKV_AWS_32',
      everyone('IpAddress = { "aws:SourceIp" = ["0.0.0.0/1", "128.0.0.0/1"] }'),
      POLICY,
    ],
    [
      'finds a condition on the name of a user, which is anybody of that name',
      'CKV_AWS_32',
      everyone('StringEquals = { "aws:username" = "ci" }'),
      POLICY,
    ],
    [
      'finds everyone but an organization',
      'CKV_AWS_32',
      everyone('StringNotEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }'),
      POLICY,
    ],
    ['finds everyone with TLS', 'CKV_AWS_32', everyone('Bool = { "aws:SecureTransport" = "true" }'), POLICY],
    [
      'is silent on a path of an organization',
      'CKV_AWS_32',
      everyone('"ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-a1b2c3d4e5/*/ou-ab12-cdefghij/*" }'),
      'silent',
    ],
    [
      'is silent on a VPC endpoint',
      'CKV_AWS_32',
      everyone('StringEquals = { "aws:SourceVpce" = "vpce-0123456789abcdef0" }'),
      'silent',
    ],
    [
      'is silent on private addresses',
      'CKV_AWS_32',
      everyone('IpAddress = { "aws:SourceIp" = "10.0.0.0/8" }'),
      'silent',
    ],
    [
      'is silent on an organization',
      'CKV_AWS_32',
      everyone('StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }'),
      'silent',
    ],
    [
      'is silent on an account with a wide condition, which failed',
      'CKV_AWS_32',
      statement(
        'Principal = { AWS = "arn:aws:iam::111122223333:root" }, Condition = { StringLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/x" } }',
      ),
      'silent',
    ],
    [
      'leaves a service without condition to confused-deputy',
      'CKV_AWS_32',
      statement('Principal = { Service = "codebuild.amazonaws.com" }'),
      'silent',
    ],
    [
      'finds a service without condition as a confused deputy',
      'confused-deputy',
      statement('Principal = { Service = "codebuild.amazonaws.com" }'),
      POLICY,
    ],
    [
      'lives through a statement without Effect, which crashed',
      'CKV_AWS_32',
      statement('Principal = "*"', 'Action = "ecr:BatchGetImage"'),
      'open',
    ],
    [
      'says that a statement without Effect is refused',
      'repository-policy-valid',
      statement('Principal = "*"', 'Action = "ecr:BatchGetImage"'),
      POLICY,
    ],
    [
      'reads a policy document, in the usual public form that neither rule saw',
      'CKV_AWS_283',
      `
data "aws_iam_policy_document" "open" {
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
  policy     = data.aws_iam_policy_document.open.json
}
`,
      POLICY,
    ],
  ]);
});

/** A plan that creates a repository. */
function planOf(after: object, unknown: object = {}): string {
  const change = { actions: ['create'], before: null, after: { name: 'app-prod', ...after }, after_unknown: unknown };
  const repository = { address: 'aws_ecr_repository.app', mode: 'managed', type: 'aws_ecr_repository', name: 'app' };
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: [{ ...repository, change }],
    configuration: { root_module: {} },
  });
}

describe('settings of repositories', () => {
  notLike([
    [
      'CKV_AWS_51 is silent on IMMUTABLE_WITH_EXCLUSION',
      'CKV_AWS_51',
      repository(`image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"
  image_tag_mutability_exclusion_filter {
    filter      = "cache-*"
    filter_type = "WILDCARD"
  }`),
      'silent',
    ],
    [
      'CKV_AWS_136 is silent on KMS_DSSE',
      'CKV_AWS_136',
      repository(`encryption_configuration {\n    ${KMS.replace('KMS', 'KMS_DSSE')}\n  }`),
      'silent',
    ],
    [
      'CKV_AWS_136 finds KMS without a key, which passed',
      'CKV_AWS_136',
      repository('encryption_configuration {\n    encryption_type = "KMS"\n  }'),
      APP,
    ],
    [
      'CKV_AWS_163 is silent where the registry scans',
      'CKV_AWS_163',
      `${repository('')}
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"
  rule {
    scan_frequency = "SCAN_ON_PUSH"
    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }
}
`,
      'silent',
    ],
    [
      'CKV_AWS_136 finds a dynamic block that makes none, which passed',
      'CKV_AWS_136',
      repository(`dynamic "encryption_configuration" {
    for_each = []
    content {
      ${KMS}
    }
  }`),
      APP,
    ],
    [
      'CKV_AWS_163 finds a dynamic block that makes none, which passed',
      'CKV_AWS_163',
      repository(`dynamic "image_scanning_configuration" {
    for_each = toset([])
    content {
      scan_on_push = true
    }
  }`),
      APP,
    ],
    [
      'CKV_AWS_136 leaves open a dynamic block of which nobody knows',
      'CKV_AWS_136',
      `variable "keys" {\n  type = list(string)\n}\n${repository(`dynamic "encryption_configuration" {
    for_each = var.keys
    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }`)}`,
      'open',
    ],
    [
      'CKV_AWS_136 follows a conditional with a known condition',
      'CKV_AWS_136',
      `variable "key" {\n  default = "arn:aws:kms:eu-west-1:111122223333:key/k"\n}\n${repository(`encryption_configuration {
    encryption_type = var.key == "" ? "AES256" : "KMS"
    kms_key         = var.key
  }`)}`,
      'silent',
    ],
    [
      'CKV_AWS_136 leaves open a conditional with an unknown condition',
      'CKV_AWS_136',
      `variable "key" {\n  type = string\n}\n${repository(`encryption_configuration {
    encryption_type = var.key == "" ? "AES256" : "KMS"
    kms_key         = var.key
  }`)}`,
      'open',
    ],
    [
      'CKV_AWS_51 evaluates modules with count and for_each',
      'CKV_AWS_51',
      {
        'main.tf': `
module "one" {
  count  = 1
  source = "./repository"
  tags   = "IMMUTABLE"
}

module "each" {
  for_each = { open = "MUTABLE", closed = "IMMUTABLE" }
  source   = "./repository"
  tags     = each.value
}
`,
        'repository/main.tf': `
variable "tags" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name                 = "app-prod"
  image_tag_mutability = var.tags
}
`,
      },
      ['module.each["open"].aws_ecr_repository.app'],
    ],
    [
      'CKV_AWS_136 leaves open what a plan does not know',
      'CKV_AWS_136',
      {
        'plan.json': planOf(
          { encryption_configuration: [{ encryption_type: 'KMS' }] },
          { encryption_configuration: [{ kms_key: true }] },
        ),
      },
      'open',
    ],
    [
      'CKV_AWS_163 finds an argument of a plan that is false',
      'CKV_AWS_163',
      { 'plan.json': planOf({ image_scanning_configuration: [{ scan_on_push: false }] }) },
      APP,
    ],
    [
      'CKV_AWS_163 reads the default of a variable',
      'CKV_AWS_163',
      `variable "scan" {\n  default = false\n}\n${repository('image_scanning_configuration {\n    scan_on_push = var.scan\n  }')}`,
      APP,
    ],
  ]);
});
