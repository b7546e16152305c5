const NONE: readonly never[] = [];

/**
 * The same list without the room that one keeps which has grown: of lists of one or two, which most in a tree are, it is
 * most, and together a fifth of the tree.
 */
export function compact<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : list.slice();
}
