import { type Argument, argumentOf, boolOf, evidenceOf, judge, reasonOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import type { Fix } from '../src/lint/fix.ts';
import { settingEdits } from '../src/lint/mending/setting.ts';
import type { Rule, RuleContext, Subject } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'no-force-delete',
  title: 'Terraform may delete a repository together with its images',
  category: 'lifecycle',
  aliases: [],
  severity: { production: 'error', unknown: 'warning', nonProduction: 'off' },
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  fix: 'safe',
  documentation: {
    what: 'The repository has `force_delete = true`, a public repository `force_destroy = true`: Terraform then deletes it although there are images in it.',
    why:
      'Without it, AWS refuses to delete a repository that is not empty, and an apply that would lose images stops with an error. ' +
      'With it, a renamed resource, a changed `name` or a changed encryption setting, each of which makes Terraform replace the repository, removes every image for good. Running services then cannot be restarted or scaled.',
    how:
      'Set it to `false` or leave it out; that changes nothing in AWS. To delete a repository on purpose, set it to `true` in a change of its own, apply that, and remove the repository in the next. ' +
      'Where repositories come and go by design, in development say, tag them as such and the rule is silent.',
    references: [
      {
        title: 'aws_ecr_repository, force_delete',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#force_delete',
      },
      {
        title: 'Deleting a private repository in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Left out, as is the default',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}
`,
      },
      {
        title: 'A repository outside production',
        code: `
resource "aws_ecr_repository" "app" {
  name         = "app"
  force_delete = true

  tags = {
    Environment = "dev"
  }
}
`,
      },
    ],
    bad: [
      {
        title: 'A production repository that goes away with its images',
        code: `
resource "aws_ecr_repository" "app" {
  name         = "app-prod"
  force_delete = true
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Terraform deletes this repository even when there are images in it: force_delete is true. Set it to false, so that AWS refuses.',
            resource: 'aws_ecr_repository.app',
            at: 'true',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name         = "app-prod"
  force_delete = false
}
`,
      },
      {
        title: 'A public repository',
        code: `
resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
  force_destroy   = true
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'Terraform deletes this repository even when there are images in it: force_destroy is true. Set it to false, so that AWS refuses.',
            resource: 'aws_ecrpublic_repository.app',
            at: 'true',
          },
        ],
        fixed: `
resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
  force_destroy   = false
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const repository of facts.repositories) {
      judgeForce(repository, argumentOf(repository.resource.body, 'force_delete'), context);
    }
    for (const repository of facts.publicRepositories) {
      judgeForce(repository, argumentOf(repository.resource.body, 'force_destroy'), context);
    }
  },
};

function judgeForce(subject: Subject, force: Argument, context: RuleContext): void {
  const answer = judge(force, (value) => value !== null && boolOf(value) === true);
  if (answer === 'no') return;
  const evidence = evidenceOf(force);
  if (answer === 'unknown') {
    context.unresolved({ subject, reason: reasonOf(force), evidence });
    return;
  }
  if (subject.environment.kind === 'non-production') {
    context.keep({ subject, evidence });
    return;
  }
  const message = `Terraform deletes this repository even when there are images in it: ${force.name} is true. Set it to false, so that AWS refuses.`;
  context.report({ subject, message, evidence, fix: fixOf(force) });
}

function fixOf(force: Argument): Fix | null {
  const edits = settingEdits(force, { to: false, meant: /force/i, mayDiffer: true });
  const description = `Sets ${force.name} to false: a repository with images in it is no longer deleted.`;
  return edits === null ? null : { safety: 'safe', description, edits };
}

export default rule;
