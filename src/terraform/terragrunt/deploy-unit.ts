import type { Place } from '../../hcl/source.ts';
import type { Body } from '../../hcl/syntax.ts';
import { type Declaration, headerOf, type ModuleConfig } from '../module-config.ts';
import { moduleFinder } from '../module-finder.ts';
import type { ModuleUse } from '../module-graph.ts';
import type { ModuleLoader } from '../module-loader.ts';
import type { ProjectOptions } from '../project.ts';
import { type CallRoom, type FoundModule, NO_MODULES, type PublishedModule } from '../published.ts';
import { type OutsideCall, RootEvaluation } from '../root-evaluation.ts';
import { commonSettings, type DeploymentSettings, deploymentSettings } from '../root-settings.ts';
import { settingValue } from '../settings.ts';
import { treeFileAccess } from '../tree-file-access.ts';
import { elementOf, type Reason, through, unknown, type Value } from '../value.ts';
import type { TerragruntConfig } from './config.ts';
import { extraSettings } from './extra-arguments.ts';
import { readGenerated, withGenerated } from './generated.ts';
import { type Inputs, lastObject } from './inputs.ts';
import type { Unit } from './units.ts';

/** The local module that a unit deploys; none where it is published. */
export function localUse({ directory, target }: Unit): readonly ModuleUse[] {
  return target.kind === 'local' ? [{ directory, module: target.directory }] : [];
}

/**
 * Evaluates the module of a unit with the unit's inputs. Nothing where the module does not matter, or is not known.
 *
 * @param marked the directories of the modules that matter
 */
export function deployUnit(
  unit: Unit,
  marked: ReadonlySet<string>,
  options: ProjectOptions,
  loader: ModuleLoader,
): readonly RootEvaluation[] {
  const { config, target, reader } = unit;
  if (target.kind === 'local' && !marked.has(target.directory)) return [];
  if (target.kind === 'published' && !isKnown(target.source, options)) return [];
  const { tree } = loader;
  const inputs = config.inputs();
  const found = findModule(unit, inputs, options, loader);
  if (found === null) return [];
  loader.use(reader.files);

  const directory = target.kind === 'local' ? target.directory : unit.directory;
  const given = new UnitInputs(config, inputs);
  const generated = readGenerated(config);
  const module = withGenerated(found.config, generated.config);
  return valuesFor(unit, directory, module, options, loader).map(
    ({ variableFiles, settings, hidden }) =>
      new RootEvaluation({
        config: module,
        variableFiles,
        setting: (declaration, scope) => {
          if (hidden !== null) return unknown(hidden);
          const setting = settings.get(declaration.name);
          return setting === undefined ? given.get(declaration.name) : settingValue(setting, declaration, scope);
        },
        loadModule: (from, source) => loader.load(tree.resolve(source, tree.resolve(from))),
        findPublished: moduleFinder(directory, loader, options.modules ?? NO_MODULES),
        ...(found.module === null ? {} : { calledBy: callBy(found.module, config, inputs) }),
        unit: {
          directory: tree.display(unit.directory),
          inputs: given.all(),
          hiddenProviders: generated.unread,
        },
        files: treeFileAccess(tree, directory),
        dataSources: options.dataSources,
      }),
  );
}

/** Values that win over inputs. */
interface UnitValues extends DeploymentSettings {
  /** Why there may be others that are not known; null where there are none. */
  readonly hidden: Reason | null;
}

/**
 * The ways a unit is deployed. That is one, unless it is not known which file of variables it takes and there are some
 * to choose from.
 */
function valuesFor(
  unit: Unit,
  directory: string,
  module: ModuleConfig,
  options: ProjectOptions,
  loader: ModuleLoader,
): readonly UnitValues[] {
  // Terragrunt copies the files of the unit to those of the module.
  const common = commonSettings([directory, unit.directory], module, options, loader);
  // Whoever gives values says which deployment is meant.
  if (options.settings.length > 0) return [{ ...common, hidden: null }];
  const { settings, hidden, choosesFile } = extraSettings(unit, directory);
  if (choosesFile) {
    const byFile = deploymentSettings(unit.directory, module, options, loader);
    if (byFile.some(({ variableFiles }) => variableFiles.length > 0)) {
      return byFile.map((one) => ({ ...one, settings: new Map([...common.settings, ...one.settings]), hidden: null }));
    }
  }
  return [{ variableFiles: [], settings: new Map([...common.settings, ...settings]), hidden }];
}

