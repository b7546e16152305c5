import type { EcrFacts } from '../src/ecr/facts.ts';
import { findIdleRules, type IdleRule } from '../src/ecr/lifecycle/idle.ts';
import { judgeLifecyclePolicies } from '../src/ecr/lifecycle/judge.ts';
import type { LifecycleRule } from '../src/ecr/lifecycle/policy.ts';
import { describeValue } from '../src/lint/describe.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'lifecycle-shadowed-rule',
  title: 'Lifecycle rule that can never act',
  category: 'lifecycle',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'A rule of a lifecycle policy never acts on an image, whatever is pushed. Either rules of higher priority select all images that it selects: ' +
      'an image that meets what a rule asks of its tags is never touched by a rule of lower priority, also when the first one leaves it alone. ' +
      'Or it asks for a tag that cannot exist: tags consist of letters, digits, `_`, `.` and `-`, and in `tagPrefixList` a `*` is a character like any other.\n\n' +
      'Rules that AWS refuses, such as one behind a rule for `any` image, are left to `lifecycle-policy-valid`.',
    why: 'Whoever wrote the rule believes that it works. Images that it should remove stay, or those that it should keep are expired by another rule.',
    how:
      'Give the narrower rule the lower `rulePriority`, so that it is applied first, or remove it. Use `tagPatternList` where a `*` is to stand for any characters. ' +
      'A lifecycle policy preview shows which rule takes which image.',
    references: [
      {
        title: 'Lifecycle policy evaluation rules',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules',
      },
      {
        title: 'Examples of lifecycle policies in Amazon ECR, several rules',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'The narrower rule first',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["release-*"]
          countType      = "imageCountMoreThan"
          countNumber    = 100
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["*"]
          countType      = "sinceImagePushed"
          countUnit      = "days"
          countNumber    = 30
        }
        action = { type = "expire" }
      },
    ]
  })
}
`,
      },
      {
        title: 'Patterns that overlap, but not wholly',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["*-rc"]
      count_type       = "imageCountMoreThan"
      count_number     = 10
    }
  }

  rule {
    priority = 2

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["v*"]
      count_type       = "imageCountMoreThan"
      count_number     = 50
    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`,
      },
    ],
    bad: [
      {
        title: 'A rule behind one that takes every tag',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["*"]
          countType      = "sinceImagePushed"
          countUnit      = "days"
          countNumber    = 30
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["release-*"]
          countType      = "imageCountMoreThan"
          countNumber    = 100
        }
        action = { type = "expire" }
      },
    ]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'The rule with rulePriority 2 never acts: all that it selects is selected by that with 1, which keeps it from all later rules. Let this rule come before, or remove it.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '["release-*"]',
          },
        ],
      },
      {
        title: 'A wildcard in a list of prefixes',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = <<EOF
{
  "rules": [
    {
      "rulePriority": 1,
      "selection": {
        "tagStatus": "tagged",
        "tagPrefixList": ["dev-*"],
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 14
      },
      "action": { "type": "expire" }
    }
  ]
}
EOF
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'The rule with rulePriority 1 never acts: no tag begins with "dev-*", as * is a character like any other in tagPrefixList and tags have none. Leave it out, or use tagPatternList.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '"dev-*"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const { policy, problems, questions } of judgeLifecyclePolicies(facts, findIdleRules)) {
      for (const { problem, evidence } of problems) {
        context.report({ subject: policy, message: describe(problem), evidence });
      }
      for (const question of questions) context.unresolved({ subject: policy, ...question });
    }
  },
};

function describe(idle: IdleRule): string {
  const never = `The rule with rulePriority ${priorityOf(idle.rule)} never acts`;
  if (idle.kind === 'impossible') {
    const shown = describeValue(idle.value);
    return idle.key === 'tagPrefixList' && shown.includes('*')
      ? `${never}: no tag begins with ${shown}, as * is a character like any other in tagPrefixList and tags have none. Leave it out, or use tagPatternList.`
      : `${never}: no tag can match ${shown}, as tags consist of letters, digits, _, . and -, and begin with none of the last two.`;
  }
  const others = idle.by.map(priorityOf).join(' and ');
  const [those, keep] = idle.by.length === 1 ? ['that', 'which keeps'] : ['those', 'which keep'];
  return `${never}: all that it selects is selected by ${those} with ${others}, ${keep} it from all later rules. Let this rule come before, or remove it.`;
}

function priorityOf({ priority }: LifecycleRule): string {
  return priority.kind === 'known' && priority.value !== null ? describeValue(priority.value) : 'unknown';
}

export default rule;
