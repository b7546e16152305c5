import { compareCodePoints, type Value } from './value.ts';

/**
 * The entries of a mapping whose values are computed when they are asked for: a resource's arguments, a module's
 * outputs, the names after `local.`. A reference then evaluates what it names and nothing beside it.
 */
export class LazyEntries implements ReadonlyMap<string, Value> {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;
  readonly #compute: (name: string) => Value;
  readonly #missing: ((name: string) => Value) | null;
  readonly #computed = new Map<string, Value>();

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
    let value = this.#computed.get(name);
    if (value === undefined) {
      const computed = this.#compute(name);
      // Whoever asked for it meanwhile was told that it refers to itself.
      value = this.#computed.get(name) ?? computed;
      this.#computed.set(name, value);
    }
    return value;
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
