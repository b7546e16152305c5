import { argumentOf, boolOf, evidenceOf, judge } from '../src/ecr/argument.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { always, type Evidence, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { EvaluatedBody, EvaluatedResource, PlannedChange } from '../src/terraform/resource.ts';

/** By type: the argument that lets Terraform delete a repository with its images. */
const FORCE = { aws_ecr_repository: 'force_delete', aws_ecrpublic_repository: 'force_destroy' } as const;

const rule: Rule = {
  id: 'destroys-images',
  title: 'A plan deletes or replaces a repository',
  category: 'lifecycle',
  aliases: [],
  severity: always('error'),
  presets: ['recommended', 'strict'],
  securitySeverity: null,
  documentation: {
    what:
      'Only in plans: a repository is deleted, or replaced because of a change that AWS cannot make in place, such as its name or its encryption. ' +
      'That is an error when `force_delete` (of a public repository `force_destroy`) is set, because its images go with it, and a warning when it is not, because AWS then refuses to delete a repository that holds images, and the apply stops half way. ' +
      'Lifecycle policies that are replaced, repositories that are moved and those that Terraform only forgets are no findings.',
    why: 'Images that are deleted cannot be brought back. Running services go on until they are restarted or scaled, and then find nothing to pull. In the diff of a module such a change looks harmless: one line that adds a key or changes a name.',
    how:
      'Leave the argument that forces the replacement as it is; the message names it. To change it after all, create a second repository beside the first, copy the images, let everything pull from there, and delete the old one later. ' +
      'A repository that is really meant to go can be emptied first; then nothing is lost that somebody did not look at.',
    references: [
      {
        title: 'Deleting a private repository in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html',
      },
      {
        title: 'aws_ecr_repository, force_delete',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#force_delete',
      },
      {
        title: 'Plan representation, replace_paths',
        url: 'https://developer.hashicorp.com/terraform/internals/json-format#change-representation',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A change that is made in place',
        code: {
          'main.tf':
            'resource "aws_ecr_repository" "app" {\n  name                 = "app"\n  image_tag_mutability = "IMMUTABLE"\n}\n',
          'plan.json': planOf({
            actions: ['update'],
            before: { name: 'app', image_tag_mutability: 'MUTABLE', force_delete: true },
            after: { name: 'app', image_tag_mutability: 'IMMUTABLE', force_delete: true },
          }),
        },
        paths: ['plan.json'],
      },
      {
        title: 'A new repository',
        code: {
          'main.tf': 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n',
          'plan.json': planOf({ actions: ['create'], before: null, after: { name: 'app' } }),
        },
        paths: ['plan.json'],
      },
    ],
    bad: [
      {
        title: 'A new name replaces the repository together with its images',
        code: {
          'main.tf': 'resource "aws_ecr_repository" "app" {\n  name         = "app-images"\n  force_delete = true\n}\n',
          'plan.json': planOf({
            actions: ['delete', 'create'],
            before: { name: 'app', force_delete: true },
            after: { name: 'app-images', force_delete: true },
            replace_paths: [['name']],
          }),
        },
        paths: ['plan.json'],
        findings: [
          {
            severity: 'error',
            message:
              'The plan replaces this repository because of a change of name, and its images are lost: force_delete lets Terraform delete it with all that is in it.',
            resource: 'aws_ecr_repository.app',
            at: '"app-images"',
          },
        ],
      },
      {
        title: 'Encryption with a key of its own replaces it, unless AWS refuses because there are images in it',
        code: {
          'main.tf':
            'resource "aws_ecr_repository" "app" {\n  name = "app"\n\n  encryption_configuration {\n    encryption_type = "KMS"\n  }\n}\n',
          'plan.json': planOf({
            actions: ['create', 'delete'],
            before: { name: 'app', force_delete: null, encryption_configuration: [{ encryption_type: 'AES256' }] },
            after: { name: 'app', force_delete: null, encryption_configuration: [{ encryption_type: 'KMS' }] },
            replace_paths: [['encryption_configuration', 0, 'encryption_type']],
          }),
        },
        paths: ['plan.json'],
        findings: [
          {
            severity: 'warning',
            message:
              'The plan replaces this repository because of a change of encryption_configuration.encryption_type. AWS refuses to delete it while there are images in it, and the apply stops.',
            resource: 'aws_ecr_repository.app',
            at: '"KMS"',
          },
        ],
      },
    ],
  },

  check({ deployment, subject }: EcrFacts, context: RuleContext): void {
    for (const type of ['aws_ecr_repository', 'aws_ecrpublic_repository'] as const) {
      for (const resource of [...deployment.removed(type), ...deployment.resources(type)]) {
        const { change } = resource;
        if (change === null || !change.actions.includes('delete')) continue;
        const isForced = losesImages(change, FORCE[type]);
        context.report({
          subject: subject(resource),
          message: describe(change, isForced ? FORCE[type] : null),
          evidence: evidenceFor(resource, change),
          ...(isForced ? {} : { atMost: 'warning' }),
        });
      }
    }
  },
};

/** Whether the repository as it is lets Terraform delete it with its images: the provider goes by its state. */
function losesImages({ before }: PlannedChange, argument: string): boolean {
  if (before === null) return false;
  return judge(argumentOf(before, argument), (value) => value !== null && boolOf(value) === true) === 'yes';
}

function describe({ actions, replacePaths }: PlannedChange, force: string | null): string {
  const names = replacePaths.map((path) => path.filter((step) => typeof step === 'string').join('.'));
  const because = names.length === 0 ? '' : ` because of a change of ${[...new Set(names)].join(' and ')}`;
  const what = actions.includes('create')
    ? `The plan replaces this repository${because}`
    : 'The plan deletes this repository';
  return force === null
    ? `${what}. AWS refuses to delete it while there are images in it, and the apply stops.`
    : `${what}, and its images are lost: ${force} lets Terraform delete it with all that is in it.`;
}

/** The argument that forces a replacement, where it is written; else the repository. */
function evidenceFor({ body }: EvaluatedResource, { replacePaths }: PlannedChange): Evidence {
  const [path = []] = replacePaths;
  let inside: EvaluatedBody | undefined = body;
  for (const [index, step] of path.entries()) {
    if (typeof step !== 'string' || inside === undefined) continue;
    const argument = argumentOf(inside, step);
    if (argument.value !== null && argument.value.kind !== 'null' && inside.blocks(step).items.length === 0) {
      return evidenceOf(argument);
    }
    const position = path[index + 1];
    inside = inside.blocks(step).items[typeof position === 'number' ? position : 0];
  }
  return { kind: 'missing', body, what: 'repository' };
}

/** A plan of one repository, as `terraform show -json` writes it, as far as examples need it. */
function planOf(change: {
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>>;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}): string {
  const plan = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: [
      {
        address: 'aws_ecr_repository.app',
        mode: 'managed',
        type: 'aws_ecr_repository',
        name: 'app',
        provider_name: 'registry.terraform.io/hashicorp/aws',
        change: { after_unknown: {}, ...change },
      },
    ],
  };
  return `${JSON.stringify(plan, null, 2)}\n`;
}

export default rule;
