import rule from '../../../rules/lifecycle-expires-untagged.ts';
import { testCases } from '../rules/cases.ts';

const STAYS =
  'No rule expires untagged images, so those that lose their tag stay for good. Add a rule with tagStatus "untagged" that expires them after some weeks.';
const ARCHIVED =
  'Untagged images are moved to the archive and stay there for good: no rule expires them there. Add one with storageClass "archive" and countType "sinceImageTransitioned".';

const policyOf = (...rules: string[]) => `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = jsonencode({ rules = [${rules.join(', ')}] })
}
`;

const OLD = 'countType = "sinceImagePushed", countUnit = "days", countNumber = 30';
const UNUSED = 'countType = "sinceImagePulled", countUnit = "days", countNumber = 90';
const GONE = 'storageClass = "archive", countType = "sinceImageTransitioned", countUnit = "days", countNumber = 90';

const expire = (priority: string, status: string, count = OLD) =>
  `{ rulePriority = ${priority}, selection = { tagStatus = ${status}, ${count} }, action = { type = "expire" } }`;
const archive = (priority: string, status: string) =>
  `{ rulePriority = ${priority}, selection = { tagStatus = ${status}, ${UNUSED} }, action = { type = "transition", targetStorageClass = "archive" } }`;
const TAGGED = '"tagged", tagPrefixList = ["v"]';

const list = (...rules: string[]) => `[${rules.join(', ')}]`;

testCases(rule, {
  good: [
    { title: 'a rule for untagged images', code: policyOf(expire('1', '"untagged"')) },
    { title: 'a rule for any image', code: policyOf(expire('1', TAGGED), expire('2', '"any"')) },
    {
      title: 'images that go to the archive and expire there',
      code: policyOf(archive('1', '"untagged"'), expire('2', '"any"'), expire('3', '"any"', GONE)),
    },
    {
      title: 'images that expire before they would go to the archive',
      code: policyOf(archive('2', '"any"'), expire('1', '"untagged"')),
    },
    { title: 'what cannot be read', code: 'resource "aws_ecr_lifecycle_policy" "app" {\n  policy = "{"\n}\n' },
    {
      title: 'a status that is not known',
      code: `variable "status" {}\n${policyOf(expire('1', 'var.status'))}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.status has no value'],
    },
    {
      title: 'a status that is not known, where another rule does it',
      code: `variable "status" {}\n${policyOf(expire('1', 'var.status'), expire('2', '"untagged"'))}`,
    },
    {
      title: 'a priority that decides and is not known',
      code: `variable "first" {}\n${policyOf(archive('var.first', '"untagged"'), expire('2', '"any"'))}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.first has no value'],
    },
    {
      title: 'further rules that are not known',
      code: `variable "rules" {}\n${policyOf(expire('1', TAGGED)).replace('= [', '= concat([').replace('] })', '], var.rules) })')}`,
      unresolved: ['aws_ecr_lifecycle_policy.app: var.rules has no value'],
    },
    {
      title: 'a policy that is not known',
      code: 'variable "policy" {}\n\nresource "aws_ecr_lifecycle_policy" "app" {\n  policy = var.policy\n}\n',
      unresolved: ['aws_ecr_lifecycle_policy.app: var.policy has no value'],
    },
    {
      title: 'a template without a policy',
      code: 'resource "aws_ecr_repository_creation_template" "app" {\n  prefix = "app"\n}\n',
    },
  ],
  bad: [
    {
      title: 'rules for tagged images, whatever their pattern',
      code: policyOf(expire('1', '"tagged", tagPatternList = ["*"]')),
      findings: [
        {
          severity: 'warning',
          message: STAYS,
          resource: 'aws_ecr_lifecycle_policy.app',
          at: list(expire('1', '"tagged", tagPatternList = ["*"]')),
        },
      ],
    },
    {
      title: 'an archive rule that keeps them from the one for any image',
      code: policyOf(archive('1', '"untagged"'), expire('2', '"any"')),
      findings: [
        {
          severity: 'warning',
          message: ARCHIVED,
          resource: 'aws_ecr_lifecycle_policy.app',
          at: list(archive('1', '"untagged"'), expire('2', '"any"')),
        },
      ],
    },
    {
      title: 'an archive that is emptied of tagged images only, and that no rule fills',
      code: policyOf(expire('1', TAGGED), expire('2', '"any"', GONE)),
      findings: [
        {
          severity: 'warning',
          message: STAYS,
          resource: 'aws_ecr_lifecycle_policy.app',
          at: list(expire('1', TAGGED), expire('2', '"any"', GONE)),
        },
      ],
    },
    {
      title: 'a policy that several repositories share, once',
      code: `
locals {
  policy = jsonencode({ rules = ${list(expire('1', TAGGED))} })
}

resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = toset(["a", "b"])
  repository = each.key
  policy     = local.policy
}
`,
      findings: [
        {
          severity: 'warning',
          message: STAYS,
          resource: 'aws_ecr_lifecycle_policy.app["a"]',
          at: list(expire('1', TAGGED)),
        },
      ],
    },
  ],
});
