import type { Place } from '../../hcl/source.ts';
import { elementOf, type MappingValue, type NumberValue, type Reason, type Value } from '../../terraform/value.ts';
import type { KnownValue } from '../argument.ts';
import { readJson } from '../json-document.ts';
import { prefixPattern, type TagPattern, type TagSelection, wildcardPattern } from './tag-selection.ts';

/** A policy argument read as a lifecycle policy. */
export type LifecycleReading =
  | { readonly kind: 'document'; readonly document: LifecycleDocument }
  /** No JSON, or no JSON object. `message` is a clause. */
  | { readonly kind: 'invalid'; readonly message: string; readonly place: Place | null }
  | { readonly kind: 'unknown'; readonly reason: Reason };

export interface LifecycleDocument {
  readonly root: MappingValue;
  /** What `rules` is; null where it is missing. */
  readonly list: Value | null;
  /** In the order they are written. Elements of `list` that are no objects are left out. */
  readonly rules: readonly LifecycleRule[];
  /** Why there may be further rules; null when there are not. */
  readonly rest: Reason | null;
}

/** One rule: what it says, as far as AWS would take it. */
export interface LifecycleRule {
  readonly value: MappingValue;
  readonly priority: Leaf<number>;
  readonly tagStatus: Leaf<TagStatus>;
  /** `tagStatus` with the list that belongs to it. */
  readonly tags: Leaf<TagSelection>;
  /** `standard` where it is not written. */
  readonly storageClass: Leaf<StorageClass>;
  readonly countType: Leaf<CountType>;
  readonly countNumber: Leaf<number>;
  readonly action: Leaf<Action>;
}

export type Leaf<T> =
  /** `value` is null where nothing is written and AWS takes `is` instead. */
  | { readonly kind: 'known'; readonly is: T; readonly value: Value | null }
  | { readonly kind: 'unknown'; readonly reason: Reason; readonly value: Value }
  /** Missing, or nothing that AWS takes. */
  | { readonly kind: 'invalid' };

export const TAG_STATUSES = ['tagged', 'untagged', 'any'] as const;
export type TagStatus = (typeof TAG_STATUSES)[number];
export const STORAGE_CLASSES = ['standard', 'archive'] as const;
export type StorageClass = (typeof STORAGE_CLASSES)[number];
export const COUNT_TYPES = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
] as const;
export type CountType = (typeof COUNT_TYPES)[number];
export const ACTIONS = ['expire', 'transition'] as const;
export type Action = (typeof ACTIONS)[number];

/** Reads the value of a lifecycle policy argument, however it is written. Never throws. */
export function readLifecyclePolicy(policy: Value): LifecycleReading {
  const json = readJson(policy);
  if (json.kind !== 'known') return json;
  const root = json.value;
  if (root.kind === 'unknown') return { kind: 'unknown', reason: root.reason };
  if (!('entries' in root)) return { kind: 'invalid', message: 'it is not a JSON object', place: root.origin };
  const list = entryOf(root, 'rules');
  const items = list === null ? [] : (itemsOf(list) ?? [list]);
  const open = items.find((item) => item.kind === 'unknown');
  const rest = open?.kind === 'unknown' ? open.reason : list === null ? root.rest : null;
  const rules = items.flatMap((item) => ('entries' in item ? [ruleOf(item)] : []));
  return { kind: 'document', document: { root, list, rules, rest } };
}

/** What an object has under a key, also when that is null; null when it has nothing there. */
export function entryOf(object: MappingValue, key: string): Value | null {
  const found = object.entries.get(key);
  return found === undefined ? null : partOf(object, found);
}

/** The elements of a list; null of what is no list. */
export function itemsOf(list: Value): readonly Value[] | null {
  return 'items' in list ? list.items.map((item) => partOf(list, item)) : null;
}

