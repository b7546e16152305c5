// Builds dist/: the command line, the library and the type declarations.
// Plain JavaScript, because `npm install` runs it before anything is built.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Large and rarely needed: the code that needs them loads them from node_modules when it does. */
const LOADED_ON_DEMAND = ['@cdktf/hcl2json', 'yaml', 're2js'];

/**
 * How the two bundles are made. Every start reads and compiles the command line's bundle, so it is minified and holds
 * what every check needs; code behind `import()` goes to files of its own.
 *
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function bundleOptions() {
  return {
    absWorkingDir: ROOT,
    entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    legalComments: 'none',
    chunkNames: 'chunks/[name]-[hash]',
    external: LOADED_ON_DEMAND,
    // Packages written for CommonJS call `require`, which ES modules do not have.
    banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
    metafile: true,
    logLevel: 'warning',
  };
}

/** The exit code of the compiler. */
function declareTypes() {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  return spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' }).status;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await build(bundleOptions());
  process.exitCode = declareTypes() ?? 1;
}
