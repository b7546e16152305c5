import { BYTE_ORDER_MARK } from '../../../src/hcl/source.ts';

/** The texts of the files a report speaks of, by the names it gives them. */
export type Texts = ReadonlyMap<string, string>;

/** A range of lines and columns, both from 1; the end is exclusive. */
export interface Range {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What columns are counted in. */
export type Unit = 'code points' | 'code units';

/** Where a range lies in a text, counted without any help of the program; null where it lies outside of it. */
export function offsetsOf(
  text: string,
  { startLine, startColumn, endLine, endColumn }: Range,
  unit: Unit,
): { readonly start: number; readonly end: number } | null {
  const lines = text.split('\n');
  const start = offsetIn(lines, startLine, startColumn, unit);
  const end = offsetIn(lines, endLine, endColumn, unit);
  return start === null || end === null || end < start ? null : { start, end };
}

function offsetIn(lines: readonly string[], line: number, column: number, unit: Unit): number | null {
  const found = lines[line - 1];
  if (found === undefined) return null;
  const mark = line === 1 && found.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const characters = unit === 'code units' ? found.slice(mark).split('') : [...found.slice(mark)];
  if (column < 1 || column > characters.length + 1) return null;
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  return before + mark + characters.slice(0, column - 1).join('').length;
}
