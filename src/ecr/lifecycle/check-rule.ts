import { type MappingValue, type NullValue, string, type UnknownValue, type Value } from '../../terraform/value.ts';
import type { KnownValue } from '../argument.ts';
import {
  ACTIONS,
  COUNT_TYPES,
  entryOf,
  isWholeNumber,
  itemsOf,
  type LifecycleRule,
  STORAGE_CLASSES,
  TAG_STATUSES,
} from './policy.ts';
import { tagListsOf } from './tag-lists.ts';
import type { Findings, JsonType, Part, ViolationDetail } from './violation.ts';

const MOST_WILDCARDS = 4;
const FEWEST_ARCHIVE_DAYS = 90;

/** What is wrong with a known value; null for nothing. */
type Check = (value: KnownValue) => ViolationDetail | null;

type Keys = Readonly<Record<string, { readonly required: boolean; readonly check: (key: string) => Check }>>;

const RULE: Keys = {
  rulePriority: { required: true, check: positive },
  description: { required: false, check: typed('string') },
  selection: { required: true, check: typed('object') },
  action: { required: true, check: typed('object') },
};

const SELECTION: Keys = {
  tagStatus: { required: true, check: word(TAG_STATUSES) },
  tagPatternList: { required: false, check: typed('array') },
  tagPrefixList: { required: false, check: typed('array') },
  storageClass: { required: false, check: word(STORAGE_CLASSES) },
  countType: { required: true, check: word(COUNT_TYPES) },
  countUnit: { required: false, check: word(['days']) },
  countNumber: { required: true, check: positive },
};

const ACTION: Keys = {
  type: { required: true, check: word(ACTIONS) },
  targetStorageClass: { required: false, check: word(['archive']) },
};

/** Checks one rule of a policy for itself: the schema, and what has to go together within the rule. */
export function checkRule(rule: LifecycleRule, findings: Findings): void {
  const { value } = rule;
  checkObject(value, 'rule', RULE, findings);
  const selection = entryOf(value, 'selection');
  const action = entryOf(value, 'action');
  if (selection !== null && 'entries' in selection) {
    checkObject(selection, 'selection', SELECTION, findings);
    checkTagLists(rule, selection, findings);
    checkCount(rule, selection, findings);
  }
  if (action !== null && 'entries' in action) {
    checkObject(action, 'action', ACTION, findings);
    checkAction(rule, action, findings);
  }
}

function checkObject(object: MappingValue, of: Part, keys: Keys, findings: Findings): void {
  for (const key of object.entries.keys()) {
    const value = entryOf(object, key);
    const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (value === null) continue;
    if (known === undefined) {
      findings.violations.push({ kind: 'unknown-key', key, of, allowed: Object.keys(keys), value });
    } else {
      checkValue(value, key, known.check(key), findings);
    }
  }
  if (object.rest !== null) {
    findings.questions.push({ reason: object.rest, value: object });
    return;
  }
  const missing = Object.keys(keys).filter((key) => keys[key]?.required === true && !object.entries.has(key));
  if (missing.length > 0) findings.violations.push({ kind: 'missing-keys', keys: missing.sort(), of, value: object });
}

/** Of several values that it may be, all have to be wrong. */
function checkValue(value: Value, key: string, check: Check, { violations, questions }: Findings): void {
  if (value.kind !== 'unknown') {
    const detail = checkKnown(value, key, check);
    if (detail !== null) violations.push({ ...detail, value });
    return;
  }
  const possible = value.candidates ?? [value];
  const details = possible.flatMap((each) => (each.kind === 'unknown' ? [] : (checkKnown(each, key, check) ?? [])));
  const [first] = details;
  if (first !== undefined && details.length === possible.length) {
    violations.push({ ...first, value });
  } else if (details.length > 0 || possible.some((each) => each.kind === 'unknown' && !isSurelyFine(each, check))) {
    questions.push({ reason: value.reason, value });
  }
}

function checkKnown(value: KnownValue | NullValue, key: string, check: Check): ViolationDetail | null {
  return value.kind === 'null' ? { kind: 'null-value', key } : check(value);
}

/** What takes the empty string takes any. */
function isSurelyFine({ type }: UnknownValue, check: Check): boolean {
  return type.kind === 'string' && check(string('')) === null;
}

function typed(expected: JsonType): (key: string) => Check {
  return (key) => (value) => (isTyped(value, expected) ? null : { kind: 'wrong-type', key, expected });
}

