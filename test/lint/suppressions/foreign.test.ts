import { describe, expect, it } from 'vitest';
import { policy } from '../../../src/lint/policy.ts';
import { readForeignWords } from '../../../src/lint/suppressions/foreign-comment.ts';
import type { ForeignTool } from '../../../src/lint/suppressions/settings.ts';
import { lintCode, standingIn, suppressedIn } from './support.ts';

const RULES = ['immutable-tags', 'scan-on-push', 'kms-encryption'];
const ONLY = { selection: { only: RULES } };

/** A repository of which all three rules find something. */
function repository(
  parts: { above?: string; header?: string; inside?: string; line?: string; last?: string } = {},
): string {
  const { above = '', header = '', inside = '', line = '', last = '' } = parts;
  return `${above}resource "aws_ecr_repository" "a" {${header}
${inside}  name                 = "aa"
  image_tag_mutability = "MUTABLE"${line}

  image_scanning_configuration {
    scan_on_push = false
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
${last}}
`;
}

/** The rules that are suppressed, in order, with reasons. */
async function suppressed(code: string): Promise<string[]> {
  const result = await lintCode(code, ONLY);
  expect(standingIn(result).filter((name) => name.startsWith('unused'))).toEqual([]);
  expect(suppressedIn(result).length + standingIn(result).length).toBe(RULES.length);
  return suppressedIn(result).map((text) => text.replace(' aws_ecr_repository.a', '').replace(/: $/, ''));
}

