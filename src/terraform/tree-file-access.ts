import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { FileAccess } from './functions/context.ts';
import { describeError, type SourceTree } from './source-tree.ts';
import type { Reason } from './value.ts';

/** More files than this are not listed for `fileset`. */
const MOST_FILES = 100_000;

/** Reads files for functions, only below the scanned directories and the modules in use. */
export function treeFileAccess(tree: SourceTree, rootDirectory: string): FileAccess {
  /** The absolute path, or why it must not be read. */
  const admitted = (path: string): string | Reason => {
    const absolute = resolve(rootDirectory, path);
    if (tree.isReadable(absolute)) return absolute;
    return { kind: 'unsupported', message: `the file "${path}" is outside the scanned directories`, place: null };
  };
  const attempt = <T>(path: string, read: (absolute: string) => T): T | Reason => {
    const absolute = admitted(path);
    if (typeof absolute !== 'string') return absolute;
    try {
      return read(absolute);
    } catch (error) {
      return { kind: 'invalid', message: `the file "${path}" cannot be read: ${describeError(error)}`, place: null };
    }
  };
  return {
    baseDirectory: rootDirectory.split(sep).join('/'),
    read: (path) =>
      attempt(path, (absolute) => {
        const result = tree.readText(absolute);
        if (result.kind === 'text') return result.file;
        return { kind: 'invalid', message: `the file "${path}" ${result.message}`, place: null } satisfies Reason;
      }),
    readBytes: (path) => attempt(path, (absolute) => tree.readBytes(absolute)),
    exists: (path) => attempt(path, (absolute) => statSync(absolute, { throwIfNoEntry: false })?.isFile() ?? false),
    list: (directory) => attempt(directory, listFiles),
  };
}

function listFiles(directory: string): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (found.length < MOST_FILES) found.push(relative(directory, path).split(sep).join('/'));
    }
  };
  visit(directory);
  return found.sort();
}
