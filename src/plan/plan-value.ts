import {
  bool,
  Mark,
  mapping,
  nullValue,
  number,
  type Provenance,
  sequence,
  string,
  type UnknownValue,
  type Value,
} from '../terraform/value.ts';
import { hasMember, isObject, item, member } from './json.ts';

/** A part of a planned value in the three trees that a plan keeps of it. */
export interface PlannedPart {
  /** What is known of it; unknown parts are missing, or null inside of arrays. */
  readonly known: unknown;
  /** The same shape, `true` where the value is only known after apply. */
  readonly unknown: unknown;
  /** The same shape, `true` where the value is sensitive. */
  readonly sensitive: unknown;
}

/** The member of an object in all three trees. What holds for the whole holds for it. */
export function memberPart({ known, unknown, sensitive }: PlannedPart, name: string): PlannedPart {
  return {
    known: member(known, name),
    unknown: unknown === true ? true : member(unknown, name),
    sensitive: sensitive === true ? true : member(sensitive, name),
  };
}

/** The item of an array likewise. */
export function itemPart({ known, unknown, sensitive }: PlannedPart, index: number): PlannedPart {
  return {
    known: item(known, index),
    unknown: unknown === true ? true : item(unknown, index),
    sensitive: sensitive === true ? true : item(sensitive, index),
  };
}

/** How many items an array has, those included that are not known. */
export function itemCount({ known, unknown }: PlannedPart): number {
  return Math.max(Array.isArray(known) ? known.length : 0, Array.isArray(unknown) ? unknown.length : 0);
}

/** Whether a part is there at all. */
export function isPresent({ known, unknown }: PlannedPart): boolean {
  return (known !== undefined && known !== null) || unknown === true || isObject(unknown);
}

/**
 * A planned value. JSON does not tell lists from sets or maps from objects, so sequences are tuples and mappings
 * objects, as `jsondecode` has them.
 *
 * @param unknownAt what stands for a part that is not known, given the path that leads to it: `[0].name`
 */
export function plannedValue(part: PlannedPart, unknownAt: (path: string) => UnknownValue): Value {
  return convert(part, '', unknownAt);
}

function convert(part: PlannedPart, path: string, unknownAt: (path: string) => UnknownValue): Value {
  const { known, unknown, sensitive } = part;
  const at: Provenance = { origin: null, marks: sensitive === true ? Mark.SENSITIVE : 0 };
  if (unknown === true) {
    const value = unknownAt(path);
    return { ...value, marks: value.marks | (at.marks ?? 0) };
  }
  if (Array.isArray(known) || Array.isArray(unknown)) {
    const items = Array.from({ length: itemCount(part) }, (_, index) =>
      convert(itemPart(part, index), `${path}[${index}]`, unknownAt),
    );
    return sequence('tuple', items, at);
  }
  if (isObject(known) || isObject(unknown)) {
    const names = new Set([
      ...Object.keys(isObject(known) ? known : {}),
      ...Object.keys(isObject(unknown) ? unknown : {}),
    ]);
    const entries = [...names]
      // `false` in the tree of unknowns stands for a member that is known, or null and left out.
      .filter((name) => hasMember(known, name) || member(unknown, name) !== false)
      .map((name) => [name, convert(memberPart(part, name), `${path}.${name}`, unknownAt)] as const);
    return mapping('object', entries, at);
  }
  switch (typeof known) {
    case 'string':
      return string(known, at);
    case 'number':
      return number(known, at);
    case 'boolean':
      return bool(known, at);
    default:
      return nullValue(at);
  }
}

/** A JSON value that is wholly known. */
export function knownValue(known: unknown, sensitive: boolean): Value {
  return plannedValue({ known, unknown: false, sensitive }, () => {
    throw new Error('nothing in it is unknown');
  });
}
