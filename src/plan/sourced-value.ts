import type { Place } from '../hcl/source.ts';
import { formatNumber } from '../terraform/number.ts';
import type { EvaluatedResource } from '../terraform/resource.ts';
import {
  type MappingValue,
  Mark,
  mapping,
  nullValue,
  type Provenance,
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
  return joinPart(planned, written, null, join);
}

/** @param around where the value is written that it is a part of; null for a whole argument */
function joinPart(planned: Value | null, written: Value | null, around: Place | null, join: SourceJoin): Value | null {
  if (written === null || planned === written) return planned;
  if (planned === null) return written.kind === 'null' ? written : nullValue(provenance(written, null, around, join));
  if (planned.kind === 'unknown') {
    if (written.kind === 'null') return written;
    const { marks, via } = provenance(written, planned, around, join);
    return { ...written, marks: written.marks | marks, via };
  }
  return joinKnown(planned, written, around, join);
}

type KnownValue = Exclude<Value, { readonly kind: 'unknown' }>;

function joinKnown(planned: KnownValue, written: Value, around: Place | null, join: SourceJoin): Value {
  const at = provenance(written, planned, around, join);
  switch (planned.kind) {
    case 'string':
      return joinString(planned, written, at, join);
    case 'list':
    case 'tuple':
    case 'set':
      return sequence(planned.kind, joinItems(planned, written, at, join), at);
    case 'map':
    case 'object': {
      const entries = [...planned.entries].map(([key, entry]): [string, Value] => {
        const own = 'entries' in written ? written.entries.get(key) : undefined;
        return [key, own === undefined ? placed(entry, at) : joinElement(entry, own, at, join)];
      });
      return mapping(planned.kind, entries, at, planned.rest);
    }
    default:
      return { ...planned, ...at };
  }
}

/** Like every element, the joined one has what its container came through only when it is read from there. */
function joinElement(planned: Value, written: Value, container: Provenance, join: SourceJoin): Value {
  return joinPart(planned, written, container.origin, join) ?? planned;
}

/** The provider writes policies in its own way: what means the same is taken as it is written. */
function joinString(planned: StringValue, written: Value, at: Provenance, join: SourceJoin): Value {
  if (written.kind === 'string' && written.value === planned.value) return string(planned.value, at, written.text);
  const document = parseDocument(planned.value);
  if (document === null) return string(planned.value, at);
  const source = join.readJson({ ...written, via: null });
  if (source === null) return string(planned.value, at);
  const encoded = joinElement(knownValue(document, false), source, at, join);
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
function joinItems({ items }: SequenceValue, written: Value, at: Provenance, join: SourceJoin): readonly Value[] {
  if (!('items' in written)) {
    // A list of one element may be written as that element.
    const [only] = items;
    if (only !== undefined && items.length === 1) return [joinElement(only, { ...written, via: null }, at, join)];
    return items.map((item) => placed(item, at));
  }
  const left: (Value | null)[] = [...written.items];
  const take = (index: number): Value | null => {
    const found = left[index] ?? null;
    if (found !== null) left[index] = null;
    return found;
  };
  const partners = items.map((item, index) => {
    const own = left[index] ?? null;
    const found =
      own !== null && means(item, own) ? index : left.findIndex((other) => other !== null && means(item, other));
    return found === -1 ? null : take(found);
  });
  return items.map((item, index) => {
    const partner = partners[index] ?? take(index);
    return partner === null ? placed(item, at) : joinElement(item, partner, at, join);
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

/** A value and its parts at the place of something larger, from which they are read. */
function placed(value: Value, at: Provenance): Value {
  const here = { origin: at.origin, via: null };
  if ('items' in value) return { ...value, ...here, items: value.items.map((item) => placed(item, at)) };
  if ('entries' in value) {
    const entries = [...value.entries].map(([key, entry]): [string, Value] => [key, placed(entry, at)]);
    return { ...mapping(value.kind, entries, value, value.rest), ...here };
  }
  return { ...value, ...here };
}

/**
 * Where a value comes from, by its source, and what of the marks holds for the plan. What the source does not know is
 * written where it is used: the place of an unknown value is that of what makes it unknown.
 */
function provenance(
  written: Value,
  planned: Value | null,
  around: Place | null,
  join: SourceJoin,
): Required<Provenance> {
  return {
    origin: written.kind === 'unknown' && planned?.kind !== 'unknown' ? around : written.origin,
    via: viaOf(written.via, planned?.via ?? null, join),
    marks: (planned?.marks ?? 0) | (written.marks & (Mark.SENSITIVE | Mark.ROOT_DEFAULT)),
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
