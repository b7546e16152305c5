/** `each.key`, `count.index`, or null without either. */
export type Key = string | number | null;

interface Keyed {
  readonly key: Key;
}

/** The instances of one block. There may be many thousands, so that they are found by their key. */
export class Instances<T extends Keyed> {
  readonly all: readonly T[];
  readonly #byKey = new Map<Key, T>();

  constructor(all: readonly T[]) {
    this.all = all;
    for (const instance of all) if (!this.#byKey.has(instance.key)) this.#byKey.set(instance.key, instance);
  }

  /**
   * The instance with a key; without one the only instance, or the one that repeats as the block that refers to it does.
   *
   * @param key what a reference is indexed by; null for no index, or for one that is no constant
   * @param repeated which instance the block is that refers to it
   */
  select(key: Key, repeated: Key): T | null {
    const wanted = key ?? repeated;
    const found = wanted === null ? undefined : this.#byKey.get(wanted);
    if (found !== undefined || key !== null) return found ?? null;
    return this.all.length === 1 ? (this.all[0] ?? null) : null;
  }
}

/** Makes the instances of every block from those of all blocks. */
export function groupInstances<T extends Keyed>(
  instances: Iterable<T>,
  blockOf: (instance: T) => string,
): ReadonlyMap<string, Instances<T>> {
  const groups = new Map<string, T[]>();
  for (const instance of instances) {
    const block = blockOf(instance);
    const same = groups.get(block);
    if (same === undefined) groups.set(block, [instance]);
    else same.push(instance);
  }
  return new Map([...groups].map(([block, same]) => [block, new Instances(same)]));
}
