import { LINE_FEED, SPACE, TAB } from './characters.ts';
import type { Place, SourceFile } from './source.ts';
import type { SyntaxProblem } from './syntax.ts';

/** A JSON text that was read: RFC 8259 to the letter, with the place of everything. */
export interface JsonDocument {
  readonly file: SourceFile;
  /** What was read before the first error, in which an `invalid` value stands where reading stopped. */
  readonly root: JsonValue;
  /** Empty, or the one error at which reading stopped. */
  readonly errors: readonly SyntaxProblem[];
}

export type JsonValue = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull | JsonInvalid;

export interface JsonObject extends Place {
  readonly kind: 'object';
  /** In the order they are written, with all properties of one name. */
  readonly properties: readonly JsonProperty[];
  /** False where an error ended the object early. */
  readonly complete: boolean;
}

/** From the quote before the name to the end of the value. */
export interface JsonProperty extends Place {
  readonly name: string;
  /** Of the name with its quotes. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly value: JsonValue;
}

export interface JsonArray extends Place {
  readonly kind: 'array';
  readonly items: readonly JsonValue[];
}

/** The range includes the quotes. */
export interface JsonString extends Place {
  readonly kind: 'string';
  readonly value: string;
}

export interface JsonNumber extends Place {
  readonly kind: 'number';
  /** The nearest double. */
  readonly value: number;
  readonly text: string;
}

export interface JsonBoolean extends Place {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface JsonNull extends Place {
  readonly kind: 'null';
}

/** Where a value should be and none could be read. */
export interface JsonInvalid extends Place {
  readonly kind: 'invalid';
}

/** How deeply objects and arrays may be nested in each other. */
const MAX_DEPTH = 500;

const CARRIAGE_RETURN = 0x0d;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads a text as JSON. Never throws; the first error ends the reading. */
export function parseJsonText(file: SourceFile): JsonDocument {
  return new JsonReader(file).read();
}

class JsonReader {
  private readonly file: SourceFile;
  private readonly text: string;
  private at = 0;
  private depth = 0;
  private error: SyntaxProblem | null = null;

  constructor(file: SourceFile) {
    this.file = file;
    this.text = file.text;
  }

  read(): JsonDocument {
    this.skipSpace();
    const root = this.value();
    this.skipSpace();
    if (this.error === null && this.at < this.text.length) this.fail('Expected nothing more after the value');
    return { file: this.file, root, errors: this.error === null ? [] : [this.error] };
  }

  /** Reads the value at the current position, which is not a space. */
  private value(): JsonValue {
    const { file, at: start } = this;
    const character = this.text[start];
    switch (character) {
      case '{':
        return this.nested(() => this.object());
      case '[':
        return this.nested(() => this.array());
      case '"': {
        const value = this.string();
        if (value === null) return this.invalid(start);
        return { kind: 'string', file, start, end: this.at, value };
      }
      case 't':
      case 'f':
      case 'n':
        return this.keyword();
      default:
        if (character === '-' || (character !== undefined && character >= '0' && character <= '9')) {
          return this.number();
        }
        return this.fail('Expected a JSON value');
    }
  }

  private nested(read: () => JsonValue): JsonValue {
    if (this.depth >= MAX_DEPTH) {
      return this.fail(`JSON values may not be nested deeper than ${MAX_DEPTH} levels`, this.at, this.at + 1);
    }
    this.depth++;
    const value = read();
    this.depth--;
    return value;
  }

  private object(): JsonObject {
    const { file, at: start } = this;
    const properties: JsonProperty[] = [];
    this.at++;
    this.skipSpace();
    if (!this.accept('}')) {
      do {
        const property = this.property(properties.length === 0);
        if (property !== null) properties.push(property);
        if (this.error !== null) break;
        this.skipSpace();
      } while (this.accept(','));
      if (this.error === null && !this.accept('}')) this.fail('Expected "," or "}" after a property');
    }
    return { kind: 'object', file, start, end: this.at, properties, complete: this.error === null };
  }

  private property(first: boolean): JsonProperty | null {
    this.skipSpace();
    const { file, at: nameStart } = this;
    if (this.text[nameStart] !== '"') {
      this.fail(`Expected a property name in double quotes${first ? ' or "}"' : ' after ","'}`);
      return null;
    }
    const name = this.string();
    if (name === null) return null;
    const nameEnd = this.at;
    this.skipSpace();
    let value: JsonValue;
    if (this.accept(':')) {
      this.skipSpace();
      value = this.value();
    } else {
      value = this.fail('Expected ":" after the name of a property');
    }
    return { file, start: nameStart, end: value.end, name, nameStart, nameEnd, value };
  }

