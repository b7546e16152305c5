import { isMultiLine } from './lines.ts';
import type { TextEdit } from './text-edit.ts';

/** The brackets of an object or a list, and what stands between them, as offsets into one text. */
export interface Brackets {
  readonly start: number;
  readonly end: number;
  readonly items: readonly { readonly start: number; readonly end: number }[];
}

/** Whether the closing bracket stands on a later line than the last item. */
export function closesOnNewLine(text: string, { items, end }: Brackets): boolean {
  const last = items.at(-1);
  return last !== undefined && isMultiLine(text, last.end, end);
}

/**
 * Removes items with the separators and the space that would be left over.
 *
 * @param gone the positions of the items
 */
export function removeItems({ start, end, items }: Brackets, gone: ReadonlySet<number>): TextEdit[] {
  const kept = items.filter((_, index) => !gone.has(index));
  if (kept.length === 0) return [{ start: start + 1, end: end - 1, text: '' }];
  const edits: TextEdit[] = [];
  for (let index = 0; index < items.length; index++) {
    if (!gone.has(index)) continue;
    const first = index;
    while (gone.has(index + 1)) index++;
    const next = items[index + 1];
    // What stands before the next item stands before the first one gone too; the last ones take the comma before them.
    if (next !== undefined) edits.push({ start: items[first]!.start, end: next.start, text: '' });
    else edits.push({ start: items[first - 1]!.end, end: items[index]!.end, text: '' });
  }
  return edits;
}
