import { describe, expect, it } from 'vitest';
import rule from '../../../rules/destroys-images.ts';
import type { Finding } from '../../../src/lint/finding.ts';
import { withFolder } from '../../support/folder.ts';
import { lintPaths } from '../../support/lint.ts';

interface Change {
  readonly type?: string;
  readonly name?: string;
  readonly actions: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

function findings(...changes: readonly Change[]): Promise<readonly Finding[]> {
  const plan = {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: changes.map(({ type = 'aws_ecr_repository', name = 'app', after = null, ...change }) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: { after, after_unknown: {}, ...change },
    })),
  };
  return withFolder({ 'plan.json': JSON.stringify(plan) }, async (folder) => {
    return (await lintPaths(folder, ['plan.json'], [rule])).findings;
  });
}

describe('destroys-images', () => {
  it('finds a repository that is deleted together with its images', async () => {
    const [finding, ...others] = await findings({ actions: ['delete'], before: { name: 'app', force_delete: true } });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'error', resource: 'aws_ecr_repository.app', place: null });
    expect(finding?.message).toMatch(/^The plan deletes this repository, and its images are lost: force_delete/);
  });

  it('warns where AWS would refuse', async () => {
    const [finding] = await findings({ actions: ['delete'], before: { name: 'app', force_delete: false } });
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toMatch(/AWS refuses to delete it while there are images in it/);
  });

  it('goes by force_destroy for a public repository', async () => {
    const type = 'aws_ecrpublic_repository';
    const [finding] = await findings({ type, actions: ['delete'], before: { force_destroy: true } });
    expect(finding?.message).toContain('force_destroy lets Terraform delete it');
  });

  it.each([
    ['what Terraform forgets', { actions: ['forget'], before: { name: 'app', force_delete: true } }],
    ['what is moved', { actions: ['no-op'], before: { name: 'app' }, after: { name: 'app' } }],
    [
      'a lifecycle policy that is replaced',
      {
        type: 'aws_ecr_lifecycle_policy',
        actions: ['delete', 'create'],
        before: { repository: 'app', policy: '{}' },
        after: { repository: 'app', policy: '{"rules":[]}' },
        replace_paths: [['policy']],
      },
    ],
  ] satisfies [string, Change][])('is silent about %s', async (_, change) => {
    expect(await findings(change)).toEqual([]);
  });

  it('names each repository of a plan', async () => {
    const before = { name: 'x', force_delete: true };
    const found = await findings(
      { name: 'a', actions: ['delete'], before },
      { name: 'b', actions: ['create', 'delete'], before, after: before, replace_paths: [['name'], ['name']] },
    );
    expect(found.map(({ resource }) => resource)).toEqual(['aws_ecr_repository.a', 'aws_ecr_repository.b']);
    expect(found[1]?.message).toContain('because of a change of name, and its images are lost');
  });
});
