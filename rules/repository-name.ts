import { type Argument, argumentOf, evidenceOf, reasonOf } from '../src/ecr/argument.ts';
import type { AccessPolicy, EcrFacts, LifecyclePolicy } from '../src/ecr/facts.ts';
import {
  CACHE_PREFIX,
  type NameRules,
  nameProblem,
  PUBLIC_REPOSITORY_NAME,
  REPOSITORY_NAME,
  TEMPLATE_PREFIX,
} from '../src/ecr/names.ts';
import { shapeOf } from '../src/ecr/text-shape.ts';
import { describeValue } from '../src/lint/describe.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';
import { definitionsOf, Mark, type Value } from '../src/terraform/value.ts';

const rule: Rule = {
  id: 'repository-name',
  title: 'Repository name or prefix that AWS refuses',
  category: 'registry',
  aliases: [
    'aws_ecr_repository_invalid_name',
    'aws_ecr_lifecycle_policy_invalid_repository',
    'aws_ecr_repository_policy_invalid_repository',
    'aws_ecrpublic_repository_invalid_repository_name',
    'aws_ecrpublic_repository_policy_invalid_repository_name',
    'aws_ecr_pull_through_cache_rule_invalid_ecr_repository_prefix',
  ],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'The name of a repository, private or public, or what a policy gives as the name of one that is declared elsewhere, the `prefix` of a creation template, or a prefix of a pull-through cache rule is not one that AWS accepts. ' +
      'A name has 2 to 256 characters (public 205, the prefix of a cache rule 30): lower-case letters and digits, joined by single `.`, `_`, `-` or `/`; private repositories may also have `__` and several `-` in a row. ' +
      'A prefix may end with `/` or be `ROOT`.\n\n' +
      'Where only a part of a name is known, it is reported when no value of the rest can make it right.',
    why: 'Terraform does not check repository names. The plan looks fine, and the apply fails half-way.',
    how: 'Use lower case, for instance `lower(var.name)`, and replace what is not allowed. The name of a repository that exists cannot be changed: Terraform would replace the repository.',
    references: [
      {
        title: 'CreateRepository, repositoryName',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
      },
      {
        title: 'CreatePullThroughCacheRule, ecrRepositoryPrefix',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html',
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
        title: 'Names with everything that is allowed',
        code: `
resource "aws_ecr_repository" "app" {
  name = "team-a/web__shop/api-v2.1"
}

resource "aws_ecr_pull_through_cache_rule" "all" {
  ecr_repository_prefix = "ROOT"
  upstream_registry_url = "public.ecr.aws"
}
`,
      },
      {
        title: 'A name that is made lower case',
        code: `
locals {
  team = "Payments"
}

resource "aws_ecr_repository" "app" {
  name = "\${lower(local.team)}/api"
}
`,
      },
    ],
    bad: [
      {
        title: 'Upper-case letters',
        code: `
resource "aws_ecr_repository" "app" {
  name = "MyApp"
}
`,
        findings: [
          {
            severity: 'error',
            message: 'AWS refuses the name "MyApp": it has upper-case letters.',
            resource: 'aws_ecr_repository.app',
            at: '"MyApp"',
          },
        ],
      },
      {
        title: 'A part that is wrong whatever the rest is',
        code: `
variable "environment" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "Shop-\${var.environment}"
}
`,
        findings: [
          {
            severity: 'error',
            message: 'AWS refuses the name "Shop-…": it has upper-case letters.',
            resource: 'aws_ecr_repository.app',
            at: '"Shop-${var.environment}"',
          },
        ],
      },
      {
        title: 'A prefix that is too long for a cache',
        code: `
resource "aws_ecr_pull_through_cache_rule" "hub" {
  ecr_repository_prefix = "mirror-of-the-official-docker-hub"
  upstream_registry_url = "public.ecr.aws"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'AWS refuses the ecr_repository_prefix "mirror-of-the-official-docker-hub": it has 33 characters, and 30 are allowed.',
            resource: 'aws_ecr_pull_through_cache_rule.hub',
            at: '"mirror-of-the-official-docker-hub"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const repository of facts.repositories) judgeName(repository, repository.name, REPOSITORY_NAME, context);
    for (const repository of facts.publicRepositories) {
      judgeName(repository, repository.name, PUBLIC_REPOSITORY_NAME, context);
    }
    for (const policy of [...facts.lifecyclePolicies, ...facts.accessPolicies]) judgeTarget(policy, context);
    for (const template of facts.creationTemplates) judgeName(template, template.prefix, TEMPLATE_PREFIX, context);
    for (const resource of facts.pullThroughCacheRules) {
      const subject = facts.subject(resource);
      for (const name of ['ecr_repository_prefix', 'upstream_repository_prefix']) {
        judgeName(subject, argumentOf(resource.body, name), CACHE_PREFIX, context);
      }
    }
  },
};

/** The repository that a policy is for, unless its name is judged where it is declared. */
function judgeTarget(policy: LifecyclePolicy | AccessPolicy, context: RuleContext): void {
  const { kind, resource, repositories } = policy;
  if (repositories.some(({ doubt }) => doubt === null)) return;
  const argument = argumentOf(resource.body, kind === 'public-repository' ? 'repository_name' : 'repository');
  if (argument.value !== null && definitionsOf(argument.value)[0]?.kind === 'resource') return;
  if (kind === 'repository') judgeName(policy, argument, REPOSITORY_NAME, context);
  if (kind === 'public-repository') judgeName(policy, argument, PUBLIC_REPOSITORY_NAME, context);
}

function judgeName(subject: Subject, argument: Argument, rules: NameRules, context: RuleContext): void {
  const { value, name } = argument;
  // Terraform itself says what is missing.
  if (value === null || value.kind === 'null') return;
  const problem = problemOf(value, rules);
  if (problem === null) return;
  const evidence = evidenceOf(argument);
  if (isPlaceholder(value)) {
    const message = `the ${name} is only known by a default, which is empty`;
    context.unresolved({ subject, reason: { kind: 'unset', message, place: value.origin }, evidence });
    return;
  }
  if (problem === 'unknown') {
    context.unresolved({ subject, reason: reasonOf(argument), evidence });
    return;
  }
  const what = name === 'repository_name' ? 'name' : name;
  context.report({ subject, message: `AWS refuses the ${what} ${shown(value)}: it ${problem}.`, evidence });
}

/** An empty default of a root variable, which modules use for what their callers have to set. */
function isPlaceholder(value: Value): boolean {
  return value.kind === 'string' && value.value === '' && (value.marks & Mark.ROOT_DEFAULT) !== 0;
}

/** Of a value that may be one of several, what is wrong with all of them. */
function problemOf(value: Value, rules: NameRules): string | 'unknown' | null {
  if (value.kind === 'unknown' && value.candidates !== null) {
    const problems = value.candidates.map((candidate) => problemOf(candidate, rules));
    if (problems.every((problem) => problem === null)) return null;
    const [first = 'unknown'] = problems;
    return problems.includes(null) || problems.includes('unknown') ? 'unknown' : (first ?? 'unknown');
  }
  const shape = shapeOf(value);
  return shape === null ? 'unknown' : nameProblem(shape, rules);
}

/** A name as messages show it, with … for what is not known. */
function shown(value: Value): string {
  const shape = value.kind === 'unknown' ? shapeOf(value) : null;
  if (shape === null || !shape.some((part) => part !== null)) return describeValue(value);
  return JSON.stringify(shape.map((part) => part ?? '…').join(''));
}

export default rule;
