import { posix } from 'node:path';
import { Budget } from './budget.ts';
import type { DataSourceReader } from './data-source.ts';
import type { FileAccess } from './functions/context.ts';
import { type Declaration, findAttribute, type ModuleConfig, type ResourceDeclaration } from './module-config.ts';
import { ModuleInstance } from './module-instance.ts';
import type { CallRoom, ModuleFinder, PublishedCall, PublishedModule } from './published.ts';
import { publishedCall } from './published-call.ts';
import { emptyScope, renderTemplate } from './render-template.ts';
import type {
  DeclaredResource,
  Deployment,
  DeploymentVariable,
  EvaluatedResource,
  UncalledResource,
} from './resource.ts';
import type { ResourceInstance } from './resource-instance.ts';
import type { Scope } from './scope.ts';
import { uncalledResources } from './uncalled.ts';
import { Mark, type Reason, unknown, type Value } from './value.ts';
import { defaultValue, settle } from './variables.ts';

/** A deployment with more module instances than this is not expanded further. */
const MOST_MODULES = 100_000;

/** What a root module is evaluated with. */
export interface RootOptions {
  readonly config: ModuleConfig;
  readonly variableFiles: readonly string[];
  /** Values from tfvars files, flags and environment variables, by variable, as given; null where nothing gives one. */
  readonly setting: (declaration: Declaration, scope: Scope) => Value | null;
  /** The module at `source`, as written in a module of `directory`; null when there is none. */
  readonly loadModule: (directory: string, source: string) => ModuleConfig | null;
  /** Finds modules that are not there by a local path; none without it. */
  readonly findPublished?: ModuleFinder;
  /** Set when the root itself is a published module, which something else than a `module` block calls. */
  readonly calledBy?: OutsideCall;
  /** Set when the root is deployed by something that gives it all its variables, such as a unit of Terragrunt. */
  readonly unit?: RootUnit;
  readonly files: FileAccess;
  readonly dataSources: Readonly<Record<string, DataSourceReader>>;
}

/** What calls a published module as a root, such as a unit of Terragrunt. */
export interface OutsideCall {
  readonly module: PublishedModule;
  /** The block that is to blame where nothing else is, and its arguments: the inputs of the module. */
  readonly declaration: Declaration;
  /** Where an argument goes that is not written yet; in the block when left out. */
  readonly room?: CallRoom;
}

/** What deploys a root module from somewhere else. */
export interface RootUnit {
  /** Where from, as reports name it. */
  readonly directory: string;
  /** What it gives, also to variables that the module does not have. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** Why there may be configurations of providers that are not known; null where there are none. */
  readonly hiddenProviders: Reason | null;
}

/** A root module evaluated with one set of values: the HCL side of `Deployment`. */
export class RootEvaluation implements Deployment {
  readonly directory: string;
  readonly variableFiles: readonly string[];
  readonly budget = new Budget();
  readonly functions: Scope['functions'];
  /** For expressions that may refer to nothing, such as the defaults of variables. */
  readonly emptyScope: Scope;
  readonly loadModule: RootOptions['loadModule'];
  readonly findPublished: ModuleFinder;
  readonly #options: RootOptions;
  readonly #root: ModuleInstance;
  readonly #given = new Set<string>();
  #moduleCount = 0;
  readonly #instances = new Map<string, readonly EvaluatedResource[]>();
  #hidden: Reason | null = null;
  #byType: ReadonlyMap<string, readonly Declared[]> | null = null;
  /** All there are, once they were looked for. */
  readonly #modules: ModuleInstance[] = [];

  constructor(options: RootOptions) {
    this.#options = options;
    this.directory = options.unit?.directory ?? options.config.directory;
    this.variableFiles = options.variableFiles;
    this.loadModule = options.loadModule;
    this.findPublished = options.findPublished ?? (() => null);
    this.functions = {
      files: options.files,
      renderTemplate: (file, variables) => renderTemplate(file, variables, this.emptyScope),
    };
    this.emptyScope = emptyScope(this.functions, this.budget);
    this.#root = new ModuleInstance(options.config, '', this, null, { kind: 'certain' });
  }

