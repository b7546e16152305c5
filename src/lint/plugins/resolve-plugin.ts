import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { isFile, isFolder } from '../../terraform/source-tree.ts';
import { codeOf } from './import-module.ts';
import { causeOf, PluginError } from './plugin-error.ts';

/** A name as the configuration gives it, and the absolute path of the directory of that configuration. */
export interface PluginName {
  readonly name: string;
  readonly from: string;
}

/**
 * The file that a plug-in is loaded from: a file below the directory of the configuration, else a package installed
 * there or above.
 *
 * @throws PluginError when there is neither
 */
export function resolvePlugin({ name, from }: PluginName): string {
  const path = resolve(from, name);
  if (isFile(path)) return path;
  if (/^\.{0,2}\//.test(name)) {
    const why = isFolder(path) ? `${path} is a folder` : `there is no file ${path}`;
    throw new PluginError(`The plug-in "${name}" cannot be loaded: ${why}. Name a file, or a package.`);
  }
  return packageFile(name, from);
}

function packageFile(name: string, from: string): string {
  const require = createRequire(join(from, 'ecrlint.js'));
  try {
    return require.resolve(name);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
      const file = importedFile(name, require.resolve.paths(name) ?? []);
      if (file !== null) return file;
    }
    const why = code === 'MODULE_NOT_FOUND' ? `there is no such file and no such package in ${from}` : causeOf(error);
    throw new PluginError(
      `The plug-in "${name}" cannot be loaded: ${why}. Install the package, or name a file by its path from the configuration.`,
    );
  }
}

/** What a package gives to `import` alone, which `require` does not resolve. */
function importedFile(name: string, folders: readonly string[]): string | null {
  const [, packageName = name, subpath = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(name) ?? [];
  const manifest = folders.map((folder) => join(folder, packageName, 'package.json')).find((path) => existsSync(path));
  if (manifest === undefined) return null;
  const { exports }: { exports?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'));
  const target = importTarget(exportsOf(exports, `.${subpath}`));
  return target === null ? null : join(dirname(manifest), target);
}

/** The part of `exports` that is about one path of the package. */
function exportsOf(exports: unknown, path: string): unknown {
  const entries = entriesOf(exports);
  if (entries.some(([key]) => key.startsWith('.'))) return entries.find(([key]) => key === path)?.[1];
  return path === '.' ? exports : undefined;
}

/** The first target for an `import` in Node. https://nodejs.org/api/packages.html#conditional-exports */
function importTarget(target: unknown): string | null {
  if (typeof target === 'string') return target;
  for (const [condition, inner] of entriesOf(target)) {
    if (!['import', 'node', 'module-sync', 'default'].includes(condition)) continue;
    const found = importTarget(inner);
    if (found !== null) return found;
  }
  return null;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
