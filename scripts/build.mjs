// Builds dist/: the command line, the library and the type declarations.
// Plain JavaScript, because `npm install` runs it before anything is built.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/**
 * Large and rarely needed: the code that needs them loads them from node_modules when it does.
 *
 * @type {import('esbuild').BuildOptions}
 */
const COMMON = {
  absWorkingDir: ROOT,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minify: true,
  legalComments: 'none',
  external: ['@cdktf/hcl2json', 'diff', 'yaml', 're2js'],
  logLevel: 'warning',
};

/**
 * Packages load `node:child_process` at once, and need it for what ecrlint never asks of them. Every start would pay for it
 * with 2.5 ms of 90, because Node's network comes with it.
 *
 * @type {import('esbuild').Plugin}
 */
const LAZY_CHILD_PROCESS = {
  name: 'lazy-child-process',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path, kind, namespace }) =>
      kind === 'require-call' && namespace === 'file' ? { path, namespace: 'lazy' } : null,
    );
    onLoad({ filter: /^/, namespace: 'lazy' }, ({ path }) => ({
      contents: `exports.spawn = (...call) => require(${JSON.stringify(path)}).spawn(...call);`,
    }));
  },
};

/**
 * The command line. Every start reads it, so it is one small file of CommonJS, which starts faster than ES modules do.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const COMMAND_LINE = {
  ...COMMON,
  entryPoints: { cli: 'src/cli/main.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  plugins: [LAZY_CHILD_PROCESS],
  // What ES modules have and CommonJS has not.
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl=require('node:url').pathToFileURL(__filename).href;" },
};

/**
 * What `import 'ecrlint'` gives, and what rules of one's own are written and tested with. They share their code.
 *
 * @satisfies {import('esbuild').BuildOptions}
 */
export const LIBRARY = {
  ...COMMON,
  entryPoints: { index: 'src/index.ts', plugin: 'src/plugin.ts', testing: 'src/testing/index.ts' },
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
};

/** Writes the declarations of the library; throws when they have errors. */
function declareTypes() {
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The type declarations could not be made.');
}

/** Runs a check, so that V8 compiles what a check needs, and keeps the result for the starts to come. */
async function warmUp() {
  const { load, CACHE } = require('../bin/load.js');
  const { main, createCache } = load();
  const silent = { write: () => {}, isTerminal: false };
  const io = { workingDirectory: ROOT, environmentVariables: {}, stdout: silent, stderr: silent };
  const exitCode = await main(['check', 'fixtures/infra'], io);
  if (exitCode === 2) throw new Error('The command line that was built cannot check fixtures/infra.');
  writeFileSync(CACHE, createCache());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await Promise.all([build(COMMAND_LINE), build(LIBRARY)]);
  declareTypes();
  await warmUp();
}
