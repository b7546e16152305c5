import { describe, expect, it } from 'vitest';
import rule from '../../rules/kms-encryption.ts';
import { expectFixed, expectNoFix, proposed } from './support.ts';

const PLAIN = `
resource "aws_ecr_repository" "app" {
  name = "app"
}
`;

const encryptedWith = (key: string, more = ''): string => `
resource "aws_ecr_repository" "app" {
${more}  name = "app"

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = ${key}
  }
}
`;

const NEW_KEY = `
resource "aws_kms_key" "ecr" {
  description         = "Encrypts the images in ECR"
  enable_key_rotation = true
}
`;

describe('kms-encryption uses', () => {
  it('the configured key, where it is defined', async () => {
    const kmsKey = 'aws_kms_key.shared.arn';
    const shared = '\nresource "aws_kms_key" "shared" {}\n\nresource "aws_kms_key" "other" {}\n';
    await expectFixed(rule, PLAIN + shared, encryptedWith(kmsKey) + shared, { defaults: { kmsKey } });
    await expectNoFix(rule, PLAIN, { defaults: { kmsKey } });
    await expectNoFix(rule, PLAIN, { defaults: { kmsKey: 'var.kms_key_arn' } });
    const arn = '"arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"';
    await expectFixed(rule, PLAIN, encryptedWith(arn), { defaults: { kmsKey: arn } });
  });

  it("the module's only key", async () => {
    const only = '\nresource "aws_kms_key" "main" {\n  enable_key_rotation = true\n}\n';
    await expectFixed(
      rule,
      { 'main.tf': PLAIN, 'keys.tf': only },
      { 'main.tf': encryptedWith('aws_kms_key.main.arn') },
    );
  });

  it('a new key where the only one is of no use', async () => {
    const unusable = [
      'resource "aws_kms_key" "main" {\n  count = 2\n}',
      'resource "aws_kms_key" "main" {\n  provider = aws.other\n}',
      'resource "aws_kms_key" "main" {\n  key_usage = "SIGN_VERIFY"\n}',
      'resource "aws_kms_key" "main" {\n  is_enabled = false\n}',
    ];
    for (const key of unusable) {
      await expectFixed(rule, `${PLAIN}\n${key}\n`, `${encryptedWith('aws_kms_key.ecr.arn')}${NEW_KEY}\n${key}\n`);
    }
  });

  it('one new key for all repositories of a module, also beside others', () =>
    expectFixed(
      rule,
      {
        'app.tf': PLAIN,
        'web.tf': PLAIN.replaceAll('app', 'web'),
        'keys.tf': 'resource "aws_kms_key" "a" {}\n\nresource "aws_kms_key" "b" {}\n',
      },
      {
        'app.tf': encryptedWith('aws_kms_key.ecr.arn') + NEW_KEY,
        'web.tf': encryptedWith('aws_kms_key.ecr.arn').replaceAll('"app"', '"web"'),
      },
    ));

  it('a key of the same provider', () =>
    expectFixed(
      rule,
      PLAIN.replace('  name', '  provider = aws.ireland\n  name    '),
      encryptedWith('aws_kms_key.ecr.arn', '  provider = aws.ireland\n').replace('name =', 'name     =') +
        NEW_KEY.replace('{\n', '{\n  provider = aws.ireland\n\n'),
    ));
});

