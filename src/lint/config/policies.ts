import { dirname, relative, resolve, sep } from 'node:path';
import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../../ecr/environment.ts';
import type { UserModule } from '../../ecr/modules/user.ts';
import type { Tier } from '../../ecr/words.ts';
import { FIX_DEFAULTS, type FixDefaults } from '../fix-defaults.ts';
import { type Policy, policy } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { type ActiveRules, namesOf, RECOMMENDED, type RuleSelection, selectRules } from '../selection.ts';
import { configuredRules } from './configured-rules.ts';
import { environmentOptions } from './environment-options.ts';
import { ConfigFinder, type HiddenIn } from './find.ts';
import { matcher, type PathMatcher } from './globs.ts';
import { type ConfigLayer, excludedBy, type NamedPlugin, pluginsOf, readLayers } from './layers.ts';
import { modulesOf } from './modules.ts';
import { withoutPluginRules } from './plugin-rules.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { configSchema } from './schema.ts';
import { joinLayers, type Settings, type ValidLayer } from './settings.ts';
import { validateConfig } from './validate.ts';

/** What flags say, which counts more than any configuration, and where to look for one. */
export interface PolicyRequest {
  /** The built-in rules. */
  readonly rules: readonly Rule[];
  readonly selection: RuleSelection;
  readonly environment: Tier | null;
  readonly fixDefaults: Partial<FixDefaults>;
  /** Absolute. */
  readonly workingDirectory: string;
  /** The same as seen from the root of its repository. */
  readonly pathInRepository: string;
  /** As the user gave them. */
  readonly paths: readonly string[];
  /** The configuration of everything; null for none; undefined to look for those that are nearest. */
  readonly config: string | null | undefined;
  /** Null when plug-ins are not to be loaded; what configurations say of their rules does not count then. */
  readonly loadPlugins: ((plugins: readonly NamedPlugin[]) => Promise<readonly Rule[]>) | null;
}

/** A configuration in use. */
export interface LoadedConfig extends Exclusion {
  /** What reports call the file. */
  readonly file: string;
  readonly settings: Settings;
  /** The built-in rules and those of its plug-ins. */
  readonly rules: readonly Rule[];
  /** Modules that it tells of. */
  readonly modules: readonly UserModule[];
  /** How to tell the environments of a root module in a folder, which is given as its patterns know it. */
  readonly environmentOf: (folder: string) => EnvironmentOptions;
}

interface Exclusion {
  /** Absolute; what the patterns of the configuration are relative to. */
  readonly base: string;
  /** What is not judged, by paths relative to that. */
  readonly excludes: PathMatcher;
}

/** Finds and reads the configurations of root modules, and makes their policies. */
export class Policies {
  readonly #request: PolicyRequest;
  readonly #finder: ConfigFinder;
  readonly #layers = new Map<string, readonly ConfigLayer[]>();
  readonly #plugins = new Map<string, readonly Rule[]>();
  readonly #exclusions = new Map<string, Exclusion>();
  readonly #loaded = new Map<string, LoadedConfig>();
  readonly #found = new Set<string>();
  readonly #active = new Map<LoadedConfig, ActiveRules>();
  readonly #policies = new Map<string, Policy>();
  #unconfigured: Policy | null = null;

  constructor(request: PolicyRequest) {
    this.#request = request;
    const { workingDirectory, paths } = request;
    this.#finder = new ConfigFinder(workingDirectory, paths, (path) => this.#display(path));
  }

