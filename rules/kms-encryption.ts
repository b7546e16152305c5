import { type Argument, evidenceOf, isAbsent } from '../src/ecr/argument.ts';
import { type EncryptionVerdict, judgeEncryption } from '../src/ecr/encryption.ts';
import type { CreationTemplate, EcrFacts, Encryption, Repository } from '../src/ecr/facts.ts';
import { describeValue } from '../src/lint/describe.ts';
import { type Edit, expression, type Fix, literal } from '../src/lint/fix.ts';
import { hasDynamicBlock } from '../src/lint/mending/block.ts';
import { type KeyToUse, keyFor } from '../src/lint/mending/kms-key.ts';
import { isWholeArgument, isWrittenInBlock, textAt } from '../src/lint/mending/place.ts';
import { settingEdits } from '../src/lint/mending/setting.ts';
import type { Rule, RuleContext } from '../src/lint/rule.ts';
import { string } from '../src/terraform/value.ts';

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
    'ecr-repository-cmk-encryption-enabled',
    'CB_TFAWS_127',
    'ECR.5',
  ],
  severity: { production: 'error', unknown: 'info', nonProduction: 'off' },
  presets: ['recommended', 'strict', 'security-hub'],
  securitySeverity: 4,
  fix: 'unsafe',
  documentation: {
    what:
      'The repository, or the template that AWS creates repositories from, encrypts its images with AES-256 and a key that Amazon S3 manages, which is what it does without `encryption_configuration`, ' +
      'or with KMS and the key that AWS manages for ECR (`alias/aws/ecr`), because no `kms_key` is given or that one is named.',
    why:
      'With a key of your own you decide who may use it, see every use of it in CloudTrail, rotate it, and can make all images unreadable at once by disabling it. ' +
      'A key that AWS owns or manages gives you none of that, and its policy cannot be changed, also not to share images with another account.',
    how:
      'Set `encryption_type = "KMS"` (in GovCloud also `"KMS_DSSE"`) and `kms_key` to the ARN of an `aws_kms_key` in the same region.\n\n' +
      'AWS cannot change the encryption of a repository that exists: Terraform replaces it, and its images are lost unless they are copied first. ' +
      'Create a new repository beside the old one, copy the images, and move over. On a creation template the change is made in place and applies to future repositories.\n\n' +
      'The fix takes the configured key, else the only `aws_kms_key` of the module, else adds one with rotation. A template is only mended if it has the `custom_role_arn` that AWS needs to use the key.',
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
              'Images are encrypted with a key that Amazon S3 manages: there is no encryption_configuration. Use encryption_type = "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.app',
            at: 'resource "aws_ecr_repository" "app"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"

  tags = {
    Environment = "production"
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
}

resource "aws_kms_key" "ecr" {
  description         = "Encrypts the images in ECR"
  enable_key_rotation = true
}
`,
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
              'Images are encrypted with a key that Amazon S3 manages: encryption_type is "AES256". Use "KMS" with a kms_key of your own.',
            resource: 'aws_ecr_repository.app',
            at: '"AES256"',
          },
        ],
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
}

resource "aws_kms_key" "ecr" {
  description         = "Encrypts the images in ECR"
  enable_key_rotation = true
}
`,
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
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app-prod"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
}

resource "aws_kms_key" "ecr" {
  description         = "Encrypts the images in ECR"
  enable_key_rotation = true
}
`,
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
        fixed: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
}

resource "aws_kms_key" "ecr" {
  description         = "Encrypts the images in ECR"
  enable_key_rotation = true
}
`,
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const subject of [...facts.repositories, ...facts.creationTemplates]) {
      const verdict = judgeEncryption(subject.encryption);
      if (verdict.kind === 'customer-key') continue;
      const evidence = evidenceOf(verdict.argument);
      if (verdict.kind === 'unknown') {
        context.unresolved({ subject, reason: verdict.reason, evidence });
        continue;
      }
      context.report({ subject, message: describe(verdict), evidence, fix: fixOf(subject, facts, context) });
    }
  },
};

