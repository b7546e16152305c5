import type { EvaluatedBody, EvaluatedResource } from '../terraform/resource.ts';
import type { Reason, Value } from '../terraform/value.ts';
import {
  type Answer,
  type Argument,
  agree,
  argumentOf,
  boolOf,
  either,
  judge,
  nestedArgument,
  reasonOf,
  textOf,
} from './argument.ts';
import { matchesGlob } from './glob.ts';
import { sameRegistry } from './registry.ts';
import { shapeOf } from './text-shape.ts';

/** Whether pushed images of a repository are scanned. */
export type Scanning =
  | { readonly kind: 'scanned' }
  /** Nothing at the registry scans it, and its own argument is off or missing. */
  | { readonly kind: 'off'; readonly argument: Argument }
  /** Enhanced scanning decides alone, and no rule of the registry covers the repository. */
  | { readonly kind: 'uncovered'; readonly configuration: EvaluatedResource }
  | { readonly kind: 'unknown'; readonly reason: Reason; readonly argument: Argument };

/**
 * Judges a repository by its own `scan_on_push` and by the scanning configurations of its registry. With basic
 * scanning either is enough; with enhanced scanning only the registry's rules count, and without any rule all
 * repositories are scanned continuously.
 */
export function scanningOf(
  repository: EvaluatedResource,
  name: Argument,
  configurations: readonly EvaluatedResource[],
): Scanning {
  const argument = nestedArgument(repository.body, 'image_scanning_configuration', 'scan_on_push');
  const own = judge(argument, (value) => {
    if (value === null) return 'no';
    const scans = boolOf(value);
    return scans === null ? 'unknown' : scans;
  });
  const outcomes = configurations
    .map((configuration) => ({ configuration, ...under(configuration, repository, name, own) }))
    .filter(({ applies }) => applies !== 'no');
  const answers = outcomes.map(({ answer }) => answer);
  if (!outcomes.some(({ applies }) => applies === 'yes')) answers.push(own);
  const answer = agree(answers);
  if (answer === 'yes') return { kind: 'scanned' };
  const uncovered = outcomes.find(({ enhanced, applies }) => enhanced === 'yes' && applies === 'yes');
  if (answer === 'no') {
    return uncovered === undefined
      ? { kind: 'off', argument }
      : { kind: 'uncovered', configuration: uncovered.configuration };
  }
  const reason = outcomes.find((outcome) => outcome.reason !== null)?.reason ?? reasonOf(argument);
  return { kind: 'unknown', reason, argument };
}

interface Outcome {
  /** Whether the configuration is there and is that of the repository's registry. */
  readonly applies: Answer;
  readonly enhanced: Answer;
  /** Whether images are scanned if it applies. */
  readonly answer: Answer;
  readonly reason: Reason | null;
}

function under(configuration: EvaluatedResource, repository: EvaluatedResource, name: Argument, own: Answer): Outcome {
  const same = sameRegistry(configuration, repository);
  const { presence, body } = configuration;
  const applies = same === 'yes' && presence.kind === 'possible' ? 'unknown' : same;
  const type = argumentOf(body, 'scan_type');
  const enhanced = judge(type, (value) => textOf(value) === 'ENHANCED');
  const covered = coverage(body, name, enhanced);
  const answer =
    enhanced === 'yes'
      ? covered.answer
      : enhanced === 'no'
        ? either([own, covered.answer])
        : agree([covered.answer, either([own, covered.answer])]);
  if (applies !== 'yes') {
    const reason: Reason =
      presence.kind === 'possible'
        ? presence.reason
        : {
            kind: 'computed',
            message: `${configuration.address} and the repository may be in different accounts or regions`,
            place: body.place,
          };
    return { applies, enhanced, answer, reason };
  }
  return { applies, enhanced, answer, reason: answer === 'unknown' ? (covered.reason ?? reasonFrom(type)) : null };
}

function reasonFrom(argument: Argument): Reason | null {
  return argument.value?.kind === 'unknown' ? argument.value.reason : null;
}

interface Coverage {
  readonly answer: Answer;
  readonly reason: Reason | null;
}

/** Whether a rule that scans covers the repository's name. */
function coverage(body: EvaluatedBody, name: Argument, enhanced: Answer): Coverage {
  const { items, rest } = body.blocks('rule');
  const answers = items.map((rule) => ruleCovers(rule, name));
  const answer = either(answers);
  if (rest !== null) {
    if (answer === 'yes') return { answer, reason: null };
    const sample = ruleCovers(rest.sample, name);
    // The sample may stand for no rule at all, which scans everything under enhanced scanning.
    const without = items.length === 0 && enhanced === 'yes' ? 'yes' : answer;
    return { answer: agree([sample, without]), reason: rest.reason };
  }
  if (items.length === 0 && enhanced === 'yes') return { answer: 'yes', reason: null };
  return { answer, reason: answer === 'unknown' ? coverageReason(items, name) : null };
}

function coverageReason(rules: readonly EvaluatedBody[], name: Argument): Reason {
  for (const rule of rules) {
    const { items, rest } = rule.blocks('repository_filter');
    const frequency = reasonFrom(argumentOf(rule, 'scan_frequency'));
    if (frequency !== null) return frequency;
    if (rest !== null) return rest.reason;
    for (const filter of items) {
      const reason = reasonFrom(argumentOf(filter, 'filter'));
      if (reason !== null) return reason;
    }
  }
  return reasonOf(name);
}

function ruleCovers(rule: EvaluatedBody, name: Argument): Answer {
  const frequency = judge(argumentOf(rule, 'scan_frequency'), (value) => {
    const text = textOf(value);
    return text === 'SCAN_ON_PUSH' || text === 'CONTINUOUS_SCAN';
  });
  const { items, rest } = rule.blocks('repository_filter');
  const matches = items.map((filter) => filterCovers(argumentOf(filter, 'filter').value, name.value));
  if (rest !== null) matches.push('unknown');
  const matched = either(matches);
  if (frequency === 'no' || matched === 'no') return 'no';
  return frequency === 'yes' ? matched : 'unknown';
}

/** Stands for what is not known of a name: only a wildcard matches it. */
const HOLE = '\uE000';

/** A filter without a wildcard matches names that contain it; one with `*` has to match the whole name. */
export function filterCovers(filter: Value | null, name: Value | null): Answer {
  if (filter === null || filter.kind === 'null') return 'no';
  const pattern = shapeOf(filter);
  const shape = name === null ? null : shapeOf(name);
  if (pattern === null) return 'no';
  const text = (shape ?? [null]).map((part) => part ?? HOLE).join('');
  if (pattern.includes(null)) return 'unknown';
  const glob = pattern.join('');
  const matches = glob.includes('*') ? matchesGlob(glob, text) : text.includes(glob);
  if (matches) return 'yes';
  return text.includes(HOLE) ? 'unknown' : 'no';
}
