import { describe, expect, it } from 'vitest';
import { rules } from '../../../../rules/index.ts';
import { rulesNamed } from '../../../../src/lint/selection.ts';
import { fixFiles } from '../../../support/fix.ts';
import { APP, lifecycle, notLike, POLICY, repository, statement } from './verdicts.ts';

const PUBLIC = 'e86e26fc-489e-44f0-9bcd-97305e4ba69a';
const NOT_ENCRYPTED = '0e32d561-4b5a-4664-a6e3-a3fa85649157';
const KEY = 'kms_key = "arn:aws:kms:eu-west-1:111122223333:key/k"';
const encrypted = (content: string): string => repository(`encryption_configuration {\n    ${content}\n  }`);
const ORGANIZATION = 'Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }';

const document = (...principals: readonly string[]): string => `
data "aws_iam_policy_document" "app" {
  statement {
    actions = ["ecr:BatchGetImage"]
    ${principals.map((identifier) => `principals {\n      type        = "AWS"\n      identifiers = ["${identifier}"]\n    }`).join('\n')}
  }
}

resource "aws_ecr_repository_policy" "app" {
  repository = "app"
  policy     = data.aws_iam_policy_document.app.json
}
`;

describe('kics', () => {
  notLike([
    [
      'is silent on a role with a wildcard in its name',
      PUBLIC,
      statement('Principal = { AWS = "arn:aws:iam::123456789012:role/ci-*" }'),
      'silent',
    ],
    ['reads conditions', PUBLIC, statement(`Principal = "*", ${ORGANIZATION}`), 'silent'],
    ['reads a policy document', PUBLIC, document('*'), POLICY],
    ['reads a policy document with several principals', PUBLIC, document('111122223333', '*'), POLICY],
    ['is silent on KMS_DSSE', NOT_ENCRYPTED, encrypted(`encryption_type = "KMS_DSSE"\n    ${KEY}`), 'silent'],
    [
      'leaves open a type that is not known',
      NOT_ENCRYPTED,
      `variable "type" {\n  type = string\n}\n${encrypted(`encryption_type = var.type\n    ${KEY}`)}`,
      'open',
    ],
    [
      'reads a dynamic block',
      NOT_ENCRYPTED,
      repository(
        `dynamic "encryption_configuration" {\n    for_each = ["KMS"]\n    content {\n      encryption_type = "KMS"\n      ${KEY}\n    }\n  }`,
      ),
      'silent',
    ],
    [
      "finds the alias of AWS's own key",
      NOT_ENCRYPTED,
      encrypted('encryption_type = "KMS"\n    kms_key = "alias/aws/ecr"'),
      APP,
    ],
    [
      'finds MUTABLE_WITH_EXCLUSION',
      'd1846b12-20c5-4d45-8798-fc35b79268eb',
      repository(
        'image_tag_mutability = "MUTABLE_WITH_EXCLUSION"\n  image_tag_mutability_exclusion_filter {\n    filter      = "v*"\n    filter_type = "WILDCARD"\n  }',
      ),
      APP,
    ],
    [
      'reads functions and modules of any kind',
      PUBLIC,
      {
        'main.tf':
          'module "app" {\n  source     = "./own"\n  principals = concat(["111122223333"], [format("%s", "*")])\n}\n',
        'own/main.tf': `variable "principals" {\n  type = list(string)\n}\n${statement('Principal = { AWS = var.principals }')}`,
      },
      ['module.app.aws_ecr_repository_policy.app'],
    ],
    [
      'knows the input of terraform-aws-modules/ecr that is about tags',
      'd1846b12-20c5-4d45-8798-fc35b79268eb',
      'module "ecr" {\n  source          = "terraform-aws-modules/ecr/aws"\n  version         = "2.4.0"\n  repository_name = "app-prod"\n}\n',
      'silent',
    ],
  ]);
});

describe('kics, fixing', () => {
  it('adds IMMUTABLE in quotes', async () => {
    const { files } = await fixFiles({ 'main.tf': repository('') }, rulesNamed(rules, 'immutable-tags'));
    expect(files.map(({ after }) => after)).toEqual([expect.stringContaining('image_tag_mutability = "IMMUTABLE"\n')]);
  });
});

describe('kics, sentinel and cloudburn: which policy belongs to which repository', () => {
  const indexed = (more: string, name: string): string => `
resource "aws_ecr_repository" "app" {
  ${more}
  name = ${name}
}
`;
  notLike([
    ['by .name', 'ECR.3', repository('') + lifecycle('aws_ecr_repository.app.name'), 'silent'],
    ['by .id', 'ECR.3', repository('') + lifecycle('aws_ecr_repository.app.id'), 'silent'],
    ['by the name as text', 'ECR.3', repository('') + lifecycle('"app-prod"'), 'silent'],
    ['in another file', 'ECR.3', { 'main.tf': repository(''), 'policy.tf': lifecycle('"app-prod"') }, 'silent'],
    ['by count', 'ECR.3', indexed('count = 1', '"app"') + lifecycle('aws_ecr_repository.app[0].name'), 'silent'],
    [
      'by the key of for_each',
      'ECR.3',
      indexed('for_each = toset(["a", "b"])', 'each.key') +
        lifecycle('aws_ecr_repository.app[each.key].name', 'for_each = aws_ecr_repository.app'),
      'silent',
    ],
    [
      'through a module',
      'ECR.3',
      {
        'main.tf': `${repository('')}\nmodule "policy" {\n  source = "./policy"\n  name   = aws_ecr_repository.app.name\n}\n`,
        'policy/main.tf': `variable "name" {\n  type = string\n}\n${lifecycle('var.name')}`,
      },
      'silent',
    ],
    ['and not any policy for all of them', 'ECR.3', repository('') + lifecycle('"other"'), APP],
    [
      'also where it is encoded as JSON, so that its content counts',
      'CLDBRN-AWS-ECR-2',
      repository('') +
        lifecycle('aws_ecr_repository.app.name').replace('"untagged"', '"tagged", tagPrefixList = ["v"]'),
      ['aws_ecr_lifecycle_policy.app'],
    ],
  ]);
});