function describe({ kind, argument }: Exclude<EncryptionVerdict, { kind: 'customer-key' | 'unknown' }>): string {
  switch (kind) {
    case 'not-kms': {
      const { name, value } = argument;
      if (value === null && name === 'encryption_configuration') {
        return 'Images are encrypted with a key that Amazon S3 manages: there is no encryption_configuration. Use encryption_type = "KMS" with a kms_key of your own.';
      }
      const setting = value === null || isAbsent(value) ? 'not set, which means "AES256"' : describeValue(value);
      return `Images are encrypted with a key that Amazon S3 manages: encryption_type is ${setting}. Use "KMS" with a kms_key of your own.`;
    }
    case 'no-key':
      return 'Images are encrypted with the KMS key that AWS manages for ECR: no kms_key is given. Name a key of your own.';
    case 'aws-key':
      return 'Images are encrypted with a KMS key that AWS manages: kms_key leads to its alias. Name a key of your own.';
  }
}

const BLOCK = 'encryption_configuration';
const TYPE = 'encryption_type';
const KEY = 'kms_key';

function fixOf(
  subject: Repository | CreationTemplate,
  { deployment }: EcrFacts,
  { defaults }: RuleContext,
): Fix | null {
  const { resource, encryption } = subject;
  const { place } = resource.body;
  // What a dynamic block makes depends on values that have their places elsewhere, and it may be a second block.
  if (place === null || hasDynamicBlock(place, BLOCK)) return null;
  const isTemplate = 'appliedFor' in subject;
  // Without that role, AWS cannot use the key for the repositories it creates.
  if (isTemplate && isAbsent(resource.body.attribute('custom_role_arn'))) return null;
  const key = keyFor(resource, deployment, defaults.kmsKey);
  const edits = isBlockMissing(encryption) ? newBlock(encryption, key) : inBlock(encryption, key);
  if (edits === null) return null;
  return isTemplate || isOnlyCreated(subject) ? { ...SAFE, edits } : { ...UNSAFE, edits };
}

const SAFE = {
  safety: 'safe',
  description: 'Encrypts the images of repositories yet to be created with a KMS key of your own.',
} as const;

const UNSAFE = {
  safety: 'unsafe',
  description:
    'Encrypts with a KMS key of your own. AWS cannot change the encryption of a repository that exists, so Terraform replaces it and its images are lost: copy them first.',
} as const;

/** True when a plan says that the repository is not there yet. */
function isOnlyCreated({ resource: { change } }: Repository): boolean {
  return change?.actions.length === 1 && change.actions[0] === 'create';
}

function isBlockMissing({ type }: Encryption): boolean {
  return type.value === null && type.name === BLOCK;
}

function newBlock({ type: { body } }: Encryption, key: KeyToUse | null): readonly Edit[] | null {
  if (body.place === null || key === null) return null;
  const content = {
    arguments: [
      [TYPE, literal('KMS')],
      [KEY, expression(key.expression)],
    ],
    blocks: [],
  } as const;
  return [{ kind: 'add-block', block: body.place, type: BLOCK, content }, ...key.edits];
}

/** Both arguments of a block that is there, each only where it is not right already. */
function inBlock(encryption: Encryption, key: KeyToUse | null): readonly Edit[] | null {
  const { type } = encryption;
  const { place } = type.body;
  const isKms = judgeEncryption(encryption).kind !== 'not-kms';
  const withKms = judgeEncryption({ ...encryption, type: { ...type, value: string('KMS') } });
  if (withKms.kind === 'customer-key') {
    // Where the type is said elsewhere, the key that is given with it is one of your own, too.
    return settingEdits(type, { to: 'KMS', meant: /encrypt/i, mayDiffer: true });
  }
  if (place === null || key === null || withKms.kind === 'unknown' || !isReplaceable(encryption.key)) return null;
  const edits: Edit[] = [
    { kind: 'set-argument', block: place, name: KEY, value: expression(key.expression) },
    ...key.edits,
  ];
  if (isKms) return edits;
  if (type.value !== null && !place.file.published && !isWholeArgument(type)) return null;
  return [{ kind: 'set-argument', block: place, name: TYPE, value: literal('KMS') }, ...edits];
}

/** A key that is not named, or named in the block itself: as it is, or as what a data source looked up. */
function isReplaceable(key: Argument): boolean {
  if (key.value === null || isWholeArgument(key)) return true;
  const place = key.body.attributePlace(key.name);
  // The call of a published module gives it, or does not.
  if (place?.file.published === true) return isAbsent(key.value);
  return place !== null && isWrittenInBlock(key) && /^kms_key\s*=\s*data\.[\w.[\]"-]+$/.test(textAt(place));
}

export default rule;
