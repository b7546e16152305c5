import type { Place, SourceFile } from '../hcl/source.ts';
import type { TemplateText } from '../hcl/syntax.ts';
import { offsetsOfText } from '../hcl/text-map.ts';
import type { StringValue, UnknownValue } from '../terraform/value.ts';

/** Stands for an unknown part inside a string literal of a flattened JSON text. A private-use character. */
export const HOLE = '\uE000';

/**
 * The text of a value that should be JSON, in one piece, with the place of every character. An unknown part becomes
 * `HOLE` inside a JSON string and a JSON string of its own elsewhere, so that what is around it can be read.
 */
export interface FlatText {
  readonly text: string;
  /** The holes by the offset of their character. */
  readonly holes: ReadonlyMap<number, UnknownValue>;
  /** Interpolated values, with the stretch each takes up, outermost first. */
  readonly values: readonly FlatValue[];
  /** Where a stretch is written; null where that is not known. */
  place(start: number, end: number): Place | null;
}

export interface FlatValue {
  readonly start: number;
  readonly end: number;
  readonly value: StringValue | UnknownValue;
}

/** Flattens a string of which parts may be unknown. */
export function flatten(value: StringValue | UnknownValue): FlatText {
  const builder = new FlatTextBuilder();
  builder.addContent(value);
  return builder;
}

interface Segment {
  readonly start: number;
  readonly place: (from: number, to: number) => Place | null;
}

class FlatTextBuilder implements FlatText {
  text = '';
  readonly holes = new Map<number, UnknownValue>();
  readonly values: FlatValue[] = [];
  readonly #segments: Segment[] = [];
  #insideString = false;

  /** Adds what a value consists of. */
  addContent(value: StringValue | UnknownValue): void {
    const pieces = value.text?.pieces ?? null;
    if (pieces === null) {
      if (value.kind === 'unknown') this.#addHole(value);
      else this.#addText(value.value, () => value.origin);
      return;
    }
    for (const piece of pieces) {
      switch (piece.kind) {
        case 'text':
          this.#addText(piece.part.value, placesIn(piece.part));
          break;
        case 'file':
          this.#addText(piece.file.text, placesInFile(piece.file));
          break;
        case 'value':
          this.#addValue(piece.value);
          break;
      }
    }
  }

  place(start: number, end: number): Place | null {
    const first = this.#placeAt(start, Math.min(start + 1, end));
    const last = end > start + 1 ? this.#placeAt(end - 1, end) : first;
    if (first === null || last === null || first.file !== last.file || last.end < first.start) return first ?? last;
    return { file: first.file, start: first.start, end: last.end };
  }

  #placeAt(from: number, to: number): Place | null {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#segments[middle]!.start <= from) low = middle;
      else high = middle - 1;
    }
    const segment = this.#segments[low];
    return segment === undefined ? null : segment.place(from - segment.start, to - segment.start);
  }

  #addValue(value: StringValue | UnknownValue): void {
    const start = this.text.length;
    const slot = this.values.push({ start, end: start, value }) - 1;
    if (value.kind === 'unknown' && value.text?.encoded != null) this.#addHole(value);
    else this.addContent(value);
    this.values[slot] = { start, end: this.text.length, value };
  }

  #addHole(value: UnknownValue): void {
    const start = this.text.length;
    const quote = this.#insideString ? '' : '"';
    this.holes.set(start + quote.length, value);
    this.#segments.push({ start, place: () => value.origin });
    this.text += quote + HOLE + quote;
  }

  #addText(text: string, place: Segment['place']): void {
    if (text === '') return;
    this.#segments.push({ start: this.text.length, place });
    this.text += text;
    for (let i = 0; i < text.length; i++) {
      const character = text.charCodeAt(i);
      if (character === DOUBLE_QUOTE) this.#insideString = !this.#insideString;
      else if (character === BACKSLASH && this.#insideString) i++;
    }
  }
}

const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

function placesIn(part: TemplateText): Segment['place'] {
  let offsets: Int32Array | null = null;
  return (from, to) => {
    offsets ??= offsetsOfText(part);
    return { file: part.file, start: offsets[from] ?? part.end, end: offsets[to] ?? part.end };
  };
}

function placesInFile(file: SourceFile): Segment['place'] {
  return (from, to) => ({ file, start: from, end: to });
}