describe('terrascan', () => {
  notLike([
    ['finds a repository without a block about scanning', 'AC_AWS_0083', repository(''), APP],
    ['finds AWS *', 'AC_AWS_0084', statement('Principal = { AWS = "*" }'), POLICY],
    ['finds a list', 'AC_AWS_0084', statement('Principal = { AWS = ["111122223333", "*"] }'), POLICY],
    ['finds NotPrincipal', 'AC_AWS_0084', statement('NotPrincipal = { AWS = "111122223333" }'), POLICY],
    [
      'finds a statement that is no list',
      'AC_AWS_0084',
      statement('Principal = "*"').replace('[{', '{').replace('}]', '}'),
      POLICY,
    ],
    ['reads conditions', 'AC_AWS_0084', statement(`Principal = "*", ${ORGANIZATION}`), 'silent'],
    ['finds AES256', 'AC_AWS_0461', encrypted('encryption_type = "AES256"'), APP],
    ['judges repositories by its rule on tags', 'AC_AWS_0447', repository('image_tag_mutability = "MUTABLE"'), APP],
  ]);
});

describe('semgrep', () => {
  const TAGS = 'aws-ecr-mutable-image-tags';
  const WILDCARD = 'aws-ecr-repository-wildcard-principal';
  notLike([
    [
      'reads a variable',
      TAGS,
      `variable "tags" {\n  default = "IMMUTABLE"\n}\n${repository('image_tag_mutability = var.tags')}`,
      'silent',
    ],
    [
      'reads a local',
      TAGS,
      `locals {\n  tags = "IMMUTABLE"\n}\n${repository('image_tag_mutability = local.tags')}`,
      'silent',
    ],
    [
      'reads a policy from a file',
      WILDCARD,
      {
        'main.tf':
          'resource "aws_ecr_repository_policy" "app" {\n  repository = "app"\n  policy     = file("${path.module}/policy.json")\n}\n',
        'policy.json': '{ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage" }] }\n',
      },
      POLICY,
    ],
    [
      'reads a policy from a local',
      WILDCARD,
      `locals {\n  open = { Effect = "Allow", Principal = "*", Action = "ecr:BatchGetImage" }\n}\nresource "aws_ecr_repository_policy" "app" {\n  repository = "app"\n  policy     = jsonencode({ Statement = [local.open] })\n}\n`,
      POLICY,
    ],
    ['reads a policy from a data source', WILDCARD, document('*'), POLICY],
    ['reads conditions', WILDCARD, statement(`Principal = "*", ${ORGANIZATION}`), 'silent'],
  ]);

  it('has two rules for one defect, which is told once', () => {
    const named = (name: string): readonly string[] => rulesNamed(rules, name).map(({ id }) => id);
    expect(named('aws-ecr-image-scanning-disabled')).toEqual(['scan-on-push']);
    expect(named('ecr-image-scan-on-push')).toEqual(['scan-on-push']);
  });
});

describe('steampipe', () => {
  const RULE = 'ecr_repository_policy_prohibit_public_access';
  notLike([
    ['finds AWS *', RULE, statement('Principal = { AWS = "*" }'), POLICY],
    [
      'finds an open statement beside a closed one',
      RULE,
      statement(
        'Principal = "*" }, { Effect = "Allow", Action = "ecr:BatchGetImage", Principal = { AWS = "111122223333" }',
      ),
      POLICY,
    ],
    ['is silent on a Deny for *', RULE, statement('Principal = "*"', 'Effect = "Deny", Action = "ecr:*"'), 'silent'],
    ['reads a reference', RULE, document('*'), POLICY],
    ['does not call another account public', RULE, statement('Principal = { AWS = "444455556666" }'), 'silent'],
    [
      'takes enhanced scanning of the registry for scanning',
      'ecr_repository_use_image_scanning',
      `${repository('')}resource "aws_ecr_registry_scanning_configuration" "this" {\n  scan_type = "ENHANCED"\n}\n`,
      'silent',
    ],
  ]);
});

describe('prowler', () => {
  notLike([
    [
      'is silent on a path of an organization',
      'no-public-principal',
      statement(
        'Principal = "*", Condition = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = ["o-a1b2c3d4e5/r-ab12/*"] } }',
      ),
      'silent',
    ],
    [
      'is silent where there is a lifecycle policy',
      'lifecycle-policy',
      repository('') + lifecycle('aws_ecr_repository.app.name'),
      'silent',
    ],
  ]);
});
