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
  presets: ['recommended', 'strict', 'security-hub'],
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
