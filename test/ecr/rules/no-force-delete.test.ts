import rule from '../../../rules/no-force-delete.ts';
import { testCases } from './cases.ts';

const MESSAGE =
  'Terraform deletes this repository even when there are images in it: force_delete is true. Set it to false, so that AWS refuses.';

testCases(rule, {
  good: [
    {
      title: 'Only outside production',
      code: `
variable "environment" {
  type    = string
  default = "prod"
}

resource "aws_ecr_repository" "app" {
  name         = "app-prod"
  force_delete = var.environment == "dev"
}

resource "aws_ecr_repository" "quoted" {
  name         = "quoted-prod"
  force_delete = "false"
}

resource "aws_ecr_repository" "unset" {
  name         = "unset-prod"
  force_delete = null
}
`,
    },
    {
      title: 'A value that is not known is no finding',
      unresolved: ['aws_ecr_repository.app: var.protect has no value'],
      code: `
variable "protect" {
  type = bool
}

resource "aws_ecr_repository" "app" {
  name         = "app"
  force_delete = var.protect ? false : true
}
`,
    },
  ],
  bad: [
    {
      title: 'A quoted bool, and a variable that says so by default',
      code: `
variable "force" {
  type    = bool
  default = true
}

resource "aws_ecr_repository" "quoted" {
  name         = "quoted"
  force_delete = "true"
}

resource "aws_ecr_repository" "default" {
  name         = "default-prod"
  force_delete = var.force
}
`,
      findings: [
        { severity: 'warning', message: MESSAGE, resource: 'aws_ecr_repository.quoted', at: '"true"' },
        { severity: 'error', message: MESSAGE, resource: 'aws_ecr_repository.default', at: 'true', line: 4 },
      ],
    },
    {
      title: 'The one caller of a module that serves production',
      code: {
        'main.tf': `
module "dev" {
  source = "./repository"
  name   = "app-dev"
}

module "prod" {
  source = "./repository"
  name   = "app-prod"
}
`,
        'repository/main.tf': `
variable "name" {
  type = string
}

resource "aws_ecr_repository" "this" {
  name         = var.name
  force_delete = true
}
`,
      },
      findings: [
        {
          severity: 'error',
          message: MESSAGE,
          resource: 'module.prod.aws_ecr_repository.this',
          at: 'true',
          file: 'repository/main.tf',
        },
      ],
    },
  ],
});
