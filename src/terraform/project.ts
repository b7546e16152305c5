import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SourceFile } from '../hcl/source.ts';
import type { SyntaxProblem } from '../hcl/syntax.ts';
import type { DataSourceReader } from './data-source.ts';
import { findModules } from './module-graph.ts';
import { ModuleLoader } from './module-loader.ts';
import type { Deployment } from './resource.ts';
import { RootEvaluation } from './root-evaluation.ts';
import { deploymentSettings } from './root-settings.ts';
import { settingValue } from './settings.ts';
import { describeError, isTerraformFile, isVariablesFile, SourceTree } from './source-tree.ts';
import { treeFileAccess } from './tree-file-access.ts';

/** What to read and with which values. */
export interface ProjectOptions {
  /** Absolute; reports name files relative to it. */
  readonly workingDirectory: string;
  /** Directories and files as the user gave them; never empty. */
  readonly paths: readonly string[];
  /** `--var` and `--var-file` in the order given. One or more turn the discovery of tfvars files off. */
  readonly settings: readonly VariableSetting[];
  /** Looked at for `TF_VAR_…`. */
  readonly environmentVariables: Readonly<Record<string, string | undefined>>;
  /** A module matters when one of these texts stands in one of its files: what tells of the resources looked for. */
  readonly markers: readonly string[];
  /** Data sources whose attributes can be computed, by type. */
  readonly dataSources: Readonly<Record<string, DataSourceReader>>;
  /** Texts to take in place of what is in some files, by the paths that reports use. */
  readonly texts?: ReadonlyMap<string, string>;
}

export type VariableSetting =
  | { readonly kind: 'var'; readonly name: string; readonly text: string }
  | { readonly kind: 'var-file'; readonly path: string };

/** Everything that was read and evaluated. */
export interface Project {
  readonly deployments: readonly Deployment[];
  /** Files that are not valid HCL, with what is wrong; the rest of such a file is evaluated all the same. */
  readonly invalidFiles: readonly InvalidFile[];
  /** The files of the modules that were evaluated, and the tfvars files read for them, in the order of their paths. */
  readonly sourceFiles: readonly SourceFile[];
  /** Terraform files found; modules that matter; both for the summary. */
  readonly fileCount: number;
  readonly moduleCount: number;
  /** When `paths` named files: the paths reports use for them, else null. Only findings that touch these are wanted. */
  readonly onlyFiles: ReadonlySet<string> | null;
}

export interface InvalidFile {
  readonly file: SourceFile;
  readonly problems: readonly SyntaxProblem[];
  /** True when no parser's opinion can change it: the file could not be read, or is not UTF-8. */
  readonly certain: boolean;
}

/** The project cannot be read at all: one sentence that says what, why and what to do. */
export class ProjectError extends Error {}

/** Finds, reads and evaluates the modules below the given paths. Throws only `ProjectError`. */
export function openProject(options: ProjectOptions): Project {
  const tree = new SourceTree(options.workingDirectory, options.texts);
  const { directories, files } = startingPoints(options, tree);
  const loader = new ModuleLoader(tree);
  for (const file of files) if (isTerraformFile(file)) loader.parse(file);

  const graph = findModules(directories, loader, options.markers);
  if (graph.fileCount === 0) {
    const where = options.paths.join(', ');
    throw new ProjectError(
      `There is no Terraform in ${where}: no .tf, .tf.json or .tofu file was found. Name the directory that holds your modules.`,
    );
  }
  const deployments: Deployment[] = [];
  for (const directory of graph.roots) {
    const config = loader.load(directory);
    if (config === null) continue;
    const files = treeFileAccess(tree, directory);
    for (const { variableFiles, settings } of deploymentSettings(directory, config, options, loader)) {
      deployments.push(
        new RootEvaluation({
          config,
          variableFiles,
          setting: (declaration, scope) => {
            const setting = settings.get(declaration.name);
            return setting === undefined ? null : settingValue(setting, declaration, scope);
          },
          loadModule: (from, source) => loader.load(tree.resolve(source, tree.resolve(from))),
          files,
          dataSources: options.dataSources,
        }),
      );
    }
  }
  return {
    deployments,
    get invalidFiles() {
      return loader.invalidFiles;
    },
    get sourceFiles() {
      return loader.sourceFiles;
    },
    fileCount: graph.fileCount,
    get moduleCount() {
      return loader.moduleCount;
    },
    onlyFiles:
      files.length === 0 || files.length < options.paths.length
        ? null
        : new Set(files.map((file) => tree.reportedName(file))),
  };
}

interface StartingPoints {
  /** Directories that hold Terraform files. */
  readonly directories: readonly string[];
  /** Files that were named one by one. */
  readonly files: readonly string[];
}

/** Sorts the given paths into files and directories, and finds the directories below. */
function startingPoints(options: ProjectOptions, tree: SourceTree): StartingPoints {
  const directories = new Set<string>();
  const files: string[] = [];
  for (const given of options.paths) {
    const path = tree.resolve(given);
    if (isFolder(path, given)) {
      for (const directory of tree.walk(path)) directories.add(directory);
      continue;
    }
    if (!isTerraformFile(path) && !isVariablesFile(path)) {
      throw new ProjectError(
        `"${given}" is not a Terraform file: its name does not end in .tf, .tf.json, .tofu or .tfvars. Name a directory, such a file, or a plan in JSON.`,
      );
    }
    tree.allow(dirname(path));
    directories.add(dirname(path));
    files.push(path);
  }
  return { directories: [...directories].sort(), files };
}

function isFolder(path: string, given: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new ProjectError(`"${given}" cannot be read: ${describeError(error)}. Check the path.`);
  }
}
