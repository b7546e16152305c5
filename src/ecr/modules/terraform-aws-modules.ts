import type { ModuleInput } from '../../terraform/published.ts';
import { decides, type InputVariable, input, type ModuleAdapter, policyOf, strings, variables } from './adapter.ts';
import { OWN_STATEMENTS, POLICY_INPUTS, privateStatements } from './terraform-aws-modules-policy.ts';
import {
  TEMPLATE_LINES,
  templateInputs,
  templateModule,
  templateModuleInputs,
} from './terraform-aws-modules-template.ts';

const NAME = 'terraform-aws-modules/ecr/aws';
const TEMPLATE_NAME = `${NAME}//modules/repository-template`;
const REPOSITORY = 'github.com/terraform-aws-modules/terraform-aws-ecr';

const PUBLIC_READ = strings(['ecr-public:BatchGetImage', 'ecr-public:GetDownloadUrlForLayer']);
const PUBLIC_WRITE = strings([
  'ecr-public:BatchCheckLayerAvailability',
  'ecr-public:CompleteLayerUpload',
  'ecr-public:InitiateLayerUpload',
  'ecr-public:PutImage',
  'ecr-public:UploadLayerPart',
]);

/** The differences that matter between the major releases. */
interface Features {
  /** Arguments that AWS provider 6 has. */
  readonly provider6: boolean;
  /** Whether public repositories get the tags, too. */
  readonly publicTags: boolean;
  /** The filters of a scanning rule as an HCL expression of `rule`. */
  readonly scanFilters: string;
}

function repositoryInputs(provider6: boolean): readonly InputVariable[] {
  return [
    ['create', 'bool', 'true'],
    ['tags', 'map(string)', '{}'],
    ['repository_type', 'string', '"private"'],
    ['create_repository', 'bool', 'true'],
    ['repository_name', 'string', '""'],
    ['repository_image_tag_mutability', 'string', '"IMMUTABLE"'],
    ['repository_encryption_type', 'string', 'null'],
    ['repository_kms_key', 'string', 'null'],
    ['repository_image_scan_on_push', 'bool', 'true'],
    ['repository_force_delete', 'bool', 'null'],
    ['attach_repository_policy', 'bool', 'true'],
    ...POLICY_INPUTS,
    ['repository_policy_statements', 'any', 'null'],
    ['create_lifecycle_policy', 'bool', 'true'],
    ['repository_lifecycle_policy', 'string', '""'],
    ['create_registry_policy', 'bool', 'false'],
    ['registry_policy', 'string', 'null'],
    ['registry_pull_through_cache_rules', 'any', '{}'],
    ['manage_registry_scanning_configuration', 'bool', 'false'],
    ['registry_scan_type', 'string', '"ENHANCED"'],
    ['registry_scan_rules', 'any', 'null'],
    ['create_registry_replication_configuration', 'bool', 'false'],
    ['registry_replication_rules', 'any', 'null'],
    ...(provider6
      ? ([
          ['region', 'string', 'null'],
          [
            'repository_image_tag_mutability_exclusion_filter',
            'list(object({ filter = string, filter_type = string }))',
            'null',
          ],
        ] as const)
      : []),
  ];
}

