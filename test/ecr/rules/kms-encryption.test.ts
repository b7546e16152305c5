import rule from '../../../rules/kms-encryption.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'Two layers of encryption, which GovCloud has',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS_DSSE"
    kms_key         = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}
`,
    },
    {
      title: 'A key by a data source, an alias or an ARN with an unknown account',
      code: `
data "aws_caller_identity" "current" {}

data "aws_kms_key" "shared" {
  key_id = "alias/shared-ecr"
}

resource "aws_kms_key" "ecr" {
  count = 1
}

resource "aws_kms_alias" "ecr" {
  name          = "alias/ecr"
  target_key_id = aws_kms_key.ecr[0].key_id
}

locals {
  keys = {
    data    = data.aws_kms_key.shared.arn
    alias   = aws_kms_alias.ecr.target_key_arn
    counted = one(aws_kms_key.ecr[*].arn)
    account = "arn:aws:kms:eu-west-1:\${data.aws_caller_identity.current.account_id}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

resource "aws_ecr_repository" "app" {
  for_each = local.keys
  name     = each.key

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = each.value
  }
}
`,
    },
    {
      title: 'A key that is not known is no finding',
      unresolved: [
        'aws_ecr_repository.given: var.kms_key_arn has no value',
        'aws_ecr_repository.decided: var.kms_key_arn has no value',
        'aws_ecr_repository.maybe: var.own_key has no value',
        'aws_ecr_repository.dynamic: var.own_key has no value',
      ],
      code: `
variable "kms_key_arn" {
  type = string
}

variable "own_key" {
  type = bool
}

resource "aws_kms_key" "ecr" {}

resource "aws_ecr_repository" "given" {
  name = "given"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_repository" "decided" {
  name = "decided"

  encryption_configuration {
    encryption_type = var.kms_key_arn == "" ? "AES256" : "KMS"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_repository" "maybe" {
  name = "maybe"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.own_key ? aws_kms_key.ecr.arn : null
  }
}

resource "aws_ecr_repository" "dynamic" {
  name = "dynamic"

  dynamic "encryption_configuration" {
    for_each = var.own_key ? [aws_kms_key.ecr.arn] : []

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }
}
`,
    },
  ],
  bad: [
    {
      title: 'An empty block',
      code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {}
}
`,
      findings: [
        {
          severity: 'info',
          message:
            'Images are encrypted with a key that Amazon S3 manages: encryption_type is not set, which means "AES256". Use "KMS" with a kms_key of your own.',
          resource: 'aws_ecr_repository.app',
          at: 'encryption_configuration',
        },
      ],
    },
    {
      title: 'The key that AWS manages, by a data source',
      code: `
data "aws_kms_alias" "ecr" {
  name = "alias/aws/ecr"
}

data "aws_kms_key" "ecr" {
  key_id = "alias/aws/ecr"
}

resource "aws_ecr_repository" "alias" {
  name = "alias"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = data.aws_kms_alias.ecr.target_key_arn
  }
}

resource "aws_ecr_repository" "key" {
  name = "key"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = data.aws_kms_key.ecr.arn
  }
}
`,
      findings: [
        {
          severity: 'info',
          message:
            'Images are encrypted with a KMS key that AWS manages: kms_key leads to its alias. Name a key of your own.',
          resource: 'aws_ecr_repository.alias',
          at: '"alias/aws/ecr"',
          line: 3,
        },
        {
          severity: 'info',
          message:
            'Images are encrypted with a KMS key that AWS manages: kms_key leads to its alias. Name a key of your own.',
          resource: 'aws_ecr_repository.key',
          at: '"alias/aws/ecr"',
          line: 7,
        },
      ],
    },
    {
      title: 'A key that is empty unless given',
      code: `
variable "kms_key_arn" {
  type    = string
  default = ""
}

resource "aws_ecr_repository" "idiom" {
  name = "idiom"

  encryption_configuration {
    encryption_type = var.kms_key_arn != "" ? "KMS" : "AES256"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_repository" "empty" {
  name = "empty"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }
}
`,
      findings: [
        {
          severity: 'info',
          message:
            'Images are encrypted with the KMS key that AWS manages for ECR: no kms_key is given. Name a key of your own.',
          resource: 'aws_ecr_repository.empty',
          at: '""',
          line: 4,
        },
        {
          severity: 'info',
          message:
            'Images are encrypted with a key that Amazon S3 manages: encryption_type is "AES256". Use "KMS" with a kms_key of your own.',
          resource: 'aws_ecr_repository.idiom',
          at: '"AES256"',
        },
      ],
    },
    {
      title: 'A dynamic block that adds nothing',
      code: `
variable "kms_keys" {
  type    = list(string)
  default = []
}

resource "aws_ecr_repository" "app" {
  name = "app"

  dynamic "encryption_configuration" {
    for_each = var.kms_keys

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }
}
`,
      findings: [
        {
          severity: 'info',
          message:
            'Images are encrypted with a key that Amazon S3 manages: there is no encryption_configuration. Use encryption_type = "KMS" with a kms_key of your own.',
          resource: 'aws_ecr_repository.app',
          at: 'resource "aws_ecr_repository" "app"',
        },
      ],
    },
    {
      title: 'A template that repositories are created from',
      code: `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix      = "prod"
  applied_for = ["REPLICATION"]

  encryption_configuration {
    encryption_type = "AES256"
  }
}
`,
      findings: [
        {
          severity: 'error',
          message:
            'Images are encrypted with a key that Amazon S3 manages: encryption_type is "AES256". Use "KMS" with a kms_key of your own.',
          resource: 'aws_ecr_repository_creation_template.apps',
          at: '"AES256"',
        },
      ],
    },
  ],
});
