import { DEFAULT_ENVIRONMENT_OPTIONS, type Environment } from '../../src/ecr/environment.ts';
import { collectFacts, type EcrFacts } from '../../src/ecr/facts.ts';
import type { Place, SourceFile } from '../../src/hcl/source.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { type LintRequest, type LintResult, lint } from '../../src/lint/lint.ts';
import { policy } from '../../src/lint/policy.ts';
import { always, type Problem, type Question, type Rule, type RuleContext } from '../../src/lint/rule.ts';
import { type RuleSelection, selectRules } from '../../src/lint/selection.ts';
import type { Project } from '../../src/terraform/project.ts';
import type { Deployment, EvaluatedBody, EvaluatedResource } from '../../src/terraform/resource.ts';
import type { Value } from '../../src/terraform/value.ts';

/** The place of the first occurrence of a text in a file. */
export function at(file: SourceFile, text: string, from = 0): Place {
  const start = file.text.indexOf(text, from);
  if (start === -1) throw new Error(`${file.path} does not contain ${text}`);
  return { file, start, end: start + text.length };
}

export const PRODUCTION: Environment = { kind: 'production', because: 'tag Environment = "production"', place: null };
export const STAGING: Environment = { kind: 'non-production', because: 'directory staging', place: null };
export const SOMEWHERE: Environment = {
  kind: 'unknown',
  because: 'nothing says whether this is production',
  place: null,
};

/** A body whose arguments are written where `places` says. */
export function body(place: Place | null, places: Readonly<Record<string, Place>> = {}): EvaluatedBody {
  return {
    place,
    attribute: () => null,
    attributePlace: (name) => places[name] ?? null,
    attributeNames: () => Object.keys(places),
    blocks: () => ({ items: [], rest: null }),
  };
}

export function resource(address: string, itsBody: EvaluatedBody): EvaluatedResource {
  return {
    address,
    mode: 'managed',
    type: 'aws_ecr_repository',
    name: 'this',
    moduleAddress: '',
    key: null,
    presence: { kind: 'certain' },
    repeatedBy: [],
    body: itsBody,
    provider: null,
    published: null,
    change: null,
  };
}

export function deployment(directory: string, ...variableFiles: string[]): Deployment {
  return {
    directory,
    variableFiles,
    variables: new Map(),
    hidden: null,
    resources: () => [],
    dataSources: () => [],
    declared: () => [],
    uncalled: () => [],
    removed: () => [],
  };
}

/** A rule that does what it is told. */
export function rule(id: string, check: (context: RuleContext) => void = () => {}, more: Partial<Rule> = {}): Rule {
  return {
    id,
    title: `Finds ${id}`,
    category: 'tags',
    aliases: [],
    severity: always('error'),
    presets: ['recommended'],
    securitySeverity: null,
    documentation: {
      what: 'What.',
      why: 'Why.',
      how: 'Set `image_tag_mutability` to `IMMUTABLE`. Then push.',
      references: [],
    },
    examples: { good: [], bad: [] },
    check: (_facts, context) => check(context),
    ...more,
  };
}

/** A problem with a value that a repository uses for `image_tag_mutability`. */
export function valueProblem(of: EvaluatedResource, value: Value, environment = PRODUCTION): Problem {
  return {
    subject: { resource: of, environment },
    message: 'Tags can be overwritten.',
    evidence: { kind: 'value', value, body: of.body, argument: 'image_tag_mutability' },
  };
}

/** A question about the same argument. */
export function question(of: EvaluatedResource, value: Value, message: string, environment = PRODUCTION): Question {
  return {
    subject: { resource: of, environment },
    reason: { kind: 'unset', message, place: null },
    evidence: { kind: 'value', value, body: of.body, argument: 'image_tag_mutability' },
  };
}

export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: 'immutable-tags',
    severity: 'error',
    message: 'Tags can be overwritten.',
    resource: 'aws_ecr_repository.this',
    root: '.',
    environment: PRODUCTION,
    place: null,
    trace: [],
    fix: null,
    sensitive: false,
    suppressed: null,
    ...more,
  };
}

export function project(more: Partial<Project> = {}): Project {
  return {
    deployments: [],
    invalidFiles: [],
    sourceFiles: [],
    contradictions: [],
    undeclared: [],
    fileCount: 1,
    moduleCount: 1,
    onlyFiles: null,
    ...more,
  };
}

function factsOf(of: Deployment): EcrFacts {
  return collectFacts(of, DEFAULT_ENVIRONMENT_OPTIONS);
}

interface ScriptedRequest extends Partial<Omit<LintRequest, 'open' | 'policyOf'>> {
  readonly rules?: readonly Rule[];
  readonly selection?: Partial<RuleSelection>;
  readonly project?: Partial<Project>;
}

/** Lints deployments with rules that each say of one deployment what `says` has for it. */
export function lintWith(
  says: ReadonlyMap<Deployment, (context: RuleContext) => void>,
  more: ScriptedRequest = {},
): Promise<LintResult> {
  let current: Deployment | null = null;
  const scripted = rule('immutable-tags', (context) => {
    if (current !== null) says.get(current)?.(context);
  });
  const { rules = [scripted], selection = {}, project: itsProject, ...others } = more;
  const active = selectRules(rules, { only: [], disable: [], severities: [], ...selection });
  return lint({
    policyOf: () => policy(active),
    open: () => project({ deployments: [...says.keys()], ...itsProject }),
    factsOf: (deployment) => {
      current = deployment;
      return factsOf(deployment);
    },
    accepts: async () => false,
    ...others,
  });
}
