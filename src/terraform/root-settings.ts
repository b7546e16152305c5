import { join } from 'node:path';
import type { ModuleConfig } from './module-config.ts';
import type { ModuleLoader } from './module-loader.ts';
import { ProjectError, type ProjectOptions } from './project.ts';
import type { Setting } from './settings.ts';
import type { SourceTree } from './source-tree.ts';

/** One way a root module is deployed. */
export interface DeploymentSettings {
  readonly variableFiles: readonly string[];
  readonly settings: ReadonlyMap<string, Setting>;
}

/**
 * The values that every deployment of a root module has from outside, and those of `--var` and `--var-file`. Terraform's order of precedence: environment, `terraform.tfvars`, its JSON twin,
 * `*.auto.tfvars` by name, then `--var` and `--var-file` in the order given.
 * https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 *
 * @param directories where files are loaded from; of two with one name, the one in the later directory is
 */
export function commonSettings(
  directories: readonly string[],
  config: ModuleConfig,
  options: ProjectOptions,
  loader: ModuleLoader,
): DeploymentSettings {
  const { tree } = loader;
  const common = new Map<string, Setting>();
  for (const name of config.variables.keys()) {
    const text = options.environmentVariables[`TF_VAR_${name}`];
    if (text !== undefined) common.set(name, { kind: 'text', from: `TF_VAR_${name}`, text });
  }
  const paths = new Map<string, string>();
  for (const directory of directories) {
    for (const name of tree.list(directory).variables) paths.set(name, join(directory, name));
  }
  const automatic = [...paths].filter(([name]) => isAutomatic(name)).sort(([a], [b]) => byPrecedence(a, b));
  for (const [, path] of automatic) addFile(common, loader, path);

  const variableFiles: string[] = [];
  for (const setting of options.settings) {
    if (setting.kind === 'var')
      common.set(setting.name, { kind: 'text', from: `--var ${setting.name}`, text: setting.text });
    else {
      const path = tree.resolve(setting.path);
      requireReadable(path, setting.path, tree);
      addFile(common, loader, path);
      variableFiles.push(tree.display(path));
    }
  }
  return { variableFiles, settings: common };
}

/**
 * The deployments of a root module. Without `--var` and `--var-file`, every tfvars file that belongs to the module and
 * is not loaded anyway makes a deployment of its own.
 */
export function deploymentSettings(
  directory: string,
  config: ModuleConfig,
  options: ProjectOptions,
  loader: ModuleLoader,
): readonly DeploymentSettings[] {
  const { tree } = loader;
  const common = commonSettings([directory], config, options, loader);
  if (options.settings.length > 0) return [common];
  const deployments: DeploymentSettings[] = [];
  for (const path of deploymentFiles(directory, tree)) {
    const own = loader.readVariables(path);
    // A file that sets nothing of this module is for something else, such as a backend.
    if (![...own.keys()].some((name) => config.variables.has(name))) continue;
    deployments.push({ variableFiles: [tree.display(path)], settings: new Map([...common.settings, ...own]) });
  }
  return deployments.length > 0 ? deployments : [common];
}

/** Whether a tfvars file in the directory of a root module has a name by which Terraform loads it by itself. */
export function isAutomatic(name: string): boolean {
  return /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(name);
}

function byPrecedence(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(name: string): number {
  return name === 'terraform.tfvars' ? 0 : name === 'terraform.tfvars.json' ? 1 : 2;
}

function addFile(settings: Map<string, Setting>, loader: ModuleLoader, path: string): void {
  for (const [name, setting] of loader.readVariables(path)) settings.set(name, setting);
}

/** The other tfvars files beside a root module, and those in its sub-folders that hold no Terraform files. */
function deploymentFiles(directory: string, tree: SourceTree): readonly string[] {
  const found: string[] = [];
  const visit = (folder: string, isRoot: boolean): void => {
    const { terraform, variables, folders } = tree.list(folder);
    if (!isRoot && terraform.length > 0) return;
    for (const name of variables) if (!isRoot || !isAutomatic(name)) found.push(join(folder, name));
    for (const name of folders) visit(join(folder, name), false);
  };
  visit(directory, true);
  return found;
}

function requireReadable(path: string, given: string, tree: SourceTree): void {
  const result = tree.readText(path);
  if (result.kind === 'problem')
    throw new ProjectError(`"${given}" ${result.message}. Check the path after --var-file.`);
}
