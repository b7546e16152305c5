import type { EcrFacts } from '../src/ecr/facts.ts';
import { judgeLifecyclePolicies } from '../src/ecr/lifecycle/judge.ts';
import { judgeUntagged, type KeptUntagged } from '../src/ecr/lifecycle/untagged.ts';
import { type BlockContent, type Data, type Edit, type Fix, literal } from '../src/lint/fix.ts';
import { textAt } from '../src/lint/mending/place.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import { definitionsOf } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'lifecycle-expires-untagged',
  title: 'Lifecycle policy that never removes untagged images',
  category: 'lifecycle',
  aliases: ['CLDBRN-AWS-ECR-2'],
  severity: always('warning'),
  fix: 'safe',
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'The repository or template has a lifecycle policy, but none of its rules ever expires an image without a tag: there is no rule with `tagStatus` `untagged` or `any` whose action is `expire`, ' +
      'or one of higher priority moves such images to the archive, where no rule expires them. A rule for `any` image counts, whatever its number.',
    why:
      'An image loses its tag when the tag is pushed again or deleted, and the parts of a multi-architecture image never have one. ' +
      'Nobody pulls such an image by name any more, and nobody sees it, but it is stored, paid for and scanned for as long as the repository exists.',
    how: 'Add a rule for `untagged` images that expires them some weeks after they were pushed. Images that a multi-architecture image refers to are safe until that one is gone.',
    references: [
      {
        title: 'Automate the cleanup of images by using lifecycle policies in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
      },
      {
        title: 'Examples of lifecycle policies in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A rule for untagged images',
        code: `
resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "untagged"
        countType   = "sinceImagePushed"
        countUnit   = "days"
        countNumber = 30
      }
      action = { type = "expire" }
    }]
  })
}
`,
      },
      {
        title: 'A rule for any image',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status   = "any"
      count_type   = "imageCountMoreThan"
      count_number = 500
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
        title: 'Rules for tagged images only',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

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
        findings: [
          {
            severity: 'warning',
            message:
              'No rule expires untagged images, so those that lose their tag stay for good. Add a rule with tagStatus "untagged" that expires them after some weeks.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: 'data "aws_ecr_lifecycle_policy_document" "app"',
          },
        ],
        fixed: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status       = "tagged"
      tag_pattern_list = ["v*"]
      count_type       = "imageCountMoreThan"
      count_number     = 50
    }
  }

  rule {
    priority    = 2
    description = "Expire untagged images after 30 days"

    selection {
      tag_status   = "untagged"
      count_type   = "sinceImagePushed"
      count_unit   = "days"
      count_number = 30
    }

    action {
      type = "expire"
    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = "app"
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`,
      },
      {
        title: 'An archive that nothing leaves',
        code: `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1

    selection {
      tag_status   = "any"
      count_type   = "sinceImagePulled"
      count_unit   = "days"
      count_number = 90
    }

    action {
      type                 = "transition"
      target_storage_class = "archive"
    }
  }
}

resource "aws_ecr_repository_creation_template" "apps" {
  prefix           = "apps"
  applied_for      = ["CREATE_ON_PUSH"]
  lifecycle_policy = data.aws_ecr_lifecycle_policy_document.app.json
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Untagged images are moved to the archive and stay there for good: no rule expires them there. Add one with storageClass "archive" and countType "sinceImageTransitioned".',
            resource: 'aws_ecr_repository_creation_template.apps',
            at: 'data "aws_ecr_lifecycle_policy_document" "app"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const { policy, problems, questions, rules } of judgeLifecyclePolicies(facts, judgeUntagged)) {
      for (const { problem, evidence } of problems) {
        context.report({ subject: policy, message: describe(problem), evidence, fix: fixOf(problem, context) });
      }
      // Where it is right already, a second rule for untagged images would make AWS refuse the policy.
      if (problems.length === 0) context.keep({ subject: policy, evidence: rules });
      for (const question of questions) context.unresolved({ subject: policy, ...question });
    }
  },
};

function describe({ where }: KeptUntagged): string {
  return where === 'standard'
    ? 'No rule expires untagged images, so those that lose their tag stay for good. Add a rule with tagStatus "untagged" that expires them after some weeks.'
    : 'Untagged images are moved to the archive and stay there for good: no rule expires them there. Add one with storageClass "archive" and countType "sinceImageTransitioned".';
}

/** One more rule behind the others, where these are written out as a list or as blocks of a policy document. */
function fixOf({ where, value, nextPriority }: KeptUntagged, { defaults }: RuleContext): Fix | null {
  const { origin } = value;
  if (where !== 'standard' || origin === null || nextPriority === null) return null;
  if (definitionsOf(value).some(({ kind }) => kind !== 'local' && kind !== 'data')) return null;
  const written = textAt(origin);
  const days = defaults.untaggedExpiryDays;
  const description = `Adds a rule that expires untagged images after ${days} days.`;
  if (/^\[(?!\s*for\b)/.test(written)) {
    const edit: Edit = { kind: 'add-item', list: origin, value: literal(untaggedRule(nextPriority, days)) };
    return { safety: 'safe', description, edits: [edit] };
  }
  // A document of another kind takes no such block.
  if (!/^data\s+"?aws_ecr_lifecycle_policy_document\b/.test(written)) return null;
  const edit: Edit = { kind: 'add-block', block: origin, type: 'rule', content: untaggedBlock(nextPriority, days) };
  return { safety: 'safe', description, edits: [edit] };
}

function untaggedRule(rulePriority: number, days: number): Data {
  const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days };
  return { rulePriority, description: descriptionOf(days), selection, action: { type: 'expire' } };
}

function untaggedBlock(priority: number, days: number): BlockContent {
  const selection = { tag_status: 'untagged', count_type: 'sinceImagePushed', count_unit: 'days', count_number: days };
  return {
    arguments: [
      ['priority', literal(priority)],
      ['description', literal(descriptionOf(days))],
    ],
    blocks: [
      [
        'selection',
        { arguments: Object.entries(selection).map(([name, value]) => [name, literal(value)]), blocks: [] },
      ],
      ['action', { arguments: [['type', literal('expire')]], blocks: [] }],
    ],
  };
}

function descriptionOf(days: number): string {
  return `Expire untagged images after ${days} days`;
}

export default rule;
