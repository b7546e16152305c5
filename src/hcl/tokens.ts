/**
 * The kinds of tokens. A token of one ASCII character has that character's code as its kind; the others have codes
 * that no printable character has, so that every kind fits a small table.
 */
export const END_OF_FILE = 0;
export const IDENTIFIER = 1;
export const NUMBER = 2;
/** `<<MARKER` or `<<-MARKER` with its line ending. */
export const HEREDOC = 3;
/** The `}` or `~}` that ends an interpolation or a directive. */
export const TEMPLATE_END = 4;
export const EQUAL = 5;
export const NOT_EQUAL = 6;
export const GREATER_OR_EQUAL = 7;
export const LESS_OR_EQUAL = 8;
export const AND = 9;
export const NEWLINE = 10;
export const OR = 11;
export const DOUBLE_COLON = 12;
export const ELLIPSIS = 13;
export const ARROW = 14;
/** A character that has no meaning outside strings and comments. */
export const INVALID = 15;
export const BANG = 0x21;
export const QUOTE = 0x22;
export const PERCENT_SIGN = 0x25;
export const OPEN_PARENTHESIS = 0x28;
export const CLOSE_PARENTHESIS = 0x29;
export const STAR = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const LESS = 0x3c;
export const ASSIGN = 0x3d;
export const GREATER = 0x3e;
export const QUESTION = 0x3f;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;

/** What a report says of characters that people bring from other languages. */
const adviceForCharacters: ReadonlyMap<string, string> = new Map([
  ["'", 'Single quotes do not delimit strings; write the string in double quotes'],
  ['`', 'Backquotes do not delimit strings; write the string in double quotes or as a heredoc like <<EOT'],
  ['“', 'Curly quotes do not delimit strings; write straight double quotes'],
  ['”', 'Curly quotes do not delimit strings; write straight double quotes'],
  [';', '";" separates nothing in HCL; write each argument on its own line, and commas between items'],
  ['&', '"&" is not an operator; a logical "and" is written "&&"'],
  ['|', '"|" is not an operator; a logical "or" is written "||"'],
  ['~', '"~" is not an operator; a logical "not" is written "!"'],
]);

/** One sentence about a character that no token starts with. */
export function invalidCharacterMessage(character: string): string {
  const advice = adviceForCharacters.get(character);
  if (advice !== undefined) return advice;
  const code = character.codePointAt(0) ?? 0;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(character) ? `"${character}" (${name})` : name;
  return `The character ${shown} has no meaning here`;
}

/** What a report calls a token; `whole` is what it calls the text that is read. */
export function describeToken(kind: number, text: string, whole: string): string {
  switch (kind) {
    case END_OF_FILE:
      return `the end of the ${whole}`;
    case NEWLINE:
      return 'the end of the line';
    case HEREDOC:
      return 'a heredoc';
    case QUOTE:
      return 'a quoted string';
    default:
      return text.length > 40 ? `"${text.slice(0, 40)}…"` : `"${text}"`;
  }
}