function repositoryModule({ provider6, publicTags, scanFilters }: Features): string {
  const region = provider6 ? 'region = var.region' : '';
  const exclusions = provider6
    ? `
  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = var.repository_image_tag_mutability_exclusion_filter != null ? var.repository_image_tag_mutability_exclusion_filter : []

    content {
      filter      = image_tag_mutability_exclusion_filter.value.filter
      filter_type = image_tag_mutability_exclusion_filter.value.filter_type
    }
  }`
    : '';
  return `${variables(repositoryInputs(provider6))}
locals {
  create_private_repository = var.create && var.create_repository && var.repository_type == "private"
  create_public_repository  = var.create && var.create_repository && var.repository_type == "public"
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

data "aws_iam_policy_document" "repository" {
  count = var.create && var.create_repository && var.create_repository_policy ? 1 : 0

  dynamic "statement" {
    for_each = var.repository_type == "public" ? [1] : []

    content {
      sid     = "PublicReadOnly"
      actions = ${PUBLIC_READ}

      principals {
        type        = "AWS"
        identifiers = coalescelist(var.repository_read_access_arns, ["*"])
      }
    }
  }
${privateStatements('var.repository_type == "private"', '')}
  dynamic "statement" {
    for_each = var.repository_type == "public" && length(var.repository_read_write_access_arns) > 0 ? [var.repository_read_write_access_arns] : []

    content {
      sid     = "ReadWrite"
      actions = ${PUBLIC_WRITE}

      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }
${OWN_STATEMENTS}
}

resource "aws_ecr_repository" "this" {
  count = local.create_private_repository ? 1 : 0

  name                 = var.repository_name
  image_tag_mutability = var.repository_image_tag_mutability
  force_delete         = var.repository_force_delete
  tags                 = var.tags
  ${region}

  encryption_configuration {
    encryption_type = var.repository_encryption_type
    kms_key         = var.repository_kms_key
  }

  image_scanning_configuration {
    scan_on_push = var.repository_image_scan_on_push
  }
${exclusions}
}

resource "aws_ecr_repository_policy" "this" {
  count = local.create_private_repository && var.attach_repository_policy ? 1 : 0

  repository = aws_ecr_repository.this[0].name
  policy     = var.create_repository_policy ? data.aws_iam_policy_document.repository[0].json : var.repository_policy
  ${region}
}

resource "aws_ecr_lifecycle_policy" "this" {
  count = local.create_private_repository && var.create_lifecycle_policy ? 1 : 0

  repository = aws_ecr_repository.this[0].name
  policy     = var.repository_lifecycle_policy
  ${region}
}

resource "aws_ecrpublic_repository" "this" {
  count = local.create_public_repository ? 1 : 0

  repository_name = var.repository_name
  ${publicTags ? 'tags = var.tags' : ''}
  ${region}
}

resource "aws_ecrpublic_repository_policy" "example" {
  count = local.create_public_repository ? 1 : 0

  repository_name = aws_ecrpublic_repository.this[0].repository_name
  policy          = var.create_repository_policy ? data.aws_iam_policy_document.repository[0].json : var.repository_policy
  ${region}
}

resource "aws_ecr_registry_policy" "this" {
  count = var.create && var.create_registry_policy ? 1 : 0

  policy = var.registry_policy
  ${region}
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  for_each = { for k, v in var.registry_pull_through_cache_rules : k => v if var.create }

  ecr_repository_prefix      = each.value.ecr_repository_prefix
  upstream_registry_url      = each.value.upstream_registry_url
  credential_arn             = try(each.value.credential_arn, null)
  custom_role_arn            = try(each.value.custom_role_arn, null)
  upstream_repository_prefix = try(each.value.upstream_repository_prefix, null)
  ${provider6 ? 'region = try(each.value.region, null) != null ? each.value.region : var.region' : ''}
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  count = var.create && var.manage_registry_scanning_configuration ? 1 : 0

  scan_type = var.registry_scan_type
  ${region}

  dynamic "rule" {
    for_each = var.registry_scan_rules != null ? var.registry_scan_rules : []

    content {
      scan_frequency = rule.value.scan_frequency

      dynamic "repository_filter" {
        for_each = ${scanFilters}

        content {
          filter      = repository_filter.value.filter
          filter_type = try(repository_filter.value.filter_type, null) != null ? repository_filter.value.filter_type : "WILDCARD"
        }
      }
    }
  }
}

resource "aws_ecr_replication_configuration" "this" {
  count = var.create && var.create_registry_replication_configuration ? 1 : 0
  ${region}

  replication_configuration {
    dynamic "rule" {
      for_each = var.registry_replication_rules != null ? var.registry_replication_rules : []

      content {
        dynamic "destination" {
          for_each = rule.value.destinations

          content {
            region      = destination.value.region
            registry_id = destination.value.registry_id
          }
        }

        dynamic "repository_filter" {
          for_each = try(rule.value.repository_filters, null) != null ? rule.value.repository_filters : []

          content {
            filter      = repository_filter.value.filter
            filter_type = repository_filter.value.filter_type
          }
        }
      }
    }
  }
}

output "repository_arn" {
  value = try(aws_ecr_repository.this[0].arn, aws_ecrpublic_repository.this[0].arn, null)
}

output "repository_name" {
  value = try(aws_ecr_repository.this[0].name, aws_ecrpublic_repository.this[0].id, null)
}

output "repository_url" {
  value = try(aws_ecr_repository.this[0].repository_url, aws_ecrpublic_repository.this[0].repository_uri, null)
}

output "repository_registry_id" {
  value = try(aws_ecr_repository.this[0].registry_id, aws_ecrpublic_repository.this[0].registry_id, null)
}
`;
}

