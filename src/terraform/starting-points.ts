import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Excludes, ProjectError } from './project.ts';
import { describeError, isConfiguration, isTerragruntUnit, type SourceTree } from './source-tree.ts';

/** Where to look for modules. All paths are absolute. */
export interface StartingPoints {
  /** Directories that hold Terraform files, in the order of their names. */
  readonly directories: readonly string[];
  /** Files that were named one by one, but for those that are passed over. */
  readonly files: readonly string[];
  /** Whether nothing but files was named. */
  readonly isOnlyFiles: boolean;
  /** Whether something was named and passed over, so that it is fine when nothing is left. */
  readonly wasSkipped: boolean;
}

/**
 * Sorts the paths a user gave into files and directories, and finds the directories below. Files that a walk would pass
 * over are passed over here, too: whoever runs a linter on a commit names every file of it. Throws `ProjectError`.
 *
 * @param excludes says what else is passed over, by absolute paths
 */
export function startingPoints(paths: readonly string[], tree: SourceTree, excludes: Excludes): StartingPoints {
  const hiddenIn = (folder: string): readonly string[] | null => tree.hiddenIn(folder);
  const directories = new Set<string>();
  const files: string[] = [];
  let isOnlyFiles = true;
  let wasSkipped = false;
  for (const given of paths) {
    const path = tree.resolve(given);
    if (isFolder(path, given, tree)) {
      isOnlyFiles = false;
      for (const directory of tree.walk(path)) {
        if (excludes(directory, true, hiddenIn)) wasSkipped = true;
        else directories.add(directory);
      }
      continue;
    }
    if (!isConfiguration(path)) {
      throw new ProjectError(
        `"${given}" is not a Terraform file: its name does not end in .tf, .tf.json, .tofu or .tfvars, and is not terragrunt.hcl. Name a directory, such a file, or a plan in JSON.`,
      );
    }
    const directory = tree.admits(path) && !excludes(path, false, hiddenIn) ? moduleOf(path, tree) : null;
    if (directory === null) {
      wasSkipped = true;
      continue;
    }
    tree.allow(directory);
    directories.add(directory);
    files.push(path);
  }
  return { directories: [...directories].sort(), files, isOnlyFiles, wasSkipped };
}

function isFolder(path: string, given: string, tree: SourceTree): boolean {
  if (tree.hasText(path)) return false;
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new ProjectError(`"${given}" cannot be read: ${describeError(error)}. Check the path.`);
  }
}

/**
 * The directory of the module that a file belongs to. A tfvars file may lie in a folder of its own below the root module
 * it is for; null where there is none up to the root of the repository, which is so where the module is elsewhere.
 */
function moduleOf(path: string, tree: SourceTree): string | null {
  if (isTerragruntUnit(path)) return dirname(path);
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    if (tree.list(directory).terraform.length > 0) {
      tree.enter(directory);
      return directory;
    }
    if (existsSync(join(directory, '.git')) || dirname(directory) === directory) return null;
  }
}
