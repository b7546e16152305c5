import { expect, it } from 'vitest';
import { lintFiles, seenIn } from '../../support/lint.ts';
import { access, EXPIRE_UNTAGGED, KEY, LIFECYCLE_OF_EACH, lifecycle, repository, SOUND } from './build.ts';

type Files = Readonly<Record<string, string>>;

/** What real configurations look like, each with one defect: its rule, and a part of what is underlined. */
const DEFECTS: readonly (readonly [title: string, files: string | Files, rule: string, at: string])[] = [
  [
    'an optional attribute with a default, over a map of objects',
    `
variable "repositories" {
  type    = map(object({ name = string, mutability = optional(string, "MUTABLE") }))
  default = { a = { name = "shop/a" }, b = { name = "shop/b", mutability = "IMMUTABLE" } }
}
${KEY}${repository({ meta: 'for_each = var.repositories', name: 'each.value.name', mutability: 'each.value.mutability' })}${LIFECYCLE_OF_EACH}`,
    'immutable-tags',
    '"MUTABLE"',
  ],
  [
    'defaults merged with settings',
    `
locals {
  defaults     = { mutability = "MUTABLE" }
  repositories = { "shop/a" = { mutability = "IMMUTABLE" }, "shop/b" = {} }
  all          = { for name, own in local.repositories : name => merge(local.defaults, own) }
}
${KEY}${repository({ meta: 'for_each = local.all', name: 'each.key', mutability: 'each.value["mutability"]' })}${LIFECYCLE_OF_EACH}`,
    'immutable-tags',
    '"MUTABLE"',
  ],
  [
    'settings in YAML',
    {
      'main.tf': `
locals {
  settings = yamldecode(file("\${path.module}/repositories.yaml"))
}
${KEY}${repository({ meta: 'for_each = { for one in local.settings : one.name => one }', name: 'each.key', mutability: 'each.value.tags' })}${LIFECYCLE_OF_EACH}`,
      'repositories.yaml': '- name: shop/a\n  tags: MUTABLE\n- name: shop/b\n  tags: IMMUTABLE\n',
    },
    'immutable-tags',
    'MUTABLE',
  ],
  [
    'a condition that one deployment fulfils',
    {
      'main.tf': `
variable "environment" {}
${KEY}${repository({ mutability: 'var.environment == "prod" ? "MUTABLE" : "IMMUTABLE"' })}${lifecycle()}`,
      'prod.tfvars': 'environment = "prod"\n',
      'dev.tfvars': 'environment = "dev"\n',
    },
    'immutable-tags',
    '"MUTABLE"',
  ],
  [
    'null given to a module in place of its default',
    {
      'main.tf': 'module "app" {\n  source     = "./repository"\n  mutability = null\n}\n',
      'repository/main.tf': `
variable "mutability" {
  default = "IMMUTABLE"
}
${KEY}${repository({ mutability: 'var.mutability' })}${lifecycle()}`,
    },
    'immutable-tags',
    'null',
  ],
  [
    'a block that an override file replaces',
    {
      'main.tf': SOUND,
      'override.tf':
        'resource "aws_ecr_repository" "app" {\n  image_scanning_configuration {\n    scan_on_push = false\n  }\n}\n',
    },
    'scan-on-push',
    'false',
  ],
  [
    'a dynamic block that is not made',
    `
variable "scan" {
  default = false
}
${KEY}${repository({ scanning: 'dynamic "image_scanning_configuration" {\n    for_each = var.scan ? [1] : []\n    content {\n      scan_on_push = true\n    }\n  }' })}${lifecycle()}`,
    'scan-on-push',
    'resource "aws_ecr_repository" "app"',
  ],
  [
    'a principal in a list that a dynamic statement takes',
    `
variable "readers" {
  default = ["*"]
}

data "aws_iam_policy_document" "app" {
  dynamic "statement" {
    for_each = length(var.readers) > 0 ? [var.readers] : []
    content {
      actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
      principals {
        type        = "AWS"
        identifiers = statement.value
      }
    }
  }
}
${SOUND}${access('data.aws_iam_policy_document.app.json')}`,
    'no-public-principal',
    '"*"',
  ],
  [
    'a statement that an overriding document replaces',
    `
data "aws_iam_policy_document" "open" {
  statement {
    sid     = "Pull"
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "app" {
  override_policy_documents = [data.aws_iam_policy_document.open.json]

  statement {
    sid     = "Pull"
    actions = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
${SOUND}${access('data.aws_iam_policy_document.app.json')}`,
    'no-public-principal',
    '"*"',
  ],
  [
    'a template that loops',
    `
variable "accounts" {
  default = ["*"]
}
${SOUND}${access(`<<EOF
{"Version":"2012-10-17","Statement":[
%{ for account in var.accounts ~}
{"Effect":"Allow","Principal":{"AWS":"\${account}"},"Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"]}
%{ endfor ~}
]}
EOF`)}`,
    'no-public-principal',
    '"*"',
  ],
  [
    'a null that an optional attribute leaves in a lifecycle rule',
    `
variable "rules" {
  type = list(object({
    rulePriority = number
    selection    = object({ tagStatus = string, countType = string, countUnit = optional(string), countNumber = number })
    action       = object({ type = string })
  }))
  default = [{
    rulePriority = 1
    selection    = { tagStatus = "untagged", countType = "imageCountMoreThan", countNumber = 5 }
    action       = { type = "expire" }
  }]
}
${KEY}${repository()}${lifecycle({ policy: 'jsonencode({ rules = var.rules })' })}`,
    'lifecycle-policy-valid',
    '{ tagStatus = "untagged"',
  ],
  [
    'one of several repositories that a lifecycle policy leaves out',
    `${KEY}${repository({ meta: 'for_each = toset(["shop/a", "shop/b"])', name: 'each.key' })}${lifecycle({
      meta: 'for_each = { for name, one in aws_ecr_repository.app : name => one if name != "shop/b" }',
      repository: 'each.value.name',
    })}`,
    'lifecycle-policy',
    'resource "aws_ecr_repository" "app"',
  ],
  [
    'a second lifecycle policy for the same name',
    `${SOUND}
resource "aws_ecr_lifecycle_policy" "again" {
  repository = "shop/app"
  policy     = jsonencode({ rules = [${EXPIRE_UNTAGGED}] })
}
`,
    'one-policy-per-repository',
    'repository = "shop/app"',
  ],
  [
    'an image in a template file, with a tag from a default',
    {
      'main.tf': `
variable "tag" {
  default = "latest"
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  container_definitions = templatefile("\${path.module}/containers.json", { image = "\${aws_ecr_repository.app.repository_url}:\${var.tag}" })
}
${SOUND}`,
      'containers.json': '[{ "name": "app", "image": "${image}", "essential": true }]',
    },
    'no-latest-tag',
    '"latest"',
  ],
];

it.each(DEFECTS)('Nothing but the defect is found in %s', async (_title, code, rule, at) => {
  const result = await lintFiles(typeof code === 'string' ? { 'main.tf': code } : code);
  const seen = seenIn(result);
  expect(seen.map((finding) => finding.rule)).toEqual([rule]);
  expect(seen[0]?.text).toContain(at);
  expect(result.unresolved).toEqual([]);
});
