import { firstUnknown, type Value } from '../../terraform/value.ts';
import { type Answer, judgeValue } from '../argument.ts';
import type { Verdict } from './judge.ts';
import { entryOf, itemsOf, type LifecycleDocument, type LifecycleRule } from './policy.ts';
import type { OpenQuestion } from './violation.ts';

/** `tagPrefixList` or `tagPatternList` of a rule. */
export interface TagList {
  readonly key: 'tagPrefixList' | 'tagPatternList';
  readonly value: Value;
}

const KEYS = ['tagPrefixList', 'tagPatternList'] as const;

/** The lists that a rule has; AWS takes no more than one. */
export function tagListsOf({ value }: LifecycleRule): readonly TagList[] {
  const selection = entryOf(value, 'selection');
  if (selection === null || !('entries' in selection)) return [];
  return KEYS.flatMap((key) => {
    const list = entryOf(selection, key);
    return list === null || list.kind === 'null' ? [] : [{ key, value: list }];
  });
}

/** A list of which AWS joins several entries with AND. */
export interface JoinedList extends TagList {
  readonly rule: LifecycleRule;
  readonly document: LifecycleDocument;
}

/** Finds the lists of which AWS joins several entries with AND. */
export function findJoinedLists(document: LifecycleDocument): Verdict<JoinedList> {
  const { list, root, rules, rest } = document;
  const lists = rules.flatMap((rule) => tagListsOf(rule).map((tagList) => ({ ...tagList, rule, document })));
  const questions = lists.flatMap(({ value }): OpenQuestion[] => {
    const open = hasSeveral(value) === 'unknown' ? firstUnknown(value) : null;
    return open === null ? [] : [{ reason: open.reason, value }];
  });
  if (rest !== null) questions.push({ reason: rest, value: list ?? root });
  return { problems: lists.filter(({ value }) => hasSeveral(value) === 'yes'), questions };
}

/** Whether a list has several entries that are not the same. */
function hasSeveral(list: Value): Answer {
  return judgeValue(list, (known) => {
    const items = known === null ? null : itemsOf(known);
    if (items === null) return 'no';
    const texts = new Set(items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])));
    if (texts.size > 1) return 'yes';
    return items.length > 1 && items.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'no';
  });
}

/** The same for two rules exactly when they have the same set of prefixes; null where it is not known, or no such list. */
export function prefixKey(rule: LifecycleRule): string | null {
  const list = tagListsOf(rule).find(({ key }) => key === 'tagPrefixList');
  const items = list === undefined ? null : itemsOf(list.value);
  if (items === null || items.length === 0 || items.some(({ kind }) => kind !== 'string')) return null;
  const prefixes = items.map((item) => (item.kind === 'string' ? item.value : ''));
  return JSON.stringify([...new Set(prefixes)].sort());
}
