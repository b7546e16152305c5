import { argumentOf, evidenceOf, judge, knownText, reasonOf, textOf } from '../src/ecr/argument.ts';
import { isKeyGiven, judgeEncryption } from '../src/ecr/encryption.ts';
import type { CreationTemplate, EcrFacts, Encryption, Repository } from '../src/ecr/facts.ts';
import { regionOf } from '../src/ecr/registry.ts';
import { knownPrefix, shapeOf } from '../src/ecr/text-shape.ts';
import { describeValue } from '../src/lint/describe.ts';
import type { Fix } from '../src/lint/fix.ts';
import { isWholeArgument } from '../src/lint/mending/place.ts';
import { always, type Rule, type RuleContext, type Subject } from '../src/lint/rule.ts';

const rule: Rule = {
  id: 'encryption-config',
  title: 'Encryption settings that do not do what they say',
  category: 'encryption',
  aliases: [],
  severity: always('warning'),
  presets: ['recommended', 'strict'],
  securitySeverity: 3,
  fix: 'safe',
  documentation: {
    what:
      'The encryption settings of a repository or creation template contradict themselves or AWS:\n\n' +
      '- a `kms_key` beside `encryption_type = "AES256"`, or without any type, which means `"AES256"`: the key is not used;\n' +
      '- more than one `encryption_configuration` block: the provider sends the first one and drops the others;\n' +
      '- `KMS_DSSE` in a region outside of AWS GovCloud (US), where it is not available;\n' +
      '- an alias that AWS reserves for keys of its own (`alias/aws/…`) as `kms_key`.',
    why:
      'Terraform accepts all of these. Images then are not encrypted with the key that the code names, or creating the repository fails. ' +
      'Encryption cannot be changed later: to put it right, the repository has to be replaced.',
    how:
      'Set `encryption_type = "KMS"` where the key is meant to be used, or remove `kms_key` where it is not. Keep one block. Use `"KMS"` outside GovCloud. ' +
      'For the key that AWS manages for ECR, leave `kms_key` out; for control over the key, name one of your own.',
    references: [
      {
        title: 'Encryption at rest in Amazon ECR',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
      },
      {
        title: 'EncryptionConfiguration',
        url: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfiguration.html',
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
        title: 'A key that is used',
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
        title: 'Dual-layer encryption in GovCloud',
        code: `
provider "aws" {
  region = "us-gov-west-1"
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS_DSSE"
  }
}
`,
      },
    ],
    bad: [
      {
        title: 'A key that AES256 ignores',
        code: `
resource "aws_kms_key" "ecr" {
  enable_key_rotation = true
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "AES256"
    kms_key         = aws_kms_key.ecr.arn
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This key is not used: encryption_type is "AES256". Set it to "KMS" to encrypt with the key, which replaces a repository that exists, or remove kms_key.',
            resource: 'aws_ecr_repository.app',
            at: 'kms_key         = aws_kms_key.ecr.arn',
          },
        ],
        fixed: `
resource "aws_kms_key" "ecr" {
  enable_key_rotation = true
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "AES256"
  }
}
`,
      },
      {
        title: 'Two blocks',
        code: `
resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "AES256"
  }

  encryption_configuration {
    encryption_type = "KMS"
  }
}
`,
        findings: [
          {
            severity: 'warning',
            message:
              'This encryption_configuration has no effect: the repository has one before it, and only the first is sent to AWS. Keep one block.',
            resource: 'aws_ecr_repository.app',
            at: 'encryption_configuration',
            line: 9,
          },
        ],
      },
      {
        title: 'Dual-layer encryption outside GovCloud',
        code: `
provider "aws" {
  region = "eu-west-1"
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = "KMS_DSSE"
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
          },
        ],
      },
    ],
  },

  check(facts: EcrFacts, context: RuleContext): void {
    for (const subject of [...facts.repositories, ...facts.creationTemplates]) {
      judgeIgnoredKey(subject, context);
      judgeDualLayer(subject, context);
      judgeAlias(subject, context);
    }
    for (const repository of facts.repositories) judgeBlocks(repository, context);
  },
};

