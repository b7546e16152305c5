import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { type Run, run } from './run.ts';

const MAIN = `resource "aws_ecr_repository" "app" {
  name                 = "app"
  image_tag_mutability = "MUTABLE" # for now
}

resource "aws_ecr_lifecycle_policy" "app" {
  repository = aws_ecr_repository.app.name
  policy     = file("policy.json")
}
`;

const POLICY = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: 'Remove untagged images',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 30 },
      action: { type: 'expire' },
    },
  ],
});

const FILES = { 'main.tf': MAIN, 'policy.json': POLICY };

const FIXED = MAIN.replace('"MUTABLE" #', '"IMMUTABLE" #').replace(
  'now\n}',
  'now\n\n  image_scanning_configuration {\n    scan_on_push = true\n  }\n}',
);

function check(folder: string, ...flags: string[]): Promise<Run> {
  return run(['check', '--only', 'immutable-tags,scan-on-push,kms-encryption', ...flags], { in: folder });
}

function mainOf(folder: string): string {
  return readFileSync(join(folder, 'main.tf'), 'utf8');
}

describe('--fix', () => {
  it('writes safe fixes, reports what remains, and changes nothing the second time', async () => {
    await withFolder(FILES, async (folder) => {
      const first = await check(folder, '--fix');
      expect([first.exitCode, first.stderr]).toEqual([0, '']);
      expect(mainOf(folder)).toBe(FIXED);
      expect(first.stdout).toContain('2 fixed, 1 left; 1 unsafe fix held back (use --unsafe-fixes).');
      expect((await check(folder, '--fix')).stdout).toContain('0 fixed, 1 left');
      expect(mainOf(folder)).toBe(FIXED);
    });
  });

  it('lists in JSON what it fixed, and the fixes of what remains', async () => {
    await withFolder(FILES, async (folder) => {
      const report = JSON.parse((await check(folder, '--fix', '--format', 'json')).stdout);
      expect(report.fixed).toEqual([
        { rule: 'immutable-tags', file: 'main.tf' },
        { rule: 'scan-on-push', file: 'main.tf' },
      ]);
      expect(report.summary.fixed).toBe(2);
      expect(report.findings.map(({ rule, fix }: { rule: string; fix: object }) => [rule, fix])).toEqual([
        ['kms-encryption', { safety: 'unsafe', description: expect.stringContaining('replace') }],
      ]);
    });
  });

  it('applies unsafe fixes when told to', async () => {
    await withFolder(FILES, async (folder) => {
      const { exitCode, stdout } = await check(folder, '--fix', '--unsafe-fixes', '--level', 'info');
      expect(exitCode).toBe(0);
      expect(stdout).toContain('3 fixed, 0 left.');
      expect(mainOf(folder)).toContain('kms_key         = aws_kms_key.ecr.arn');
    });
  });

  it('leaves a file alone that is read-only, and says so', async () => {
    await withFolder(FILES, async (folder) => {
      execFileSync('chmod', ['a-w', join(folder, 'main.tf')]);
      const { exitCode, stdout, stderr } = await check(folder, '--fix', '--fail-on', 'warning');
      expect(stderr).toBe('ecrlint: main.tf was not changed: it is read-only.\n');
      expect(stdout).toContain('0 fixed');
      expect(exitCode).toBe(1);
      expect(mainOf(folder)).toBe(MAIN);
    });
  });

  it('edits nothing outside of the given paths', async () => {
    const files = {
      'live/main.tf': 'module "app" {\n  source = "../modules/ecr"\n}\n',
      'modules/ecr/main.tf': 'resource "aws_ecr_repository" "app" {\n  name = "app"\n}\n',
    };
    await withFolder(files, async (folder) => {
      const { stdout, stderr } = await check(folder, '--fix', 'live');
      expect(stdout).toContain('0 fixed');
      expect(stderr).toMatch(
        /A fix of immutable-tags for modules\/ecr\/main.tf was not applied, because it changes a file outside/,
      );
      expect(readFileSync(join(folder, 'modules/ecr/main.tf'), 'utf8')).toBe(files['modules/ecr/main.tf']);
    });
  });
});

describe('--diff', () => {
  it('prints what --fix would write, for git apply, and writes nothing', async () => {
    await withFolder(FILES, async (folder) => {
      const { exitCode, stdout } = await check(folder, '--diff');
      expect(exitCode).toBe(1);
      expect(mainOf(folder)).toBe(MAIN);
      writeFileSync(join(folder, 'fix.patch'), stdout);
      execFileSync('git', ['apply', 'fix.patch'], { cwd: folder });
      expect(mainOf(folder)).toBe(FIXED);
      expect(await check(folder, '--diff')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    });
  });

  it('says what git apply passes over in a subfolder of a repository, and what it refuses', () =>
    withFolder(
      { 'work/.git/HEAD': '', 'work/infra/main.tf': '', 'work/app/main.tf': MAIN, 'main.tf': MAIN },
      (folder) =>
        run(['check', '../app/main.tf', '../../main.tf', '--only', 'immutable-tags', '--diff'], {
          in: join(folder, 'work/infra'),
        }).then(({ stdout, stderr }) => {
          expect(stdout).toContain('\n--- a/app/main.tf\n+++ b/app/main.tf\n');
          expect(stderr).toBe(
            'ecrlint: ../../main.tf lies where "git apply" refuses to change it: run ecrlint in a directory above all files.\n' +
              'ecrlint: ../app/main.tf lies outside of the working directory: "git apply" changes it only at the repository\'s root.\n',
          );
        }),
    ));
});

describe('wrong flags', () => {
  it.each([
    [['--fix', '--diff'], /--fix and --diff exclude each other/],
    [['--unsafe-fixes'], /--unsafe-fixes alone does nothing/],
    [['--fix', '--trust', 'me'], /--trust takes the id of an organization, such as o-a1b2c3d4e5, or of an account/],
  ])('%j are refused with a sentence', async (flags, message) => {
    await withFolder(FILES, async (folder) => {
      const { exitCode, stderr } = await check(folder, ...flags);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(message);
    });
  });
});

describe('--trust', () => {
  it('lets fixes of open policies name who may come in', async () => {
    const open = `resource "aws_ecr_repository_policy" "p" {
  repository = "app"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = ["ecr:BatchGetImage"] }]
  })
}
`;
    await withFolder({ 'main.tf': open }, async (folder) => {
      const flags = ['check', '--only', 'no-public-principal', '--fix', '--unsafe-fixes'];
      expect((await run(flags, { in: folder })).stdout).toContain('0 fixed');
      expect((await run([...flags, '--trust', '111122223333'], { in: folder })).exitCode).toBe(0);
      expect(mainOf(folder)).toContain('arn:aws:iam::111122223333:root');
    });
  });
});
