import type { SourceFile } from '../hcl/source.ts';
import type { DataSourceReader } from '../terraform/data-source.ts';
import type { ModuleConfig } from '../terraform/module-config.ts';
import { findAttribute, literalText } from '../terraform/module-config.ts';
import { ModuleLoader } from '../terraform/module-loader.ts';
import type { FileTexts } from '../terraform/overlay.ts';
import type { InvalidFile } from '../terraform/project.ts';
import { type ModuleCatalog, NO_MODULES, type PublishedCall, unknownModule } from '../terraform/published.ts';
import { publishedCall } from '../terraform/published-call.ts';
import type {
  DeclaredResource,
  Deployment,
  DeploymentVariable,
  EvaluatedBody,
  EvaluatedResource,
  UncalledResource,
} from '../terraform/resource.ts';
import type { RootEvaluation } from '../terraform/root-evaluation.ts';
import { SourceTree } from '../terraform/source-tree.ts';
import { elementOf, mapping, type Reason, type Value } from '../terraform/value.ts';
import { parseModuleAddress, withoutKeys } from './address.ts';
import type { PlanDeployment } from './plan-deployment.ts';
import { evaluateRoot, findRoot, isRootOf } from './source-root.ts';
import { type DerivedArguments, PlacedBody, SourcedBody } from './sourced-body.ts';
import { joinValue, type SourceJoin } from './sourced-value.ts';

export interface SourceOptions {
  /** Absolute; reports name files relative to it. */
  readonly workingDirectory: string;
  /** Absolute: where the HCL is that the plan was made of. */
  readonly directory: string;
  /** Whether to look below the directory too, and to take a module that declares only some of what the plan has. */
  readonly search: boolean;
  readonly dataSources: Readonly<Record<string, DataSourceReader>>;
  /** What is known of published modules, for those that are not on disk; nothing without it. */
  readonly modules?: ModuleCatalog;
  /** The document in a string that holds JSON, with the places of its parts; null when it holds none. */
  readonly readJson: (value: Value) => Value | null;
  readonly texts?: FileTexts;
}

/** A plan joined with its source. */
export interface SourcedPlan {
  readonly deployment: Deployment;
  /** As in `Project`. */
  readonly invalidFiles: readonly InvalidFile[];
  readonly sourceFiles: readonly SourceFile[];
  readonly moduleCount: number;
}

/** Gives the resources of a plan the places where they are written. Null when the module is not there. */
export function withSourceLines(plan: PlanDeployment, options: SourceOptions): SourcedPlan | null {
  const tree = new SourceTree(options.workingDirectory, options.texts);
  tree.allow(options.directory);
  const root = rootFor(plan, options, tree);
  if (root === null) return null;
  // Its own, so that what is wrong in other modules is not told of.
  const loader = new ModuleLoader(tree);
  const config = loader.load(root);
  if (config === null) return null;
  const source = evaluateRoot(
    root,
    config,
    loader,
    plan.usedVariables,
    options.dataSources,
    options.modules ?? NO_MODULES,
  );
  const deployment = new SourcedDeployment(plan, source, config, loader, options.readJson);
  return {
    deployment,
    get invalidFiles() {
      return loader.invalidFiles;
    },
    get sourceFiles() {
      return loader.sourceFiles;
    },
    get moduleCount() {
      return loader.moduleCount;
    },
  };
}

function rootFor(plan: PlanDeployment, { directory, search }: SourceOptions, tree: SourceTree): string | null {
  const loader = new ModuleLoader(tree);
  if (search) return findRoot(directory, plan.rootNames, loader);
  return isRootOf(directory, plan.rootNames, loader) ? directory : null;
}

class SourcedDeployment implements Deployment {
  readonly directory: string;
  readonly variableFiles: readonly string[];
  readonly hidden: Reason | null;
  readonly #plan: PlanDeployment;
  readonly #source: RootEvaluation;
  readonly #config: ModuleConfig;
  readonly #loader: ModuleLoader;
  readonly #join: SourceJoin;
  readonly #resources = new Map<string, readonly EvaluatedResource[]>();
  readonly #declared = new Map<string, ReadonlyMap<string, EvaluatedResource>>();
  #providers: ReadonlyMap<EvaluatedResource['provider'], EvaluatedResource['provider']> | null = null;

