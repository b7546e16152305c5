import { type FixedPaths, fixPaths } from '../../src/fix/fix-paths.ts';
import type { Finding } from '../../src/lint/finding.ts';
import type { FixDefaults } from '../../src/lint/fix-defaults.ts';
import type { Rule } from '../../src/lint/rule.ts';
import { type LintPathsOptions, lintPaths } from '../../src/lint/run.ts';
import type { RuleSelection } from '../../src/lint/selection.ts';
import { withFolder } from './folder.ts';

export interface FixFilesOptions {
  /** What fixes are told besides the defaults. */
  readonly defaults?: Partial<FixDefaults>;
  readonly selection?: Partial<RuleSelection>;
  /** True unless told: unsafe fixes are applied, too. */
  readonly unsafe?: boolean;
  readonly environmentVariables?: Readonly<Record<string, string>>;
  /** What is judged; the whole folder unless told. */
  readonly paths?: readonly string[];
}

/** Fixes files given by name, in a folder of their own that is gone afterwards; nothing is written. */
export function fixFiles(
  files: Readonly<Record<string, string>>,
  rules: readonly Rule[],
  options: FixFilesOptions = {},
): Promise<FixedPaths> {
  const { unsafe = true } = options;
  return withFolder(files, (folder) => fixPaths({ ...optionsFor(folder, rules, options), unsafe }));
}

/** The findings of files given by name, with the fixes proposed for them. */
export async function findingsWithFixes(
  files: Readonly<Record<string, string>>,
  rules: readonly Rule[],
  options: FixFilesOptions = {},
): Promise<readonly Finding[]> {
  return withFolder(files, async (folder) => (await lintPaths(optionsFor(folder, rules, options))).findings);
}

function optionsFor(
  workingDirectory: string,
  rules: readonly Rule[],
  { defaults = {}, selection = {}, environmentVariables = {}, paths = ['.'] }: FixFilesOptions,
): LintPathsOptions {
  return {
    rules,
    selection: { only: [], disable: [], severities: [], ...selection },
    workingDirectory,
    paths,
    settings: [],
    environmentVariables,
    environment: null,
    fixDefaults: defaults,
  };
}

/** The texts of the files that fixing changed, by name. */
export function changedTexts({ files }: FixedPaths): Record<string, string> {
  return Object.fromEntries(files.map(({ path, after }) => [path, after]));
}

/** Files with those of them that fixing changed in their place. */
export function withChanges(files: Readonly<Record<string, string>>, fixed: FixedPaths): Record<string, string> {
  return { ...files, ...changedTexts(fixed) };
}
