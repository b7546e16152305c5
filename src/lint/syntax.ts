import type { SourceFile } from '../hcl/source.ts';
import type { InvalidFile } from '../terraform/project.ts';
import type { Finding, Severity } from './finding.ts';
import { SYNTAX_RULE } from './selection.ts';

/** Whether HashiCorp's own parser takes a file. */
export type Accepts = (file: SourceFile) => Promise<boolean>;

export interface SyntaxVerdict {
  /** One per file, at its first problem: what a parser says after that is seldom worth reading. */
  readonly findings: readonly Finding[];
  /** Files that only our own parser refuses: sentences for the user to report. */
  readonly notices: readonly string[];
}

/** Judges the files our parser refuses, each after a second opinion where one can be had; not those where it is off. */
export async function judgeSyntax(
  invalidFiles: readonly InvalidFile[],
  severityIn: (file: SourceFile) => Severity | 'off',
  accepts: Accepts,
): Promise<SyntaxVerdict> {
  const findings: Finding[] = [];
  const notices: string[] = [];
  for (const { file, problems, certain } of invalidFiles) {
    const [first, ...rest] = problems;
    const severity = severityIn(file);
    if (first === undefined || severity === 'off') continue;
    if (!certain && (await accepts(file))) {
      const { line, column } = file.position(first.start);
      notices.push(
        `ecrlint cannot read all of a file that Terraform's own parser accepts; please report it: ${file.path}:${line}:${column} ${first.message}`,
      );
      continue;
    }
    const more = rest.length === 0 ? '' : ` (${rest.length} more in this file)`;
    findings.push({
      rule: SYNTAX_RULE,
      severity,
      message: `This file is not valid: ${first.message}${more}. What is around it is not judged.`,
      resource: null,
      root: null,
      environment: null,
      place: first,
      trace: [],
      fix: null,
      sensitive: false,
      suppressed: null,
    });
  }
  return { findings, notices };
}
