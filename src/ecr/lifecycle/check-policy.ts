import { encodeJson, isJsonProblem } from '../../terraform/json-value.ts';
import { isWhollyKnown, type Value } from '../../terraform/value.ts';
import type { LifecyclePolicy } from '../facts.ts';
import { checkRule } from './check-rule.ts';
import { itemsOf, type LifecycleDocument, type LifecycleRule } from './policy.ts';
import { prefixKey, tagListsOf } from './tag-lists.ts';
import type { Findings } from './violation.ts';

const FEWEST_CHARACTERS = 100;
const MOST_CHARACTERS = 30_720;
const MOST_RULES = 50;

/** Everything for which AWS refuses a lifecycle policy, and what is not known of it. */
export function checkLifecyclePolicy(lifecyclePolicy: LifecyclePolicy): Findings {
  const findings: Findings = { violations: [], questions: [] };
  const policy = lifecyclePolicy.policy.value;
  const reading = lifecyclePolicy.read();
  if (policy === null || reading === null) return findings;
  // A template without a policy may say so with an empty text.
  const mayBeEmpty = lifecyclePolicy.kind === 'template';
  if (policy.kind === 'string' && policy.value.trim() === '') {
    if (!mayBeEmpty) findings.violations.push({ kind: 'empty-text', value: policy });
    return findings;
  }
  if (reading.kind === 'unknown') {
    findings.questions.push({ reason: reading.reason, value: policy });
  } else if (reading.kind === 'invalid') {
    findings.violations.push({ kind: 'no-json', message: reading.message, place: reading.place, value: policy });
  } else {
    checkDocument(reading.document, findings);
    checkLength(reading.document, policy, mayBeEmpty, findings);
  }
  return findings;
}

function checkDocument(document: LifecycleDocument, findings: Findings): void {
  const { root, list, rules, rest } = document;
  if (list === null && rest === null) {
    findings.violations.push({ kind: 'missing-keys', keys: ['rules'], of: 'policy', value: root });
    return;
  }
  if (list !== null) checkList(list, findings);
  if (rest !== null) findings.questions.push({ reason: rest, value: list ?? root });
  for (const rule of rules) checkRule(rule, findings);
  checkPriorities(rules, findings);
  checkUntagged(rules, findings);
  checkPrefixes(rules, findings);
}

function checkList(list: Value, { violations }: Findings): void {
  const items = itemsOf(list);
  if (items === null) {
    if (list.kind !== 'unknown') violations.push({ kind: 'wrong-type', key: 'rules', expected: 'array', value: list });
    return;
  }
  for (const item of items) {
    if (item.kind === 'unknown' || 'entries' in item) continue;
    violations.push({ kind: 'wrong-type', key: 'rules', expected: 'object', value: item });
  }
  const first = items[MOST_RULES];
  if (first !== undefined) violations.push({ kind: 'many-rules', rules: items.length, value: first });
}

/** Priorities are unique, and rules for any image come last within their storage class. */
function checkPriorities(rules: readonly LifecycleRule[], { violations }: Findings): void {
  const taken = new Set<number>();
  for (const { priority } of rules) {
    if (priority.kind !== 'known' || priority.value === null) continue;
    if (taken.has(priority.is)) violations.push({ kind: 'same-priority', value: priority.value });
    taken.add(priority.is);
  }
  for (const { priority, tagStatus, storageClass } of rules) {
    if (priority.kind !== 'known' || tagStatus.kind !== 'known' || storageClass.kind !== 'known') continue;
    if (tagStatus.is !== 'any' || tagStatus.value === null) continue;
    const isFollowed = rules.some(
      (other) =>
        other.priority.kind === 'known' &&
        other.priority.is > priority.is &&
        other.storageClass.kind === 'known' &&
        other.storageClass.is === storageClass.is,
    );
    if (isFollowed) violations.push({ kind: 'any-not-last', storageClass: storageClass.is, value: tagStatus.value });
  }
}

function checkUntagged(rules: readonly LifecycleRule[], { violations }: Findings): void {
  const taken = new Set<string>();
  for (const { tagStatus, storageClass } of rules) {
    if (tagStatus.kind !== 'known' || storageClass.kind !== 'known') continue;
    if (tagStatus.is !== 'untagged' || tagStatus.value === null) continue;
    if (taken.has(storageClass.is)) {
      violations.push({ kind: 'second-untagged', storageClass: storageClass.is, value: tagStatus.value });
    }
    taken.add(storageClass.is);
  }
}

/** Two rules for one storage class may not have the same set of prefixes. */
function checkPrefixes(rules: readonly LifecycleRule[], { violations }: Findings): void {
  const taken = new Set<string>();
  for (const rule of rules) {
    const list = tagListsOf(rule).find(({ key }) => key === 'tagPrefixList');
    const prefixes = prefixKey(rule);
    if (list === undefined || prefixes === null || rule.storageClass.kind !== 'known') continue;
    const key = `${rule.storageClass.is} ${prefixes}`;
    const items = itemsOf(list.value) ?? [];
    if (taken.has(key)) violations.push({ kind: 'same-prefixes', prefixes: items, value: list.value });
    taken.add(key);
  }
}

/**
 * The provider sends the document without white space, so that is what has to fit. A text that is too short lacks
 * something else, which says more.
 */
function checkLength({ root }: LifecycleDocument, policy: Value, mayBeEmpty: boolean, { violations }: Findings): void {
  const text = isWhollyKnown(root) ? encodeJson(root) : null;
  if (text === null || isJsonProblem(text)) return;
  const { length } = text;
  if (length > MOST_CHARACTERS) {
    violations.push({ kind: 'long-text', length, value: policy });
  } else if (length < FEWEST_CHARACTERS && !mayBeEmpty && violations.length === 0) {
    violations.push({ kind: 'short-text', length, value: policy });
  }
}
