import { rules } from '../../../rules/index.ts';
import { type FixedPaths, fixPaths } from '../../../src/fix/fix-paths.ts';
import type { Finding } from '../../../src/lint/finding.ts';
import type { LintResult } from '../../../src/lint/lint.ts';
import type { Rule } from '../../../src/lint/rule.ts';
import { type LintPathsOptions, lintPaths } from '../../../src/lint/run.ts';
import type { RuleSelection } from '../../../src/lint/selection.ts';
import { withFolder } from '../../support/folder.ts';

export interface More {
  readonly rules?: readonly Rule[];
  readonly selection?: Partial<RuleSelection>;
  readonly paths?: readonly string[];
  readonly options?: Partial<LintPathsOptions>;
}

/** The day of these tests. */
const NOW = new Date('2026-06-15T12:00:00Z');

/** Files by name, or the text of a `main.tf`. */
export type Code = string | Readonly<Record<string, string>>;

export function lintCode(code: Code, more: More = {}): Promise<LintResult> {
  return withFolder(filesOf(code), (folder) => lintPaths(optionsFor(folder, more)));
}

export function fixCode(code: Code, more: More = {}): Promise<FixedPaths> {
  return withFolder(filesOf(code), (folder) => fixPaths({ ...optionsFor(folder, more), unsafe: false }));
}

/** The text of `main.tf` after safe fixes. */
export async function fixedMain(code: string, more: More = {}): Promise<string> {
  const { files } = await fixCode(code, more);
  return files.find(({ path }) => path === 'main.tf')?.after ?? code;
}

/** `rule resource` of each finding that counts, in order; without resource, `rule: text at its place`. */
export function standingIn({ findings }: Pick<LintResult, 'findings'>): string[] {
  return findings.filter(({ suppressed }) => suppressed === null).map(nameOf);
}

/** `rule resource: reason` of each suppressed finding, in order. */
export function suppressedIn({ findings }: Pick<LintResult, 'findings'>): string[] {
  return findings.flatMap((finding) => {
    const { suppressed } = finding;
    return suppressed === null ? [] : [`${nameOf(finding)}: ${suppressed.reason}`];
  });
}

/** The messages of findings about suppressions, with the text they point to. */
export function problemsIn({ findings }: Pick<LintResult, 'findings'>): [text: string, message: string][] {
  return findings
    .filter(({ rule }) => rule === 'unused-suppression')
    .map(({ place, message }) => [place?.file.text.slice(place.start, place.end) ?? '', message]);
}

function nameOf({ rule, resource }: Finding): string {
  return resource === null ? rule : `${rule} ${resource}`;
}

function filesOf(code: Code): Readonly<Record<string, string>> {
  return typeof code === 'string' ? { 'main.tf': code } : code;
}

function optionsFor(workingDirectory: string, more: More): LintPathsOptions {
  return {
    rules: more.rules ?? rules,
    selection: { only: [], disable: [], severities: [], ...more.selection },
    workingDirectory,
    paths: more.paths ?? ['.'],
    settings: [],
    environmentVariables: {},
    environment: null,
    config: null,
    now: NOW,
    ...more.options,
  };
}
