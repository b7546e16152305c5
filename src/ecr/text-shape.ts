import { formatNumber } from '../terraform/number.ts';
import type { Value } from '../terraform/value.ts';

/** A string of which parts may be unknown: text, and null for each hole. Never two texts in a row. */
export type TextShape = readonly (string | null)[];

/**
 * The known and unknown parts of a string, in order; null for what is no string. What carries one of the marks in
 * `distrusted` is a hole too: known here, but not to be relied upon.
 */
export function shapeOf(value: Value, distrusted = 0): TextShape | null {
  const parts: (string | null)[] = [];
  return collect(value, parts, distrusted) ? parts : null;
}

function collect(value: Value, parts: (string | null)[], distrusted: number): boolean {
  const trusted = (value.marks & distrusted) === 0;
  if (value.kind === 'bool' || value.kind === 'number') {
    const text = value.kind === 'bool' ? String(value.value) : formatNumber(value);
    push(parts, trusted ? text : null);
    return true;
  }
  if (value.kind !== 'string' && value.kind !== 'unknown') return false;
  if (value.kind === 'string' && trusted) {
    push(parts, value.value);
    return true;
  }
  const pieces = value.text?.pieces ?? [];
  const inherited = pieces.reduce((marks, piece) => (piece.kind === 'value' ? marks | piece.value.marks : marks), 0);
  if (pieces.length === 0 || (value.marks & distrusted & ~inherited) !== 0) {
    push(parts, null);
    return true;
  }
  for (const piece of pieces) {
    if (piece.kind === 'text') push(parts, piece.part.value);
    else if (piece.kind === 'file') push(parts, piece.file.text);
    else collect(piece.value, parts, distrusted);
  }
  return true;
}

function push(parts: (string | null)[], part: string | null): void {
  const last = parts.at(-1);
  if (part === null) parts.push(null);
  else if (typeof last === 'string') parts[parts.length - 1] = last + part;
  else if (part !== '') parts.push(part);
}

/** The text of a shape without holes; null for one with any. */
export function wholeText(shape: TextShape): string | null {
  if (shape.length === 0) return '';
  return shape.length === 1 ? (shape[0] ?? null) : null;
}

/** The known text before the first hole. */
export function knownPrefix(shape: TextShape): string {
  const [first] = shape;
  return first ?? '';
}

/** The known text after the last hole. */
function knownSuffix(shape: TextShape): string {
  const last = shape.at(-1);
  return last ?? '';
}

/** Whether some text could have both shapes; true when it cannot be ruled out. */
export function mayBeEqual(a: TextShape, b: TextShape): boolean {
  const aText = wholeText(a);
  const bText = wholeText(b);
  if (aText !== null && bText !== null) return aText === bText;
  if (aText !== null) return fits(b, aText);
  if (bText !== null) return fits(a, bText);
  return (
    prefixesAgree(knownPrefix(a), knownPrefix(b)) && prefixesAgree(reversed(knownSuffix(a)), reversed(knownSuffix(b)))
  );
}

/** Whether a text could be what a shape stands for. */
export function fits(shape: TextShape, text: string): boolean {
  const whole = wholeText(shape);
  if (whole !== null) return whole === text;
  const prefix = knownPrefix(shape);
  const suffix = knownSuffix(shape);
  if (text.length < prefix.length + suffix.length || !text.startsWith(prefix) || !text.endsWith(suffix)) return false;
  let at = prefix.length;
  const end = text.length - suffix.length;
  for (const part of shape.slice(prefix === '' ? 0 : 1, suffix === '' ? undefined : -1)) {
    if (part === null) continue;
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

function prefixesAgree(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
