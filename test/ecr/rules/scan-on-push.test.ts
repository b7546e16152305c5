import rule from '../../../rules/scan-on-push.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Enhanced scanning without rules scans everything continuously',
      code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
    },
    {
      title: 'A filter without a wildcard matches a part of the name',
      code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "CONTINUOUS_SCAN"

    repository_filter {
      filter      = "shop"
      filter_type = "WILDCARD"
    }
  }
}

variable "team" {
  type = string
}

resource "aws_ecr_repository" "api" {
  name = "webshop-api"
}

resource "aws_ecr_repository" "team" {
  name = "\${var.team}/shop/api"
}
`,
    },
    {
      title: 'A quoted bool, and a block that a condition adds',
      code: `
variable "scan" {
  type    = bool
  default = true
}

resource "aws_ecr_repository" "quoted" {
  name = "quoted"

  image_scanning_configuration {
    scan_on_push = "true"
  }
}

resource "aws_ecr_repository" "conditional" {
  name = "conditional"

  dynamic "image_scanning_configuration" {
    for_each = var.scan ? [true] : []

    content {
      scan_on_push = image_scanning_configuration.value
    }
  }
}
`,
    },
    {
      title: 'A value that is not known is no finding',
      unresolved: [
        'aws_ecr_repository.given: var.scan has no value',
        'aws_ecr_repository.dynamic: var.scan has no value',
      ],
      code: `
variable "scan" {
  type = bool
}

resource "aws_ecr_repository" "given" {
  name = "given"

  image_scanning_configuration {
    scan_on_push = var.scan
  }
}

resource "aws_ecr_repository" "dynamic" {
  name = "dynamic"

  dynamic "image_scanning_configuration" {
    for_each = var.scan ? [1] : []

    content {
      scan_on_push = true
    }
  }
}
`,
    },
    {
      title: 'A registry of which the rules are not known',
      unresolved: ['aws_ecr_repository.app: var.filters has no value'],
      code: `
variable "filters" {
  type = list(string)
}

resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "ENHANCED"

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    dynamic "repository_filter" {
      for_each = var.filters

      content {
        filter      = repository_filter.value
        filter_type = "WILDCARD"
      }
    }
  }
}

resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
    },
  ],
  bad: [
    {
      title: 'A variable that switches it off',
      code: `
variable "scan_on_push" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "app" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Pushed images are not scanned: scan_on_push is false, and no registry scanning rule here covers the repository. Set it to true.',
          resource: 'aws_ecr_repository.app',
          at: 'false',
        },
      ],
    },
    {
      title: 'A quoted bool, passed to a module',
      code: {
        'main.tf': `
module "app" {
  source       = "./repository"
  scan_on_push = "false"
}
`,
        'repository/main.tf': `
variable "scan_on_push" {
  type    = bool
  default = true
}

resource "aws_ecr_repository" "this" {
  name = "app"

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}
`,
      },
      findings: [
        {
          severity: 'error',
          message:
            'Pushed images are not scanned: scan_on_push is false, and no registry scanning rule here covers the repository. Set it to true.',
          resource: 'module.app.aws_ecr_repository.this',
          at: '"false"',
        },
      ],
    },
    {
      title: 'A dynamic block that adds nothing',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  dynamic "image_scanning_configuration" {
    for_each = []

    content {
      scan_on_push = true
    }
  }
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Pushed images are not scanned: the repository has no image_scanning_configuration, and no registry scanning rule here covers it. Add the block with scan_on_push = true.',
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
    {
      title: 'A dynamic block that switches it off, if it is there at all',
      code: `
variable "settings" {
  type = list(string)
}

resource "aws_ecr_repository" "app" {
  name = "app"

  dynamic "image_scanning_configuration" {
    for_each = var.settings

    content {
      scan_on_push = false
    }
  }
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Pushed images are not scanned: scan_on_push is false, and no registry scanning rule here covers the repository. Set it to true.',
          resource: 'aws_ecr_repository.app',
          at: 'false',
        },
      ],
    },
    {
      title: 'Rules that scan by hand only, or another name',
      code: `
resource "aws_ecr_registry_scanning_configuration" "this" {
  scan_type = "BASIC"

  rule {
    scan_frequency = "MANUAL"

    repository_filter {
      filter      = "*"
      filter_type = "WILDCARD"
    }
  }

  rule {
    scan_frequency = "SCAN_ON_PUSH"

    repository_filter {
      filter      = "prod-*"
      filter_type = "WILDCARD"
    }
  }
}

resource "aws_ecr_repository" "app" {
  name = "nonprod-app"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Pushed images are not scanned: the repository has no image_scanning_configuration, and no registry scanning rule here covers it. Add the block with scan_on_push = true.',
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
    {
      title: 'A registry in another region',
      code: `
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

resource "aws_ecr_registry_scanning_configuration" "us" {
  provider  = aws.us
  scan_type = "ENHANCED"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Pushed images are not scanned: the repository has no image_scanning_configuration, and no registry scanning rule here covers it. Add the block with scan_on_push = true.',
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
  ],
});
