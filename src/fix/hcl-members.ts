import type { ObjectExpression, Tuple } from '../hcl/syntax.ts';
import type { NewValue } from '../lint/fix.ts';
import {
  indentation,
  indentationStep,
  isMultiLine,
  lineEnd,
  lineEndingAt,
  lineStart,
  nextLine,
  startsLine,
} from './lines.ts';
import { type Brackets, closesOnNewLine, removeItems } from './members.ts';
import { type HclStyle, type Item, inLine, itemOf, linesOf } from './render-hcl.ts';
import { inOrder, type TextEdit } from './text-edit.ts';
import { withLineEndings } from './text-space.ts';

/** A change to what is in an object or a list of an HCL expression. */
export type HclChange =
  | {
      readonly kind: 'add';
      /** Null in a list. */
      readonly name: string | null;
      readonly value: NewValue;
    }
  | { readonly kind: 'remove'; readonly index: number };

export type HclContainer = ObjectExpression | Tuple;

/** Makes all changes to one object or list at once. */
export function editCollection(container: HclContainer, changes: readonly HclChange[]): TextEdit[] {
  const { text } = container.file;
  const brackets: Brackets = container;
  const gone = new Set(changes.flatMap((change) => (change.kind === 'remove' ? [change.index] : [])));
  const lines = closesOnNewLine(text, brackets);
  const edits = lines && container.kind === 'object' ? removeLines(text, brackets, gone) : [];
  if (gone.size > 0 && edits.length === 0) edits.push(...removeItems(brackets, gone));
  const added = changes
    .filter((change) => change.kind === 'add')
    .sort((a, b) => (a.name === null || b.name === null || a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
  if (added.length === 0) return edits;

  const style = styleOf(container);
  const items = added.map(({ name, value }) => itemOf(name, value, style));
  const last = brackets.items.findLast((_, index) => !gone.has(index));
  if (last === undefined) return [{ ...inside(brackets), text: fillEmpty(container, added, items, style) }];
  const appended = lines ? appendLines(container, last, items, style) : appendBehind(text, last, items, style);
  return inOrder([...edits, ...appended]);
}

/** New items on the line on which the last one ends. */
function appendBehind(
  text: string,
  last: { readonly start: number; readonly end: number },
  items: readonly Item[],
  { step }: HclStyle,
): TextEdit[] {
  // `terraform fmt` indents a line like `}, {` as far as what is in the braces.
  const inner = items
    .map(inLine)
    .map((item, index) => (index < items.length - 1 ? item.replace(/\n(?=[^\n]*$)/, `\n${step}`) : item));
  const behind = withLineEndings(inner.map((item) => `, ${item}`).join(''), lineEndingAt(text, last.end));
  const edits = [{ start: last.end, end: last.end, text: behind }];
  const closing = last.end - 1;
  if (isMultiLine(text, last.start, last.end) && startsLine(text, closing) && behind.includes('\n')) {
    edits.unshift({ start: closing, end: closing, text: step });
  }
  return edits;
}

/** How the items of an object or list are written, or would be. */
export function styleOf(container: HclContainer): HclStyle {
  const { text } = container.file;
  const [first] = container.items;
  const outer = indentation(text, container.start);
  const step = indentationStep(
    text,
    container.start,
    first !== undefined && startsLine(text, first.start) ? first.start : null,
  );
  const lines = closesOnNewLine(text, container);
  const base =
    lines && first !== undefined && startsLine(text, first.start)
      ? indentation(text, first.start)
      : lines
        ? outer + step
        : outer;
  const onOneLine = first !== undefined && !isMultiLine(text, container.start, container.end);
  const item = container.kind === 'object' ? container.items[0] : undefined;
  if (item === undefined) return { base, step, separator: ' = ', quotesKeys: false, onOneLine };
  const between = text.slice(item.key.end, item.value.start);
  const separator = between.includes(':') ? (between.startsWith(' ') ? ' : ' : ': ') : ' = ';
  return { base, step, separator, quotesKeys: item.key.kind === 'template', onOneLine };
}

function inside({ start, end }: Brackets): { start: number; end: number } {
  return { start: start + 1, end: end - 1 };
}

/** What stands between the brackets of an object or list that has nothing in it so far. */
function fillEmpty(
  container: HclContainer,
  added: readonly (HclChange & { kind: 'add' })[],
  items: readonly Item[],
  style: HclStyle,
): string {
  const { text } = container.file;
  const isOnOneLine = !isMultiLine(text, container.start, container.end);
  if (container.kind === 'tuple' && isOnOneLine) return items.map(inLine).join(', ');
  const [only] = items;
  if (only !== undefined && items.length === 1 && !only.value.includes('\n') && isOnOneLine) return ` ${inLine(only)} `;
  const inner: HclStyle = { ...style, base: indentation(text, container.start) + style.step };
  const lines = linesOf(
    added.map(({ name, value }) => itemOf(name, value, inner)),
    inner.base,
    () => (container.kind === 'tuple' ? ',' : ''),
  );
  const written = `\n${lines}${indentation(text, container.start)}`;
  return withLineEndings(written, lineEndingAt(text, container.start));
}

/** New lines behind the last item, with commas where the others have them. */
function appendLines(
  { kind, file, items, end }: HclContainer,
  last: { readonly start: number; readonly end: number },
  added: readonly Item[],
  { base }: HclStyle,
): TextEdit[] {
  const { text } = file;
  const [first] = items;
  const hasComma = (item: { readonly end: number }): boolean => text.slice(item.end, end).trimStart().startsWith(',');
  const ended = hasComma(last);
  const separated = kind === 'tuple' || ended || (first !== undefined && first.start !== last.start && hasComma(first));
  const lines = linesOf(added, base, (index) => (separated && (ended || index < added.length - 1) ? ',' : ''));
  const at = nextLine(text, last.end);
  const edits = [{ start: at, end: at, text: withLineEndings(lines, lineEndingAt(text, at)) }];
  if (separated && !ended) edits.unshift({ start: last.end, end: last.end, text: ',' });
  return edits;
}

/** Removes items that have lines of their own with those lines; empty when one has not, or a comment behind it. */
function removeLines(text: string, { items }: Brackets, gone: ReadonlySet<number>): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const index of gone) {
    const item = items[index]!;
    const rest = text.slice(item.end, lineEnd(text, item.end)).trim();
    if (!startsLine(text, item.start) || (rest !== '' && rest !== ',')) return [];
    edits.push({ start: lineStart(text, item.start), end: nextLine(text, item.end), text: '' });
  }
  return inOrder(edits);
}