describe('comments for other tools', () => {
  it.each<[string, string, string[]]>([
    [
      'checkov, anywhere in the block',
      repository({ inside: '  #checkov:skip=CKV_AWS_51:tags move\n' }),
      ['immutable-tags: tags move'],
    ],
    [
      'checkov, in a nested block',
      repository().replace('    scan', '    # checkov:skip=CKV_AWS_51: tags move\n    scan'),
      ['immutable-tags: tags move'],
    ],
    [
      'checkov, with a quoted reason',
      repository({ last: '# checkov:skip=CKV_AWS_136: "Ensure it"\n' }),
      ['kms-encryption: Ensure it'],
    ],
    [
      'checkov, with dashes',
      repository({ header: ' # checkov:skip=CKV_AWS_163 -- no need' }),
      ['scan-on-push: no need'],
    ],
    ['checkov, without a reason', repository({ inside: '  // checkov:skip=CKV_AWS_163\n' }), ['scan-on-push']],
    ['checkov, above the block', repository({ above: '# checkov:skip=CKV_AWS_51:x\n' }), ['immutable-tags: x']],
    ['tfsec, behind the attribute', repository({ line: ' #tfsec:ignore:AWS078' }), ['immutable-tags']],
    [
      'tfsec, in the block with a blank line',
      repository({ inside: '  # Old.\n  #tfsec:ignore:AWS078\n\n' }),
      ['immutable-tags'],
    ],
    [
      'tfsec, behind the brace',
      repository({ header: ' #tfsec:ignore:aws-ecr-repository-customer-key' }),
      ['kms-encryption'],
    ],
    ['tfsec, above the block', repository({ above: '#tfsec:ignore:aws-ecr-enable-image-scans\n' }), ['scan-on-push']],
    ['tfsec, at column 0', repository({ last: '#tfsec:ignore:AWS023\n' }), ['scan-on-push']],
    [
      'tfsec, all of its rules',
      repository({ above: '#tfsec:ignore:*\n' }),
      ['immutable-tags', 'scan-on-push', 'kms-encryption'],
    ],
    [
      'tfsec, twice on one line',
      repository({ line: ' #tfsec:ignore:AWS078 tfsec:ignore:AWS093' }),
      ['immutable-tags', 'kms-encryption'],
    ],
    [
      'tfsec and trivy on one line',
      repository({ line: ' #tfsec:ignore:AWS078 #trivy:ignore:AVD-AWS-0033' }),
      ['immutable-tags', 'kms-encryption'],
    ],
    ['trivy, in lower case', repository({ above: '#trivy:ignore:avd-aws-0031\n' }), ['immutable-tags']],
    ['trivy, with its new ids', repository({ above: '#trivy:ignore:AWS-0031\n' }), ['immutable-tags']],
    [
      'trivy, with its long ids',
      repository({ above: '# trivy:ignore:aws-ecr-enforce-immutable-repository\n' }),
      ['immutable-tags'],
    ],
    [
      'trivy, with a pattern',
      repository({ above: '#trivy:ignore:aws-ecr-*\n' }),
      ['immutable-tags', 'scan-on-push', 'kms-encryption'],
    ],
    [
      'trivy, until a day to come',
      repository({ above: '#trivy:ignore:AWS-0031:exp:2026-06-16\n' }),
      ['immutable-tags'],
    ],
    ['trivy, until today', repository({ above: '#trivy:ignore:AWS-0031:exp:2026-06-15\n' }), []],
    ['trivy, until no day', repository({ above: '#trivy:ignore:AWS-0031:exp:soon\n' }), []],
    ['trivy, for a workspace', repository({ above: '#trivy:ignore:AWS-0031:ws:dev\n' }), []],
    ['trivy, under a condition', repository({ above: '#trivy:ignore:AWS-0031[name=bb]\n' }), []],
    [
      'kics, the block below',
      repository({ above: '# kics-scan ignore-block\n' }),
      ['immutable-tags', 'scan-on-push', 'kms-encryption'],
    ],
    [
      'kics, the line below',
      repository().replace('  image_tag', '  # kics-scan ignore-line\n  image_tag'),
      ['immutable-tags'],
    ],
    [
      'kics, one rule',
      repository({ above: '# kics-scan disable=d1846b12-20c5-4d45-8798-fc35b79268eb\n' }),
      ['immutable-tags'],
    ],
    [
      'kics, the whole file',
      repository({ above: '# kics-scan ignore\n\n' }),
      ['immutable-tags', 'scan-on-push', 'kms-encryption'],
    ],
    ['kics, the whole file, but not at its top', repository({ last: '# kics-scan ignore\n' }), []],
    ['another rule of theirs', repository({ above: '#tfsec:ignore:AWS002\n' }), []],
    ['our names in their words', repository({ above: '#tfsec:ignore:immutable-tags\n' }), []],
  ])('count: %s', async (_, code, rules) => {
    const sort = (names: readonly string[]) => [...names].sort();
    expect(sort(await suppressed(code))).toEqual(sort(rules));
    expect(sort(await suppressed(code.replaceAll('\n', '\r\n')))).toEqual(sort(rules));
  });

  it('count on a module call, where its arguments are at fault', async () => {
    const code = 'module "a" {\n  #checkov:skip=CKV_AWS_51:tags move\n  source = "./a"\n  tags   = "MUTABLE"\n}\n';
    const module =
      'variable "tags" {}\nresource "aws_ecr_repository" "a" {\n  name = "aa"\n  image_tag_mutability = var.tags\n}\n';
    const result = await lintCode(
      { 'main.tf': code, 'a/main.tf': module },
      { selection: { only: ['immutable-tags'] } },
    );
    expect(suppressedIn(result)).toEqual(['immutable-tags module.a.aws_ecr_repository.a: tags move']);
  });

  it('count for tflint’s rules on the line and in the file', async () => {
    const code = (above: string) => `${above}resource "aws_ecr_repository" "a" {\n  name = "A"\n}\n`;
    const run = async (text: string) =>
      suppressedIn(await lintCode(text, { selection: { only: ['repository-name'] } })).length;
    expect(await run(code('').replace('"A"', '"A" # tflint-ignore: aws_ecr_repository_invalid_name'))).toBe(1);
    expect(
      await run(code('').replace('  name', '  # tflint-ignore: other, aws_ecr_repository_invalid_name\n  name')),
    ).toBe(1);
    expect(await run(code('').replace('"A"', '"A" # tflint-ignore: all'))).toBe(1);
    expect(await run(code('# tflint-ignore-file: aws_ecr_repository_invalid_name\n\n'))).toBe(1);
    expect(await run(code('# tflint-ignore: aws_ecr_repository_invalid_name\n\n'))).toBe(0);
  });

  it('are read with everything on their line', () => {
    expect(
      readForeignWords('checkov:skip=CKV_AWS_51,CKV_AWS_136:both #tfsec:ignore:AWS078:exp:2027-01-01 later'),
    ).toEqual([
      { tool: 'checkov', ids: ['ckv_aws_51', 'ckv_aws_136'], reach: 'block', expires: null, reason: 'both' },
      { tool: 'tfsec', ids: ['aws078'], reach: 'block', expires: '2027-01-01', reason: 'later' },
    ]);
    expect(readForeignWords('see the checkov documentation on skip=CKV_AWS_51')).toEqual([]);
  });
});

describe('which tools count', () => {
  const code = repository({ above: '#tfsec:ignore:AWS078\n#checkov:skip=CKV_AWS_163:x\n' });

  it.each<[boolean | readonly ForeignTool[], number]>([
    [true, 2],
    [false, 0],
    [['checkov'], 1],
    [['kics', 'tfsec'], 1],
    [[], 0],
  ])('is for the configuration to say: %j', async (foreign, count) => {
    const config = `foreignSuppressions: ${JSON.stringify(foreign)}\n`;
    const files = { 'main.tf': code, '.ecrlint.yaml': config };
    const result = await lintCode(files, { ...ONLY, options: { config: '.ecrlint.yaml' } });
    expect(suppressedIn(result)).toHaveLength(count);
  });

  it('is all of them unless told', () => {
    expect(policy({ rules: [], syntax: 'error', unusedSuppression: 'warning' }).suppressions.foreign).toBe('all');
  });
});
