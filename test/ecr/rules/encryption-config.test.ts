import rule from '../../../rules/encryption-config.ts';
import { testCases } from './cases.ts';

testCases(rule, {
  good: [
    {
      title: 'A key only where it is used, however that is written',
      code: `
variable "kms_key_arn" {
  type    = string
  default = ""
}

variable "encryption_type" {
  type    = string
  default = "AES256"
}

resource "aws_ecr_repository" "chosen" {
  name = "chosen"

  encryption_configuration {
    encryption_type = var.kms_key_arn != "" ? "KMS" : "AES256"
    kms_key         = var.kms_key_arn
  }
}

resource "aws_ecr_repository" "conditional" {
  name = "conditional"

  encryption_configuration {
    encryption_type = var.encryption_type
    kms_key         = var.encryption_type == "KMS" ? var.kms_key_arn : null
  }
}
`,
    },
    {
      title: 'What is not known is no finding',
      unresolved: [
        'aws_ecr_repository.key: var.key has no value',
        'aws_ecr_repository.region: no region is set for aws_ecr_repository.region',
      ],
      code: `
variable "key" {
  type = string
}

resource "aws_ecr_repository" "key" {
  name = "key"

  encryption_configuration {
    kms_key = var.key
  }
}

resource "aws_ecr_repository" "region" {
  name = "region"

  encryption_configuration {
    encryption_type = "KMS_DSSE"
  }
}
`,
    },
  ],
  bad: [
    {
      title: 'Double encryption with a key whose region says where the repository is',
      code: `
data "aws_caller_identity" "current" {}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS_DSSE"
    kms_key         = "arn:aws:kms:eu-west-1:\${data.aws_caller_identity.current.account_id}:alias/ecr-images"
  }
}

resource "aws_ecr_repository" "secret" {
  name = "secret"

  encryption_configuration {
    encryption_type = "KMS_DSSE"
    kms_key         = "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'AWS offers KMS_DSSE for ECR only in GovCloud (US), and this is in eu-west-1. Use "KMS", which also takes a key of your own.',
          resource: 'aws_ecr_repository.app',
          at: '"KMS_DSSE"',
          line: 8,
        },
      ],
    },
    {
      title: 'A key without a type, and a key that AWS manages',
      code: `
resource "aws_ecr_repository" "typeless" {
  name = "typeless"

  encryption_configuration {
    kms_key = "arn:aws:kms:eu-west-1:123456789012:key/0b1c2d3e"
  }
}

data "aws_kms_alias" "ecr" {
  name = "alias/aws/ecr"
}

resource "aws_ecr_repository" "managed" {
  name = "managed"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = data.aws_kms_alias.ecr.target_key_arn
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'This key is not used: encryption_type is not set, which means "AES256". Set it to "KMS" to encrypt with the key, which replaces a repository that exists, or remove kms_key.',
          resource: 'aws_ecr_repository.typeless',
          at: 'kms_key = "arn:aws:kms:eu-west-1:123456789012:key/0b1c2d3e"',
        },
        {
          severity: 'warning',
          message:
            'The kms_key "alias/aws/ecr" names a key that AWS manages. Leave kms_key out to use the one for ECR, or name a key of your own.',
          resource: 'aws_ecr_repository.managed',
          at: '"alias/aws/ecr"',
        },
      ],
    },
    {
      title: 'A region of the resource itself',
      code: `
provider "aws" {
  region = "us-gov-west-1"
}

resource "aws_ecr_repository_creation_template" "app" {
  region      = "us-east-1"
  prefix      = "app"
  applied_for = ["REPLICATION"]

  encryption_configuration {
    encryption_type = "KMS_DSSE"
  }
}
`,
      findings: [
        {
          severity: 'warning',
          message:
            'AWS offers KMS_DSSE for ECR only in GovCloud (US), and this is in us-east-1. Use "KMS", which also takes a key of your own.',
          resource: 'aws_ecr_repository_creation_template.app',
          at: '"KMS_DSSE"',
        },
      ],
    },
  ],
});
