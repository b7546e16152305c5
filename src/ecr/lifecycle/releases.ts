import type { Value } from '../../terraform/value.ts';
import { DEFAULT_ENVIRONMENT_OPTIONS } from '../environment.ts';
import { compileWords, tierOfText } from '../words.ts';
import { ask, askBoth, openPart } from './answers.ts';
import type { Verdict } from './judge.ts';
import type { LifecycleDocument, LifecycleRule } from './policy.ts';
import { type Criteria, criteriaOf, type Image, simulate } from './simulate.ts';
import { isPossible, oneTagSuffices, type TagPattern, takesAllTagged } from './tag-selection.ts';

/** The newest release is safe for this many days. */
export const RELEASE_DAYS = 365;
/** So many of the newest releases are safe: the one that runs, and what a rollback needs. */
export const RELEASES_KEPT = 3;
/** A release is safe while it is among so many of the newest images, where a rule counts builds as well. */
export const IMAGES_KEPT = 10;

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
export function findReleaseRisks({ list, root, rules, rest }: LifecycleDocument): Verdict<ReleaseRisk> {
  if (rules.some(isRefused)) return { problems: [], questions: [] };
  const open = rules.filter((rule) => openPart([rule], DECISIVE) !== null && mayLookAtReleases(rule));
  const known = rules.filter((rule) => openPart([rule], DECISIVE) === null);
  // What is not known may come first, and keep a rule from the releases.
  const isSure = ({ rule }: ReleaseRisk) => rest === null && open.every((other) => comesAfter(other, rule));
  const certain = risksOf(known, Number.POSITIVE_INFINITY);
  const possible = risksOf(known, 1).filter(({ rule }) => !certain.some((risk) => risk.rule === rule));

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
function risksOf(rules: readonly LifecycleRule[], unknownCount: number): ReleaseRisk[] {
  const candidates = rules.flatMap((rule): Candidate[] => {
    const criteria = criteriaOf(rule, unknownCount);
    return criteria === null ? [] : [{ ...criteria, rule }];
  });
  const found = new Map<LifecycleRule, ReleaseRisk>();
  for (const { because, release, others } of SCENES) {
    const by = simulate(candidates, [release, ...others]).get(release);
    const [tag = ''] = release.tags;
    if (by === undefined || by.action !== 'expire' || found.has(by.rule) || isResidual(by, candidates)) continue;
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

/** Tags of releases in the forms that are usual, the oldest first; alone where the tag moves from one to the next. */
const RELEASES = [
  ['v1.4.0', 'v1.4.1', 'v1.5.0'],
  ['1.4.0', '1.4.1', '1.5.0'],
  ['release-1.4.0', 'release-1.4.1', 'release-1.5.0'],
  ['prod-41', 'prod-42', 'prod-43'],
  ['production-41', 'production-42', 'production-43'],
  ['prod'],
  ['production'],
] as const;

/** Repositories with a release that no rule should expire. */
const SCENES: readonly Scene[] = RELEASES.flatMap(([tag, ...newer]): Scene[] => [
  { because: 'age', release: pushed([tag], RELEASE_DAYS), others: [] },
  { because: 'newer-images', release: pushed([tag], 1), others: builds(IMAGES_KEPT - 1) },
  ...(newer.length < RELEASES_KEPT - 1
    ? []
    : [
        {
          because: 'newer-releases' as const,
          release: pushed([tag], 1),
          others: newer.map((other, i) => pushed([other], 0.5 - i / 10)),
        },
      ]),
]);

function builds(count: number): Image[] {
  return Array.from({ length: count }, (_, i) => pushed([`4f1e93${i}`], 0.5 - i / 100));
}

function pushed(tags: readonly string[], days: number): Image {
  return { tags, pushed: days, storageClass: 'standard', pulled: null, restored: null, transitioned: null };
}

/** Whether a rule takes whatever those before it have not named as worth keeping. */
function isResidual(by: Candidate, candidates: readonly Candidate[]): boolean {
  return takesAllTagged(by.tags) && candidates.some((other) => other.priority < by.priority && namesWhatIsKept(other));
}

function namesWhatIsKept({ tags, storageClass, action, countType, countNumber }: Candidate): boolean {
  if (tags.kind !== 'tagged' || storageClass !== 'standard' || takesAllTagged(tags)) return false;
  if (!oneTagSuffices(tags.patterns) || !tags.patterns.every(isPossible) || tags.patterns.some(isPassing)) return false;
  if (action === 'transition') return true;
  return countType === 'imageCountMoreThan' ? countNumber >= RELEASES_KEPT : countNumber >= RELEASE_DAYS;
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
