import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { run } from './run.ts';

const MAIN = 'resource "aws_ecr_repository" "api" {\n  name = "api"\n  image_tag_mutability = "MUTABLE"\n}\n';
const ONLY = ['--only', 'immutable-tags', '--environment', 'production'];

describe('several reports of one run', () => {
  it('go to standard output and to files whose folders are made', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const formats = ['sarif=out/a/ecrlint.sarif', 'junit=out/junit.xml', 'gitlab=out/gl.json', 'compact'];
      const argv = ['check', ...ONLY, ...formats.flatMap((format) => ['--format', format])];
      const { exitCode, stdout, stderr } = await run(argv, { in: folder });
      expect([exitCode, stderr]).toEqual([1, '']);
      expect(stdout).toMatch(/^main\.tf:3:26: error: .* \[immutable-tags\]\n$/);
      const read = (path: string) => readFileSync(join(folder, path), 'utf8');
      expect(JSON.parse(read('out/a/ecrlint.sarif')).runs[0].results).toHaveLength(1);
      expect(read('out/junit.xml')).toContain('<failure');
      expect(JSON.parse(read('out/gl.json'))).toHaveLength(1);
    });
  });

  it('name files from the root of the repository where a format wants it, and have the text of fixes', async () => {
    await withFolder({ 'live/main.tf': MAIN }, async (folder) => {
      mkdirSync(join(folder, '.git'));
      const argv = ['check', ...ONLY, '--format', 'sarif', '--format', 'github=g.txt'];
      const { stdout } = await run(argv, { in: join(folder, 'live') });
      const [result] = JSON.parse(stdout).runs[0].results;
      expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('live/main.tf');
      expect(result.fixes[0].artifactChanges[0].replacements[0].insertedContent.text).toBe('"IMMUTABLE"');
      expect(readFileSync(join(folder, 'live/g.txt'), 'utf8')).toContain('file=live/main.tf,line=3');
    });
  });
});

describe('--hide-suppressed', () => {
  it('leaves suppressed findings out of formats that show them, but counts them', async () => {
    const files = { 'main.tf': `# ecrlint-ignore: immutable-tags -- It is a cache.\n${MAIN}` };
    await withFolder(files, async (folder) => {
      const json = async (...flags: string[]) =>
        JSON.parse((await run(['check', ...ONLY, '--format', 'json', ...flags], { in: folder })).stdout);
      const [shown, hidden] = [await json(), await json('--hide-suppressed')];
      expect([shown.findings.length, shown.summary.suppressed]).toEqual([1, 1]);
      expect([hidden.findings.length, hidden.summary.suppressed]).toEqual([0, 1]);
    });
  });
});

describe('the job summary', () => {
  const github = ['check', ...ONLY, '--format', 'github'];

  it('is added to what the step wrote before', async () => {
    await withFolder({ 'main.tf': MAIN, 'summary.md': '# Before\n' }, async (folder) => {
      const path = join(folder, 'summary.md');
      await run(github, { in: folder, env: { GITHUB_STEP_SUMMARY: path } });
      const summary = readFileSync(path, 'utf8');
      expect(summary).toMatch(/^# Before\n<!-- ecrlint -->\n### ecrlint: 1 error\n/);
    });
  });

  it('stays within the limit of GitHub', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const path = join(folder, 'summary.md');
      writeFileSync(path, 'x'.repeat(1024 * 1024 - 900));
      await run(github, { in: folder, env: { GITHUB_STEP_SUMMARY: path } });
      const summary = readFileSync(path);
      expect(summary.length).toBeLessThanOrEqual(1024 * 1024);
      expect(summary.length).toBeGreaterThan(1024 * 1024 - 900);
    });
  });

  it('is written for this format alone, and where GitHub offers it', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const path = join(folder, 'summary.md');
      await run(['check', ...ONLY], { in: folder, env: { GITHUB_STEP_SUMMARY: path } });
      await run(github, { in: folder, env: { GITHUB_STEP_SUMMARY: '' } });
      expect(existsSync(path)).toBe(false);
    });
  });

  it('that cannot be written is told and changes nothing', async () => {
    await withFolder({ 'main.tf': MAIN }, async (folder) => {
      const { exitCode, stdout, stderr } = await run(github, { in: folder, env: { GITHUB_STEP_SUMMARY: folder } });
      expect(exitCode).toBe(1);
      expect(stdout).toContain('::error ');
      expect(stderr).toMatch(/^ecrlint: The job summary was not written: .*\n$/);
    });
  });
});
