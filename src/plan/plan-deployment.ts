import type { DataSourceReader } from '../terraform/data-source.ts';
import type {
  DeclaredResource,
  Deployment,
  DeploymentVariable,
  EvaluatedResource,
  UncalledResource,
} from '../terraform/resource.ts';
import { type Definition, Mark, marked, type Reason, through, unknown, type Value } from '../terraform/value.ts';
import { type PathStep, parseModuleAddress, pathText } from './address.ts';
import { type ModuleConfiguration, type ResourceConfiguration, readModuleConfiguration } from './configuration.ts';
import { groupInstances, type Instances } from './instances.ts';
import { hasMember, isSameJson, member } from './json.ts';
import { parseRange } from './json-cursor.ts';
import type { Plan, ResourceHeader } from './plan.ts';
import { PlanModules } from './plan-modules.ts';
import { PlanProviders } from './plan-provider.ts';
import { recordsOf } from './plan-records.ts';
import { isRemoval, PlanResource, RecentParts, type ResourceOwner, type ResourceRecord } from './plan-resource.ts';
import { knownValue } from './plan-value.ts';
import { type Referenced, References, type Scope } from './references.ts';

/** With what a plan is read. */
export interface PlanOptions {
  /** Data sources whose attributes can be computed, by type: what a plan does not know as a whole may be known in parts. */
  readonly dataSources: Readonly<Record<string, DataSourceReader>>;
}

const NO_CONFIGURATION: Reason = {
  kind: 'computed',
  message: 'the plan does not say which provider configuration is used',
  place: null,
};

const DOCUMENT_TEXT: readonly PathStep[] = [{ kind: 'name', name: 'json' }];

const INCOMPLETE: Reason = {
  kind: 'computed',
  message: 'the plan is not complete, because Terraform stopped with an error or was told to leave something out',
  place: null,
};

/** The resources of a plan, as if they had been evaluated from HCL; without places, which a plan does not have. */
export class PlanDeployment implements Deployment {
  readonly directory = null;
  readonly variableFiles: readonly string[] = [];
  readonly hidden: Reason | null;
  readonly #plan: Plan;
  readonly #options: PlanOptions;
  readonly #root: ModuleConfiguration;
  readonly #providers: PlanProviders | null;
  readonly #references: References;
  readonly #modules: PlanModules;
  readonly #owner: ResourceOwner;
  readonly #existing = new Map<string, PlanResource[]>();
  readonly #removed = new Map<string, PlanResource[]>();
  /** What data sources compute, of which the plan does not know it. */
  readonly #documents = new Map<EvaluatedResource, ReadonlyMap<string, Value>>();
  #byAddress: ReadonlyMap<string, EvaluatedResource> | null = null;
  /** By module address and local name. */
  #instances: ReadonlyMap<string, Instances<EvaluatedResource>> | null = null;

