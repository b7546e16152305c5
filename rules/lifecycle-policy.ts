import { type Answer, type Argument, evidenceOf, judge, reasonOf, textOf } from '../src/ecr/argument.ts';
import type { CreationTemplate, EcrFacts, Repository } from '../src/ecr/facts.ts';
import { copyOf, document, expression, type Fix, type NewValue } from '../src/lint/fix.ts';
import { expressionText, resourceBlockAt } from '../src/lint/mending/block.ts';
import { defaultLifecyclePolicy } from '../src/lint/mending/default-lifecycle.ts';
import { freeName } from '../src/lint/mending/module.ts';
import { isWholeArgument, textAt } from '../src/lint/mending/place.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import { ownPlace } from '../src/terraform/published.ts';
import type {
  Absent,
  DeclaredResource,
  Deployment,
  EvaluatedResource,
  UncalledResource,
} from '../src/terraform/resource.ts';

const rule: Rule = {
  id: 'lifecycle-policy',
  title: 'Repository without a lifecycle policy',
  category: 'lifecycle',
  aliases: [
    'CLDBRN-AWS-ECR-1',
    'ecr-lifecycle-policy-configured',
    'ecr-private-lifecycle-policy-configured',
    'ECR.3',
    'CT.ECR.PR.1',
  ],
  severity: always('error'),
  presets: ['recommended', 'strict', 'security-hub'],
  securitySeverity: null,
  fix: 'safe',
  documentation: {
    what:
      'No `aws_ecr_lifecycle_policy` belongs to the repository, or the template that AWS creates repositories from has no `lifecycle_policy`. ' +
      'A policy belongs to a repository when its `repository` leads there: by reference, through `for_each`, an index, a local or a module, or by the same name. ' +
      'Public repositories have no lifecycle policies and are not asked for one.',
    why:
      'Without a lifecycle policy nothing is ever deleted. Every build leaves an image behind, and with mutable tags an untagged one as well. ' +
      'Storage is paid for by the month, old images with known vulnerabilities stay at hand, and at 100,000 images pushing stops.',
    how:
      'Add an `aws_ecr_lifecycle_policy` that expires what nobody needs, at least untagged images after some weeks. ' +
      'Test it with a lifecycle policy preview before you apply it: what a policy expires cannot be brought back.\n\n' +
      'The fix adds a policy that expires untagged images after 30 days, unless the configuration has another number. It adds none where the module has a policy that could be meant for the repository.',
    references: [
      {
        title: 'Automate the cleanup of images by using lifecycle policies in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
      },
      {
        title: 'Security Hub control ECR.3',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3',
      },
      {
        title: 'aws_ecr_lifecycle_policy',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_lifecycle_policy',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A policy for the repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Expire untagged images after 30 days"
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
        title: 'One policy for every repository of a for_each',
        code: `
variable "names" {
  type = set(string)
}

variable "policy" {
  type = string
}

resource "aws_ecr_repository" "app" {
  for_each = var.names
  name     = each.key
}

resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = aws_ecr_repository.app
  repository = each.value.name
  policy     = var.policy
}
`,
      },
    ],
    bad: [
      {
        title: 'No policy',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Expire untagged images after 30 days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      }
    ]
  })
}
`,
      },
      {
        title: 'A policy for another repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy     = file("policy.json")
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Expire untagged images after 30 days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      }
    ]
  })
}

resource "aws_ecr_repository" "web" {
  name = "web"
}

resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.name
  policy     = file("policy.json")
}
`,
      },
      {
        title: 'A template without one',
        code: `
resource "aws_ecr_repository_creation_template" "cache" {
  prefix      = "ecr-public"
  applied_for = ["PULL_THROUGH_CACHE"]
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Repositories created from this template get no lifecycle policy, so their images are never deleted. Give it a lifecycle_policy that expires at least untagged images.',
            resource: 'aws_ecr_repository_creation_template.cache',
            at: 'resource "aws_ecr_repository_creation_template" "cache"',
          },
        ],
        fixed: `
resource "aws_ecr_repository_creation_template" "cache" {
  prefix      = "ecr-public"
  applied_for = ["PULL_THROUGH_CACHE"]
  lifecycle_policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Expire untagged images after 30 days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      }
    ]
  })
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const dormant = dormantPolicies(facts.deployment);
    for (const repository of facts.repositories) {
      const { lifecyclePolicies: links, resource } = repository;
      const evidence = { kind: 'missing', body: resource.body, what: POLICY } as const;
      // A second policy for all instances of a block would overwrite the one that some of them have.
      if (links.length > 0) context.keep({ subject: repository, evidence });
      if (links.some(({ doubt }) => doubt === null)) continue;
      // A policy that is there for some, or that a syntax error may hide.
      const doubt = links[0]?.doubt ?? facts.deployment.hidden;
      if (doubt !== null) {
        context.unresolved({ subject: repository, reason: doubt, evidence });
        continue;
      }
      const message =
        'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.';
      context.report({
        subject: repository,
        message,
        evidence: { ...evidence, absent: absentFor(resource, dormant) },
        fix: fixOf(repository, dormant, facts, context),
      });
    }
    for (const template of facts.creationTemplates) {
      const { lifecyclePolicy } = template;
      const answer = isGiven(lifecyclePolicy);
      if (answer === 'yes') continue;
      const evidence = evidenceOf(lifecyclePolicy);
      if (answer === 'unknown') {
        context.unresolved({ subject: template, reason: reasonOf(lifecyclePolicy), evidence });
        continue;
      }
      const message =
        'Repositories created from this template get no lifecycle policy, so their images are never deleted. Give it a lifecycle_policy that expires at least untagged images.';
      context.report({ subject: template, message, evidence, fix: fixOfTemplate(template, context) });
    }
  },
};

