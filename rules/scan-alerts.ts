import { type Answer, argumentOf, either } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { type Link, type Target, TargetIndex } from '../src/ecr/links.ts';
import {
  both,
  deadPattern,
  type HiddenPattern,
  type ScanPattern,
  scanPatternOf,
  tellsOf,
} from '../src/ecr/scan-events.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { EvaluatedResource } from '../src/terraform/resource.ts';

const rule: Rule = {
  id: 'scan-alerts',
  title: 'What scans find in production reaches nobody',
  category: 'scanning',
  aliases: [],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  options: {
    required: {
      type: 'boolean',
      description:
        'Whether every production repository needs an EventBridge rule with a target here that is told of its scans. Leave it off where alerts are set up in another configuration.',
      default: false,
    },
  },
  securitySeverity: 4,
  documentation: {
    what:
      'An `aws_cloudwatch_event_rule` for scans of images never fires:\n\n' +
      '- it waits for `ECR Image Scan`, and the registry uses enhanced scanning, or for what Inspector finds in images, and the registry uses basic scanning;\n' +
      '- its `source` and `detail-type` do not go together, or the `detail-type` is not spelt as AWS does, upper and lower case included;\n' +
      '- it waits for a `scan-status` that scans do not have, such as `COMPLETED`.\n\n' +
      'With the option `required`, also a production repository of whose scans no rule with a target is told.',
    why: 'A scan is worth what somebody does about it. A rule that never fires looks like an alarm and is none: critical vulnerabilities in running images stay unnoticed, and the silence is taken for good news.',
    how:
      'With basic scanning, select `source = ["aws.ecr"]` and `detail-type = ["ECR Image Scan"]` with `scan-status = ["COMPLETE"]`. ' +
      'With enhanced scanning, select `source = ["aws.inspector2"]` and `detail-type = ["Inspector2 Finding"]`. Give the rule an `aws_cloudwatch_event_target`, such as a topic or a queue that people are told by.',
    references: [
      {
        title: 'Amazon ECR events and EventBridge',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html',
      },
      {
        title: 'Scan images for OS and programming language package vulnerabilities in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html',
      },
      {
        title: 'aws_cloudwatch_event_rule',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_rule',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Basic scanning with an alert',
        options: { required: true },
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_cloudwatch_event_rule" "scan" {
  name = "image-scan"

  event_pattern = jsonencode({
    source      = ["aws.ecr"]
    detail-type = ["ECR Image Scan"]
    detail      = { scan-status = ["COMPLETE"] }
  })
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

resource "aws_cloudwatch_event_target" "scan" {
  rule = aws_cloudwatch_event_rule.scan.name
  arn  = aws_sns_topic.alerts.arn
}
`,
      },
      {
        title: 'Enhanced scanning with the events of Inspector',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"
}

resource "aws_cloudwatch_event_rule" "finding" {
  name = "image-finding"

  event_pattern = jsonencode({
    source      = ["aws.inspector2"]
    detail-type = ["Inspector2 Finding"]
  })
}
`,
      },
    ],
    bad: [
      {
        title: 'The events of basic scanning where scanning is enhanced',
        code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"
}

resource "aws_cloudwatch_event_rule" "scan" {
  name = "image-scan"

  event_pattern = jsonencode({
    source      = ["aws.ecr"]
    detail-type = ["ECR Image Scan"]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'This rule never fires: the registry uses enhanced scanning, which sends "Inspector2 Scan" and "Inspector2 Finding".',
            resource: 'aws_cloudwatch_event_rule.scan',
            at: '"ECR Image Scan"',
          },
        ],
      },
      {
        title: 'A source that does not send the event',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_cloudwatch_event_rule" "finding" {
  name = "image-finding"

  event_pattern = jsonencode({
    source      = ["aws.ecr"]
    detail-type = ["Inspector2 Finding"]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'This rule never fires: an event "Inspector2 Finding" has exactly this name and the source "aws.inspector2".',
            resource: 'aws_cloudwatch_event_rule.finding',
            at: '"Inspector2 Finding"',
          },
        ],
      },
      {
        title: 'A production repository without alerts, where they are required',
        options: { required: true },
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'What scans find in this production repository reaches nobody: no aws_cloudwatch_event_rule with a target here is told of them. Add one.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const patterns = facts.deployment
      .resources('aws_cloudwatch_event_rule')
      .map(scanPatternOf)
      .filter((pattern) => pattern !== null);
    for (const pattern of patterns) judgePattern(pattern, facts, context);
    if (context.options.required === true) requireAlerts(patterns, facts, context);
  },
};

const ARGUMENT = 'event_pattern';

function judgePattern(pattern: ScanPattern | HiddenPattern, facts: EcrFacts, context: RuleContext): void {
  // What is not known is mostly not about scans.
  if ('reason' in pattern) return;
  const dead = deadPattern(pattern, facts.scanningConfigurations);
  if (dead === null) return;
  const { body } = pattern.rule;
  context.report({
    subject: facts.subject(pattern.rule),
    message: `This rule never fires: ${dead.why}.`,
    evidence: { kind: 'value', value: dead.value, body, argument: ARGUMENT },
  });
}

function requireAlerts(
  patterns: readonly (ScanPattern | HiddenPattern)[],
  facts: EcrFacts,
  context: RuleContext,
): void {
  const hasTarget = targetsOf(facts);
  for (const repository of facts.repositories) {
    if (repository.environment.kind !== 'production') continue;
    const { body } = repository.resource;
    const evidence = { kind: 'missing', body, what: 'aws_cloudwatch_event_rule' } as const;
    const answers = patterns.map((pattern): Answer => {
      const tells = 'reason' in pattern ? 'unknown' : tellsOf(pattern, repository.name.value);
      return both(tells, hasTarget(pattern.rule));
    });
    const answer = either(answers);
    if (answer === 'yes') continue;
    const doubtful = patterns[answers.indexOf('unknown')]?.rule.address;
    if (doubtful !== undefined) {
      const message = `it is not known whether ${doubtful} tells of its scans`;
      context.unresolved({ subject: repository, reason: { kind: 'unsupported', message, place: null }, evidence });
      continue;
    }
    const message =
      'What scans find in this production repository reaches nobody: no aws_cloudwatch_event_rule with a target here is told of them. Add one.';
    context.report({ subject: repository, aspect: 'required', message, evidence });
  }
}

/** Whether rules have a target. */
function targetsOf({ deployment }: EcrFacts): (rule: EvaluatedResource) => Answer {
  const rules = deployment
    .resources('aws_cloudwatch_event_rule')
    .map((resource): Target => ({ resource, name: argumentOf(resource.body, 'name') }));
  const index = new TargetIndex(rules);
  const links = deployment
    .resources('aws_cloudwatch_event_target')
    .flatMap((target): readonly Link<Target>[] => index.find(target, argumentOf(target.body, 'rule')));
  return (rule) =>
    either(
      links
        .filter(({ target }) => target.resource === rule)
        .map(({ doubt }): Answer => (doubt === null ? 'yes' : 'unknown')),
    );
}

export default rule;
