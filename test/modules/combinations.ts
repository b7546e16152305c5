import {
  BOLDLINK,
  CLOUDDROVE,
  CLOUDPOSSE,
  CLOUDPOSSE_1,
  CLOUDPOSSE_LATER,
  ENCRYPTION_OBJECT,
  INFRABLOCKS,
  LGALLARD,
  LGALLARD_2,
  MINEIROS,
  MUTABILITY,
  SCAN_RULES,
  TEMPLATE,
  TERRAFORM_AWS_MODULES,
  TMKNOM,
  TRUSSWORKS,
  WRAPPED,
} from './options.ts';

/**
 * Calls of published modules that are judged twice: with the module's source on disk, and without it. Each release is
 * called with every option on its own and with many of them together.
 */

/** A release of a module with what its inputs are given. */
export interface CalledRelease {
  readonly module: string;
  readonly version: string;
  /** Where its source is: a repository on GitHub, and a tag of it. */
  readonly repository: string;
  readonly tag: string;
  /** Arguments that every call has. */
  readonly base: string;
  /** For each input or group of them, the ways to give it. */
  readonly options: readonly (readonly string[])[];
}

export interface Combination {
  readonly name: string;
  /** `main.tf`. */
  readonly text: string;
}

/** How many calls have several options at once. */
const MIXED = 24;

/** All calls of a release, in an order that does not change. */
export function combinationsOf({ module, version, base, options }: CalledRelease): readonly Combination[] {
  const calls: { readonly name: string; readonly given: readonly string[] }[] = [{ name: 'defaults', given: [] }];
  for (const [i, ways] of options.entries()) {
    for (const [j, way] of ways.entries()) calls.push({ name: `option ${i + 1}.${j + 1}`, given: [way] });
  }
  const random = numbersFrom(module.length * 1000 + version.length);
  for (let i = 0; i < MIXED; i++) {
    const given = options.flatMap((ways) => ways[Math.floor(random() * (ways.length + 1))] ?? []);
    calls.push({ name: `mixed ${i + 1}`, given });
  }
  return calls.map(({ name, given }) => ({ name, text: callText(module, version, [base, ...given]) }));
}

/** What is given later takes the place of what was given before; each argument is on a line of its own. */
function callText(module: string, version: string, given: readonly string[]): string {
  const byName = new Map<string, string>();
  for (const line of given.flatMap((text) => text.split('\n'))) {
    if (line !== '') byName.set(line.slice(0, line.indexOf(' ')), `  ${line}`);
  }
  const lines = [...byName.values()];
  return `variable "unset" {}

resource "aws_kms_key" "mine" {}

data "aws_caller_identity" "current" {}

module "ecr" {
  source  = "${module}"
  version = "${version}"

${lines.join('\n')}
}
`;
}

