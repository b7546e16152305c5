import rule from '../../../rules/scan-alerts.ts';
import { testCases } from './cases.ts';

const SILENT =
  'What scans find in this production repository reaches nobody: no aws_cloudwatch_event_rule with a target here is told of them. Add one.';

/** A registry with a type of scanning, and a rule with a pattern. */
function withPattern(scanType: string, pattern: string): string {
  return `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = ${scanType}
}

resource "aws_cloudwatch_event_rule" "scan" {
  event_pattern = jsonencode(${pattern})
}
`;
}

testCases(rule, {
  good: [
    {
      title: 'Inspector also reports what it finds elsewhere',
      code: withPattern('"BASIC"', '{ source = ["aws.inspector2"], detail-type = ["Inspector2 Finding"] }'),
    },
    {
      title: 'Events of both types of scanning, and others beside them',
      code: withPattern(
        '"ENHANCED"',
        '{ source = ["aws.ecr", "aws.inspector2"], detail-type = ["ECR Image Scan", "Inspector2 Finding"] }',
      ),
    },
    {
      title: 'Other events of ECR beside those of scans',
      code: withPattern('"ENHANCED"', '{ source = ["aws.ecr"], detail-type = ["ECR Image Scan", "ECR Image Action"] }'),
    },
    {
      title: 'A type of scanning that is not known, and a pattern with a prefix',
      code: `${withPattern('var.type', '{ source = ["aws.ecr"], detail-type = ["ECR Image Scan"] }')}
variable "type" {
  type = string
}

resource "aws_cloudwatch_event_rule" "prefix" {
  event_pattern = jsonencode({ source = [{ prefix = "aws." }], detail-type = ["Inspector2 Scan"] })
}
`,
    },
    {
      title: 'Without being asked for, no alert is missing',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}
`,
    },
    {
      title: 'An alert for the repository by name, and one that may be there',
      options: { required: true },
      unresolved: [
        'aws_ecr_repository.other: it is not known whether aws_cloudwatch_event_rule.possible tells of its scans',
      ],
      code: `
variable "alert" {
  type = bool
}

resource "aws_ecr_repository" "app" {
  name = "team/app-prod"
}

resource "aws_ecr_repository" "other" {
  name = "team/other-prod"
}

resource "aws_cloudwatch_event_rule" "app" {
  name          = "app"
  event_pattern = jsonencode({ source = ["aws.ecr"], detail = { repository-name = ["team/app-prod"] } })
}

resource "aws_cloudwatch_event_target" "app" {
  rule = aws_cloudwatch_event_rule.app.id
  arn  = "arn:aws:sns:eu-west-1:123456789012:alerts"
}

resource "aws_cloudwatch_event_rule" "possible" {
  count         = var.alert ? 1 : 0
  name          = "possible"
  event_pattern = jsonencode({ source = ["aws.ecr"], detail-type = ["ECR Image Scan"] })
}

resource "aws_cloudwatch_event_target" "possible" {
  count = var.alert ? 1 : 0
  rule  = aws_cloudwatch_event_rule.possible[0].name
  arn   = "arn:aws:sns:eu-west-1:123456789012:alerts"
}
`,
    },
  ],
  bad: [
    {
      title: 'What Inspector finds in images, where scanning is basic',
      code: withPattern(
        '"BASIC"',
        '{ source = ["aws.inspector2"], detail-type = ["Inspector2 Finding"], detail = { resources = { type = ["AWS_ECR_CONTAINER_IMAGE"] } } }',
      ),
      findings: [
        {
          severity: 'error',
          message: 'This rule never fires: the registry uses basic scanning, which sends "ECR Image Scan".',
          resource: 'aws_cloudwatch_event_rule.scan',
          at: '"Inspector2 Finding"',
        },
      ],
    },
    {
      title: 'A name in another case, and a status that scans do not have',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_cloudwatch_event_rule" "case" {
  event_pattern = <<EOF
{ "source": ["aws.ecr"], "detail-type": ["ECR Image scan"] }
EOF
}

resource "aws_cloudwatch_event_rule" "status" {
  event_pattern = jsonencode({
    source      = ["aws.ecr"]
    detail-type = ["ECR Image Scan"]
    detail      = { scan-status = ["COMPLETED"] }
  })
}
`,
      findings: [
        {
          severity: 'error',
          message: 'This rule never fires: an event "ECR Image Scan" has exactly this name and the source "aws.ecr".',
          resource: 'aws_cloudwatch_event_rule.case',
          at: '"ECR Image scan"',
        },
        {
          severity: 'error',
          message: 'This rule never fires: the scan-status of a scan is "COMPLETE" or "FAILED".',
          resource: 'aws_cloudwatch_event_rule.status',
          at: '"COMPLETED"',
        },
      ],
    },
    {
      title: 'Rules without a target, for another repository, and switched off',
      options: { required: true },
      code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}

resource "aws_ecr_repository" "dev" {
  name = "app-dev"
}

resource "aws_cloudwatch_event_rule" "silent" {
  name          = "silent"
  event_pattern = jsonencode({ source = ["aws.ecr"], detail-type = ["ECR Image Scan"] })
}

resource "aws_cloudwatch_event_rule" "other" {
  name          = "other"
  event_pattern = jsonencode({ source = ["aws.ecr"], detail = { repository-name = ["other"] } })
}

resource "aws_cloudwatch_event_rule" "off" {
  name          = "off"
  state         = "DISABLED"
  event_pattern = jsonencode({ source = ["aws.ecr"] })
}

resource "aws_cloudwatch_event_target" "alert" {
  for_each = toset([aws_cloudwatch_event_rule.other.name, aws_cloudwatch_event_rule.off.name])
  rule     = each.key
  arn      = "arn:aws:sns:eu-west-1:123456789012:alerts"
}
`,
      findings: [
        {
          severity: 'error',
          message: SILENT,
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
  ],
});
