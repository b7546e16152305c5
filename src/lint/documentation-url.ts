import type { Rule } from './rule.ts';

const BASE = 'https://github.com/ecrlint/ecrlint/blob/main/docs/rules';

/** The page of a rule, by its id. */
export function documentationUrl(rule: string): string {
  return `${BASE}/${rule}.md`;
}

/** Where to read about a rule: its own page; of a plug-in's rule the first of its references, or nothing. */
export function pageOf({ id, documentation }: Rule): string | null {
  return id.includes('/') ? (documentation.references[0]?.url ?? null) : documentationUrl(id);
}