  private array(): JsonArray {
    const { file, at: start } = this;
    const items: JsonValue[] = [];
    this.at++;
    this.skipSpace();
    if (!this.accept(']')) {
      do {
        this.skipSpace();
        items.push(this.value());
        if (this.error !== null) break;
        this.skipSpace();
      } while (this.accept(','));
      if (this.error === null && !this.accept(']')) items.push(this.fail('Expected "," or "]" after an item'));
    }
    return { kind: 'array', file, start, end: this.at, items };
  }

  private keyword(): JsonValue {
    const { file, text, at: start } = this;
    for (const word of ['true', 'false', 'null']) {
      if (!text.startsWith(word, start) || /\w/.test(text.charAt(start + word.length))) continue;
      const end = start + word.length;
      this.at = end;
      if (word === 'null') return { kind: 'null', file, start, end };
      return { kind: 'boolean', file, start, end, value: word === 'true' };
    }
    return this.fail('Expected a JSON value');
  }

  private number(): JsonValue {
    const { file, text, at: start } = this;
    const pattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
    pattern.lastIndex = start;
    const written = pattern.exec(text)?.[0] ?? '';
    const end = start + written.length;
    // What would continue a number shows that this is none, like 01, 1. or -x.
    const rest = /[-+.\w]+/y;
    rest.lastIndex = end;
    const more = rest.exec(text)?.[0].length ?? 0;
    if (written === '' || more > 0)
      return this.fail('This is not a JSON number', start, Math.max(end + more, start + 1));
    this.at = end;
    return { kind: 'number', file, start, end, value: Number(written), text: written };
  }

  /** Reads the string at the current position; null after an error. */
  private string(): string | null {
    const { text, at: start } = this;
    const length = text.length;
    let runStart = start + 1;
    let value = '';
    for (let at = runStart; at < length; ) {
      const code = text.charCodeAt(at);
      if (code === DOUBLE_QUOTE) {
        this.at = at + 1;
        return value + text.slice(runStart, at);
      }
      if (code < SPACE) {
        if (code === LINE_FEED || code === CARRIAGE_RETURN) break;
        this.fail('A control character must be written as an escape in a JSON string', at, at + 1);
        return null;
      }
      if (code === BACKSLASH) {
        const size = jsonEscapeLength(text, at);
        if (size === 0) {
          this.fail('This is not a JSON escape sequence', at, Math.min(at + 2, length));
          return null;
        }
        value += text.slice(runStart, at) + decodeJsonEscape(text, at);
        at += size;
        runStart = at;
      } else {
        at++;
      }
    }
    this.fail('This string is not closed on its line', start, start + 1);
    return null;
  }

  private skipSpace(): void {
    const text = this.text;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code !== SPACE && code !== LINE_FEED && code !== TAB && code !== CARRIAGE_RETURN) return;
      this.at++;
    }
  }

  private accept(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private invalid(start: number): JsonInvalid {
    return { kind: 'invalid', file: this.file, start, end: this.at };
  }

  /** Records the error, by default at the character where reading is. */
  private fail(message: string, start = this.at, end = start + 1): JsonInvalid {
    const { file, text } = this;
    const found = start < text.length ? '' : ', but the text ends here';
    this.error ??= { file, start, end: Math.min(end, text.length), message: message + found };
    return { kind: 'invalid', file, start, end: start };
  }
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** How many characters the escape at a backslash takes; 0 if it is not valid. */
function jsonEscapeLength(text: string, at: number): number {
  const selector = text.charAt(at + 1);
  if (simpleEscapes.has(selector)) return 2;
  return selector === 'u' && /^[0-9A-Fa-f]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
}

function decodeJsonEscape(text: string, at: number): string {
  const selector = text.charAt(at + 1);
  return simpleEscapes.get(selector) ?? String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16));
}

/**
 * Where the characters of a JSON string's value are written: the offset of each in the file, and behind the last one
 * that of the closing quote. Null for a string without escapes, whose characters follow its opening quote one by one.
 *
 * @param start the offset of the opening quote of a valid string
 * @param end the offset after its closing quote
 */
export function jsonStringOffsets(text: string, start: number, end: number): Int32Array | null {
  const firstEscape = text.indexOf('\\', start);
  if (firstEscape === -1 || firstEscape >= end) return null;
  const offsets = new Int32Array(end - start - 1);
  let length = 0;
  for (let at = start + 1; at < end - 1; ) {
    offsets[length++] = at;
    at += text.charCodeAt(at) === BACKSLASH ? Math.max(1, jsonEscapeLength(text, at)) : 1;
  }
  offsets[length++] = end - 1;
  return offsets.slice(0, length);
}
