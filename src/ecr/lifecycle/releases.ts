import type { Value } from '../../terraform/value.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS } from '../environment.ts';
import { compileWords, tierOfText } from '../words.ts';
import { ask, askBoth, openPart } from './answers.ts';
import type { Verdict } from './judge.ts';
import type { LifecycleDocument, LifecycleRule } from './policy.ts';
import { type Criteria, criteriaOf, type Image, simulate } from './simulate.ts';
import { isPossible, oneTagSuffices, type TagPattern, takesAllTagged } from './tag-selection.ts';

/** Which releases have to be safe. */
export interface ReleaseSafety {
  /** Tags as releases have them. The number at the end of one counts up. */
  readonly tags: readonly string[];
  /** For so many days the newest release is safe. */
  readonly days: number;
  /** So many of the newest releases are safe: the one that runs, and what a rollback needs. */
  readonly releases: number;
  /** A release is safe while it is among so many of the newest images, where builds are counted as well. */
  readonly images: number;
}

/** A rule that expires a release that has to be safe. */
export interface ReleaseRisk {
  readonly rule: LifecycleRule;
  readonly because: Danger;
  /** A tag that such a release may have. */
  readonly tag: string;
  /** After how many days, or beyond how many images. */
  readonly countNumber: number;
  /** Where that number is written. */
  readonly value: Value;
}

export type Danger = 'age' | 'newer-images' | 'newer-releases';

/**
 * Finds the rules of a policy that expire releases which have to be safe, by applying it to repositories with such
 * releases. A rule that takes every tag is left alone where one of higher priority names what is kept: then that is
 * what this repository calls its releases.
 */
export function findReleaseRisks(
  { list, root, rules, rest }: LifecycleDocument,
  safety: ReleaseSafety,
): Verdict<ReleaseRisk> {
  if (rules.some(isRefused)) return { problems: [], questions: [] };
  const open = rules.filter((rule) => openPart([rule], DECISIVE) !== null && mayLookAtReleases(rule));
  const known = rules.filter((rule) => openPart([rule], DECISIVE) === null);
  // What is not known may come first, and keep a rule from the releases.
  const isSure = ({ rule }: ReleaseRisk) => rest === null && open.every((other) => comesAfter(other, rule));
  const certain = risksOf(known, Number.POSITIVE_INFINITY, safety);
  const possible = openPart(known, ['countNumber']) === null ? [] : risksOf(known, 1, safety);

  // Of rules with a number that may be too small.
  const questions = possible.flatMap(({ rule }) => openPart([rule], ['countNumber']) ?? []);
  if (open.some(mayExpire) || certain.some((risk) => !isSure(risk))) {
    questions.push(...open.flatMap((rule) => openPart([rule], DECISIVE) ?? []));
  }
  if (rest !== null) questions.push({ reason: rest, value: list ?? root });
  return { problems: certain.filter(isSure), questions };
}

/** What decides which images a rule looks at, and what it does. */
const DECISIVE = ['priority', 'tagStatus', 'tags', 'storageClass', 'countType', 'action'] as const;

/** AWS takes no policy with such a rule. */
function isRefused(rule: LifecycleRule): boolean {
  return [...DECISIVE, 'countNumber' as const].some((part) => rule[part].kind === 'invalid');
}

interface Candidate extends Criteria {
  readonly rule: LifecycleRule;
}

/** @param unknownCount what to take for a number that is not known */
function risksOf(rules: readonly LifecycleRule[], unknownCount: number, safety: ReleaseSafety): ReleaseRisk[] {
  const candidates = rules.flatMap((rule): Candidate[] => {
    const criteria = criteriaOf(rule, unknownCount);
    return criteria === null ? [] : [{ ...criteria, rule }];
  });
  const found = new Map<LifecycleRule, ReleaseRisk>();
  // Releases are tagged.
  if (candidates.every(({ tags }) => tags.kind === 'untagged')) return [];
  for (const { because, release, others } of scenesFor(safety)) {
    const by = simulate(candidates, [release, ...others]).get(release);
    const [tag = ''] = release.tags;
    if (by === undefined || by.action !== 'expire' || found.has(by.rule) || isResidual(by, candidates, safety))
      continue;
    const { countNumber, rule } = by;
    const value = rule.countNumber.kind === 'known' ? rule.countNumber.value : null;
    found.set(rule, { rule, because, tag, countNumber, value: value ?? rule.value });
  }
  return [...found.values()];
}

