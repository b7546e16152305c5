import { nodeCrypto } from '../hcl/lazy.ts';
import { bigFloatOf, compareNumbers, roundDecimal } from './number.ts';
import {
  compareCodePoints,
  deepMarks,
  isWhollyKnown,
  type MappingValue,
  Mark,
  type NumberValue,
  type Provenance,
  type SequenceValue,
  sequence,
  type Value,
} from './value.ts';

/**
 * A set of the items: equal ones joined (the first stays), in Terraform's order: strings by code point, numbers
 * ascending, `false` first, then nulls, then what is unknown; other types in the order of the text cty hashes them by.
 */
export function makeSet(items: readonly Value[], at: Provenance): SequenceValue {
  const distinct = new Map<string, { item: Value; order: string }>();
  let marks = at.marks ?? 0;
  for (const item of items) {
    marks |= deepMarks(item) & Mark.SENSITIVE;
    // Elements with unknown parts may turn out to be different from each other.
    const key = isWhollyKnown(item) ? identityKey(item) : `?${distinct.size}`;
    if (!distinct.has(key)) distinct.set(key, { item, order: setKey(item, ORDER) });
  }
  const sorted = [...distinct.values()].sort(
    (a, b) => compareElements(a.item, b.item) || compareCodePoints(a.order, b.order),
  );
  return sequence(
    'set',
    sorted.map(({ item }) => item),
    { ...at, marks },
  );
}

function compareElements(a: Value, b: Value): number {
  if (a.kind === 'string' && b.kind === 'string') return compareCodePoints(a.value, b.value);
  if (a.kind === 'number' && b.kind === 'number') return compareNumbers(a, b);
  if (a.kind === 'bool' && b.kind === 'bool') return Number(a.value) - Number(b.value);
  return elementRank(a) - elementRank(b);
}

function elementRank(value: Value): number {
  return value.kind === 'unknown' ? 2 : value.kind === 'null' ? 1 : 0;
}

/** A text that is the same for two values exactly when they are equal; both must be wholly known. */
export function identityKey(value: Value): string {
  return setKey(value, IDENTITY);
}

/** How numbers are written in a key, and the keys known so far. */
interface KeyForm {
  /** Whether attributes are named; cty need not, because all elements of a set have the same. */
  readonly namesAttributes: boolean;
  readonly number: (value: NumberValue) => string;
  /** By contents and kind: parts are shared, so a small configuration can stand for a huge tree. */
  readonly known: WeakMap<object, Map<Value['kind'], string>>;
}

/** Tells apart what is different. */
const IDENTITY: KeyForm = { namesAttributes: true, number: exactText, known: new WeakMap() };

/** Orders as cty does. */
const ORDER: KeyForm = { namesAttributes: false, number: shortText, known: new WeakMap() };

/** The text by which cty tells set elements apart and orders those that have no order of their own. */
function setKey(value: Value, form: KeyForm): string {
  switch (value.kind) {
    case 'null':
      return '~';
    case 'unknown':
      return '?';
    case 'bool':
      return value.value ? 'T' : 'F';
    case 'string':
      return JSON.stringify(value.value);
    case 'number':
      return form.number(value);
    case 'map':
    case 'object':
      return remember(value.entries, value.kind, form, () => mappingKey(value, form));
    default:
      return remember(value.items, value.kind, form, () => sequenceKey(value, form));
  }
}

function sequenceKey(value: SequenceValue, form: KeyForm): string {
  const parts = value.items.map((item) => `${setKey(item, form)};`).join('');
  return value.kind === 'tuple' ? `<${parts}>` : `[${parts}]`;
}

function mappingKey(value: MappingValue, form: KeyForm): string {
  const parts = Array.from(value.entries, ([key, entry]) => {
    const name = value.kind === 'map' || form.namesAttributes ? `${JSON.stringify(key)}:` : '';
    return `${name}${setKey(entry, form)};`;
  });
  return value.kind === 'map' ? `{${parts.join('')}}` : `<${parts.join('')}>`;
}

/** Longer texts are stood for by a hash of them. */
const MAX_KEY = 100_000;

function remember(contents: object, kind: Value['kind'], form: KeyForm, compute: () => string): string {
  const known = form.known.get(contents) ?? new Map<Value['kind'], string>();
  let key = known.get(kind) ?? compute();
  if (key.length > MAX_KEY) key = nodeCrypto().createHash('sha256').update(key).digest('hex');
  form.known.set(contents, known.set(kind, key));
  return key;
}

function exactText(value: NumberValue): string {
  return bigFloatOf(value)?.toString() ?? String(value.value);
}

/** Go's `%.10g` of a number. */
function shortText(value: NumberValue): string {
  const exact = bigFloatOf(value);
  if (exact === null) return value.value > 0 ? '+Inf' : '-Inf';
  const { digits, point } = roundDecimal(exact.toDecimal(), 10);
  const sign = exact.sign < 0 ? '-' : '';
  let short: string;
  if (digits === '') {
    short = '0';
  } else if (point - 1 < -4 || point - 1 >= 10) {
    const power = `${Math.abs(point - 1)}`.padStart(2, '0');
    short = `${digits.charAt(0)}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${point > 0 ? '+' : '-'}${power}`;
  } else if (point <= 0) {
    short = `0.${'0'.repeat(-point)}${digits}`;
  } else {
    short = digits.length > point ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits.padEnd(point, '0');
  }
  return sign + short;
}
