import { type Argument, boolOf, evidenceOf, judge, nestedArgument, reasonOf } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { type Edit, type Fix, literal } from '../src/lint/fix.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'prevent-destroy',
  title: 'Production repository that Terraform may destroy',
  category: 'lifecycle',
  aliases: [],
  severity: { production: 'error', unknown: 'off', nonProduction: 'off' },
  presets: ['strict'],
  securitySeverity: null,
  fix: 'safe',
  documentation: {
    what:
      'A production repository has no `lifecycle { prevent_destroy = true }`. ' +
      'A plan does not hold `lifecycle` blocks, so that a plan without its Terraform source cannot be judged.',
    why:
      'A renamed resource, a module call that is taken out, a changed `name` or encryption setting makes Terraform delete the repository or replace it by an empty one. ' +
      'With `prevent_destroy` the plan fails instead, where the loss would only have been a line in a long list.',
    how:
      'Add `lifecycle { prevent_destroy = true }` to the resource. It changes nothing in AWS and takes effect with the next plan. ' +
      'Terraform wants a literal there. It protects against changes of the configuration; when the resource block itself is deleted, the protection goes with it, so keep `force_delete` off as well.',
    references: [
      {
        title: 'The lifecycle meta-argument',
        url: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
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
        title: 'A protected repository',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  lifecycle {
    prevent_destroy = true
  }
}
`,
      },
      {
        title: 'A repository outside production',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-dev"
}
`,
      },
    ],
    bad: [
      {
        title: 'No lifecycle block',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Terraform may destroy this production repository. Add lifecycle { prevent_destroy = true }, so that a plan which would do that fails.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  lifecycle {
    prevent_destroy = true
  }
}
`,
      },
      {
        title: 'Protection that is switched off',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  lifecycle {
    prevent_destroy = false
    ignore_changes  = [tags]
  }
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Terraform may destroy this production repository: prevent_destroy is false. Set it to true, so that a plan which would do that fails.',
            resource: 'aws_ecr_repository.app',
            at: 'false',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags]
  }
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const subject of [...facts.repositories, ...facts.publicRepositories]) {
      const { body } = subject.resource;
      const setting = nestedArgument(body, 'lifecycle', 'prevent_destroy');
      const evidence = evidenceOf(setting);
      if (body.place === null) {
        const reason = { kind: 'unsupported', message: 'a plan does not hold lifecycle blocks', place: null } as const;
        context.unresolved({ subject, reason, evidence });
        continue;
      }
      const answer = judge(setting, (value) => value !== null && boolOf(value) === true);
      if (answer === 'yes') continue;
      if (answer === 'unknown') context.unresolved({ subject, reason: reasonOf(setting), evidence });
      else context.report({ subject, message: describe(setting), evidence, fix: fixOf(setting) });
    }
  },
};

function describe({ value }: Argument): string {
  return value === null
    ? 'Terraform may destroy this production repository. Add lifecycle { prevent_destroy = true }, so that a plan which would do that fails.'
    : 'Terraform may destroy this production repository: prevent_destroy is false. Set it to true, so that a plan which would do that fails.';
}

/** In a lifecycle block that is there, else in a new one. */
function fixOf({ body, name }: Argument): Fix | null {
  const block = body.place;
  if (block === null) return null;
  const edit: Edit =
    name === 'lifecycle'
      ? {
          kind: 'add-block',
          block,
          type: 'lifecycle',
          content: { arguments: [['prevent_destroy', literal(true)]], blocks: [] },
        }
      : { kind: 'set-argument', block, name, value: literal(true) };
  const description = 'Makes plans fail that would destroy the repository.';
  return { safety: 'safe', description, edits: [edit] };
}

export default rule;
