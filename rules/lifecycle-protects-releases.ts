import type { EcrFacts } from '../src/ecr/facts.ts';
import { judgeLifecyclePolicies } from '../src/ecr/lifecycle/judge.ts';
import { findReleaseRisks, type ReleaseRisk, type ReleaseSafety } from '../src/ecr/lifecycle/releases.ts';
import { RELEASES } from '../src/ecr/release-tags.ts';
import { isSensitive } from '../src/lint/describe.ts';
import type { GivenOptions } from '../src/lint/options.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';

const DEFAULTS: ReleaseSafety = {
  tags: RELEASES,
  days: 365,
  releases: 3,
  images: 10,
};

const rule: Rule = {
  id: 'lifecycle-protects-releases',
  title: 'Lifecycle rule that can expire a release in use',
  category: 'lifecycle',
  aliases: [],
  severity: { production: 'error', unknown: 'warning', nonProduction: 'off' },
  presets: ['recommended', 'strict'],
  options: {
    tags: {
      type: 'strings',
      description: 'Tags such as releases have; of one that ends in a number, later releases have a higher one.',
      default: DEFAULTS.tags,
    },
    days: {
      type: 'integer',
      description: 'For how many days after it was pushed the newest release has to stay.',
      default: DEFAULTS.days,
      minimum: 1,
    },
    releases: {
      type: 'integer',
      description: 'How many of the newest releases have to stay.',
      default: DEFAULTS.releases,
      minimum: 1,
    },
    images: {
      type: 'integer',
      description: 'Among how many of the newest images a release has to stay, where a rule counts builds as well.',
      default: DEFAULTS.images,
      minimum: 1,
    },
  },
  securitySeverity: null,
  documentation: {
    what:
      'The lifecycle policy is applied to repositories with releases, which are images with a tag such as `v1.4.0`, `1.4.0`, `release-1.4.0`, `prod-41`, `production-41`, `prod` or `production`. It is a finding when a rule expires\n\n' +
      '- the newest release because of its age, within 365 days after it was pushed;\n' +
      '- a release that is among the three newest of its kind;\n' +
      '- a release that is among the ten newest images, by a rule that counts builds and releases together.\n\n' +
      'Tags and numbers are options. ' +
      'Rules that keep enough are fine: the last 20 releases, or the last 500 images of any kind. So are rules for other tags, such as `dev-`, for the archive, and those of repositories that are not production. ' +
      'A rule for any image is not blamed where one of higher priority names tags that are kept, such as `deployed-`, because these are then what the repository calls its releases; ' +
      'tags of other environments and of builds that come and go, such as `dev`, `pr` or `latest`, do not count as such, nor does a list of prefixes that no single tag meets.',
    why:
      'AWS does not know which images run. When it has expired one, everything goes on until a node is replaced, a service scales out or a task restarts: then the image cannot be pulled, and the release does not start any more. ' +
      'A service that nobody has changed for some months is hit first, because its newest release is old. An expired image cannot be brought back.',
    how:
      'Let a rule of higher priority select the tags of releases and keep enough of them by number, such as the last 50 with `imageCountMoreThan`: what it selects is safe from all rules after it. ' +
      'To save space, move images that nobody has pulled for a long time to the archive, with `sinceImagePulled` and `transition`, from where they can be restored. ' +
      'Look at a lifecycle policy preview before you apply a change.',
    references: [
      {
        title: 'Lifecycle policy evaluation rules',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules',
      },
      {
        title: 'Creating a lifecycle policy preview in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lpp_creation.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Releases are kept by number, all else goes after a month',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["v*"]
          countType      = "imageCountMoreThan"
          countNumber    = 50
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus   = "any"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 30
        }
        action = { type = "expire" }
      },
    ]
  })
}
`,
      },
      {
        title: 'Enough images of any kind',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}

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
  repository = aws_ecr_repository.app.name
  policy     = data.aws_ecr_lifecycle_policy_document.app.json
}
`,
      },
    ],
    bad: [
      {
        title: 'All images go by age',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name

  policy = <<EOF
{
  "rules": [
    {
      "rulePriority": 1,
      "selection": {
        "tagStatus": "any",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 90
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
            severity: 'error',
            message:
              'A release such as "v1.4.0" is expired 90 days after it was pushed, also when it is the newest one and runs. Keep releases by number, with a rule of higher priority.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '90',
          },
        ],
      },
      {
        title: 'A list of prefixes that protects nothing',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        selection = {
          tagStatus     = "tagged"
          tagPrefixList = ["v", "release", "prod"]
          countType     = "imageCountMoreThan"
          countNumber   = 50
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        selection = {
          tagStatus   = "any"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 30
        }
        action = { type = "expire" }
      },
    ]
  })
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'A release such as "v1.4.0" is expired 30 days after it was pushed, also when it is the newest one and runs. Keep releases by number, with a rule of higher priority.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '30',
          },
        ],
      },
      {
        title: 'One release, and nothing to go back to',
        code: `
variable "keep" {
  type    = number
  default = 1
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus     = "tagged"
        tagPrefixList = ["release-"]
        countType     = "imageCountMoreThan"
        countNumber   = var.keep
      }
      action = { type = "expire" }
    }]
  })
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'A release such as "release-1.4.0" is expired as soon as the next one is pushed, even if it still runs, and there is none to go back to. Keep at least 3.',
            resource: 'aws_ecr_lifecycle_policy.app',
            at: '1',
            line: 4,
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const safety = safetyFrom(context.options);
    const judged = judgeLifecyclePolicies(facts, (document) => findReleaseRisks(document, safety));
    for (const { policy, problems, questions } of judged) {
      for (const { problem, evidence } of problems) {
        context.report({ subject: policy, message: describe(problem, safety), evidence });
      }
      for (const question of questions) context.unresolved({ subject: policy, ...question });
    }
  },
};

function safetyFrom({ tags, days, releases, images }: GivenOptions): ReleaseSafety {
  return {
    tags: typeof tags === 'object' ? tags : DEFAULTS.tags,
    days: typeof days === 'number' ? days : DEFAULTS.days,
    releases: typeof releases === 'number' ? releases : DEFAULTS.releases,
    images: typeof images === 'number' ? images : DEFAULTS.images,
  };
}

function describe({ because, countNumber, tag, value }: ReleaseRisk, { images, releases }: ReleaseSafety): string {
  const release = `A release such as "${tag}" is expired`;
  const count = isSensitive(value) ? 'some' : countNumber;
  switch (because) {
    case 'age': {
      const days = count === 1 ? 'a day' : `${count} days`;
      return `${release} ${days} after it was pushed, also when it is the newest one and runs. Keep releases by number, with a rule of higher priority.`;
    }
    case 'newer-images': {
      const others = count === 1 ? 'another image is' : `${count} other images are`;
      return `${release} as soon as ${others} pushed, builds included, even if it still runs. Keep releases with a rule of higher priority, or at least ${images} images.`;
    }
    case 'newer-releases':
      return count === 1
        ? `${release} as soon as the next one is pushed, even if it still runs, and there is none to go back to. Keep at least ${releases}.`
        : `${release} as soon as ${count} newer ones are pushed, which leaves little to go back to. Keep at least ${releases}.`;
  }
}

export default rule;
