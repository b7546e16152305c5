import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { changedTexts, type FixFilesOptions, fixFiles, withChanges } from '../support/fix.ts';
import { lintFiles } from '../support/lint.ts';

const FIXED = [
  'immutable-tags',
  'scan-on-push',
  'kms-encryption',
  'lifecycle-policy',
  'lifecycle-policy-valid',
  'no-force-delete',
];
const RULES = rules.filter(({ id }) => FIXED.includes(id));

/** The fixed `main.tf`, of which the rules have nothing more to say but of what is left. */
async function fixed(call: string, left: readonly string[] = [], options: FixFilesOptions = {}): Promise<string> {
  const files = { 'main.tf': call };
  const result = await fixFiles(files, RULES, options);
  const { findings } = await lintFiles(withChanges(files, result), RULES);
  expect(findings.map(({ rule }) => rule)).toEqual(left);
  return changedTexts(result)['main.tf'] ?? call;
}

const KEY = `
resource "aws_kms_key" "ecr" {
  description         = "Encrypts the images in ECR"
  enable_key_rotation = true
}
`;

const LIFECYCLE = `jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Expire untagged images after 30 days"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      }
    ]
  })`;

describe('the fixed call', () => {
  it('gives terraform-aws-modules/ecr/aws what it lacks, and other values for what it gives', async () => {
    const call = `module "app" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 3.0"

  repository_name                 = "app-prod"
  repository_image_tag_mutability = "MUTABLE"
  repository_force_delete         = true
}
`;
    expect(await fixed(call)).toBe(`module "app" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 3.0"

  repository_name                 = "app-prod"
  repository_image_tag_mutability = "IMMUTABLE"
  repository_force_delete         = false
  repository_encryption_type      = "KMS"
  repository_kms_key              = aws_kms_key.ecr.arn
  repository_lifecycle_policy = ${LIFECYCLE}
}
${KEY}`);
  });

  it('switches on what keeps the policy away', async () => {
    const call = `module "app" {
  source  = "terraform-aws-modules/ecr/aws"
  version = "~> 2.0"

  repository_name            = "app"
  repository_encryption_type = "KMS"
  repository_kms_key         = var.key
  create_lifecycle_policy    = false
}

variable "key" {
  type = string
}
`;
    expect(await fixed(call)).toBe(
      call.replace(
        'create_lifecycle_policy    = false',
        `create_lifecycle_policy    = true\n  repository_lifecycle_policy = ${LIFECYCLE}`,
      ),
    );
  });

  it('gives cloudposse/ecr/aws an object where it takes one', async () => {
    const call = `module "app" {
  source  = "cloudposse/ecr/aws"
  version = "0.30.0"

  name  = "app"
  stage = "prod"
}
`;
    expect(await fixed(call)).toBe(`module "app" {
  source  = "cloudposse/ecr/aws"
  version = "0.30.0"

  name                     = "app"
  stage                    = "prod"
  encryption_configuration = { encryption_type = "KMS", kms_key = aws_kms_key.ecr.arn }
  image_tag_mutability     = "IMMUTABLE"
  scan_images_on_push      = true
}
${KEY}`);
  });

  it('has other members in the object it gives', async () => {
    const call = `module "app" {
  source  = "cloudposse/ecr/aws"
  version = "~> 1.0"

  name = "app-prod"
  encryption_configuration = {
    encryption_type = "AES256"
    kms_key         = null
  }
}
`;
    expect(await fixed(call)).toBe(`${call.replace('"AES256"', '"KMS"').replace('null', 'aws_kms_key.ecr.arn')}${KEY}`);
  });

  it('gives lgallard/ecr/aws a policy and a key', async () => {
    const call = `module "app" {
  source  = "lgallard/ecr/aws"
  version = "2.1.1"

  name = "app-prod"
}
`;
    expect(await fixed(call)).toBe(`module "app" {
  source  = "lgallard/ecr/aws"
  version = "2.1.1"

  name                 = "app-prod"
  encryption_type      = "KMS"
  image_tag_mutability = "IMMUTABLE"
  kms_key              = aws_kms_key.ecr.arn
  lifecycle_policy = ${LIFECYCLE}
}
${KEY}`);
  });

  it('gives mineiros-io/ecr/aws a boolean and a list of rules', async () => {
    const call = `module "app" {
  source  = "mineiros-io/ecr/aws"
  version = "0.6.0"

  name = "app-prod"
}
`;
    const text = await fixed(call, ['kms-encryption']);
    expect(text).toContain('  name      = "app-prod"\n  immutable = true\n');
    expect(text).toContain('  lifecycle_policy_rules = [\n    {\n      rulePriority = 1\n');
  });

  it('uses the key of the module that the call stands in', async () => {
    const call = `module "app" {
  source  = "lgallard/ecr/aws"
  version = "2.1.1"

  name             = "app-prod"
  lifecycle_policy = file("policy.json")
}

resource "aws_kms_key" "images" {}
`;
    const text = await fixed(call);
    expect(text).toContain('kms_key              = aws_kms_key.images.arn');
    expect(text).not.toContain('aws_kms_key" "ecr"');
  });

  it('is left alone where an expression may mean something else for others', async () => {
    const call = `module "app" {
  source   = "tedilabs/container/aws//modules/ecr-repository"
  for_each = { a = {}, b = { force = false } }

  name         = "\${each.key}-prod"
  force_delete = try(each.value.force, null)
}
`;
    const [force] = rules.filter(({ id }) => id === 'no-force-delete');
    const { findings } = await lintFiles({ 'main.tf': call }, force === undefined ? [] : [force]);
    expect(findings.map(({ resource, fix }) => [resource, fix])).toEqual([
      ['module.app["a"].aws_ecr_repository.this', null],
    ]);
  });

  it('gets no key in another region than its repository', async () => {
    const call = `module "app" {
  source  = "lgallard/ecr/aws"
  version = "2.1.1"

  name                 = "app-prod"
  image_tag_mutability = "IMMUTABLE"
  lifecycle_policy     = file("policy.json")

  providers = {
    aws = aws.west
  }
}
`;
    expect(await fixed(call, ['kms-encryption'])).toBe(call);
  });

  it('is not given a lifecycle policy where the only one there is would remove tagged images', async () => {
    const call = `module "app" {
  source  = "cloudposse/ecr/aws"
  version = "~> 1.0"

  name                    = "app"
  enable_lifecycle_policy = false
}
`;
    expect(await fixed(call, ['kms-encryption', 'lifecycle-policy'], { unsafe: false })).toBe(call);
  });

  it('is in JSON where the call is', async () => {
    const call = `${JSON.stringify({ module: { app: { source: 'lgallard/ecr/aws', version: '2.1.1', name: 'app-prod' } } }, null, 2)}\n`;
    const files = { 'main.tf.json': call };
    const result = await fixFiles(files, RULES, { unsafe: false });
    const text = changedTexts(result)['main.tf.json'] ?? '';
    expect(JSON.parse(text)).toMatchObject({ module: { app: { image_tag_mutability: 'IMMUTABLE' } } });
  });
});
