import type { Rule } from '../../src/lint/rule.ts';

/** A table of the ids that other tools give what rules of ours find, in the order of those ids. */
export function aliasTable(rules: readonly Rule[]): string {
  const byAlias = new Map<string, string[]>();
  for (const { id, aliases } of rules) {
    for (const alias of aliases) byAlias.set(alias, [...(byAlias.get(alias) ?? []), id]);
  }
  const rows = [...byAlias]
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(([alias, ids]) => `| \`${alias}\` | ${ids.map((id) => `[\`${id}\`](rules/${id}.md)`).join(', ')} |`);
  return ['| elsewhere | here |', '|---|---|', ...rows].join('\n');
}
