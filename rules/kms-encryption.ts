import { evidenceOf, isAbsent } from '../src/ecr/argument.ts';
import { type EncryptionVerdict, judgeEncryption } from '../src/ecr/encryption.ts';
import type { EcrFacts } from '../src/ecr/facts.ts';
import { describeValue } from '../src/lint/describe.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'kms-encryption',
  title: 'Images are not encrypted with a KMS key of your own',
  category: 'encryption',
  aliases: [
    'CKV_AWS_136',
    'AWS-0033',
    'AVD-AWS-0033',
    'aws-ecr-repository-customer-key',
    'AWS093',
    '0e32d561-4b5a-4664-a6e3-a3fa85649157',
    'AC_AWS_0461',
    'AWS.AER.DP.MEDIUM.0026',
    'ecr_repository_encrypted_with_kms',
    'CB_TFAWS_127',
    'ECR.5',
  ],
  severity: { production: 'error', unknown: 'info', nonProduction: 'off' },
  securitySeverity: 4,
  documentation: {
    what:
      'The repository, or the template that AWS creates repositories from, encrypts its images with AES-256 and a key that AWS owns, which is what it does without `encryption_configuration`, ' +
      'or with KMS and the key that AWS manages for ECR (`alias/aws/ecr`), because no `kms_key` is given or that one is named.',
    why:
      'With a key of your own you decide who may use it, see every use of it in CloudTrail, rotate it, and can make all images unreadable at once by disabling it. ' +
      'A key that AWS owns or manages gives you none of that, and its policy cannot be changed, also not to share images with another account.',
    how:
      'Set `encryption_type = "KMS"` (in GovCloud also `"KMS_DSSE"`) and `kms_key` to the ARN of an `aws_kms_key` in the same region.\n\n' +
      'AWS cannot change the encryption of a repository that exists: Terraform replaces it, and its images are lost unless they are copied first. ' +
      'Create a new repository beside the old one, copy the images, and move over. On a creation template the change is made in place and applies to future repositories.',
    references: [
      {
        title: 'Encryption at rest in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
      },
      {
        title: 'Security Hub control ECR.5',
        url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-5',
      },
      {
        title: 'aws_ecr_repository, encryption_configuration',
        url: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository#encryption_configuration',
      },
    ],
  },
  examples: {
    good: [
      {
        title: 'A key of your own',
        code: `
resource "aws_kms_key" "ecr" {
  enable_key_rotation = true
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
}
`,
      },
      {
        title: 'Two layers of encryption, which GovCloud has',
        shown: false,
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
        shown: false,
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
        title: 'A repository outside production',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  tags = {
    Environment = "dev"
  }
}
`,
      },
      {
        title: 'A key that is not known is no finding',
        shown: false,
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
        title: 'No encryption block',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  tags = {
    Environment = "production"
  }
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Images are encrypted with a key that AWS owns: there is no encryption_configuration. Use encryption_type = "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
      },
      {
        title: 'AES256',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "AES256"
  }
}
`,
        findings: [
          {
            severity: 'info',
            message:
              'Images are encrypted with a key that AWS owns: encryption_type is "AES256". Use "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.app',
            at: '"AES256"',
          },
        ],
      },
      {
        title: 'KMS without a key',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  encryption_configuration {
    encryption_type = "KMS"
  }
}
`,
        findings: [
          {
            severity: 'error',
            message:
              'Images are encrypted with the KMS key that AWS manages for ECR: no kms_key is given. Name a key of your own.',
            resource: 'aws_ecr_repository.app',
            at: 'encryption_configuration',
          },
        ],
      },
      {
        title: 'An empty block',
        shown: false,
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
              'Images are encrypted with a key that AWS owns: encryption_type is not set, which means "AES256". Use "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.app',
            at: 'encryption_configuration',
          },
        ],
      },
      {
        title: 'The alias of the key that AWS manages',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = "alias/aws/ecr"
  }
}
`,
        findings: [
          {
            severity: 'info',
            message:
              'Images are encrypted with a KMS key that AWS manages: kms_key leads to its alias. Name a key of your own.',
            resource: 'aws_ecr_repository.app',
            at: '"alias/aws/ecr"',
          },
        ],
      },
      {
        title: 'The key that AWS manages, by a data source',
        shown: false,
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
        shown: false,
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
              'Images are encrypted with a key that AWS owns: encryption_type is "AES256". Use "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.idiom',
            at: '"AES256"',
          },
        ],
      },
      {
        title: 'A dynamic block that adds nothing',
        shown: false,
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
              'Images are encrypted with a key that AWS owns: there is no encryption_configuration. Use encryption_type = "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
      },
      {
        title: 'A template that repositories are created from',
        shown: false,
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
              'Images are encrypted with a key that AWS owns: encryption_type is "AES256". Use "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository_creation_template.apps',
            at: '"AES256"',
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const subject of [...facts.repositories, ...facts.creationTemplates]) {
      const verdict = judgeEncryption(subject.encryption);
      if (verdict.kind === 'customer-key') continue;
      const evidence = evidenceOf(verdict.argument);
      if (verdict.kind === 'unknown') context.unresolved({ subject, reason: verdict.reason, evidence });
      else context.report({ subject, message: describe(verdict), evidence });
    }
  },
};

function describe({ kind, argument }: Exclude<EncryptionVerdict, { kind: 'customer-key' | 'unknown' }>): string {
  switch (kind) {
    case 'not-kms': {
      const { name, value } = argument;
      if (value === null && name === 'encryption_configuration') {
        return 'Images are encrypted with a key that AWS owns: there is no encryption_configuration. Use encryption_type = "KMS" with a kms_key of your own.';
      }
      const setting = value === null || isAbsent(value) ? 'not set, which means "AES256"' : describeValue(value);
      return `Images are encrypted with a key that AWS owns: encryption_type is ${setting}. Use "KMS" with a kms_key of your own.`;
    }
    case 'no-key':
      return 'Images are encrypted with the KMS key that AWS manages for ECR: no kms_key is given. Name a key of your own.';
    case 'aws-key':
      return 'Images are encrypted with a KMS key that AWS manages: kms_key leads to its alias. Name a key of your own.';
  }
}

export default rule;
