import { builtinModules } from 'node:module';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_LINE } from '../../scripts/build.mjs';

/** The only packages that every start may pay for. */
const NEEDED_AT_ONCE = ['chalk', 'commander'];

describe('the start-up bundle', () => {
  let bundle: Metafile['outputs'][string];

  beforeAll(async () => {
    const { metafile } = await build({ ...COMMAND_LINE, metafile: true, write: false });
    const outputs = Object.values(metafile.outputs);
    expect(outputs).toHaveLength(1);
    bundle = outputs[0]!;
  });

  it('holds no package that is loaded on demand', () => {
    const packages = Object.keys(bundle.inputs).flatMap(
      (input) => input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [],
    );
    expect([...new Set(packages)].sort()).toEqual(NEEDED_AT_ONCE);
  });

  it('loads nothing but parts of Node at once', () => {
    const atOnce = bundle.imports
      .filter(({ external, kind }) => external === true && kind !== 'dynamic-import')
      .map(({ path }) => path.replace(/^node:/, ''));
    expect(atOnce.filter((name) => !builtinModules.includes(name))).toEqual([]);
  });

  it('is small enough to be read at each start', () => {
    expect(bundle.bytes).toBeLessThan(750_000);
  });
});
