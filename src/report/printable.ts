/**
 * Characters that steer a terminal or hide what a text says: control characters, formatting characters such as
 * bidirectional overrides, line and paragraph separators, lone surrogates. The zero-width joiner is let through,
 * because emoji are made with it.
 */
const UNPRINTABLE = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const PLAIN_ASCII = /^[ -~]*$/;

/** A text from a Terraform file, made safe for a terminal: unprintable characters are escaped as Terraform writes them. */
export function printable(text: string): string {
  // What is nearly always the case takes no classes of Unicode, whose first use costs every start half a millisecond.
  return PLAIN_ASCII.test(text) ? text : text.replace(UNPRINTABLE, escapeCharacter);
}

/** The same, on one line: runs of white space, line breaks among them, become one space. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim());
}

/**
 * The same for what a line begins with that may land in the log of GitHub Actions, which carries out lines that begin
 * as its commands do, white space before them or not.
 */
export function logLine(text: string): string {
  return printableLine(text).replace(/^(?:::|##\[)/, ([first = '', ...rest]) => {
    return `\\u${hexadecimal(first.charCodeAt(0), 4)}${rest.join('')}`;
  });
}

/** JSON text with unprintable characters escaped. They only ever stand in its strings. */
export function printableJson(json: string): string {
  return json.replace(/(?![\n\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character.replace(/[\s\S]/g, (unit) => `\\u${hexadecimal(unit.charCodeAt(0), 4)}`),
  );
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hexadecimal(code, 8)}` : `\\u${hexadecimal(code, 4)}`;
}

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
