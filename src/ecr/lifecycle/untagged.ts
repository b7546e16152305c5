import type { Value } from '../../terraform/value.ts';
import type { Answer } from '../argument.ts';
import { all, ask, openPart } from './answers.ts';
import type { Verdict } from './judge.ts';
import type { LifecycleDocument, LifecycleRule, StorageClass } from './policy.ts';

/** That images without tags are never expired: they stay where they are, or in the archive that a rule moves them to. */
export interface KeptUntagged {
  readonly where: StorageClass;
  /** The rules, none of which expires them. */
  readonly value: Value;
  /** A priority behind all others; null where one of them is not known. */
  readonly nextPriority: number | null;
}

/**
 * Judges whether a policy ever expires images that have no tag: a rule for untagged images does, and one for any image
 * where no rule of higher priority moves them to the archive first.
 */
export function judgeUntagged({ list, root, rules, rest }: LifecycleDocument): Verdict<KeptUntagged> {
  const value = list ?? root;
  const standard = takersIn('standard', rules);
  const archive = takersIn('archive', rules);
  if (standard.some(surelyExpires) && !standard.some(mayTransition)) return EXPIRED;
  if (rest !== null) return { problems: [], questions: [{ reason: rest, value }] };
  const open = openPart([...standard, ...archive], ['tagStatus', 'storageClass', 'action', 'priority']);
  if (open !== null) return { problems: [], questions: [open] };
  const [first] = inOrder(standard);
  if (first !== undefined && (surelyExpires(first) || archive.some(surelyExpires))) return EXPIRED;
  const where = first === undefined ? 'standard' : 'archive';
  return { problems: [{ where, value, nextPriority: priorityBehind(rules) }], questions: [] };
}

const EXPIRED: Verdict<KeptUntagged> = { problems: [], questions: [] };

/** The rules that select images without tags in one storage class, or may. */
function takersIn(storageClass: StorageClass, rules: readonly LifecycleRule[]): readonly LifecycleRule[] {
  return rules.filter((rule) => rule.action.kind !== 'invalid' && selectsUntagged(rule, storageClass) !== 'no');
}

function selectsUntagged(rule: LifecycleRule, storageClass: StorageClass): Answer {
  return all([
    ask(rule.tagStatus, (status) => status !== 'tagged'),
    ask(rule.storageClass, (actual) => actual === storageClass),
  ]);
}

function surelyExpires(rule: LifecycleRule): boolean {
  return openPart([rule], ['tagStatus', 'storageClass']) === null && ask(rule.action, isExpire) === 'yes';
}

function mayTransition(rule: LifecycleRule): boolean {
  return ask(rule.action, isExpire) !== 'yes';
}

function isExpire(action: string): boolean {
  return action === 'expire';
}

/** By priority, as far as that is known. */
function inOrder(rules: readonly LifecycleRule[]): readonly LifecycleRule[] {
  return rules
    .flatMap((rule) => (rule.priority.kind === 'known' ? [{ rule, priority: rule.priority.is }] : []))
    .sort((a, b) => a.priority - b.priority)
    .map(({ rule }) => rule);
}

function priorityBehind(rules: readonly LifecycleRule[]): number | null {
  const known = inOrder(rules);
  const last = known.at(-1)?.priority;
  if (known.length < rules.length) return null;
  return last?.kind === 'known' ? last.is + 1 : 1;
}
