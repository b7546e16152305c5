import { invalid } from './access.ts';
import { compareCodePoints, contentsOf, type Value } from './value.ts';

/**
 * The entries of a mapping whose values are computed when they are asked for: a resource's arguments, a module's
 * outputs, the names after `local.`. A reference then evaluates what it names and nothing beside it. An entry never
 * holds the mapping that it is in, such as a resource whose argument is the resource: Terraform refuses such circles,
 * and whoever looks through a value would not come to an end.
 */
export class LazyEntries implements ReadonlyMap<string, Value> {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #compute: (name: string) => Value;
  readonly #missing: ((name: string) => Value) | null;
  readonly #computed = new Map<string, Value>();
  /** The entries whose parts are being computed, with whether they were met among them. */
  readonly #open = new Map<string, boolean>();

  /**
   * @param names the entries that exist, in any order
   * @param compute the value of one of them; called once each
   * @param missing what `get` gives for any other name; null for `undefined`, as a `Map` does
   */
  constructor(
    names: Iterable<string>,
    compute: (name: string) => Value,
    missing: ((name: string) => Value) | null = null,
  ) {
    this.#names = [...names].sort(compareCodePoints);
    this.#known = new Set(this.#names);
    this.#compute = compute;
    this.#missing = missing;
  }

  get size(): number {
    return this.#names.length;
  }

  has(name: string): boolean {
    return this.#known.has(name);
  }

  get(name: string): Value | undefined {
    if (!this.#known.has(name)) return this.#missing?.(name);
    const known = this.#computed.get(name);
    if (known !== undefined) return known;
    if (this.#open.has(name)) {
      this.#open.set(name, true);
      return holdsItself(name);
    }
    const value = this.#withParts(name, this.#compute(name));
    this.#computed.set(name, value);
    return value;
  }

  /** Computes what an entry is made of, which would otherwise be put off, unless it is made of itself. */
  #withParts(name: string, value: Value): Value {
    this.#open.set(name, false);
    computeParts(value);
    const isCircle = this.#open.get(name) === true;
    this.#open.delete(name);
    return isCircle ? holdsItself(name) : value;
  }

  *entries(): MapIterator<[string, Value]> {
    for (const name of this.#names) yield [name, this.get(name)!];
  }

  *keys(): MapIterator<string> {
    yield* this.#names;
  }

  *values(): MapIterator<Value> {
    for (const name of this.#names) yield this.get(name)!;
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, name: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [name, value] of this) visit(value, name, this);
  }
}

/** Collections are shared, so each is gone through once. */
const gone = new WeakSet<object>();

function computeParts(value: Value): void {
  const contents = contentsOf(value);
  if (contents === null || gone.has(contents)) return;
  for (const part of contents.values()) computeParts(part);
  gone.add(contents);
}

function holdsItself(name: string): Value {
  return invalid(`"${name}" refers to itself`, null);
}
