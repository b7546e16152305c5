import type { Action, CountType, LifecycleRule, StorageClass } from './policy.ts';
import { selectsTags, type TagSelection } from './tag-selection.ts';

/** A rule of which everything is known that decides what it does. */
export interface Criteria {
  readonly priority: number;
  readonly tags: TagSelection;
  readonly storageClass: StorageClass;
  readonly countType: CountType;
  readonly countNumber: number;
  readonly action: Action;
}

/** An image in a repository. Times are days ago. */
export interface Image {
  readonly tags: readonly string[];
  readonly storageClass: StorageClass;
  readonly pushed: number;
  /** When it was last pulled; null for never. */
  readonly pulled: number | null;
  /** When it was last brought back from the archive; null for never. */
  readonly restored: number | null;
  /** When it was moved to the archive; null where it is not there. */
  readonly transitioned: number | null;
}

/** What the rules of a policy do with the images of a repository: at most one of them acts on an image. */
export type Outcome<R extends Criteria, I extends Image> = ReadonlyMap<I, R>;

/**
 * Applies a lifecycle policy to the images of a repository, as AWS describes it
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html): every rule looks at all images of its
 * storage class, also at those that another rule acts on; what the tags of a rule select is then safe from all rules
 * of lower priority, whether the rule acts on it or not. That a manifest list holds its images is left out.
 */
export function simulate<R extends Criteria, I extends Image>(
  rules: readonly R[],
  images: readonly I[],
): Outcome<R, I> {
  const outcome = new Map<I, R>();
  const seen = new Set<I>();
  for (const rule of rules.toSorted((a, b) => a.priority - b.priority)) {
    const selected = images.filter((image) => selects(rule, image));
    for (const image of meetingCount(rule, selected)) {
      if (!seen.has(image)) outcome.set(image, rule);
    }
    for (const image of selected) seen.add(image);
  }
  return outcome;
}

/** Whether a rule looks at an image, and so keeps rules of lower priority from it. */
export function selects({ tags, storageClass }: Pick<Criteria, 'tags' | 'storageClass'>, image: Image): boolean {
  return image.storageClass === storageClass && selectsTags(tags, image.tags);
}

/** Of the images a rule selects, those beyond its count or older than its days. */
function meetingCount<I extends Image>({ countType, countNumber }: Criteria, selected: readonly I[]): readonly I[] {
  switch (countType) {
    case 'imageCountMoreThan':
      return selected.toSorted((a, b) => a.pushed - b.pushed).slice(countNumber);
    case 'sinceImagePushed':
      return selected.filter(({ pushed }) => pushed > countNumber);
    case 'sinceImagePulled':
      return selected.filter((image) => lastUse(image) > countNumber);
    case 'sinceImageTransitioned':
      return selected.filter(({ transitioned }) => transitioned !== null && transitioned > countNumber);
  }
}

/** One that was never pulled counts from when it was pushed, one that came back from the archive from then at the latest. */
function lastUse({ pushed, pulled, restored }: Image): number {
  return Math.min(pulled ?? pushed, restored ?? Number.POSITIVE_INFINITY);
}

/**
 * What decides what a rule does; null where part of it is unknown or nothing AWS takes.
 *
 * @param unknownCount what to take for a `countNumber` that is not known; null where it has to be
 */
export function criteriaOf(rule: LifecycleRule, unknownCount: number | null = null): Criteria | null {
  const { priority, tags, storageClass, countType, countNumber, action } = rule;
  if (priority.kind !== 'known' || tags.kind !== 'known' || storageClass.kind !== 'known') return null;
  if (countType.kind !== 'known' || action.kind !== 'known') return null;
  const count = countNumber.kind === 'known' ? countNumber.is : countNumber.kind === 'unknown' ? unknownCount : null;
  if (count === null) return null;
  return {
    priority: priority.is,
    tags: tags.is,
    storageClass: storageClass.is,
    countType: countType.is,
    countNumber: count,
    action: action.is,
  };
}
