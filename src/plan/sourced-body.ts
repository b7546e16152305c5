import type { Place } from '../hcl/source.ts';
import type { BlockList, EvaluatedBody } from '../terraform/resource.ts';
import { nullValue, type Value } from '../terraform/value.ts';
import { joinValue, means, type SourceJoin } from './sourced-value.ts';

/** Arguments and blocks of Terraform itself, which a plan does not have. */
const META_ARGUMENTS = new Set(['count', 'for_each', 'provider', 'depends_on']);
const META_BLOCKS = new Set(['lifecycle', 'connection', 'provisioner']);

/** A body of a plan together with the HCL block it comes from. */
export class SourcedBody implements EvaluatedBody {
  readonly place: Place | null;
  readonly #planned: EvaluatedBody;
  readonly #written: EvaluatedBody;
  readonly #join: SourceJoin;
  readonly #derived: DerivedArguments;
  readonly #attributes = new Map<string, Value | null>();

  constructor(planned: EvaluatedBody, written: EvaluatedBody, join: SourceJoin, derived: DerivedArguments = {}) {
    this.place = written.place;
    this.#planned = planned;
    this.#written = written;
    this.#join = join;
    this.#derived = derived;
  }

  attribute(name: string): Value | null {
    if (META_ARGUMENTS.has(name)) return this.#written.attribute(name);
    let value = this.#attributes.get(name);
    if (value === undefined) {
      const written = this.#derived[name]?.value() ?? this.#written.attribute(name);
      value = joinValue(this.#planned.attribute(name), written, this.#join);
      this.#attributes.set(name, value);
    }
    return value;
  }

  attributePlace(name: string): Place | null {
    return this.#written.attributePlace(this.#derived[name]?.from ?? name);
  }

  attributeNames(): readonly string[] {
    return this.#written.attributeNames();
  }

  blocks(type: string): BlockList {
    const written = this.#written.blocks(type);
    const isWritten = written.items.length > 0 || written.rest !== null;
    // What exists and is not written, the provider leaves as it is.
    if (META_BLOCKS.has(type) || !isWritten) return written;
    const planned = this.#planned.blocks(type);
    if (planned.rest !== null) return written;
    const left = [...written.items];
    const items = planned.items.map((body, index) => {
      const own = written.items[index];
      const at = own !== undefined && left.includes(own) && agrees(body, own) ? left.indexOf(own) : -1;
      const found = at === -1 ? left.findIndex((other) => agrees(body, other)) : at;
      const [partner = written.rest?.sample] = found === -1 ? [] : left.splice(found, 1);
      return partner === undefined ? new PlacedBody(body, this.place) : new SourcedBody(body, partner, this.#join);
    });
    return { items, rest: null };
  }
}

/** Arguments that the provider derives from others: their value as the source has it, and from which argument. */
export type DerivedArguments = Readonly<Record<string, { readonly from: string; readonly value: () => Value | null }>>;

/** A body of a plan of which the source has no block: everything about it is said of the block around it. */
export class PlacedBody implements EvaluatedBody {
  readonly place: Place | null;
  readonly #planned: EvaluatedBody;

  constructor(planned: EvaluatedBody, place: Place | null) {
    this.#planned = planned;
    this.place = place;
  }

  attribute(name: string): Value | null {
    return this.#planned.attribute(name);
  }

  attributePlace(): Place | null {
    return null;
  }

  attributeNames(): readonly string[] {
    return this.#planned.attributeNames();
  }

  blocks(type: string): BlockList {
    const { items, rest } = this.#planned.blocks(type);
    return {
      items: items.map((body) => new PlacedBody(body, this.place)),
      rest: rest === null ? null : { ...rest, sample: new PlacedBody(rest.sample, this.place) },
    };
  }
}

/** Whether a written block can be a planned one: nothing both know differs. */
function agrees(planned: EvaluatedBody, written: EvaluatedBody): boolean {
  return written.attributeNames().every((name) => {
    const [a, b] = [planned.attribute(name), written.attribute(name)];
    return b === null || b.kind === 'unknown' || a?.kind === 'unknown' || means(a ?? nullValue(), b);
  });
}
