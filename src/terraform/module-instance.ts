import type { Place } from '../hcl/source.ts';
import type { Expression } from '../hcl/syntax.ts';
import { invalid } from './access.ts';
import { evaluate } from './expression.ts';
import { HclBody } from './hcl-body.ts';
import { LazyEntries } from './lazy-entries.ts';
import {
  type Declaration,
  findAttribute,
  findExpression,
  literalText,
  type ModuleConfig,
  type ResourceDeclaration,
} from './module-config.ts';
import { ModuleScope } from './module-scope.ts';
import { isLocalSource } from './module-source.ts';
import type { PublishedCall, PublishedModule } from './published.ts';
import { publishedCall } from './published-call.ts';
import { type Repetition, repeat, within } from './repetition.ts';
import type { EvaluatedBody, Presence } from './resource.ts';
import { ResourceInstance, resourceValue } from './resource-instance.ts';
import type { RootEvaluation } from './root-evaluation.ts';
import type { Scope } from './scope.ts';
import {
  definitionsOf,
  Mark,
  mapping,
  marked,
  type Reason,
  type Step,
  sequence,
  through,
  unknown,
  type Value,
} from './value.ts';
import { argumentValue, defaultValue } from './variables.ts';
import { withParts } from './with-parts.ts';

/** The call that made a module instance. */
export interface ModuleCall {
  readonly declaration: Declaration;
  /** The caller's scope, with `each` or `count` of the call. */
  readonly scope: Scope;
  readonly caller: ModuleInstance;
  /** How the `count` or `for_each` of the call came; null where that is written in its place. */
  readonly via: Step | null;
}

/** The instances of a resource, and how they repeat. */
export interface ResourceInstances {
  readonly repetition: Repetition;
  readonly instances: readonly ResourceInstance[];
}

/** What a `module` block gives: instances of a module on disk, or a reason why there are none to look into. */
export interface CalledModule {
  readonly repetition: Repetition;
  readonly instances: readonly ModuleInstance[];
  /** What the module is, whether there are instances or not; null where it is not at hand. */
  readonly config: ModuleConfig | null;
  /** Set when the module's source is not at hand. */
  readonly missing: Reason | null;
}

interface CalledConfig {
  readonly config: ModuleConfig;
  /** What is known of it where it is a published one. */
  readonly module: PublishedModule | null;
}

/** What repeats depends on itself: nobody can say how often. */
const NOTHING: Repetition = { kind: 'single', instances: [], reason: null, via: null };

/** A module with its arguments: the root of a deployment, or one instance of a `module` block. */
export class ModuleInstance {
  readonly config: ModuleConfig;
  /** `module.app["x"].module.y`; empty for the root. */
  readonly address: string;
  readonly root: RootEvaluation;
  readonly call: ModuleCall | null;
  readonly presence: Presence;
  /** The call, in the user's own configuration, of the published module that this is or belongs to; null for the user's own. */
  readonly published: PublishedCall | null;
  readonly scope: Scope;
  /** How the `count` or `for_each` came of the calls that lead here. */
  readonly repeatedBy: readonly Step[];
  readonly #values = new Map<string, Value | 'evaluating'>();
  readonly #resources = new Map<ResourceDeclaration, ResourceInstances | 'evaluating'>();
  readonly #calls = new Map<string, CalledModule | 'evaluating'>();
  readonly #providers = new Map<string, EvaluatedBody>();

  constructor(
    config: ModuleConfig,
    address: string,
    root: RootEvaluation,
    call: ModuleCall | null,
    presence: Presence,
    module: PublishedModule | null = null,
  ) {
    this.config = config;
    this.address = address;
    this.root = root;
    this.call = call;
    this.presence = presence;
    this.published = call === null ? root.callOf(this) : (call.caller.published ?? this.#calledAs(module, call));
    this.scope = new ModuleScope(this);
    const outer = call?.caller.repeatedBy ?? [];
    this.repeatedBy = call === null || call.via === null ? outer : [call.via, ...outer];
  }

  #calledAs(module: PublishedModule | null, { declaration, caller }: ModuleCall): PublishedCall | null {
    return module === null ? null : publishedCall(module, declaration, caller.address, this);
  }

