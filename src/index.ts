/**
 * The library: what `ecrlint check` does, with findings instead of text.
 *
 * ```ts
 * import { lint } from 'ecrlint';
 *
 * const { findings, unresolved } = await lint({ paths: ['infra'] });
 * ```
 *
 * A finding tells its place as offsets into a file; `place.file.position(place.start)` makes a line and a column of one.
 * docs/library.md has more.
 */
import { rules } from '../rules/index.ts';
import type { LintResult } from './lint/lint.ts';
import { type LintPathsOptions, lintPaths } from './lint/run.ts';
import type { RuleSelection } from './lint/selection.ts';

export type { Environment } from './ecr/environment.ts';
export type { Place, Position, SourceFile } from './hcl/source.ts';
export { ConfigError } from './lint/config/problem.ts';
export { documentationUrl } from './lint/documentation-url.ts';
export {
  type Finding,
  isAtLeast,
  SEVERITIES,
  type Severity,
  type Suppression,
  standing,
  type TraceStep,
  type Unresolved,
} from './lint/finding.ts';
export type { Fix } from './lint/fix.ts';
export type { LintCounts, LintResult, LintTimings } from './lint/lint.ts';
export { PluginError } from './lint/plugins/plugin-error.ts';
export type { Rule } from './lint/rule.ts';
export { type RuleSelection, type RuleSeverity, SelectionError } from './lint/selection.ts';
export { ProjectError, type VariableSetting } from './terraform/project.ts';
/** The built-in rules, in the order of their ids. */
export { rules };

/**
 * What to judge and how; everything may be left out. Paths may be absolute or relative to `workingDirectory`, which is
 * that of the process unless given.
 */
export interface LintOptions extends Partial<Omit<LintPathsOptions, 'selection'>> {
  readonly selection?: Partial<RuleSelection>;
}

/**
 * Reads, evaluates and judges Terraform.
 *
 * By default all built-in rules judge everything below the current directory, with the values that Terraform would
 * take from files. Variables of the process's environment (`TF_VAR_…`) count only if they are passed as
 * `environmentVariables`.
 *
 * @throws {ProjectError} when a path cannot be read or holds no Terraform
 * @throws {SelectionError} when `selection` names a rule that is not there
 * @throws {ConfigError} when a configuration file cannot be read, or says what it must not
 * @throws {PluginError} when a plug-in that a configuration names cannot be loaded, or throws
 */
export function lint(options: LintOptions = {}): Promise<LintResult> {
  return lintPaths({
    rules,
    workingDirectory: process.cwd(),
    paths: ['.'],
    settings: [],
    environmentVariables: {},
    environment: null,
    ...options,
    selection: { only: [], disable: [], severities: [], ...options.selection },
  });
}
