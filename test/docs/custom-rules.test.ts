import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_LINE, LIBRARY } from '../../scripts/build.mjs';
import { ROOT, textOf } from '../project/files.ts';
import { withFolder } from '../support/folder.ts';

/** Runs docs/custom-rules.md: each code block is a file, under the name that stands behind its language. */

interface Block {
  readonly name: string;
  readonly text: string;
}

const blocks = [...textOf('docs/custom-rules.md').matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', name = '', text = '']): Block => ({ name: name === '' ? language : name, text }),
);

/** The text of a block; of several with one name, the first unless told. */
function block(name: string, which = 0): Block {
  const found = blocks.filter((one) => one.name === name)[which];
  if (found === undefined) throw new Error(`The page has no block ${name}.`);
  return found;
}

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(folder: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: '', VITEST: undefined } };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function ecrlint(folder: string, ...args: readonly string[]): Promise<Outcome> {
  return run(folder, ['node_modules/ecrlint/bin/ecrlint.js', ...args]);
}

describe('docs/custom-rules.md', () => {
  const built = new Map<string, Uint8Array>();

  beforeAll(async () => {
    for (const options of [COMMAND_LINE, LIBRARY]) {
      const { outputFiles } = await build({ ...options, write: false });
      for (const { path, contents } of outputFiles) built.set(path.slice(join(ROOT, 'dist').length + 1), contents);
    }
  });

  /** A folder with nothing but the package in it, as it is published, and the given files. */
  function withPackage<T>(given: readonly Block[], use: (folder: string) => Promise<T>): Promise<T> {
    return withFolder(Object.fromEntries(given.map(({ name, text }) => [name, text])), (folder) => {
      const modules = join(folder, 'node_modules');
      const home = join(modules, 'ecrlint');
      for (const [name, contents] of built) {
        mkdirSync(dirname(join(home, 'dist', name)), { recursive: true });
        writeFileSync(join(home, 'dist', name), contents);
      }
      cpSync(join(ROOT, 'bin'), join(home, 'bin'), { recursive: true });
      cpSync(join(ROOT, 'package.json'), join(home, 'package.json'));
      const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(textOf('package.json'));
      for (const name of Object.keys(dependencies)) {
        mkdirSync(dirname(join(modules, name)), { recursive: true });
        symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
      }
      return use(folder);
    });
  }

  const only = ['check', '--only', 'acme/team-prefix'];

  it('finds what its first rule is about', async () => {
    const files = [block('policy/team-prefix.mjs'), block('.ecrlint.yaml'), block('main.tf')];
    const { exitCode, stdout, stderr } = await withPackage(files, (folder) =>
      ecrlint(folder, ...only, '--format', 'compact'),
    );
    expect([stderr, stdout, exitCode]).toEqual(['', block('text').text, 1]);
  });

  it('leaves open what is not known', async () => {
    const files = [block('policy/team-prefix.mjs'), block('.ecrlint.yaml'), block('main.tf')];
    const { stdout } = await withPackage(files, (folder) => ecrlint(folder, ...only, '--format', 'json'));
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [{ rule: 'acme/team-prefix', fix: null }],
      unresolved: [{ resource: 'aws_ecr_repository.jobs', reason: 'var.team has no value' }],
    });
  });

  it('fixes what its second version can fix', async () => {
    const files = [block('policy/team-prefix.mjs', 1), block('.ecrlint.yaml'), block('main.tf')];
    await withPackage(files, async (folder) => {
      const { exitCode, stderr } = await ecrlint(folder, ...only, '--fix', '--unsafe-fixes');
      expect([stderr, exitCode]).toEqual(['', 0]);
      expect(readFileSync(join(folder, 'main.tf'), 'utf8')).toBe(block('main.tf fixed').text);
    });
  });

  it('finds ecrlint/plugin also for a command line that is installed elsewhere', async () => {
    const files = [block('policy/team-prefix.mjs'), block('.ecrlint.yaml'), block('main.tf')];
    await withPackage([], (elsewhere) =>
      withFolder(Object.fromEntries(files.map(({ name, text }) => [name, text])), async (folder) => {
        const program = join(elsewhere, 'node_modules/ecrlint/bin/ecrlint.js');
        const { exitCode, stdout, stderr } = await run(folder, [program, ...only, '--format', 'compact']);
        expect([stderr, stdout, exitCode]).toEqual(['', block('text').text, 1]);
      }),
    );
  });

  it('tells its last rule what the configuration says', async () => {
    const buckets =
      'resource "aws_s3_bucket" "logs" {\n}\n\nresource "aws_s3_bucket" "data" {\n  tags = { CostCenter = "7" }\n}\n';
    const files = [
      block('policy/team-prefix.mjs', 1),
      block('policy/tagged-buckets.mjs'),
      block('.ecrlint.yaml', 1),
      { name: 'buckets/main.tf', text: buckets },
    ];
    const { stdout, exitCode } = await withPackage(files, (folder) => ecrlint(folder, 'check', '--format', 'json'));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [
        {
          rule: 'acme/tagged-buckets',
          severity: 'info',
          resource: 'aws_s3_bucket.logs',
          message: 'Tag the bucket with Owner or CostCenter.',
        },
      ],
    });
  });

  it('has tests that pass, and that can fail', async () => {
    const files = [block('policy/team-prefix.mjs', 1), block('policy/team-prefix.test.mjs')];
    await withPackage(files, async (folder) => {
      const passed = await run(folder, ['--test', 'policy/']);
      expect(passed).toMatchObject({ exitCode: 0, stderr: '' });
      expect(passed.stdout).toMatch(/# pass 2\b|ℹ pass 2\b/);
      // The first version has no fix.
      writeFileSync(join(folder, 'policy/team-prefix.mjs'), block('policy/team-prefix.mjs').text);
      const failed = await run(folder, ['--test', 'policy/']);
      expect(failed.exitCode).toBe(1);
      expect(failed.stdout).toContain('There is no fix');
    });
  });

  it.each([
    [
      'throws',
      `export default { id: 'a/b', title: 'T', check() { throw new Error('no tags'); } };`,
      'The rule a/b of the plug-in "./policy/a.mjs" failed on .: no tags.',
    ],
    [
      'never ends to load',
      `await new Promise(() => {}); export default [];`,
      'The plug-in "./policy/a.mjs" cannot be loaded: it waits for what never comes.',
    ],
    ['is not there', null, 'The plug-in "./policy/a.mjs" cannot be loaded: there is no file '],
  ])('a plug-in that %s ends the run, and --no-plugins runs without', async (_, text, message) => {
    const files = [
      { name: '.ecrlint.yaml', text: 'plugins: [./policy/a.mjs]\n' },
      block('main.tf'),
      ...(text === null ? [] : [{ name: 'policy/a.mjs', text }]),
    ];
    await withPackage(files, async (folder) => {
      const { exitCode, stdout, stderr } = await ecrlint(folder, 'check');
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`ecrlint: ${message}`);
      expect((await ecrlint(folder, 'check', '--no-plugins', '--only', 'immutable-tags')).exitCode).not.toBe(2);
    });
  });
});