/** What was written nowhere, such as the null of an optional attribute, is where the whole is. */
function partOf(whole: Value, part: Value): Value {
  const found = elementOf(whole, part);
  return found.origin === null && whole.origin !== null ? { ...found, origin: whole.origin } : found;
}

function ruleOf(value: MappingValue): LifecycleRule {
  const rule: Leaf<MappingValue> = { kind: 'known', is: value, value };
  const selection = leaf(rule, 'selection', objectOf);
  const action = leaf(rule, 'action', objectOf);
  const tagStatus = leaf(selection, 'tagStatus', oneOf(TAG_STATUSES));
  return {
    value,
    priority: leaf(rule, 'rulePriority', countOf),
    tagStatus,
    tags: tagsOf(tagStatus, selection),
    storageClass: leaf(selection, 'storageClass', oneOf(STORAGE_CLASSES), 'standard'),
    countType: leaf(selection, 'countType', oneOf(COUNT_TYPES)),
    countNumber: leaf(selection, 'countNumber', countOf),
    action: leaf(action, 'type', oneOf(ACTIONS)),
  };
}

/**
 * What an object has under a key.
 *
 * @param read what a known value says; null for what AWS does not take
 * @param absent what AWS takes where nothing is written; null where it insists
 */
function leaf<T>(
  object: Leaf<MappingValue>,
  key: string,
  read: (value: KnownValue) => T | null,
  absent: T | null = null,
): Leaf<T> {
  if (object.kind !== 'known') return object;
  const value = entryOf(object.is, key);
  if (value === null) {
    const { rest } = object.is;
    if (rest !== null) return { kind: 'unknown', reason: rest, value: object.is };
    return absent === null ? INVALID : { kind: 'known', is: absent, value: null };
  }
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason, value };
  const is = value.kind === 'null' ? null : read(value);
  return is === null ? INVALID : { kind: 'known', is, value };
}

const INVALID = { kind: 'invalid' } as const;

function objectOf(value: KnownValue): MappingValue | null {
  return 'entries' in value ? value : null;
}

function oneOf<T extends string>(words: readonly T[]): (value: KnownValue) => T | null {
  return (value) => (value.kind === 'string' ? (words.find((word) => word === value.value) ?? null) : null);
}

function countOf(value: KnownValue): number | null {
  return isWholeNumber(value) && value.value >= 1 ? value.value : null;
}

/** Whether JSON Schema calls a value an integer. */
export function isWholeNumber(value: KnownValue): value is NumberValue {
  return value.kind === 'number' && value.exact === null && Number.isInteger(value.value);
}

function tagsOf(status: Leaf<TagStatus>, selection: Leaf<MappingValue>): Leaf<TagSelection> {
  if (status.kind !== 'known') return status;
  if (status.is !== 'tagged') return { kind: 'known', is: { kind: status.is }, value: status.value };
  const lists = [
    patternsOf(leaf(selection, 'tagPrefixList', itemsOf, []), prefixPattern),
    patternsOf(leaf(selection, 'tagPatternList', itemsOf, []), wildcardPattern),
  ].filter((list) => list !== null);
  const [only] = lists;
  return lists.find(({ kind }) => kind === 'unknown') ?? (lists.length === 1 ? only : null) ?? INVALID;
}

/** The images that one of the two lists selects; null where the list is not written. */
function patternsOf(list: Leaf<readonly Value[]>, toPattern: (text: string) => TagPattern): Leaf<TagSelection> | null {
  if (list.kind !== 'known') return list;
  if (list.value === null) return null;
  const open = list.is.find((item) => item.kind === 'unknown');
  if (open?.kind === 'unknown') return { kind: 'unknown', reason: open.reason, value: open };
  const patterns = list.is.flatMap((item) => (item.kind === 'string' ? [toPattern(item.value)] : []));
  if (patterns.length === 0 || patterns.length < list.is.length) return INVALID;
  return { kind: 'known', is: { kind: 'tagged', patterns }, value: list.value };
}
