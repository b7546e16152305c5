import { describe, expect, it } from 'vitest';
import rule from '../../../rules/lifecycle-policy-valid.ts';
import { lintFiles, seenIn } from '../../support/lint.ts';
import { findingsIn, policyWith, questionsIn, ruleOf } from './policy-text.ts';

/** What is left open of lifecycle policies, and where they are found. */

const prefixes = (list: string) => `"tagStatus": "tagged", "tagPrefixList": ${list}`;

describe('what is not known', () => {
  const UNSET = 'variable "x" {}\n';

  it.each([
    ['a count', { count: '"countType": "imageCountMoreThan", "countNumber": ${var.x}' }],
    ['a priority', { priority: '"rulePriority": ${var.x},' }],
    ['a list', { tags: '"tagStatus": "tagged", "tagPrefixList": ${jsonencode(var.x)}' }],
    ['a word', { tags: '"tagStatus": "${var.x}"' }],
  ])('is left open: %s', async (_, parts) => {
    const code = `${UNSET}${policyWith(parts)}`;
    expect(await findingsIn(code)).toEqual([]);
    expect(await questionsIn(code)).toEqual(['var.x has no value']);
  });

  it('is left open of a whole policy, and of further rules', async () => {
    const whole = `${UNSET}resource "aws_ecr_lifecycle_policy" "app" {\n  policy = var.x\n}\n`;
    expect(await findingsIn(whole)).toEqual([]);
    expect(await questionsIn(whole)).toEqual(['var.x has no value']);
    const rules = `${UNSET}resource "aws_ecr_lifecycle_policy" "app" {\n  policy = jsonencode({ rules = var.x })\n}\n`;
    expect(await findingsIn(rules)).toEqual([]);
    expect(await questionsIn(rules)).toEqual(['var.x has no value']);
  });

  it('does not matter in a description or a prefix', async () => {
    const parts = { more: '"description": "Keep ${var.x}",', tags: prefixes('["${var.x}-"]') };
    expect(await questionsIn(`${UNSET}${policyWith(parts)}`)).toEqual([]);
  });

  it('does not matter where every possible value is fine, and is wrong where none is', async () => {
    const either = (a: string, b: string) =>
      `${UNSET}${policyWith({ tags: `"tagStatus": "\${var.x ? "${a}" : "${b}"}"` })}`;
    expect(await questionsIn(either('any', 'untagged'))).toEqual([]);
    expect(await findingsIn(either('any', 'untagged'))).toEqual([]);
    expect(await findingsIn(either('all', 'none'))).toHaveLength(1);
    expect(await questionsIn(either('any', 'none'))).toHaveLength(1);
  });

  it('leaves what is known wrong', async () => {
    const parts = { tags: '"tagStatus": "${var.x}"', action: '"type": "delete"' };
    expect(await findingsIn(`${UNSET}${policyWith(parts)}`)).toHaveLength(1);
  });
});

describe('wherever it is written', () => {
  it('is found in a policy document', async () => {
    const code = `
data "aws_ecr_lifecycle_policy_document" "app" {
  rule {
    priority = 1
    selection {
      tag_status       = "any"
      tag_pattern_list = ["v*"]
      count_type       = "imageCountMoreThan"
      count_unit       = "fortnights"
      count_number     = 0
    }
  }
}

resource "aws_ecr_lifecycle_policy" "app" {
  policy = data.aws_ecr_lifecycle_policy_document.app.json
}
`;
    expect(await findingsIn(code)).toEqual([
      '["v*"]: tagPatternList does not go with tagStatus "any": remove it, or use "tagged".',
      '"fortnights": countUnit is "fortnights", and can only be "days".',
      '"fortnights": countUnit does not go with imageCountMoreThan, which counts images: remove it.',
      '0: countNumber is 0, and has to be at least 1.',
    ]);
  });

  it('is found in a template, a local, a file and the default of a variable', async () => {
    const policy = (name: string, value: string) =>
      `resource "aws_ecr_lifecycle_policy" "${name}" {\n  policy = ${value}\n}\n`;
    const bad = ruleOf({ action: '"type": "delete"' });
    const files = {
      'main.tf': [
        'variable "action" {\n  default = "delete"\n}\n',
        `locals {\n  policy = jsonencode({ rules = [{ rulePriority = 1, selection = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 1 }, action = { type = var.action } }] })\n}\n`,
        policy('app', 'local.policy'),
        policy('file', 'file("policy.json")'),
        'resource "aws_ecr_repository_creation_template" "app" {\n  prefix = "app"\n  lifecycle_policy = local.policy\n}\n',
      ].join('\n'),
      'policy.json': `{ "rules": [ ${bad} ] }`,
    };
    const result = await lintFiles(files, [rule]);
    expect(seenIn(result).map(({ file, line, text: at }) => `${file}:${line} ${at}`)).toEqual([
      'main.tf:2 "delete"',
      'policy.json:1 "delete"',
    ]);
  });
});
