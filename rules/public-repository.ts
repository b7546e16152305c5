import { argumentOf, evidenceOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'public-repository',
  title: 'Public repository, or one without tags',
  category: 'access',
  aliases: ['ECR.4', 'tagged-ecr-publicrepository'],
  severity: always('info'),
  presets: ['recommended', 'strict', 'security-hub'],
  securitySeverity: 2,
  documentation: {
    what:
      'An `aws_ecrpublic_repository` is declared, which puts images on the public gallery of Amazon ECR. ' +
      'A second finding says that it has no tags, neither its own nor from `default_tags` of the provider.',
    why:
      'Everybody can pull from a public repository, without an AWS account, and no policy can change that. ' +
      'Internal software, credentials in a layer or the names of internal systems are then in the open. Untagged, nobody can tell who decided that and whether it is still meant.',
    how:
      'Use an `aws_ecr_repository` for what is not meant for everybody; it can be shared with other accounts or an organization by its policy. ' +
      'Where the images are meant to be public, suppress the finding with the reason, and give the repository tags that name its owner.',
    references: [
      {
        title: 'Amazon ECR public repositories',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/public/public-repositories.html',
      },
      {
        title: 'Security Hub control ECR.4',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-4',
      },
      {
        title: 'aws_ecrpublic_repository',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecrpublic_repository',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A private repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
      },
      {
        title: 'A public repository that is not created',
        code: `
resource "aws_ecrpublic_repository" "app" {
  count           = 0
  repository_name = "app"
}
`,
      },
    ],
    bad: [
      {
        title: 'A public repository',
        code: `
resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"

  tags = {
    Owner = "team-a"
  }
}
`,
        findings: [
          {
            severity: 'info',
            message:
              'Everybody can pull images from this repository, and no policy can change that. Use aws_ecr_repository unless the images are meant for the public.',
            resource: 'aws_ecrpublic_repository.app',
            at: 'resource "aws_ecrpublic_repository" "app"',
          },
        ],
      },
      {
        title: 'A public repository without tags',
        code: `
resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
}
`,
        findings: [
          {
            severity: 'info',
            message:
              'Everybody can pull images from this repository, and no policy can change that. Use aws_ecr_repository unless the images are meant for the public.',
            resource: 'aws_ecrpublic_repository.app',
            at: 'resource "aws_ecrpublic_repository" "app"',
          },
          {
            severity: 'info',
            message:
              'The public repository has no tags, so nothing says whose it is. Add tags, or default_tags to the provider.',
            resource: 'aws_ecrpublic_repository.app',
            at: 'resource "aws_ecrpublic_repository" "app"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const subject of facts.publicRepositories) {
      const { body } = subject.resource;
      context.report({
        subject,
        message:
          'Everybody can pull images from this repository, and no policy can change that. Use aws_ecr_repository unless the images are meant for the public.',
        evidence: { kind: 'missing', body, what: 'aws_ecr_repository' },
      });
      const { entries, rest } = subject.tags;
      if ([...entries.keys()].some((key) => !key.startsWith('aws:'))) continue;
      const tags = argumentOf(body, 'tags');
      if (rest !== null) {
        context.unresolved({ subject, reason: rest, evidence: evidenceOf(tags) });
        continue;
      }
      context.report({
        subject,
        aspect: 'tags',
        message:
          'The public repository has no tags, so nothing says whose it is. Add tags, or default_tags to the provider.',
        evidence: evidenceOf(tags),
      });
    }
  },
};

export default rule;
