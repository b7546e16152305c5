import { BYTE_ORDER_MARK } from '../hcl/source.ts';

/** Where the line of an offset starts, behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : start;
}

/** Where the line of an offset ends, before its line ending. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** Where the line after that of an offset starts; the end of the text when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** The spaces and tabs that the line of an offset starts with. */
export function indentation(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}

/** Whether the line that starts at `start` holds nothing but space. The end of a text is no line. */
export function isBlankLine(text: string, start: number): boolean {
  return start < text.length && text.slice(start, lineEnd(text, start)).trim() === '';
}

/** Whether only space stands before an offset in its line. */
export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The line ending in use around an offset: that of the line before it, else of the first line. */
export function lineEndingAt(text: string, offset: number): string {
  const before = offset === 0 ? -1 : text.lastIndexOf('\n', offset - 1);
  const at = before === -1 ? text.indexOf('\n') : before;
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Whether a stretch spans more than one line. */
export function isMultiLine(text: string, start: number, end: number): boolean {
  const at = text.indexOf('\n', start);
  return at !== -1 && at < end;
}

/**
 * One more level of indentation: what the line of `inner` has beyond that of `outer`, else what `outer` suggests.
 *
 * @param inner null when nothing stands inside yet
 */
export function indentationStep(text: string, outer: number, inner: number | null): string {
  const base = indentation(text, outer);
  if (inner !== null) {
    const deeper = indentation(text, inner);
    if (deeper.length > base.length && deeper.startsWith(base)) return deeper.slice(base.length);
  }
  return base.includes('\t') ? '\t' : '  ';
}

/** Columns as `terraform fmt` counts them: grapheme clusters. */
export function width(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let count = 0;
  // Made when it is needed, which is seldom: making one takes milliseconds.
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  for (const _ of graphemes.segment(text)) count++;
  return count;
}

let graphemes: Intl.Segmenter | null = null;
