import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, type ModuleAdapter, policyOf, variables } from './adapter.ts';

const NAME = 'boldlink/ecr/aws';

/** What both lines of releases have. */
const COMMON: readonly InputVariable[] = [
  ['name', 'string'],
  ['scan_on_push', 'bool', 'true'],
  ['other_tags', 'map(string)', '{}'],
  ['aws_ecr_repository_policy', 'string', '""'],
  ['aws_ecr_lifecycle_policy', 'string', '""'],
];

const ENCRYPTION = 'object({ encryption_type = string, kms_key = any })';

/** Up to 1.0: also the registry is set up, and both policies are created unless told otherwise. */
const EARLY_TEXT = `${variables([
  ...COMMON,
  ['image_tag_mutability', 'string', '"MUTABLE"'],
  ['encryption_configuration', ENCRYPTION, '{ encryption_type = null, kms_key = null }'],
  ['environment', 'string', 'null'],
  ['create_aws_ecr_repository_policy', 'bool', 'true'],
  ['create_aws_ecr_lifecycle_policy', 'bool', 'true'],
  ['create_replication_configuration', 'bool', 'false'],
  ['replication_configuration', 'any', '[]'],
  ['replica_region', 'string', '""'],
  ['registry_id', 'string', '""'],
  ['registry_policy', 'string', '""'],
  ['scan_type', 'string', '"BASIC"'],
  ['scan_on_push_filters', 'any', '[]'],
  ['continuous_scan_filters', 'any', '[]'],
  ['enable_pull_through_cache_rule', 'bool', 'false'],
  ['ecr_repository_prefix', 'string', '""'],
  ['upstream_registry_url', 'string', '""'],
])}
resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.image_tag_mutability
  tags                 = merge({ Name = "\${var.name}_tag", Environment = var.environment }, var.other_tags)

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }

  dynamic "encryption_configuration" {
    for_each = var.encryption_configuration != null ? [var.encryption_configuration] : []

    content {
      encryption_type = encryption_configuration.value.encryption_type
      kms_key         = encryption_configuration.value.kms_key
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  count = var.create_aws_ecr_repository_policy ? 1 : 0

  repository = aws_ecr_repository.this.name
  policy     = var.aws_ecr_repository_policy
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = var.create_aws_ecr_lifecycle_policy ? 1 : 0

  repository = aws_ecr_repository.this.name
  policy     = var.aws_ecr_lifecycle_policy
}

resource "aws_ecr_registry_policy" "name" {
  count = var.create_replication_configuration ? 1 : 0

  policy = var.registry_policy
}

resource "aws_ecr_replication_configuration" "this" {
  count = var.create_replication_configuration ? 1 : 0

  replication_configuration {
    rule {
      destination {
        region      = var.replica_region
        registry_id = var.registry_id
      }
    }
  }
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  count = var.scan_on_push ? 1 : 0

  scan_type = var.scan_type

  dynamic "rule" {
    for_each = var.scan_on_push_filters

    content {
      scan_frequency = "SCAN_ON_PUSH"

      repository_filter {
        filter      = try(rule.value.filter, "*")
        filter_type = "WILDCARD"
      }
    }
  }

  dynamic "rule" {
    for_each = var.continuous_scan_filters

    content {
      scan_frequency = "CONTINUOUS_SCAN"

      repository_filter {
        filter      = try(rule.value.filter, "*")
        filter_type = "WILDCARD"
      }
    }
  }
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  count = var.enable_pull_through_cache_rule ? 1 : 0

  ecr_repository_prefix = var.ecr_repository_prefix
  upstream_registry_url = var.upstream_registry_url
}
`;

const PRIVATE_INPUTS: readonly InputVariable[] = [
  ...COMMON,
  ['image_tag_mutability', 'string', '"IMMUTABLE"'],
  ['encryption_configuration', ENCRYPTION, '{ encryption_type = "KMS", kms_key = null }'],
  ['create_private_repository', 'bool', 'false'],
];

const PUBLIC_INPUTS: readonly InputVariable[] = [
  ['create_public_repository', 'bool', 'false'],
  ['create_ecrpublic_repository_policy', 'bool', 'false'],
  ['policy', 'string', '""'],
];

/** The arguments that hand inputs on. */
function handedOn(inputs: readonly InputVariable[]): string {
  return inputs.map(([name]) => `  ${name} = var.${name}`).join('\n');
}

