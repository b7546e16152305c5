import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { DATA_SOURCES } from '../ecr/data-sources.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../ecr/environment.ts';
import { collectFacts } from '../ecr/facts.ts';
import type { SourceFile } from '../hcl/source.ts';
import { openProject, type ProjectOptions } from '../terraform/project.ts';
import type { FixDefaults } from './fix-defaults.ts';
import { type LintResult, lint } from './lint.ts';
import type { Rule } from './rule.ts';
import type { RuleSelection } from './selection.ts';

/** A module matters when one of its files speaks of ECR. */
const MARKER = 'aws_ecr';

export interface LintPathsOptions extends Omit<ProjectOptions, 'marker' | 'dataSources'> {
  readonly rules: readonly Rule[];
  readonly selection: RuleSelection;
  /** What everything is for; null to find out. */
  readonly environment: 'production' | 'non-production' | null;
  /** What fixes write, where that is not the documented default. */
  readonly fixDefaults?: Partial<FixDefaults>;
}

/** Reads, evaluates and judges the Terraform below some paths. Throws `SelectionError`, `ProjectError`. */
export function lintPaths(options: LintPathsOptions): Promise<LintResult> {
  const { rules, selection, environment, fixDefaults = {}, ...projectOptions } = options;
  const environmentOptions: EnvironmentOptions = {
    ...DEFAULT_ENVIRONMENT_OPTIONS,
    override: environment,
    workingDirectory: pathInRepository(options.workingDirectory),
  };
  return lint({
    rules,
    selection,
    open: () => openProject({ ...projectOptions, marker: MARKER, dataSources: DATA_SOURCES }),
    factsOf: (deployment) => collectFacts(deployment, environmentOptions),
    accepts: isAccepted,
    fixDefaults,
  });
}

/** HashiCorp's parser is big; it is loaded only for files ours refuses. Without it, our own word stands. */
async function isAccepted(file: SourceFile): Promise<boolean> {
  // JSON it reads as native syntax.
  if (file.path.endsWith('.json')) return false;
  try {
    const { hcl2jsonAccepts } = await import('../hcl/second-opinion.ts');
    return (await hcl2jsonAccepts(file)).accepted;
  } catch {
    return false;
  }
}

/** A directory as seen from the root of its Git repository; empty for the root itself, and outside of any. */
function pathInRepository(directory: string): string {
  for (let root = directory; ; root = dirname(root)) {
    if (existsSync(join(root, '.git'))) return relative(root, directory).split(sep).join('/');
    if (dirname(root) === root) return '';
  }
}