describe('kms-encryption mends', () => {
  const withBlock = (block: string): string => `
resource "aws_kms_key" "main" {
  enable_key_rotation = true
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
${block}
  }
}
`;
  const RIGHT = withBlock('    encryption_type = "KMS"\n    kms_key         = aws_kms_key.main.arn');

  it('a block in which either argument is wrong or missing', async () => {
    await expectFixed(rule, withBlock('    encryption_type = "AES256"'), RIGHT);
    await expectFixed(rule, withBlock('    encryption_type = "KMS"'), RIGHT);
    await expectFixed(rule, withBlock('    encryption_type = "KMS"\n    kms_key         = null'), RIGHT);
    await expectFixed(rule, withBlock('    encryption_type = "KMS"\n    kms_key         = "alias/aws/ecr"'), RIGHT);
    await expectFixed(
      rule,
      withBlock('    encryption_type = "AES256"\n    kms_key         = aws_kms_key.main.arn'),
      RIGHT,
    );
    await expectFixed(
      rule,
      withBlock('    kms_key = aws_kms_key.main.arn'),
      withBlock('    kms_key         = aws_kms_key.main.arn\n    encryption_type = "KMS"'),
    );
  });

  it('a block that stands empty on one line', () =>
    expectFixed(
      rule,
      'resource "aws_ecr_repository" "app" {\n  name = "app"\n  encryption_configuration {}\n}\n',
      `resource "aws_ecr_repository" "app" {
  name = "app"
  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.ecr.arn
  }
}
${NEW_KEY}`,
    ));

  it('the alias that a data source looked up', () => {
    const data = '\ndata "aws_kms_alias" "ecr" {\n  name = "alias/aws/ecr"\n}\n';
    return expectFixed(
      rule,
      withBlock('    encryption_type = "KMS"\n    kms_key         = data.aws_kms_alias.ecr.target_key_arn') + data,
      RIGHT + data,
    );
  });

  it('the type where a variable says it, once the key is right', () => {
    const main = (type: string): string => `
variable "encryption_type" {
  type    = string
  default = "${type}"
}
${withBlock('    encryption_type = var.encryption_type\n    kms_key         = aws_kms_key.main.arn')}`;
    return expectFixed(rule, main('AES256'), main('KMS'));
  });
});

describe('kms-encryption says what it costs', () => {
  it('of a repository', async () => {
    expect(await proposed(rule, PLAIN)).toEqual([
      'unsafe: Encrypts with a KMS key of your own. AWS cannot change the encryption of a repository that exists, so Terraform replaces it and its images are lost: copy them first.',
    ]);
  });

  it('and costs nothing where a plan only creates the repository', async () => {
    const plan = (actions: readonly string[], before: object | null): string =>
      JSON.stringify({
        format_version: '1.2',
        terraform_version: '1.11.4',
        planned_values: {},
        resource_changes: [
          {
            address: 'aws_ecr_repository.app',
            mode: 'managed',
            type: 'aws_ecr_repository',
            name: 'app',
            change: { actions, before, after: { name: 'app', encryption_configuration: [] }, after_unknown: {} },
          },
        ],
        configuration: { root_module: { resources: [] } },
      });
    const safetyWith = async (actions: readonly string[], before: object | null): Promise<string[]> => {
      const files = { 'main.tf': PLAIN, 'plan.json': plan(actions, before) };
      const told = await proposed(rule, files, { paths: ['plan.json'] });
      return told.map((fix) => fix.slice(0, fix.indexOf(':')));
    };
    expect(await safetyWith(['create'], null)).toEqual(['safe']);
    expect(await safetyWith(['update'], { name: 'app' })).toEqual(['unsafe']);
    expect(await safetyWith(['delete', 'create'], { name: 'app' })).toEqual(['unsafe']);
  });

  it('of a template, which changes nothing that exists and needs a role for the key', async () => {
    const template = (role: string): string => `
resource "aws_ecr_repository_creation_template" "apps" {
  prefix      = "apps"
  applied_for = ["REPLICATION"]
${role}}
`;
    const withRole = template('  custom_role_arn = aws_iam_role.ecr.arn\n');
    expect(await proposed(rule, withRole)).toEqual([
      'safe: Encrypts the images of repositories yet to be created with a KMS key of your own.',
    ]);
    await expectNoFix(rule, template(''));
  });
});

describe('kms-encryption proposes nothing', () => {
  it('where the type or the key come from elsewhere and both would have to change', async () => {
    const main = (type: string, key: string): string => `
variable "encryption_type" {
  type    = string
  default = "AES256"
}

variable "kms_key" {
  type    = string
  default = null
}

resource "aws_ecr_repository" "app" {
  name = "app"

  encryption_configuration {
    encryption_type = ${type}
    kms_key         = ${key}
  }
}
`;
    await expectNoFix(rule, main('var.encryption_type', 'var.kms_key'));
    await expectNoFix(rule, main('var.encryption_type', 'null'));
    await expectNoFix(rule, main('"KMS"', 'var.kms_key'));
    await expectNoFix(rule, main('"AES256"', 'var.kms_key'));
  });

  it('where a dynamic block may make the block', () =>
    expectNoFix(
      rule,
      `
variable "kms_key" {
  type    = string
  default = null
}

resource "aws_ecr_repository" "app" {
  name = "app"

  dynamic "encryption_configuration" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }
}
`,
    ));
});
