import { formatNumber, numberFromText } from './number.ts';
import { bool, mapping, nullValue, type Provenance, sequence, string, type Value } from './value.ts';

/** Longer documents are not written. */
const MAX_LENGTH = 4_000_000;

/** Deeper documents are not read. */
const MAX_DEPTH = 1_000;

/** Why a value cannot be written as JSON, or a text not read: a clause. */
export interface JsonProblem {
  readonly kind: 'json-problem';
  /** Whether Terraform refuses it too, or only this program. */
  readonly reason: 'invalid' | 'limit';
  readonly message: string;
}

/** The text that `jsonencode` gives for a value that is wholly known. */
export function encodeJson(value: Value): string | JsonProblem {
  const writer = new JsonWriter();
  writer.write(value);
  return writer.problem ?? writer.text;
}

/** The value that `jsondecode` gives for a text; new values are at `at`. */
export function decodeJson(text: string, at: Provenance): Value | JsonProblem {
  return new JsonReader(text, at).read();
}

/** True for what stands for a failure to write or read JSON. */
export function isJsonProblem(result: Value | string | JsonProblem): result is JsonProblem {
  return typeof result === 'object' && result.kind === 'json-problem';
}

/**
 * What `jsondecode(jsonencode(value))` gives: the same, but that JSON knows neither lists and sets nor maps. Parts
 * keep where they were written, and may be unknown.
 */
export function throughJson(value: Value): Value {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return { ...value, kind: 'tuple', items: itemsThroughJson(value.items) };
    case 'map':
    case 'object':
      return { ...value, kind: 'object', entries: entriesThroughJson(value.entries) };
    default:
      return value;
  }
}

/** Parts are shared, and stay shared. */
const decodedItems = new WeakMap<readonly Value[], readonly Value[]>();
const decodedEntries = new WeakMap<ReadonlyMap<string, Value>, ReadonlyMap<string, Value>>();

function itemsThroughJson(items: readonly Value[]): readonly Value[] {
  const decoded = decodedItems.get(items) ?? items.map(throughJson);
  decodedItems.set(items, decoded);
  return decoded;
}

function entriesThroughJson(entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const decoded =
    decodedEntries.get(entries) ?? new Map(Array.from(entries, ([key, entry]) => [key, throughJson(entry)]));
  decodedEntries.set(entries, decoded);
  return decoded;
}

class JsonWriter {
  text = '';
  problem: JsonProblem | null = null;

  write(value: Value): void {
    if (this.problem !== null) return;
    this.#append(value);
    // Also behind the last value: texts in texts in texts double with each.
    if (this.text.length > MAX_LENGTH) {
      this.problem ??= { kind: 'json-problem', reason: 'limit', message: 'the JSON is too long' };
    }
  }

  #append(value: Value): void {
    switch (value.kind) {
      case 'null':
        this.text += 'null';
        break;
      case 'bool':
        this.text += String(value.value);
        break;
      case 'string':
        this.text += quoteJson(value.value);
        break;
      case 'number':
        if (!Number.isFinite(value.value) && value.exact === null) {
          this.problem = { kind: 'json-problem', reason: 'invalid', message: 'cannot serialize infinity as JSON' };
          return;
        }
        this.text += formatNumber(value);
        break;
      case 'list':
      case 'tuple':
      case 'set':
        this.#writeAll('[', value.items.entries(), ']', (_, item) => this.write(item));
        break;
      case 'map':
      case 'object':
        this.#writeAll('{', value.entries, '}', (key, entry) => {
          this.text += `${quoteJson(key)}:`;
          this.write(entry);
        });
        break;
      case 'unknown':
        throw new Error('an unknown value has no JSON');
    }
  }

  #writeAll<Key>(
    open: string,
    parts: Iterable<readonly [Key, Value]>,
    close: string,
    writePart: (key: Key, value: Value) => void,
  ): void {
    let separator = open;
    for (const [key, value] of parts) {
      if (this.problem !== null) return;
      this.text += separator;
      separator = ',';
      writePart(key, value);
    }
    this.text += separator === open ? open + close : close;
  }
}

/** ASCII without control characters, quotes, backslashes and what HTML means something by. */
const NOTHING_TO_ESCAPE = /^[ !#-%'-;=?-[\]-~]*$/;

/** Quoted as Go does it: what could end a script in HTML or JavaScript is escaped too. */
export function quoteJson(text: string): string {
  if (NOTHING_TO_ESCAPE.test(text)) return `"${text}"`;
  return JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

class JsonReader {
  readonly #text: string;
  readonly #at: Provenance;
  #position = 0;

  constructor(text: string, at: Provenance) {
    this.#text = text;
    this.#at = at;
  }

  read(): Value | JsonProblem {
    const value = this.value(0);
    if (isJsonProblem(value)) return value;
    this.skipSpace();
    return this.#position === this.#text.length ? value : this.refuse('extraneous data after the JSON value');
  }

  private value(depth: number): Value | JsonProblem {
    if (depth > MAX_DEPTH) return { kind: 'json-problem', reason: 'limit', message: 'the JSON is nested too deeply' };
    this.skipSpace();
    switch (this.#text[this.#position]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"': {
        const text = this.string();
        return typeof text === 'string' ? string(text.normalize('NFC'), this.#at) : text;
      }
      default:
        return this.word();
    }
  }

  private object(depth: number): Value | JsonProblem {
    const entries = new Map<string, Value>();
    this.#position++;
    if (this.skips('}')) return mapping('object', entries, this.#at);
    do {
      this.skipSpace();
      const key = this.string();
      if (typeof key !== 'string') return key;
      if (!this.skips(':')) return this.refuse('a ":" is missing after a key');
      const value = this.value(depth + 1);
      if (isJsonProblem(value)) return value;
      entries.set(key.normalize('NFC'), value);
    } while (this.skips(','));
    return this.skips('}') ? mapping('object', entries, this.#at) : this.refuse('a "}" is missing');
  }

  private array(depth: number): Value | JsonProblem {
    const items: Value[] = [];
    this.#position++;
    if (this.skips(']')) return sequence('tuple', items, this.#at);
    do {
      const value = this.value(depth + 1);
      if (isJsonProblem(value)) return value;
      items.push(value);
    } while (this.skips(','));
    return this.skips(']') ? sequence('tuple', items, this.#at) : this.refuse('a "]" is missing');
  }

  private string(): string | JsonProblem {
    const literal = this.match(STRING);
    if (literal === null) return this.refuse('a string is missing or not valid');
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' ? text.toWellFormed() : this.refuse('a string is not valid');
  }

  private word(): Value | JsonProblem {
    const digits = this.match(NUMBER);
    if (digits !== null) return numberFromText(digits, this.#at) ?? this.refuse('a number has too many digits');
    switch (this.match(WORD)) {
      case 'true':
        return bool(true, this.#at);
      case 'false':
        return bool(false, this.#at);
      case 'null':
        return nullValue(this.#at);
      default:
        return this.refuse('there is no JSON value');
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#position = pattern.lastIndex;
    return found[0];
  }

  private skips(character: string): boolean {
    this.skipSpace();
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private refuse(message: string): JsonProblem {
    return { kind: 'json-problem', reason: 'invalid', message: `${message} (offset ${this.#position})` };
  }
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[a-z]+/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON excludes exactly these
const STRING = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y;