/** Whether anything is known of a published module; nothing is of most of them. */
function isKnown(source: string, { modules = NO_MODULES }: ProjectOptions): boolean {
  return modules.standIn({ source, version: null, path: [], arguments: [] }) !== null;
}

interface DeployedModule {
  readonly config: ModuleConfig;
  /** What is known of it where it is a published one. */
  readonly module: PublishedModule | null;
}

function findModule(
  { target }: Unit,
  inputs: Inputs | null,
  { modules = NO_MODULES }: ProjectOptions,
  loader: ModuleLoader,
): DeployedModule | null {
  if (target.kind === 'local') {
    const config = loader.load(target.directory);
    return config === null ? null : { config, module: null };
  }
  const names = [...(inputs?.places.keys() ?? [])];
  const standIn = (given: readonly string[]): FoundModule | null => {
    const found = modules.standIn({ source: target.source, version: null, path: [], arguments: ['source', ...given] });
    return found === null || 'message' in found ? null : found;
  };
  const found = standIn(names);
  // Terraform passes over inputs that are no variables of the module, such as those that all units have.
  return found === null ? null : standIn(names.filter((name) => found.config.variables.has(name)));
}

/** The inputs of a unit as values of the root module's variables. */
class UnitInputs {
  readonly #value: Value | null;
  readonly #places: Inputs['places'];
  /** What gives inputs that are not known one by one. */
  readonly #whole: Place;

  constructor(config: TerragruntConfig, inputs: Inputs | null) {
    this.#value = inputs?.value ?? null;
    this.#places = inputs?.places ?? new Map();
    this.#whole = config.ownInputs ?? headerFor(config);
  }

  /** Null for what is not given. */
  get(name: string): Value | null {
    const value = this.#value;
    if (value === null) return null;
    const entry = 'entries' in value ? value.entries.get(name) : undefined;
    if (entry !== undefined && 'entries' in value) return this.#through(name, elementOf(value, entry));
    const reason = reasonOf(value);
    return reason === null ? null : this.#through(name, unknown(reason, { origin: this.#whole }));
  }

  all(): ReadonlyMap<string, Value> {
    const value = this.#value;
    if (value === null || !('entries' in value)) return new Map();
    return new Map([...value.entries].map(([name, entry]) => [name, this.#through(name, elementOf(value, entry))]));
  }

  #through(name: string, value: Value): Value {
    const place = this.#places.get(name) ?? this.#whole;
    return through(value, { kind: 'setting', name: `var.${name}`, place, resource: null });
  }
}

/** Why inputs may be given that are not known; null when all are. */
function reasonOf(value: Value): Reason | null {
  if (value.kind === 'unknown') return value.reason;
  return 'entries' in value ? value.rest : null;
}

/** A unit as the call of a published module: its inputs are the arguments. */
function callBy(module: PublishedModule, config: TerragruntConfig, inputs: Inputs | null): OutsideCall {
  const header = headerFor(config);
  const source = config.sourceConfig()?.ownSource ?? null;
  const given = [...(inputs?.places.values() ?? [])].filter(({ name }) => name !== 'source');
  const body: Body = {
    ...header,
    kind: 'body',
    attributes: source === null ? given : [source, ...given],
    blocks: [],
    syntax: 'native',
  };
  const declaration: Declaration = { name: '', header, layers: [body] };
  return { module, declaration, room: roomIn(config) };
}

/** Deep merging would add to what is written in the unit. */
function roomIn({ ownInputs, includes }: TerragruntConfig): CallRoom {
  const object = ownInputs === null ? null : lastObject(ownInputs);
  const isMerged = includes.some(({ strategy }) => strategy === 'deep');
  return object === null || isMerged ? { kind: 'none' } : { kind: 'object', object };
}

/** What stands for the unit as a whole: its `terraform` block, its inputs, or the block that says of the module. */
function headerFor(config: TerragruntConfig): Place {
  const [own] = config.blocks('terraform');
  if (own !== undefined) return headerOf(own);
  const inputs = config.ownInputs;
  if (inputs !== null) return { file: inputs.file, start: inputs.nameStart, end: inputs.nameEnd };
  const [other] = config.sourceConfig()?.blocks('terraform') ?? [];
  return other === undefined ? config.parsed.body : headerOf(other);
}
