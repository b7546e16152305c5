/**
 * The library: `lintPaths({ rules, … })` does what `ecrlint check` does, and gives findings instead of text.
 */
export { rules } from '../rules/index.ts';
export type { Environment } from './ecr/environment.ts';
export type { Place, Position, SourceFile } from './hcl/source.ts';
export { type Finding, SEVERITIES, type Severity, type TraceStep, type Unresolved } from './lint/finding.ts';
export type { LintCounts, LintResult } from './lint/lint.ts';
export type { Rule } from './lint/rule.ts';
export { type LintPathsOptions, lintPaths } from './lint/run.ts';
export { type RuleSelection, SelectionError } from './lint/selection.ts';
export { ProjectError, type VariableSetting } from './terraform/project.ts';
