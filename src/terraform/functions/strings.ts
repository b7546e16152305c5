import { BOOL, listOf, NUMBER, STRING } from '../type.ts';
import {
  firstWay,
  marked,
  type StringValue,
  sequence,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from '../value.ts';
import { type Call, type FunctionDefinition, fixed, MAX_TEXT, ofText, parameter, variadic } from './call.ts';
import { graphemes, mapCodePoints } from './text.ts';

/** Strings, but for patterns and formats. */
export const stringFunctions: Record<string, FunctionDefinition> = {
  chomp: ofText((text) => text.replace(/[\r\n]+$/, '')),
  endswith: fixed([STRING, STRING], BOOL, (call) => call.bool(call.text(0).endsWith(call.text(1)))),
  indent: fixed([NUMBER, STRING], STRING, indent),
  join: variadic([STRING], parameter(listOf(STRING), { partial: true }), STRING, join),
  lower: ofText((text) => mapCodePoints(text, (character) => (character === 'İ' ? 'i' : character.toLowerCase()))),
  split: fixed([STRING, STRING], listOf(STRING), split),
  startswith: fixed([STRING, STRING], BOOL, (call) => call.bool(call.text(0).startsWith(call.text(1)))),
  strcontains: fixed([STRING, STRING], BOOL, (call) => call.bool(call.text(0).includes(call.text(1)))),
  strrev: ofText((text) => graphemes(text).reverse().join('')),
  substr: fixed([STRING, NUMBER, NUMBER], STRING, substr),
  title: ofText(title),
  trim: fixed([STRING, STRING], STRING, trim),
  trimprefix: fixed([STRING, STRING], STRING, trimPrefix),
  trimspace: ofText((text) => text.replace(LEADING_SPACE, '').replace(TRAILING_SPACE, '')),
  trimsuffix: fixed([STRING, STRING], STRING, trimSuffix),
  upper: ofText((text) => mapCodePoints(text, (character) => character.toUpperCase())),
};

/** What Go takes for white space, which differs from JavaScript's in U+0085 and U+FEFF. */
const LEADING_SPACE = /^[\t-\r \u0085\p{Z}]+/u;
const TRAILING_SPACE = /[\t-\r \u0085\p{Z}]+$/u;

function indent(call: Call): Value {
  const spaces = call.integer(0);
  if (spaces === null) return call.invalid('the number of spaces must be a whole number');
  if (spaces < 0n) return call.invalid('the number of spaces must not be negative');
  const text = call.text(1);
  const lines = text.split('\n');
  if (Number(spaces) * lines.length > MAX_TEXT) return call.tooMuch();
  return call.changed(1, lines.join(`\n${' '.repeat(Number(spaces))}`));
}

/** The pieces remain visible in the result, so that what is known of it stays known. */
function join(call: Call): Value {
  const separator = call.stringValue(0);
  const parts: (StringValue | UnknownValue)[] = [];
  if (call.args.length === 1) return call.invalid('at least one list is required');
  for (let i = 1; i < call.args.length; i++) {
    if (call.arg(i).kind === 'unknown') return call.unknownAs(call.arg(i));
    for (const item of call.items(i)) {
      if (item.kind === 'null') return call.invalid('a list element is null; cannot concatenate null values');
      if (item.kind !== 'string' && item.kind !== 'unknown') throw new Error('join was given no strings');
      parts.push(item);
    }
  }
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return marked(first, separator.marks);
  return concatenate(
    call,
    parts.flatMap((part, i) => (i === 0 || separator.value === '' ? [part] : [separator, part])),
  );
}

/** One string of several, each of which may be unknown. */
export function concatenate(call: Call, parts: readonly (StringValue | UnknownValue)[]): Value {
  const text = { pieces: parts.map((value) => ({ kind: 'value', value }) as const), encoded: null };
  const missing = parts.find((part) => part.kind === 'unknown');
  if (missing !== undefined) {
    const { reason, via } = missing;
    return unknown(reason, { ...call.at, via: firstWay([via, call.at.via ?? null]) }, { type: STRING, text });
  }
  let whole = '';
  for (const part of parts) {
    if (part.kind === 'string') whole += part.value;
    if (whole.length > MAX_TEXT) return call.tooMuch();
  }
  // Composing characters across pieces would move what the pieces say about places.
  const composed = whole.normalize('NFC');
  return string(composed, call.at, composed === whole ? text : null);
}

function split(call: Call): Value {
  const separator = call.text(0);
  const text = call.text(1);
  const parts = separator === '' ? [...text] : text.split(separator);
  return sequence(
    'list',
    parts.length === 1 ? [call.changed(1, text)] : parts.map((part) => call.string(part)),
    call.at,
  );
}

function substr(call: Call): Value {
  const [offset, length] = [call.integer(1), call.integer(2)];
  if (offset === null || length === null) return call.invalid('offset and length must be whole numbers');
  const characters = graphemes(call.text(0));
  const start = offset < 0n ? Math.max(0, characters.length + Number(offset)) : Number(offset);
  // Counted from the end, a length of zero means the rest as well.
  const isRest = length < 0n || (length === 0n && offset < 0n);
  const end = isRest ? characters.length : start + Number(length);
  return call.changed(0, characters.slice(start, end).join(''));
}

/** Every first letter of a word in upper case, where words end as Go's `strings.Title` has it. */
function title(text: string): string {
  let previous = ' ';
  return mapCodePoints(text, (character) => {
    const result = isWordSeparator(previous) ? titleCase(character) : character;
    previous = character;
    return result;
  });
}

/** Digraphs have a form of their own at the beginning of a word, and Georgian letters have none. */
function titleCase(character: string): string {
  if (/[\u10d0-\u10ff]/.test(character)) return character;
  const group = ['ǆǅǄ', 'ǉǈǇ', 'ǌǋǊ', 'ǳǲǱ'].find((forms) => forms.includes(character));
  return group?.[1] ?? character.toUpperCase();
}

function isWordSeparator(character: string): boolean {
  if (character.codePointAt(0)! < 0x80) return !/\w/.test(character);
  return /[\u0085\p{Z}]/u.test(character);
}

function trim(call: Call): Value {
  const cut = new Set(call.text(1));
  const characters = [...call.text(0)];
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start]!)) start++;
  while (end > start && cut.has(characters[end - 1]!)) end--;
  return call.changed(0, characters.slice(start, end).join(''));
}

function trimPrefix(call: Call): Value {
  const [text, prefix] = [call.text(0), call.text(1)];
  return call.changed(0, text.startsWith(prefix) ? text.slice(prefix.length) : text);
}

function trimSuffix(call: Call): Value {
  const [text, suffix] = [call.text(0), call.text(1)];
  return call.changed(0, text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text);
}
