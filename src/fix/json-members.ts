import type { JsonArray, JsonObject, JsonValue } from '../hcl/json-reader.ts';
import { indentation, isMultiLine, startsLine } from './lines.ts';
import { type Brackets, removeItems } from './members.ts';
import { innerStyle, type JsonStyle, member } from './render-json.ts';
import { inOrder, type TextEdit } from './text-edit.ts';

/** A change to what is in a JSON object or list. */
export type JsonChange =
  | {
      readonly kind: 'add';
      /** Null in a list. */
      readonly name: string | null;
      readonly render: (style: JsonStyle) => string;
    }
  | { readonly kind: 'remove'; readonly index: number };

export type JsonContainer = JsonObject | JsonArray;

/**
 * Makes all changes to one object or list at once, in the text that holds it.
 *
 * @param root the document, which shows how things are written where the container does not
 */
export function editJson(
  text: string,
  root: JsonValue,
  container: JsonContainer,
  changes: readonly JsonChange[],
  templates: boolean,
): TextEdit[] {
  const brackets = bracketsOf(container);
  const gone = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [change.index] : [])));
  const style = styleInside(text, root, container, templates);
  const added = changes
    .filter((change) => change.kind === 'add')
    .sort((a, b) => compareNames(a.name, b.name))
    .map(({ name, render }) => (name === null ? render(style) : member(name, render(style), style)));
  const edits = removeItems(brackets, gone);
  if (added.length === 0) return gone.size > 0 ? edits : [];

  const lines = style.indent;
  const separator = lines === null ? style.comma : `,\n${lines.base}`;
  const last = brackets.items.findLast((_, index) => !gone.has(index));
  if (last === undefined) {
    const { start, end } = container;
    const inside =
      lines === null ? added.join(separator) : `\n${lines.base}${added.join(separator)}\n${indentation(text, start)}`;
    return [{ start: start + 1, end: end - 1, text: inside }];
  }
  const tail = separator + added.join(separator);
  const trailing = edits.findIndex((edit) => edit.start === last.end);
  if (gone.size === 0) return [{ start: last.end, end: last.end, text: tail }];
  if (trailing === -1) return inOrder([...edits, { start: last.end, end: last.end, text: tail }]);
  return edits.with(trailing, { ...edits[trailing]!, text: tail });
}

/** How a value is written that takes the place of another one. */
export function styleOfValue(text: string, root: JsonValue, value: JsonValue, templates: boolean): JsonStyle {
  const base = indentation(text, value.start);
  const written = value.kind === 'object' || value.kind === 'array' ? value : root;
  const lines = isMultiLine(text, written.start, written.end);
  return { ...spacing(text, root), templates, indent: lines ? { base, step: stepOf(text, root) } : null };
}

/** How the items of an object or list are written. */
function styleInside(text: string, root: JsonValue, container: JsonContainer, templates: boolean): JsonStyle {
  const { start, end } = container;
  const [first] = bracketsOf(container).items;
  const lines = first === undefined ? isMultiLine(text, root.start, root.end) : isMultiLine(text, start, first.start);
  const style = { ...spacing(text, first === undefined ? root : container, root), templates };
  if (!lines) return { ...style, indent: null };
  const step = stepOf(text, root);
  if (first !== undefined && startsLine(text, first.start)) {
    const base = indentation(text, first.start);
    const closing = indentation(text, end - 1);
    const own = base.startsWith(closing) && base.length > closing.length ? base.slice(closing.length) : step;
    return { ...style, indent: { base, step: own } };
  }
  return innerStyle({ ...style, indent: { base: indentation(text, start), step } });
}

/** The space around `:` and after `,`, as the first object that shows it has it. */
function spacing(text: string, ...shown: readonly JsonValue[]): Pick<JsonStyle, 'colon' | 'comma'> {
  for (const value of shown) {
    const property = firstProperty(value);
    if (property === null) continue;
    const colon = text.slice(property.nameEnd, property.value.start);
    if (/^ ?: ?$/.test(colon)) return { colon, comma: colon.endsWith(' ') ? ', ' : ',' };
  }
  return { colon: ': ', comma: ', ' };
}

function firstProperty(value: JsonValue): JsonObject['properties'][number] | null {
  if (value.kind === 'object') return value.properties[0] ?? null;
  if (value.kind !== 'array') return null;
  for (const item of value.items) {
    const property = firstProperty(item);
    if (property !== null) return property;
  }
  return null;
}

/** One level of indentation: that of the first line that is indented further than the line of the root. */
function stepOf(text: string, root: JsonValue): string {
  const base = indentation(text, root.start);
  for (let at = text.indexOf('\n', root.start); at !== -1 && at < root.end; at = text.indexOf('\n', at + 1)) {
    const indent = indentation(text, at + 1);
    if (indent.length > base.length && indent.startsWith(base)) return indent.slice(base.length);
  }
  return base.includes('\t') ? '\t' : '  ';
}

export function bracketsOf(container: JsonContainer): Brackets {
  const { start, end } = container;
  return { start, end, items: container.kind === 'object' ? container.properties : container.items };
}

function compareNames(a: string | null, b: string | null): number {
  return a === null || b === null || a === b ? 0 : a < b ? -1 : 1;
}