function isTyped(value: KnownValue, expected: JsonType): boolean {
  switch (expected) {
    case 'object':
      return 'entries' in value;
    case 'array':
      return 'items' in value;
    case 'string':
      return value.kind === 'string';
    case 'integer':
      return isWholeNumber(value);
  }
}

function word(allowed: readonly string[]): (key: string) => Check {
  return (key) => (value) => {
    if (value.kind !== 'string') return { kind: 'wrong-type', key, expected: 'string' };
    return allowed.includes(value.value) ? null : { kind: 'unknown-word', key, allowed };
  };
}

function positive(key: string): Check {
  return (value) => {
    if (!isWholeNumber(value)) return { kind: 'wrong-type', key, expected: 'integer' };
    return value.value >= 1 ? null : { kind: 'below-one', key };
  };
}

function checkTagLists(rule: LifecycleRule, selection: MappingValue, findings: Findings): void {
  const { violations } = findings;
  const { tagStatus } = rule;
  const lists = tagListsOf(rule);
  for (const { key, value } of lists) checkTagList(key, value, findings);
  if (tagStatus.kind !== 'known' || tagStatus.value === null) return;
  if (tagStatus.is !== 'tagged') {
    for (const { key, value } of lists) {
      violations.push({ kind: 'list-without-tags', key, tagStatus: tagStatus.is, value });
    }
    return;
  }
  const [first, second] = lists;
  if (first === undefined && selection.rest === null) {
    violations.push({ kind: 'tags-without-list', value: tagStatus.value });
  }
  if (second !== undefined) violations.push({ kind: 'both-tag-lists', value: second.value });
  for (const { key, value } of lists) {
    if (itemsOf(value)?.length === 0) violations.push({ kind: 'empty-tag-list', key, value });
  }
}

function checkTagList(key: string, list: Value, findings: Findings): void {
  for (const item of itemsOf(list) ?? []) {
    checkValue(item, key, key === 'tagPatternList' ? pattern : typed('string')(key), findings);
  }
}

function pattern(value: KnownValue): ViolationDetail | null {
  if (value.kind !== 'string') return { kind: 'wrong-type', key: 'tagPatternList', expected: 'string' };
  const wildcards = value.value.split('*').length - 1;
  return wildcards > MOST_WILDCARDS ? { kind: 'many-wildcards', wildcards } : null;
}

function checkCount(
  { countType, countNumber, storageClass }: LifecycleRule,
  selection: MappingValue,
  { violations }: Findings,
): void {
  if (countType.kind !== 'known' || countType.value === null) return;
  const { is, value } = countType;
  const unit = entryOf(selection, 'countUnit');
  if (is === 'imageCountMoreThan') {
    if (unit !== null && unit.kind !== 'null') violations.push({ kind: 'needless-unit', selection, value: unit });
  } else if (unit === null && selection.rest === null) {
    violations.push({ kind: 'missing-unit', countType: is, selection, value });
  }
  if (storageClass.kind !== 'known') return;
  if (is !== 'sinceImageTransitioned') {
    if (storageClass.is !== 'standard' && storageClass.value !== null) {
      violations.push({ kind: 'wrong-class', countType: is, value: storageClass.value });
    }
    return;
  }
  if (storageClass.value === null) violations.push({ kind: 'missing-class', selection, value });
  else if (storageClass.is !== 'archive')
    violations.push({ kind: 'wrong-class', countType: is, value: storageClass.value });
  if (countNumber.kind === 'known' && countNumber.value !== null && countNumber.is < FEWEST_ARCHIVE_DAYS) {
    violations.push({ kind: 'short-archive', value: countNumber.value });
  }
}

function checkAction({ action, countType }: LifecycleRule, object: MappingValue, { violations }: Findings): void {
  if (action.kind !== 'known' || action.value === null) return;
  const target = entryOf(object, 'targetStorageClass');
  if (action.is === 'expire' && target !== null && target.kind !== 'null') {
    violations.push({ kind: 'needless-target', action: object, value: target });
  }
  if (action.is === 'transition' && target === null && object.rest === null) {
    violations.push({ kind: 'missing-target', action: object, value: action.value });
  }
  if (countType.kind !== 'known') return;
  const needed =
    countType.is === 'sinceImagePulled' ? 'transition' : countType.is === 'sinceImageTransitioned' ? 'expire' : null;
  if (needed !== null && action.is !== needed) {
    violations.push({ kind: 'wrong-action', value: action.value });
  }
}
