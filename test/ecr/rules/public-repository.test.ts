import rule from '../../../rules/public-repository.ts';
import { testCases } from './cases.ts';

const PUBLIC = {
  severity: 'info',
  message:
    'Everybody can pull images from this repository, and no policy can change that. Use aws_ecr_repository unless the images are meant for the public.',
  resource: 'aws_ecrpublic_repository.app',
  at: 'resource "aws_ecrpublic_repository" "app"',
} as const;

testCases(rule, {
  good: [],
  bad: [
    {
      title: 'Tags of the provider are tags',
      code: `
provider "aws" {
  default_tags {
    tags = { Owner = "a" }
  }
}

resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
}
`,
      findings: [PUBLIC],
    },
    {
      title: 'Tags that are not known may be some',
      unresolved: ['aws_ecrpublic_repository.app: var.tags has no value'],
      code: `
variable "tags" {
  type = map(string)
}

resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
  tags            = var.tags
}
`,
      findings: [PUBLIC],
    },
    {
      title: 'An empty map is no tag',
      code: `
resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
  tags            = {}
}
`,
      findings: [
        PUBLIC,
        {
          ...PUBLIC,
          message:
            'The public repository has no tags, so nothing says whose it is. Add tags, or default_tags to the provider.',
          at: '{}',
        },
      ],
    },
  ],
});
