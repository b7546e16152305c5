import { BACKSLASH, DOLLAR, isHexDigit, OPEN_BRACE, PERCENT } from './characters.ts';

/** Called for an escape that stands for no character; offsets are those of the text that is decoded. */
export type EscapeProblem = (message: string, start: number, end: number) => void;

/**
 * Decodes the inside of a quoted string: `\n \r \t \" \\ \uXXXX \UXXXXXXXX` and the doubled markers `$${` and `%%{`.
 * An invalid escape is reported and kept as it is written.
 */
export function decodeQuoted(text: string, start: number, end: number, problem: EscapeProblem): string {
  let value = '';
  for (let at = start; at < end; ) {
    const length = escapeLength(text, at, end);
    if (length === 0) {
      let stop = at + 1;
      while (stop < end && escapeLength(text, stop, end) === 0) stop++;
      value += text.slice(at, stop);
      at = stop;
    } else {
      value += decodeEscape(text, at, length, problem);
      at += length;
    }
  }
  return value;
}

/** Decodes the text of a heredoc or a bare template, where only the doubled markers are escapes. */
export function decodeUnquoted(text: string): string {
  return text.replace(/\$\$\{|%%\{/g, (marker) => marker.slice(1));
}

/**
 * How many characters the escape at `at` takes in a quoted string; 0 where no escape starts. Cut off at `end`.
 * `\u` takes up to four and `\U` up to eight hexadecimal digits, whether or not that makes them valid.
 */
export function escapeLength(text: string, at: number, end: number): number {
  const code = text.charCodeAt(at);
  if (code === BACKSLASH) {
    const selector = text[at + 1];
    if (selector !== 'u' && selector !== 'U') {
      return Math.min(end - at, (text.codePointAt(at + 1) ?? 0) > 0xffff ? 3 : 2);
    }
    const limit = Math.min(end, at + (selector === 'u' ? 6 : 10));
    let stop = at + 2;
    while (stop < limit && isHexDigit(text.charCodeAt(stop))) stop++;
    return stop - at;
  }
  return doubledMarkerAt(text, at, end) ? 3 : 0;
}

/** Whether `$${` or `%%{` starts at `at`. */
export function doubledMarkerAt(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code === DOLLAR || code === PERCENT) &&
    at + 3 <= end &&
    text.charCodeAt(at + 1) === code &&
    text.charCodeAt(at + 2) === OPEN_BRACE
  );
}

/** What the escape of `length` characters at `at` stands for. */
export function decodeEscape(text: string, at: number, length: number, problem: EscapeProblem): string {
  const written = text.slice(at, at + length);
  if (written[0] !== '\\') return written.slice(1);
  switch (written[1]) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '"':
      return '"';
    case '\\':
      return '\\';
    case 'u':
    case 'U':
      return decodeUnicodeEscape(written, at, problem);
    default:
      problem(`"${written}" is not an escape sequence; a backslash itself is written "\\\\"`, at, at + length);
      return written;
  }
}

function decodeUnicodeEscape(written: string, at: number, problem: EscapeProblem): string {
  const expected = written[1] === 'u' ? 4 : 8;
  if (written.length !== expected + 2) {
    const digits = expected === 4 ? 'four' : 'eight';
    problem(`"\\${written[1]}" must be followed by ${digits} hexadecimal digits`, at, at + written.length);
    return written;
  }
  const point = Number.parseInt(written.slice(2), 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
    problem(`"${written}" is not a Unicode character`, at, at + written.length);
    return written;
  }
  return String.fromCodePoint(point);
}
