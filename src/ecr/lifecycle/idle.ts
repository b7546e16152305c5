import type { Value } from '../../terraform/value.ts';
import type { Answer } from '../argument.ts';
import { all, ask, askBoth, openPart } from './answers.ts';
import type { Verdict } from './judge.ts';
import { itemsOf, type LifecycleDocument, type LifecycleRule, type TagStatus } from './policy.ts';
import { prefixKey, tagListsOf } from './tag-lists.ts';
import { isCovered, isPossible, takesAllTagged } from './tag-selection.ts';
import type { OpenQuestion } from './violation.ts';

/** A rule that never acts on an image. */
export type IdleRule = { readonly rule: LifecycleRule; readonly value: Value } & (
  | /** Rules of higher priority select all that it selects, and so keep it from it. `value` says what it selects. */
  { readonly kind: 'shadowed'; readonly by: readonly LifecycleRule[] }
  /** No tag can look as `value` asks for. */
  | { readonly kind: 'impossible'; readonly key: string }
);

/**
 * Finds the rules of a policy that never act. What AWS refuses anyway is left to that: rules behind one for any image,
 * a second one for untagged images, two with the same prefixes.
 */
export function findIdleRules({ list, root, rules, rest }: LifecycleDocument): Verdict<IdleRule> {
  const problems: IdleRule[] = [];
  const questions: OpenQuestion[] = rest === null ? [] : [{ reason: rest, value: list ?? root }];
  for (const rule of rules) {
    const impossible = impossibleIn(rule);
    if (impossible !== null) {
      problems.push(impossible);
      continue;
    }
    const shadow = shadowOver(rule, rules);
    if (shadow === null) continue;
    if ('reason' in shadow) questions.push(shadow);
    else problems.push(shadow);
  }
  return { problems, questions };
}

function impossibleIn(rule: LifecycleRule): IdleRule | null {
  const { tags } = rule;
  if (tags.kind !== 'known' || tags.is.kind !== 'tagged' || tags.value === null) return null;
  const at = tags.is.patterns.findIndex((pattern) => !isPossible(pattern));
  const value = itemsOf(tags.value)?.[at];
  const [list] = tagListsOf(rule);
  return value === undefined || list === undefined ? null : { kind: 'impossible', rule, key: list.key, value };
}

function shadowOver(rule: LifecycleRule, rules: readonly LifecycleRule[]): IdleRule | OpenQuestion | null {
  const { tags, tagStatus } = rule;
  const before = rules.filter((other) => other !== rule && isBefore(other, rule) !== 'no');
  if (tagStatus.kind === 'unknown') return before.length === 0 ? null : openPart([rule], ['tagStatus']);
  let open: OpenQuestion | null = null;
  for (const { by, covers } of coversOf(rule, before)) {
    const answer = all([...by.map((other) => isBefore(other, rule)), covers]);
    if (answer === 'yes' && tags.kind === 'known' && tags.value !== null) {
      return { kind: 'shadowed', rule, by, value: tags.value };
    }
    if (answer === 'unknown') open ??= openPart([rule, ...by], ['tags', 'priority', 'storageClass']);
  }
  return open;
}

/** Whether a rule keeps what it selects from another: it has a higher priority and looks at the same storage class. */
function isBefore(other: LifecycleRule, rule: LifecycleRule): Answer {
  return all([
    askBoth(other.priority, rule.priority, (higher, lower) => higher < lower),
    askBoth(other.storageClass, rule.storageClass, (its, mine) => its === mine),
  ]);
}

interface Cover {
  readonly by: readonly LifecycleRule[];
  /** Whether they select all that the rule selects. */
  readonly covers: Answer;
}

/** What may cover a rule: for certain tags one other, for any image one for untagged and one for all tagged images. */
function coversOf(rule: LifecycleRule, before: readonly LifecycleRule[]): readonly Cover[] {
  if (hasStatus(rule, 'any') === 'no') {
    return before.map((other) => {
      const same = prefixKey(rule) !== null && prefixKey(rule) === prefixKey(other);
      const covers = all([hasStatus(other, 'tagged'), askBoth(rule.tags, other.tags, isCovered)]);
      return { by: [other], covers: same ? 'no' : covers };
    });
  }
  const untagged = before.filter((other) => hasStatus(other, 'untagged') !== 'no');
  return untagged.flatMap((one) =>
    before.map((other) => {
      const covers = all([hasStatus(one, 'untagged'), hasStatus(other, 'tagged'), ask(other.tags, takesAllTagged)]);
      return { by: [one, other], covers };
    }),
  );
}

function hasStatus({ tagStatus }: LifecycleRule, wanted: TagStatus): Answer {
  return ask(tagStatus, (status) => status === wanted);
}
