import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';
import { gitignore } from '../hcl/lazy.ts';

/** The patterns of one `.gitignore`, and those of the folders above it. */
interface Patterns {
  readonly directory: string;
  readonly ignore: Ignore;
  readonly outer: Patterns | null;
}

/** Which paths git ignores in a folder. Immutable: each folder makes its own from its parent's. */
export class GitIgnore {
  static readonly NONE = new GitIgnore(null);
  readonly #patterns: Patterns | null;

  private constructor(patterns: Patterns | null) {
    this.#patterns = patterns;
  }

  /** The patterns that hold above a directory: from the root of its repository down to its parent. */
  static above(directory: string): GitIgnore {
    const folders: string[] = [];
    for (let folder = directory; ; folder = dirname(folder)) {
      if (existsSync(join(folder, '.git'))) break;
      const parent = dirname(folder);
      if (parent === folder) return GitIgnore.NONE;
      folders.unshift(parent);
    }
    return folders.reduce((outer, folder) => outer.enter(folder), GitIgnore.NONE);
  }

  /** With the patterns of a folder's own `.gitignore` added. */
  enter(directory: string): GitIgnore {
    let text: string;
    try {
      text = readFileSync(join(directory, '.gitignore'), 'utf8');
    } catch {
      return this;
    }
    return new GitIgnore({ directory, ignore: compile(text), outer: this.#patterns });
  }

  /** Whether an entry of a directory is ignored. The innermost file with a pattern for it decides. */
  ignores(directory: string, name: string, isFolder: boolean): boolean {
    for (let patterns = this.#patterns; patterns !== null; patterns = patterns.outer) {
      const path = relative(patterns.directory, join(directory, name)).split(sep).join('/');
      const result = patterns.ignore.test(isFolder ? `${path}/` : path);
      if (result.ignored || result.unignored) return result.ignored;
    }
    return false;
  }
}

function compile(text: string): Ignore {
  return gitignore()().add(text);
}
