/** Puts `text` in the place of a stretch of a file, given as offsets; an empty stretch makes it an insertion. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after edits that are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    if (edit.start < at) throw new RangeError(`Edits overlap at offset ${edit.start}`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** In order of their places; the order of those at one place is kept. */
export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * The edits of a text that do in one step what `first` does and then `second` to the result.
 *
 * @param text what `first` applies to
 * @param first in order, not overlapping; so is `second`, with offsets into the text after `first`
 */
export function composeEdits(text: string, first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  if (second.length === 0) return [...first];
  const between = applyEdits(text, first);
  const offsets = new OffsetMap(first);
  const composed: TextEdit[] = [];
  for (const { start, end, edits } of mergedStretches(first, second)) {
    const moved = edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
    composed.push({
      start: offsets.before(start),
      end: offsets.after(end),
      text: applyEdits(between.slice(start, end), moved),
    });
  }
  return composed;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Those of the second step inside it. */
  readonly edits: readonly TextEdit[];
}

/** What either step changes, as stretches of the text between the steps; those that touch are joined. */
function mergedStretches(first: readonly TextEdit[], second: readonly TextEdit[]): Stretch[] {
  let grown = 0;
  const written = first.map(({ start, end, text }): Stretch => {
    const from = start + grown;
    grown += text.length - (end - start);
    return { start: from, end: from + text.length, edits: [] };
  });
  const all = [...written, ...second.map((edit): Stretch => ({ start: edit.start, end: edit.end, edits: [edit] }))];
  all.sort((a, b) => a.start - b.start || a.end - b.end);
  const merged: Stretch[] = [];
  for (const stretch of all) {
    const last = merged[merged.length - 1];
    if (last === undefined || stretch.start > last.end) merged.push(stretch);
    else {
      const end = Math.max(last.end, stretch.end);
      merged[merged.length - 1] = { start: last.start, end, edits: [...last.edits, ...stretch.edits] };
    }
  }
  return merged;
}

/** Leads from offsets behind some edits back to those before them. Asked in ascending order. */
class OffsetMap {
  readonly #edits: readonly TextEdit[];
  #next = 0;
  #grown = 0;

  constructor(edits: readonly TextEdit[]) {
    this.#edits = edits;
  }

  /** An offset at which no edit is behind `offset`: where a stretch starts. */
  before(offset: number): number {
    for (; this.#next < this.#edits.length; this.#next++) {
      const edit = this.#edits[this.#next]!;
      if (edit.start + this.#grown + edit.text.length >= offset) break;
      this.#grown += edit.text.length - (edit.end - edit.start);
    }
    const edit = this.#edits[this.#next];
    return Math.min(offset - this.#grown, edit?.start ?? Number.POSITIVE_INFINITY);
  }

  /** The same for where it ends: an edit that ends there belongs to it. */
  after(offset: number): number {
    for (; this.#next < this.#edits.length; this.#next++) {
      const edit = this.#edits[this.#next]!;
      if (edit.start + this.#grown > offset) break;
      this.#grown += edit.text.length - (edit.end - edit.start);
    }
    return offset - this.#grown;
  }
}
