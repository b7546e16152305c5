import { builtinModules, createRequire } from 'node:module';
import vm from 'node:vm';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_LINE } from '../../scripts/build.mjs';

/** The only packages that every start may pay for. */
const NEEDED_AT_ONCE = ['chalk', 'commander'];

describe('the start-up bundle', () => {
  let bundle: Metafile['outputs'][string];
  let code: string;

  beforeAll(async () => {
    const { metafile, outputFiles } = await build({ ...COMMAND_LINE, metafile: true, write: false });
    const outputs = Object.values(metafile.outputs);
    expect(outputs).toHaveLength(1);
    bundle = outputs[0]!;
    code = outputFiles[0]!.text;
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

  it('loads what starts programs only to start one, because the network comes with it', () => {
    const loaded: string[] = [];
    const require = createRequire(import.meta.url);
    const record = (name: string): unknown => {
      loaded.push(name);
      return require(name);
    };
    vm.compileFunction(code, ['exports', 'require', 'module', '__filename'])({}, record, { exports: {} }, '/cli.cjs');
    expect(loaded).toContain('node:events');
    expect(loaded).not.toContain('node:child_process');
  });

  // The launcher reads it as Latin-1, which is right and fast only for ASCII. esbuild escapes the rest, except in
  // regular expressions: write characters beyond ASCII there as \u....
  it('is ASCII', () => {
    expect(/.{0,40}[^\0-\x7f].{0,40}/.exec(code)?.[0] ?? null).toBeNull();
  });

  // Code that does not run costs little, because V8's cache has none of it: leaving out all that a plain check does not
  // need, 165 KB, shortened it by 1 %. What a start does before it judges counts, and that `npm run bench -- start` tells.
  it('is small enough to be read at each start', () => {
    expect(bundle.bytes).toBeLessThan(1_050_000);
  });
});
