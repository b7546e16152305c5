import { describe, it } from 'vitest';
import rule from '../../rules/immutable-tags.ts';
import { expectFixed, expectNoFix } from './support.ts';

describe('immutable-tags and exclusion filters', () => {
  const filter = (pattern: string): string => `
  image_tag_mutability_exclusion_filter {
    filter      = "${pattern}"
    filter_type = "WILDCARD"
  }
`;
  const repository = (mutability: string | null, ...filters: readonly string[]): string => `
resource "aws_ecr_repository" "app" {
  name${mutability === null ? '' : '                '} = "app"
${mutability === null ? '' : `  image_tag_mutability = "${mutability}"\n`}${filters.map(filter).join('')}}
`;

  it('removes those that let too much through, and keeps the others', () =>
    expectFixed(
      rule,
      repository('IMMUTABLE_WITH_EXCLUSION', 'v*', 'latest', '*'),
      repository('IMMUTABLE_WITH_EXCLUSION', 'latest'),
    ));

  it('needs none when the last one goes', () =>
    expectFixed(rule, repository('IMMUTABLE_WITH_EXCLUSION', 'v*', '*'), repository('IMMUTABLE')));

  it('drops those that named the few tags that were safe', () =>
    expectFixed(rule, repository('MUTABLE_WITH_EXCLUSION', 'release-*'), repository('IMMUTABLE')));

  it('takes a setting that they fit to', async () => {
    await expectFixed(rule, repository('MUTABLE', 'latest'), repository('IMMUTABLE_WITH_EXCLUSION', 'latest'));
    await expectNoFix(rule, repository('MUTABLE', 'v*'));
  });

  it('leaves alone what the provider would refuse beside filters that a dynamic block makes', async () => {
    const dynamic = (mutability: string): string => `
variable "filters" {
  type    = list(string)
  default = []
}
${mutability}
  dynamic "image_tag_mutability_exclusion_filter" {
    for_each = var.filters

    content {
      filter      = image_tag_mutability_exclusion_filter.value
      filter_type = "WILDCARD"
    }
  }
}
`;
    const inBlock = `
resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE"
`;
    const fromVariable = (value: string): string => `
variable "mutability" {
  type    = string
  default = "${value}"
}

resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = var.mutability
`;
    await expectNoFix(rule, dynamic(inBlock));
    await expectFixed(rule, dynamic(fromVariable('MUTABLE')), dynamic(fromVariable('IMMUTABLE')));
    await expectNoFix(rule, dynamic(fromVariable('MUTABLE_WITH_EXCLUSION')).replace('= []', '= ["v*"]'));
  });
});
