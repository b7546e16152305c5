/** What single characters mean in the native syntax. Codes are UTF-16 code units, as `charCodeAt` gives them. */

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const DOUBLE_QUOTE = 0x22;
export const DOLLAR = 0x24;
export const PERCENT = 0x25;
export const OPEN_BRACE = 0x7b;
export const BACKSLASH = 0x5c;
export const TILDE = 0x7e;

const IDENTIFIER_START = 1;
const IDENTIFIER_CONTINUE = 2;
const DIGIT = 4;
const HEX_DIGIT = 8;

const idStart = /^\p{ID_Start}$/u;
const idContinue = /^\p{ID_Continue}$/u;

/** What each ASCII character may be, as bits. */
const classes = new Uint8Array(128);
mark('0123456789', DIGIT | HEX_DIGIT | IDENTIFIER_CONTINUE);
mark('abcdefABCDEF', HEX_DIGIT);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', IDENTIFIER_START | IDENTIFIER_CONTINUE);
mark('-', IDENTIFIER_CONTINUE);

function mark(characters: string, bits: number): void {
  for (let i = 0; i < characters.length; i++) classes[characters.charCodeAt(i)]! |= bits;
}

/** Whether a code unit is an ASCII digit. */
export function isDigit(code: number): boolean {
  return code < 128 && (classes[code]! & DIGIT) !== 0;
}

/** Whether a code unit is a hexadecimal digit. */
export function isHexDigit(code: number): boolean {
  return code < 128 && (classes[code]! & HEX_DIGIT) !== 0;
}

/**
 * How many code units the character at `at` takes when an identifier may start with it, else 0.
 * The grammar's rule is `ID_Start` of Unicode Annex #31, and in practice `_` as well.
 */
export function identifierStartLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return (classes[code]! & IDENTIFIER_START) !== 0 ? 1 : 0;
  return unicodeLength(text, at, idStart);
}

/** The first offset from `at` on that cannot continue an identifier (`ID_Continue` or `-`). */
export function identifierEnd(text: string, at: number): number {
  const length = text.length;
  for (;;) {
    while (at < length) {
      const code = text.charCodeAt(at);
      if (code >= 128) break;
      if ((classes[code]! & IDENTIFIER_CONTINUE) === 0) return at;
      at++;
    }
    const step = at < length ? unicodeLength(text, at, idContinue) : 0;
    if (step === 0) return at;
    at += step;
  }
}

/**
 * Up to a character that ends a run of plain text in a quoted string. A regular expression is machine code from the
 * start; a loop is only after it has run for a while, which in most runs it never does.
 */
const quotedText = /[^"\\$%\n\r]*/y;

/** The first offset from `at` on that is no plain text of a quoted string; the end of the text, or `at` if past that. */
export function plainTextEnd(text: string, at: number): number {
  // From there, a regular expression would start anew.
  if (at > text.length) return at;
  quotedText.lastIndex = at;
  quotedText.test(text);
  return quotedText.lastIndex;
}

function unicodeLength(text: string, at: number, allowed: RegExp): number {
  const point = text.codePointAt(at);
  if (point === undefined) return 0;
  const character = String.fromCodePoint(point);
  return allowed.test(character) ? character.length : 0;
}

/** White space as Go's `unicode.IsSpace` has it, which is what strip markers and heredoc dedent go by. */
export function isSpace(code: number): boolean {
  if (code <= SPACE) return code === SPACE || (code >= TAB && code <= CARRIAGE_RETURN);
  if (code < 0x85) return false;
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** How many white-space characters `text` starts with. */
export function leadingSpace(text: string): number {
  let count = 0;
  while (count < text.length && isSpace(text.charCodeAt(count))) count++;
  return count;
}

/** How many white-space characters `text` ends with. */
export function trailingSpace(text: string): number {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  return text.length - end;
}
