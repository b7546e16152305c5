import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolder } from '../support/folder.ts';
import { type Run, run } from './run.ts';

const RULES = 'immutable-tags,no-force-delete';

function repository(name: string, more = ''): string {
  return `resource "aws_ecr_repository" "${name}" {\n  name                 = "team/${name}"\n  image_tag_mutability = "MUTABLE"\n${more}}\n`;
}

interface Sandbox {
  readonly folder: string;
  check(...flags: string[]): Promise<Run>;
  /** Rule and resource of what counts, in order. */
  standing(...flags: string[]): Promise<string[]>;
  entries(file?: string): string[];
  write(name: string, text: string): void;
  read(name: string): string;
}

function inFolder(files: Readonly<Record<string, string>>, use: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  return withFolder(files, async (folder) => {
    const check = (...flags: string[]): Promise<Run> => {
      const only = flags.includes('--only') ? [] : ['--only', RULES];
      return run(['check', '--no-config', ...only, ...flags], { in: folder });
    };
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    await use({
      folder,
      check,
      read,
      standing: async (...flags) => {
        const { stdout } = await check('--baseline', 'known.yaml', '--format', 'json', ...flags);
        const findings: { rule: string; resource: string | null; suppressed: unknown }[] = JSON.parse(stdout).findings;
        return findings
          .filter(({ suppressed }) => suppressed === null)
          .map(({ rule, resource }) => `${rule} ${resource}`);
      },
      entries: (file = 'known.yaml') =>
        read(file)
          .split('\n')
          .filter((line) => line.startsWith('  - ')),
      write: (name, text) => {
        mkdirSync(join(folder, name, '..'), { recursive: true });
        writeFileSync(join(folder, name), text);
      },
    });
  });
}

const UPDATE = ['--baseline', 'known.yaml', '--update-baseline'];

describe('--update-baseline', () => {
  it('accepts what is found now, so that only what is new counts', async () => {
    await inFolder({ 'main.tf': repository('a') }, async ({ check, standing, entries, write }) => {
      const created = await check(...UPDATE, '--rule', 'immutable-tags=error');
      expect([created.exitCode, created.stderr]).toEqual([
        0,
        'ecrlint: known.yaml now has 1 entry: 1 added, 0 taken out.\n',
      ]);
      expect(created.stdout).toContain('1 suppressed');
      expect(entries()).toEqual(['  - {root: ., resource: aws_ecr_repository.a, rule: immutable-tags}']);
      expect(await standing()).toEqual([]);

      write('main.tf', repository('a') + repository('b'));
      expect(await standing()).toEqual(['immutable-tags aws_ecr_repository.b']);
      expect((await check('--baseline', 'known.yaml', '--rule', 'immutable-tags=error')).exitCode).toBe(1);
    });
  });

  it('takes out what is gone, and leaves the file alone when nothing changes', async () => {
    await inFolder({ 'main.tf': repository('a') + repository('b') }, async ({ check, entries, folder, write }) => {
      await check(...UPDATE);
      const before = statSync(join(folder, 'known.yaml'));
      const same = await check(...UPDATE);
      expect(same.stderr).toBe('ecrlint: known.yaml now has 2 entries: 0 added, 0 taken out.\n');
      expect(statSync(join(folder, 'known.yaml')).ino).toBe(before.ino);

      write('main.tf', repository('b'));
      const stale = await check('--baseline', 'known.yaml');
      expect(stale.stderr).toBe(
        'ecrlint: 1 entry of known.yaml is stale: what it accepts is gone. --update-baseline takes it out.\n',
      );
      expect((await check('--baseline', 'known.yaml', '--quiet')).stderr).toBe('');
      expect((await check(...UPDATE)).stderr).toContain('1 entry: 0 added, 1 taken out.');
      expect(entries()).toEqual(['  - {root: ., resource: aws_ecr_repository.b, rule: immutable-tags}']);
    });
  });

  it('keeps entries of folders and rules that were not looked at', async () => {
    const files = { 'one/main.tf': repository('a'), 'two/main.tf': repository('a', '  force_delete = true\n') };
    await inFolder(files, async ({ check, entries, write }) => {
      await check(...UPDATE);
      expect(entries()).toHaveLength(3);
      write('one/main.tf', repository('c'));
      write('two/main.tf', repository('c'));
      const told = await check('--baseline', 'known.yaml', 'one');
      expect(told.stderr).toContain('1 entry of known.yaml is stale');
      await check(...UPDATE, 'one');
      expect(entries()).toEqual([
        '  - {root: one, resource: aws_ecr_repository.c, rule: immutable-tags}',
        '  - {root: two, resource: aws_ecr_repository.a, rule: immutable-tags}',
        '  - {root: two, resource: aws_ecr_repository.a, rule: no-force-delete}',
      ]);
      await check(...UPDATE, '--only', 'immutable-tags');
      expect(entries()).toEqual([
        '  - {root: one, resource: aws_ecr_repository.c, rule: immutable-tags}',
        '  - {root: two, resource: aws_ecr_repository.a, rule: no-force-delete}',
        '  - {root: two, resource: aws_ecr_repository.c, rule: immutable-tags}',
      ]);
    });
  });

  it('takes out entries of folders that are gone', async () => {
    await inFolder(
      { 'one/main.tf': repository('a'), 'two/main.tf': repository('a') },
      async ({ check, entries, folder }) => {
        await check(...UPDATE);
        rmSync(join(folder, 'two'), { recursive: true });
        await check(...UPDATE);
        expect(entries()).toEqual(['  - {root: one, resource: aws_ecr_repository.a, rule: immutable-tags}']);
      },
    );
  });

  it('takes out all entries when nothing of ECR is left', async () => {
    await inFolder(
      { 'main.tf': repository('a'), 'bad.tf': 'locals {\n  a = \n}\n' },
      async ({ check, entries, write }) => {
        await check(...UPDATE);
        expect(entries()).toHaveLength(2);
        write('main.tf', 'locals {}\n');
        write('bad.tf', 'locals {}\n');
        await check(...UPDATE, '--disable', 'syntax');
        expect(entries()).toEqual(['  - {file: bad.tf, rule: syntax}']);
        await check(...UPDATE);
        expect(entries()).toEqual([]);
      },
    );
  });

  it('does not write what a comment suppresses', async () => {
    const code = repository('a').replace('"MUTABLE"', '"MUTABLE" # ecrlint-ignore: immutable-tags -- x');
    await inFolder({ 'main.tf': code }, async ({ check, read }) => {
      await check(...UPDATE);
      expect(read('known.yaml')).toContain('findings: []');
    });
  });

  it('accepts findings about files by their names', async () => {
    const files = {
      'main.tf': `# ecrlint-ignore: immutable-tags\n${repository('a')}`,
      'bad.tf': 'locals {\n  a = \n}\n',
    };
    await inFolder(files, async ({ check, entries, standing }) => {
      expect(await standing(...UPDATE)).toEqual([]);
      expect(entries()).toEqual([
        '  - {root: ., resource: aws_ecr_repository.a, rule: immutable-tags}',
        '  - {file: bad.tf, rule: syntax}',
        '  - {file: main.tf, rule: unused-suppression}',
      ]);
      expect(await standing()).toEqual([]);
      expect((await check('--baseline', 'known.yaml')).exitCode).toBe(0);
    });
  });

  it('keeps the mode of the file and a link to it, and leaves nothing else behind', async () => {
    await inFolder(
      { 'main.tf': repository('a'), 'real.yaml': 'version: 1\nfindings: []\n' },
      async ({ check, folder }) => {
        chmodSync(join(folder, 'real.yaml'), 0o640);
        symlinkSync('real.yaml', join(folder, 'known.yaml'));
        await check(...UPDATE);
        expect(lstatSync(join(folder, 'known.yaml')).isSymbolicLink()).toBe(true);
        expect(statSync(join(folder, 'real.yaml')).mode & 0o777).toBe(0o640);
        expect(readFileSync(join(folder, 'real.yaml'), 'utf8')).toContain('aws_ecr_repository.a');
        expect(readdirSync(folder).sort()).toEqual(['known.yaml', 'main.tf', 'real.yaml']);
      },
    );
  });
});

