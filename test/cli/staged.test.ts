import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../../src/report/json.ts';
import { GIT_ENVIRONMENT, type TestRepository, withRepository } from '../support/git.ts';
import { type Run, run } from './run.ts';

const IMMUTABLE =
  'resource "aws_ecr_repository" "app" {\n  name                 = "app"\n  image_tag_mutability = "IMMUTABLE"\n}\n';
const MUTABLE = IMMUTABLE.replace('"IMMUTABLE"', '"MUTABLE"');
const POLICY =
  'resource "aws_ecr_lifecycle_policy" "app" {\n  repository = aws_ecr_repository.app.name\n  policy     = var.policy\n}\nvariable "policy" {\n  type = string\n}\n';

function check({ folder }: TestRepository, ...argv: readonly string[]): Promise<Run> {
  const always = ['check', '--environment', 'production', '--staged', '--only'];
  return run([...always, ...argv], { in: folder, env: GIT_ENVIRONMENT });
}

async function found(repository: TestRepository, ...argv: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr } = await check(repository, ...argv, '--format', 'json');
  expect(stderr).toBe('');
  const { findings }: JsonReport = JSON.parse(stdout);
  return findings.map(({ location }) => `${location?.file}:${location?.start.line}`);
}

describe('--staged', () => {
  it('reports on staged files alone', async () => {
    await withRepository({ 'main.tf': IMMUTABLE }, async (repository) => {
      repository.write({ 'staged.tf': MUTABLE.replaceAll('app', 'b'), 'main.tf': MUTABLE });
      repository.git('add', 'staged.tf');
      expect(await found(repository, 'immutable-tags')).toEqual(['staged.tf:3']);
    });
  });

  it.each([
    ['that is mended on disk only', MUTABLE, IMMUTABLE, ['main.tf:3']],
    ['that is spoilt on disk only', `# fine\n${IMMUTABLE}`, MUTABLE, []],
    ['with other lines on disk', MUTABLE, `\n\n\n${MUTABLE}`, ['main.tf:3']],
  ])('judges what is staged of a file %s', async (_what, staged, onDisk, expected) => {
    await withRepository({ 'main.tf': `# old\n${IMMUTABLE}` }, async (repository) => {
      repository.write({ 'main.tf': staged });
      repository.git('add', '.');
      repository.write({ 'main.tf': onDisk });
      expect(await found(repository, 'immutable-tags')).toEqual(expected);
    });
  });

  it('judges a staged file that is gone from the disk', async () => {
    await withRepository({ 'a.md': '' }, async (repository) => {
      repository.write({ 'main.tf': MUTABLE });
      repository.git('add', '.');
      rmSync(join(repository.folder, 'main.tf'));
      expect(await found(repository, 'immutable-tags')).toEqual(['main.tf:3']);
    });
  });

  it('judges a staged module that is gone from the disk with its folders', async () => {
    await withRepository({ 'a.md': '' }, async (repository) => {
      repository.write({ 'live/app/main.tf': MUTABLE });
      repository.git('add', '.');
      rmSync(join(repository.folder, 'live'), { recursive: true });
      expect(await found(repository, 'immutable-tags')).toEqual(['live/app/main.tf:3']);
      expect(await found(repository, 'immutable-tags', '.')).toEqual(['live/app/main.tf:3']);
    });
  });

  it('reads the index that a hook is told of', async () => {
    await withRepository({ 'a.md': '' }, async (repository) => {
      repository.write({ 'main.tf': MUTABLE });
      const { folder } = repository;
      const env = { ...GIT_ENVIRONMENT, GIT_INDEX_FILE: '.git/next-index' };
      execFileSync('git', ['add', 'main.tf'], { cwd: folder, env });
      expect(await found(repository, 'immutable-tags')).toEqual([]);
      const argv = ['check', '--environment', 'production', '--staged', '--only', 'immutable-tags'];
      expect((await run(argv, { in: folder, env })).exitCode).toBe(1);
    });
  });

  it('takes other files of the module as the commit would hold them', async () => {
    await withRepository({ 'a.md': '' }, async (repository) => {
      repository.write({ 'main.tf': IMMUTABLE });
      repository.git('add', '.');
      expect(await found(repository, 'lifecycle-policy')).toEqual(['main.tf:1']);
      // Not even announced, announced, staged.
      repository.write({ 'policy.tf': POLICY });
      expect(await found(repository, 'lifecycle-policy')).toEqual(['main.tf:1']);
      repository.git('add', '--intent-to-add', 'policy.tf');
      expect(await found(repository, 'lifecycle-policy')).toEqual(['main.tf:1']);
      repository.git('add', 'policy.tf');
      expect(await found(repository, 'lifecycle-policy')).toEqual([]);
      repository.write({ 'policy.tf': '' });
      expect(await found(repository, 'lifecycle-policy')).toEqual([]);
    });
  });

  it('reads policies in files of their own as they are staged', async () => {
    const policy = (days: number) =>
      JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
            action: { type: 'expire' },
          },
        ],
      });
    const main = POLICY.replace('var.policy', 'file("policy.json")').replace(/variable.*/s, '');
    await withRepository({ 'main.tf': IMMUTABLE + main }, async (repository) => {
      repository.write({ 'policy.json': policy(-1) });
      repository.git('add', '.');
      repository.write({ 'policy.json': policy(30) });
      expect(await found(repository, 'lifecycle-policy-valid')).toEqual(['policy.json:1']);
    });
  });

  it('reports on what is left of a module that loses a file', async () => {
    await withRepository({ 'main.tf': IMMUTABLE, 'policy.tf': POLICY }, async (repository) => {
      repository.git('rm', '--quiet', '--cached', 'policy.tf');
      expect(await found(repository, 'lifecycle-policy')).toEqual(['main.tf:1']);
    });
  });
});

describe('--staged --fix', () => {
  it('fixes files on disk and fails, because what is staged is as it was', async () => {
    await withRepository({ 'a.md': '' }, async (repository) => {
      repository.write({ 'main.tf': MUTABLE });
      repository.git('add', '.');
      const first = await check(repository, 'immutable-tags', '--fix');
      expect(first.exitCode).toBe(1);
      expect(first.stderr).toBe('ecrlint: The fixes are not staged yet. Look at them, and git add the files.\n');
      expect(first.stdout).toContain('1 fixed, 0 left.');
      expect(readFileSync(join(repository.folder, 'main.tf'), 'utf8')).toBe(IMMUTABLE);
      expect(repository.git('show', ':main.tf')).toBe(MUTABLE);
      repository.git('add', '.');
      expect((await check(repository, 'immutable-tags', '--fix')).exitCode).toBe(0);
    });
  });

  it('leaves a file alone that has changes which are not staged', async () => {
    await withRepository({ 'a.md': '' }, async (repository) => {
      repository.write({ 'main.tf': MUTABLE });
      repository.git('add', '.');
      const onDisk = `# not staged\n${MUTABLE}`;
      repository.write({ 'main.tf': onDisk });
      const { exitCode, stderr } = await check(repository, 'immutable-tags', '--fix');
      expect(exitCode).toBe(1);
      expect(stderr).toBe(
        'ecrlint: A fix of immutable-tags for main.tf was not applied, because it changes a file with changes that are not staged.\n',
      );
      expect(readFileSync(join(repository.folder, 'main.tf'), 'utf8')).toBe(onDisk);
    });
  });
});
