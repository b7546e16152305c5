import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { BYTE_SEARCH } from './byte-search.wasm.ts';

/** Most files are smaller, and are read at once. */
const BUFFER_SIZE = 128 * 1024;

/** What byte-search.wat exports. */
interface Search {
  readonly memory: WebAssembly.Memory;
  readonly find: (at: number, end: number, first: number, second: number, last: number, distance: number) => number;
}

/** A text to look for, as bytes: turning it into them anew for each file would take as long as looking. */
export class Needle {
  readonly bytes: Buffer;
  readonly length: number;
  readonly first: number;
  readonly second: number;
  readonly last: number;

  /** @param text not empty */
  constructor(text: string) {
    this.bytes = Buffer.from(text);
    this.length = this.bytes.length;
    this.first = this.bytes[0] ?? 0;
    this.second = this.bytes[1] ?? 0;
    this.last = this.bytes[this.length - 1] ?? 0;
  }
}

/**
 * The bytes of one file after the other, to look for texts in. Node's own search takes as long for short texts as reading
 * the files does, so that WebAssembly looks, at sixteen places at once.
 */
export class Haystack {
  readonly #search: Search | null;
  readonly #buffer: Buffer;
  #length = 0;
  /** Bytes that are not in the buffer. */
  #others: Buffer | null = null;

  constructor() {
    this.#search = instantiate();
    this.#buffer =
      this.#search === null
        ? Buffer.allocUnsafeSlow(BUFFER_SIZE)
        : Buffer.from(this.#search.memory.buffer, 0, BUFFER_SIZE);
  }

  /** Takes the bytes of a file in place of what was there; throws what `readFileSync` throws. */
  read(path: string): void {
    const file = openSync(path, 'r');
    try {
      this.#length = readSync(file, this.#buffer, 0, BUFFER_SIZE, 0);
    } finally {
      closeSync(file);
    }
    this.#others = this.#length < BUFFER_SIZE ? null : readFileSync(path);
  }

  /** Takes bytes in place of what was there. */
  take(bytes: Buffer): void {
    this.#others = bytes;
  }

  /** What is there, until something else is read. */
  get bytes(): Buffer {
    return this.#others ?? this.#buffer.subarray(0, this.#length);
  }

  /** Whether a text is in it. */
  includes(needle: Needle): boolean {
    const { length } = needle;
    if (this.#search === null || this.#others !== null || length < 2) return this.bytes.includes(needle.bytes);
    const { first, second, last } = needle;
    const end = this.#length - length + 1;
    for (let at = 0; at < end; at++) {
      at = this.#search.find(at, end, first, second, last, length - 1);
      if (at === -1 || at >= end) return false;
      if (length <= 3 || this.#buffer.compare(needle.bytes, 0, length, at, at + length) === 0) return true;
    }
    return false;
  }
}

/** Null where there is no WebAssembly, or none with such instructions. */
function instantiate(): Search | null {
  try {
    const module = new WebAssembly.Module(Buffer.from(BYTE_SEARCH, 'base64'));
    return new WebAssembly.Instance(module).exports as unknown as Search;
  } catch {
    return null;
  }
}