describe('a baseline', () => {
  it('holds when lines move, blocks move and files are renamed', async () => {
    await inFolder(
      { 'main.tf': repository('a') + repository('b') },
      async ({ check, standing, folder, write, read }) => {
        await check(...UPDATE);
        write('main.tf', `# Moved.\n\n\n${repository('b')}\n${repository('a')}`);
        expect(await standing()).toEqual([]);
        renameSync(join(folder, 'main.tf'), join(folder, 'ecr.tf'));
        expect(await standing()).toEqual([]);
        write('a.tf', repository('a').replaceAll('\n', '\r\n'));
        write('ecr.tf', read('ecr.tf').replace(repository('a'), ''));
        expect(await standing()).toEqual([]);
        expect((await check('--baseline', 'known.yaml')).stderr).toBe('');
      },
    );
  });

  it('tells roots apart that have the same addresses', async () => {
    await inFolder({ 'one/main.tf': repository('a'), 'two/main.tf': '' }, async ({ check, standing, write }) => {
      await check(...UPDATE);
      write('two/main.tf', repository('a'));
      expect(await standing()).toEqual(['immutable-tags aws_ecr_repository.a']);
    });
  });

  it('means the same from another folder', async () => {
    await inFolder({ 'infra/main.tf': repository('a') }, async ({ check, folder, entries }) => {
      await check('--baseline', 'infra/known.yaml', '--update-baseline');
      expect(entries('infra/known.yaml')).toEqual([
        '  - {root: ., resource: aws_ecr_repository.a, rule: immutable-tags}',
      ]);
      const inside = await run(['check', '--no-config', '--only', RULES, '--baseline', 'known.yaml'], {
        in: join(folder, 'infra'),
      });
      expect(inside.stdout).toContain('No findings');
      expect(inside.stderr).toBe('');
    });
  });

  it('accepts each resource for itself, where several share a value', async () => {
    const child =
      'variable "tags" {\n  default = "MUTABLE"\n}\nresource "aws_ecr_repository" "this" {\n  name = "shared"\n  image_tag_mutability = var.tags\n}\n';
    const call = (name: string) => `module "${name}" {\n  source = "./child"\n}\n`;
    await inFolder(
      { 'main.tf': call('a') + call('b'), 'child/main.tf': child },
      async ({ check, entries, standing, write }) => {
        await check(...UPDATE);
        expect(entries()).toHaveLength(2);
        write('main.tf', call('a') + call('b') + call('c'));
        expect(await standing()).toEqual(['immutable-tags module.c.aws_ecr_repository.this']);
      },
    );
  });

  it('shows all findings of a rule about a resource when there are more than it accepts', async () => {
    const files = {
      'main.tf': `variable "tags" {}\n${repository('a').replace('"MUTABLE"', 'var.tags')}`,
      'one.tfvars': 'tags = "MUTABLE"\n',
    };
    await inFolder(files, async ({ check, entries, standing, write }) => {
      await check(...UPDATE);
      expect(await standing()).toEqual([]);
      write('two.tfvars', 'tags = "MUTABLE"\n');
      expect(await standing()).toEqual(['immutable-tags aws_ecr_repository.a', 'immutable-tags aws_ecr_repository.a']);
      await check(...UPDATE);
      expect(entries()).toEqual(['  - {root: ., resource: aws_ecr_repository.a, rule: immutable-tags, count: 2}']);
      write('two.tfvars', 'tags = "IMMUTABLE"\n');
      expect(await standing()).toEqual([]);
      expect((await check('--baseline', 'known.yaml')).stderr).toContain('1 entry of known.yaml is stale');
    });
  });

  it('tells of rules that do not exist, but not of those that a plug-in may have', async () => {
    await inFolder({ 'main.tf': repository('a') }, async ({ check, write }) => {
      const entries = ['imutable-tags', 'team/owner', 'kms-encryption']
        .map((rule) => `  - {root: ., resource: aws_ecr_repository.a, rule: ${rule}}\n`)
        .join('');
      write('known.yaml', `version: 1\nfindings:\n${entries}`);
      const told = 'known.yaml names the rule imutable-tags, which does not exist. Did you mean immutable-tags?';
      expect((await check('--baseline', 'known.yaml')).stderr).toBe(`ecrlint: ${told}\n`);
      expect((await check(...UPDATE)).stderr).toContain(told);
      expect((await check('--baseline', 'known.yaml', '--quiet')).stderr).toBe('');
    });
  });

  it('is left alone by fixes, which make it stale only where they mend something new', async () => {
    await inFolder({ 'main.tf': repository('a') }, async ({ check, entries, read, write }) => {
      await check(...UPDATE);
      write('main.tf', repository('a', '  force_delete = true\n'));
      const fixed = await check('--baseline', 'known.yaml', '--fix');
      expect(read('main.tf')).toContain('"MUTABLE"');
      expect(read('main.tf')).not.toContain('force_delete = true');
      expect(fixed.stderr).toBe('');

      write('known.yaml', 'version: 1\nfindings: []\n');
      await check('--baseline', 'known.yaml', '--fix', '--update-baseline');
      expect(read('main.tf')).toContain('"IMMUTABLE"');
      expect(entries()).toEqual([]);
    });
  });

  it('leaves a finding without a baseline its exit code', async () => {
    await inFolder({ 'main.tf': repository('a') }, async ({ check }) => {
      expect((await check('--rule', 'immutable-tags=error')).exitCode).toBe(1);
    });
  });
});

