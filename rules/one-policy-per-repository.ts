import { argumentOf, knownText } from '../src/ecr/argument.ts';
import type { AccessPolicy, EcrFacts, LifecyclePolicy } from '../src/ecr/facts.ts';
import type { Link } from '../src/ecr/links.ts';
import { sameRegistry } from '../src/ecr/registry.ts';
import { always, type Evidence, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'one-policy-per-repository',
  title: 'Two policies overwrite each other',
  category: 'access',
  aliases: [],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'Two `aws_ecr_repository_policy` resources, or two `aws_ecr_lifecycle_policy` resources, belong to the same repository. They do when their `repository` leads to the same `aws_ecr_repository`, or is the same name in the same account and region. ' +
      'Where it is not known whether both exist, that is listed as unresolved.',
    why:
      'A repository has one policy of each kind. Setting the second replaces the first, so that which one holds depends on which is applied last. ' +
      'Every plan then shows the other one as changed, and every apply swaps them.',
    how: 'Join them: one policy with the statements, or the lifecycle rules, of both. `source_policy_documents` of `aws_iam_policy_document` does that for documents from several places.',
    references: [
      {
        title: 'SetRepositoryPolicy',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html',
      },
      {
        title: 'PutLifecyclePolicy',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'One policy of each kind',
        code: `
variable "policy" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_repository_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = var.policy
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = var.policy
}
`,
      },
      {
        title: 'The same name in two regions',
        code: `
variable "policy" {
  type = string
}

resource "aws_ecr_repository_policy" "west" {
  repository = "app"
  region     = "eu-west-1"
  policy     = var.policy
}

resource "aws_ecr_repository_policy" "central" {
  repository = "app"
  region     = "eu-central-1"
  policy     = var.policy
}
`,
      },
    ],
    bad: [
      {
        title: 'A policy for reading and one for writing',
        code: `
variable "policy" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_repository_policy" "read" {
  repository = aws_ecr_repository.app.name
  policy     = var.policy
}

resource "aws_ecr_repository_policy" "write" {
  repository = aws_ecr_repository.app.id
  policy     = var.policy
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'aws_ecr_repository_policy.read sets the policy of the same repository, and a repository has one: each overwrites the other. Join them in one resource.',
            resource: 'aws_ecr_repository_policy.write',
            at: 'repository = aws_ecr_repository.app.id',
          },
        ],
      },
      {
        title: 'Two lifecycle policies for one name',
        code: `
variable "policy" {
  type = string
}

resource "aws_ecr_lifecycle_policy" "untagged" {
  repository = "app"
  policy     = var.policy
}

resource "aws_ecr_lifecycle_policy" "tagged" {
  repository = "app"
  policy     = var.policy
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'aws_ecr_lifecycle_policy.untagged sets the lifecycle policy of the same repository, and a repository has one: each overwrites the other. Join them in one resource.',
            resource: 'aws_ecr_lifecycle_policy.tagged',
            at: 'repository = "app"',
            line: 12,
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const accessPolicies = facts.accessPolicies.filter(({ kind }) => kind === 'repository');
    judge(
      accessPolicies,
      'policy',
      facts.repositories.map(({ accessPolicies: links }) => links),
      context,
    );
    const lifecyclePolicies = facts.lifecyclePolicies.filter(({ kind }) => kind === 'repository');
    judge(
      lifecyclePolicies,
      'lifecycle policy',
      facts.repositories.map(({ lifecyclePolicies: links }) => links),
      context,
    );
  },
};

type Policy = AccessPolicy | LifecyclePolicy;

/** `linked` are, for each repository, its policies. */
function judge(
  policies: readonly Policy[],
  what: string,
  linked: readonly (readonly Link<Policy>[])[],
  context: RuleContext,
): void {
  const reported = new Set<Policy>();
  for (const links of linked) {
    const [first, ...others] = [...links.filter(isSure), ...links.filter(isPossible)];
    for (const { target, doubt } of others) {
      const reason = doubt ?? first?.doubt ?? null;
      if (first !== undefined && reason === null) report(target, first.target, what, reported, context);
      if (reason !== null) context.unresolved({ subject: target, reason, evidence: evidenceOf(target) });
    }
  }
  const byName = new Map<string, Policy[]>();
  for (const policy of policies) {
    const name = knownText(argumentOf(policy.resource.body, 'repository').value);
    if (name === null || policy.resource.presence.kind !== 'certain') continue;
    const same = byName.get(name) ?? [];
    const first = same.find(({ resource }) => sameRegistry(resource, policy.resource) === 'yes');
    if (first !== undefined) report(policy, first, what, reported, context);
    byName.set(name, [...same, policy]);
  }
}

function isSure({ doubt }: Link<Policy>): boolean {
  return doubt === null;
}

/** It names the repository and may not exist; one of which the name is not known may be for any other. */
function isPossible({ target, doubt }: Link<Policy>): boolean {
  const { presence } = target.resource;
  return doubt !== null && presence.kind === 'possible' && presence.reason === doubt;
}

function report(policy: Policy, first: Policy, what: string, reported: Set<Policy>, context: RuleContext): void {
  if (reported.has(policy) || policy === first) return;
  reported.add(policy);
  const message = `${first.resource.address} sets the ${what} of the same repository, and a repository has one: each overwrites the other. Join them in one resource.`;
  context.report({ subject: policy, message, evidence: evidenceOf(policy) });
}

function evidenceOf({ resource: { body } }: Policy): Evidence {
  return { kind: 'place', place: body.attributePlace('repository'), body, argument: 'repository' };
}

export default rule;
