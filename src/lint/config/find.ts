import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { contains } from '../../terraform/source-tree.ts';
import type { ConfigProblem } from './problem.ts';

/** The names of configuration files; a folder has one of them at most. */
export const CONFIG_NAMES = ['.ecrlint.yaml', '.ecrlint.yml', '.ecrlint.json'] as const;

/** Folders of what others have written. */
const DOWNLOADED = /(?:^|[\\/])(?:\.terraform|\.terragrunt-cache|node_modules)(?:[\\/]|$)/;

function isDownloaded(folder: string): boolean {
  return DOWNLOADED.test(folder);
}

/** What was found: the absolute path of a file, or nothing, or a mistake. */
type Found = { readonly path: string | null; readonly problem: ConfigProblem | null };

const NOTHING: Found = { path: null, problem: null };

/** What begins with a dot in a folder, as far as somebody knows without looking. */
export type HiddenIn = (folder: string) => readonly string[] | null;

/**
 * Finds the configuration that is nearest to a folder, looking upwards: to the root of its Git repository, itself
 * included; outside of any, to the given path or the working directory, whichever holds more. Looks at each folder once.
 */
export class ConfigFinder {
  readonly #tops: readonly string[];
  readonly #found = new Map<string, Found>();
  readonly #isRepository = new Map<string, boolean>();
  readonly #isBelowTop = new Map<string, boolean>();
  #hiddenIn: HiddenIn = () => null;
  readonly #display: (path: string) => string;

  /**
   * @param workingDirectory absolute
   * @param paths as the user gave them
   * @param display what to call a file
   */
  constructor(workingDirectory: string, paths: readonly string[], display: (path: string) => string) {
    this.#tops = [workingDirectory, ...paths.map((path) => resolve(workingDirectory, path))];
    this.#display = display;
  }

  /** Takes names from who has read the folders already. */
  learnFrom(hiddenIn: HiddenIn): void {
    this.#hiddenIn = hiddenIn;
  }

  /** For the absolute path of a folder. */
  find(folder: string): Found {
    let found = this.#found.get(folder);
    if (found === undefined) {
      found = this.#inFolder(folder);
      if (found === NOTHING) found = this.above(folder);
      this.#found.set(folder, found);
    }
    return found;
  }

  /** What is found from the parent of a folder on; nothing where the search ends at the folder. */
  above(folder: string): Found {
    return this.#endsAt(folder) ? NOTHING : this.find(dirname(folder));
  }

  #inFolder(folder: string): Found {
    // Nothing hidden, as in most folders.
    if (this.#hiddenIn(folder)?.length === 0 || isDownloaded(folder)) return NOTHING;
    const [name, other] = CONFIG_NAMES.filter((candidate) => this.#has(folder, candidate));
    if (name === undefined) return NOTHING;
    const path = join(folder, name);
    if (other === undefined) return { path, problem: null };
    const message = `There is ${this.#display(path)}, too, and only one of them can count. Keep one.`;
    return { path: null, problem: { place: null, file: this.#display(join(folder, other)), key: '', message } };
  }

  /** Whether to look no further up than a folder. */
  #endsAt(folder: string): boolean {
    const parent = dirname(folder);
    if (parent === folder || this.#hasRepository(folder)) return true;
    return !this.#isBelow(parent);
  }

  /** Whether a folder lies in a repository or below a folder where the search may end outside of any. */
  #isBelow(folder: string): boolean {
    let is = this.#isBelowTop.get(folder);
    if (is === undefined) {
      is = this.#isInRepository(folder) || this.#tops.some((top) => contains(top, folder));
      this.#isBelowTop.set(folder, is);
    }
    return is;
  }

  #isInRepository(folder: string): boolean {
    if (this.#hasRepository(folder)) return true;
    const parent = dirname(folder);
    return parent !== folder && this.#isInRepository(parent);
  }

  #hasRepository(folder: string): boolean {
    const hidden = this.#hiddenIn(folder);
    if (hidden !== null) return hidden.includes('.git');
    let has = this.#isRepository.get(folder);
    if (has === undefined) {
      has = this.#has(folder, '.git');
      this.#isRepository.set(folder, has);
    }
    return has;
  }

  #has(folder: string, name: string): boolean {
    const hidden = this.#hiddenIn(folder);
    if (hidden !== null) return hidden.includes(name);
    try {
      // A link that leads nowhere is there: that it cannot be read is told when it is.
      return lstatSync(join(folder, name), { throwIfNoEntry: false }) !== undefined;
    } catch {
      return false;
    }
  }
}
