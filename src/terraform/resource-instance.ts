import type { Place } from '../hcl/source.ts';
import { HclBody } from './hcl-body.ts';
import { LazyEntries } from './lazy-entries.ts';
import { findExpression, type ResourceDeclaration } from './module-config.ts';
import {
  collect,
  indexText,
  type ModuleInstance,
  providerReference,
  type ResourceInstances,
} from './module-instance.ts';
import type { PublishedCall } from './published.ts';
import { type RepeatedInstance, within } from './repetition.ts';
import type { EvaluatedBody, EvaluatedResource, Presence } from './resource.ts';
import { type Definition, type Reason, type Step, sequence, through, unknown, type Value } from './value.ts';

/** Arguments that configure Terraform itself; they are no attributes of the resource. */
const META_ARGUMENTS = new Set(['count', 'for_each', 'provider', 'depends_on']);

/** A resource or data source instance declared in HCL. */
export class ResourceInstance implements EvaluatedResource {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly moduleAddress: string;
  readonly key: string | number | null;
  readonly presence: Presence;
  readonly repeatedBy: readonly Step[];
  readonly body: EvaluatedBody;
  readonly published: PublishedCall | null;
  readonly change = null;
  readonly #module: ModuleInstance;
  readonly #declaration: ResourceDeclaration;
  #attributes: Value | null = null;
  #computed: ReadonlyMap<string, Value> | null = null;

  constructor(module: ModuleInstance, declaration: ResourceDeclaration, instance: RepeatedInstance) {
    this.#module = module;
    this.#declaration = declaration;
    this.mode = declaration.mode;
    this.type = declaration.type;
    this.name = declaration.name;
    this.moduleAddress = module.address;
    this.published = module.published;
    this.key = instance.key;
    const prefix = module.address === '' ? '' : `${module.address}.`;
    this.address = `${prefix}${localName(declaration)}${indexText(instance.key)}`;
    this.presence = within(module.presence, instance.presence);
    this.repeatedBy = instance.via === null ? module.repeatedBy : [instance.via, ...module.repeatedBy];
    this.body = new HclBody(declaration.header, declaration.layers, instance.scope);
  }

  get provider(): EvaluatedBody | Reason | null {
    const written = findExpression(this.#declaration.layers, 'provider');
    const reference = written === null ? this.type.slice(0, this.type.indexOf('_')) : providerReference(written);
    if (reference !== null) return this.#module.provider(reference);
    return { kind: 'unsupported', message: `the provider of ${this.address} is not a plain reference`, place: written };
  }

  /** What a reference to this instance gives: its arguments, and as unknown what only the provider computes. */
  asValue(): Value {
    if (this.#attributes === null) {
      const names = this.body.attributeNames().filter((name) => !META_ARGUMENTS.has(name));
      const entries = new LazyEntries(
        names,
        (name) => this.#attribute(name),
        (name) => this.#attribute(name),
      );
      this.#attributes = {
        kind: 'object',
        entries,
        rest: this.#knownLater('some attributes'),
        origin: this.body.place,
        via: null,
        marks: 0,
      };
    }
    return this.#attributes;
  }

  /** The step that a value read from this instance as a whole came through. */
  get step(): Definition {
    return { ...this.#step('', this.body.place), earlier: null };
  }

  #attribute(name: string): Value {
    const step = this.#step(`.${name}`, this.body.attributePlace(name) ?? this.body.place);
    const own = this.body.attribute(name);
    if (own !== null && own.kind !== 'null') return through(own, step);
    if (this.mode === 'data') {
      this.#computed ??= this.#module.root.readDataSource(this) ?? new Map();
      const computed = this.#computed.get(name);
      if (computed !== undefined) return through(computed, step);
    }
    const blocks = this.body.blocks(name);
    if (blocks.items.length > 0 && blocks.rest === null) {
      return through(sequence('list', blocks.items.map(bodyValue), { origin: this.body.place }), step);
    }
    return through(unknown(this.#knownLater(name), { origin: this.body.place }), step);
  }

  #knownLater(attribute: string): Reason {
    const who = this.mode === 'data' ? 'is read from the provider' : 'is only known after apply';
    return { kind: 'computed', message: `${this.address}.${attribute} ${who}`, place: this.body.place };
  }

  #step(attribute: string, place: Place | null): Omit<Definition, 'earlier'> {
    const kind = this.mode === 'data' ? 'data' : 'resource';
    const name = `${localName(this.#declaration)}${indexText(this.key)}${attribute}`;
    return { kind, name, place, resource: this };
  }
}

function localName(declaration: ResourceDeclaration): string {
  return `${declaration.mode === 'data' ? 'data.' : ''}${declaration.type}.${declaration.name}`;
}

/** A nested block as an object of its arguments; what the provider would add is open. */
function bodyValue(body: EvaluatedBody): Value {
  const entries = new LazyEntries(body.attributeNames(), (name) => body.attribute(name)!);
  const rest: Reason = {
    kind: 'computed',
    message: 'arguments that are not written are set by the provider',
    place: body.place,
  };
  return { kind: 'object', entries, rest, origin: body.place, via: null, marks: 0 };
}

/** What `type.name` stands for: an object, or a tuple or object of them where the resource repeats. */
export function resourceValue(declaration: ResourceDeclaration, { repetition, instances }: ResourceInstances): Value {
  const values = instances.map((instance) => instance.asValue());
  return collect(repetition, values, declaration.header, instances[0]?.step ?? null);
}
