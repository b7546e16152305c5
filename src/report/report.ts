import type { Severity } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import type { Rule } from '../lint/rule.ts';
import type { Style } from './style.ts';

/** What every format is made from. */
export interface Report {
  readonly result: LintResult;
  /** Where a finding's help comes from, by rule id. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** Of this program. */
  readonly version: string;
  /** The lowest severity shown to people; formats for machines show all. */
  readonly level: Severity;
  /** Findings alone: no summary and nothing about what is unresolved. */
  readonly quiet: boolean;
  /** What was fixed in files; null where nothing was to be. `result` then speaks of what remains. */
  readonly fixes: ReportedFixes | null;
}

export interface ReportedFixes {
  /** Once for each finding and file. */
  readonly fixed: readonly { readonly rule: string; readonly file: string }[];
  /** How many findings have a fix that was not applied because it is unsafe. */
  readonly heldUnsafe: number;
}

/** Writes a whole report, final line ending included; empty when there is nothing to say. */
export type Reporter = (report: Report, style: Style) => string;
