/** The tools whose comments can count as suppressions. */
export const FOREIGN_TOOLS = ['checkov', 'tfsec', 'trivy', 'tflint', 'kics'] as const;
export type ForeignTool = (typeof FOREIGN_TOOLS)[number];

/** Whose comments count besides our own. */
export type ForeignSuppressions = 'all' | 'none' | readonly ForeignTool[];

/** What comments may suppress. */
export interface SuppressionSettings {
  readonly foreign: ForeignSuppressions;
  /** Rules, by id, that no comment suppresses, besides those that say so of themselves. */
  readonly forbidden: ReadonlySet<string>;
}

/** What holds unless a configuration says otherwise. */
export const SUPPRESSION_SETTINGS: SuppressionSettings = { foreign: 'all', forbidden: new Set() };

/** Whether the comments of a tool count. */
export function counts(foreign: ForeignSuppressions, tool: ForeignTool): boolean {
  return foreign === 'all' || (foreign !== 'none' && foreign.includes(tool));
}
