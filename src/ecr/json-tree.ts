import { formatNumber } from '../terraform/number.ts';
import {
  deepMarks,
  firstUnknown,
  mapping,
  type Provenance,
  type Reason,
  sequence,
  string,
  unknown,
  type Value,
} from '../terraform/value.ts';

/** A JSON document under construction. Unlike in a `Value`, the members of its objects have an order. */
export type JsonTree = Value | JsonMembers | JsonElements;

/** An object. */
export interface JsonMembers extends Provenance {
  readonly kind: 'members';
  readonly members: readonly (readonly [string, JsonTree])[];
  /** Set when there may be further members. */
  readonly rest: Reason | null;
}

/** A list. */
export interface JsonElements extends Provenance {
  readonly kind: 'elements';
  readonly elements: readonly JsonTree[];
}

/** An object of the members that are there; null stands for one that is not. */
export function members(
  entries: readonly (readonly [string, JsonTree | null])[],
  at: Provenance,
  rest: Reason | null = null,
): JsonMembers {
  const present = entries.filter((entry): entry is readonly [string, JsonTree] => entry[1] !== null);
  return { ...at, kind: 'members', members: present, rest };
}

/** A list of the given elements. */
export function elements(items: readonly JsonTree[], at: Provenance): JsonElements {
  return { ...at, kind: 'elements', elements: items };
}

/** The document as a value, for whoever asks what is in it. */
export function toValue(tree: JsonTree): Value {
  switch (tree.kind) {
    case 'members':
      return mapping(
        'object',
        tree.members.map(([key, member]) => [key, toValue(member)]),
        tree,
        tree.rest,
      );
    case 'elements':
      return sequence('tuple', tree.elements.map(toValue), tree);
    default:
      return tree;
  }
}

/**
 * The document as the string attribute of a data source, with what it encodes; unknown when any part of it is.
 *
 * @param indent how far each level is indented; null for no white space at all
 */
export function toJsonString(tree: JsonTree, at: Provenance, indent: number | null): Value {
  const encoded = toValue(tree);
  const marked = { ...at, marks: deepMarks(encoded) | (at.marks ?? 0) };
  const text = { pieces: null, encoded };
  const gap = firstUnknown(encoded);
  if (gap !== null) return unknown(gap.reason, marked, { type: { kind: 'string' }, text });
  return string(render(tree, indent === null ? null : ' '.repeat(indent), '\n'), marked, text);
}

/** JSON as Go's `encoding/json` writes it. `line` is a line break with the current indentation. */
function render(tree: JsonTree, step: string | null, line: string): string {
  switch (tree.kind) {
    case 'members': {
      const colon = step === null ? ':' : ': ';
      const inner = tree.members.map(
        ([key, member]) => `${quote(key)}${colon}${render(member, step, line + (step ?? ''))}`,
      );
      return enclose('{', inner, '}', step, line);
    }
    case 'elements': {
      const inner = tree.elements.map((element) => render(element, step, line + (step ?? '')));
      return enclose('[', inner, ']', step, line);
    }
    case 'list':
    case 'tuple':
    case 'set':
      return render(elements(tree.items, tree), step, line);
    case 'map':
    case 'object':
      // Go writes its maps in the order of their keys too.
      return render(members([...tree.entries], tree), step, line);
    case 'string':
      return quote(tree.value);
    case 'number':
      return formatNumber(tree);
    case 'bool':
      return String(tree.value);
    default:
      return 'null';
  }
}

function enclose(open: string, inner: readonly string[], close: string, step: string | null, line: string): string {
  if (inner.length === 0) return open + close;
  if (step === null) return `${open}${inner.join(',')}${close}`;
  return `${open}${line}${step}${inner.join(`,${line}${step}`)}${line}${close}`;
}

const ESCAPED = /[<>&\u2028\u2029]/g;

/** Go escapes what is special in HTML, and the line separators of JavaScript. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    ESCAPED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
