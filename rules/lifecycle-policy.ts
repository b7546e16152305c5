import { type Answer, type Argument, evidenceOf, judge, reasonOf, textOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

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
      'Test it with a lifecycle policy preview before you apply it: what a policy expires cannot be brought back.',
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
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const repository of facts.repositories) {
      const { lifecyclePolicies: links, resource } = repository;
      if (links.some(({ doubt }) => doubt === null)) continue;
      const evidence = { kind: 'missing', body: resource.body, what: 'aws_ecr_lifecycle_policy' } as const;
      const [possible] = links;
      if (possible !== undefined && possible.doubt !== null) {
        context.unresolved({ subject: repository, reason: possible.doubt, evidence });
        continue;
      }
      const message =
        'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.';
      context.report({ subject: repository, message, evidence });
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
      context.report({ subject: template, message, evidence });
    }
  },
};

/** A policy of which parts are unknown is there all the same. */
function isGiven(argument: Argument): Answer {
  const { value } = argument;
  if (value?.kind === 'unknown' && value.text !== null) return 'yes';
  return judge(argument, (known) => known !== null && textOf(known)?.trim() !== '');
}

export default rule;
