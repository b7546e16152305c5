/** A stretch of bytes; `end` is exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The text is not JSON. The message is a clause. */
export class JsonError extends Error {
  /** The byte at which it is wrong. */
  readonly offset: number;
  /** True when the text ends before the value does. */
  readonly truncated: boolean;

  constructor(message: string, offset: number, truncated: boolean) {
    super(message);
    this.offset = offset;
    this.truncated = truncated;
  }
}

/** How deeply objects and arrays may be nested in each other; Terraform's own values stay far below. */
const MAX_DEPTH = 1_000;

/** V8 makes no longer strings. */
const MAX_STRING_BYTES = 0x1fffffe8;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const DOUBLE_QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Walks over JSON in UTF-8 without building what it does not have to: a plan of hundreds of megabytes is read by
 * stepping over most of it. Everything stepped over is checked all the same (RFC 8259). Methods throw `JsonError`.
 */
export class JsonCursor {
  readonly #bytes: Buffer;
  #at = 0;
  #depth = 0;

  constructor(bytes: Buffer, start = 0) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** The kind of the value ahead. */
  peek(): 'object' | 'array' | 'other' {
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    return byte === OPEN_BRACE ? 'object' : byte === OPEN_BRACKET ? 'array' : 'other';
  }

  /**
   * Reads an object. `visit` is called for each member and has to read or skip its value. What is no object is skipped;
   * then the result is false.
   */
  object(visit: (name: string) => void): boolean {
    if (this.peek() !== 'object') {
      this.skip();
      return false;
    }
    this.#enter();
    if (!this.#closes(CLOSE_BRACE)) {
      do {
        visit(this.#name());
        this.#skipSpace();
      } while (this.#continues(CLOSE_BRACE));
    }
    this.#depth--;
    return true;
  }

  /** Reads an array. `visit` is called for each item and has to read or skip it. What is no array is skipped. */
  array(visit: () => void): boolean {
    if (this.peek() !== 'array') {
      this.skip();
      return false;
    }
    this.#enter();
    if (!this.#closes(CLOSE_BRACKET)) {
      do {
        visit();
        this.#skipSpace();
      } while (this.#continues(CLOSE_BRACKET));
    }
    this.#depth--;
    return true;
  }

  /** Reads the value ahead. */
  value(): unknown {
    return parseRange(this.#bytes, this.skip());
  }

  /** The string ahead; anything else is skipped and gives null. */
  text(): string | null {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== DOUBLE_QUOTE) {
      this.skip();
      return null;
    }
    return this.#string();
  }

  /** Steps over the value ahead, checking it, and says where it is. */
  skip(): ByteRange {
    this.#skipSpace();
    const start = this.#at;
    const closers: number[] = [];
    do {
      // A value is ahead.
      const byte = this.#bytes[this.#at];
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const closer = byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
        this.#enter();
        if (!this.#closes(closer)) {
          closers.push(closer);
          if (closer === CLOSE_BRACE) this.#skipName();
          this.#skipSpace();
          continue;
        }
        this.#depth--;
      } else {
        this.#skipScalar(byte);
      }
      // Behind a value.
      while (closers.length > 0) {
        this.#skipSpace();
        const closer = closers[closers.length - 1]!;
        if (this.#continues(closer)) {
          if (closer === CLOSE_BRACE) this.#skipName();
          this.#skipSpace();
          break;
        }
        closers.pop();
        this.#depth--;
      }
    } while (closers.length > 0);
    return { start, end: this.#at };
  }

  /** Steps over the value ahead likewise; null for `null` and `false`. */
  skipUnlessNothing(): ByteRange | null {
    const range = this.skip();
    const first = this.#bytes[range.start];
    return first === LETTER_N || first === LETTER_F ? null : range;
  }

  /** To be called behind the outermost value: nothing more may follow. */
  end(): void {
    this.#skipSpace();
    if (this.#at < this.#bytes.length) this.#fail('something follows the end of the JSON value');
  }

  #enter(): void {
    if (this.#depth >= MAX_DEPTH) this.#fail(`its values are nested deeper than ${MAX_DEPTH} levels`);
    this.#depth++;
    this.#at++;
    this.#skipSpace();
  }

  #closes(closer: number): boolean {
    if (this.#bytes[this.#at] !== closer) return false;
    this.#at++;
    return true;
  }

  /** After an element: true behind a comma, false behind the closing bracket. */
  #continues(closer: number): boolean {
    const byte = this.#bytes[this.#at];
    if (byte === COMMA) {
      this.#at++;
      this.#skipSpace();
      return true;
    }
    if (byte === closer) {
      this.#at++;
      return false;
    }
    return this.#fail(`"," or "${String.fromCharCode(closer)}" is missing`);
  }

  #name(): string {
    if (this.#bytes[this.#at] !== DOUBLE_QUOTE) this.#fail('the name of a member in double quotes is missing');
    const name = this.#string();
    this.#colon();
    return name;
  }

  #skipName(): void {
    if (this.#bytes[this.#at] !== DOUBLE_QUOTE) this.#fail('the name of a member in double quotes is missing');
    this.#skipString();
    this.#colon();
  }

  #colon(): void {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== COLON) this.#fail('":" is missing');
    this.#at++;
  }

  #string(): string {
    const start = this.#at;
    this.#skipString();
    const end = this.#at;
    const text = this.#bytes.toString('utf8', start + 1, end - 1);
    if (!text.includes('\\')) return text;
    const value = parseRange(this.#bytes, { start, end });
    return typeof value === 'string' ? value : text;
  }

  #skipString(): void {
    const bytes = this.#bytes;
    let at = this.#at + 1;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) this.#fail('a string is not closed', at);
      if (byte === DOUBLE_QUOTE) break;
      if (byte === BACKSLASH) at += this.#escapeLength(at);
      else if (byte < SPACE) this.#fail('a string holds a control character', at);
      else at++;
    }
    this.#at = at + 1;
  }

