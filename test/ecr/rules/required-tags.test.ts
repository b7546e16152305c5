import rule from '../../../rules/required-tags.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Tags that are not all known may hold the key',
      options: { keys: ['Owner'] },
      unresolved: ['aws_ecr_repository.app: var.tags has no value'],
      code: `
variable "tags" {
  type = map(string)
}

resource "aws_ecr_repository" "app" {
  name = "app"
  tags = merge(var.tags, { Team = "a" })
}

resource "aws_ecr_repository" "owned" {
  name = "owned"
  tags = merge(var.tags, { Owner = "a" })
}
`,
    },
    {
      title: 'The default_tags of another configuration of the provider',
      options: { keys: ['Owner'] },
      code: `
provider "aws" {
  alias = "tagged"

  default_tags {
    tags = {
      Owner = "a"
    }
  }
}

resource "aws_ecrpublic_repository" "app" {
  provider        = aws.tagged
  repository_name = "app"
}

resource "aws_ecr_repository_creation_template" "app" {
  prefix        = "app"
  applied_for   = ["REPLICATION"]
  resource_tags = { Owner = "a" }
}
`,
    },
  ],
  bad: [
    {
      title: 'A tag that is set to null',
      options: { keys: ['Owner', 'Team', 'Cost'] },
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
  tags = { Owner = null }
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The required tags Owner, Team and Cost are missing. Add them to tags, or to the default_tags of the provider.',
          resource: 'aws_ecr_repository.app',
          at: '{ Owner = null }',
        },
      ],
    },
  ],
});
