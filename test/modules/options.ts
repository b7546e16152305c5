/** The ways in which inputs of the modules are given. */

const POLICY = (principal: string, actions: string) =>
  `jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = ${principal}, Action = ${actions} }] })`;

const LIFECYCLE = (selection: string) =>
  `jsonencode({ rules = [{ rulePriority = 1, description = "Expire some of the images after a while", selection = ${selection}, action = { type = "expire" } }] })`;

const UNTAGGED = '{ tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }';
const ANY = '{ tagStatus = "any", countType = "imageCountMoreThan", countNumber = 10 }';
const TWO_PREFIXES =
  '{ tagStatus = "tagged", tagPrefixList = ["v", "rel"], countType = "imageCountMoreThan", countNumber = 10 }';

export const TERRAFORM_AWS_MODULES: readonly (readonly string[])[] = [
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

export const SCAN_RULES =
  'registry_scan_rules = [{ scan_frequency = "SCAN_ON_PUSH", filter = [{ filter = "app*", filter_type = "WILDCARD" }] }, { scan_frequency = "CONTINUOUS_SCAN", filter = [{ filter = "*", filter_type = "WILDCARD" }] }]';

export const CLOUDPOSSE: readonly (readonly string[])[] = [
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

export const CLOUDPOSSE_LATER: readonly (readonly string[])[] = [
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

export const CLOUDPOSSE_1: readonly (readonly string[])[] = [
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

export const LGALLARD: readonly (readonly string[])[] = [
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

export const LGALLARD_2: readonly (readonly string[])[] = [
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

export const TRUSSWORKS: readonly (readonly string[])[] = [
  ['scan_on_push = false', 'scan_on_push = var.unset'],
  [`lifecycle_policy = ${LIFECYCLE(UNTAGGED)}`, `lifecycle_policy = ${LIFECYCLE(ANY)}`, 'lifecycle_policy = var.unset'],
  [`ecr_policy = ${POLICY('"*"', '["ecr:*"]')}`, 'ecr_policy = var.unset'],
  ['tags = { Environment = "production" }', 'tags = { Environment = "dev" }'],
];

export const ENCRYPTION_OBJECT = [
  'encryption_configuration = { encryption_type = "KMS", kms_key = aws_kms_key.mine.arn }',
  'encryption_configuration = { encryption_type = "AES256", kms_key = null }',
  'encryption_configuration = var.unset',
];

export const MUTABILITY = ['image_tag_mutability = "MUTABLE"', 'image_tag_mutability = var.unset'];

export const MINEIROS: readonly (readonly string[])[] = [
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

export const INFRABLOCKS: readonly (readonly string[])[] = [
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

export const BOLDLINK: readonly (readonly string[])[] = [
  MUTABILITY,
  ['scan_on_push = false'],
  ENCRYPTION_OBJECT,
  [`aws_ecr_lifecycle_policy = ${LIFECYCLE(ANY)}`, 'aws_ecr_lifecycle_policy = var.unset'],
  [`aws_ecr_repository_policy = ${POLICY('"*"', '["ecr:*"]')}`, 'aws_ecr_repository_policy = var.unset'],
  ['other_tags = { Environment = "production" }'],
];

export const TMKNOM: readonly (readonly string[])[] = [
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

export const CLOUDDROVE: readonly (readonly string[])[] = [
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

export const WRAPPED = [
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

export const TEMPLATE: readonly (readonly string[])[] = [
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
