import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffedFile, unifiedDiff, whereApplied } from '../../src/fix/diff.ts';
import { withFolder } from '../support/folder.ts';

/** What `git apply` makes of the files. */
async function applied(files: readonly DiffedFile[]): Promise<Record<string, string>> {
  const before = Object.fromEntries(files.map(({ path, before: text }) => [path, text]));
  return withFolder(before, (folder) => {
    const patch = unifiedDiff(files);
    // Without a repository around it, as a user may be.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: folder, GIT_DIR: join(folder, 'no-repository') };
    if (patch !== '') execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: folder, input: patch, env });
    return Object.fromEntries(files.map(({ path }) => [path, readFileSync(join(folder, path), 'utf8')]));
  });
}

describe('a unified diff', () => {
  it('names each file as git does', () => {
    const patch = unifiedDiff([{ path: 'infra/main.tf', before: 'a = 1\n', after: 'a = 2\n' }]);
    expect(patch).toBe(
      'diff --git a/infra/main.tf b/infra/main.tf\n--- a/infra/main.tf\n+++ b/infra/main.tf\n@@ -1 +1 @@\n-a = 1\n+a = 2\n',
    );
  });

  it('is empty when nothing differs', () => {
    expect(unifiedDiff([{ path: 'main.tf', before: 'a = 1\n', after: 'a = 1\n' }])).toBe('');
  });

  it.each([
    ['line feeds', 'a = 1\nb = 2\n', 'a = 1\nc = 3\nb = 2\n'],
    ['carriage returns', 'a = 1\r\nb = 2\r\n', 'a = 1\r\nc = 3\r\nb = 2\r\n'],
    ['both', 'a = 1\r\nb = 2\nd = 3\n', 'a = 1\r\nb = 9\r\nd = 3\n'],
    ['no final newline', 'a = 1\nb = 2', 'a = 1\nb = 3'],
    ['a final newline that goes', 'a = 1\n', 'a = 1'],
    ['a final newline that comes', 'a = 1\r\n}', 'a = 1\r\n}\r\n'],
    ['a byte order mark', '\uFEFFa = 1\n', '\uFEFFa = 2\n'],
    ['tabs', '\ta = 1\n', '\ta = 2\n'],
    ['lines that look like a patch', '--- a\n+++ b\n@@ -1 +1 @@\n', '--- a\n-- b\n@@ -1 +1 @@\n'],
    ['an empty file', '', 'a = 1\n'],
  ])('is accepted by git apply with %s', async (_, before, after) => {
    expect(await applied([{ path: 'main.tf', before, after }])).toEqual({ 'main.tf': after });
  });

  it('is accepted for names that git quotes or ends with a tab', async () => {
    const files = ['a b/main file.tf', 'quote".tf', 'back\\slash.tf', 'tab\there.tf', 'ümläut.tf'].map((path) => ({
      path,
      before: 'a = 1\n',
      after: 'a = 2\n',
    }));
    expect(await applied(files)).toEqual(Object.fromEntries(files.map(({ path, after }) => [path, after])));
  });

  it('is accepted anywhere in a repository for what is below', () =>
    withFolder({ 'infra/app/main.tf': 'a = 1\n', 'shared/main.tf': 'a = 1\n' }, (folder) => {
      execFileSync('git', ['init', '-q', folder]);
      const [before, after] = ['a = 1\n', 'a = 2\n'];
      const files = ['app/main.tf', '../shared/main.tf'].map((path) => ({ path, before, after }));
      const patch = unifiedDiff(files, 'infra');
      const read = (path: string) => readFileSync(join(folder, path), 'utf8');

      execFileSync('git', ['apply'], { cwd: join(folder, 'infra'), input: patch });
      expect([read('infra/app/main.tf'), read('shared/main.tf')]).toEqual([after, before]);
      execFileSync('git', ['apply', '--reverse'], { cwd: join(folder, 'infra'), input: patch });
      execFileSync('git', ['apply'], { cwd: folder, input: patch });
      expect([read('infra/app/main.tf'), read('shared/main.tf')]).toEqual([after, after]);
    }));

  it.each([
    ['main.tf', '', 'here'],
    ['main.tf', 'infra', 'here'],
    ['..main/main.tf', '', 'here'],
    ['../shared/main.tf', 'infra', 'at-root'],
    ['../../main.tf', 'infra', 'nowhere'],
    ['../main.tf', '', 'nowhere'],
  ] as const)('of %s in the folder "%s" of a repository is applied %s', (path, folder, where) => {
    expect(whereApplied(path, folder)).toBe(where);
  });

  it('leads from any text to any other', async () => {
    const line = fc.constantFrom('a', 'b', '}', '', '+x', '-y', ' z', '\\ No newline', '@@');
    const text = fc
      .tuple(fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n'))), line)
      .map(([lines, last]) => lines.map(([content, ending]) => content + ending).join('') + last)
      .filter((content) => content !== '');
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        expect(await applied([{ path: 'main.tf', before, after }])).toEqual({ 'main.tf': after });
      }),
      { numRuns: 60 },
    );
  });
});
