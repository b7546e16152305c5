import type { Place, SourceFile } from '../hcl/source.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { widthOf } from './width.ts';

const TAB = 4;
/** Longer lines are cut around the place. */
const LONGEST = 120;
/** How much of a cut line is kept before the place. */
const KEPT_BEFORE = 40;
/** How many lines of a place over several lines are shown after its first. */
const FOLLOWING = 2;

/**
 * The source lines around a place, with a gutter of line numbers and the place underlined; of a place over several
 * lines, its first line. Lines come without line endings. Never throws, whatever the text and the range.
 */
export function codeFrame(place: Place, style: Style, mark: (underline: string) => string): string[] {
  const { file } = place;
  const start = file.position(place.start);
  const end = file.position(place.end);
  const following = Math.max(1, Math.min(end.line - start.line, FOLLOWING));
  // A place at the very end is on a line of its own after the last line ending.
  const last = Math.max(start.line, Math.min(start.line + following, file.lineCount));
  const digits = String(last).length;

  const first = charactersOf(file, start.line);
  const startIndex = Math.min(start.column - 1, first.length);
  const endIndex = end.line === start.line ? end.column - 1 : first.findLastIndex(isInk) + 1;
  const from = first.length > LONGEST && startIndex > LONGEST - KEPT_BEFORE ? startIndex - KEPT_BEFORE : 0;

  const lines: string[] = [];
  for (let line = Math.max(1, start.line - 1); line <= last; line++) {
    const characters = line === start.line ? first : charactersOf(file, line);
    if (line !== start.line && !characters.some(isInk)) continue;
    const shown = cut(characters, from);
    lines.push(`${style.dim(`${String(line).padStart(digits)} |`)} ${shown.text}`.trimEnd());
    if (line !== start.line) continue;
    const left = shown.columnOf(startIndex);
    const width = Math.max(1, shown.columnOf(endIndex) - left);
    lines.push(`${style.dim(`${' '.repeat(digits)} |`)} ${' '.repeat(left)}${mark('^'.repeat(width))}`);
  }
  return lines;
}

/** Of lines that are cut. Many places may be on one, such as those of a policy of some megabytes. */
const longLines = new WeakMap<SourceFile, Map<number, readonly string[]>>();

function charactersOf(file: SourceFile, line: number): readonly string[] {
  const known = longLines.get(file)?.get(line);
  if (known !== undefined) return known;
  const characters = [...file.line(line)];
  if (characters.length > LONGEST) {
    const lines = longLines.get(file) ?? new Map<number, readonly string[]>();
    longLines.set(file, lines.set(line, characters));
  }
  return characters;
}

function isInk(character: string): boolean {
  return character.trim() !== '';
}

interface CutLine {
  readonly text: string;
  /** The column, from 0, at which the character with this index in the whole line is shown. */
  columnOf(index: number): number;
}

/** The part of a line that is shown, with tabs as spaces and everything else printable. */
function cut(characters: readonly string[], from: number): CutLine {
  const to = Math.min(characters.length, from + LONGEST);
  let text = from === 0 ? '' : '…';
  let column = text.length;
  const columns: number[] = [];
  for (const character of characters.slice(from, to)) {
    columns.push(column);
    const shown = character === '\t' ? ' '.repeat(TAB - (column % TAB)) : printable(character);
    text += shown;
    column += shown === character ? widthOf(character) : shown.length;
  }
  if (to < characters.length) text += '…';
  const afterLast = column;
  return {
    text,
    columnOf: (index) => columns[Math.max(0, index - from)] ?? afterLast,
  };
}