const REPOSITORY_INPUTS: readonly ModuleInput[] = [
  input('repository_name', 'aws_ecr_repository.name'),
  input('repository_image_tag_mutability', 'aws_ecr_repository.image_tag_mutability'),
  input('repository_image_scan_on_push', 'aws_ecr_repository.image_scanning_configuration.scan_on_push'),
  input('repository_encryption_type', 'aws_ecr_repository.encryption_configuration.encryption_type'),
  input('repository_kms_key', 'aws_ecr_repository.encryption_configuration.kms_key'),
  input('repository_force_delete', 'aws_ecr_repository.force_delete'),
  input('tags', 'aws_ecr_repository.tags'),
  decides('create_lifecycle_policy', 'aws_ecr_lifecycle_policy'),
  ...policyOf('repository_lifecycle_policy', 'aws_ecr_lifecycle_policy', { create_lifecycle_policy: true }),
  decides('repository_read_access_arns', 'aws_ecr_repository_policy.policy'),
  decides('repository_read_write_access_arns', 'aws_ecr_repository_policy.policy'),
  decides('repository_lambda_read_access_arns', 'aws_ecr_repository_policy.policy'),
  decides('repository_policy_statements', 'aws_ecr_repository_policy.policy'),
  input(
    'repository_policy',
    'aws_ecr_repository_policy.policy',
    { kind: 'value' },
    { create_repository_policy: false },
  ),
  decides('repository_read_access_arns', 'aws_ecrpublic_repository_policy.policy'),
  input('registry_policy', 'aws_ecr_registry_policy.policy'),
  input('registry_scan_type', 'aws_ecr_registry_scanning_configuration.scan_type'),
  decides('registry_scan_rules', 'aws_ecr_registry_scanning_configuration.rule'),
  decides('registry_replication_rules', 'aws_ecr_replication_configuration.replication_configuration'),
];

const REPOSITORY_INPUTS_3: readonly ModuleInput[] = [
  ...REPOSITORY_INPUTS,
  decides(
    'repository_image_tag_mutability_exclusion_filter',
    'aws_ecr_repository.image_tag_mutability_exclusion_filter',
  ),
];

/** The template's role, which says nothing of repositories. */
const IAM_ROLE_INPUTS = [
  'iam_role_description',
  'iam_role_name',
  'iam_role_path',
  'iam_role_permissions_boundary',
  'iam_role_tags',
  'iam_role_use_name_prefix',
];

const ONE_FILTER = '[{ filter = rule.value.filter, filter_type = try(rule.value.filter_type, null) }]';
const FILTERS = 'rule.value.filter';

const LINES = [
  { from: '0.0.0', provider6: false, publicTags: false, scanFilters: ONE_FILTER, inputs: REPOSITORY_INPUTS },
  { from: '2.0.0', provider6: false, publicTags: true, scanFilters: FILTERS, inputs: REPOSITORY_INPUTS },
  { from: '3.0.0', provider6: true, publicTags: true, scanFilters: FILTERS, inputs: REPOSITORY_INPUTS_3 },
] as const;

/** A module that calls another for each of its `items`, with `defaults` for what an item does not set. */
function wrapperModule(source: string, version: string, inputs: readonly InputVariable[]): string {
  const passed = inputs.map(([name, , value]) => `  ${name} = try(each.value.${name}, var.defaults.${name}, ${value})`);
  return `
variable "defaults" {
  type    = any
  default = {}
}

variable "items" {
  type    = any
  default = {}
}

module "wrapper" {
  source   = "${source}"
  version  = "${version}"
  for_each = var.items

${passed.join('\n')}
}
`;
}

const WRAPPER_INPUTS = ['items', 'defaults'].map((name) => decides(name, 'aws_ecr_repository'));
const TEMPLATE_WRAPPER_INPUTS = ['items', 'defaults'].map((name) =>
  decides(name, 'aws_ecr_repository_creation_template'),
);

/** `terraform-aws-modules/ecr/aws` with its submodule and the wrappers of both. */
export const TERRAFORM_AWS_MODULES: readonly ModuleAdapter[] = [
  {
    name: NAME,
    sources: [NAME, REPOSITORY],
    before: '4.0.0',
    since: { repository_force_delete: '1.4.0' },
    others: ['public_repository_catalog_data'],
    lines: LINES.map((line) => ({ from: line.from, inputs: line.inputs, text: repositoryModule(line) })),
  },
  {
    name: `${NAME}//wrappers`,
    sources: [`${NAME}//wrappers`, `${REPOSITORY}//wrappers`],
    before: '4.0.0',
    others: [],
    lines: LINES.map(({ from, provider6 }) => ({
      from,
      inputs: WRAPPER_INPUTS,
      text: wrapperModule(NAME, from, repositoryInputs(provider6)),
    })),
  },
  {
    name: TEMPLATE_NAME,
    sources: [TEMPLATE_NAME, `${REPOSITORY}//modules/repository-template`],
    before: '4.0.0',
    others: IAM_ROLE_INPUTS,
    lines: TEMPLATE_LINES.map(({ from, provider6 }) => ({
      from,
      inputs: templateModuleInputs(provider6),
      text: templateModule(provider6),
    })),
  },
  {
    name: `${NAME}//wrappers/repository-template`,
    sources: [`${NAME}//wrappers/repository-template`, `${REPOSITORY}//wrappers/repository-template`],
    before: '4.0.0',
    others: [],
    lines: TEMPLATE_LINES.map(({ from, provider6 }) => ({
      from,
      inputs: TEMPLATE_WRAPPER_INPUTS,
      text: wrapperModule(TEMPLATE_NAME, from, templateInputs(provider6)),
    })),
  },
];
