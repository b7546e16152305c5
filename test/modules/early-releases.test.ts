import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { findingsWithFixes, fixFiles, withChanges } from '../support/fix.ts';

/** A call of a release, by its tag. */
function call(repository: string, tag: string): Readonly<Record<string, string>> {
  return {
    'main.tf': `module "ecr" {
  source = "git::https://github.com/${repository}.git?ref=${tag}"
  name   = "app"
}
`,
  };
}

/** The inputs that all fixes together give to the call. */
async function inputsGiven(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const fixed = withChanges(files, await fixFiles(files, rules));
  const names = [...(fixed['main.tf'] ?? '').matchAll(/^ {2}(\w+) += /gm)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'source' && name !== 'name');
}

describe('A release from before an input', () => {
  it.each([
    ['cloudposse/terraform-aws-ecr', '0.6.1', []],
    ['cloudposse/terraform-aws-ecr', '0.13.0', ['scan_images_on_push']],
    ['cloudposse/terraform-aws-ecr', '0.14.0', ['scan_images_on_push', 'image_tag_mutability']],
    ['tmknom/terraform-aws-ecr', '2.2.0', ['scan_on_push']],
    ['tmknom/terraform-aws-ecr', '2.3.0', ['scan_on_push', 'image_tag_mutability']],
  ])('of %s at %s is not given it', async (repository, tag, expected) => {
    expect([...(await inputsGiven(call(repository, tag)))].sort()).toEqual([...expected].sort());
  });

  it('is judged all the same', async () => {
    const findings = await findingsWithFixes(call('cloudposse/terraform-aws-ecr', '0.6.1'), rules);
    const judged = findings.filter(({ rule }) => rule === 'immutable-tags' || rule === 'scan-on-push');
    expect(judged.map(({ rule, fix }) => ({ rule, fix }))).toEqual([
      { rule: 'immutable-tags', fix: null },
      { rule: 'scan-on-push', fix: null },
    ]);
  });
});
