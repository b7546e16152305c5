import { posix } from 'node:path';

/**
 * Texts to take in place of what is in some files, by the paths that reports use. Such a file need not be on disk; null
 * says of one that is to be taken as not there.
 */
export type FileTexts = ReadonlyMap<string, string | null>;

/** What a tree of files looks like with other texts in it. */
export class Overlay {
  readonly #texts: FileTexts;

  constructor(texts: FileTexts) {
    this.#texts = texts;
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** Null for a file that is not there; undefined for one that is as it is on disk. */
  text(path: string): string | null | undefined {
    return this.#texts.get(path);
  }

  /** Makes a list of names of files in a folder, read from disk, fit: takes names out, and adds those that are accepted. */
  change(names: string[], folder: string, accepts: (name: string) => boolean): void {
    for (const [path, text] of this.#texts) {
      const name = posix.basename(path);
      if (posix.dirname(path) !== folder || !accepts(name)) continue;
      const at = names.indexOf(name);
      if (text === null && at !== -1) names.splice(at, 1);
      if (text !== null && at === -1) names.push(name);
    }
  }
}