  constructor(
    plan: PlanDeployment,
    source: RootEvaluation,
    config: ModuleConfig,
    loader: ModuleLoader,
    readJson: SourceOptions['readJson'],
  ) {
    this.#plan = plan;
    this.#source = source;
    this.#config = config;
    this.#loader = loader;
    this.directory = source.directory;
    this.variableFiles = source.variableFiles;
    this.hidden = plan.hidden;
    this.#join = { readJson, findResource: (address) => plan.find(address) };
  }

  get variables(): ReadonlyMap<string, DeploymentVariable> {
    const written = this.#source.variables;
    const variables = new Map<string, DeploymentVariable>();
    for (const [name, planned] of this.#plan.variables) {
      const { value, given } = written.get(name) ?? planned;
      variables.set(name, { value: joinValue(planned.value, value, this.#join) ?? planned.value, given });
    }
    return variables;
  }

  resources(type: string): readonly EvaluatedResource[] {
    return this.#once(type, this.#plan.resources(type));
  }

  dataSources(type: string): readonly EvaluatedResource[] {
    return this.#once(`data.${type}`, this.#plan.dataSources(type));
  }

  /** What the plan deletes may be written no longer; where it is, the plan is older than the source. */
  removed(type: string): readonly EvaluatedResource[] {
    return this.#plan.removed(type);
  }

  /** What the source declares, and what is declared in modules that are not on disk. */
  declared(type: string): readonly DeclaredResource[] {
    const written = this.#source.declared(type);
    const seen = new Set(written.map(({ moduleAddress, name }) => JSON.stringify([moduleAddress, name])));
    const elsewhere = this.#plan
      .declared(type)
      .filter(({ moduleAddress, name }) => !seen.has(JSON.stringify([moduleAddress, name])));
    return [...written, ...elsewhere];
  }

  uncalled(type: string): readonly UncalledResource[] {
    return this.#source.uncalled(type);
  }

  #once(key: string, planned: readonly EvaluatedResource[]): readonly EvaluatedResource[] {
    let resources = this.#resources.get(key);
    if (resources === undefined) {
      const declared = this.#declaredOf(key);
      const order = new Map([...declared.values()].map((instance, index) => [instance, index]));
      resources = planned
        .map((resource) => ({ resource, instance: findDeclared(declared, resource.address) }))
        // As they are declared, like resources from HCL; what is declared elsewhere at the end.
        .sort((a, b) => rank(a.instance, order) - rank(b.instance, order))
        .map(({ resource, instance }) =>
          instance === null ? this.#calledFor(resource) : new SourcedResource(resource, instance, this.#join),
        );
      this.#resources.set(key, resources);
    }
    return resources;
  }

  /** The declared instances of a type, by address and, where one stands for several, by address without keys. */
  #declaredOf(key: string): ReadonlyMap<string, EvaluatedResource> {
    let declared = this.#declared.get(key);
    if (declared === undefined) {
      declared = this.#index(key);
      this.#declared.set(key, declared);
    }
    return declared;
  }

  #index(key: string): ReadonlyMap<string, EvaluatedResource> {
    const dataType = key.startsWith('data.') ? key.slice('data.'.length) : null;
    const instances = dataType === null ? this.#source.resources(key) : this.#source.dataSources(dataType);
    const byAddress = new Map<string, EvaluatedResource>();
    for (const instance of instances) {
      const { address, presence } = instance;
      byAddress.set(presence.kind === 'possible' ? withoutKeys(address) : address, instance);
    }
    return byAddress;
  }

