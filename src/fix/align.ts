import type { ParsedFile } from '../hcl/syntax.ts';
import { type Cell, COLUMNS, type Column, type FormatLine, FormatLines } from './format-lines.ts';
import { width } from './lines.ts';
import { inOrder, type TextEdit } from './text-edit.ts';

/**
 * Puts the `=` and the comments behind values in columns again, as `terraform fmt` does, where edits brought lines in
 * or changed their length. Lines that were not in columns before stay as they were.
 *
 * @param before the file before the edits, which are in order
 * @param after the file with the edits
 * @returns edits of `after`
 */
export function align(before: ParsedFile, after: ParsedFile, edits: readonly TextEdit[]): TextEdit[] {
  const old = new OldColumns(before);
  const lines = new FormatLines(after);
  const written = writtenStretches(edits);
  const touched = touchedLines(lines, written);
  const shifted = new Map<number, number>();
  const spacing = leftColumns(touched, written, old, lines.text);
  for (const column of COLUMNS) {
    const seen = new Set<number>();
    for (const line of touched) {
      if (seen.has(line.start)) continue;
      const chain = lines.chain(line, column);
      for (const one of chain) seen.add(one.start);
      if (!chain.every((one) => wasInColumn(one, column, written, old))) continue;
      const widths = chain.map((one) => widthBefore(lines.text, one, column) + (shifted.get(one.start) ?? 0));
      const widest = Math.max(...widths);
      for (const [index, one] of chain.entries()) {
        const cell = one[column];
        const spaces = widest - widths[index]! + 1;
        if (cell === null || isSpaced(lines.text, cell, spaces)) continue;
        // The comment behind a value moves along with it.
        if (column === 'assign') shifted.set(one.start, spaces - (cell.start - cell.after));
        spacing.push({ start: cell.after, end: cell.start, text: ' '.repeat(spaces) });
      }
    }
  }
  return inOrder(spacing);
}

/** A single space before each `=` whose value used to end on its line, in a column, and does so no longer. */
function leftColumns(
  touched: readonly FormatLine[],
  written: readonly Written[],
  old: OldColumns,
  text: string,
): TextEdit[] {
  const spacing = new Map<number, TextEdit>();
  for (const { opening } of touched) {
    if (opening === null || isSpaced(text, opening, 1)) continue;
    const last = lastBefore(written, opening.start);
    if (last !== null && opening.start < last.end) continue;
    const offset = opening.start - (last?.shift ?? 0);
    if (old.isIn(offset, 'assign') && old.isAligned(offset, 'assign')) {
      spacing.set(opening.start, { start: opening.after, end: opening.start, text: ' ' });
    }
  }
  return [...spacing.values()];
}

/** What edits wrote, in the text after them, with where its start was before. */
interface Written {
  readonly start: number;
  readonly end: number;
  /** By how much the text behind it moved. */
  readonly shift: number;
}

function writtenStretches(edits: readonly TextEdit[]): Written[] {
  let shift = 0;
  return edits.map(({ start, end, text }) => {
    const from = start + shift;
    shift += text.length - (end - start);
    return { start: from, end: from + text.length, shift };
  });
}

/**
 * The lines on which new text starts and ends, and those directly around them, which may have got other neighbours. The
 * lines between them are new, and in columns with each other.
 */
function touchedLines(lines: FormatLines, written: readonly Written[]): FormatLine[] {
  const touched: FormatLine[] = [];
  for (const { start, end } of written) {
    const [first, last] = [lines.at(start), lines.at(end)];
    for (const line of [lines.before(first), first, last, lines.after(last)]) if (line !== null) touched.push(line);
  }
  return touched;
}

/** Whether a line may be moved in its column: it is new, or all lines around it were in columns before. */
function wasInColumn(line: FormatLine, column: Column, written: readonly Written[], old: OldColumns): boolean {
  const cell = line[column];
  if (cell === null) return true;
  const last = lastBefore(written, cell.start);
  if (last !== null && cell.start < last.end) return true;
  return old.isAligned(cell.start - (last?.shift ?? 0), column);
}

/** Which lines of the file were in columns before the edits. */
class OldColumns {
  readonly #lines: FormatLines;
  readonly #known = { assign: new Map<number, boolean>(), comment: new Map<number, boolean>() };

  constructor(before: ParsedFile) {
    this.#lines = new FormatLines(before);
  }

  /** Whether the line of an offset has a cell of a column. */
  isIn(offset: number, column: Column): boolean {
    return this.#lines.at(offset)[column] !== null;
  }

  /** @param offset of the cell in the line asked for */
  isAligned(offset: number, column: Column): boolean {
    const line = this.#lines.at(offset);
    const known = this.#known[column];
    let aligned = known.get(line.start);
    if (aligned === undefined) {
      const { text } = this.#lines;
      const chain = this.#lines.chain(line, column);
      const widths = chain.map((one) => widthBefore(text, one, column));
      const widest = Math.max(...widths);
      aligned = chain.every((one, index) => isSpaced(text, one[column], widest - widths[index]! + 1));
      for (const one of chain) known.set(one.start, aligned);
    }
    return aligned;
  }
}

function lastBefore(written: readonly Written[], offset: number): Written | null {
  let low = 0;
  let high = written.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (written[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return written[low - 1] ?? null;
}

/** The columns that a line takes up before a cell and the space before it. */
function widthBefore(text: string, line: FormatLine, column: Column): number {
  return width(text.slice(line.start, line[column]?.after ?? line.end));
}

function isSpaced(text: string, cell: Cell | null, spaces: number): boolean {
  return cell === null || text.slice(cell.after, cell.start) === ' '.repeat(spaces);
}