  constructor(plan: Plan, options: PlanOptions) {
    this.#plan = plan;
    this.#options = options;
    this.hidden = plan.complete ? null : INCOMPLETE;
    const configuration = plan.configuration === null ? null : parseRange(plan.bytes, plan.configuration);
    this.#root = readModuleConfiguration(member(configuration, 'root_module'));
    this.#providers = configuration === null ? null : new PlanProviders(member(configuration, 'provider_config'));
    this.#modules = new PlanModules(this.#root, () => [...this.all()].map(({ moduleAddress }) => moduleAddress));
    this.#references = new References({
      instances: (moduleAddress, localName) => this.#instancesOf(moduleAddress, localName),
      called: (caller, call) => this.#modules.called(caller, call),
      rootVariable: (name) => this.#rootVariable(name),
    });
    this.#owner = {
      bytes: plan.bytes,
      recent: new RecentParts(),
      context: {
        unknownArgument: (header, expression, reason, marks) =>
          this.#unknownArgument(expression, this.#scopeOf(header), reason, marks),
        traced: (header, expression, value) => this.#traced(expression, this.#scopeOf(header), value),
      },
      writtenFor: (header) => this.#configurationOf(header)?.expressions ?? null,
      providerOf: (header) => this.#providerOf(this.#configurationOf(header)),
    };
    for (const record of recordsOf(plan)) this.#add(record);
  }

  /** A plan lists all variables; one that has its default may or may not have been given, and counts as not given. */
  get variables(): ReadonlyMap<string, DeploymentVariable> {
    const variables = new Map<string, DeploymentVariable>();
    for (const [name, value] of this.#plan.variables) {
      const declared = this.#root.variables.get(name);
      const given = !hasMember(declared, 'default') || !isSameJson(value, member(declared, 'default'));
      const known = knownValue(value, member(declared, 'sensitive') === true);
      variables.set(name, { value: given ? known : marked(known, Mark.ROOT_DEFAULT), given });
    }
    return variables;
  }

  /** What the root variables were set to, by name. */
  get usedVariables(): ReadonlyMap<string, unknown> {
    return this.#plan.variables;
  }

  /** The names of what the root module declares; without a configuration, of what has instances. */
  get rootNames(): { readonly resources: ReadonlySet<string>; readonly calls: ReadonlySet<string> } {
    const resources = new Set(this.#root.resources.keys());
    const calls = new Set(this.#root.calls.keys());
    if (resources.size + calls.size > 0) return { resources, calls };
    for (const resource of this.all()) {
      const [call] = parseModuleAddress(resource.moduleAddress);
      if (call === undefined) resources.add(localNameOf(resource));
      else calls.add(call.name);
    }
    return { resources, calls };
  }

  /** All resource and data source instances, type by type. */
  *all(): Generator<EvaluatedResource> {
    for (const resources of this.#existing.values()) yield* resources;
  }

  /** The resource or data source instance with an address. */
  find(address: string): EvaluatedResource | null {
    this.#byAddress ??= new Map([...this.all()].map((resource) => [resource.address, resource]));
    return this.#byAddress.get(address) ?? null;
  }

  resources(type: string): readonly EvaluatedResource[] {
    return this.#existing.get(type) ?? [];
  }

  dataSources(type: string): readonly EvaluatedResource[] {
    return this.#existing.get(`data.${type}`) ?? [];
  }

  removed(type: string): readonly EvaluatedResource[] {
    return this.#removed.get(type) ?? [];
  }

  uncalled(): readonly UncalledResource[] {
    return [];
  }

  /** In every module of which the plan knows an instance; where it has no configuration, only what has instances. */
  declared(type: string): readonly DeclaredResource[] {
    const declared = new Map<string, DeclaredResource>();
    const add = (moduleAddress: string, name: string): void => {
      declared.set(JSON.stringify([moduleAddress, name]), { moduleAddress, name, place: null, by: null });
    };
    for (const { address, configuration } of this.#modules.all()) {
      for (const resource of configuration.resources.values()) {
        if (resource.mode === 'managed' && resource.type === type) add(address, resource.name);
      }
    }
    for (const { moduleAddress, name } of this.resources(type)) add(moduleAddress, name);
    return [...declared.values()];
  }

  #add(record: ResourceRecord): void {
    const { entry } = record;
    const resource = new PlanResource(record, this.#owner);
    const into = record.kind === 'change' && isRemoval(record.entry) ? this.#removed : this.#existing;
    const key = entry.mode === 'data' ? `data.${entry.type}` : entry.type;
    const same = into.get(key);
    if (same === undefined) into.set(key, [resource]);
    else same.push(resource);
  }

  #scopeOf(header: ResourceHeader): Scope | null {
    const module = this.#modules.find(header.moduleAddress);
    if (module === null) return null;
    return { module, key: header.index, forEach: this.#configurationOf(header)?.forEach ?? null };
  }

  #configurationOf(header: ResourceHeader): ResourceConfiguration | null {
    const module = this.#modules.find(header.moduleAddress);
    return module?.configuration.resources.get(localNameOf(header)) ?? null;
  }

  #providerOf(configuration: ResourceConfiguration | null): EvaluatedResource['provider'] {
    if (this.#providers === null || configuration === null || configuration.providerKey === null) {
      return NO_CONFIGURATION;
    }
    return this.#providers.find(configuration.providerKey);
  }

  /**
   * An argument that the plan does not know is what it refers to. Where it refers to nothing that Terraform could be
   * waiting for, it is the provider that will set it, because the configuration does not.
   */
  #unknownArgument(expression: unknown, scope: Scope | null, reason: Reason, marks: number): Value | null {
    if (scope !== null && expression !== null) {
      if (this.#references.standing(expression, scope) === 'unset') return null;
      const waitedFor = this.#references.resolve(expression, scope).flatMap((referenced) => {
        const value = this.#referencedValue(referenced);
        return value.kind === 'unknown' || this.#isDeferred(referenced.resource) ? [value] : [];
      });
      const [only] = waitedFor;
      if (only !== undefined && waitedFor.length === 1) return { ...only, marks: only.marks | marks };
    }
    return unknown(reason, { origin: null, marks });
  }

  /** A document that Terraform reads when it applies, because of what it depends on, though all of it may be known. */
  #isDeferred(resource: EvaluatedResource): boolean {
    return this.#readerOf(resource) !== null && resource.change?.actions.includes('read') === true;
  }

  /** A known string that equals exactly one of the attributes its expression refers to was read from there. */
  #traced(expression: unknown, scope: Scope | null, value: Value): Value {
    if (scope === null || expression === null || value.kind !== 'string') return value;
    const equal = this.#references.resolve(expression, scope).flatMap((referenced) => {
      const read = this.#referencedValue(referenced);
      return read.kind === 'string' && read.value === value.value ? [read] : [];
    });
    const [only] = equal;
    return only !== undefined && equal.length === 1 ? { ...value, via: only.via } : value;
  }

  /** What reading an attribute of a resource gives. */
  #referencedValue({ resource, path }: Referenced): Value {
    const isDocument = this.#readerOf(resource) !== null;
    // Splats, and Terraform before 1.0, do not say which attribute is read; of a document there is one to read.
    const [first, ...rest] = path.length === 0 && isDocument ? DOCUMENT_TEXT : path;
    const name = first?.kind === 'name' ? first.name : null;
    const text = pathText(path);
    const step: Omit<Definition, 'earlier'> = {
      kind: resource.mode === 'data' ? 'data' : 'resource',
      name: `${resource.address.slice(resource.moduleAddress === '' ? 0 : resource.moduleAddress.length + 1)}${text}`,
      place: null,
      resource,
    };
    const later = resource.mode === 'data' ? 'is read from the provider' : 'is only known after apply';
    const reason: Reason = { kind: 'computed', message: `${resource.address}${text} ${later}`, place: null };
    const value = name === null || rest.length > 0 ? null : this.#attributeOf(resource, name);
    return through(value ?? unknown(reason), step);
  }

  #attributeOf(resource: EvaluatedResource, name: string): Value | null {
    const own = resource instanceof PlanResource ? resource.body.attributeOrOutput(name) : null;
    if (own !== null && (own.kind !== 'unknown' || resource.mode === 'managed')) return own;
    let computed = this.#documents.get(resource);
    if (computed === undefined) {
      computed = this.#readerOf(resource)?.(resource.body, null) ?? new Map();
      this.#documents.set(resource, computed);
    }
    return computed.get(name) ?? own;
  }

  #readerOf({ mode, type }: EvaluatedResource): DataSourceReader | null {
    const { dataSources } = this.#options;
    return mode === 'data' && Object.hasOwn(dataSources, type) ? (dataSources[type] ?? null) : null;
  }

  #rootVariable(name: string): unknown {
    if (this.#plan.variables.has(name)) return this.#plan.variables.get(name);
    return member(this.#root.variables.get(name), 'default');
  }

  #instancesOf(moduleAddress: string, localName: string): Instances<EvaluatedResource> | null {
    this.#instances ??= groupInstances(this.all(), (resource) => `${resource.moduleAddress} ${localNameOf(resource)}`);
    return this.#instances.get(`${moduleAddress} ${localName}`) ?? null;
  }
}

function localNameOf({ mode, type, name }: Pick<EvaluatedResource, 'mode' | 'type' | 'name'>): string {
  return `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
}
