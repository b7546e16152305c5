import { rules as allRules } from '../../rules/index.ts';
import type { Environment } from '../../src/ecr/environment.ts';
import type { Severity } from '../../src/lint/finding.ts';
import type { LintResult } from '../../src/lint/lint.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { lintPaths as lintProject } from '../../src/lint/run.ts';
import type { RuleSelection } from '../../src/lint/selection.ts';
import { withFolder } from './folder.ts';

/** Lints paths below a directory as the command line does, without flags and without the environment of this process. */
export function lintPaths(
  workingDirectory: string,
  paths: readonly string[],
  rules: readonly Rule[] = allRules,
  selection: Partial<RuleSelection> = {},
): Promise<LintResult> {
  return lintProject({
    rules,
    selection: { only: [], disable: [], severities: [], ...selection },
    workingDirectory,
    paths,
    settings: [],
    environmentVariables: {},
    environment: null,
  });
}

/** Lints files given by name, in a folder of their own that is gone afterwards. */
export async function lintFiles(
  files: Readonly<Record<string, string | Uint8Array>>,
  rules: readonly Rule[] = allRules,
  selection: Partial<RuleSelection> = {},
): Promise<LintResult> {
  return withFolder(files, (folder) => lintPaths(folder, ['.'], rules, selection));
}

/** A finding as its reader sees it. */
export interface Seen {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly resource: string | null;
  readonly environment: Environment | null;
  readonly file: string;
  readonly line: number;
  /** What is underlined. */
  readonly text: string;
}

/** The findings of a result in its order. Each must have a place. */
export function seenIn(result: LintResult): Seen[] {
  return result.findings.map(({ rule, severity, message, resource, environment, place }) => {
    if (place === null) throw new Error(`The finding of ${rule} has no place.`);
    const { file, start, end } = place;
    const text = file.text.slice(start, end);
    return { rule, severity, message, resource, environment, file: file.path, line: file.position(start).line, text };
  });
}
