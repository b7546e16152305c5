import { isSpace, LINE_FEED } from './characters.ts';

/**
 * If the line that starts at `at` closes a heredoc, holding nothing but white space and `marker`, the offset of its
 * line ending, carriage return included; else -1. A marker at the very end of a file, without a line ending, closes
 * nothing: HCL is strict about it.
 */
export function markerLineEnd(text: string, at: number, marker: string): number {
  while (isSpace(text.charCodeAt(at)) && text.charCodeAt(at) !== LINE_FEED) at++;
  if (!text.startsWith(marker, at)) return -1;
  const end = at + marker.length;
  at = end;
  while (text.charCodeAt(at) !== LINE_FEED) {
    if (!isSpace(text.charCodeAt(at))) return -1;
    at++;
  }
  return at > end && text.charCodeAt(at - 1) === 0x0d ? at - 1 : at;
}

/** The same for the first line after `from` that closes the heredoc. */
export function nextMarkerLineEnd(text: string, from: number, marker: string): number {
  for (let at = text.indexOf('\n', from); at !== -1; at = text.indexOf('\n', at + 1)) {
    const end = markerLineEnd(text, at + 1, marker);
    if (end !== -1) return end;
  }
  return -1;
}
