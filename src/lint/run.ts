import { existsSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { DATA_SOURCES } from '../ecr/data-sources.ts';
import { collectFacts } from '../ecr/facts.ts';
import { readJson } from '../ecr/json-document.ts';
import { KNOWN_MODULES, knownModulesWith } from '../ecr/modules/known.ts';
import type { Place, SourceFile } from '../hcl/source.ts';
import type { OpenedPlan } from '../plan/open-plan.ts';
import { PlanError } from '../plan/plan-error.ts';
import { openProject, type Project, ProjectError, type ProjectOptions } from '../terraform/project.ts';
import { isFolder } from '../terraform/source-tree.ts';
import type { Value } from '../terraform/value.ts';
import type { BaselineOptions } from './baseline/baseline.ts';
import { clock } from './clock.ts';
import { Policies } from './config/policies.ts';
import type { Finding } from './finding.ts';
import type { FixDefaults } from './fix-defaults.ts';
import { type PlanInput, sortInputs } from './inputs.ts';
import { type LintResult, lint } from './lint.ts';
import { loadPlugins } from './plugins/load.ts';
import type { Rule } from './rule.ts';
import { type RuleSelection, selectRules, UNUSED_SUPPRESSION_RULE } from './selection.ts';

/** A module matters when one of its files speaks of ECR: of its resources, its actions, or its host names. */
const MARKERS = ['aws_ecr', 'ecr:', '.ecr.'];

/** Types whose blocks most modules are asked for that have them. Others are looked into as well, but by few rules. */
const looksInto = (type: string): boolean => /^aws_(?:ecr|iam_)/.test(type);

/** What to judge, with which values and by which rules. */
export interface LintPathsOptions extends Omit<ProjectOptions, 'markers' | 'looksInto' | 'dataSources' | 'excludes'> {
  /** The rules there are; those of plug-ins come on top. */
  readonly rules: readonly Rule[];
  /** Which of them run. */
  readonly selection: RuleSelection;
  /** What everything is for; null to find out. */
  readonly environment: 'production' | 'non-production' | null;
  /** Where the HCL of plans lives; without it, beside them. */
  readonly source?: string | null;
  /** Read where a path is `-`. */
  readonly standardInput?: (() => Promise<Uint8Array>) | null;
  /** What fixes write, where that is not the documented default. */
  readonly fixDefaults?: Partial<FixDefaults>;
  /** The configuration file of everything; null for none; when left out, those nearest to the root modules. */
  readonly config?: string | null;
  /** False to load no plug-ins, whatever configurations name: nothing in the tree is executed then. */
  readonly plugins?: boolean;
  /** When suppressions end goes by this day in UTC; today's when left out. */
  readonly now?: Date;
  /** Findings that are known and do not count. */
  readonly baseline?: BaselineOptions;
  /** Only what touches these files is reported, by the paths reports use; everything when left out. */
  readonly reportedFiles?: ReadonlySet<string>;
}

/**
 * Reads, evaluates and judges the Terraform below some paths, and plans in JSON among them. Throws `SelectionError`,
 * `ProjectError`, `ConfigError`, `PluginError`.
 */
export async function lintPaths(options: LintPathsOptions): Promise<LintResult> {
  const { rules, selection, environment, source = null, standardInput = null, fixDefaults, ...others } = options;
  const { now, baseline, config, plugins, reportedFiles, ...projectOptions } = others;
  const { workingDirectory, paths } = options;
  const policies = await policiesFor(options);

  const started = clock();
  const inputs = await sortInputs(paths, workingDirectory, standardInput);
  if (source !== null && inputs.plans.length === 0) {
    throw new ProjectError(
      '--source says where the HCL of a plan lives, but no plan is given. Name the plan, or leave --source out.',
    );
  }
  if (source !== null && !isFolder(resolve(workingDirectory, source))) {
    throw new ProjectError(`"${source}" cannot be read: there is no such directory. Check the path after --source.`);
  }
  const modules = options.modules ?? knownModulesWith(policies.modules);
  const plans = await openPlans(inputs.plans, { ...options, modules });
  const homeOfPlans = homeOf(inputs.plans, options);
  if (plans.length > 0) await policies.prepare([homeOfPlans]);
  const terraform =
    inputs.terraform.length === 0
      ? null
      : await openWith(policies, { ...projectOptions, paths: inputs.terraform }, rules);
  const project = joinPlans(terraform, plans);
  const opening = clock() - started;

  const result = await lint({
    policyOf: (directory) => policies.policyOf(directory ?? homeOfPlans),
    open: () => project,
    factsOf: (deployment, { environment: settings }) => collectFacts(deployment, settings),
    accepts: isAccepted,
    knownRules: [...rules, ...policies.pluginRules],
    ...(now === undefined ? {} : { now }),
    // With other values, what is suppressed may be found again.
    isWhole: options.settings.length === 0,
    ...(baseline === undefined ? {} : { baseline }),
    ...(reportedFiles === undefined ? {} : { reportedFiles }),
  });
  const findings = options.shard === undefined ? result.findings : withoutOthersShare(result.findings, project);
  const notices = [
    ...result.notices,
    ...policies.notices,
    ...contradictionsIn(project),
    ...idleOptions(project, options),
  ];
  return { ...result, findings, notices, timings: { ...result.timings, open: result.timings.open + opening } };
}

/** Tells of what Terraform would refuse as a whole, so that nobody takes it for one configuration. */
function contradictionsIn({ contradictions }: Project): readonly string[] {
  const lineOf = ({ file, start }: Place): string => `${file.path}:${file.position(start).line}`;
  return contradictions.map(
    ({ address, first, second }) =>
      `${address} is declared in ${lineOf(first)} and again in ${lineOf(second)}, which Terraform refuses. Each is judged without the other.`,
  );
}

/** Tells of what was asked for and comes to nothing. */
function idleOptions({ fileCount, onlyFiles, undeclared }: Project, options: LintPathsOptions): readonly string[] {
  const notices = undeclared.map(
    (name) =>
      `No root module that was judged declares the variable ${name}, so setting it changes nothing. Check the name.`,
  );
  // Had there been nothing at all, it could not have been judged.
  if (fileCount === 0 && onlyFiles === null && options.mayBeEmpty !== true) {
    notices.push(
      `All Terraform in ${options.paths.join(', ')} is excluded by the configuration, so nothing was judged.`,
    );
  }
  return notices;
}

/** The folder whose configuration plans are judged by: that of their source, or theirs; the working directory where they differ. */
function homeOf(plans: readonly PlanInput[], { source = null, workingDirectory }: LintPathsOptions): string {
  if (source !== null) return resolve(workingDirectory, source);
  const [home = workingDirectory, ...others] = new Set(plans.map(({ beside }) => beside ?? workingDirectory));
  return others.length === 0 ? home : workingDirectory;
}

/** A suppression in a module that other shards use as well may be needed there, so only they together could tell. */
function withoutOthersShare(findings: readonly Finding[], { deployments }: Project): readonly Finding[] {
  const roots = new Set(deployments.map(({ directory }) => directory));
  return findings.filter(
    ({ rule, place }) =>
      rule !== UNUSED_SUPPRESSION_RULE || place === null || roots.has(posix.dirname(place.file.path)),
  );
}

type TerraformOptions = Omit<ProjectOptions, 'markers' | 'looksInto' | 'dataSources' | 'excludes'>;

/** Reads Terraform, and the configurations that lie in it. */
async function openWith(policies: Policies, options: TerraformOptions, rules: readonly Rule[]): Promise<Project> {
  const open = (): Project =>
    openProject({
      modules: knownModulesWith(policies.modules),
      ...options,
      markers: [...MARKERS, ...[...rules, ...policies.pluginRules].flatMap((rule) => rule.markers ?? [])],
      looksInto,
      dataSources: DATA_SOURCES,
      excludes: (...of) => policies.isExcluded(...of),
    });
  const count = (): number => policies.modules.length + policies.pluginRules.length;
  const known = count();
  const project = open();
  await policies.prepare(policies.foundFolders);
  // Configurations further down may tell of modules, and bring rules, that make more of the Terraform matter.
  return count() === known ? project : open();
}

/** Reads and evaluates the Terraform of a folder, by its absolute path, as it is without any configuration. Throws `ProjectError`. */
export function openPlainly(folder: string): Project {
  return openProject({
    workingDirectory: folder,
    paths: ['.'],
    settings: [],
    environmentVariables: {},
    markers: MARKERS,
    looksInto,
    dataSources: DATA_SOURCES,
    modules: KNOWN_MODULES,
    mayBeEmpty: true,
  });
}

/** What decides how root modules are judged. */
export type PolicyOptions = Pick<
  LintPathsOptions,
  'rules' | 'selection' | 'workingDirectory' | 'paths' | 'environment' | 'fixDefaults' | 'config' | 'plugins'
>;

/**
 * Reads the configurations of the given paths and loads their plug-ins; gives what makes policies. Throws
 * `SelectionError`, `ConfigError`, `PluginError`.
 */
export async function policiesFor(options: PolicyOptions): Promise<Policies> {
  const { rules, selection, environment, fixDefaults = {}, workingDirectory, paths, config, plugins = true } = options;
  const policies = new Policies({
    rules,
    selection,
    environment,
    fixDefaults,
    workingDirectory,
    pathInRepository: pathInRepository(workingDirectory),
    paths,
    config,
    loadPlugins: plugins ? loadPlugins : null,
  });
  await policies.prepare(paths.map((path) => folderOf(resolve(workingDirectory, path))));
  // Tells a wrong selection before anything is read.
  selectRules([...rules, ...policies.pluginRules], selection);
  return policies;
}

/** The folder that a path lies in, or the path itself where it is one. */
function folderOf(path: string): string {
  return isFolder(path) ? path : dirname(path);
}

/** Reads plans, each with its source where that is at hand. */
async function openPlans(plans: readonly PlanInput[], options: LintPathsOptions): Promise<readonly OpenedPlan[]> {
  if (plans.length === 0) return [];
  const { openPlan } = await import('../plan/open-plan.ts');
  const { workingDirectory, source = null, modules = KNOWN_MODULES, texts } = options;
  return plans.map(({ name, content, beside }) => {
    try {
      return openPlan(content, {
        name,
        source,
        beside,
        workingDirectory,
        dataSources: DATA_SOURCES,
        modules,
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
    contradictions: project?.contradictions ?? [],
    undeclared: project?.undeclared ?? [],
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
