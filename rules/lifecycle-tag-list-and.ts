import type { EcrFacts } from '../src/ecr/facts.ts';
import { judgeLifecyclePolicies } from '../src/ecr/lifecycle/judge.ts';
import { itemsOf } from '../src/ecr/lifecycle/policy.ts';
import { findJoinedLists, type TagList } from '../src/ecr/lifecycle/tag-lists.ts';
import { describeValue } from '../src/lint/describe.ts';
import { splitFix } from '../src/lint/mending/lifecycle-split.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'lifecycle-tag-list-and',
  title: 'Lifecycle rule with several tag prefixes or patterns, which all have to match',
  category: 'lifecycle',
  aliases: [],
  severity: always('warning'),
  fix: 'unsafe',
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'A rule of a lifecycle policy names more than one entry in `tagPrefixList` or `tagPatternList`. AWS joins them with AND: ' +
      'the rule selects an image only if it has a tag for each of them, so `["v", "prod"]` leaves out an image that is tagged `v1.2.0` alone.',
    why:
      'People mean OR. The rule then selects next to nothing: images that it should clean up stay for good, and images that it should keep are not kept from a rule of lower priority, ' +
      'which may well expire them.',
    how:
      'Write one rule for each entry, each with a `rulePriority` of its own. Look at a lifecycle policy preview before you apply that: the new rules select more images, and expire them. ' +
      'Where images really have to carry all of these tags, say so in a suppression.',
    references: [
      {
        title: 'Lifecycle policy properties in Amazon ECR, tag prefix list',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html',
      },
      {
        title: 'Examples of lifecycle policies in Amazon ECR, several tags in one rule',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A rule for each prefix',
        code: `
locals {
  prefixes = ["v", "prod"]
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [for i, prefix in local.prefixes : {
      rulePriority = i + 1
      selection = {
        tagStatus     = "tagged"
        tagPrefixList = [prefix]
        countType     = "imageCountMoreThan"
        countNumber   = 50
      }
      action = { type = "expire" }
    }]
  })
}
`,
      },
      {
        title: 'One pattern for all',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["*-release-*"]
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
        title: 'Two prefixes',
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
        "tagPrefixList": ["v", "prod"],
        "countType": "imageCountMoreThan",
        "countNumber": 50
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
              'Only images that have a tag for each of "v" and "prod" are selected: AWS joins the entries of tagPrefixList with AND. Write a rule for each.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '["v", "prod"]',
          },
        ],
        fixed: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = <<EOF
{
  "rules": [
    {
      "rulePriority": 1,
      "selection": {
        "tagStatus": "tagged",
        "tagPrefixList": ["v"],
        "countType": "imageCountMoreThan",
        "countNumber": 50
      },
      "action": { "type": "expire" }
    },
    {
      "rulePriority": 2,
      "selection": {
        "tagStatus": "tagged",
        "tagPrefixList": ["prod"],
        "countType": "imageCountMoreThan",
        "countNumber": 50
      },
      "action": {
        "type": "expire"
      }
    }
  ]
}
EOF
}
`,
      },
      {
        title: "Patterns in a variable's default",
        code: `
variable "patterns" {
  type    = list(string)
  default = ["release-*", "hotfix-*", "v*"]
}

data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status       = "tagged"
      tag_pattern_list = var.patterns
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
        findings: [
          {
            severity: 'warning',
            message:
              'Only images that have a tag for each of "release-*", "hotfix-*" and "v*" are selected: AWS joins the entries of tagPatternList with AND. Write a rule for each.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '["release-*", "hotfix-*", "v*"]',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const { policy, problems, questions } of judgeLifecyclePolicies(facts, findJoinedLists)) {
      for (const { problem, evidence } of problems) {
        context.report({ subject: policy, message: describe(problem), evidence, fix: splitFix(problem) });
      }
      for (const question of questions) context.unresolved({ subject: policy, ...question });
    }
  },
};

/** How many entries are named. */
const NAMED = 4;

function describe({ key, value }: TagList): string {
  const entries = [...new Set((itemsOf(value) ?? []).map(describeValue))];
  const shown = entries.length > NAMED ? [...entries.slice(0, NAMED - 1), 'others'] : entries;
  const names = shown.length < 2 ? 'several entries' : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
  return `Only images that have a tag for each of ${names} are selected: AWS joins the entries of ${key} with AND. Write a rule for each.`;
}

export default rule;