  /** What a module declares that is not on disk is said of the call. */
  #calledFor(resource: EvaluatedResource): EvaluatedResource {
    const published = this.#callOf(resource.moduleAddress);
    if (published === null) return resource;
    const { address, mode, type, name, moduleAddress, key, presence, repeatedBy, change } = resource;
    const body = new PlacedBody(resource.body, published.place);
    const provider = this.#providerFor(resource);
    return { address, mode, type, name, moduleAddress, key, presence, repeatedBy, body, provider, published, change };
  }

  /** That of resources which the plan gives the same one and which are declared in the source, so that it is one provider. */
  #providerFor({ provider }: EvaluatedResource): EvaluatedResource['provider'] {
    if (this.#providers === null) {
      const providers = new Map<EvaluatedResource['provider'], EvaluatedResource['provider']>();
      for (const resource of this.#plan.all()) {
        if (providers.has(resource.provider)) continue;
        const declared = findDeclared(this.#declaredOf(typeKey(resource)), resource.address);
        if (declared !== null) providers.set(resource.provider, declared.provider);
      }
      this.#providers = providers;
    }
    return this.#providers.get(provider) ?? provider;
  }

  #callOf(moduleAddress: string): PublishedCall | null {
    let config: ModuleConfig | null = this.#config;
    let caller = '';
    for (const { name, address } of parseModuleAddress(moduleAddress)) {
      const call = config?.calls.get(name);
      if (config === null || call === undefined) return null;
      const source = literalText(findAttribute(call.layers, 'source')?.value ?? null);
      const isLocal = source !== null && /^\.\.?(?:\/|$)/.test(source);
      const { tree } = this.#loader;
      const called: ModuleConfig | null = isLocal
        ? this.#loader.load(tree.resolve(source, tree.resolve(config.directory)))
        : null;
      if (called === null) {
        return publishedCall(unknownModule(source ?? name), call, caller, null);
      }
      config = called;
      caller = address;
    }
    return null;
  }
}

function typeKey({ mode, type }: EvaluatedResource): string {
  return mode === 'data' ? `data.${type}` : type;
}

function findDeclared(declared: ReadonlyMap<string, EvaluatedResource>, address: string): EvaluatedResource | null {
  return declared.get(address) ?? declared.get(withoutKeys(address)) ?? null;
}

function rank(instance: EvaluatedResource | null, order: ReadonlyMap<EvaluatedResource, number>): number {
  return instance === null ? order.size : (order.get(instance) ?? order.size);
}

/** A resource of a plan with the block that declares it. */
class SourcedResource implements EvaluatedResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly moduleAddress: string;
  readonly key: string | number | null;
  readonly presence: EvaluatedResource['presence'];
  readonly published: EvaluatedResource['published'];
  readonly repeatedBy: EvaluatedResource['repeatedBy'];
  readonly #planned: EvaluatedResource;
  readonly #declared: EvaluatedResource;
  readonly #join: SourceJoin;
  #body: SourcedBody | null = null;

  constructor(planned: EvaluatedResource, declared: EvaluatedResource, join: SourceJoin) {
    this.address = planned.address;
    this.mode = planned.mode;
    this.type = planned.type;
    this.name = planned.name;
    this.moduleAddress = planned.moduleAddress;
    this.key = planned.key;
    this.presence = planned.presence;
    this.published = declared.published;
    this.repeatedBy = declared.repeatedBy;
    this.#planned = planned;
    this.#declared = declared;
    this.#join = join;
  }

  get body(): EvaluatedBody {
    if (this.#body === null) {
      const declared = this.#declared;
      const derived: DerivedArguments = { tags_all: { from: 'tags', value: () => allTagsOf(declared) } };
      this.#body = new SourcedBody(this.#planned.body, declared.body, this.#join, derived);
    }
    return this.#body;
  }

  get provider(): EvaluatedResource['provider'] {
    return this.#declared.provider;
  }

  get change(): EvaluatedResource['change'] {
    return this.#planned.change;
  }
}

/** The tags of a resource and its provider's default ones, as the provider merges them. */
function allTagsOf({ body, provider }: EvaluatedResource): Value | null {
  const defaults = provider === null || 'message' in provider ? [] : provider.blocks('default_tags').items;
  const entries = new Map<string, Value>();
  const own = body.attribute('tags');
  for (const tags of [...defaults.map((block) => block.attribute('tags')), own]) {
    if (tags === null || !('entries' in tags)) continue;
    for (const [key, value] of tags.entries) entries.set(key, elementOf(tags, value));
  }
  return mapping('object', entries, { origin: own?.origin ?? body.place, via: own?.via ?? null });
}
