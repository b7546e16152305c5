import { entryOf, itemsOf, type LifecycleRule } from '../../ecr/lifecycle/policy.ts';
import type { JoinedList } from '../../ecr/lifecycle/tag-lists.ts';
import type { Place } from '../../hcl/source.ts';
import type { MappingValue, Value } from '../../terraform/value.ts';
import { type BlockContent, type Data, type Edit, type Fix, literal } from '../fix.ts';
import { argumentName, isBehindKey } from './lifecycle-text.ts';
import { textAt } from './place.ts';

/**
 * Makes one rule for each entry of a list out of a rule that asks for all of them, where all of it is written out.
 * Rules of lower priority move behind the new ones.
 */
export function splitFix({ key, value, rule, document }: JoinedList): Fix | null {
  const entries = textsOf(value);
  const data = plainRule(rule.value);
  const [first, ...others] = entries === null ? [] : new Set(entries);
  if (data === null || first === undefined || value.origin === null || !isBehindKey(key, value.origin)) return null;
  const renumbered = makeRoom(rule, document.rules, others.length);
  const { list } = document;
  if (renumbered === null || rule.priority.kind !== 'known' || list === null || list.origin === null) return null;
  const priority = rule.priority.is;
  const added = others.map((entry, i): Edit | null => {
    const selection = { ...data.selection, [key]: [entry] };
    return additionTo(list.origin, { ...data, rulePriority: priority + i + 1, selection });
  });
  const additions = added.filter((edit) => edit !== null);
  if (additions.length < added.length) return null;
  return {
    safety: 'unsafe',
    description: `Writes a rule for each entry of ${key}. They select more images than now, and expire them.`,
    edits: [{ kind: 'replace-value', value: value.origin, by: literal([first]) }, ...additions, ...renumbered],
  };
}

interface PlainRule {
  readonly [key: string]: Data;
  readonly selection: { readonly [key: string]: Data };
}

/** A rule of which every part is written out; null where one is not. */
function plainRule(rule: MappingValue): PlainRule | null {
  const selection = entryOf(rule, 'selection');
  const action = entryOf(rule, 'action');
  if (selection === null || action === null || !('entries' in selection) || !('entries' in action)) return null;
  const parts = [plainObject(rule, ['selection', 'action']), plainObject(selection, []), plainObject(action, [])];
  const [own, selected, acting] = parts;
  if (own == null || selected == null || acting == null) return null;
  return { ...own, selection: selected, action: acting };
}

/** In the order it is written. */
function plainObject(object: MappingValue, without: readonly string[]): { [key: string]: Data } | null {
  const members: { readonly key: string; readonly data: Data; readonly start: number }[] = [];
  for (const key of object.entries.keys()) {
    const value = without.includes(key) ? null : entryOf(object, key);
    if (value === null) continue;
    const data = plainData(key, value);
    if (data === undefined) return null;
    members.push({ key, data, start: value.origin?.start ?? 0 });
  }
  members.sort((a, b) => a.start - b.start);
  return Object.fromEntries(members.map(({ key, data }) => [key, data]));
}

/** What a policy document adds by itself has the place of its block. */
function plainData(key: string, value: Value): Data | undefined {
  const { origin } = value;
  if (origin === null) return undefined;
  if (value.kind === 'string' && (isPlain(key, origin) || isHeader(origin))) return value.value;
  if (value.kind === 'number') return isPlain(key, origin) ? value.value : undefined;
  return 'items' in value && isBehindKey(key, origin) ? (textsOf(value) ?? undefined) : undefined;
}

/** A number, or a string without escapes and sequences, right behind its key. */
function isPlain(key: string, origin: Place): boolean {
  return /^(?:\d+|"[^"\\$%]*")$/.test(textAt(origin)) && isBehindKey(key, origin);
}

function isHeader(origin: Place): boolean {
  return /^(?:rule|data)\b/.test(textAt(origin));
}

/** The strings of a list that is written out. */
function textsOf(list: Value): readonly string[] | null {
  const items = itemsOf(list);
  if (items === null || list.origin === null || !/^\[(?!\s*for\b)/.test(textAt(list.origin))) return null;
  const texts = items.flatMap((item) =>
    item.kind === 'string' && item.origin !== null && /^"[^"\\$%]*"$/.test(textAt(item.origin)) ? [item.value] : [],
  );
  return texts.length === items.length ? texts : null;
}

/** Edits after which some priorities behind that of a rule are free; null where priorities are not written out. */
function makeRoom(rule: LifecycleRule, rules: readonly LifecycleRule[], count: number): readonly Edit[] | null {
  const { priority } = rule;
  if (priority.kind !== 'known') return null;
  const later: { readonly is: number; readonly origin: Place | null }[] = [];
  for (const other of rules) {
    if (other.priority.kind !== 'known' || other.priority.value === null) return null;
    if (other.priority.is > priority.is) later.push({ is: other.priority.is, origin: other.priority.value.origin });
  }
  if (later.every(({ is }) => is > priority.is + count)) return [];
  const edits = later.flatMap(({ is, origin }): Edit[] =>
    origin !== null && isPlain('rulePriority', origin)
      ? [{ kind: 'replace-value', value: origin, by: literal(is + count) }]
      : [],
  );
  return edits.length < later.length ? null : edits;
}

/** One more rule in a list, or one more block of a policy document. */
function additionTo(list: Place | null, rule: PlainRule & { readonly rulePriority: number }): Edit | null {
  if (list === null) return null;
  const written = textAt(list);
  if (/^\[(?!\s*for\b)/.test(written)) return { kind: 'add-item', list, value: literal(rule) };
  if (!/^data\b/.test(written)) return null;
  return { kind: 'add-block', block: list, type: 'rule', content: blockContent(rule) };
}

function blockContent(object: { readonly [key: string]: Data }): BlockContent {
  const members = Object.entries(object).map(([key, value]) => ({ name: argumentName(key), value }));
  return {
    arguments: members.flatMap(({ name, value }) => (isObject(value) ? [] : [[name, literal(value)] as const])),
    blocks: members.flatMap(({ name, value }) => (isObject(value) ? [[name, blockContent(value)] as const] : [])),
  };
}

function isObject(value: Data): value is { readonly [key: string]: Data } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