/** The same numbers between 0 and 1 for the same seed: the linear congruential generator of Numerical Recipes. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const TAM = 'terraform-aws-modules/ecr/aws';
const APP = 'repository_name = "app"';
const EG = 'namespace = "eg"\nname = "app"';

export const RELEASES: readonly CalledRelease[] = [
  {
    module: TAM,
    version: '1.7.1',
    repository: 'terraform-aws-modules/terraform-aws-ecr',
    tag: 'v1.7.1',
    base: APP,
    options: TERRAFORM_AWS_MODULES,
  },
  {
    module: TAM,
    version: '2.4.0',
    repository: 'terraform-aws-modules/terraform-aws-ecr',
    tag: 'v2.4.0',
    base: APP,
    options: [...TERRAFORM_AWS_MODULES, [SCAN_RULES]],
  },
  {
    module: TAM,
    version: '3.2.0',
    repository: 'terraform-aws-modules/terraform-aws-ecr',
    tag: 'v3.2.0',
    base: APP,
    options: [
      ...TERRAFORM_AWS_MODULES,
      [SCAN_RULES],
      [
        'repository_image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"\nrepository_image_tag_mutability_exclusion_filter = [{ filter = "latest*", filter_type = "WILDCARD" }]',
        'repository_image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"\nrepository_image_tag_mutability_exclusion_filter = [{ filter = "v*", filter_type = "WILDCARD" }]',
      ],
      ['region = "eu-west-1"'],
    ],
  },
  {
    module: `${TAM}//wrappers`,
    version: '3.2.0',
    repository: 'terraform-aws-modules/terraform-aws-ecr',
    tag: 'v3.2.0',
    base: '',
    options: WRAPPED,
  },
  {
    module: `${TAM}//modules/repository-template`,
    version: '3.2.0',
    repository: 'terraform-aws-modules/terraform-aws-ecr',
    tag: 'v3.2.0',
    base: '',
    options: TEMPLATE,
  },
  {
    module: 'cloudposse/ecr/aws',
    version: '0.30.0',
    repository: 'cloudposse/terraform-aws-ecr',
    tag: '0.30.0',
    base: EG,
    options: CLOUDPOSSE,
  },
  {
    module: 'cloudposse/ecr/aws',
    version: '0.41.0',
    repository: 'cloudposse/terraform-aws-ecr',
    tag: '0.41.0',
    base: EG,
    options: CLOUDPOSSE,
  },
  {
    module: 'cloudposse/ecr/aws',
    version: '0.44.0',
    repository: 'cloudposse/terraform-aws-ecr',
    tag: 'v0.44.0',
    base: EG,
    options: CLOUDPOSSE_LATER,
  },
  {
    module: 'cloudposse/ecr/aws',
    version: '1.0.0',
    repository: 'cloudposse/terraform-aws-ecr',
    tag: 'v1.0.0',
    base: EG,
    options: CLOUDPOSSE_1,
  },
  {
    module: 'lgallard/ecr/aws',
    version: '0.28.0',
    repository: 'lgallard/terraform-aws-ecr',
    tag: '0.28.0',
    base: 'name = "app"',
    options: LGALLARD,
  },
  {
    module: 'trussworks/ecr-repo/aws',
    version: '2.0.3',
    repository: 'trussworks/terraform-aws-ecr-repo',
    tag: 'v2.0.3',
    base: 'container_name = "app"',
    options: TRUSSWORKS,
  },
  {
    module: 'trussworks/ecr-repo/aws',
    version: '3.1.1',
    repository: 'trussworks/terraform-aws-ecr-repo',
    tag: 'v3.1.1',
    base: 'container_name = "app"',
    options: [...TRUSSWORKS, ENCRYPTION_OBJECT, MUTABILITY, ['force_delete = true']],
  },
  {
    module: 'mineiros-io/ecr/aws',
    version: '0.6.0',
    repository: 'mineiros-io/terraform-aws-ecr',
    tag: 'v0.6.0',
    base: 'name = "app"',
    options: MINEIROS,
  },
  {
    module: 'infrablocks/ecr-repository/aws',
    version: '2.1.0',
    repository: 'infrablocks/terraform-aws-ecr-repository',
    tag: '2.1.0-rc.13',
    base: 'region = "eu-west-1"\ncomponent = "app"\nrepository_name = "app"',
    options: INFRABLOCKS,
  },
  {
    module: 'boldlink/ecr/aws',
    version: '1.0.2',
    repository: 'boldlink/terraform-aws-ecr',
    tag: '1.0.2',
    base: 'name = "app"\nscan_on_push = true',
    options: BOLDLINK,
  },
  {
    module: 'boldlink/ecr/aws',
    version: '2.0.0',
    repository: 'boldlink/terraform-aws-ecr',
    tag: '2.0.0',
    base: 'name = "app"\ncreate_private_repository = true',
    options: [...BOLDLINK, ['create_public_repository = true']],
  },
  {
    module: 'tmknom/ecr/aws',
    version: '2.3.0',
    repository: 'tmknom/terraform-aws-ecr',
    tag: '2.3.0',
    base: 'name = "app"\ntag_prefix_list = ["v"]',
    options: TMKNOM,
  },
  {
    module: 'clouddrove/ecr/aws',
    version: '1.3.2',
    repository: 'clouddrove/terraform-aws-ecr',
    tag: '1.3.2',
    base: 'use_fullname = "app"\nenable_private_ecr = true',
    options: CLOUDDROVE,
  },
  {
    module: 'lgallard/ecr/aws',
    version: '2.1.1',
    repository: 'lgallard/terraform-aws-ecr',
    tag: '2.1.1',
    base: 'name = "app"',
    options: LGALLARD_2,
  },
];