  #escapeLength(at: number): number {
    const selector = this.#bytes[at + 1];
    if (selector === undefined) this.#fail('a string is not closed', at + 1);
    const character = String.fromCharCode(selector);
    if ('"\\/bfnrt'.includes(character)) return 2;
    if (character !== 'u') this.#fail('a string holds an escape sequence that JSON does not know', at);
    const digits = this.#bytes.toString('latin1', at + 2, at + 6);
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) this.#fail('four hexadecimal digits are missing after "\\u"', at);
    return 6;
  }

  #skipScalar(byte: number | undefined): void {
    if (byte === DOUBLE_QUOTE) {
      this.#skipString();
      return;
    }
    if (byte === MINUS || (byte !== undefined && byte >= ZERO && byte <= NINE)) {
      this.#skipNumber();
      return;
    }
    for (const word of ['true', 'false', 'null']) {
      if (byte !== word.charCodeAt(0)) continue;
      const found = this.#bytes.toString('latin1', this.#at, this.#at + word.length);
      if (found === word) {
        this.#at += word.length;
        return;
      }
      // The text ends in the middle of the word.
      if (word.startsWith(found)) this.#fail('a value is missing', this.#bytes.length);
    }
    this.#fail('a value is missing');
  }

  #skipNumber(): void {
    const start = this.#at;
    let end = start;
    while (isNumberByte(this.#bytes[end])) end++;
    if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(this.#bytes.toString('latin1', start, end))) {
      this.#fail('a number is not written as JSON wants it', end === this.#bytes.length ? end : start);
    }
    this.#at = end;
  }

  #skipSpace(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (;;) {
      const byte = bytes[at];
      if (byte !== SPACE && byte !== LINE_FEED && byte !== CARRIAGE_RETURN && byte !== TAB) break;
      at++;
    }
    this.#at = at;
  }

  #fail(message: string, offset = this.#at): never {
    throw new JsonError(message, offset, offset >= this.#bytes.length);
  }
}

/** The value written in a stretch that a cursor stepped over. */
export function parseRange(bytes: Buffer, { start, end }: ByteRange): unknown {
  if (end - start > MAX_STRING_BYTES) throw new JsonError('one of its values is longer than 512 MB', start, false);
  return JSON.parse(bytes.toString('utf8', start, end));
}

function isNumberByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  // Digits, and what may stand between them: + - . E e.
  return (byte >= ZERO && byte <= NINE) || byte === 0x2b || byte === MINUS || byte === 0x2e || (byte | 0x20) === 0x65;
}
