import type { ConfigMap, ConfigNode } from './node.ts';

/** Plug-ins' rules have a prefix of their own. */
const PREFIX = '/';

/** A configuration without what it says of rules of plug-ins, for when plug-ins are not to be loaded. */
export function withoutPluginRules(root: ConfigNode): ConfigNode {
  if (root.kind !== 'map') return root;
  return mapEntries(root, (key, value) => {
    if (key === 'rules') return withoutPrefixed(value);
    if (key !== 'overrides' || value.kind !== 'list') return value;
    const items = value.items.map((item) =>
      item.kind === 'map' ? mapEntries(item, (inner, one) => (inner === 'rules' ? withoutPrefixed(one) : one)) : item,
    );
    return { ...value, items };
  });
}

function mapEntries(map: ConfigMap, change: (key: string, value: ConfigNode) => ConfigNode): ConfigMap {
  const entries = [...map.entries].map(([key, entry]) => [key, { ...entry, value: change(key, entry.value) }] as const);
  return { ...map, entries: new Map(entries) };
}

function withoutPrefixed(rules: ConfigNode): ConfigNode {
  if (rules.kind !== 'map') return rules;
  return { ...rules, entries: new Map([...rules.entries].filter(([id]) => !id.includes(PREFIX))) };
}
