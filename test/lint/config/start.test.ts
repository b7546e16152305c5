import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../project/files.ts';
import { withFolder } from '../../support/folder.ts';
import { MUTABLE, only } from './found.ts';

/** Checks the working directory, and prints the packages that were loaded on demand. */
const SCRIPT = `
import { Module } from 'node:module';
import { main } from ${JSON.stringify(join(ROOT, 'src/cli/main.ts'))};
await main(['check', '--quiet', '--format', 'compact=/dev/null']);
const names = Object.keys(Module._cache).flatMap((file) => /node_modules.(yaml|valibot|ignore)\\b/.exec(file)?.[1] ?? []);
console.log([...new Set(names)].sort().join(' '));
`;

async function loadedFor(files: Readonly<Record<string, string>>): Promise<string> {
  return withFolder({ 'main.tf': MUTABLE, ...files }, (folder) =>
    execFileSync(
      process.execPath,
      ['--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs'), '--input-type=module', '-e', SCRIPT],
      { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    ).trim(),
  );
}

describe('what a configuration costs', () => {
  it('is nothing where there is none', async () => {
    expect(await loadedFor({})).toBe('');
  });

  it('is what reading it takes', async () => {
    expect(await loadedFor({ '.ecrlint.json': '{"extends": "recommended"}' })).toBe('valibot');
    expect(await loadedFor({ '.ecrlint.yaml': only('immutable-tags: off', 'exclude: [x/]\n') })).toBe(
      'ignore valibot yaml',
    );
  });
});
