import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SourceFile } from '../../hcl/source.ts';
import { Budget } from '../budget.ts';
import type { FileAccess } from '../functions/context.ts';
import type { ModuleLoader } from '../module-loader.ts';
import { contains, isFile } from '../source-tree.ts';
import { treeFileAccess } from '../tree-file-access.ts';
import type { Reason } from '../value.ts';
import { TerragruntConfig } from './config.ts';

/** Which file of Terragrunt is read, and for which. All paths are absolute. */
export interface ReadingPlace {
  readonly path: string;
  /** The file that functions such as `get_terragrunt_dir` speak of: of one that is included, the one that includes it. */
  readonly subject: string;
  /** The unit that everything is read for. */
  readonly original: string;
  readonly isIncluded: boolean;
  /** The files that led here. */
  readonly outer: readonly string[];
}

/** Reads the files of one unit. */
export class ConfigReader {
  readonly budget = new Budget();
  readonly loader: ModuleLoader;
  /** Up to where folders are searched: the root of the repository, or the working directory. */
  readonly limit: string;
  /** Null outside of any repository. */
  readonly repositoryRoot: string | null;
  readonly #files = new Set<SourceFile>();
  /** So that files which read each other many times over are each read once. */
  readonly #configs = new Map<string, TerragruntConfig>();

  constructor(unit: string, loader: ModuleLoader) {
    this.loader = loader;
    this.repositoryRoot = rootOfRepository(dirname(unit));
    this.limit = this.repositoryRoot ?? loader.tree.resolve('.');
  }

  /** The files that were read. */
  get files(): readonly SourceFile[] {
    return [...this.#files];
  }

  /** The unit in a file. */
  unit(path: string): TerragruntConfig | Reason {
    return this.open({ path, subject: path, original: path, isIncluded: false, outer: [] });
  }

  open(place: ReadingPlace): TerragruntConfig | Reason {
    const { path, outer } = place;
    if (outer.includes(path)) {
      return { kind: 'invalid', message: `${this.loader.tree.display(path)} reads itself`, place: null };
    }
    const key = JSON.stringify([path, place.subject, place.isIncluded]);
    let config = this.#configs.get(key);
    if (config === undefined) {
      const problem = this.unreadable(path);
      if (problem !== null) return problem;
      const parsed = this.loader.parse(path);
      this.#files.add(parsed.file);
      config = new TerragruntConfig(place, parsed, this);
      this.#configs.set(key, config);
    }
    return config;
  }

  /** Why a file cannot be read; null when it can. */
  unreadable(path: string): Reason | null {
    const { tree } = this.loader;
    const shown = tree.display(path);
    if (!this.exists(path)) return { kind: 'invalid', message: `there is no file ${shown}`, place: null };
    if (!tree.isReadable(path) && contains(this.limit, path)) tree.allow(dirname(path));
    if (tree.isReadable(path)) return null;
    return { kind: 'unsupported', message: `${shown} is outside of the repository`, place: null };
  }

  /** Whether there is a file. */
  exists(path: string): boolean {
    const { tree } = this.loader;
    return tree.hasText(path) || isFile(path);
  }

  /** What functions read, as seen from a file of Terragrunt. */
  filesFor(path: string): FileAccess {
    return treeFileAccess(this.loader.tree, dirname(path));
  }

  /** The nearest file of a name in the folders above a file; null where there is none up to the limit. */
  findAbove(path: string, name: string): string | null {
    let folder = dirname(path);
    while (folder !== this.limit && dirname(folder) !== folder) {
      folder = dirname(folder);
      const candidate = join(folder, name);
      if (this.exists(candidate) || existsSync(candidate)) return candidate;
    }
    return null;
  }
}

function rootOfRepository(directory: string): string | null {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return null;
  }
}
