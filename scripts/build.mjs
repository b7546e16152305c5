// Builds dist/: the command line, the library, and the type declarations.
// Plain JavaScript, because it runs on `npm install` before anything else is there.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'dist');

/** Big and rarely needed: loaded from node_modules by the code that needs them, never at start-up. */
const LOADED_ON_DEMAND = ['@cdktf/hcl2json', 'yaml', 're2js'];

rmSync(out, { recursive: true, force: true });

// Each start reads and compiles the start-up bundle, so everything it needs is in few small files; code behind
// `import()` is split off into files of its own.
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minify: true,
  // Stack traces of bug reports stay readable.
  keepNames: false,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  external: LOADED_ON_DEMAND,
  // Packages written for CommonJS ask for `require`, which ES modules do not have.
  banner: { js: "import{createRequire as $require}from'node:module';const require=$require(import.meta.url);" },
  logLevel: 'warning',
});

const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const types = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
process.exitCode = types.status ?? 1;
