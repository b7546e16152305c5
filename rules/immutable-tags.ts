import { type Answer, evidenceOf, isAbsent, knownText } from '../src/ecr/argument.ts';
import { appliesTo } from '../src/ecr/creation-template.ts';
import type { EcrFacts, Mutability } from '../src/ecr/facts.ts';
import { judgeMutability, type MutabilityVerdict } from '../src/ecr/mutability.ts';
import { isPullThroughCache } from '../src/ecr/pull-through-cache.ts';
import { describeValue } from '../src/lint/describe.ts';
import { fixOfHoles, fixOfSetting } from '../src/lint/mending/mutability.ts';
import type { Rule, RuleContext, Subject } from '../src/lint/rule.ts';
import type { Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'immutable-tags',
  title: 'Image tags can be overwritten',
  category: 'tags',
  aliases: [
    'CKV_AWS_51',
    'AWS-0031',
    'AVD-AWS-0031',
    'aws-ecr-enforce-immutable-repository',
    'AWS078',
    'd1846b12-20c5-4d45-8798-fc35b79268eb',
    'AC_AWS_0447',
    'AWS.CloudTrail.Logging.Low.009',
    'aws-ecr-mutable-image-tags',
    'ecr_repository_tags_immutable',
    'ecr-tag-immutability-configured',
    'ecr-private-tag-immutability-enabled',
    'CB_TFAWS_049',
    'ECR.2',
    'CT.ECR.PR.3',
  ],
  severity: { production: 'error', unknown: 'warning', nonProduction: 'off' },
  presets: ['recommended', 'strict', 'security-hub'],
  securitySeverity: 7,
  fix: 'safe',
  documentation: {
    what:
      'The repository, or the template that AWS creates repositories from, lets an existing tag be pushed again. That is the case when ' +
      '`image_tag_mutability` is missing or `"MUTABLE"`, when it is `"MUTABLE_WITH_EXCLUSION"`, and when it is ' +
      '`"IMMUTABLE_WITH_EXCLUSION"` with a filter that matches every tag or tags of releases, such as `v*`.\n\n' +
      'Repositories and templates that a pull-through cache fills are left out: AWS recommends mutable tags there, because the cache has to follow its upstream.',
    why:
      'A tag that can be overwritten does not say which image runs. Whoever may push can replace what was reviewed and scanned, by mistake or on purpose, ' +
      'and the next node that starts pulls something else than its neighbours. A rollback to a tag only goes back if the tag still means the same image.',
    how:
      'Set `image_tag_mutability = "IMMUTABLE"` and give every build a tag of its own, such as the commit. The change is made in place and touches no image. ' +
      'If one tag has to move, such as `latest`, use `"IMMUTABLE_WITH_EXCLUSION"` with a filter for that tag alone (AWS provider 6.8 and later).',
    references: [
      {
        title: 'Preventing image tags from being overwritten in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
      },
      {
        title: 'Security Hub control ECR.2',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2',
      },
      {
        title: 'aws_ecr_repository',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Tags that cannot be overwritten',
        code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"
}
`,
      },
      {
        title: 'One tag that may move',
        code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "latest"
    filter_type = "WILDCARD"
  }
}
`,
      },
      {
        title: 'A repository outside production',
        code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE"

  tags = {
    Environment = "staging"
  }
}
`,
      },
      {
        title: 'A pull-through cache, which has to follow its upstream',
        code: `
resource "aws_ecr_pull_through_cache_rule" "public" {
  ecr_repository_prefix = "ecr-public"
  upstream_registry_url = "public.ecr.aws"
}

resource "aws_ecr_repository" "nginx" {
  name = "ecr-public/nginx/nginx"
}

resource "aws_ecr_repository_creation_template" "public" {
  prefix               = "ecr-public"
  applied_for          = ["PULL_THROUGH_CACHE"]
  image_tag_mutability = "MUTABLE"
}
`,
      },
    ],
    bad: [
      {
        title: 'Mutable tags',
        code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE"

  tags = {
    Environment = "production"
  }
}
`,
        findings: [
          {
            severity: 'error',
            message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
            resource: 'aws_ecr_repository.app',
            at: '"MUTABLE"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"

  tags = {
    Environment = "production"
  }
}
`,
      },
      {
        title: 'Nothing set, which means mutable',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Tags can be overwritten: image_tag_mutability is not set, and AWS takes that as "MUTABLE". Set it to "IMMUTABLE".',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE"
}
`,
      },
      {
        title: 'A filter that lets releases be overwritten',
        code: `
resource "aws_ecr_repository" "app" {
  name                 = "app-prod"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "v*"
    filter_type = "WILDCARD"
  }
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'The exclusion filter "v*" lets tags of releases such as "v1.2.3" be overwritten. Exclude only tags that are meant to move, such as "latest".',
            resource: 'aws_ecr_repository.app',
            at: '"v*"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name                 = "app-prod"
  image_tag_mutability = "IMMUTABLE"
}
`,
      },
      {
        title: "A variable's default",
        code: `
variable "mutability" {
  type    = string
  default = "MUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
        findings: [
          {
            severity: 'warning',
            message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
            resource: 'aws_ecr_repository.app',
            at: '"MUTABLE"',
          },
        ],
        fixed: `
variable "mutability" {
  type    = string
  default = "IMMUTABLE"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
      },
      {
        title: 'The argument of a module call',
        code: {
          'main.tf': `
module "app" {
  source     = "./repository"
  name       = "app"
  mutability = "MUTABLE"
}

module "web" {
  source = "./repository"
  name   = "web"
}
`,
          'repository/main.tf': `
variable "name" {
  type = string
}

variable "mutability" {
  type    = string
  default = "IMMUTABLE"
}

resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.mutability
}
`,
        },
        findings: [
          {
            severity: 'warning',
            message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
            resource: 'module.app.aws_ecr_repository.this',
            at: '"MUTABLE"',
          },
        ],
        fixed: {
          'main.tf': `
module "app" {
  source     = "./repository"
  name       = "app"
  mutability = "IMMUTABLE"
}

module "web" {
  source = "./repository"
  name   = "web"
}
`,
        },
      },
      {
        title: 'A template that repositories are created from',
        code: `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix               = "apps"
  applied_for          = ["CREATE_ON_PUSH"]
  image_tag_mutability = "MUTABLE"
}
`,
        findings: [
          {
            severity: 'warning',
            message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
            resource: 'aws_ecr_repository_creation_template.apps',
            at: '"MUTABLE"',
          },
        ],
        fixed: `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix               = "apps"
  applied_for          = ["CREATE_ON_PUSH"]
  image_tag_mutability = "IMMUTABLE"
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const repository of facts.repositories) {
      const { resource, name, mutability } = repository;
      judge(repository, mutability, () => isPullThroughCache(resource, name, facts.pullThroughCacheRules), context);
    }
    for (const template of facts.creationTemplates) {
      judge(template, template.mutability, () => appliesTo(template.appliedFor, 'PULL_THROUGH_CACHE'), context);
    }
  },
};

function judge(subject: Subject, mutability: Mutability, isCache: () => Answer, context: RuleContext): void {
  const verdict = judgeMutability(mutability);
  if (verdict.kind === 'immutable') return;
  const cache = isCache();
  if (cache !== 'no') context.keep({ subject, evidence: evidenceOf(mutability.setting) });
  if (cache === 'yes') return;
  if (cache === 'unknown') {
    const message = 'it may hold what a pull-through cache fetches, where tags have to be mutable';
    const reason = { kind: 'computed', message, place: subject.resource.body.place } as const;
    context.unresolved({ subject, reason, evidence: evidenceOf(mutability.setting) });
    return;
  }
  report(subject, mutability, verdict, context);
}

function report(
  subject: Subject,
  mutability: Mutability,
  verdict: Exclude<MutabilityVerdict, { kind: 'immutable' }>,
  context: RuleContext,
): void {
  const { mutability: to } = context.defaults;
  if (verdict.kind === 'mutable') {
    const { setting } = verdict;
    const fix = fixOfSetting(mutability, subject.resource.body, to);
    context.report({ subject, message: describeSetting(setting.value), evidence: evidenceOf(setting), fix });
    return;
  }
  if (verdict.kind === 'holes') {
    const fix = fixOfHoles(mutability, verdict.filters, to);
    for (const { filter, example } of verdict.filters) {
      const what =
        example === null
          ? 'matches every tag, so all of them can be overwritten'
          : `lets tags of releases such as "${example}" be overwritten`;
      const shown = filter.value === null ? '' : ` ${describeValue(filter.value)}`;
      const message = `The exclusion filter${shown} ${what}. Exclude only tags that are meant to move, such as "latest".`;
      context.report({ subject, message, evidence: evidenceOf(filter), fix });
    }
  }
  const { open } = verdict;
  if (open !== null) context.unresolved({ subject, reason: open.reason, evidence: evidenceOf(open.argument) });
}

function describeSetting(value: Value | null): string {
  if (value === null || isAbsent(value)) {
    return 'Tags can be overwritten: image_tag_mutability is not set, and AWS takes that as "MUTABLE". Set it to "IMMUTABLE".';
  }
  const text = knownText(value);
  if (text !== null && !text.startsWith('MUTABLE')) {
    return `image_tag_mutability is ${describeValue(value)}, which AWS does not accept. Set it to "IMMUTABLE".`;
  }
  return `Tags can be overwritten: image_tag_mutability is ${describeChoices(value)}. Set it to "IMMUTABLE".`;
}

function describeChoices(value: Value): string {
  if (value.kind !== 'unknown' || value.candidates === null) return describeValue(value);
  return [...new Set(value.candidates.map(describeChoices))].join(' or ');
}

export default rule;
