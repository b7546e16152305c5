import rule from '../../../rules/one-policy-per-repository.ts';
import { testCases } from './cases.ts';

const HEAD = `
variable "names" {
  type = set(string)
}

variable "open" {
  type = bool
}

variable "name" {
  type = string
}

resource "aws_ecr_repository" "app" {
  for_each = toset(["a", "b"])
  name     = each.key
}
`;

function policy(name: string, repository: string, more = ''): string {
  return `
resource "aws_ecr_repository_policy" "${name}" {
${more}  repository = ${repository}
  policy     = "{}"
}
`;
}

function message(other: string): string {
  return `${other} sets the policy of the same repository, and a repository has one: each overwrites the other. Join them in one resource.`;
}

testCases(rule, {
  good: [
    {
      title: 'One for each repository',
      code: `${HEAD}${policy('all', 'each.value.name', '  for_each   = aws_ecr_repository.app\n')}`,
    },
    {
      title: 'Names that are not known, which may be any',
      code: `${HEAD}${policy('a', 'aws_ecr_repository.app["a"].name')}${policy('other', 'var.name')}`,
    },
    {
      title: 'A public repository of the same name',
      code: `${policy('private', '"app"')}
resource "aws_ecrpublic_repository_policy" "public" {
  repository_name = "app"
  policy          = "{}"
}
`,
    },
    {
      title: 'One or the other',
      code: `${HEAD}${policy('open', 'aws_ecr_repository.app["a"].name', '  count      = var.open ? 1 : 0\n')}${policy('closed', 'aws_ecr_repository.app["a"].name', '  count      = var.open ? 0 : 1\n')}`,
      unresolved: ['aws_ecr_repository_policy.closed: var.open has no value'],
    },
    {
      title: 'One or the other, when it is known which',
      code: `${HEAD.replace('type = bool', 'default = true')}${policy('open', 'aws_ecr_repository.app["a"].name', '  count      = var.open ? 1 : 0\n')}${policy('closed', 'aws_ecr_repository.app["a"].name', '  count      = var.open ? 0 : 1\n')}`,
    },
  ],
  bad: [
    {
      title: 'All repositories, and one of them again',
      code: `${HEAD}${policy('all', 'each.value.name', '  for_each   = aws_ecr_repository.app\n')}${policy('once-more', 'aws_ecr_repository.app["b"].id')}`,
      findings: [
        {
          severity: 'error',
          message: message('aws_ecr_repository_policy.all["b"]'),
          resource: 'aws_ecr_repository_policy.once-more',
          at: 'repository = aws_ecr_repository.app["b"].id',
        },
      ],
    },
    {
      title: 'Several for one repository by a for_each',
      code: `${HEAD}${policy('each', '"app"', '  for_each   = toset(["read", "write"])\n')}`,
      findings: [
        {
          severity: 'error',
          message: message('aws_ecr_repository_policy.each["read"]'),
          resource: 'aws_ecr_repository_policy.each["write"]',
          at: 'repository = "app"',
        },
      ],
    },
    {
      title: 'Repositories that may not exist, each with two policies',
      code: `${HEAD.replace('toset(["a", "b"])', 'var.names')}${['first', 'second']
        .map((name) => policy(name, 'aws_ecr_repository.app[each.key].name', '  for_each   = var.names\n'))
        .join('')}`,
      findings: [
        {
          severity: 'error',
          message: message('aws_ecr_repository_policy.first'),
          resource: 'aws_ecr_repository_policy.second',
          at: 'repository = aws_ecr_repository.app[each.key].name',
          line: 27,
        },
      ],
    },
  ],
});
