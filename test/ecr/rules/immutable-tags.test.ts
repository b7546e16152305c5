import rule from '../../../rules/immutable-tags.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Filters for tags of builds, caches and signatures',
      code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = ["latest*", "dev-*", "sha256-*", "active-*", "debug", "*-cache"]
    iterator = pattern

    content {
      filter      = pattern.value
      filter_type = "WILDCARD"
    }
  }
}
`,
    },
    {
      title: 'Both arms of a condition are immutable',
      code: `
variable "moving_tags" {
  type = list(string)
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = length(var.moving_tags) > 0 ? "IMMUTABLE_WITH_EXCLUSION" : "IMMUTABLE"
}
`,
    },
    {
      title: 'A value that is not known is no finding',
      unresolved: [
        'aws_ecr_repository.given: var.mutability has no value',
        'aws_ecr_repository.decided: var.environment has no value',
      ],
      code: `
variable "mutability" {
  type = string
}

variable "environment" {
  type = string
}

resource "aws_ecr_repository" "given" {
  name                 = "given"
  image_tag_mutability = var.mutability
}

resource "aws_ecr_repository" "decided" {
  name                 = "decided"
  image_tag_mutability = var.environment == "prod" ? "IMMUTABLE" : "MUTABLE"
}
`,
    },
    {
      title: 'A repository that does not exist',
      code: `
resource "aws_ecr_repository" "none" {
  count = 0
  name  = "none"
}
`,
    },
    {
      title: 'Comments say nothing',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"
  # image_tag_mutability = "MUTABLE"
  image_tag_mutability = "IMMUTABLE" /* not "MUTABLE" */
}
`,
    },
  ],
  bad: [
    {
      title: 'A value in the wrong case',
      code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "immutable"
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'image_tag_mutability is "immutable", which AWS does not accept. Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app',
          at: '"immutable"',
        },
      ],
    },
    {
      title: 'An argument set to null',
      code: `
variable "mutability" {
  type    = string
  default = null
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'Tags can be overwritten: image_tag_mutability is not set, and AWS takes that as "MUTABLE". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app',
          at: 'null',
        },
      ],
    },
    {
      title: 'A filter that matches every tag',
      code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "*"
    filter_type = "WILDCARD"
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'The exclusion filter "*" matches every tag, so all of them can be overwritten. Exclude only tags that are meant to move, such as "latest".',
          resource: 'aws_ecr_repository.app',
          at: '"*"',
        },
      ],
    },
    {
      title: 'Mutable but for some tags',
      code: `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "release-*"
    filter_type = "WILDCARD"
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE_WITH_EXCLUSION". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app',
          at: '"MUTABLE_WITH_EXCLUSION"',
        },
      ],
    },
    {
      title: 'A line of a tfvars file',
      code: {
        'main.tf': `
variable "mutability" {
  type = string
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
}
`,
        'prod.tfvars': 'mutability = "MUTABLE"\n',
        'dev.tfvars': 'mutability = "MUTABLE"\n',
      },
      findings: [
        {
          severity: 'error',
          message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app',
          at: '"MUTABLE"',
          file: 'prod.tfvars',
        },
      ],
    },
    {
      title: 'A value that several repositories share',
      code: `
locals {
  settings = {
    mutability = "MUTABLE"
  }
}

resource "aws_ecr_repository" "app" {
  for_each             = toset(["api", "web"])
  name                 = each.key
  image_tag_mutability = local.settings.mutability
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app["api"]',
          at: '"MUTABLE"',
        },
      ],
    },
    {
      title: 'One of several repositories',
      code: `
variable "environment" {
  default = "prod"
}

resource "aws_ecr_repository" "app" {
  for_each = {
    api = { mutability = "IMMUTABLE" }
    web = { mutability = var.environment == "prod" ? "MUTABLE" : "IMMUTABLE" }
  }
  name                 = each.key
  image_tag_mutability = each.value.mutability
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app["web"]',
          at: '"MUTABLE"',
        },
      ],
    },
    {
      title: 'Mutable whichever way it is decided',
      code: `
variable "keep_releases" {
  type = bool
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.keep_releases ? "MUTABLE_WITH_EXCLUSION" : "MUTABLE"
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'Tags can be overwritten: image_tag_mutability is "MUTABLE_WITH_EXCLUSION" or "MUTABLE". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app',
          at: 'var.keep_releases ? "MUTABLE_WITH_EXCLUSION" : "MUTABLE"',
        },
      ],
    },
    {
      title: 'A name that only looks like that of a cache',
      code: `
resource "aws_ecr_pull_through_cache_rule" "quay" {
  ecr_repository_prefix = "quay"
  upstream_registry_url = "quay.io"
}

resource "aws_ecr_repository" "app" {
  name                 = "quayside"
  image_tag_mutability = "MUTABLE"
}
`,
      findings: [
        {
          severity: 'warning',
          message: 'Tags can be overwritten: image_tag_mutability is "MUTABLE". Set it to "IMMUTABLE".',
          resource: 'aws_ecr_repository.app',
          at: '"MUTABLE"',
        },
      ],
    },
  ],
});