/** A policy of which parts are unknown is there all the same. */
function isGiven(argument: Argument): Answer {
  const { value } = argument;
  if (value?.kind === 'unknown' && value.text !== null) return 'yes';
  return judge(argument, (known) => known !== null && textOf(known)?.trim() !== '');
}

const POLICY = 'aws_ecr_lifecycle_policy';

/** A policy of its own behind the repository, unless the module has one that could be meant for it. */
function fixOf(
  { resource }: Repository,
  dormant: readonly Dormant[],
  { deployment }: EcrFacts,
  { defaults }: RuleContext,
): Fix | null {
  const { place } = resource.body;
  if (place === null || deployment.hidden !== null) return null;
  // A published module that has one makes it when it is told to.
  if (resource.published === null && dormant.some((declared) => couldBelongTo(declared, resource))) return null;
  const name = freeName(deployment, POLICY, resource, namesFor(resource.name));
  if (name === null) return null;

  const days = defaults.untaggedExpiryDays;
  const { repetition, index } = repetitionOf(resource);
  const repository = `${resource.type}.${resource.name}${index}`;
  const provider = resource.body.attributePlace('provider');
  const isElsewhere = resource.body.attributePlace('region') !== null;
  const settings: (readonly [string, NewValue] | null)[] = [
    repetition,
    provider === null ? null : ['provider', copyOf(provider)],
    isElsewhere ? ['region', expression(`${repository}.region`)] : null,
    ['repository', expression(`${repository}.name`)],
    ['policy', document(defaultLifecyclePolicy(days))],
  ];
  const content = { arguments: settings.filter((setting) => setting !== null), blocks: [] };
  return {
    safety: 'safe',
    description: `Adds a lifecycle policy that expires untagged images after ${days} days.`,
    edits: [{ kind: 'add-resource', after: place, type: POLICY, name, content }],
  };
}

/** A policy that is declared, and the call that would make it where its module has no instance. */
type Dormant = DeclaredResource & Partial<Pick<UncalledResource, 'call'>>;

