import { formatNumber } from '../terraform/number.ts';
import type { EvaluatedResource } from '../terraform/resource.ts';
import {
  elementOf,
  type MappingValue,
  Mark,
  mapping,
  nullValue,
  type SequenceValue,
  type Step,
  type StringValue,
  sequence,
  string,
  type Value,
} from '../terraform/value.ts';
import { knownValue } from './plan-value.ts';

/** What planned values are joined with their source by. */
export interface SourceJoin {
  /** The document in a string that holds JSON, with the places of its parts; null when it holds none. */
  readonly readJson: (value: Value) => Value | null;
  /** The resource of the plan with an address; null when it has none. */
  readonly findResource: (address: string) => EvaluatedResource | null;
}

/**
 * A planned value with where it is written. The plan has the last word on what a value is, the source on where it
 * comes from; what the plan does not know may be known from the source.
 *
 * @param written the same argument evaluated from HCL; null where it is not written
 */
export function joinValue(planned: Value | null, written: Value | null, join: SourceJoin): Value | null {
  if (written === null || planned === written) return planned;
  if (planned === null) return written.kind === 'null' ? written : nullValue(provenance(written, 0, null, join));
  if (planned.kind === 'unknown') {
    if (written.kind === 'null') return written;
    const at = provenance(written, planned.marks, planned.via, join);
    return { ...written, marks: written.marks | at.marks, via: at.via };
  }
  return joinKnown(planned, written, join);
}

type KnownValue = Exclude<Value, { readonly kind: 'unknown' }>;

function joinKnown(planned: KnownValue, written: Value, join: SourceJoin): Value {
  const at = provenance(written, planned.marks, planned.via, join);
  switch (planned.kind) {
    case 'string':
      return joinString(planned, written, join);
    case 'list':
    case 'tuple':
    case 'set':
      return sequence(planned.kind, joinItems(planned, written, join), at);
    case 'map':
    case 'object': {
      const entries = [...planned.entries].map(([key, entry]): [string, Value] => {
        const own = 'entries' in written ? written.entries.get(key) : undefined;
        if (own !== undefined && 'entries' in written) return [key, joinPart(entry, elementOf(written, own), join)];
        return [key, placed(entry, written)];
      });
      return mapping(planned.kind, entries, at, planned.rest);
    }
    default:
      return { ...planned, ...at };
  }
}

function joinPart(planned: Value, written: Value, join: SourceJoin): Value {
  return joinValue(planned, written, join) ?? planned;
}

/** The provider writes policies in its own way: what means the same is taken as it is written. */
function joinString(planned: StringValue, written: Value, join: SourceJoin): Value {
  const at = provenance(written, planned.marks, planned.via, join);
  if (written.kind === 'string' && written.value === planned.value) return { ...written, ...at };
  const document = parseDocument(planned.value);
  if (document === null) return string(planned.value, at);
  const source = join.readJson(written);
  if (source === null) return string(planned.value, at);
  const encoded = joinPart(knownValue(document, false), source, join);
  return string(planned.value, at, { pieces: null, encoded });
}

function parseDocument(text: string): object | null {
  if (!/^\s*[{[]/.test(text)) return null;
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' ? document : null;
  } catch {
    return null;
  }
}

/** Items in the order of the plan, which for sets is not that of the source: equal ones belong together. */
function joinItems({ items }: SequenceValue, written: Value, join: SourceJoin): readonly Value[] {
  if (!('items' in written)) {
    // A list of one element may be written as that element.
    const [only] = items;
    return only !== undefined && items.length === 1
      ? [joinPart(only, written, join)]
      : items.map((item) => placed(item, written));
  }
  const left: (Value | null)[] = written.items.map((item) => elementOf(written, item));
  const take = (index: number): Value | null => {
    const found = left[index] ?? null;
    if (found !== null) left[index] = null;
    return found;
  };
  const partners = items.map((item, index) => {
    const own = left[index] ?? null;
    const at =
      own !== null && means(item, own) ? index : left.findIndex((other) => other !== null && means(item, other));
    return at === -1 ? null : take(at);
  });
  return items.map((item, index) => {
    const partner = partners[index] ?? take(index);
    return partner === null ? placed(item, written) : joinPart(item, partner, join);
  });
}

/** Whether two values are the same as far as both are known; bools and numbers may be written as strings. */
export function means(planned: Value, written: Value): boolean {
  if (planned.kind === 'unknown' || written.kind === 'unknown') return planned.kind === written.kind;
  if ('items' in planned && 'items' in written) {
    return (
      planned.items.length === written.items.length &&
      planned.items.every((item, index) => means(item, written.items[index]!))
    );
  }
  if ('entries' in planned && 'entries' in written) return sameEntries(planned, written);
  const [a, b] = [plainText(planned), plainText(written)];
  return a !== null && a === b;
}

function sameEntries(planned: MappingValue, written: MappingValue): boolean {
  const names = new Set([...planned.entries.keys(), ...written.entries.keys()]);
  return [...names].every((name) => {
    const [a, b] = [planned.entries.get(name), written.entries.get(name)];
    if (a === undefined || b === undefined) return (a ?? b)?.kind === 'null';
    return means(a, b);
  });
}

function plainText(value: Value): string | null {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'number':
      return formatNumber(value);
    case 'bool':
      return String(value.value);
    case 'null':
      return '';
    default:
      return null;
  }
}

/** A value and its parts at the place of something larger. */
function placed(value: Value, written: Value): Value {
  const at = { origin: written.origin, via: written.via };
  if ('items' in value) return { ...value, ...at, items: value.items.map((item) => placed(item, written)) };
  if ('entries' in value) {
    const entries = [...value.entries].map(([key, entry]): [string, Value] => [key, placed(entry, written)]);
    return { ...mapping(value.kind, entries, value, value.rest), ...at };
  }
  return { ...value, ...at };
}

/** Where the source has a value from, and what of its marks holds for the plan. */
function provenance(
  written: Value,
  marks: number,
  plannedVia: Step | null,
  join: SourceJoin,
): { readonly origin: Value['origin']; readonly via: Step | null; readonly marks: number } {
  const isSensitive = (written.marks & Mark.SENSITIVE) !== 0;
  return {
    origin: written.origin,
    via: viaOf(written.via, plannedVia, join),
    marks: marks | (isSensitive ? Mark.SENSITIVE : 0),
  };
}

/** A chain that leads through a resource of which the source does not know the instance is the plan's to tell. */
function viaOf(written: Step | null, planned: Step | null, join: SourceJoin): Step | null {
  if (planned === null) return written;
  for (let step = written; step !== null; step = step.earlier) {
    if (step.resource !== null && join.findResource(step.resource.address) === null) return planned;
  }
  return written ?? planned;
}
