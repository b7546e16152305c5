import type { BadExample, ExpectedFinding, ExpectedUnresolved } from '../lint/rule.ts';

/**
 * Terraform, or a plan in JSON, with everything that rules say of it. What is not listed must not be there: no further
 * finding, nothing left open, no fix.
 */
export interface RuleCase extends Omit<BadExample, 'findings' | 'unresolved' | 'title' | 'shown'> {
  /** What everything is for, instead of finding out. */
  readonly environment?: 'production' | 'non-production';
  readonly findings?: readonly InCase<ExpectedFinding>[];
  readonly unresolved?: readonly InCase<ExpectedUnresolved>[];
}

/** What a case expects besides what an example can. */
export type InCase<Expected> = Omit<Expected, 'at'> & {
  /** Its rule; needed where several are judged together. */
  readonly rule?: string;
  /** The exact text that is underlined; null for what a plan without source says. */
  readonly at: string | null;
};

/** The files of a case, by name. */
export function filesOf({ code }: Pick<RuleCase, 'code'>): Readonly<Record<string, string>> {
  return typeof code === 'string' ? { 'main.tf': code } : code;
}

/** What is judged: what the case says, else everything; a plan is only read where it is named. */
export function pathsOf(example: RuleCase): readonly string[] {
  const names = Object.keys(filesOf(example));
  const arePlans = names.every((name) => name.endsWith('.json') && !name.endsWith('.tf.json'));
  return example.paths ?? (arePlans ? names : ['.']);
}
