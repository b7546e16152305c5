import { expect, it } from 'vitest';
import { lintFiles, seenIn } from '../../support/lint.ts';
import { access, EXPIRE_UNTAGGED, KEY, LIFECYCLE_OF_EACH, lifecycle, repository, SOUND } from './build.ts';

type Files = Readonly<Record<string, string>>;

/** A lifecycle policy of one module for the repository of another. */
const POLICY_MODULE = `
variable "repository" {}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = var.repository
  policy     = jsonencode({ rules = [${EXPIRE_UNTAGGED}] })
}
`;

/** What is in order, and looks as if it were not to whoever reads only a part of it. */
const SOUND_CONFIGURATIONS: readonly (readonly [title: string, files: string | Files])[] = [
  [
    'a fall-back of each.value',
    `${KEY}${repository({ meta: 'for_each = { "shop/a" = { tags = "IMMUTABLE" }, "shop/b" = {} }', name: 'each.key', mutability: 'try(each.value.tags, "IMMUTABLE")' })}${LIFECYCLE_OF_EACH}`,
  ],
  [
    'an input that means the opposite of what it is called',
    `
variable "mutable" {
  type    = bool
  default = false
}
${KEY}${repository({ mutability: 'var.mutable ? "MUTABLE" : "IMMUTABLE"' })}${lifecycle()}`,
  ],
  [
    'tags that move where nothing is released',
    {
      'main.tf': `
variable "environment" {}
${KEY}${repository({ mutability: 'var.environment == "prod" ? "IMMUTABLE" : "MUTABLE"' })}${lifecycle()}`,
      'prod.tfvars': 'environment = "prod"\n',
      'dev.tfvars': 'environment = "dev"\n',
    },
  ],
  [
    'an argument that an override file sets',
    {
      'main.tf': `${KEY}${repository({ mutability: '"MUTABLE"' })}${lifecycle()}`,
      'main_override.tf': 'resource "aws_ecr_repository" "app" {\n  image_tag_mutability = "IMMUTABLE"\n}\n',
    },
  ],
  [
    'a file that its OpenTofu twin hides',
    { 'main.tf': `${KEY}${repository({ mutability: '"MUTABLE"' })}${lifecycle()}`, 'main.tofu': SOUND },
  ],
  [
    'a repository filled by a pull-through cache',
    `
resource "aws_ecr_pull_through_cache_rule" "public" {
  ecr_repository_prefix = "public"
  upstream_registry_url = "public.ecr.aws"
}
${KEY}${repository({ name: '"public/nginx/nginx"', mutability: '"MUTABLE"' })}${lifecycle()}`,
  ],
  [
    'scanning that dynamic blocks of the registry cover',
    `
locals {
  filters = ["shop/*"]
}

resource "aws_ecr_registry_scanning_configuration" "registry" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    dynamic "repository_filter" {
      for_each = local.filters
      content {
        filter      = repository_filter.value
        filter_type = "WILDCARD"
      }
    }
  }
}
${KEY}${repository({ scanning: '' })}${lifecycle()}`,
  ],
  [
    'a lifecycle policy for what a loop over repositories makes',
    `${KEY}${repository({ meta: 'for_each = toset(["shop/a", "shop/b"])', name: 'each.value' })}${lifecycle({
      meta: 'for_each = { for one in aws_ecr_repository.app : one.name => one }',
      repository: 'each.key',
    })}`,
  ],
  [
    'lifecycle policies by an old splat',
    `${KEY}${repository({ meta: 'count = 2', name: '"shop/app-${count.index}"' })}${lifecycle({
      meta: 'count = 2',
      repository: 'element(aws_ecr_repository.app.*.name, count.index)',
    })}`,
  ],
  [
    'a lifecycle policy in a module beside',
    {
      'main.tf': `${KEY}${repository()}
module "policy" {
  source     = "./policy"
  repository = aws_ecr_repository.app.name
}
`,
      'policy/main.tf': POLICY_MODULE,
    },
  ],
  [
    'a wildcard that an organization limits',
    `${SOUND}${access(`jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
  })`)}`,
  ],
  [
    'a public policy that is never made',
    `
variable "public" {
  default = false
}
${SOUND}
resource "aws_ecr_repository_policy" "app" {
  count = var.public ? 1 : 0

  repository = aws_ecr_repository.app.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "ecr:*" }]
  })
}
`,
  ],
  [
    'all but one organization denied',
    `${SOUND}${access(`jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "ecr:*"
      Condition = { StringNotEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
  })`)}`,
  ],
  [
    'what a module that is called no times declares',
    {
      'main.tf': 'module "none" {\n  count  = 0\n  source = "./none"\n}\n',
      'none/main.tf': 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n',
    },
  ],
  [
    'names that only hold the words of environments',
    { 'live.cluster.example.com/shop-dev/main.tf': `${KEY}${repository({ mutability: '"MUTABLE"' })}${lifecycle()}` },
  ],
];

it.each(SOUND_CONFIGURATIONS)('Nothing is found in %s', async (_title, code) => {
  const result = await lintFiles(typeof code === 'string' ? { 'main.tf': code } : code);
  expect(seenIn(result)).toEqual([]);
  expect(result.unresolved).toEqual([]);
});
