import type { DataSourceReader } from '../terraform/data-source.ts';
import type { Declaration, ModuleConfig } from '../terraform/module-config.ts';
import { moduleFinder } from '../terraform/module-finder.ts';
import type { ModuleLoader } from '../terraform/module-loader.ts';
import type { ModuleCatalog } from '../terraform/published.ts';
import { RootEvaluation } from '../terraform/root-evaluation.ts';
import { type DeploymentSettings, deploymentSettings } from '../terraform/root-settings.ts';
import type { Scope } from '../terraform/scope.ts';
import { type Setting, settingValue } from '../terraform/settings.ts';
import { treeFileAccess } from '../terraform/tree-file-access.ts';
import { through, type Value } from '../terraform/value.ts';
import { defaultValue, settle } from '../terraform/variables.ts';
import { knownValue } from './plan-value.ts';
import { means } from './sourced-value.ts';

/** What tells which module a plan is of: the names its root module declares. */
export interface RootNames {
  /** `type.name`, data sources `data.type.name`. */
  readonly resources: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
}

/** Whether the module in a directory declares everything that a plan has of its root module. */
export function isRootOf(directory: string, names: RootNames, loader: ModuleLoader): boolean {
  const { shared, missing } = compare(loader.load(directory), names);
  return shared > 0 && missing === 0;
}

/**
 * The directory of the module that a plan was made of: the given one, or the one below that has the most in common with
 * the plan, and the least besides. Null when none has anything in common.
 */
export function findRoot(directory: string, names: RootNames, loader: ModuleLoader): string | null {
  if (isRootOf(directory, names, loader)) return directory;
  const [best] = [directory, ...loader.tree.walk(directory)]
    .map((candidate) => ({ candidate, ...compare(loader.load(candidate), names) }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || a.additional - b.additional);
  return best?.candidate ?? null;
}

interface Comparison {
  readonly shared: number;
  readonly missing: number;
  readonly additional: number;
}

function compare(config: ModuleConfig | null, { resources, calls }: RootNames): Comparison {
  const wanted = [...resources, ...[...calls].map((name) => `module.${name}`)];
  const declared = new Set<string>();
  for (const name of config?.resources.keys() ?? []) declared.add(name);
  for (const name of config?.dataSources.keys() ?? []) declared.add(`data.${name}`);
  for (const name of config?.calls.keys() ?? []) declared.add(`module.${name}`);
  const shared = wanted.filter((name) => declared.has(name)).length;
  return { shared, missing: wanted.length - shared, additional: declared.size - shared };
}

/** The module evaluated with the values that the plan says its variables had. */
export function evaluateRoot(
  directory: string,
  config: ModuleConfig,
  loader: ModuleLoader,
  variables: ReadonlyMap<string, unknown>,
  dataSources: Readonly<Record<string, DataSourceReader>>,
  modules: ModuleCatalog,
): RootEvaluation {
  const { tree } = loader;
  const shared = {
    config,
    loadModule: (from: string, source: string) => loader.load(tree.resolve(source, tree.resolve(from))),
    findPublished: moduleFinder(directory, loader, modules),
    files: treeFileAccess(tree, directory),
    dataSources,
  };
  const { emptyScope } = new RootEvaluation({ ...shared, variableFiles: [], setting: () => null });
  const used = new Map<string, Used>();
  for (const [name, declaration] of config.variables) {
    if (variables.has(name)) used.set(name, new Used(declaration, variables.get(name), emptyScope));
  }
  const files = filesByAgreement(directory, config, loader, used);
  const [best] = files;
  return new RootEvaluation({
    ...shared,
    variableFiles: best?.agreesWholly === true ? best.variableFiles : [],
    setting: ({ name }) => used.get(name)?.valueFrom(files) ?? null,
  });
}

interface RatedSettings extends DeploymentSettings {
  readonly agreeing: number;
  readonly agreesWholly: boolean;
}

/** What the tfvars files set, those first that agree most with what the plan used. */
function filesByAgreement(
  directory: string,
  config: ModuleConfig,
  loader: ModuleLoader,
  used: ReadonlyMap<string, Used>,
): readonly RatedSettings[] {
  const options = {
    workingDirectory: directory,
    paths: [directory],
    settings: [],
    environmentVariables: {},
    markers: [],
    dataSources: {},
  };
  return deploymentSettings(directory, config, options, loader)
    .map(({ variableFiles, settings }): RatedSettings => {
      const answers = [...settings].flatMap(([name, setting]) => used.get(name)?.isSetBy(setting) ?? []);
      const agreeing = answers.filter((answer) => answer).length;
      return { variableFiles, settings, agreeing, agreesWholly: agreeing === answers.length };
    })
    .sort((a, b) => b.agreeing - a.agreeing);
}

/** A root variable with the value that the plan says it had. */
class Used {
  readonly #declaration: Declaration;
  readonly #value: Value;
  readonly #scope: Scope;

  constructor(declaration: Declaration, value: unknown, scope: Scope) {
    this.#declaration = declaration;
    this.#value = knownValue(value, false);
    this.#scope = scope;
  }

  isSetBy(setting: Setting): boolean {
    return this.#is(settingValue(setting, this.#declaration, this.#scope));
  }

  /**
   * The value with the tfvars file that says the same, or without a place where none does. Null where it is the default,
   * unless it comes from a file that agrees with everything the plan used.
   */
  valueFrom(files: readonly RatedSettings[]): Value | null {
    const { name, header } = this.#declaration;
    const isDefault = this.#is(defaultValue(this.#declaration, this.#scope, 0));
    for (const { settings, agreesWholly } of files) {
      const setting = settings.get(name);
      if (setting === undefined || (isDefault && !agreesWholly) || !this.isSetBy(setting)) continue;
      return settingValue(setting, this.#declaration, this.#scope);
    }
    if (isDefault) return null;
    const step = { kind: 'setting', name: `var.${name}`, place: null, resource: null } as const;
    return through({ ...this.#value, origin: header }, step);
  }

  /** A plan has values as they were given; a default is told after conversion to the variable's type. */
  #is(value: Value): boolean {
    if (value.kind === 'unknown') return false;
    if (means(this.#value, value)) return true;
    const [ours, theirs] = [this.#value, value].map((side) => settle(this.#declaration, side, this.#scope));
    return ours != null && theirs != null && means(ours, theirs);
  }
}
