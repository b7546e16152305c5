import type { Place } from '../../hcl/source.ts';

/** What stands in a configuration file, in YAML or JSON, with its places. */
export type ConfigNode = ConfigScalar | ConfigList | ConfigMap;

export interface ConfigScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly place: Place;
}

export interface ConfigList {
  readonly kind: 'list';
  readonly items: readonly ConfigNode[];
  readonly place: Place;
}

export interface ConfigMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, ConfigEntry>;
  readonly place: Place;
}

export interface ConfigEntry {
  readonly key: Place;
  readonly value: ConfigNode;
}

/** Keys and indices that lead from the root of a file to something in it. */
export type ConfigPath = readonly (string | number)[];

/** A node as plain data. A key `__proto__` is one like any other. */
export function dataOf(node: ConfigNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(dataOf);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, dataOf(value)]));
  }
}

/** What stands at a path: the entry of a map, or the item of a list; null when there is nothing. */
export function nodeAt(
  root: ConfigNode,
  path: ConfigPath,
): { readonly key: Place | null; readonly value: ConfigNode } | null {
  let found: { readonly key: Place | null; readonly value: ConfigNode } = { key: null, value: root };
  for (const step of path) {
    const { value } = found;
    if (value.kind === 'map') {
      const entry = value.entries.get(String(step));
      if (entry === undefined) return null;
      found = entry;
    } else if (value.kind === 'list' && typeof step === 'number') {
      const item = value.items[step];
      if (item === undefined) return null;
      found = { key: null, value: item };
    } else return null;
  }
  return found;
}

/** Where something is said: the key of a map's entry, the item of a list; of what is not there, what should hold it. */
export function placeAt(root: ConfigNode, path: ConfigPath): Place {
  for (let length = path.length; length > 0; length--) {
    const found = nodeAt(root, path.slice(0, length));
    if (found !== null) return found.key ?? found.value.place;
  }
  return root.place;
}
