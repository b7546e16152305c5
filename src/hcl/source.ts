/**
 * One text that was read: a file, standard input, or a string given by a test.
 *
 * Every syntax node points at its `SourceFile`, so a node alone is enough to say where something is written.
 */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  /** True for the text of a published module, which is never shown, blamed or edited. */
  readonly published: boolean;
  #lineStarts: number[] | null = null;
  /** Of long lines, by their start: the code points before every stride. */
  readonly #longLines = new Map<number, number[]>();

  /**
   * @param path what reports call the file: relative to the working directory, with `/` separators
   * @param text the decoded text, byte order mark included
   * @param published whether it belongs to a module that somebody else publishes
   */
  constructor(path: string, text: string, published = false) {
    this.path = path;
    this.text = text;
    this.published = published;
  }

  /**
   * The line and column of an offset, both from 1. Columns count Unicode code points, as Terraform's own
   * diagnostics nearly do (they count grapheme clusters); a byte order mark has no column.
   */
  position(offset: number): Position {
    const lineStarts = this.lineStarts();
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    let start = lineStarts[low]!;
    if (start === 0 && this.text.charCodeAt(0) === BYTE_ORDER_MARK) start = 1;
    return { line: low + 1, column: 1 + this.codePoints(start, Math.min(offset, this.text.length)) };
  }

  /** How many code points there are in a stretch of one line. */
  private codePoints(start: number, end: number): number {
    let count = 0;
    let from = start;
    if (end - start > STRIDE) {
      // Many places of one long line are asked for, as of a policy of some megabytes, so it is counted only once.
      let counts = this.#longLines.get(start);
      if (counts === undefined) {
        counts = [0];
        this.#longLines.set(start, counts);
      }
      const strides = Math.floor((end - start) / STRIDE);
      for (let n = counts.length; n <= strides; n++) {
        const at = start + n * STRIDE;
        counts.push(counts[n - 1]! + codePointsIn(this.text, at - STRIDE, at));
      }
      count = counts[strides]!;
      from = start + strides * STRIDE;
    }
    return count + codePointsIn(this.text, from, end);
  }

  /** The text of one line, counted from 1, without its line ending; empty past the end. */
  line(line: number): string {
    const lineStarts = this.lineStarts();
    const start = lineStarts[line - 1];
    if (start === undefined) return '';
    const text = this.text.slice(start, lineStarts[line] ?? this.text.length).replace(/\r?\n$/, '');
    return start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  }

  /** How many lines the text has; a final line ending starts no further line. */
  get lineCount(): number {
    const lineStarts = this.lineStarts();
    const last = lineStarts[lineStarts.length - 1]!;
    return last === this.text.length && lineStarts.length > 1 ? lineStarts.length - 1 : lineStarts.length;
  }

  private lineStarts(): number[] {
    if (this.#lineStarts === null) {
      const starts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}

/** How far apart positions in long lines are remembered. */
const STRIDE = 1024;

function codePointsIn(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    // The second half of a surrogate pair belongs to the code point before it.
    if ((text.charCodeAt(i) & 0xfc00) !== 0xdc00) count++;
  }
  return count;
}

export const BYTE_ORDER_MARK = 0xfeff;

/** A line and a column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A stretch of a file, as offsets into its text in UTF-16 code units; `end` is exclusive. Every syntax node is one.
 * The only range type of the project: lines and columns are computed from it when something is shown.
 */
export interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}