  /**
   * Reads the configurations of some folders, given by absolute paths, with their plug-ins.
   *
   * @throws ConfigError, and what loading plug-ins throws
   */
  async prepare(folders: Iterable<string>): Promise<void> {
    for (const folder of folders) {
      const path = this.#pathFor(folder);
      if (path === null || this.#plugins.has(path)) continue;
      const { loadPlugins } = this.#request;
      const named = loadPlugins === null ? [] : pluginsOf(this.#layersOf(path));
      this.#plugins.set(path, loadPlugins === null || named.length === 0 ? [] : await loadPlugins(named));
      this.#load(path);
    }
  }

  /** The rules of all plug-ins that were loaded, each once. */
  get pluginRules(): readonly Rule[] {
    return [...new Map([...this.#plugins.values()].flat().map((rule) => [rule.id, rule])).values()];
  }

  /** The configuration that holds for a folder, by its absolute path; null for none. Throws `ConfigError`. */
  configFor(folder: string): LoadedConfig | null {
    const path = this.#pathFor(folder);
    return path === null ? null : this.#load(path);
  }

  /** The policy of a root module, by its directory as reports name it, or by its absolute path. Throws `ConfigError`. */
  policyOf(directory: string): Policy {
    const folder = resolve(this.#request.workingDirectory, directory);
    const path = this.#pathFor(folder);
    if (path === null) {
      this.#unconfigured ??= this.#withoutConfig();
      return this.#unconfigured;
    }
    let found = this.#policies.get(folder);
    if (found === undefined) {
      found = this.#withConfig(this.#load(path), folder);
      this.#policies.set(folder, found);
    }
    return found;
  }

  /** Whether a configuration says that a file or a folder, by its absolute path, is not judged. */
  isExcluded(path: string, isFolder: boolean, hiddenIn: HiddenIn = () => null): boolean {
    this.#finder.learnFrom(hiddenIn);
    const configs: string[] = [];
    let config = this.#pathFor(isFolder ? path : dirname(path));
    while (config !== null) {
      configs.unshift(config);
      const isGiven = this.#request.config !== undefined;
      config = isGiven ? null : this.#finder.above(dirname(config)).path;
    }
    // What has a configuration of its own may lie in a folder that is excluded as a whole, and then it is not even read.
    for (const [index, one] of configs.entries()) {
      const { base, excludes } = this.#exclusionOf(one);
      const inner = configs[index + 1];
      const inside = inner === undefined ? pathFrom(base, path) : pathFrom(base, dirname(inner));
      if (excludes(inside + (inner === undefined && !isFolder ? '' : '/'))) return true;
    }
    for (const one of configs) this.#found.add(one);
    return false;
  }

  /** The folders of all configurations that were come upon. */
  get foundFolders(): readonly string[] {
    return [...this.#found].map((path) =>
      this.#request.config === undefined ? dirname(path) : this.#request.workingDirectory,
    );
  }

  /** Configurations by which modules were judged by no rule at all: sentences for the user. */
  get notices(): readonly string[] {
    const { only, disable, severities } = this.#request.selection;
    if (only.length + disable.length + severities.length > 0) return [];
    return [...this.#active]
      .filter(([, { rules }]) => rules.length === 0)
      .map(
        ([{ file }]) =>
          `${file} lets no rule run, so nothing is judged by it. Switch some on under rules; to leave folders out, name them under exclude of a configuration above.`,
      );
  }

  /** The modules that the configurations read so far tell of. */
  get modules(): readonly UserModule[] {
    return [...this.#loaded.values()].flatMap(({ modules }) => modules);
  }

  #exclusionOf(path: string): Exclusion {
    let exclusion = this.#exclusions.get(path);
    if (exclusion === undefined) {
      const { config, workingDirectory } = this.#request;
      // A configuration that is given speaks for everything, wherever it lies.
      const base = config === undefined ? dirname(path) : workingDirectory;
      exclusion = { base, excludes: matcher(excludedBy(this.#layersOf(path))) };
      this.#exclusions.set(path, exclusion);
    }
    return exclusion;
  }

  #pathFor(folder: string): string | null {
    const { config, workingDirectory } = this.#request;
    if (config === null) return null;
    if (config !== undefined) return resolve(workingDirectory, config);
    const { path, problem } = this.#finder.find(folder);
    if (problem !== null) throw new ConfigError([problem]);
    return path;
  }

  #layersOf(path: string): readonly ConfigLayer[] {
    let layers = this.#layers.get(path);
    if (layers === undefined) {
      layers = readLayers(path, (file) => this.#display(file));
      this.#layers.set(path, layers);
    }
    return layers;
  }

  #load(path: string): LoadedConfig {
    let loaded = this.#loaded.get(path);
    if (loaded === undefined) {
      const read = this.#layersOf(path);
      const plugins = this.#plugins.get(path) ?? [];
      // Beside modules that are only called, plug-ins are not loaded: no rule is run by that configuration.
      const hasPlugins =
        this.#request.loadPlugins !== null && (this.#plugins.has(path) || pluginsOf(read).length === 0);
      const rules = [...this.#request.rules, ...plugins];
      const layers = validLayers(read, rules, hasPlugins);
      const modules = layers.flatMap((layer) =>
        layer.kind === 'file' && layer.root !== null ? modulesOf(layer.config, layer.root) : [],
      );
      const settings = joinLayers(layers);
      const environmentOf = environmentOptions(settings);
      loaded = { file: this.#display(path), settings, rules, modules, environmentOf, ...this.#exclusionOf(path) };
      this.#loaded.set(path, loaded);
    }
    return loaded;
  }

  #withoutConfig(): Policy {
    const { rules, selection, environment, fixDefaults, pathInRepository } = this.#request;
    const known = [...rules, ...this.pluginRules];
    return policy(selectRules(rules, selection, RECOMMENDED, known), {
      environment: { ...DEFAULT_ENVIRONMENT_OPTIONS, override: environment, workingDirectory: pathInRepository },
      fixDefaults: { ...FIX_DEFAULTS, ...fixDefaults },
    });
  }

  #withConfig(config: LoadedConfig, folder: string): Policy {
    const { environment, fixDefaults, pathInRepository } = this.#request;
    const { settings, base } = config;
    const environments = config.environmentOf(`${pathFrom(base, folder)}/`);
    return policy(this.#activeOf(config), {
      environment: {
        ...environments,
        override: environment ?? environments.override,
        workingDirectory: pathInRepository,
      },
      fixDefaults: { ...fixDefaultsOf(settings), ...fixDefaults },
      suppressions: {
        foreign: settings.foreignSuppressions?.value ?? 'all',
        forbidden: new Set(
          [...settings.rules].filter(([, { suppressible }]) => suppressible?.value === false).map(([id]) => id),
        ),
      },
    });
  }

  /** The rules that run, which are the same for all modules with the configuration. */
  #activeOf(config: LoadedConfig): ActiveRules {
    let active = this.#active.get(config);
    if (active === undefined) {
      const { selection, workingDirectory } = this.#request;
      const pathOf = (reported: string): string => {
        const path = pathFrom(config.base, resolve(workingDirectory, reported));
        return reported.endsWith('/') ? `${path}/` : path;
      };
      const known = [...config.rules, ...this.pluginRules];
      active = selectRules(config.rules, selection, configuredRules(config, pathOf), known);
      this.#active.set(config, active);
    }
    return active;
  }

  #display(path: string): string {
    return pathFrom(this.#request.workingDirectory, path) || '.';
  }
}

/** Holds the files among layers against the schema. Throws `ConfigError`. */
function validLayers(
  layers: readonly ConfigLayer[],
  rules: readonly Rule[],
  withPlugins: boolean,
): readonly ValidLayer[] {
  const schema = configSchema(rules);
  const names = namesOf(rules);
  const problems: ConfigProblem[] = [];
  const valid: ValidLayer[] = [];
  for (const layer of layers) {
    if (layer.kind === 'preset') valid.push(layer);
    else if (layer.root === null) valid.push({ ...layer, config: {} });
    else {
      const root = withPlugins ? layer.root : withoutPluginRules(layer.root);
      const validation = validateConfig(root, schema, (name) => ruleCalled(name, names));
      if (validation.kind === 'valid') valid.push({ ...layer, config: validation.config });
      else problems.push(...validation.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return valid;
}

/** Another tool's name for rules of ours: what they are called here. */
function ruleCalled(name: string, names: ReadonlyMap<string, readonly string[]>): string | null {
  const ids = names.get(name.toLowerCase());
  return ids === undefined ? null : `Here it is called ${ids.join(' and ')}.`;
}

function fixDefaultsOf({ fix }: Settings): FixDefaults {
  return {
    ...FIX_DEFAULTS,
    kmsKey: fix['kms-key']?.value ?? FIX_DEFAULTS.kmsKey,
    untaggedExpiryDays: fix['untagged-days']?.value ?? FIX_DEFAULTS.untaggedExpiryDays,
    trusted: {
      organization: fix['trusted-organization']?.value ?? null,
      accounts: fix['trusted-accounts']?.value ?? [],
    },
  };
}

/** A path as seen from a folder, with `/`; empty for the folder itself. */
function pathFrom(folder: string, path: string): string {
  const shown = relative(folder, path);
  return sep === '/' ? shown : shown.split(sep).join('/');
}