/** Lifecycle policies that are declared, but do not exist with the values at hand. */
function dormantPolicies(deployment: Deployment): readonly Dormant[] {
  const keyOf = ({ moduleAddress, name }: DeclaredResource | EvaluatedResource): string => `${moduleAddress}/${name}`;
  const present = new Set(deployment.resources(POLICY).map(keyOf));
  const without = deployment.declared(POLICY).filter((declared) => !present.has(keyOf(declared)));
  return [...without, ...deployment.uncalled(POLICY)];
}

/** What of the user's own would give a repository a policy with other values, that in its module first. */
function absentFor(repository: EvaluatedResource, dormant: readonly Dormant[]): readonly Absent[] {
  const all = dormant
    .filter((declared) => couldBelongTo(declared, repository))
    .map(({ moduleAddress, name, place, by, call }) => {
      const address = call?.address ?? [moduleAddress, POLICY, name].filter((part) => part !== '').join('.');
      const absent: Absent = { what: `${address} has no instance`, place: call?.place ?? place, by };
      return { absent, isNear: (call?.caller ?? moduleAddress) === repository.moduleAddress };
    })
    .filter(({ absent }) => ownPlace(absent.place) !== null);
  const sorted = [...all.filter(({ isNear }) => isNear), ...all.filter(({ isNear }) => !isNear)];
  // One call may have several policies.
  return [...new Map(sorted.map(({ absent }) => [absent.what, absent])).values()];
}

/** Whether a policy that does not exist with the values at hand would belong to a repository with others. */
function couldBelongTo({ moduleAddress, place, call }: Dormant, repository: EvaluatedResource): boolean {
  const block = place === null ? null : resourceBlockAt(place);
  const labels = repositoriesIn((block === null ? null : expressionText(block, 'repository')) ?? '');
  if (labels.length > 0) return moduleAddress === repository.moduleAddress && labels.includes(repository.name);
  if (call === undefined) return true;
  const { file, start, end } = call.body;
  const passed = repositoriesIn(file.text.slice(start, end));
  return passed.length === 0 || (call.caller === repository.moduleAddress && passed.includes(repository.name));
}

/** The labels of repositories that are named in some text of HCL. */
function repositoriesIn(text: string): readonly string[] {
  return [...text.matchAll(/\baws_ecr_repository\.([\w-]+)/g)].map((match) => match[1]!);
}

function namesFor(label: string): readonly string[] {
  return [label, `${label}_lifecycle`, `${label}_untagged`];
}

/** The repository's own repetition, and the index that leads from one of its policies to the repository. */
function repetitionOf({ body, type, name }: EvaluatedResource): {
  repetition: readonly [string, NewValue] | null;
  index: string;
} {
  const count = body.attributePlace('count');
  if (count !== null) return { repetition: ['count', copyOf(count)], index: '[count.index]' };
  const forEach = body.attributePlace('for_each');
  if (forEach === null) return { repetition: null, index: '' };
  // A long collection is not said twice: the repositories are one with the same keys.
  const isLong = textAt(forEach).includes('\n');
  const keys = isLong ? expression(`${type}.${name}`) : copyOf(forEach);
  return { repetition: ['for_each', keys], index: '[each.key]' };
}

/**
 * Written where it is missing, or where the template itself says null or nothing. The null that a variable has by
 * default leaves the policy to the caller; and a default can be no call of jsonencode.
 */
function fixOfTemplate({ lifecyclePolicy }: CreationTemplate, { defaults }: RuleContext): Fix | null {
  const { body, name, value } = lifecyclePolicy;
  if (body.place === null || !(value === null || isWholeArgument(lifecyclePolicy))) return null;
  const days = defaults.untaggedExpiryDays;
  return {
    safety: 'safe',
    description: `Sets a lifecycle policy that expires untagged images after ${days} days.`,
    edits: [{ kind: 'set-argument', block: body.place, name, value: document(defaultLifecyclePolicy(days)) }],
  };
}

export default rule;
