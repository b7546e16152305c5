import { describe, expect, it } from 'vitest';
import rule from '../../rules/immutable-tags.ts';
import { expectFixed, expectNoFix } from '../fix-rules/support.ts';
import { lintFiles, seenIn } from '../support/lint.ts';

const repositories = (decoded: string): string => `
locals {
  repositories = ${decoded}
}

resource "aws_ecr_repository" "app" {
  for_each             = local.repositories
  name                 = each.key
  image_tag_mutability = each.value.mutability
}
`;

/** Where the finding is and what is underlined there. */
async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
  const result = await lintFiles(files, undefined, { only: [rule.id] });
  return seenIn(result).map(({ file, line, text }) => `${file}:${line} ${text}`);
}

describe('what a file in another format says', () => {
  it('is found in that file', async () => {
    const yaml =
      '# Ours\napi:\n  mutability: IMMUTABLE\nweb: { mutability: "MUTABLE" }\njob: &old\n  mutability: MUTABLE\n';
    expect(await found({ 'main.tf': repositories('yamldecode(file("all.yaml"))'), 'all.yaml': yaml })).toEqual([
      'all.yaml:4 "MUTABLE"',
      'all.yaml:6 MUTABLE',
    ]);
    const json = '{\n  "api": { "mutability": "IMMUTABLE" },\n  "web": { "mutability": "MUTABLE" }\n}\n';
    expect(await found({ 'main.tf': repositories('jsondecode(file("all.json"))'), 'all.json': json })).toEqual([
      'all.json:3 "MUTABLE"',
    ]);
  });

  it('is where the text is put together, if that is not a file as it is', async () => {
    const files = { 'main.tf': repositories('yamldecode(trimspace(file("all.yaml")))') };
    expect(await found({ ...files, 'all.yaml': '\nweb:\n  mutability: MUTABLE\n' })).toEqual([
      'main.tf:3 yamldecode(trimspace(file("all.yaml")))',
    ]);
  });

  it('is mended in JSON, and not in YAML', async () => {
    const json = '{\n  "web": { "mutability": "MUTABLE" }\n}\n';
    await expectFixed(
      rule,
      { 'main.tf': repositories('jsondecode(file("all.json"))'), 'all.json': json },
      { 'all.json': json.replace('MUTABLE', 'IMMUTABLE') },
    );
    await expectNoFix(rule, {
      'main.tf': repositories('yamldecode(file("all.yaml"))'),
      'all.yaml': 'web:\n  mutability: "MUTABLE"\n',
    });
  });
});
