import type { EcrFacts } from '../ecr/facts.ts';
import type { Place } from '../hcl/source.ts';
import type { Project } from '../terraform/project.ts';
import type { Deployment } from '../terraform/resource.ts';
import type { Finding, Unresolved } from './finding.ts';
import { FIX_DEFAULTS, type FixDefaults } from './fix-defaults.ts';
import { merge } from './merge.ts';
import { type Observations, observe } from './observation.ts';
import { byPlace } from './order.ts';
import type { Rule } from './rule.ts';
import { type RuleSelection, selectRules } from './selection.ts';
import { type Accepts, judgeSyntax } from './syntax.ts';

export interface LintRequest {
  readonly rules: readonly Rule[];
  readonly selection: RuleSelection;
  /** Reads and evaluates the Terraform. Not called when the selection is wrong. */
  readonly open: () => Project;
  readonly factsOf: (deployment: Deployment) => EcrFacts;
  /** Asked only about files that our parser refuses. */
  readonly accepts: Accepts;
  /** What fixes write, where that is not the documented default. */
  readonly fixDefaults?: Partial<FixDefaults>;
}

export interface LintResult {
  /** Sorted by file, position and rule. */
  readonly findings: readonly Finding[];
  /** Sorted likewise. */
  readonly unresolved: readonly Unresolved[];
  /** What was looked at. */
  readonly counts: LintCounts;
  /** Files that only our own parser refuses: sentences for the user to report. */
  readonly notices: readonly string[];
  readonly timings: LintTimings;
}

export interface LintCounts {
  readonly files: number;
  readonly modules: number;
  readonly repositories: number;
}

/** Milliseconds. */
export interface LintTimings {
  /** Reading files and evaluating them; evaluation that is put off counts where it happens. */
  readonly open: number;
  readonly facts: number;
  readonly rules: number;
}

/**
 * Judges a project by a rule set. Throws `SelectionError` for a wrong selection, what `open` throws, and what a rule
 * throws with the rule's name.
 */
export async function lint(request: LintRequest): Promise<LintResult> {
  const { rules, selection, open, factsOf, accepts } = request;
  const fixDefaults = { ...FIX_DEFAULTS, ...request.fixDefaults };
  const active = selectRules(rules, selection);
  const started = performance.now();
  const project = open();
  const opened = performance.now();

  const observations: Observations = { findings: [], unresolved: [], kept: [] };
  const repositories = new Set<string>();
  let facts = 0;
  for (const deployment of project.deployments) {
    const before = performance.now();
    const known = factsOf(deployment);
    facts += performance.now() - before;
    for (const rule of active.rules) observe(rule, known, deployment, fixDefaults, observations);
    // Deployments of one root have the same repositories.
    for (const { resource } of known.repositories) {
      repositories.add(JSON.stringify([deployment.directory, resource.address]));
    }
  }
  const merged = merge(observations);
  const ruled = performance.now();

  const syntax =
    active.syntax === 'off'
      ? { findings: [], notices: [] }
      : await judgeSyntax(project.invalidFiles, active.syntax, accepts);

  const wanted = filterFor(project.onlyFiles);
  return {
    findings: [...merged.findings, ...syntax.findings]
      .filter(({ place, trace }) => wanted([place, ...trace.map((step) => step.place)]))
      .sort(byPlace),
    unresolved: merged.unresolved.filter(({ place }) => wanted([place])),
    counts: {
      files: project.fileCount,
      modules: project.moduleCount,
      repositories: repositories.size,
    },
    notices: syntax.notices,
    timings: { open: opened - started, facts, rules: ruled - opened - facts },
  };
}

/** Whether something that touches these places concerns the files asked for; null asks for all. */
function filterFor(onlyFiles: ReadonlySet<string> | null): (places: readonly (Place | null)[]) => boolean {
  if (onlyFiles === null) return () => true;
  return (places) => places.some((place) => place !== null && onlyFiles.has(place.file.path));
}
