import rule from '../../../rules/registry-scanning.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Registries of two regions',
      code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  for_each  = toset(["eu-west-1", "us-east-1"])
  region    = each.key
  scan_type = "ENHANCED"
}

resource "aws_ecr_account_setting" "policies" {
  name  = "REGISTRY_POLICY_SCOPE"
  value = "V2"
}
`,
    },
    {
      title: 'What is not known is no finding',
      unresolved: ['aws_ecr_registry_scanning_configuration.this: var.scan_type has no value'],
      code: `
variable "scan_type" {
  type = string
}

variable "filter" {
  type = string
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = var.scan_type

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = var.filter
      filter_type = "WILDCARD"
    }
  }
}
`,
    },
  ],
  bad: [
    {
      title: 'Too many rules, a frequency that is not there, and a second configuration',
      code: `
resource "aws_ecr_registry_scanning_configuration" "first" {
  scan_type = "ENHANCED"

  dynamic "rule" {
    for_each = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"]

    content {
      scan_frequency = rule.value

      repository_filter {
        filter      = "*"
        filter_type = "WILDCARD"
      }
    }
  }
}

resource "aws_ecr_registry_scanning_configuration" "second" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "a*"
      filter_type = "WILDCARD"
    }
  }

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "team"
      filter_type = "WILDCARD"
    }
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'AWS takes at most 2 rules, one for each frequency, and there are 3. Put all filters of one frequency into one rule.',
          resource: 'aws_ecr_registry_scanning_configuration.first',
          at: 'dynamic "rule"',
        },
        {
          severity: 'warning',
          message:
            'Enhanced scanning has no MANUAL, and AWS refuses the rule. Use "SCAN_ON_PUSH" or "CONTINUOUS_SCAN".',
          resource: 'aws_ecr_registry_scanning_configuration.first',
          at: '"MANUAL"',
        },
        {
          severity: 'warning',
          message:
            'A registry has one scanning configuration, and aws_ecr_registry_scanning_configuration.first sets it already: the one that is applied last wins. Keep one of them.',
          resource: 'aws_ecr_registry_scanning_configuration.second',
          at: 'resource "aws_ecr_registry_scanning_configuration" "second"',
        },
        {
          severity: 'warning',
          message:
            'Both rules are for SCAN_ON_PUSH, and AWS takes one for each frequency. Put all filters into one rule.',
          resource: 'aws_ecr_registry_scanning_configuration.second',
          at: '"SCAN_ON_PUSH"',
          line: 32,
        },
        {
          severity: 'info',
          message:
            'A filter without * matches every repository whose name contains it. Write "team*" for names that begin with it, or "*team*" to say that any part is meant.',
          resource: 'aws_ecr_registry_scanning_configuration.second',
          at: '"team"',
        },
      ],
    },
    {
      title: 'A setting of another account setting',
      code: `
resource "aws_ecr_account_setting" "scanner" {
  name  = "BASIC_SCAN_TYPE_VERSION"
  value = "V2"
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'The scanner of basic scanning can only be set to "AWS_NATIVE".',
          resource: 'aws_ecr_account_setting.scanner',
          at: '"V2"',
        },
      ],
    },
    {
      title: 'A type that there is not',
      code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "enhanced"
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'The type of scanning is "BASIC" or "ENHANCED", in capital letters; AWS refuses any other.',
          resource: 'aws_ecr_registry_scanning_configuration.this',
          at: '"enhanced"',
        },
      ],
    },
  ],
});
