import rule from '../../../rules/replication.ts';
import { testCases } from './cases.ts';

/** A configuration with rules that differ in their region. */
function ruleOf(region: string, account: string): string {
  return `
    rule {
      destination {
        region      = "${region}"
        registry_id = "${account}"
      }
    }
`;
}

testCases(rule, {
  good: [
    {
      title: 'A repository that is declared where the images go, and a template of the same provider version',
      code: `
data "aws_caller_identity" "current" {}

locals {
  regions = ["us-east-1", "us-east-2"]
}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = local.regions

        content {
          region      = destination.value
          registry_id = data.aws_caller_identity.current.account_id
        }
      }
    }
  }
}

resource "aws_ecr_repository" "replica" {
  region = "us-east-1"
  name   = "app"
}

resource "aws_ecr_repository_creation_template" "replica" {
  region      = "us-east-2"
  prefix      = "ROOT"
  applied_for = ["PULL_THROUGH_CACHE", "REPLICATION"]
}
`,
    },
    {
      title: 'What is not known is no finding',
      unresolved: [
        'aws_ecr_replication_configuration.this: it is not known whether a creation template applies to its region',
      ],
      code: `
data "aws_caller_identity" "current" {}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "us-east-1"
        registry_id = data.aws_caller_identity.current.account_id
      }
    }
  }
}

provider "aws" {
  alias = "somewhere"
}

resource "aws_ecr_repository_creation_template" "replica" {
  provider    = aws.somewhere
  prefix      = "ROOT"
  applied_for = ["REPLICATION"]
}
`,
    },
    {
      title: 'One destination in several rules',
      code: `
resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
${Array.from({ length: 10 }, () => ruleOf('us-east-1', '210987654321')).join('')}
  }
}
`,
    },
  ],
  bad: [
    {
      title: 'A template for something else, and the region by its data source',
      code: `
data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

resource "aws_ecr_replication_configuration" "this" {
  replication_configuration {
    rule {
      destination {
        region      = "us-east-1"
        registry_id = data.aws_caller_identity.current.account_id
      }

      destination {
        region      = data.aws_region.current.name
        registry_id = data.aws_caller_identity.current.account_id
      }
    }
  }
}

resource "aws_ecr_repository_creation_template" "cache" {
  region      = "us-east-1"
  prefix      = "cache"
  applied_for = ["PULL_THROUGH_CACHE"]
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'Replicas in us-east-1 get the defaults of AWS: mutable tags, no scanning and no lifecycle policy. Declare an aws_ecr_repository_creation_template with applied_for = ["REPLICATION"] there.',
          resource: 'aws_ecr_replication_configuration.this',
          at: '"us-east-1"',
          line: 10,
        },
        {
          severity: 'warning',
          message:
            'Images would be copied to the registry they come from, which AWS refuses. Name another region or another account.',
          resource: 'aws_ecr_replication_configuration.this',
          at: 'region      = data.aws_region.current.name',
        },
      ],
    },
    {
      title: 'Too many rules, and a second configuration',
      code: `
resource "aws_ecr_replication_configuration" "first" {
  replication_configuration {
${Array.from({ length: 11 }, (_, i) => ruleOf(`region-${i}`, '210987654321')).join('')}
  }
}

resource "aws_ecr_replication_configuration" "second" {
  replication_configuration {
${ruleOf('us-east-1', '210987654321')}
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'AWS takes at most 10 replication rules, and there are 11. Join some of them.',
          resource: 'aws_ecr_replication_configuration.first',
          at: 'rule',
          line: 75,
        },
        {
          severity: 'warning',
          message:
            'A registry has one replication configuration, and aws_ecr_replication_configuration.first sets it already: the one that is applied last wins. Put all rules into one of them.',
          resource: 'aws_ecr_replication_configuration.second',
          at: 'resource "aws_ecr_replication_configuration" "second"',
        },
      ],
    },
  ],
});
