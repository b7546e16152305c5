import { builtinModules } from 'node:module';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleOptions } from '../../scripts/build.mjs';

/** The only packages that every start may pay for. */
const NEEDED_AT_ONCE = ['chalk', 'commander'];

describe('the start-up bundle', () => {
  let outputs: Metafile['outputs'];

  beforeAll(async () => {
    const result = await build({ ...bundleOptions(), write: false });
    outputs = result.metafile.outputs;
  });

  it('holds no package that is loaded on demand', () => {
    const packages = new Set(
      startUpFiles(outputs)
        .flatMap((file) => Object.keys(outputs[file]!.inputs))
        .flatMap((input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []),
    );
    expect([...packages].filter((name) => !NEEDED_AT_ONCE.includes(name))).toEqual([]);
    // Otherwise the check above looks at the wrong files.
    expect([...packages]).toContain('commander');
  });

  it('imports nothing but parts of Node from outside', () => {
    const outside = startUpFiles(outputs)
      .flatMap((file) => outputs[file]!.imports)
      .filter((imported) => imported.external === true && imported.kind === 'import-statement')
      .map((imported) => imported.path.replace(/^node:/, ''));
    expect(outside.filter((name) => !builtinModules.includes(name))).toEqual([]);
  });
});

/** The command line's bundle and every chunk it imports without being asked. */
function startUpFiles(outputs: Metafile['outputs']): string[] {
  const files = ['dist/cli.js'];
  for (const file of files) {
    for (const imported of outputs[file]!.imports) {
      const isChunk = imported.kind === 'import-statement' && imported.external !== true;
      if (isChunk && !files.includes(imported.path)) files.push(imported.path);
    }
  }
  return files;
}
