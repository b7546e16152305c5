import type { SourceFile } from '../hcl/source.ts';
import type { SyntaxProblem } from '../hcl/syntax.ts';
import type { Contradiction } from './contradictions.ts';
import type { DataSourceReader } from './data-source.ts';
import { moduleFinder } from './module-finder.ts';
import { findModules } from './module-graph.ts';
import { ModuleLoader } from './module-loader.ts';
import type { FileTexts } from './overlay.ts';
import { type ModuleCatalog, NO_MODULES } from './published.ts';
import type { Deployment } from './resource.ts';
import { RootEvaluation } from './root-evaluation.ts';
import { deploymentSettings } from './root-settings.ts';
import { settingValue } from './settings.ts';
import { type Shard, shareOf } from './shard.ts';
import { isTerraformFile, SourceTree } from './source-tree.ts';
import { startingPoints } from './starting-points.ts';
import { deployUnit, localUse } from './terragrunt/deploy-unit.ts';
import { findUnits } from './terragrunt/units.ts';
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
  /**
   * Whether somebody will look into resources and data sources of a type. What is in others is not kept but read again
   * when it is referred to. True of all when left out.
   */
  readonly looksInto?: (type: string) => boolean;
  /** Data sources whose attributes can be computed, by type. */
  readonly dataSources: Readonly<Record<string, DataSourceReader>>;
  /** What is known of published modules, for those that are not on disk; nothing without it. */
  readonly modules?: ModuleCatalog;
  /** Texts to judge in place of what is on disk; none when left out. */
  readonly texts?: FileTexts;
  readonly excludes?: Excludes;
  /** Whether it is fine that there is no Terraform in the paths. */
  readonly mayBeEmpty?: boolean;
  /** Only the root modules that are this run's share are evaluated; all when left out. */
  readonly shard?: Shard;
}

/** A value for a root variable, as `--var` gives it, or a tfvars file, as `--var-file` names it. */
/**
 * Says of a file or a folder, by its absolute path, that it is not looked at except where a module calls it.
 *
 * @param hiddenIn what begins with a dot in a folder, as far as that is known already
 */
export type Excludes = (
  path: string,
  isFolder: boolean,
  hiddenIn: (folder: string) => readonly string[] | null,
) => boolean;

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
  /** The first thing of each root module that is declared twice, for which its files are judged apart. */
  readonly contradictions: readonly Contradiction[];
  /** Variables that `--var` sets and that none of the evaluated root modules declares. */
  readonly undeclared: readonly string[];
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
  const { excludes = () => false } = options;
  const { directories, files, isOnlyFiles, wasSkipped } = startingPoints(options.paths, tree, excludes);
  const loader = new ModuleLoader(tree, options.looksInto);
  for (const file of files) if (isTerraformFile(file)) loader.parse(file);

  const units = findUnits(directories, loader);
  const markers = [...options.markers, ...(options.modules?.markers ?? [])];
  const graph = findModules(directories, loader, markers, units.flatMap(localUse));
  if (graph.fileCount === 0 && !wasSkipped && options.mayBeEmpty !== true) {
    const where = options.paths.join(', ');
    throw new ProjectError(
      `There is no Terraform in ${where}: no .tf, .tf.json, .tofu or terragrunt.hcl file was found. Name the directory that holds your modules.`,
    );
  }
  const deployments: Deployment[] = [];
  const contradictions: Contradiction[] = [];
  const declared: ReadonlyMap<string, unknown>[] = [];
  const unitsIn = new Map(units.map((unit) => [unit.directory, unit]));
  const rootDirectories = new Set(graph.roots);
  const all = [...new Set([...graph.roots, ...unitsIn.keys()])].sort();
  for (const directory of options.shard === undefined ? all : shareOf(all, options.shard)) {
    const unit = unitsIn.get(directory);
    if (unit !== undefined) deployments.push(...deployUnit(unit, graph.marked, options, loader));
    if (!rootDirectories.has(directory)) continue;
    const roots = loader.loadRoots(directory);
    contradictions.push(...roots.contradictions.slice(0, 1));
    const files = treeFileAccess(tree, directory);
    const findPublished = moduleFinder(directory, loader, options.modules ?? NO_MODULES);
    for (const config of roots.configs) {
      declared.push(config.variables);
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
            findPublished,
            files,
            dataSources: options.dataSources,
          }),
        );
      }
    }
  }
  return {
    deployments,
    get invalidFiles() {
      return loader.invalidFiles.filter(({ file }) => !excludes(tree.resolve(file.path), false, () => null));
    },
    get sourceFiles() {
      return loader.sourceFiles;
    },
    fileCount: graph.fileCount,
    get moduleCount() {
      return loader.moduleCount;
    },
    onlyFiles: isOnlyFiles ? new Set(files.map((file) => tree.reportedName(file))) : null,
    contradictions,
    undeclared:
      declared.length === 0
        ? []
        : namesOf(options.settings).filter((name) => declared.every((variables) => !variables.has(name))),
  };
}

/** The variables that are set one by one. */
function namesOf(settings: readonly VariableSetting[]): readonly string[] {
  return [...new Set(settings.flatMap((setting) => (setting.kind === 'var' ? setting.name : [])))];
}