/** From 2.0: a private or a public repository, none of which is made unless told so. */
const LATE_TEXT = `${variables([...PRIVATE_INPUTS, ...PUBLIC_INPUTS])}
module "private" {
  source  = "${NAME}//modules/private"
  version = "2.0.0"

${handedOn(PRIVATE_INPUTS)}
}

module "public" {
  source  = "${NAME}//modules/public"
  version = "2.0.0"

  repository_name = var.name
${handedOn(PUBLIC_INPUTS)}
}
`;

const PRIVATE_TEXT = `${variables(PRIVATE_INPUTS)}
resource "aws_ecr_repository" "this" {
  count = var.create_private_repository ? 1 : 0

  name                 = var.name
  image_tag_mutability = var.image_tag_mutability
  tags                 = merge({ Name = "\${var.name}-tag" }, var.other_tags)

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }

  dynamic "encryption_configuration" {
    for_each = [var.encryption_configuration]

    content {
      # Whatever the input says.
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value.kms_key
    }
  }
}

resource "aws_ecr_repository_policy" "this" {
  count = var.aws_ecr_repository_policy != "" && var.create_private_repository ? 1 : 0

  repository = aws_ecr_repository.this[count.index].name
  policy     = var.aws_ecr_repository_policy
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = var.aws_ecr_lifecycle_policy != "" && var.create_private_repository ? 1 : 0

  repository = aws_ecr_repository.this[count.index].name
  policy     = var.aws_ecr_lifecycle_policy
}
`;

const PUBLIC_TEXT = `${variables([['repository_name', 'string'], ...PUBLIC_INPUTS])}
resource "aws_ecrpublic_repository" "this" {
  count = var.create_public_repository ? 1 : 0

  repository_name = var.repository_name
}

resource "aws_ecrpublic_repository_policy" "this" {
  count = var.create_ecrpublic_repository_policy && var.create_public_repository ? 1 : 0

  repository_name = aws_ecrpublic_repository.this[0].repository_name
  policy          = var.policy
}
`;

const INPUTS: readonly ModuleInput[] = [
  input('name', 'aws_ecr_repository.name'),
  input('image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  input('scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('encryption_configuration', 'aws_ecr_repository.encryption_configuration', { kind: 'object' }),
  input('aws_ecr_repository_policy', 'aws_ecr_repository_policy.policy'),
  input('other_tags', 'aws_ecr_repository.tags'),
];
const EARLY_INPUTS: readonly ModuleInput[] = [
  ...INPUTS,
  decides('create_aws_ecr_lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  ...policyOf('aws_ecr_lifecycle_policy', 'aws_ecr_lifecycle_policy', { create_aws_ecr_lifecycle_policy: true }),
  input('scan_type', 'aws_ecr_registry_scanning_configuration.scan_type'),
];
const LATE_INPUTS: readonly ModuleInput[] = [
  ...INPUTS,
  ...policyOf('aws_ecr_lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  decides('create_private_repository', 'aws_ecr_repository'),
  input('policy', 'aws_ecrpublic_repository_policy.policy'),
];

const GIT = 'github.com/boldlink/terraform-aws-ecr';

/** `boldlink/ecr/aws` with the two modules that it is made of since 2.0. */
export const BOLDLINK: readonly ModuleAdapter[] = [
  {
    name: NAME,
    sources: [NAME, 'boldlink/ecr-repository/aws', GIT],
    before: '3.0.0',
    others: ['catalog_data', 'timeouts'],
    lines: [
      { from: '0.0.0', inputs: EARLY_INPUTS, text: EARLY_TEXT },
      { from: '2.0.0', inputs: LATE_INPUTS, text: LATE_TEXT },
    ],
  },
  {
    name: `${NAME}//modules/private`,
    sources: [`${NAME}//modules/private`, `${GIT}//modules/private`],
    before: '3.0.0',
    others: [],
    lines: [{ from: '0.0.0', inputs: LATE_INPUTS.filter(({ name }) => name !== 'policy'), text: PRIVATE_TEXT }],
  },
  {
    name: `${NAME}//modules/public`,
    sources: [`${NAME}//modules/public`, `${GIT}//modules/public`],
    before: '3.0.0',
    others: ['catalog_data', 'timeouts'],
    lines: [{ from: '0.0.0', inputs: [input('policy', 'aws_ecrpublic_repository_policy.policy')], text: PUBLIC_TEXT }],
  },
];
