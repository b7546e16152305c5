import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LintResult } from '../src/lint/lint.ts';
import { ROOT } from './project/files.ts';
import { lintPaths, type Seen, seenIn } from './support/lint.ts';

/**
 * The configurations of the documents the product grew out of, with what each of them has to be told. The expectations
 * follow from the documents and from what AWS and Terraform do; the list for each folder is complete.
 */
const DOCUMENTS = join(ROOT, 'fixtures', 'documents');

/** `rule severity file:line text` of everything found below a folder of the documents. */
async function findingsIn(folder: string): Promise<string[]> {
  const result = await lintPaths(DOCUMENTS, [folder]);
  expect(result.notices).toEqual([]);
  return seenIn(result).map(describeSeen);
}

function describeSeen({ rule, severity, file, line, text }: Seen): string {
  return `${severity} ${rule} ${file}:${line} ${text.replace(/\s+/g, ' ')}`;
}

const HEADER = 'resource "aws_ecr_repository" "app"';

describe('the settings one by one', () => {
  it('mutable tags of a repository tagged Production', async () => {
    const main = 'reference/mutable-tags/main.tf';
    expect(await findingsIn('reference/mutable-tags')).toEqual([
      `error kms-encryption ${main}:2 ${HEADER}`,
      `error lifecycle-policy ${main}:2 ${HEADER}`,
      `error immutable-tags ${main}:4 "MUTABLE"`,
    ]);
  });

  it('says why a repository counts as production', async () => {
    const result = await lintPaths(DOCUMENTS, ['reference/mutable-tags', 'reference/scanning']);
    const [production, unknown] = ['reference/mutable-tags/main.tf', 'reference/scanning/main.tf'].map(
      (file) => seenIn(result).find((each) => each.rule === 'immutable-tags' && each.file === file)?.environment,
    );
    expect(production).toMatchObject({ kind: 'production', because: 'tag Environment = "Production"' });
    expect(unknown?.kind).toBe('unknown');
  });

  it('a principal of * in a heredoc', async () => {
    const main = 'reference/public-access/main.tf';
    expect(await findingsIn('reference/public-access')).toEqual([
      `info kms-encryption ${main}:2 ${HEADER}`,
      `error lifecycle-policy ${main}:2 ${HEADER}`,
      `error no-public-principal ${main}:20 "*"`,
    ]);
  });

  it('scanning alone', async () => {
    const main = 'reference/scanning/main.tf';
    expect(await findingsIn('reference/scanning')).toEqual([
      `warning immutable-tags ${main}:2 ${HEADER}`,
      `info kms-encryption ${main}:2 ${HEADER}`,
      `error lifecycle-policy ${main}:2 ${HEADER}`,
    ]);
  });

  it('immutable tags alone', async () => {
    const main = 'reference/immutable-tags/main.tf';
    expect(await findingsIn('reference/immutable-tags')).toEqual([
      `info kms-encryption ${main}:2 ${HEADER}`,
      `error lifecycle-policy ${main}:2 ${HEADER}`,
      `error scan-on-push ${main}:2 ${HEADER}`,
    ]);
  });

  it('encryption with keys that Amazon S3 manages', async () => {
    const main = 'reference/aes256/main.tf';
    expect(await findingsIn('reference/aes256')).toEqual([
      `warning immutable-tags ${main}:2 ${HEADER}`,
      `error lifecycle-policy ${main}:2 ${HEADER}`,
      `error scan-on-push ${main}:2 ${HEADER}`,
      `info kms-encryption ${main}:6 "AES256"`,
    ]);
  });

  it('encryption with a key of the account, which nobody has to improve', async () => {
    const main = 'reference/customer-key/main.tf';
    expect(await findingsIn('reference/customer-key')).toEqual([
      `warning immutable-tags ${main}:7 ${HEADER}`,
      `error lifecycle-policy ${main}:7 ${HEADER}`,
      `error scan-on-push ${main}:7 ${HEADER}`,
    ]);
  });

  it('a lifecycle policy in a heredoc, which is found by reference', async () => {
    const main = 'reference/cleanup/main.tf';
    expect(await findingsIn('reference/cleanup')).toEqual([`info kms-encryption ${main}:2 ${HEADER}`]);
  });

  it('an identity policy that may push everywhere', async () => {
    expect(await findingsIn('reference/identity-policy')).toEqual([
      'warning iam-resource-scope reference/identity-policy/main.tf:21 "*"',
    ]);
  });

  it('nothing but tags: every default of AWS is a finding in production', async () => {
    const main = 'reference/tags-only/main.tf';
    expect(await findingsIn('reference/tags-only')).toEqual([
      `error immutable-tags ${main}:2 ${HEADER}`,
      `error kms-encryption ${main}:2 ${HEADER}`,
      `error lifecycle-policy ${main}:2 ${HEADER}`,
      `error scan-on-push ${main}:2 ${HEADER}`,
    ]);
  });
});

