/**
 * The first place where two JSON values differ outside of the given paths, as names joined by dots; null when there is
 * none.
 *
 * @param paths as `Change.path`; everything below the end of one may differ
 */
export function unintendedDifference(
  before: unknown,
  after: unknown,
  paths: readonly (readonly string[])[],
): string | null {
  const place = differenceAt(before, after, [], [intendedBy(paths)]);
  return place === null ? null : place.join('.') || 'the whole file';
}

/** What may differ: everything below a node that ends a path. */
interface Intended {
  ends: boolean;
  readonly below: Map<string, Intended>;
}

function intendedBy(paths: readonly (readonly string[])[]): Intended {
  const root: Intended = { ends: false, below: new Map() };
  for (const path of paths) {
    let node = root;
    for (const name of path) {
      const next = node.below.get(name) ?? { ends: false, below: new Map() };
      node.below.set(name, next);
      node = next;
    }
    node.ends = true;
  }
  return root;
}

/**
 * @param at the path of the two values
 * @param intended what may differ there, by each path that leads there
 */
function differenceAt(
  before: unknown,
  after: unknown,
  at: readonly string[],
  intended: readonly Intended[],
): readonly string[] | null {
  if (before === after || intended.some(({ ends }) => ends)) return null;
  const [old, fixed] = [membersOf(before ?? emptyLike(after)), membersOf(after ?? emptyLike(before))];
  if (old === null || fixed === null || Array.isArray(before ?? after) !== Array.isArray(after ?? before)) return at;
  for (const name of new Set([...old.keys(), ...fixed.keys()])) {
    const below = intended.flatMap((node) =>
      [node.below.get(name), node.below.get('*')].filter((one) => one !== undefined),
    );
    const place = differenceAt(old.get(name), fixed.get(name), [...at, name], below);
    if (place !== null) return place;
  }
  // Something that was not there and is not meant to be, with nothing in it.
  return (before === undefined || after === undefined) && intended.length === 0 ? at : null;
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}

function emptyLike(value: unknown): unknown {
  return Array.isArray(value) ? [] : {};
}
