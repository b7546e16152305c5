import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const FLAGS = ['--no-config', '--only', 'immutable-tags,no-force-delete', '--rule', 'immutable-tags=error'];

const MAIN = `resource "aws_ecr_repository" "a" {
  name                 = "team/a"
  image_tag_mutability = "MUTABLE" # ecrlint-ignore: immutable-tags -- until the pipeline is rebuilt
}

# ecrlint-ignore: no-force-delete -- was needed once
resource "aws_ecr_repository" "b" {
  name                 = "team/b"
  image_tag_mutability = "IMMUTABLE"
}
`;

describe('suppressions on the command line', () => {
  it('keep findings from failing the run, and are counted', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const { exitCode, stdout } = await run(['check', ...FLAGS], { in: folder });
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/1 warning in 2 repositories \(1 file, 1 module\); 1 suppressed\.\n$/);
      const bare = MAIN.replace(/ # ecrlint.*/, '');
      await withFolder({ 'main.tf': bare }, async (other) => {
        expect((await run(['check', ...FLAGS], { in: other })).exitCode).toBe(1);
      });
    });
  });

  it('are in the JSON report with their reasons', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const { stdout } = await run(['check', ...FLAGS, '--format', 'json'], { in: folder });
      const report: { findings: { rule: string; suppressed: unknown }[]; summary: unknown } = JSON.parse(stdout);
      expect(report.findings.map(({ rule, suppressed }) => [rule, suppressed])).toEqual([
        ['immutable-tags', { by: 'comment', reason: 'until the pipeline is rebuilt' }],
        ['unused-suppression', null],
      ]);
      expect(report.summary).toMatchObject({ errors: 0, warnings: 1, suppressed: 1 });
    });
  });

  it('that nothing needs are removed by --fix, which mends nothing that is suppressed', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const fixed = MAIN.replace('# ecrlint-ignore: no-force-delete -- was needed once\n', '');
      const { stdout: diff } = await run(['check', ...FLAGS, '--diff'], { in: folder });
      expect(diff.split('\n').filter((line) => /^[-+][^-+]/.test(line))).toEqual([
        '-# ecrlint-ignore: no-force-delete -- was needed once',
      ]);
      const { exitCode, stdout, stderr } = await run(['check', ...FLAGS, '--fix'], { in: folder });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toContain('1 fixed, 0 left.');
      expect(readFileSync(join(folder, 'main.tf'), 'utf8')).toBe(fixed);
    });
  });

  it('stay for rules that a run leaves out', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const flags = ['--no-config', '--only', 'scan-on-push'];
      await run(['check', ...flags, '--fix'], { in: folder });
      expect(readFileSync(join(folder, 'main.tf'), 'utf8')).toContain('# ecrlint-ignore: no-force-delete');
    });
  });
});
