import type { EcrFacts } from '../src/ecr/facts.ts';
import type { Place } from '../src/hcl/source.ts';
import { always, type Rule, type RuleContext } from '../src/lint/rule.ts';
import type { DefaultChange, PublishedCall, ReleaseDrift } from '../src/terraform/published.ts';
import type { EvaluatedBody } from '../src/terraform/resource.ts';

const rule: Rule = {
  id: 'module-version',
  title: 'An ECR module whose defaults changed is called without a bound on its version',
  category: 'module',
  aliases: ['terraform_module_version', 'terraform_module_pinned_source', 'CKV_TF_1', 'CKV_TF_2'],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 4,
  documentation: {
    what:
      'A `module` block calls a published ECR module of which ecrlint knows that its defaults changed between releases, and leaves open which release it gets: ' +
      'there is no `version`, or one such as `>= 0.20` without an upper end; or the source is a Git repository without a `ref`, or with a branch for one.',
    why:
      'Terraform takes the newest release that is allowed whenever a working directory is set up anew, and modules are not in the dependency lock file. ' +
      'So the same configuration makes tags immutable for one person and mutable for another, without anything in it having changed.',
    how: 'Say which releases you mean, such as `version = "~> 1.0"`, or name a tag: `?ref=v1.0.0`. Look at what the defaults are in the release you have now, and give the inputs that matter.',
    references: [
      {
        title: 'Module versions',
        url: 'https://developer.hashicorp.com/terraform/language/modules/configuration#module-versions',
      },
      {
        title: 'Selecting a revision of a Git repository',
        url: 'https://developer.hashicorp.com/terraform/language/modules/configuration#selecting-a-revision',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'Releases of one major version',
        code: `
module "app" {
  source  = "cloudposse/ecr/aws"
  version = "~> 1.0"

  name = "app"
}
`,
      },
      {
        title: 'A tag of a Git repository',
        code: `
module "app" {
  source = "git::https://github.com/cloudposse/terraform-aws-ecr.git?ref=v1.0.0"

  name = "app"
}
`,
      },
      {
        title: 'A module whose defaults are the same in all releases',
        code: `
module "app" {
  source = "tmknom/ecr/aws"

  name            = "app"
  tag_prefix_list = ["v"]
}
`,
      },
    ],
    bad: [
      {
        title: 'No version',
        code: `
module "app" {
  source = "cloudposse/ecr/aws"

  name = "app"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'cloudposse/ecr/aws is called without a version, and its defaults differ by release: image_tag_mutability is "IMMUTABLE" since 0.31.0 and was "MUTABLE" before; scan_images_on_push is true since 0.31.0 and was false before. Say which releases you mean.',
            resource: 'module.app.aws_ecr_repository.name["app"]',
            at: 'module "app"',
          },
        ],
      },
      {
        title: 'A version without an upper end',
        code: `
module "app" {
  source  = "cloudposse/ecr/aws"
  version = ">= 0.20"

  name = "app"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'cloudposse/ecr/aws is called with a version that has no upper bound, and its defaults differ by release: image_tag_mutability is "IMMUTABLE" since 0.31.0 and was "MUTABLE" before; scan_images_on_push is true since 0.31.0 and was false before. Say which releases you mean.',
            resource: 'module.app.aws_ecr_repository.name["app"]',
            at: '">= 0.20"',
          },
        ],
      },
      {
        title: 'A Git repository without a tag',
        code: `
module "app" {
  source = "github.com/cloudposse/terraform-aws-ecr"

  name = "app"
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'cloudposse/ecr/aws is called without a ref, and its defaults differ by release: image_tag_mutability is "IMMUTABLE" since 0.31.0 and was "MUTABLE" before; scan_images_on_push is true since 0.31.0 and was false before. Say which releases you mean.',
            resource: 'module.app.aws_ecr_repository.name["app"]',
            at: '"github.com/cloudposse/terraform-aws-ecr"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    const seen = new Set<Place>();
    for (const subject of [...facts.repositories, ...facts.creationTemplates, ...facts.publicRepositories]) {
      const { published } = subject.resource;
      const drift = published?.module.drift ?? null;
      if (published === null || drift === null || seen.has(published.place)) continue;
      seen.add(published.place);
      const body = blockAt(placeOf(published, drift));
      const message = describe(published.module.name, drift);
      context.report({ subject, message, evidence: { kind: 'missing', body, what: 'version' } });
    }
  },
};

function placeOf(call: PublishedCall, { argument }: ReleaseDrift): Place {
  return (argument === null ? null : call.argument(argument)?.value) ?? call.place;
}

/** More changes than this are not told one by one. */
const MOST_TOLD = 3;

function describe(name: string, { how, changes }: ReleaseDrift): string {
  const told = changes.slice(-MOST_TOLD).map(describeChange);
  const more = changes.length > MOST_TOLD ? `; and ${changes.length - MOST_TOLD} more` : '';
  return `${name} is called ${how}, and its defaults differ by release: ${told.join('; ')}${more}. Say which releases you mean.`;
}

function describeChange({ input, release, from, to }: DefaultChange): string {
  return `${input} is ${to} since ${release} and was ${from} before`;
}

/** Nothing but a place: a call is no resource. */
function blockAt(place: Place): EvaluatedBody {
  return {
    place,
    attribute: () => null,
    attributePlace: () => null,
    attributeNames: () => [],
    blocks: () => ({ items: [], rest: null }),
  };
}

export default rule;
