import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../../src/report/json.ts';
import { withFolder } from '../support/folder.ts';
import { type Run, run } from './run.ts';

const IMMUTABLE =
  'resource "aws_ecr_repository" "app" {\n  name                 = "app"\n  image_tag_mutability = "IMMUTABLE"\n}\n';
const MUTABLE = IMMUTABLE.replace('"IMMUTABLE"', '"MUTABLE"');
const FROM_VARIABLE = MUTABLE.replace('"MUTABLE"', 'var.mutability');
const VARIABLE = 'variable "mutability" {\n  type = string\n}\n';

const CHECK = ['check', '--only', 'immutable-tags', '--environment', 'production'];

function filesIn({ stdout }: Run): readonly (string | undefined)[] {
  const report: JsonReport = JSON.parse(stdout);
  return report.findings.map(({ location }) => location?.file);
}

describe('--stdin-filename', () => {
  const files = {
    'app/main.tf': IMMUTABLE,
    'app/variables.tf': `${VARIABLE}`,
    'app/terraform.tfvars': 'mutability = "MUTABLE"\n',
  };

  async function judge(name: string, stdin: string | Buffer, ...argv: readonly string[]): Promise<Run> {
    return withFolder(files, (folder) =>
      run([...CHECK, ...argv, '--stdin-filename', name, '-'], { in: folder, stdin }),
    );
  }

  it('judges the text in place of the file on disk, with the rest of its module', async () => {
    expect((await judge('app/main.tf', IMMUTABLE)).exitCode).toBe(0);
    expect(filesIn(await judge('app/main.tf', MUTABLE, '--format', 'json'))).toEqual(['app/main.tf']);
    // The value is in the tfvars file on disk; the text is where it is used.
    expect(filesIn(await judge('./app/main.tf', FROM_VARIABLE, '--format', 'json'))).toEqual(['app/terraform.tfvars']);
    expect((await judge('app/terraform.tfvars', 'mutability = "IMMUTABLE"\n')).exitCode).toBe(0);
  });

  it('judges a text that is on disk nowhere, in a folder that need not be there either', async () => {
    const other = MUTABLE.replaceAll('app', 'other');
    expect(filesIn(await judge('app/new.tf', other, '--format', 'json'))).toEqual(['app/new.tf']);
    expect(filesIn(await judge('not/there/new.tf', other, '--format', 'json'))).toEqual(['not/there/new.tf']);
    expect(
      filesIn(await judge('new.tf.json', '{"resource":{"aws_ecr_repository":{"x":{"name":"x"}}}}', '--format', 'json')),
    ).toEqual(['new.tf.json']);
  });

  it('reports on that file alone', async () => {
    await withFolder({ 'a.tf': MUTABLE.replaceAll('app', 'a') }, async (folder) => {
      const argv = [...CHECK, '--format', 'json', '--stdin-filename', 'b.tf', '-'];
      expect(filesIn(await run(argv, { in: folder, stdin: MUTABLE }))).toEqual(['b.tf']);
    });
  });

  it('tells of a syntax error in it', async () => {
    const { exitCode, stdout } = await judge('app/main.tf', 'locals {\n  a = = 1\n}\n');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^app\/main\.tf:2:\d+ error syntax\n/);
  });

  it('refuses bytes that are no text', async () => {
    const { exitCode, stderr } = await judge('app/main.tf', Buffer.from([0xff, 0xfe]));
    expect([exitCode, stderr]).toEqual([
      2,
      'ecrlint: Standard input is not UTF-8 text, as Terraform files must be. Convert it.\n',
    ]);
  });

  it('with --fix prints the fixed text, reports on standard error, and writes nothing', async () => {
    await withFolder(files, async (folder) => {
      const argv = [...CHECK, '--fix', '--stdin-filename', 'app/main.tf', '-'];
      const fixed = await run(argv, { in: folder, stdin: MUTABLE });
      expect([fixed.exitCode, fixed.stdout]).toEqual([0, IMMUTABLE]);
      expect(fixed.stderr).toContain('1 fixed, 0 left.');
      expect(readFileSync(join(folder, 'app/main.tf'), 'utf8')).toBe(files['app/main.tf']);
      // What needs no fix, or has none, comes out as it went in.
      for (const text of [
        IMMUTABLE,
        `\ufeff${IMMUTABLE}`,
        IMMUTABLE.replaceAll('\n', '\r\n'),
        'locals {\n a = = 1',
        '',
      ]) {
        expect((await run(argv, { in: folder, stdin: text })).stdout).toBe(text);
      }
    });
  });

  it('with --fix changes no other file, though the value is there', async () => {
    await withFolder(files, async (folder) => {
      const argv = [...CHECK, '--fix', '--stdin-filename', 'app/main.tf', '-'];
      const { exitCode, stdout, stderr } = await run(argv, { in: folder, stdin: FROM_VARIABLE });
      expect([exitCode, stdout]).toEqual([1, FROM_VARIABLE]);
      expect(stderr).toContain('because it changes a file outside of the given paths');
      expect(readFileSync(join(folder, 'app/terraform.tfvars'), 'utf8')).toBe(files['app/terraform.tfvars']);
    });
  });

  it('with --diff prints the difference', async () => {
    const { exitCode, stdout } = await judge('app/main.tf', MUTABLE, '--diff');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('--- a/app/main.tf\n+++ b/app/main.tf\n');
    expect(stdout).toContain('\n+  image_tag_mutability = "IMMUTABLE"\n');
  });

  it('of an ignored file has no findings', async () => {
    await withFolder({ '.git/HEAD': '', '.gitignore': 'out.tf\n' }, async (folder) => {
      const argv = [...CHECK, '--fix', '--stdin-filename', 'out.tf', '-'];
      expect(await run(argv, { in: folder, stdin: MUTABLE })).toMatchObject({ exitCode: 0, stdout: MUTABLE });
    });
  });
});

