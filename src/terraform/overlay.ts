import { posix } from 'node:path';
import type { SourceFile } from '../hcl/source.ts';

/**
 * What to take in place of some files, by the paths that reports use, which are its own. Such a file need not be on disk;
 * null says of one that is to be taken as not there.
 */
export type FileTexts = ReadonlyMap<string, SourceFile | null>;

/** The names in a folder. */
interface Folder {
  readonly present: Set<string>;
  readonly absent: Set<string>;
  readonly folders: Set<string>;
}

/** What a tree of files looks like with other texts in it. */
export class Overlay {
  readonly #texts: FileTexts;
  readonly #folders = new Map<string, Folder>();

  constructor(texts: FileTexts) {
    this.#texts = texts;
    for (const [path, file] of texts) {
      const folder = this.#folder(posix.dirname(path));
      (file === null ? folder.absent : folder.present).add(posix.basename(path));
      if (file !== null) this.#addAncestors(posix.dirname(path));
    }
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** Null for a file that is not there; undefined for one that is as it is on disk. */
  file(path: string): SourceFile | null | undefined {
    return this.#texts.get(path);
  }

  /** Names of files in a folder: those on disk without what is not there, and what is there besides. */
  filesIn(folder: string, onDisk: readonly string[]): Set<string> {
    const { present, absent } = this.#folders.get(folder) ?? NOTHING;
    return new Set([...onDisk.filter((name) => !absent.has(name)), ...present]);
  }

  /** Names of the folders on the way from a folder to texts. */
  foldersIn(folder: string): ReadonlySet<string> {
    return this.#folders.get(folder)?.folders ?? NOTHING.folders;
  }

  #addAncestors(folder: string): void {
    const parent = posix.dirname(folder);
    const name = posix.basename(folder);
    if (parent === folder || name === '..') return;
    this.#folder(parent).folders.add(name);
    this.#addAncestors(parent);
  }

  #folder(path: string): Folder {
    let folder = this.#folders.get(path);
    if (folder === undefined) {
      folder = { present: new Set(), absent: new Set(), folders: new Set() };
      this.#folders.set(path, folder);
    }
    return folder;
  }
}

const NOTHING: Folder = { present: new Set(), absent: new Set(), folders: new Set() };
