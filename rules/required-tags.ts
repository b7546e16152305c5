import { argumentOf, evidenceOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { type Tags, tagsOf } from '../src/ecr/tags.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'required-tags',
  title: 'Tags that you require are missing',
  category: 'module',
  aliases: ['aws_resource_missing_tags'],
  severity: always('error'),
  presets: [],
  options: {
    keys: {
      type: 'strings',
      description: 'The tag keys that every repository has to have. Case matters, as it does to AWS.',
      default: [],
    },
  },
  securitySeverity: null,
  documentation: {
    what:
      'A repository, public or private, lacks a tag whose key is listed in the option `keys`, or a creation template does not give that tag to the repositories it makes (`resource_tags`). ' +
      "The provider's `default_tags` count for repositories; to repositories that AWS creates from a template they do not apply. Without `keys` there is nothing to judge.",
    why: 'Tags say whom a repository belongs to, who pays for it and what it serves. Cost reports, access by tag and the clean-up of what nobody needs any more miss the repositories that do not have them.',
    how: "Add the tags to the resource's `tags`, or, where they hold for everything, to the `default_tags` of the provider. Tags are changed in place.",
    references: [
      {
        title: 'Tagging a private repository in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html',
      },
      {
        title: 'Provider configuration, default_tags',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags-configuration-block',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'One tag of its own, one of the provider',
        options: { keys: ['Owner', 'CostCenter'] },
        code: `
provider "aws" {
  default_tags {
    tags = {
      CostCenter = "4711"
    }
  }
}

resource "aws_ecr_repository" "app" {
  name = "app"

  tags = {
    Owner = "team-a"
  }
}
`,
      },
      {
        title: 'Nothing is required',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
      },
    ],
    bad: [
      {
        title: 'No tags',
        options: { keys: ['Owner', 'CostCenter'] },
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'The required tags Owner and CostCenter are missing. Add them to tags, or to the default_tags of the provider.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
      },
      {
        title: 'A key in another case',
        options: { keys: ['Owner'] },
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  tags = { owner = "team-a" }
}
`,
        findings: [
          {
            severity: 'error',
            message: 'The required tag Owner is missing. Add it to tags, or to the default_tags of the provider.',
            resource: 'aws_ecr_repository.app',
            at: '{ owner = "team-a" }',
          },
        ],
      },
      {
        title: 'A template, whose repositories get no default_tags',
        options: { keys: ['Owner'] },
        code: `
provider "aws" {
  default_tags {
    tags = {
      Owner = "team-a"
    }
  }
}

resource "aws_ecr_repository_creation_template" "cache" {
  prefix      = "ecr-public"
  applied_for = ["PULL_THROUGH_CACHE"]
}
`,
        findings: [
          {
            severity: 'error',
            message: 'The required tag Owner is missing. Add it to resource_tags.',
            resource: 'aws_ecr_repository_creation_template.cache',
            at: 'resource "aws_ecr_repository_creation_template" "cache"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const { keys } = context.options;
    if (!Array.isArray(keys) || keys.length === 0) return;
    for (const repository of [...facts.repositories, ...facts.publicRepositories]) {
      judgeTags(repository, repository.tags, 'tags', keys, context);
    }
    for (const template of facts.creationTemplates) {
      const tags = tagsOf({ ...template.resource, provider: null }, 'resource_tags');
      judgeTags(template, tags, 'resource_tags', keys, context);
    }
  },
};

function judgeTags(
  subject: Subject,
  { entries, rest }: Tags,
  argument: 'tags' | 'resource_tags',
  keys: readonly string[],
  context: RuleContext,
): void {
  const missing = keys.filter((key) => !entries.has(key));
  if (missing.length === 0) return;
  const own = argumentOf(subject.resource.body, argument);
  const evidence = evidenceOf(own.value?.kind === 'null' ? { ...own, value: null } : own);
  if (rest !== null) {
    context.unresolved({ subject, reason: rest, evidence });
    return;
  }
  const what = missing.length === 1 ? `tag ${missing[0]} is` : `tags ${enumerate(missing)} are`;
  const where = argument === 'tags' ? 'tags, or to the default_tags of the provider' : argument;
  const message = `The required ${what} missing. Add ${missing.length === 1 ? 'it' : 'them'} to ${where}.`;
  context.report({ subject, message, evidence });
}

function enumerate(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export default rule;
