import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { DATA_SOURCES } from '../ecr/data-sources.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS, type EnvironmentOptions } from '../ecr/environment.ts';
import { collectFacts } from '../ecr/facts.ts';
import { readJson } from '../ecr/json-document.ts';
import { KNOWN_MODULES } from '../ecr/modules/known.ts';
import type { SourceFile } from '../hcl/source.ts';
import type { OpenedPlan } from '../plan/open-plan.ts';
import { PlanError } from '../plan/plan-error.ts';
import { openProject, type Project, ProjectError, type ProjectOptions } from '../terraform/project.ts';
import type { Value } from '../terraform/value.ts';
import { FIX_DEFAULTS, type FixDefaults } from './fix-defaults.ts';
import { type PlanInput, sortInputs } from './inputs.ts';
import { type LintResult, lint } from './lint.ts';
import { policy } from './policy.ts';
import type { Rule } from './rule.ts';
import { type RuleSelection, selectRules } from './selection.ts';

/** A module matters when one of its files speaks of ECR: of its resources, its actions, or its host names. */
const MARKERS = ['aws_ecr', 'ecr:', '.ecr.'];

export interface LintPathsOptions extends Omit<ProjectOptions, 'markers' | 'dataSources'> {
  readonly rules: readonly Rule[];
  readonly selection: RuleSelection;
  /** What everything is for; null to find out. */
  readonly environment: 'production' | 'non-production' | null;
  /** Where the HCL of plans lives; without it, beside them. */
  readonly source?: string | null;
  /** Read where a path is `-`. */
  readonly standardInput?: (() => Promise<Uint8Array>) | null;
  /** What fixes write, where that is not the documented default. */
  readonly fixDefaults?: Partial<FixDefaults>;
  /** When suppressions end goes by this day in UTC; today's when left out. */
  readonly now?: Date;
  /** Only what touches these files is reported, by the paths reports use; everything when left out. */
  readonly reportedFiles?: ReadonlySet<string>;
}

/**
 * Reads, evaluates and judges the Terraform below some paths, and plans in JSON among them. Throws `SelectionError`,
 * `ProjectError`.
 */
export async function lintPaths(options: LintPathsOptions): Promise<LintResult> {
  const { rules, selection, environment, source, standardInput = null, fixDefaults = {}, now, ...others } = options;
  const { reportedFiles, ...projectOptions } = others;
  const active = selectRules(rules, selection);
  const inputs = await sortInputs(options.paths, options.workingDirectory, standardInput);
  const plans = await openPlans(inputs.plans, options);
  const environmentOptions: EnvironmentOptions = {
    ...DEFAULT_ENVIRONMENT_OPTIONS,
    override: environment,
    workingDirectory: pathInRepository(options.workingDirectory),
  };
  const everywhere = policy(active, {
    environment: environmentOptions,
    fixDefaults: { ...FIX_DEFAULTS, ...fixDefaults },
  });
  const markers = [...MARKERS, ...active.rules.flatMap(({ rule }) => rule.markers ?? [])];
  return lint({
    policyOf: () => everywhere,
    open: () => {
      if (inputs.terraform.length === 0) return joinPlans(null, plans);
      const paths = inputs.terraform;
      return joinPlans(openProject({ modules: KNOWN_MODULES, ...projectOptions, paths, markers, dataSources: DATA_SOURCES }), plans);
    },
    factsOf: (deployment, { environment: settings }) => collectFacts(deployment, settings),
    accepts: isAccepted,
    knownRules: rules,
    ...(now === undefined ? {} : { now }),
    ...(reportedFiles === undefined ? {} : { reportedFiles }),
  });
}

/** Reads plans, each with its source where that is at hand. */
async function openPlans(plans: readonly PlanInput[], options: LintPathsOptions): Promise<readonly OpenedPlan[]> {
  if (plans.length === 0) return [];
  const { openPlan } = await import('../plan/open-plan.ts');
  const { workingDirectory, source = null, texts } = options;
  return plans.map(({ name, content, beside }) => {
    try {
      return openPlan(content, {
        name,
        source,
        beside,
        workingDirectory,
        dataSources: DATA_SOURCES,
        readJson: documentIn,
        ...(texts === undefined ? {} : { texts }),
      });
    } catch (error) {
      if (error instanceof PlanError) throw new ProjectError(error.message);
      throw error;
    }
  });
}

function documentIn(value: Value): Value | null {
  const reading = readJson(value);
  return reading.kind === 'known' ? reading.value : null;
}

function joinPlans(project: Project | null, plans: readonly OpenedPlan[]): Project {
  if (project !== null && plans.length === 0) return project;
  return {
    deployments: [...(project?.deployments ?? []), ...plans.map(({ deployment }) => deployment)],
    get invalidFiles() {
      return [...(project?.invalidFiles ?? []), ...plans.flatMap(({ invalidFiles }) => invalidFiles)];
    },
    get sourceFiles() {
      return [...(project?.sourceFiles ?? []), ...plans.flatMap(({ sourceFiles }) => sourceFiles)];
    },
    fileCount: (project?.fileCount ?? 0) + plans.length,
    get moduleCount() {
      return plans.reduce((count, plan) => count + plan.moduleCount, project?.moduleCount ?? 0);
    },
    onlyFiles: null,
  };
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
export function pathInRepository(directory: string): string {
  for (let root = directory; ; root = dirname(root)) {
    if (existsSync(join(root, '.git'))) return relative(root, directory).split(sep).join('/');
    if (dirname(root) === root) return '';
  }
}