  get variables(): ReadonlyMap<string, DeploymentVariable> {
    const variables = new Map<string, DeploymentVariable>();
    for (const [name, value] of this.#options.unit?.inputs ?? []) variables.set(name, { value, given: true });
    const root = this.#root;
    for (const [name, declaration] of this.#options.config.variables) {
      if (this.#options.setting(declaration, this.emptyScope) !== null) {
        const value = root.variable(name);
        variables.set(name, { value, given: this.#given.has(name) });
        continue;
      }
      variables.set(name, {
        // Evaluated when somebody asks for it: most variables say nothing of what is judged.
        get value() {
          return root.variable(name);
        },
        given: false,
      });
    }
    return variables;
  }

  resources(type: string): readonly EvaluatedResource[] {
    return this.#instancesOf(type);
  }

  dataSources(type: string): readonly EvaluatedResource[] {
    return this.#instancesOf(dataSourceKey(type));
  }

  /** Evaluates what decides how many there are of each, once somebody asks for the type: most types nobody asks for. */
  #instancesOf(key: string): readonly EvaluatedResource[] {
    let instances = this.#instances.get(key);
    if (instances === undefined) {
      instances = this.#declaredAs(key).flatMap(({ module, declaration }) => module.resource(declaration).instances);
      this.#instances.set(key, instances);
    }
    return instances;
  }

  removed(): readonly EvaluatedResource[] {
    return [];
  }

  declared(type: string): readonly DeclaredResource[] {
    return this.#declaredAs(type).map(({ module, declaration }) => ({
      moduleAddress: module.address,
      name: declaration.name,
      place: declaration.header,
      get by() {
        return module.resource(declaration).repetition.via;
      },
    }));
  }

  uncalled(type: string): readonly UncalledResource[] {
    this.#index();
    return uncalledResources(this.#modules, type, this.loadModule);
  }

  /** The call of the root module where that is a published one. */
  callOf(root: ModuleInstance): PublishedCall | null {
    const { calledBy } = this.#options;
    if (calledBy === undefined) return null;
    const { module, declaration, room = { kind: 'block' } } = calledBy;
    return { ...publishedCall(module, declaration, '', root), room };
  }

  /** A provider configuration that the root module does not have itself: why it is not known, or null for none. */
  get otherProviders(): Reason | null {
    return this.#options.unit?.hiddenProviders ?? null;
  }

  /** The value of a variable of the root module. */
  rootVariable(declaration: Declaration, scope: Scope): Value {
    const given = this.#options.setting(declaration, this.emptyScope);
    const settled = given === null ? null : settle(declaration, given, scope);
    if (settled === null) return this.#ungiven(declaration);
    this.#given.add(declaration.name);
    return settled;
  }

  #ungiven(declaration: Declaration): Value {
    const { calledBy, unit } = this.#options;
    if (calledBy !== undefined && findAttribute(declaration.layers, 'default') === null) {
      const message = `${declaration.name} is not given, and no default of it is known`;
      return unknown({ kind: 'unset', message, place: calledBy.declaration.header });
    }
    return defaultValue(declaration, this.emptyScope, unit === undefined ? Mark.ROOT_DEFAULT : 0);
  }

  /** `path.module` of a directory: relative to the root module's, as Terraform gives it. */
  pathOf(directory: string): string {
    return posix.relative(this.#options.config.directory, directory) || '.';
  }

  /** The attributes of a data source that its arguments determine; null when it is not such a data source. */
  readDataSource(resource: ResourceInstance): ReadonlyMap<string, Value> | null {
    const { dataSources } = this.#options;
    const reader = Object.hasOwn(dataSources, resource.type) ? dataSources[resource.type] : undefined;
    return reader === undefined ? null : reader(resource.body, resource.body.place);
  }

  /** Counts one more module instance; false when there are too many to go on. */
  admitModule(): boolean {
    return ++this.#moduleCount <= MOST_MODULES;
  }

  get hidden(): Reason | null {
    this.#index();
    return this.#hidden;
  }

  #declaredAs(key: string): readonly Declared[] {
    return this.#index().get(key) ?? [];
  }

  /** Finds all modules, and what they declare. */
  #index(): ReadonlyMap<string, readonly Declared[]> {
    if (this.#byType === null) {
      const byType = new Map<string, Declared[]>();
      const visit = (module: ModuleInstance): void => {
        this.#modules.push(module);
        const { resources, dataSources, calls, incomplete } = module.config;
        for (const declaration of resources.values()) add(byType, declaration.type, { module, declaration });
        for (const declaration of dataSources.values()) {
          add(byType, dataSourceKey(declaration.type), { module, declaration });
        }
        if (incomplete !== null && this.#hidden === null) {
          const message = `a syntax error in ${incomplete.file.path} may hide it`;
          this.#hidden = { kind: 'invalid', message, place: incomplete };
        }
        for (const name of calls.keys()) for (const called of module.called(name).instances) visit(called);
      };
      visit(this.#root);
      this.#byType = byType;
    }
    return this.#byType;
  }
}

/** A resource or data source in one instance of its module. */
interface Declared {
  readonly module: ModuleInstance;
  readonly declaration: ResourceDeclaration;
}

/** Data sources have types of the same names as resources. */
function dataSourceKey(type: string): string {
  return `data.${type}`;
}

function add<T>(byKey: Map<string, T[]>, key: string, item: T): void {
  const others = byKey.get(key);
  if (others === undefined) byKey.set(key, [item]);
  else others.push(item);
}
