// Builds the GitHub Action: one file with everything in it, committed, because the runner installs nothing.
// With --check it writes nothing and fails when what is committed is not what it would write.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { COMMAND_LINE } from './build.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const FOLDER = join(ROOT, 'dist-action');
const require = createRequire(import.meta.url);

/**
 * Bundles packages that the command line loads from node_modules, and of package.json what is used.
 *
 * @type {import('esbuild').Plugin}
 */
const SELF_CONTAINED = {
  name: 'self-contained',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\/lazy\.ts$/ }, () => ({ path: join(ROOT, 'src/action/packages.ts') }));
    onLoad({ filter: /package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/** The files of the action, by their paths in its folder. */
export async function actionFiles() {
  const { outputFiles, metafile } = await build({
    ...COMMAND_LINE,
    entryPoints: { index: 'src/action/main.ts' },
    outdir: 'dist-action/main',
    // What HashiCorp's parser would load where Node had no clock.
    external: ['performance'],
    plugins: [SELF_CONTAINED],
    metafile: true,
    write: false,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined || outputFiles.length !== 1) throw new Error('The action is not one file.');
  const parser = dirname(require.resolve('@cdktf/hcl2json/package.json'));
  return new Map([
    ['main/index.cjs', Buffer.from(bundle.contents)],
    ['main/main.wasm.gz', readFileSync(join(parser, 'main.wasm.gz'))],
    ['licenses.txt', Buffer.from(licensesOf(Object.keys(metafile.inputs)))],
  ]);
}

/** The licenses of the packages that are bundled. @param {readonly string[]} inputs */
function licensesOf(inputs) {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    const file = ['LICENSE', 'LICENSE.md', 'LICENSE-MIT', 'license', 'LICENSE.txt', 'LICENSE-MIT.txt', 'License']
      .map((candidate) => join(ROOT, folder, candidate))
      .find((path) => existsSync(path));
    return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(file, 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Fails the process when what is committed is not what would be written. @param {ReadonlyMap<string, Buffer>} files */
function check(files) {
  const stale = [...files].filter(([path, content]) => {
    const file = join(FOLDER, path);
    return !existsSync(file) || !readFileSync(file).equals(content);
  });
  if (stale.length === 0) return;
  process.stderr.write(stale.map(([path]) => `dist-action/${path} is out of date\n`).join(''));
  process.stderr.write('Run `npm run build:action` and commit the result.\n');
  process.exitCode = 1;
}

/** @param {ReadonlyMap<string, Buffer>} files */
function write(files) {
  rmSync(FOLDER, { recursive: true, force: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
    writeFileSync(join(FOLDER, path), content);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await actionFiles();
  if (process.argv.includes('--check')) check(files);
  else write(files);
}
