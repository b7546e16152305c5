import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { writeFile } from '../../src/fix/write.ts';
import { withFolder } from '../support/folder.ts';

/** Gives a process mounts of its own, on Linux. */
const UNSHARE = 'unshare';

const before = 'a = 1\n';
const after = 'a = 2\n';

/** What is in a folder, with the temporary files that should not be. */
function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}

describe('writing a file', () => {
  it('replaces its content and keeps its mode', () =>
    withFolder({ 'main.tf': before }, async (folder) => {
      const path = join(folder, 'main.tf');
      chmodSync(path, 0o754);
      expect(await writeFile({ path, before, after }, [folder])).toEqual({ kind: 'written' });
      expect(readFileSync(path, 'utf8')).toBe(after);
      expect(statSync(path).mode & 0o7777).toBe(0o754);
      expect(namesIn(folder)).toEqual(['main.tf']);
    }));

  it('writes a file that was given itself', () =>
    withFolder({ 'main.tf': before }, async (folder) => {
      const path = join(folder, 'main.tf');
      expect(await writeFile({ path, before, after }, [path])).toEqual({ kind: 'written' });
    }));

  it('keeps a byte order mark', () =>
    withFolder({ 'main.tf': `\uFEFF${before}` }, async (folder) => {
      const path = join(folder, 'main.tf');
      await writeFile({ path, before: `\uFEFF${before}`, after: `\uFEFF${after}` }, [folder]);
      expect([...readFileSync(path)].slice(0, 4)).toEqual([0xef, 0xbb, 0xbf, 0x61]);
    }));

  it('writes through a link and leaves it a link', () =>
    withFolder({ 'shared/main.tf': before, 'app/other.tf': '' }, async (folder) => {
      const path = join(folder, 'app/main.tf');
      symlinkSync('../shared/main.tf', path);
      expect(await writeFile({ path, before, after }, [folder])).toEqual({ kind: 'written' });
      expect(lstatSync(path).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(folder, 'shared/main.tf'), 'utf8')).toBe(after);
      expect(namesIn(join(folder, 'shared'))).toEqual(['main.tf']);
    }));

  it('works below a root that is a link itself', () =>
    withFolder({ 'real/main.tf': before }, async (folder) => {
      symlinkSync('real', join(folder, 'link'));
      const root = join(folder, 'link');
      expect(await writeFile({ path: join(root, 'main.tf'), before, after }, [root])).toEqual({ kind: 'written' });
    }));
});

describe('a file is left alone', () => {
  /** Expects a refusal, and nothing changed in the folder. */
  async function refused(folder: string, path: string, roots: readonly string[]): Promise<string> {
    const names = namesIn(folder);
    const result = await writeFile({ path, before, after }, roots);
    expect(namesIn(folder)).toEqual(names);
    return result.kind === 'left' ? result.reason : 'written';
  }

  it('when it changed since it was read', () =>
    withFolder({ 'main.tf': 'a = 3\n' }, async (folder) => {
      const path = join(folder, 'main.tf');
      expect(await refused(folder, path, [folder])).toBe('changed since it was read');
      expect(readFileSync(path, 'utf8')).toBe('a = 3\n');
    }));

  it('when it is not what it was read as, byte for byte', () =>
    withFolder({ 'main.tf': Uint8Array.of(0x61, 0xff) }, async (folder) => {
      const path = join(folder, 'main.tf');
      const result = await writeFile({ path, before: 'a\uFFFD', after }, [folder]);
      expect(result).toEqual({ kind: 'left', reason: 'changed since it was read' });
    }));

  it('when it is gone', () =>
    withFolder({}, async (folder) => {
      expect(await refused(folder, join(folder, 'main.tf'), [folder])).toBe(
        'cannot be written: there is no such file or directory',
      );
    }));

  it('when it is read-only', () =>
    withFolder({ 'main.tf': before }, async (folder) => {
      const path = join(folder, 'main.tf');
      chmodSync(path, 0o444);
      expect(await refused(folder, path, [folder])).toBe('is read-only');
      expect(readFileSync(path, 'utf8')).toBe(before);
    }));

  it('when it is outside the given paths', () =>
    withFolder({ 'app/main.tf': before, 'application/main.tf': before }, async (folder) => {
      const path = join(folder, 'application/main.tf');
      expect(await refused(folder, path, [join(folder, 'app')])).toBe('is outside the given paths');
    }));

  it('when a link leads out of the given paths', () =>
    withFolder({ 'main.tf': before, 'app/other.tf': '' }, async (folder) => {
      const path = join(folder, 'app/main.tf');
      symlinkSync('../main.tf', path);
      expect(await refused(folder, path, [join(folder, 'app')])).toBe('is a link that leads out of the given paths');
      expect(readFileSync(path, 'utf8')).toBe(before);
    }));

  it('when a folder on the way is a link that leads out', () =>
    withFolder({ 'outside/main.tf': before, 'app/other.tf': '' }, async (folder) => {
      symlinkSync('../outside', join(folder, 'app/modules'));
      const path = join(folder, 'app/modules/main.tf');
      expect(await refused(folder, path, [join(folder, 'app')])).toBe('is a link that leads out of the given paths');
    }));

  it('in .terraform, also through a link', () =>
    withFolder({ '.terraform/modules/a/main.tf': before, 'app/other.tf': '' }, async (folder) => {
      const inside = join(folder, '.terraform/modules/a/main.tf');
      expect(await refused(folder, inside, [folder])).toMatch(/belongs to Terraform/);
      const link = join(folder, 'app/main.tf');
      symlinkSync(inside, link);
      expect(await refused(folder, link, [folder])).toMatch(/belongs to Terraform/);
    }));
});

