import type { Place } from '../hcl/source.ts';
import { type Finding, type Severity, standing } from '../lint/finding.ts';
import type { LintResult } from '../lint/lint.ts';
import type { Rule } from '../lint/rule.ts';
import type { Shard } from '../terraform/shard.ts';
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
  /** The working directory as seen from the root of its Git repository; empty for the root, and outside of any. */
  readonly pathInRepository: string;
  /** The file to report a finding for that has no place, where a format demands one: the plan. */
  readonly inputName: string;
  /** Whether formats that show suppressed findings do. */
  readonly showSuppressed: boolean;
  /** Which of several runs this is that share the work; null for the only one. */
  readonly shard: Shard | null;
  /** What a finding's fix comes down to, on its own: pieces of text in the place of others, in order in each file. */
  readonly replacementsOf: (finding: Finding) => readonly Replacement[];
}

export interface Replacement {
  readonly place: Place;
  readonly text: string;
}

/** The findings for formats that show suppressed ones. */
export function reportedFindings({ result, showSuppressed }: Report): readonly Finding[] {
  return showSuppressed ? result.findings : standing(result.findings);
}

export interface ReportedFixes {
  /** Once for each finding and file. */
  readonly fixed: readonly { readonly rule: string; readonly file: string }[];
  /** How many findings have a fix that was not applied because it is unsafe. */
  readonly heldUnsafe: number;
}

/** Writes a whole report, final line ending included; empty when there is nothing to say. */
export type Reporter = (report: Report, style: Style) => string;
