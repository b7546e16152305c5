import { formatNumber } from '../../../src/terraform/number.ts';
import { type MappingValue, Mark, type Value } from '../../../src/terraform/value.ts';

/** A value as `terraform console` prints it. Nulls are all printed as those without a type. */
export function consoleFormat(value: Value, indent = 0): string {
  if (value.kind === 'unknown') return '(known after apply)';
  if ((value.kind === 'object' || value.kind === 'map') && value.rest !== null) return '(known after apply)';
  if ((value.marks & Mark.SENSITIVE) !== 0) return '(sensitive value)';
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
      return String(value.value);
    case 'number':
      return formatNumber(value);
    case 'string':
      return formatText(value.value, indent);
    case 'list':
    case 'set':
      return `to${value.kind}(${formatItems(value.items, indent)})`;
    case 'tuple':
      return formatItems(value.items, indent);
    case 'map':
      return `tomap(${formatEntries(value, indent)})`;
    case 'object':
      return formatEntries(value, indent);
  }
}

function formatItems(items: readonly Value[], indent: number): string {
  if (items.length === 0) return '[]';
  const inner = ' '.repeat(indent + 2);
  return `[\n${items.map((item) => `${inner}${consoleFormat(item, indent + 2)},\n`).join('')}${' '.repeat(indent)}]`;
}

function formatEntries(value: MappingValue, indent: number): string {
  if (value.entries.size === 0) return '{}';
  const inner = ' '.repeat(indent + 2);
  const lines = [...value.entries].map(
    ([key, entry]) => `${inner}${formatText(key, indent + 2)} = ${consoleFormat(entry, indent + 2)}\n`,
  );
  return `{\n${lines.join('')}${' '.repeat(indent)}}`;
}

/** A text of several lines is printed as a heredoc. */
function formatText(text: string, indent: number): string {
  const lines = text.split('\n');
  if (lines.length < 2) return goQuote(text);
  const space = ' '.repeat(indent);
  return `${indent > 0 ? '<<-' : '<<'}EOT\n${lines.map((line) => `${space}${line}\n`).join('')}${space}EOT`;
}

const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** As Go's `strconv.Quote`. */
function goQuote(text: string): string {
  const characters = Array.from(text, (character) => {
    const short = SHORT[character];
    if (short !== undefined) return short;
    if (/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) return character;
    const code = character.codePointAt(0)!;
    const hex = code.toString(16);
    if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
  });
  return `"${characters.join('')}"`;
}