describe('--max-warnings', () => {
  const two = { 'a.tf': MUTABLE.replaceAll('app', 'a'), 'b.tf': MUTABLE.replaceAll('app', 'b') };

  it.each([
    [['--max-warnings', '2'], 0, ''],
    [['--max-warnings', '1'], 1, 'ecrlint: There are 2 warnings, more than the 1 that --max-warnings allows.\n'],
    [['--max-warnings', '0', 'a.tf'], 1, 'ecrlint: There is 1 warning, more than the 0 that --max-warnings allows.\n'],
    [['--max-warnings', '0', '--quiet'], 1, ''],
    // Of what is hidden, too, and whatever else fails.
    [
      ['--max-warnings', '0', '--level', 'error', '--fail-on', 'never', 'a.tf'],
      1,
      'ecrlint: There is 1 warning, more than the 0 that --max-warnings allows.\n',
    ],
  ])('%j gives %i', async (argv, exitCode, stderr) => {
    await withFolder(two, async (folder) => {
      const outcome = await run([...CHECK, '--rule', 'immutable-tags=warning', ...argv], { in: folder });
      expect([outcome.exitCode, outcome.stderr]).toEqual([exitCode, stderr]);
    });
  });

  it('does not count errors', async () => {
    await withFolder(two, async (folder) => {
      expect((await run([...CHECK, '--fail-on', 'never', '--max-warnings', '0'], { in: folder })).exitCode).toBe(0);
    });
  });
});

describe('files that are named but not to be judged', () => {
  const files = {
    '.git/HEAD': '',
    '.gitignore': 'generated/\n*.auto.tfvars\n',
    'main.tf': IMMUTABLE,
    'generated/main.tf': MUTABLE,
    '.terraform/modules/app/main.tf': MUTABLE,
    'node_modules/x/main.tf': MUTABLE,
    '.hidden.tf': MUTABLE,
    'twin/main.tf': MUTABLE,
    'twin/main.tofu': IMMUTABLE,
  };

  it.each([
    [['generated/main.tf']],
    [['.terraform/modules/app/main.tf']],
    [['node_modules/x/main.tf']],
    [['.hidden.tf']],
    [['twin/main.tf']],
    [['generated/main.tf', '.terraform/modules/app/main.tf']],
    [['generated/main.tf', 'main.tf']],
  ])('are passed over: %j', async (argv) => {
    await withFolder(files, async (folder) => {
      const { exitCode, stdout, stderr } = await run([...CHECK, ...argv], { in: folder });
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^No findings in /);
    });
  });

  it('have no say in what else is judged, as when the folder is named', async () => {
    const withValues = {
      ...files,
      'main.tf': FROM_VARIABLE + VARIABLE,
      'own.auto.tfvars': 'mutability = "MUTABLE"\n',
    };
    await withFolder(withValues, async (folder) => {
      const argv = [...CHECK, '--format', 'json'];
      const whole = await run([...argv, '.'], { in: folder });
      expect(JSON.parse((await run([...argv, 'main.tf'], { in: folder })).stdout)).toMatchObject({
        findings: [],
        unresolved: JSON.parse(whole.stdout).unresolved,
      });
    });
  });

  it('are still errors where they are no Terraform at all, or not there', async () => {
    await withFolder({ ...files, 'readme.md': '# x\n' }, async (folder) => {
      expect((await run([...CHECK, 'readme.md'], { in: folder })).stderr).toContain('is not a Terraform file');
      expect((await run([...CHECK, 'generated/other.tf'], { in: folder })).exitCode).toBe(2);
    });
  });
});

describe('a tfvars file that is named', () => {
  const files = {
    'app/main.tf': FROM_VARIABLE + VARIABLE,
    'app/env/prod.tfvars': 'mutability = "MUTABLE"\n',
    'app/env/dev.tfvars.json': '{"mutability": "MUTABLE"}\n',
    'live/terraform.tfvars': 'mutability = "MUTABLE"\n',
    '.git/HEAD': '',
  };

  it.each([
    ['app/env/prod.tfvars', ['app/env/prod.tfvars']],
    ['app/env/dev.tfvars.json', ['app/env/dev.tfvars.json']],
    // For a module that is elsewhere.
    ['live/terraform.tfvars', []],
  ])('%s is judged with the module it is for', async (path, expected) => {
    await withFolder(files, async (folder) => {
      const outcome = await run([...CHECK, '--format', 'json', path], { in: folder });
      expect(filesIn(outcome)).toEqual(expected);
      expect(outcome.exitCode).toBe(expected.length === 0 ? 0 : 1);
    });
  });
});
