import { posix } from 'node:path';
import type { SourceFile } from '../../hcl/source.ts';
import type { Project } from '../../terraform/project.ts';
import type { Deployment } from '../../terraform/resource.ts';
import type { Finding } from '../finding.ts';
import type { Observations } from '../observation.ts';
import type { Policy, PolicyOf } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { ModuleCalls } from './module-calls.ts';
import { Instances, suppressionProblems } from './problems.ts';
import { RuleNames } from './rule-names.ts';
import { suppress } from './suppress.ts';
import { Suppressions } from './suppressions.ts';

export interface CommentsOptions {
  readonly policyOf: PolicyOf;
  readonly knownRules?: readonly Rule[];
  readonly now?: Date;
  readonly isWhole?: boolean;
}

/** What the comments in a project's files suppress. */
export class Comments {
  readonly #project: Project;
  readonly #policies: ReadonlyMap<Deployment, Policy>;
  readonly #policyOf: PolicyOf;
  readonly #isWhole: boolean;
  readonly #suppressions: Suppressions;

  /** @param policies what each deployment was judged by */
  constructor(project: Project, policies: ReadonlyMap<Deployment, Policy>, options: CommentsOptions) {
    const { policyOf, now = new Date(), isWhole = true } = options;
    this.#project = project;
    this.#policies = policies;
    this.#policyOf = policyOf;
    this.#isWhole = isWhole;
    const names = new RuleNames(options.knownRules ?? activeRules([...policies.values()]));
    const files = [...project.sourceFiles, ...project.invalidFiles.map(({ file }) => file)];
    this.#suppressions = new Suppressions(files, names, now);
  }

  /** As the function of that name does. */
  suppress(observations: Observations): Observations {
    if (this.#suppressions.isEmpty) return observations;
    const calls = new ModuleCalls(this.#project.sourceFiles);
    return suppress(observations, this.#suppressions, calls, (deployment) => this.#policy(deployment).suppressions);
  }

  /** The same for a finding about a file rather than a resource. */
  suppressInFile(finding: Finding): Finding {
    const { rule, place } = finding;
    if (this.#suppressions.isEmpty || place === null) return finding;
    const { suppressions } = this.#policyOf(posix.dirname(place.file.path));
    return { ...finding, suppressed: this.#suppressions.find(rule, [place], suppressions) };
  }

  /** Suppressions that do not count, and those that nothing needs. To be asked when all else is judged. */
  problems(): readonly Finding[] {
    if (this.#suppressions.isEmpty) return [];
    const everywhere = this.#ranInAll([...this.#policies.values()]);
    return suppressionProblems({
      suppressions: this.#suppressions,
      files: this.#project.sourceFiles,
      instances: new Instances(this.#project.deployments),
      severityIn: (file) => this.#policyOf(posix.dirname(file.path)).active.unusedSuppression,
      ranIn: (file) => {
        if (!this.#isWhole) return NO_RULES;
        const own = this.#policiesOfRoot(file);
        return own.length === 0 ? everywhere : this.#ranInAll(own);
      },
    });
  }

  /** By which a file was judged as one of a root module; none for files of modules that are called. */
  #policiesOfRoot({ path }: SourceFile): readonly Policy[] {
    const directory = posix.dirname(path);
    return [...this.#policies].filter(([deployment]) => deployment.directory === directory).map(([, policy]) => policy);
  }

  #ranInAll(policies: readonly Policy[]): ReadonlySet<string> {
    const [first, ...others] = policies.map(({ active }) => new Set(active.rules.map(({ rule }) => rule.id)));
    return new Set([...(first ?? [])].filter((id) => others.every((ran) => ran.has(id))));
  }

  #policy(deployment: Deployment): Policy {
    return this.#policies.get(deployment) ?? this.#policyOf(deployment.directory);
  }
}

const NO_RULES: ReadonlySet<string> = new Set();

function activeRules(policies: readonly Policy[]): readonly Rule[] {
  return [...new Set(policies.flatMap(({ active }) => active.rules.map(({ rule }) => rule)))];
}
