import { decodeEscape, doubledMarkerAt, escapeLength } from './escapes.ts';
import type { Place } from './source.ts';
import type { TemplateText } from './syntax.ts';

/**
 * Where a stretch of a text part's value is written, exactly also with escapes, strip markers and dedent. A character
 * that is written as an escape takes up the whole escape.
 *
 * @param from start of the stretch, as an offset into `part.value`
 * @param to its end, exclusive; an empty stretch gives an empty place
 */
export function placeInText(part: TemplateText, from: number, to: number): Place {
  const { file, offsets } = part;
  if (offsets !== null) {
    const start = offsets[from] ?? part.end;
    let last = to;
    // Both halves of a surrogate pair written as one escape have the same offset.
    while (last > from && last < part.value.length && offsets[last] === offsets[last - 1]) last++;
    return { file, start, end: to > from ? (offsets[last] ?? part.end) : start };
  }
  const start = new UnitReader(part).startOf(from);
  if (to <= from) return { file, start, end: start };
  const reader = new UnitReader(part);
  reader.startOf(to - 1);
  return { file, start, end: reader.end };
}

/** The offset of every character of a text part's value in its file, and behind the last one that of its end. */
export function offsetsOfText(part: TemplateText): Int32Array {
  if (part.offsets !== null) return part.offsets;
  const result = new Int32Array(part.value.length + 1);
  const reader = new UnitReader(part);
  for (let i = 0; i < part.value.length; i++) result[i] = reader.startOf(i);
  result[part.value.length] = part.value.length > 0 ? reader.end : reader.startOf(0);
  return result;
}

/** Walks over the source of a text part in steps that each stand for some characters of its value. */
class UnitReader {
  /** Where the current unit ends in the source. */
  end: number;
  private start: number;
  /** The offset into the value after the current unit. What was removed before the value has negative offsets. */
  private valueEnd: number;
  private readonly part: TemplateText;

  constructor(part: TemplateText) {
    this.part = part;
    this.start = part.start;
    this.end = part.start;
    this.valueEnd = -part.skipped;
  }

  /** Moves to the unit that the character `index` of the value comes from, and returns where it starts. */
  startOf(index: number): number {
    while (this.valueEnd <= index && this.end < this.part.end) this.next();
    return this.valueEnd > index ? this.start : this.end;
  }

  private next(): void {
    const { form, end, file } = this.part;
    const text = file.text;
    const at = this.end;
    this.start = at;
    const length = form === 'quoted' ? escapeLength(text, at, end) : doubledMarkerAt(text, at, end) ? 3 : 0;
    this.end = at + Math.max(length, 1);
    this.valueEnd += length === 0 ? 1 : decodeEscape(text, at, length, ignore).length;
  }
}

function ignore(): void {
  // Invalid escapes were reported when the text was parsed.
}