describe('the walkthrough for beginners', () => {
  it('has tags that can be overwritten, keys that Amazon S3 manages, and images that go with the repository', async () => {
    const main = 'walkthrough/main.tf';
    expect(await findingsIn('walkthrough')).toEqual([
      `warning immutable-tags ${main}:5 resource "aws_ecr_repository" "first"`,
      `info kms-encryption ${main}:11 "AES256"`,
      `warning no-force-delete ${main}:13 true`,
    ]);
  });
});

describe('the template for a private repository', () => {
  it('has nothing to improve: it is tagged Development', async () => {
    expect(await findingsIn('private-template')).toEqual([]);
  });
});

describe('the module with an input for everything', () => {
  const inputs = 'container-module/modules/containers/ecr/variables.tf';
  let result: LintResult;
  let seen: readonly Seen[];

  beforeAll(async () => {
    result = await lintPaths(DOCUMENTS, ['container-module']);
    seen = seenIn(result);
  });

  const of = (rule: string) => seen.filter((each) => each.rule === rule).map(describeSeen);

  it('lets tags be overwritten by default, once for all callers, and not where it does no harm', () => {
    // The callers that are tagged or named as production ask for IMMUTABLE; the development one may have MUTABLE.
    expect(of('immutable-tags')).toEqual([`warning immutable-tags ${inputs}:11 "MUTABLE"`]);
  });

  it('encrypts with keys that Amazon S3 manages by default', () => {
    expect(of('kms-encryption')).toEqual([`info kms-encryption ${inputs}:23 "AES256"`]);
  });

  it('scans by default, and nobody asks for less', () => {
    expect(of('scan-on-push')).toEqual([]);
  });

  it('has a lifecycle policy for every caller', () => {
    expect(of('lifecycle-policy')).toEqual([]);
  });

  const stacks = 'container-module/stacks';

  it('joins prefixes with AND where OR is meant: by default, and in each call that names some', () => {
    expect(of('lifecycle-tag-list-and')).toEqual([
      `warning lifecycle-tag-list-and ${inputs}:61 ["v", "prod"]`,
      `warning lifecycle-tag-list-and ${stacks}/full-featured/main.tf:24 ["v", "prod", "release"]`,
      `warning lifecycle-tag-list-and ${stacks}/workflows/main.tf:34 ["v", "release"]`,
    ]);
  });

  it('expires releases of production after 90 days, as that list protects none', () => {
    expect(of('lifecycle-protects-releases')).toEqual([
      `error lifecycle-protects-releases ${stacks}/full-featured/main.tf:23 90`,
    ]);
  });

  it('has one policy that AWS refuses: it is to keep no untagged image at all', () => {
    expect(of('lifecycle-policy-valid')).toEqual([`error lifecycle-policy-valid ${stacks}/workflows/main.tf:57 0`]);
  });

  it('removes untagged images, and has no rule for nothing', () => {
    expect([...of('lifecycle-expires-untagged'), ...of('lifecycle-shadowed-rule')]).toEqual([]);
  });

  it('opens no repository to everybody: each principal is an account', () => {
    expect(of('no-public-principal')).toEqual([]);
  });

  it('copies images to regions where nothing says how they are kept', () => {
    const caller = 'container-module/stacks/replicated/main.tf';
    expect(of('replication')).toEqual([
      `warning replication ${caller}:12 "us-west-2"`,
      `warning replication ${caller}:17 "eu-west-1"`,
    ]);
  });

  it('is judged from its callers alone', () => {
    const addresses = seen.map(({ resource }) => resource);
    expect(addresses.filter((address) => address?.startsWith('module.') !== true)).toEqual([]);
    expect(result.counts.repositories).toBe(7);
  });

  it('is judged as it is delivered when nobody calls it', async () => {
    const folder = 'container-module/modules/containers/ecr';
    expect(await findingsIn(folder)).toEqual(
      expect.arrayContaining([
        `warning immutable-tags ${folder}/variables.tf:11 "MUTABLE"`,
        `info kms-encryption ${folder}/variables.tf:23 "AES256"`,
      ]),
    );
  });
});

describe('the estate with production and non-production repositories', () => {
  it('misses a key for production and a lifecycle policy everywhere; tags and scanning are as they should be', async () => {
    const ecr = 'account-estate/modules/ecr/ecr.tf';
    expect(await findingsIn('account-estate')).toEqual([
      `error kms-encryption ${ecr}:2 resource "aws_ecr_repository" "production"`,
      `error lifecycle-policy ${ecr}:2 resource "aws_ecr_repository" "production"`,
      `error lifecycle-policy ${ecr}:27 resource "aws_ecr_repository" "non_production"`,
    ]);
  });
});
