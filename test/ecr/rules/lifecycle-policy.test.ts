import rule from '../../../rules/lifecycle-policy.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'One of two repositories that are the same one, whichever of them there is',
      code: `
variable "protected" {
  type = bool
}

resource "aws_ecr_repository" "protected" {
  count = var.protected ? 1 : 0
  name  = "app"

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_ecr_repository" "free" {
  count = var.protected ? 0 : 1
  name  = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = var.protected ? aws_ecr_repository.protected[0].name : aws_ecr_repository.free[0].name
  policy     = file("policy.json")
}
`,
    },
    {
      title: 'The same condition for both',
      code: `
variable "create" {
  type = bool
}

variable "names" {
  type = set(string)
}

resource "aws_ecr_repository" "app" {
  count = var.create ? 1 : 0
  name  = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  count      = var.create ? 1 : 0
  repository = aws_ecr_repository.app[0].name
  policy     = file("policy.json")
}

resource "aws_ecr_repository" "named" {
  for_each = var.names
  name     = each.value
}

resource "aws_ecr_lifecycle_policy" "named" {
  for_each   = var.names
  repository = aws_ecr_repository.named[each.value].id
  policy     = file("policy.json")
}
`,
    },
    {
      title: 'References of every form',
      code: `
locals {
  names  = toset(["a", "b"])
  policy = "{}"
  chosen = one(aws_ecr_repository.counted[*].name)
}

resource "aws_ecr_repository" "counted" {
  count = 1
  name  = "counted"
}

resource "aws_ecr_lifecycle_policy" "counted" {
  repository = local.chosen
  policy     = local.policy
}

resource "aws_ecr_repository" "indexed" {
  count = 2
  name  = "indexed-\${count.index}"
}

resource "aws_ecr_lifecycle_policy" "indexed" {
  count      = length(aws_ecr_repository.indexed)
  repository = aws_ecr_repository.indexed[count.index].id
  policy     = local.policy
}

resource "aws_ecr_repository" "keyed" {
  for_each = local.names
  name     = "keyed/\${each.key}"
}

resource "aws_ecr_lifecycle_policy" "keyed" {
  for_each   = toset([for name in local.names : aws_ecr_repository.keyed[name].name])
  repository = each.key
  policy     = local.policy
}

resource "aws_ecr_repository" "tried" {
  name = "tried"
}

resource "aws_ecr_lifecycle_policy" "tried" {
  repository = try(aws_ecr_repository.tried.name, "")
  policy     = local.policy
}

resource "aws_ecr_repository" "literal" {
  name = "literal"
}

resource "aws_ecr_lifecycle_policy" "literal" {
  repository = "literal"
  policy     = local.policy
}
`,
    },
    {
      title: 'A policy in another file, and one through a module',
      code: {
        'repositories.tf': `
module "app" {
  source = "./repository"
}

resource "aws_ecr_repository" "web" {
  name = "web"
}
`,
        'policies.tf': `
module "app_policy" {
  source     = "./policy"
  repository = module.app.id
}

resource "aws_ecr_lifecycle_policy" "web" {
  repository = aws_ecr_repository.web.id
  policy     = "{}"
}
`,
        'repository/main.tf': `
resource "aws_ecr_repository" "this" {
  name = "app"
}

output "id" {
  value = aws_ecr_repository.this.id
}
`,
        'policy/main.tf': `
variable "repository" {
  type = string
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = var.repository
  policy     = "{}"
}
`,
      },
    },
    {
      title: 'The same variable names both',
      code: `
variable "name" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name = var.name
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = var.name
  policy     = "{}"
}
`,
    },
    {
      title: 'A policy that may be there is no finding',
      unresolved: ['aws_ecr_repository.conditional: var.create_policy has no value'],
      code: `
variable "create_policy" {
  type = bool
}

variable "repository" {
  type = string
}

resource "aws_ecr_repository" "conditional" {
  name = "conditional"
}

resource "aws_ecr_lifecycle_policy" "conditional" {
  count      = var.create_policy ? 1 : 0
  repository = aws_ecr_repository.conditional.name
  policy     = "{}"
}
`,
    },
    {
      title: 'A public repository, which has no lifecycle policies',
      code: `
resource "aws_ecrpublic_repository" "app" {
  repository_name = "app"
}
`,
    },
  ],
  bad: [
    {
      title: 'A policy for some repositories of a for_each',
      code: `
locals {
  repositories = {
    api = { expire = true }
    web = { expire = false }
  }
}

resource "aws_ecr_repository" "app" {
  for_each = local.repositories
  name     = each.key
}

resource "aws_ecr_lifecycle_policy" "app" {
  for_each   = { for name, settings in local.repositories : name => settings if settings.expire }
  repository = aws_ecr_repository.app[each.key].name
  policy     = "{}"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.',
          resource: 'aws_ecr_repository.app["web"]',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
    {
      title: 'A policy for the repository of the same name in another region',
      code: `
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  provider   = aws.us
  repository = "app"
  policy     = "{}"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.',
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
    {
      title: 'A policy that is switched off',
      code: `
variable "expire" {
  type    = bool
  default = false
}

resource "aws_ecr_repository" "app" {
  name = "app"
}

resource "aws_ecr_lifecycle_policy" "app" {
  count      = var.expire ? 1 : 0
  repository = aws_ecr_repository.app.name
  policy     = "{}"
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'The repository has no lifecycle policy, so images are never deleted. Add an aws_ecr_lifecycle_policy that expires at least untagged images.',
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
  ],
});