/** A program that puts the texts of two files into a third, in turn, until it is ended. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { writeFile } from 'WRITER';
const [folder, times] = process.argv.slice(2);
const texts = ['a', 'b'].map((name) => readFileSync(folder + '/' + name, 'utf8'));
console.log('ready');
for (let i = 0; i < Number(times); i++) {
  const result = await writeFile({ path: folder + '/main.tf', before: texts[i % 2], after: texts[(i + 1) % 2] }, [folder]);
  if (result.kind === 'left') { console.log(result.reason); break; }
}
`;

/** Compiles the program into a folder. */
async function compiled(folder: string): Promise<string> {
  const writer = fileURLToPath(new URL('../../src/fix/write.ts', import.meta.url));
  const outfile = join(folder, 'program.mjs');
  await build({
    stdin: { contents: PROGRAM.replace('WRITER', writer), resolveDir: folder },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  return outfile;
}

/** Starts the program, and ends it by a signal some time after it began to write. */
async function ended(program: string, folder: string, signal: NodeJS.Signals, after: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, folder, '5000'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill(signal);
  await new Promise((resolve) => child.once('exit', resolve));
  return child;
}

describe('whatever happens while a file is written', () => {
  const [a, b] = ['a', 'b'].map((name) => `${name} = "${name.repeat(300_000)}"\n`) as [string, string];

  it.each(['SIGKILL', 'SIGTERM'] as const)('it is whole after %s', (signal) =>
    withFolder({ 'work/a': a, 'work/b': b, 'work/main.tf': a, 'other/x': '' }, async (folder) => {
      const program = await compiled(join(folder, 'other'));
      const work = join(folder, 'work');
      for (let i = 0; i < 12; i++) {
        writeFileSync(join(work, 'main.tf'), a);
        const child = await ended(program, work, signal, i * 3);
        expect(child.signalCode).toBe(signal);
        expect([a, b]).toContain(readFileSync(join(work, 'main.tf'), 'utf8'));
        if (signal === 'SIGTERM') expect(namesIn(work)).toEqual(['a', 'b', 'main.tf']);
      }
    }),
  );

  it('it is left alone when it would be larger than is allowed', () =>
    withFolder({ 'work/a': before, 'work/b': b, 'work/main.tf': before, 'other/x': '' }, async (folder) => {
      const program = await compiled(join(folder, 'other'));
      const work = join(folder, 'work');
      const command = 'trap "" XFSZ; ulimit -f 100; exec "$0" "$@"';
      const { stdout } = spawnSync('bash', ['-c', command, process.execPath, program, work, '1'], { encoding: 'utf8' });
      expect(stdout).toBe('ready\ncannot be written: the file would be larger than is allowed\n');
      expect(readFileSync(join(work, 'main.tf'), 'utf8')).toBe(before);
      expect(namesIn(work)).toEqual(['a', 'b', 'main.tf']);
    }));

  it.skipIf(!canMount())('it is left alone when the disk is full', () =>
    withFolder({ 'files/a': before, 'files/b': b, 'other/x': '' }, async (folder) => {
      const program = await compiled(join(folder, 'other'));
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      const command = `mount -t tmpfs -o size=340k tmpfs "$0" && cp "$1"/* "$0" && cp "$1/a" "$0/main.tf" &&
        "$2" "$3" "$0" 1 && cat "$0/main.tf" && ls -A "$0"`;
      const { stdout, stderr } = spawnSync(
        UNSHARE,
        ['--map-root-user', '--mount', 'sh', '-c', command, disk, join(folder, 'files'), process.execPath, program],
        { encoding: 'utf8' },
      );
      expect(stderr).toBe('');
      expect(stdout).toBe(`ready\ncannot be written: the disk is full\n${before}a\nb\nmain.tf\n`);
    }),
  );
});

/** Whether a small disk can be made for a test; containers often forbid it. */
function canMount(): boolean {
  try {
    execFileSync(UNSHARE, ['--map-root-user', '--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