describe('a baseline that cannot be used', () => {
  it.each<[string, string[], string]>([
    ['is not there', ['--baseline', 'none.yaml'], 'There is no baseline none.yaml. Add --update-baseline to create it'],
    ['is a folder', ['--baseline', 'folder'], 'The baseline folder cannot be read: it is a directory. Name a file.'],
    ['is malformed', ['--baseline', 'broken.yaml'], 'broken.yaml:3: this entry has no "rule".'],
    [
      'is malformed and to be written',
      ['--baseline', 'broken.yaml', '--update-baseline'],
      'broken.yaml:3: this entry has no "rule".',
    ],
    ['is to be written, but not named', ['--update-baseline'], '--update-baseline does not know which file to write.'],
    [
      'is to be written of a diff',
      ['--baseline', 'x.yaml', '--update-baseline', '--diff'],
      '--update-baseline and --diff exclude each other',
    ],
    [
      'is to be written to no folder',
      ['--baseline', 'no/x.yaml', '--update-baseline'],
      'The baseline cannot be written to no/x.yaml: there is no such file or directory.',
    ],
  ])('because it %s ends with exit code 2', async (_, flags, message) => {
    const files = {
      'main.tf': repository('a'),
      'folder/x': '',
      'broken.yaml': 'version: 1\nfindings:\n  - {resource: b}\n',
    };
    await inFolder(files, async ({ check, folder }) => {
      const result = await check(...flags);
      expect([result.exitCode, result.stdout]).toEqual([2, '']);
      expect(result.stderr).toContain(message);
      expect(readdirSync(folder).sort()).toEqual(['broken.yaml', 'folder', 'main.tf']);
    });
  });
});
