// Builds the package where it is installed from its sources, which npm asks for by the script "prepare".
// npm install --global of a Git address, as pre-commit does it, asks without having installed what building needs: npm
// tells the npm that it starts for that to work globally, too. So it is installed here.
// Plain JavaScript, because nothing is built yet.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** @param {string} name of a package */
function isInstalled(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program of Node in the package's folder, saying nothing on standard output; throws when it fails.
 *
 * @param {string[]} args
 */
function run(args) {
  // What is said on standard output is what npm pack is asked for: the name of the package.
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, npm_config_global: 'false', npm_config_location: 'project' },
    stdio: ['ignore', process.stderr.fd, 'inherit'],
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed with exit code ${status}.`);
}

if (!isInstalled('esbuild') || !isInstalled('typescript')) {
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('What building needs is not installed. Run npm install.');
  run([npm, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
}
run([join(ROOT, 'scripts/build.mjs')]);
