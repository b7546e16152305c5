import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { instantiate } from '../hcl/web-assembly.ts';
import { BYTE_SEARCH } from './byte-search.wasm.ts';

/** Most folders have less in their files, which are read at once. */
const BUFFER_SIZE = 128 * 1024;

/** What byte-search.wat exports. */
interface Search {
  readonly memory: { readonly buffer: ArrayBuffer };
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
 * Files that were read together, to look for texts in. Node's own search takes as long for short texts as reading the
 * files does, so that WebAssembly looks, at sixteen places at once.
 */
export class Haystack {
  readonly #search: Search | null;
  readonly #buffer: Buffer;
  readonly #paths: string[] = [];
  /** Where each file ends in the buffer. It begins where the one before it ends. */
  readonly #ends: number[] = [];
  readonly #unread: string[] = [];
  /** The bytes of the only file, where they are not in the buffer. */
  #large: Buffer | null = null;

  constructor() {
    this.#search = loadSearch();
    this.#buffer =
      this.#search === null
        ? Buffer.allocUnsafeSlow(BUFFER_SIZE)
        : Buffer.from(this.#search.memory.buffer, 0, BUFFER_SIZE);
  }

  /** Takes files in place of those before: of the paths from an index on as many as there is room for, but at least one. */
  read(paths: readonly string[], from: number): void {
    this.#clear();
    let length = 0;
    for (let index = from; index < paths.length; index++) {
      const path = paths[index]!;
      try {
        const end = length + this.#readAt(path, length);
        if (end >= BUFFER_SIZE) {
          if (index > from) return;
          this.take(path, readFileSync(path));
          return;
        }
        this.#paths.push(path);
        this.#ends.push(end);
        length = end;
      } catch {
        this.#unread.push(path);
      }
    }
  }

  /** Takes one file that was read already in place of those before. */
  take(path: string, bytes: Buffer): void {
    this.#clear();
    this.#paths.push(path);
    this.#ends.push(bytes.length);
    this.#large = bytes;
  }

  #clear(): void {
    this.#paths.length = 0;
    this.#ends.length = 0;
    this.#unread.length = 0;
    this.#large = null;
  }

  /** Reads what there is room for, and gives how many bytes that are. */
  #readAt(path: string, at: number): number {
    const file = openSync(path, 'r');
    try {
      // From where it stands: a position would be checked each time.
      return readSync(file, this.#buffer, at, BUFFER_SIZE - at, null);
    } finally {
      closeSync(file);
    }
  }

  /** How many paths were taken, files that could not be read among them. */
  get count(): number {
    return this.#paths.length + this.#unread.length;
  }

  /** The paths of files that could not be read. */
  get unread(): readonly string[] {
    return this.#unread;
  }

  /** Whether a text is in one of the files, or perhaps from the end of one to the beginning of the next. */
  mayInclude(needle: Needle): boolean {
    return this.#isBetween(needle, 0, this.#ends.at(-1) ?? 0);
  }

  /** The files one by one. They are there until others are read. */
  files(): readonly Straw[] {
    return this.#paths.map((path, index) => {
      const start = this.#ends[index - 1] ?? 0;
      const end = this.#ends[index]!;
      return {
        path,
        bytes: (this.#large ?? this.#buffer).subarray(start, end),
        includes: (needle) => this.#isBetween(needle, start, end),
      };
    });
  }

  #isBetween(needle: Needle, start: number, end: number): boolean {
    const { length, first, second, last } = needle;
    if (this.#search === null || this.#large !== null || length < 2) {
      return (this.#large ?? this.#buffer).subarray(start, end).includes(needle.bytes);
    }
    const stop = end - length + 1;
    for (let at = start; at < stop; at++) {
      at = this.#search.find(at, stop, first, second, last, length - 1);
      if (at === -1 || at >= stop) return false;
      if (length <= 3 || this.#buffer.compare(needle.bytes, 0, length, at, at + length) === 0) return true;
    }
    return false;
  }
}

/** One file of a haystack. */
export interface Straw {
  readonly path: string;
  readonly bytes: Buffer;
  /** Whether a text is in it. */
  readonly includes: (needle: Needle) => boolean;
}

/** Null where there is no WebAssembly, or none with such instructions. */
function loadSearch(): Search | null {
  try {
    return instantiate(Buffer.from(BYTE_SEARCH, 'base64')).exports as Search;
  } catch {
    return null;
  }
}
