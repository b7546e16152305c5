/**
 * Calls of published modules that are judged twice: with the module's source on disk, and without it. Each release is
 * called with every option on its own and with many of them together.
 */

/** A release of a module with what its inputs are given. */
export interface CalledRelease {
  readonly module: string;
  readonly version: string;
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

const POLICY = (principal: string, actions: string) =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = ${principal}, Action = ${actions} }] })`;

const LIFECYCLE = (selection: string) =>
  `jsonencode({ rules = [{ rulePriority = 1, description = "Expire some of the images after a while", selection = ${selection}, action = { type = "expire" } }] })`;

const UNTAGGED = '{ tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }';
const ANY = '{ tagStatus = "any", countType = "imageCountMoreThan", countNumber = 10 }';
const TWO_PREFIXES =
  '{ tagStatus = "tagged", tagPrefixList = ["v", "rel"], countType = "imageCountMoreThan", countNumber = 10 }';

const TERRAFORM_AWS_MODULES: readonly (readonly string[])[] = [
  ['repository_name = "app-prod"', 'repository_name = "Not Valid"', 'repository_name = var.unset', 'create = false'],
  [
    'repository_image_tag_mutability = "MUTABLE"',
    'repository_image_tag_mutability = var.unset',
    'repository_image_tag_mutability = "IMMUTABLE"',
  ],
  ['repository_image_scan_on_push = false', 'repository_image_scan_on_push = var.unset'],
  [
    'repository_encryption_type = "KMS"\nrepository_kms_key = aws_kms_key.mine.arn',
    'repository_encryption_type = "KMS"',
    'repository_encryption_type = "AES256"\nrepository_kms_key = aws_kms_key.mine.arn',
    'repository_encryption_type = var.unset',
  ],
  ['repository_force_delete = true', 'repository_force_delete = false'],
  [
    'create_lifecycle_policy = false',
    `repository_lifecycle_policy = ${LIFECYCLE(UNTAGGED)}`,
    `repository_lifecycle_policy = ${LIFECYCLE(ANY)}`,
    `repository_lifecycle_policy = ${LIFECYCLE(TWO_PREFIXES)}`,
    'repository_lifecycle_policy = var.unset',
    'create_lifecycle_policy = var.unset',
  ],
  [
    'repository_read_access_arns = ["arn:aws:iam::111122223333:root"]',
    'repository_read_access_arns = ["*"]',
    'repository_read_write_access_arns = ["arn:aws:iam::111122223333:role/ci"]',
    'repository_lambda_read_access_arns = ["arn:aws:lambda:eu-west-1:111122223333:function:app"]',
    'repository_read_write_access_arns = var.unset',
    'attach_repository_policy = false',
    `create_repository_policy = false\nrepository_policy = ${POLICY('"*"', '["ecr:*"]')}`,
    `create_repository_policy = false\nrepository_policy = ${POLICY('{ AWS = "111122223333" }', '["ecr:PutImage"]')}`,
    'create_repository_policy = false',
    'repository_policy_statements = { all = { sid = "All", actions = ["ecr:*"], principals = [{ type = "*", identifiers = ["*"] }] } }',
    'repository_policy_statements = { one = { sid = "One", actions = ["ecr:BatchGetImage"], resources = ["*"], principals = [{ type = "AWS", identifiers = ["arn:aws:iam::111122223333:root"] }], conditions = [{ test = "StringEquals", variable = "aws:PrincipalOrgID", values = ["o-abcdefghij"] }] } }',
  ],
  ['tags = { Environment = "production" }', 'tags = { Environment = "staging" }', 'tags = var.unset'],
  [
    'repository_type = "public"',
    'repository_type = "public"\nrepository_read_access_arns = ["arn:aws:iam::111122223333:root"]',
  ],
  [
    `create_registry_policy = true\nregistry_policy = ${POLICY('{ AWS = "arn:aws:iam::111122223333:root" }', '["ecr:ReplicateImage"]')}`,
    `create_registry_policy = true\nregistry_policy = ${POLICY('"*"', '["ecr:*"]')}`,
  ],
  [
    'manage_registry_scanning_configuration = true',
    'manage_registry_scanning_configuration = true\nregistry_scan_type = "BASIC"',
  ],
  [
    'create_registry_replication_configuration = true\nregistry_replication_rules = [{ destinations = [{ region = "eu-west-1", registry_id = "111122223333" }, { region = "eu-west-1", registry_id = "111122223333" }] }]',
  ],
  [
    'registry_pull_through_cache_rules = { pub = { ecr_repository_prefix = "ecr-public", upstream_registry_url = "public.ecr.aws" } }',
    'registry_pull_through_cache_rules = { hub = { ecr_repository_prefix = "docker-hub", upstream_registry_url = "registry-1.docker.io" } }',
  ],
];

const SCAN_RULES =
  'registry_scan_rules = [{ scan_frequency = "SCAN_ON_PUSH", filter = [{ filter = "app*", filter_type = "WILDCARD" }] }, { scan_frequency = "CONTINUOUS_SCAN", filter = [{ filter = "*", filter_type = "WILDCARD" }] }]';

const CLOUDPOSSE: readonly (readonly string[])[] = [
  ['image_names = ["app/one", "app/two"]', 'use_fullname = false', 'image_names = var.unset', 'enabled = false'],
  ['stage = "prod"', 'stage = "dev"', 'environment = "prod"', 'stage = var.unset'],
  ['image_tag_mutability = "MUTABLE"', 'image_tag_mutability = "IMMUTABLE"', 'image_tag_mutability = var.unset'],
  ['scan_images_on_push = false', 'scan_images_on_push = true', 'scan_images_on_push = var.unset'],
  [
    'encryption_configuration = { encryption_type = "KMS", kms_key = aws_kms_key.mine.arn }',
    'encryption_configuration = { encryption_type = "KMS", kms_key = null }',
    'encryption_configuration = { encryption_type = "AES256", kms_key = null }',
    'encryption_configuration = null',
    'encryption_configuration = var.unset',
  ],
  [
    'enable_lifecycle_policy = false',
    'max_image_count = 5',
    'protected_tags = ["v", "prod"]',
    'protected_tags = ["*prod"]',
    'max_image_count = var.unset',
    'enable_lifecycle_policy = var.unset',
  ],
  [
    'principals_readonly_access = ["arn:aws:iam::111122223333:root"]',
    'principals_full_access = ["arn:aws:iam::111122223333:role/ci"]',
    'principals_readonly_access = ["*"]',
    'principals_full_access = var.unset',
    'principals_readonly_access = ["arn:aws:iam::111122223333:root"]\nprincipals_full_access = ["arn:aws:iam::444455556666:root"]',
  ],
  ['tags = { Environment = "production" }', 'tags = { Team = "a" }'],
];

const CLOUDPOSSE_LATER: readonly (readonly string[])[] = [
  ...CLOUDPOSSE,
  ['force_delete = true', 'force_delete = false'],
  ['time_based_rotation = true'],
  [
    'principals_push_access = ["arn:aws:iam::111122223333:role/ci"]',
    'principals_lambda = ["111122223333"]',
    'organizations_readonly_access = ["o-abcdefghij"]',
    'organizations_full_access = ["o-abcdefghij"]',
    'organizations_push_access = ["o-abcdefghij"]',
    'principals_pull_though_access = ["arn:aws:iam::111122223333:root"]\nprefixes_pull_through_repositories = ["eg-app"]',
  ],
  [
    'custom_lifecycle_rules = [{ description = "Expire what has no tag", selection = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 7 }, action = { type = "expire" } }]',
    'custom_lifecycle_rules = [{ selection = { tagStatus = "tagged", tagPrefixList = ["a", "b"], countType = "imageCountMoreThan", countNumber = 7 }, action = { type = "expire" } }]',
  ],
  [
    'replication_configurations = [{ rules = [{ destinations = [{ region = "eu-west-1", registry_id = "111122223333" }], repository_filters = [{ filter = "eg", filter_type = "PREFIX_MATCH" }] }] }]',
  ],
];

const CLOUDPOSSE_1: readonly (readonly string[])[] = [
  ...CLOUDPOSSE_LATER,
  [
    'image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"\nimage_tag_mutability_exclusion_filter = [{ filter = "latest*" }]',
    'image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"\nimage_tag_mutability_exclusion_filter = [{ filter = "*" }]',
  ],
  [
    'default_lifecycle_rules_settings = { untagged_image_rule = { enabled = false } }',
    'default_lifecycle_rules_settings = { remove_old_image_rule = { enabled = false } }',
  ],
];

const LGALLARD: readonly (readonly string[])[] = [
  ['tags = { Environment = "production" }', 'tags = { Environment = "dev" }', 'tags = var.unset'],
  ['image_tag_mutability = "IMMUTABLE"', 'image_tag_mutability = "MUTABLE"', 'image_tag_mutability = var.unset'],
  ['scan_on_push = false', 'scan_on_push = var.unset', 'image_scanning_configuration = { scan_on_push = false }'],
  [
    'encryption_type = "KMS"\nkms_key = aws_kms_key.mine.arn',
    'encryption_type = "KMS"',
    'encryption_type = "AES256"\nkms_key = aws_kms_key.mine.arn',
    'encryption_type = var.unset',
    'encryption_type = "KMS"\nkms_key = "alias/aws/ecr"',
  ],
  ['force_delete = true', 'force_delete = var.unset'],
  ['prevent_destroy = true', 'prevent_destroy = var.unset'],
  [
    `lifecycle_policy = ${LIFECYCLE(UNTAGGED)}`,
    `lifecycle_policy = ${LIFECYCLE(ANY)}`,
    'lifecycle_policy = ""',
    'lifecycle_policy = var.unset',
    'lifecycle_policy_template = "production"',
    'lifecycle_policy_template = "cost_optimization"',
    'lifecycle_keep_latest_n_images = 20',
    'lifecycle_expire_untagged_after_days = 7\nlifecycle_keep_latest_n_images = 20\nlifecycle_tag_prefixes_to_keep = ["v", "release"]',
    'lifecycle_expire_tagged_after_days = 30',
  ],
  [
    `policy = ${POLICY('"*"', '["ecr:BatchGetImage"]')}`,
    `policy = ${POLICY('{ AWS = "arn:aws:iam::111122223333:root" }', '["ecr:*"]')}`,
    'policy = var.unset',
  ],
  ['enable_replication = true\nreplication_regions = ["eu-west-1", "eu-west-1"]'],
  [
    'enable_registry_scanning = true',
    'enable_registry_scanning = true\nregistry_scan_type = "BASIC"',
    'enable_registry_scanning = true\nscan_repository_filters = ["other-*"]',
  ],
  [
    'enable_pull_through_cache = true\npull_through_cache_rules = [{ ecr_repository_prefix = "hub", upstream_registry_url = "registry-1.docker.io" }]',
  ],
];

const LGALLARD_2: readonly (readonly string[])[] = [
  ...LGALLARD,
  [
    'default_tags_environment = "production"',
    'default_tags_template = "compliance"\ndefault_tags_environment = "dev"',
    'enable_default_tags = false',
  ],
  [
    'manage_account_setting = true',
    'manage_account_setting = true\nbasic_scan_type_version = "CLAIR"\nregistry_policy_scope = "V1"',
  ],
  [
    'enable_repository_creation_templates = true\nrepository_creation_templates = [{ prefix = "apps", applied_for = ["CREATE_ON_PUSH"] }]',
    `enable_repository_creation_templates = true\nrepository_creation_templates = [{ prefix = "apps", applied_for = ["PULL_THROUGH_CACHE"], image_tag_mutability = "IMMUTABLE", lifecycle_policy = ${LIFECYCLE(ANY)} }]`,
  ],
  ['image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"\nimage_tag_mutability_exclusion_filters = [{ filter = "v*" }]'],
  [
    'enable_pull_request_rules = true\npull_request_rules = [{ name = "approve", type = "approval", enabled = true, conditions = { allowed_principals = ["arn:aws:iam::111122223333:root"] } }]',
    'enable_pull_request_rules = true\npull_request_rules = [{ name = "scan", type = "security_scan", enabled = true, actions = { block_on_failure = false } }]',
  ],
];

const TRUSSWORKS: readonly (readonly string[])[] = [
  ['scan_on_push = false', 'scan_on_push = var.unset'],
  [`lifecycle_policy = ${LIFECYCLE(UNTAGGED)}`, `lifecycle_policy = ${LIFECYCLE(ANY)}`, 'lifecycle_policy = var.unset'],
  [`ecr_policy = ${POLICY('"*"', '["ecr:*"]')}`, 'ecr_policy = var.unset'],
  ['tags = { Environment = "production" }', 'tags = { Environment = "dev" }'],
];

const ENCRYPTION_OBJECT = [
  'encryption_configuration = { encryption_type = "KMS", kms_key = aws_kms_key.mine.arn }',
  'encryption_configuration = { encryption_type = "AES256", kms_key = null }',
  'encryption_configuration = var.unset',
];

const MUTABILITY = ['image_tag_mutability = "MUTABLE"', 'image_tag_mutability = var.unset'];

const MINEIROS: readonly (readonly string[])[] = [
  ['immutable = true', 'immutable = false', 'immutable = var.unset', 'module_enabled = false'],
  ['scan_on_push = false'],
  [
    'lifecycle_policy_rules = [{ rulePriority = 1, selection = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 3 }, action = { type = "expire" } }]',
    'lifecycle_policy_rules = var.unset',
  ],
  [
    'pull_identities = ["arn:aws:iam::111122223333:root"]',
    'push_identities = ["*"]',
    'push_identities = var.unset',
    'repository_policy_statements = [{ actions = ["ecr:*"], principals = [{ type = "*", identifiers = ["*"] }] }]',
  ],
  ['tags = { Environment = "production" }', 'module_tags = { Environment = "dev" }'],
];

const INFRABLOCKS: readonly (readonly string[])[] = [
  ['repository_image_tag_mutability = "MUTABLE"', 'repository_image_tag_mutability = var.unset'],
  ['repository_image_scanning_scan_on_push = false', 'repository_image_scanning_scan_on_push = null'],
  ['repository_force_delete = true'],
  ['allow_in_account_lambda_pull_access = true'],
  [
    'allow_cross_account_lambda_pull_access = true\nallowed_cross_account_lambda_pull_access_account_ids = ["111122223333"]',
    'allow_role_based_pull_access = true\nallowed_role_based_pull_access_role_arns = ["arn:aws:iam::111122223333:role/ci"]',
  ],
  ['tags = { Environment = "production" }'],
];

const BOLDLINK: readonly (readonly string[])[] = [
  MUTABILITY,
  ['scan_on_push = false'],
  ENCRYPTION_OBJECT,
  [`aws_ecr_lifecycle_policy = ${LIFECYCLE(ANY)}`, 'aws_ecr_lifecycle_policy = var.unset'],
  [`aws_ecr_repository_policy = ${POLICY('"*"', '["ecr:*"]')}`, 'aws_ecr_repository_policy = var.unset'],
  ['other_tags = { Environment = "production" }'],
];

const TMKNOM: readonly (readonly string[])[] = [
  MUTABILITY,
  ['scan_on_push = true', 'scan_on_push = var.unset'],
  ['tag_prefix_list = ["v"]', 'tag_prefix_list = ["v", "release"]', 'tag_prefix_list = var.unset'],
  [
    'only_pull_accounts = ["111122223333"]',
    'push_and_pull_accounts = ["111122223333"]',
    'only_pull_accounts = var.unset',
  ],
  ['max_untagged_image_count = 5', 'max_tagged_image_count = var.unset'],
];

const CLOUDDROVE: readonly (readonly string[])[] = [
  MUTABILITY,
  ['scan_on_push = false', 'scan_on_push = var.unset'],
  ['encryption_type = "AES256"', 'kms_key = aws_kms_key.mine.arn', 'encryption_type = var.unset'],
  ['repository_force_delete = true'],
  ['max_image_count = 3', 'max_image_count = var.unset'],
  [
    'principals_readonly_access = ["arn:aws:iam::111122223333:root"]',
    'principals_full_access = ["arn:aws:iam::111122223333:root"]',
  ],
  ['enable_private_ecr = false'],
];

const WRAPPED = [
  [
    'items = { a = { repository_name = "a-prod" }, b = { repository_name = "b-prod", repository_image_tag_mutability = "MUTABLE" } }',
    'items = { a = { repository_name = "app", create_lifecycle_policy = false } }',
    'items = { a = { repository_name = var.unset, repository_force_delete = true } }',
    'items = var.unset',
  ],
  [
    'defaults = { repository_image_scan_on_push = false }',
    'defaults = { repository_image_tag_mutability = "MUTABLE", tags = { Environment = "production" } }',
    `defaults = { repository_lifecycle_policy = ${LIFECYCLE(UNTAGGED)} }`,
  ],
] as const;

const TEMPLATE: readonly (readonly string[])[] = [
  ['prefix = "apps"', 'prefix = "Not Valid"', 'create = false'],
  [
    'applied_for = ["CREATE_ON_PUSH"]',
    'applied_for = ["PULL_THROUGH_CACHE", "REPLICATION"]',
    'applied_for = var.unset',
  ],
  ['image_tag_mutability = "MUTABLE"', 'image_tag_mutability = var.unset'],
  ['encryption_type = "KMS"\nkms_key_arn = aws_kms_key.mine.arn', 'encryption_type = "KMS"', 'encryption_type = null'],
  [`lifecycle_policy = ${LIFECYCLE(ANY)}`, `lifecycle_policy = ${LIFECYCLE(UNTAGGED)}`, 'lifecycle_policy = var.unset'],
  [
    'repository_read_access_arns = ["*"]',
    'repository_read_write_access_arns = ["arn:aws:iam::111122223333:root"]',
    `create_repository_policy = false\nrepository_policy = ${POLICY('"*"', '["ecr:*"]')}`,
  ],
  ['resource_tags = { Environment = "production" }', 'resource_tags = { Environment = "dev" }'],
  [
    'create_pull_through_cache_rule = true\nupstream_registry_url = "public.ecr.aws"',
    'create_pull_through_cache_rule = true\nupstream_registry_url = "registry-1.docker.io"',
  ],
];

const TAM = 'terraform-aws-modules/ecr/aws';
const APP = 'repository_name = "app"';
const EG = 'namespace = "eg"\nname = "app"';

export const RELEASES: readonly CalledRelease[] = [
  { module: TAM, version: '1.7.1', base: APP, options: TERRAFORM_AWS_MODULES },
  { module: TAM, version: '2.4.0', base: APP, options: [...TERRAFORM_AWS_MODULES, [SCAN_RULES]] },
  {
    module: TAM,
    version: '3.2.0',
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
  { module: `${TAM}//wrappers`, version: '3.2.0', base: '', options: WRAPPED },
  { module: `${TAM}//modules/repository-template`, version: '3.2.0', base: '', options: TEMPLATE },
  { module: 'cloudposse/ecr/aws', version: '0.30.0', base: EG, options: CLOUDPOSSE },
  { module: 'cloudposse/ecr/aws', version: '0.41.0', base: EG, options: CLOUDPOSSE },
  { module: 'cloudposse/ecr/aws', version: '0.44.0', base: EG, options: CLOUDPOSSE_LATER },
  { module: 'cloudposse/ecr/aws', version: '1.0.0', base: EG, options: CLOUDPOSSE_1 },
  { module: 'lgallard/ecr/aws', version: '0.28.0', base: 'name = "app"', options: LGALLARD },
  { module: 'trussworks/ecr-repo/aws', version: '2.0.3', base: 'container_name = "app"', options: TRUSSWORKS },
  {
    module: 'trussworks/ecr-repo/aws',
    version: '3.1.1',
    base: 'container_name = "app"',
    options: [...TRUSSWORKS, ENCRYPTION_OBJECT, MUTABILITY, ['force_delete = true']],
  },
  { module: 'mineiros-io/ecr/aws', version: '0.6.0', base: 'name = "app"', options: MINEIROS },
  {
    module: 'infrablocks/ecr-repository/aws',
    version: '2.1.0',
    base: 'region = "eu-west-1"\ncomponent = "app"\nrepository_name = "app"',
    options: INFRABLOCKS,
  },
  { module: 'boldlink/ecr/aws', version: '1.0.2', base: 'name = "app"\nscan_on_push = true', options: BOLDLINK },
  {
    module: 'boldlink/ecr/aws',
    version: '2.0.0',
    base: 'name = "app"\ncreate_private_repository = true',
    options: [...BOLDLINK, ['create_public_repository = true']],
  },
  { module: 'tmknom/ecr/aws', version: '2.3.0', base: 'name = "app"\ntag_prefix_list = ["v"]', options: TMKNOM },
  {
    module: 'clouddrove/ecr/aws',
    version: '1.3.2',
    base: 'use_fullname = "app"\nenable_private_ecr = true',
    options: CLOUDDROVE,
  },
  { module: 'lgallard/ecr/aws', version: '2.1.1', base: 'name = "app"', options: LGALLARD_2 },
];
