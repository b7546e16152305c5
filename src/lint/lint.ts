import { posix } from 'node:path';
import type { EcrFacts } from '../ecr/facts.ts';
import type { Project } from '../terraform/project.ts';
import type { Deployment } from '../terraform/resource.ts';
import { Baseline, type BaselineOptions, type BaselineOutcome, type Looked } from './baseline/baseline.ts';
import { clock } from './clock.ts';
import type { Finding, Unresolved } from './finding.ts';
import { merge } from './merge.ts';
import { type Observations, observe } from './observation.ts';
import { byPlace } from './order.ts';
import type { Policy, PolicyOf } from './policy.ts';
import type { Rule } from './rule.ts';
import { SYNTAX_RULE, UNUSED_SUPPRESSION_RULE } from './selection.ts';
import { Comments } from './suppressions/comments.ts';
import { type Accepts, judgeSyntax } from './syntax.ts';
import { Wanted } from './wanted.ts';

export interface LintRequest {
  readonly policyOf: PolicyOf;
  /** Reads and evaluates the Terraform. */
  readonly open: () => Project;
  readonly factsOf: (deployment: Deployment, policy: Policy) => EcrFacts;
  /** Asked only about files that our parser refuses. */
  readonly accepts: Accepts;
  /** All rules that comments may name, whether they run or not; those that run when left out. */
  readonly knownRules?: readonly Rule[];
  /** When suppressions end goes by this day in UTC; today's when left out. */
  readonly now?: Date;
  /** Whether all values were judged that things may have, so that a suppression without use is one; true when left out. */
  readonly isWhole?: boolean;
  /** Findings that are known and do not count. */
  readonly baseline?: BaselineOptions;
  /** Only what touches these files is wanted, by the paths reports use; all when left out. */
  readonly reportedFiles?: ReadonlySet<string>;
}

/** What judging came to. */
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
  /** What the run shows of its baseline; null without one. */
  readonly baseline: BaselineOutcome | null;
  /** All rules that were known, those of plug-ins included, whether they ran or not. */
  readonly rules: readonly Rule[];
}

export interface LintCounts {
  /** Terraform files that were found. */
  readonly files: number;
  /** Modules that were evaluated, because something in them or below them is about ECR. */
  readonly modules: number;
  /** Repositories of all root modules; those of several deployments of one root count once. */
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
 * Judges each deployment of a project by the policy of its root module. Throws what `open` and `policyOf` throw, and
 * what a rule throws with the rule's name.
 */
export async function lint(request: LintRequest): Promise<LintResult> {
  const { policyOf, open, factsOf, accepts } = request;
  const started = clock();
  const project = open();
  const opened = clock();

  const observations: Observations = { findings: [], unresolved: [], kept: [], silenced: [] };
  const policies = new Map<Deployment, Policy>();
  const repositories = new Set<string>();
  let facts = 0;
  for (const deployment of project.deployments) {
    const policy = policyOf(deployment.directory);
    policies.set(deployment, policy);
    const before = clock();
    const known = factsOf(deployment, policy);
    facts += clock() - before;
    for (const rule of policy.active.rules) observe(rule, known, deployment, policy.fixDefaults, observations);
    // Deployments of one root have the same repositories.
    for (const { resource } of known.repositories) {
      repositories.add(JSON.stringify([deployment.directory, resource.address]));
    }
  }
  const comments = new Comments(project, policies, request);
  const baseline = request.baseline === undefined ? null : new Baseline(request.baseline);
  const commented = comments.suppress(observations);
  const wanted = new Wanted([project.onlyFiles, request.reportedFiles ?? null], project);
  const merged = merge(baseline === null ? commented : baseline.suppress(commented), wanted);
  const ruled = clock();

  const syntax = await judgeSyntax(
    project.invalidFiles,
    (file) => policyOf(posix.dirname(file.path)).active.syntax,
    accepts,
  );
  const ofFiles = [...syntax.findings.map((finding) => comments.suppressInFile(finding)), ...comments.problems()];

  const ofWantedFiles = (baseline === null ? ofFiles : baseline.suppressInFiles(ofFiles)).filter(({ place }) =>
    wanted.places([place]),
  );
  return {
    findings: [...merged.findings, ...ofWantedFiles].sort(byPlace),
    unresolved: merged.unresolved,
    counts: {
      files: project.fileCount,
      modules: project.moduleCount,
      repositories: repositories.size,
    },
    notices: syntax.notices,
    timings: { open: opened - started, facts, rules: ruled - opened - facts },
    baseline: baseline === null ? null : baseline.outcome(lookedAt(project, [...policies.values()], policyOf)),
    rules: request.knownRules ?? [],
  };
}

function lookedAt(project: Project, policies: readonly Policy[], policyOf: PolicyOf): Looked {
  const rules = new Set<string>();
  // Where no root module is left, these rules would have judged it.
  for (const { active } of policies.length > 0 ? policies : [policyOf('.')]) {
    for (const { rule } of active.rules) rules.add(rule.id);
    if (active.syntax !== 'off') rules.add(SYNTAX_RULE);
    if (active.unusedSuppression !== 'off') rules.add(UNUSED_SUPPRESSION_RULE);
  }
  return {
    rules,
    roots: new Set(project.deployments.map(({ directory }) => directory)),
    files: new Set(project.sourceFiles.map(({ path }) => path)),
  };
}