  variable(name: string): Value {
    return this.#once(`var.${name}`, () => {
      const declaration = this.config.variables.get(name);
      if (declaration === undefined) {
        return unknown({ kind: 'unset', message: `var.${name} is not declared`, place: null });
      }
      if (this.call === null) return this.root.rootVariable(declaration, this.scope);
      const argument = findAttribute(this.call.declaration.layers, name);
      const given = argument === null ? null : argumentValue(declaration, argument, this.call);
      if (given !== null) return given;
      return findAttribute(declaration.layers, 'default') === null && this.published !== null
        ? this.#notGiven(name)
        : defaultValue(declaration, this.root.emptyScope, 0);
    });
  }

  /** An input of a published module that neither its call gives nor a known default. */
  #notGiven(name: string): Value {
    const message = `${this.address} is not given ${name}, and no default of it is known`;
    return unknown({ kind: 'unset', message, place: this.published?.place ?? null });
  }

  local(name: string): Value {
    return this.#once(`local.${name}`, () => {
      const attribute = this.config.locals.get(name);
      if (attribute === undefined) return invalid(`local.${name} is not declared`, null);
      const step = { kind: 'local', name: `local.${name}`, place: attribute, resource: null } as const;
      return through(evaluate(attribute.value, this.scope), step);
    });
  }

  output(name: string): Value {
    return this.#once(`output.${name}`, () => {
      const declaration = this.config.outputs.get(name);
      if (declaration === undefined && this.config.partial) return unknown(this.#unknownOutputs());
      const body = declaration === undefined ? null : new HclBody(declaration.header, declaration.layers, this.scope);
      const value = body?.attribute('value') ?? null;
      if (body === null || value === null) return invalid(`${this.address} has no output "${name}"`, null);
      const sensitive = body.attribute('sensitive');
      const marks = sensitive?.kind === 'bool' && sensitive.value ? Mark.SENSITIVE : 0;
      const step = {
        kind: 'output',
        name: `${this.address}.${name}`,
        place: body.attributePlace('value'),
        resource: null,
      } as const;
      return through(marked(value, marks), step);
    });
  }

  /** A value that may be asked for again, also while it is being computed. */
  #once(name: string, compute: () => Value): Value {
    const known = this.#values.get(name);
    if (known === 'evaluating') return invalid(`${name} refers to itself`, null);
    if (known !== undefined) return known;
    this.#values.set(name, 'evaluating');
    const value = withParts(compute(), this.scope.budget);
    this.#values.set(name, value);
    return value;
  }

  /** The instances of a resource or data source; none when its own repetition depends on itself. */
  resource(declaration: ResourceDeclaration): ResourceInstances {
    const known = this.#resources.get(declaration);
    if (known === 'evaluating') return { repetition: NOTHING, instances: [] };
    if (known !== undefined) return known;
    this.#resources.set(declaration, 'evaluating');
    const repetition = this.#repeat(declaration);
    const instances = repetition.instances.map((instance) => new ResourceInstance(this, declaration, instance));
    const made = { repetition, instances };
    this.#resources.set(declaration, made);
    return made;
  }

  /** What `type.name` or `data.type.name` stands for. */
  resourceValue(declaration: ResourceDeclaration): Value {
    return resourceValue(declaration, this.resource(declaration));
  }

  /** The modules that a `module` block calls. */
  called(name: string): CalledModule {
    const known = this.#calls.get(name);
    if (known === 'evaluating') {
      const reason: Reason = { kind: 'invalid', message: `module.${name} refers to itself`, place: null };
      return { repetition: NOTHING, instances: [], config: null, missing: reason };
    }
    if (known !== undefined) return known;
    this.#calls.set(name, 'evaluating');
    const called = this.#call(name);
    this.#calls.set(name, called);
    return called;
  }

  #call(name: string): CalledModule {
    const declaration = this.config.calls.get(name)!;
    const repetition = this.#repeat(declaration);
    const found = this.#find(declaration);
    if ('message' in found) return { repetition, instances: [], config: null, missing: found };
    const { config, module } = found;
    const prefix = this.address === '' ? '' : `${this.address}.`;
    const instances: ModuleInstance[] = [];
    for (const { key, scope, presence, via } of repetition.instances) {
      if (!this.root.admitModule()) break;
      const address = `${prefix}module.${name}${indexText(key)}`;
      const call = { declaration, scope, caller: this, via };
      instances.push(new ModuleInstance(config, address, this.root, call, within(this.presence, presence), module));
    }
    return { repetition, instances, config, missing: null };
  }

  /** The module that a block calls: on disk by a local path, or published. */
  #find(declaration: Declaration): CalledConfig | Reason {
    const source = findAttribute(declaration.layers, 'source');
    const text = literalText(source?.value ?? null);
    const place = source ?? declaration.header;
    const because = (message: string): Reason => ({ kind: 'unsupported', message, place });
    const name = `module.${declaration.name}`;
    if (text === null) return because(`the source of ${name} is not a plain string`);
    const local = isLocalSource(text) ? this.root.loadModule(this.config.directory, text) : null;
    const constraint = findExpression(declaration.layers, 'version');
    // One that is not plain text is there all the same, and says nothing.
    const version = constraint === null ? null : (literalText(constraint) ?? '');
    const path = [...this.#path, declaration.name];
    const reference = { source: text, version, path, arguments: argumentNames(declaration) };
    const found = local === null ? this.root.findPublished(reference) : { config: local, module: null };
    if (found === null) {
      const what = isLocalSource(text) ? `there is no module at "${text}"` : `its source is "${text}"`;
      return because(`${name} is not on disk: ${what}`);
    }
    if ('message' in found) return { ...found, place };
    for (let outer: ModuleInstance | null = this; outer !== null; outer = outer.call?.caller ?? null) {
      if (outer.config === found.config) {
        return { kind: 'invalid', message: `${name} calls a module that it is itself part of`, place: source };
      }
    }
    return found;
  }

  /** The names of the calls that lead here from the root module. */
  get #path(): readonly string[] {
    return this.call === null ? [] : [...this.call.caller.#path, this.call.declaration.name];
  }

  /** What `module.name` stands for: an object of outputs, or a collection of such objects. */
  callValue(name: string): Value {
    const declaration = this.config.calls.get(name);
    if (declaration === undefined) return invalid(`module.${name} is not declared`, null);
    const { repetition, instances, missing } = this.called(name);
    if (missing !== null) return unknown(missing, { origin: declaration.header });
    return collect(
      repetition,
      instances.map((instance) => instance.#outputs()),
      declaration.header,
      null,
    );
  }

  #outputs(): Value {
    const entries = new LazyEntries(this.config.outputs.keys(), (name) => this.output(name));
    const rest = this.config.partial ? this.#unknownOutputs() : null;
    return { kind: 'object', entries, rest, origin: null, via: null, marks: 0 };
  }

  #unknownOutputs(): Reason {
    const place = this.published?.place ?? null;
    return { kind: 'unsupported', message: `not all outputs of ${this.address} are known`, place };
  }

  #repeat(declaration: Declaration): Repetition {
    return repeat(declaration.layers, this.scope, (value) => {
      const read = definitionsOf(value)[0];
      const instance = read?.kind === 'resource' ? read.resource : null;
      return instance?.presence.kind === 'possible' ? instance.presence.guard : null;
    });
  }

  /**
   * The provider configuration a resource uses.
   * @param reference `aws` or `aws.alias`, as the resource names it
   */
  provider(reference: string): EvaluatedBody | Reason | null {
    const own = this.config.providers.get(reference);
    if (own !== undefined) {
      let body = this.#providers.get(reference);
      if (body === undefined) {
        body = new HclBody(own.header, own.layers, this.scope);
        this.#providers.set(reference, body);
      }
      return body;
    }
    if (this.call === null) return this.root.otherProviders;
    const passed = findAttribute(this.call.declaration.layers, 'providers');
    if (passed?.value.kind !== 'object') return this.call.caller.provider(reference);
    for (const item of passed.value.items) {
      if (providerReference(item.key) === reference) {
        const theirs = providerReference(item.value);
        return theirs === null ? null : this.call.caller.provider(theirs);
      }
    }
    return null;
  }
}