function judgeIgnoredKey(subject: Repository | CreationTemplate, context: RuleContext): void {
  const { type, key } = subject.encryption;
  // Without a block the "key" is the block that is missing.
  if (key.name !== 'kms_key') return;
  const isIgnored = judge(type, (value) => value === null || textOf(value) === 'AES256' || textOf(value) === '');
  const isGiven = isKeyGiven(key);
  if (isIgnored === 'no' || isGiven === 'no') return;
  const evidence = evidenceOf(key);
  if (isIgnored === 'yes' && isGiven === 'yes') {
    const setting = type.value === null ? 'encryption_type is not set, which means "AES256"' : describeType(subject);
    const message = `This key is not used: ${setting}. Set it to "KMS" to encrypt with the key, which replaces a repository that exists, or remove kms_key.`;
    const { body, name } = key;
    const written = { kind: 'place', place: body.attributePlace(name), body, argument: name } as const;
    context.report({ subject, aspect: 'ignored', message, evidence: written, fix: fixOf(subject.encryption) });
  } else if (isIgnored === 'yes') {
    context.unresolved({ subject, reason: reasonOf(key), evidence });
  } else if (isGiven === 'yes') {
    context.unresolved({ subject, reason: reasonOf(type), evidence: evidenceOf(type) });
  }
}

function describeType({ encryption }: Repository | CreationTemplate): string {
  const text = knownText(encryption.type.value);
  return text === null || text === '' ? 'encryption_type is not "KMS"' : `encryption_type is "${text}"`;
}

/** Only where the type beside the key is the same for everyone who uses the block. */
function fixOf({ type, key }: Encryption): Fix | null {
  const place = key.body.attributePlace(key.name);
  if (place === null || key.doubt !== null || !(type.value === null || isWholeArgument(type))) return null;
  const description = 'Removes the kms_key that is not used.';
  return { safety: 'safe', description, edits: [{ kind: 'remove-argument', argument: place }] };
}

function judgeDualLayer(subject: Repository | CreationTemplate, context: RuleContext): void {
  const { type } = subject.encryption;
  if (judge(type, (value) => textOf(value) === 'KMS_DSSE') !== 'yes') return;
  const region = regionOf(subject.resource);
  const name = knownText(region) ?? regionOfKey(subject.encryption);
  const evidence = evidenceOf(type);
  if (name === null) {
    const reason = region?.kind === 'unknown' ? region.reason : noRegion(subject);
    context.unresolved({ subject, reason, evidence });
  } else if (!name.startsWith('us-gov-')) {
    const message = `AWS offers KMS_DSSE for ECR only in GovCloud (US), and this is in ${name}. Use "KMS", which also takes a key of your own.`;
    context.report({ subject, aspect: 'dual-layer', message, evidence });
  }
}

/** A repository is in the region of its key. */
function regionOfKey({ key }: Encryption): string | null {
  const shape = key.value === null ? null : shapeOf(key.value);
  const [, region = null] = /^arn:[^:]*:kms:([^:]+):/.exec(shape === null ? '' : knownPrefix(shape)) ?? [];
  return region;
}

function noRegion({ resource }: Subject): { kind: 'unset'; message: string; place: null } {
  return { kind: 'unset', message: `no region is set for ${resource.address}`, place: null };
}

function judgeAlias(subject: Repository | CreationTemplate, context: RuleContext): void {
  const verdict = judgeEncryption(subject.encryption);
  if (verdict.kind !== 'aws-key' || verdict.argument.value === null) return;
  const message = `The kms_key ${describeValue(verdict.argument.value)} names a key that AWS manages. Leave kms_key out to use the one for ECR, or name a key of your own.`;
  context.report({ subject, aspect: 'alias', message, evidence: evidenceOf(verdict.argument) });
}

function judgeBlocks(subject: Repository, context: RuleContext): void {
  for (const block of subject.resource.body.blocks('encryption_configuration').items.slice(1)) {
    const message =
      'This encryption_configuration has no effect: the repository has one before it, and only the first is sent to AWS. Keep one block.';
    context.report({
      subject,
      aspect: 'blocks',
      message,
      evidence: evidenceOf({ ...argumentOf(block, 'encryption_configuration'), value: null }),
    });
  }
}

export default rule;