interface Scene {
  readonly because: Danger;
  readonly release: Image;
  readonly others: readonly Image[];
}

/** Repositories with a release that no rule should expire. */
function scenesFor({ tags, days, releases, images }: ReleaseSafety): readonly Scene[] {
  return tags.flatMap((tag): Scene[] => {
    const newer = successors(tag, releases - 1).map((other, i) => pushed([other], 1 / (i + 2)));
    return [
      { because: 'age', release: pushed([tag], days), others: [] },
      { because: 'newer-images', release: pushed([tag], 1), others: builds(images - 1) },
      { because: 'newer-releases', release: pushed([tag], 1), others: newer },
    ];
  });
}

/** The tags of later releases; none where the tag moves from one release to the next. */
function successors(tag: string, count: number): string[] {
  const [, name, number] = /^(.*?)(\d+)$/.exec(tag) ?? [];
  return number === undefined ? [] : Array.from({ length: count }, (_, i) => `${name}${Number(number) + i + 1}`);
}

function builds(count: number): Image[] {
  return Array.from({ length: count }, (_, i) => pushed([`4f1e93${i}`], 1 / (i + 2)));
}

function pushed(tags: readonly string[], days: number): Image {
  return { tags, pushed: days, storageClass: 'standard', pulled: null, restored: null, transitioned: null };
}

/** Whether a rule takes whatever those before it have not named as worth keeping. */
function isResidual(by: Candidate, candidates: readonly Candidate[], safety: ReleaseSafety): boolean {
  const before = candidates.filter(({ priority }) => priority < by.priority);
  return takesAllTagged(by.tags) && before.some((other) => namesWhatIsKept(other, safety));
}

function namesWhatIsKept(candidate: Candidate, { releases, days }: ReleaseSafety): boolean {
  const { tags, storageClass, action, countType, countNumber } = candidate;
  if (tags.kind !== 'tagged' || storageClass !== 'standard' || takesAllTagged(tags)) return false;
  if (!oneTagSuffices(tags.patterns) || !tags.patterns.every(isPossible) || tags.patterns.some(isPassing)) return false;
  if (action === 'transition') return true;
  return countNumber >= (countType === 'imageCountMoreThan' ? releases : days);
}

/** Words in tags of images that are not releases, besides those of other environments. */
const PASSING_WORDS = [
  'latest',
  'edge',
  'pr',
  'pull',
  'branch',
  'feature',
  'snapshot',
  'nightly',
  'cache',
  'tmp',
  'temp',
];

const PASSING = compileWords({
  production: [],
  nonProduction: [...DEFAULT_ENVIRONMENT_OPTIONS.words.nonProduction, ...PASSING_WORDS],
});

/** Whether a pattern is one of builds that come and go. */
function isPassing(pattern: TagPattern): boolean {
  return tierOfText(pattern.map((part) => part ?? '-').join(''), PASSING) !== null;
}

function mayLookAtReleases({ tagStatus, storageClass }: LifecycleRule): boolean {
  return ask(tagStatus, (is) => is !== 'untagged') !== 'no' && ask(storageClass, (is) => is === 'standard') !== 'no';
}

function mayExpire({ action }: LifecycleRule): boolean {
  return ask(action, (is) => is === 'expire') !== 'no';
}

function comesAfter(other: LifecycleRule, rule: LifecycleRule): boolean {
  return askBoth(rule.priority, other.priority, (higher, lower) => higher < lower) === 'yes';
}
