const BASE = 'https://github.com/ecrlint/ecrlint/blob/main/docs/rules';

/** The page of a rule, by its id. */
export function documentationUrl(rule: string): string {
  return `${BASE}/${rule}.md`;
}
