import type { ParsedFile } from '../hcl/syntax.ts';
import { lineEnd, lineStart } from './lines.ts';
import { outermostTemplates } from './nodes.ts';

/**
 * A line as `terraform fmt` sees it: up to three cells, of which the second and third are put in columns with those of
 * the lines directly above and below. Strings, heredocs and comments that take up several lines do not end it.
 */
export interface FormatLine {
  readonly start: number;
  readonly end: number;
  /** From the `=` to the end of the value, if the value ends on the line; what is before it is the first cell. */
  readonly assign: Cell | null;
  /** The same for a value that ends on a later line, which stands in no column. */
  readonly opening: Cell | null;
  /** A comment up to the end of the line, behind something else. */
  readonly comment: Cell | null;
}

export interface Cell {
  readonly start: number;
  readonly end: number;
  /** The end of the cell before it, where the space between the two starts. */
  readonly after: number;
}

/** The cells that can be put in columns. */
export const COLUMNS = ['assign', 'comment'] as const;
export type Column = (typeof COLUMNS)[number];

interface Opaque {
  readonly start: number;
  readonly end: number;
  readonly kind: 'comment' | 'quoted' | 'heredoc' | 'json';
}

/** The lines of a file in native syntax, read where they are asked for. */
export class FormatLines {
  readonly text: string;
  /** What is not to be looked into: strings, heredocs and comments, in order. */
  readonly #opaque: readonly Opaque[];
  /** By where they start. */
  readonly #read = new Map<number, FormatLine>();

  constructor({ file, body, comments }: ParsedFile) {
    this.text = file.text;
    const templates = outermostTemplates(body).map(({ start, end, form }): Opaque => ({ start, end, kind: form }));
    const outside = comments.map(({ start, end }): Opaque => ({ start, end, kind: 'comment' }));
    this.#opaque = [...templates, ...outside].sort((a, b) => a.start - b.start);
  }

  /** The line that an offset is on. */
  at(offset: number): FormatLine {
    let start = lineStart(this.text, offset);
    for (let around = this.#around(start); around !== null; around = this.#around(start)) {
      start = lineStart(this.text, around.start);
    }
    const known = this.#read.get(start);
    if (known !== undefined) return known;
    let end = lineEnd(this.text, offset);
    for (let around = this.#around(end); around !== null; around = this.#around(end)) {
      end = lineEnd(this.text, around.end);
    }
    const line = this.#cellsOf(start, end);
    this.#read.set(start, line);
    return line;
  }

  before({ start }: FormatLine): FormatLine | null {
    return start === 0 || this.text[start - 1] !== '\n' ? null : this.at(start - 1);
  }

  after({ end }: FormatLine): FormatLine | null {
    const next = this.text.indexOf('\n', end) + 1;
    return next === 0 || next >= this.text.length ? null : this.at(next);
  }

  /** The lines around one that all have a cell of a column. */
  chain(line: FormatLine, column: Column): FormatLine[] {
    if (line[column] === null) return [];
    const lines = [line];
    for (let up = this.before(line); up !== null && up[column] !== null; up = this.before(up)) lines.unshift(up);
    for (let down = this.after(line); down !== null && down[column] !== null; down = this.after(down)) lines.push(down);
    return lines;
  }

  #cellsOf(start: number, end: number): FormatLine {
    const { text } = this;
    const inside = this.#within(start, end);
    const last = inside.at(-1);
    let content = end;
    let comment: Cell | null = null;
    if (last?.kind === 'comment' && last.end === end && !text.startsWith('/*', last.start)) {
      content = start + text.slice(start, last.start).trimEnd().length;
      if (content > start) comment = { start: last.start, end, after: content };
    } else {
      content = start + text.slice(start, end).trimEnd().length;
    }
    return { start, end, ...this.#assignment(start, content, inside), comment };
  }

  #assignment(start: number, end: number, opaque: readonly Opaque[]): Pick<FormatLine, 'assign' | 'opening'> {
    const { text } = this;
    let equals = -1;
    let depth = 0;
    let next = 0;
    let brokenString = false;
    for (let at = start; at < end; at++) {
      const skipped = opaque[next];
      if (skipped !== undefined && at >= skipped.start) {
        // A string of several lines is several lines to `terraform fmt`.
        brokenString ||= skipped.kind === 'quoted' && text.slice(skipped.start, skipped.end).includes('\n');
        at = skipped.end - 1;
        next++;
        continue;
      }
      const character = text[at]!;
      if (equals === -1) {
        if (character !== '=') continue;
        const operator = text[at + 1] === '=' || text[at + 1] === '>' || '=!<>'.includes(text[at - 1] ?? ' ');
        if (!operator && text.slice(start, at).trim() !== '') equals = at;
      } else if ('([{'.includes(character)) depth++;
      else if (')]}'.includes(character)) depth--;
    }
    if (equals === -1) return { assign: null, opening: null };
    const cell = { start: equals, end, after: start + text.slice(start, equals).trimEnd().length };
    return depth === 0 && !brokenString ? { assign: cell, opening: null } : { assign: null, opening: cell };
  }

  /** What an offset is in the middle of, neither at its start nor its end. */
  #around(offset: number): Opaque | null {
    const found = this.#opaque[this.#firstEndingAfter(offset)];
    return found !== undefined && found.start < offset ? found : null;
  }

  #within(start: number, end: number): Opaque[] {
    const found: Opaque[] = [];
    for (let i = this.#firstEndingAfter(start); i < this.#opaque.length; i++) {
      const opaque = this.#opaque[i]!;
      if (opaque.start >= end) break;
      found.push(opaque);
    }
    return found;
  }

  #firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.#opaque.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#opaque[middle]!.end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
