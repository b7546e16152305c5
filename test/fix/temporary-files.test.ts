import { readdirSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeStaleFiles, temporaryPathFor } from '../../src/fix/temporary-files.ts';
import { writeFixes } from '../../src/fix/write-fixes.ts';
import { isTerraformFile, isVariablesFile } from '../../src/terraform/source-tree.ts';
import { withFolder } from '../support/folder.ts';

/** Makes files two hours old. */
function age(folder: string, names: readonly string[]): void {
  const then = new Date(Date.now() - 2 * 60 * 60 * 1000);
  for (const name of names) utimesSync(join(folder, name), then, then);
}

describe('a temporary file', () => {
  const name = basename(temporaryPathFor('main.tf'));

  it.each(['main.tf', 'main.tf.json', 'terraform.tfvars'])('of %s is nothing that is read', (path) => {
    const beside = basename(temporaryPathFor(path));
    expect([isTerraformFile(beside), isVariablesFile(beside)]).toEqual([false, false]);
  });

  it('that a killed run left is removed, and nothing else is', () => {
    const others = ['main.tf', '.main.tf.tmp', '.main.tf.0123456789ab.tmp', '.terraform.lock.hcl', `x${name}`];
    return withFolder(Object.fromEntries([name, ...others].map((path) => [path, 'a = 1\n'])), async (folder) => {
      age(folder, [name, ...others]);
      await removeStaleFiles(folder);
      expect(readdirSync(folder).sort()).toEqual(others.sort());
    });
  });

  it('of a run that may still be going on stays', () =>
    withFolder({ [name]: '' }, async (folder) => {
      await removeStaleFiles(folder);
      expect(readdirSync(folder)).toEqual([name]);
    }));

  it('is removed where files are fixed, and a folder that is not there is no problem', () =>
    withFolder({ [name]: '', 'main.tf': 'a = 1\n' }, async (folder) => {
      age(folder, [name]);
      const fixed = { before: 'a = 1\n', after: 'a = 2\n', paths: [['a']], rules: [] };
      const files = [
        { path: 'main.tf', ...fixed },
        { path: 'gone/main.tf', ...fixed },
      ];
      const { written, left } = await writeFixes(files, folder, [folder]);
      expect([written.map(({ path }) => path), left.map(({ path }) => path)]).toEqual([['main.tf'], ['gone/main.tf']]);
      expect(readdirSync(folder)).toEqual(['main.tf']);
    }));
});