/** The names of all arguments of a block, those of Terraform itself included. */
function argumentNames({ layers }: Declaration): readonly string[] {
  return [...new Set(layers.flatMap(({ attributes }) => attributes.map(({ name }) => name)))];
}

/** `aws` or `aws.east`, written bare or, in JSON and old code, in quotes. */
export function providerReference(node: Expression): string | null {
  switch (node.kind) {
    case 'variable':
      return node.name;
    case 'literal':
      return typeof node.value === 'string' ? node.value : null;
    case 'get-attr':
      return node.object.kind === 'variable' ? `${node.object.name}.${node.name}` : null;
    case 'template':
      return literalText(node);
    default:
      return null;
  }
}

/** The index of an address: `["key"]`, `[0]`, or nothing. */
export function indexText(key: string | number | null): string {
  if (key === null) return '';
  return typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key).replace(/([$%])\{/g, '$1$1{')}]`;
}

/**
 * The value of a repeated block: one object, a tuple for `count`, an object for `for_each`.
 * @param via what an unknown number of them is read through
 */
export function collect(repetition: Repetition, values: readonly Value[], header: Place, via: Step | null): Value {
  const at = { origin: header };
  switch (repetition.kind) {
    case 'single':
      return values[0] ?? invalid('it refers to itself', header);
    case 'count':
      return sequence('tuple', values, at);
    case 'for_each':
      return mapping(
        'object',
        values.map((value, i) => [String(repetition.instances[i]!.key), value] as const),
        at,
      );
    case 'unknown':
      return unknown(repetition.reason!, { ...at, via }, { element: values[0] ?? null });
  }
}
