import { formatNumber } from '../number.ts';
import { STRING } from '../type.ts';
import { isWhollyKnown, type Value } from '../value.ts';
import { type Call, MAX_TEXT } from './call.ts';

/** `yamlencode`: every string in double quotes or as a literal block, in the style of libyaml's emitter. */
export function yamlEncode(call: Call): Value {
  const value = call.arg(0);
  if (!isWhollyKnown(value)) return call.unknownAs(value, STRING);
  const emitter = new Emitter();
  emitter.root(value);
  if (emitter.text.length > MAX_TEXT) return call.tooMuch();
  return call.string(emitter.text);
}

/** Lines are folded at the first space after this column. */
const WIDTH = 80;

/** Longer keys, in bytes, and keys of several lines are marked with `?`. */
const MAX_SIMPLE_KEY = 128;

class Emitter {
  text = '';
  #column = 0;
  #indent = -1;
  /** Nothing but spaces stands before in this line, or since the last indicator. */
  #whitespace = true;
  /** Only indentation and `-`, `?`, `:` stand before in this line. */
  #indention = true;

  root(value: Value): void {
    this.node(value, false);
    this.#indent = 0;
    if (this.#column > 0) this.lineBreak();
    // A bare word could go on in the next line; the end of the document is marked.
    if (value.kind === 'null' || value.kind === 'bool' || value.kind === 'number') this.text += '...\n';
  }

  private node(value: Value, inMapping: boolean): void {
    if (this.text.length > MAX_TEXT) return;
    switch (value.kind) {
      case 'null':
        this.plain('null');
        break;
      case 'bool':
        this.plain(String(value.value));
        break;
      case 'number':
        this.plain(formatNumber(value));
        break;
      case 'string':
        this.string(value.value);
        break;
      case 'list':
      case 'tuple':
      case 'set':
        if (value.items.length === 0) this.plain('[]');
        else this.sequence(value.items, inMapping);
        break;
      case 'map':
      case 'object':
        if (value.entries.size === 0) this.plain('{}');
        else this.mapping(value.entries);
        break;
      case 'unknown':
        throw new Error('an unknown value has no YAML');
    }
  }

  private sequence(items: readonly Value[], inMapping: boolean): void {
    const outer = this.#indent;
    // The items of a list under a key are not indented.
    if (!(inMapping && !this.#indention)) this.#indent = outer < 0 ? 0 : outer + 2;
    for (const item of items) {
      this.writeIndent();
      this.indicator('-', true);
      this.node(item, false);
    }
    this.#indent = outer;
  }

  private mapping(entries: ReadonlyMap<string, Value>): void {
    const outer = this.#indent;
    this.#indent = outer < 0 ? 0 : outer + 2;
    for (const [key, value] of entries) {
      this.writeIndent();
      if (Buffer.byteLength(key) <= MAX_SIMPLE_KEY && !BREAKS.test(key)) {
        this.doubleQuoted(key, false);
        this.indicator(':', false, true);
      } else {
        this.indicator('?', true);
        this.string(key);
        this.writeIndent();
        this.indicator(':', true);
      }
      this.node(value, true);
    }
    this.#indent = outer;
  }

  private string(text: string): void {
    const outer = this.#indent;
    this.#indent = outer < 0 ? 2 : outer + 2;
    if (text.includes('\n') && isBlockAllowed(text)) this.literalBlock(text);
    else this.doubleQuoted(text, true);
    this.#indent = outer;
  }

  private plain(text: string): void {
    if (!this.#whitespace) this.put(' ');
    this.put(text);
    this.#whitespace = false;
    this.#indention = false;
  }

  private doubleQuoted(text: string, mayFold: boolean): void {
    if (!this.#whitespace) this.put(' ');
    this.put('"');
    const characters = [...text];
    let afterSpace = false;
    for (const [i, character] of characters.entries()) {
      const isInside = i > 0 && i < characters.length - 1;
      if (character === ' ' && mayFold && !afterSpace && this.#column > WIDTH && isInside) {
        this.writeIndent();
        if (characters[i + 1] === ' ') this.put('\\');
      } else {
        this.put(character === ' ' ? ' ' : escaped(character));
      }
      afterSpace = character === ' ';
    }
    this.put('"');
    this.#whitespace = false;
    this.#indention = false;
  }

  private literalBlock(text: string): void {
    const indentation = /^[ \n\u2028\u2029]/.test(text) ? '2' : '';
    const keep = /(?:^|[\n\u2028\u2029])[\n\u2028\u2029]$/.test(text) ? '+' : '';
    this.indicator(`|${indentation}${/[\n\u2028\u2029]$/.test(text) ? keep : '-'}`, false);
    this.lineBreak();
    let atLineStart = true;
    for (const character of text) {
      if (BREAKS.test(character)) {
        this.text += character;
        this.#column = 0;
        this.#whitespace = true;
        this.#indention = true;
        atLineStart = true;
        continue;
      }
      if (atLineStart) this.writeIndent();
      this.put(character);
      this.#whitespace = character === ' ';
      this.#indention = false;
      atLineStart = false;
    }
  }

  private indicator(mark: string, keepsIndention: boolean, isAttached = false): void {
    if (!this.#whitespace && !isAttached) this.put(' ');
    this.put(mark);
    this.#whitespace = false;
    this.#indention &&= keepsIndention;
  }

  /** To the current indentation, on a new line unless this one holds nothing else. */
  private writeIndent(): void {
    const indent = Math.max(0, this.#indent);
    if (!this.#indention || this.#column > indent || (this.#column === indent && !this.#whitespace)) this.lineBreak();
    this.put(' '.repeat(Math.max(0, indent - this.#column)));
    this.#whitespace = true;
    this.#indention = true;
  }

  private lineBreak(): void {
    this.text += '\n';
    this.#column = 0;
    this.#whitespace = true;
    this.#indention = true;
  }

  private put(text: string): void {
    this.text += text;
    this.#column += text.length;
  }
}

const BREAKS = /[\r\n\u0085\u2028\u2029]/;

/** A literal block shows characters as they are, and cannot show spaces before a line ending. */
function isBlockAllowed(text: string): boolean {
  return !/ (?:$|[\n\u2028\u2029])/.test(text) && [...text].every((c) => c === '\n' || isPrintable(c));
}

/** What libyaml takes for printable: no tabs, and nothing beyond the basic plane. */
function isPrintable(character: string): boolean {
  const code = character.codePointAt(0)!;
  return (
    (code >= 0x20 && code <= 0x7e) ||
    (code >= 0xa0 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff)
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  if (isPrintable(character)) return character;
  const code = character.codePointAt(0)!;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
