/**
 * Remembers what was computed of two objects, as long as both live. Values and types share their parts, so comparing
 * two of them part by part without a memory could take exponentially long.
 */
export class PairCache<Key extends object, Result> {
  readonly #results = new WeakMap<Key, WeakMap<Key, Result>>();

  /** The result for a pair, computed when it is first asked for. */
  get(a: Key, b: Key, compute: () => Result): Result {
    let results = this.#results.get(a);
    if (results === undefined) {
      results = new WeakMap();
      this.#results.set(a, results);
    }
    if (!results.has(b)) results.set(b, compute());
    const result = results.get(b);
    if (result === undefined) throw new Error('a result was lost');
    return result;
  }
}
