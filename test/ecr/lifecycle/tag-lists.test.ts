import rule from '../../../rules/lifecycle-tag-list-and.ts';
import { testCases } from '../rules/cases.ts';

const policyOf = (list: string, more = '') => `${more}
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "tagged"
        ${list}
        countType   = "imageCountMoreThan"
        countNumber = 9
      }
      action = { type = "expire" }
    }]
  })
}
`;

const selected = (names: string, key = 'tagPrefixList') =>
  `Only images that have a tag for each of ${names} are selected: AWS joins the entries of ${key} with AND. Write a rule for each.`;

const found = (message: string, at: string) => [
  { severity: 'warning', message, resource: 'aws_ecr_lifecycle_policy.app', at } as const,
];

testCases(rule, {
  good: [
    { title: 'one prefix', code: policyOf('tagPrefixList = ["v"]') },
    { title: 'the same prefix twice', code: policyOf('tagPrefixList = ["v", "v"]') },
    { title: 'no prefix', code: policyOf('tagPrefixList = []') },
    {
      title: 'a list that is not known',
      code: policyOf('tagPrefixList = var.prefixes', 'variable "prefixes" {}\n'),
      unresolved: ['aws_ecr_lifecycle_policy.app: var.prefixes has no value'],
    },
    {
      title: 'entries that may be the same',
      code: policyOf('tagPrefixList = ["v", var.prefix]', 'variable "prefix" {}\n'),
      unresolved: ['aws_ecr_lifecycle_policy.app: var.prefix has no value'],
    },
  ],
  bad: [
    {
      title: 'a prefix that begins with the other, which makes it useless',
      code: policyOf('tagPrefixList = ["v", "v1"]'),
      findings: found(selected('"v" and "v1"'), '["v", "v1"]'),
    },
    {
      title: 'many patterns',
      code: policyOf('tagPatternList = ["a*", "b*", "c*", "d*", "e*"]'),
      findings: found(selected('"a*", "b*", "c*" and others', 'tagPatternList'), '["a*", "b*", "c*", "d*", "e*"]'),
    },
    {
      title: 'a list of which one more is not known',
      code: policyOf('tagPrefixList = ["v", "prod", var.prefix]', 'variable "prefix" {}\n'),
      findings: found(selected('"v", "prod" and a value that is not known'), '["v", "prod", var.prefix]'),
    },
    {
      title: 'the argument of a module call, for each call',
      code: {
        'main.tf': `
module "app" {
  source   = "./repository"
  prefixes = ["v", "release"]
}

module "web" {
  source   = "./repository"
  prefixes = ["prod"]
}
`,
        'repository/main.tf': policyOf(
          'tagPrefixList = var.prefixes',
          'variable "prefixes" {\n  type = list(string)\n}\n',
        ),
      },
      findings: [
        {
          severity: 'warning',
          message: selected('"v" and "release"'),
          resource: 'module.app.aws_ecr_lifecycle_policy.app',
          at: '["v", "release"]',
        },
      ],
    },
  ],
});
