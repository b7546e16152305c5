import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { SourceFile } from '../hcl/source.ts';
import { Haystack } from './byte-search.ts';
import { GitIgnore } from './git-ignore.ts';
import { type FileTexts, Overlay } from './overlay.ts';

/** Where Terraform keeps what it downloads. */
const DATA_FOLDER = '.terraform';

/** Folders that never hold a project's own configuration. */
const SKIPPED_FOLDERS = new Set([DATA_FOLDER, '.git', '.terragrunt-cache', 'node_modules']);

/** The files of one directory that Terraform would look at, in the order of their names. */
export interface Listing {
  /** `.tf`, `.tf.json` and their OpenTofu twins, which hide them. */
  readonly terraform: readonly string[];
  /** `.tfvars` and `.tfvars.json`. */
  readonly variables: readonly string[];
  /** `terragrunt.hcl`. */
  readonly terragrunt: readonly string[];
  readonly folders: readonly string[];
  /** True when `terraform init` has been run there: it keeps what it downloads in a folder of its own. */
  readonly initialized: boolean;
  /** Everything that begins with a dot. */
  readonly hidden: readonly string[];
}

/** A text that was read, or why it was not: a clause that goes on from the file's name. */
export type ReadResult =
  | {
      readonly kind: 'text';
      readonly file: SourceFile /** False where bytes had to be replaced. */;
      readonly utf8: boolean;
    }
  | { readonly kind: 'problem'; readonly message: string };

/** For `glance`: one is enough for everybody. */
let haystack: Haystack | null = null;

/**
 * The files below the paths a user gave. The one place that reads them. Directories are absolute paths here; reports
 * see them relative to the working directory, with `/`.
 */
export class SourceTree {
  readonly #workingDirectory: string;
  readonly #overlay: Overlay;
  readonly #listings = new Map<string, Listing>();
  readonly #entered = new Map<string, Listing>();
  readonly #readable: string[] = [];
  readonly #published: string[] = [];
  readonly #texts = new Map<string, ReadResult>();

  /** @param texts to take in place of some files */
  constructor(workingDirectory: string, texts: FileTexts = new Map()) {
    this.#workingDirectory = workingDirectory;
    this.#overlay = new Overlay(texts);
  }

  /** An absolute path from one that a user or a module wrote. */
  resolve(path: string, from: string = this.#workingDirectory): string {
    return resolve(from, path);
  }

  /** What reports call a path. */
  display(path: string): string {
    const shown = relative(this.#workingDirectory, path);
    return (sep === '/' ? shown : shown.split(sep).join('/')) || '.';
  }

  /**
   * Finds the directories below `directory` that hold Terraform or Terragrunt files, itself included. Symbolic links to
   * directories are not followed: what they lead to is found where it is.
   */
  walk(directory: string): readonly string[] {
    this.allow(directory);
    const found: string[] = [];
    const visit = (folder: string, outer: GitIgnore): void => {
      const { listing, ignored } = this.#visit(folder, outer);
      if (listing.terraform.length > 0 || listing.terragrunt.length > 0) found.push(folder);
      for (const name of listing.folders) visit(pathTo(folder, name), ignored);
    };
    visit(directory, GitIgnore.above(directory));
    return found;
  }

  /**
   * Reads a directory and those below it that hold no Terraform files, as `walk` would. What was read is not read again.
   * @returns the files of the directory
   */
  enter(directory: string): Listing {
    const entered = this.#entered.get(directory);
    if (entered !== undefined) return entered;
    const visit = (folder: string, outer: GitIgnore): Listing => {
      const { listing, ignored } = this.#visit(folder, outer);
      if (folder !== directory && listing.terraform.length > 0) return listing;
      this.#entered.set(folder, listing);
      for (const name of listing.folders) visit(pathTo(folder, name), ignored);
      return listing;
    };
    return visit(directory, GitIgnore.above(directory));
  }

  /** Whether a walk to a Terraform, tfvars or Terragrunt file would come upon it: Git and Terraform do not ignore it. */
  admits(path: string): boolean {
    const names = this.display(path).split('/');
    if (names.some((name) => SKIPPED_FOLDERS.has(name))) return false;
    const { terraform, variables, terragrunt } = this.enter(dirname(path));
    return [...terraform, ...variables, ...terragrunt].includes(basename(path));
  }

  /** The files of a directory; all empty when it does not exist. */
  list(directory: string): Listing {
    return this.#listings.get(directory) ?? this.#list(directory, entriesOf(directory), GitIgnore.NONE);
  }

  /** What begins with a dot in a directory that was read; null for others. */
  hiddenIn(directory: string): readonly string[] | null {
    return this.#listings.get(directory)?.hidden ?? null;
  }

  /** Lets `file()` and its like read below a directory. */
  allow(directory: string): void {
    if (!this.#readable.includes(directory)) this.#readable.push(directory);
  }

  /** Says that what is below a directory belongs to a published module. To be said before it is read. */
  markPublished(directory: string): void {
    if (!this.#published.includes(directory)) this.#published.push(directory);
  }

  #isPublished(path: string): boolean {
    return this.#published.some((directory) => contains(directory, path));
  }

  /** Whether a path, links resolved, lies below a directory that was given or holds a module in use. */
  isReadable(path: string): boolean {
    const real = realPath(path);
    return this.#readable.some((directory) => contains(directory, path) && contains(realPath(directory), real));
  }

  /** Whether a text was given for a file, which need not be on disk. */
  hasText(path: string): boolean {
    return !this.#overlay.isEmpty && this.#overlay.file(this.reportedName(path)) instanceof SourceFile;
  }

  /** The bytes of a file; throws what `readFileSync` throws. */
  readBytes(path: string): Buffer {
    return readFileSync(path);
  }

  /** Reads some of the files from an index on, only to look for texts in them. They are there until the next call. */
  glance(paths: readonly string[], from: number): Haystack {
    haystack ??= new Haystack();
    if (this.#overlay.isEmpty) {
      haystack.read(paths, from);
      return haystack;
    }
    const path = paths[from]!;
    const given = this.#overlay.file(this.reportedName(path));
    if (given instanceof SourceFile) haystack.take(path, Buffer.from(given.text));
    else haystack.read([path], 0);
    return haystack;
  }

  /** The text of a file, read once. Its name in reports is that of the file itself where the path is a link to it. */
  readText(path: string, bytes?: Buffer): ReadResult {
    let result = this.#texts.get(path);
    if (result === undefined) {
      result = this.#decode(path, bytes);
      this.#texts.set(path, result);
    }
    return result;
  }

  #decode(path: string, bytes?: Buffer): ReadResult {
    try {
      const name = this.reportedName(path);
      const given = this.#overlay.file(name);
      if (given === null) return { kind: 'problem', message: 'cannot be read: there is no such file' };
      if (given !== undefined) return { kind: 'text', file: given, utf8: true };
      const content = bytes ?? readFileSync(path);
      const file = new SourceFile(name, content.toString('utf8'), this.#isPublished(path));
      return { kind: 'text', file, utf8: isUtf8(content) };
    } catch (error) {
      return { kind: 'problem', message: `cannot be read: ${describeError(error)}` };
    }
  }

  /** What reports call a file: its own name where the path is a link to another file of the tree. */
  reportedName(path: string): string {
    const real = realPath(path);
    if (real === path) return this.display(path);
    // A path through a linked folder keeps its own name; a link to a file of the tree is that file.
    const inFolder = join(realPath(dirname(path)), path.slice(dirname(path).length + 1));
    return this.display(real !== inFolder && this.#readable.some((folder) => contains(folder, real)) ? real : path);
  }

  /** Lists a directory by the patterns that hold above it and its own; gives those that hold below it, too. */
  #visit(directory: string, outer: GitIgnore): { readonly listing: Listing; readonly ignored: GitIgnore } {
    const entries = entriesOf(directory);
    // Only there it is worth trying to read them: most folders have none.
    const ignored = entries.hidden.includes('.gitignore') ? outer.enter(directory) : outer;
    return { listing: this.#list(directory, entries, ignored), ignored };
  }

  #list(directory: string, entries: Entries, ignored: GitIgnore): Listing {
    let { files, folders } = entries;
    const initialized = folders.includes(DATA_FOLDER);
    if (!this.#overlay.isEmpty) {
      const shown = this.display(directory);
      files = [...this.#overlay.filesIn(shown, files)];
      folders = [...new Set([...folders, ...this.#overlay.foldersIn(shown)])];
    }
    const byKind: Record<FileKind, string[]> = { terraform: [], variables: [], terragrunt: [] };
    for (const name of [...files].sort()) {
      const kind = kindOf(name);
      if (kind !== null && !isHidden(name) && !ignored.ignores(directory, name, false)) byKind[kind].push(name);
    }
    const entered = folders.filter((name) => !SKIPPED_FOLDERS.has(name) && !ignored.ignores(directory, name, true));
    const { terraform, variables, terragrunt } = byKind;
    const listing = {
      terraform: withoutHiddenTwins(terraform),
      variables,
      terragrunt,
      folders: entered.sort(),
      initialized,
      hidden: entries.hidden,
    };
    this.#listings.set(directory, listing);
    return listing;
  }
}

/** Files that are looked for: of a module, of values for one, and the units of Terragrunt. */
type FileKind = 'terraform' | 'variables' | 'terragrunt';

/** What a file is by its name; null for one that is not looked for. */
function kindOf(path: string): FileKind | null {
  if (isTerraformFile(path)) return 'terraform';
  if (isVariablesFile(path)) return 'variables';
  return isTerragruntUnit(path) ? 'terragrunt' : null;
}

/** Whether a file is one of those that are looked for. */
export function isConfiguration(path: string): boolean {
  return kindOf(path) !== null;
}

export function isTerraformFile(path: string): boolean {
  return path.endsWith('.tf') || /\.(?:tf|tofu)(?:\.json)?$/.test(path);
}

export function isVariablesFile(path: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(path);
}

/** The file that makes a folder a unit of Terragrunt, or that units in folders below include. */
export function isTerragruntUnit(path: string): boolean {
  return /(?:^|[\\/])terragrunt\.hcl$/.test(path);
}

/** Names that Terraform passes over: editors' backups and hidden files. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'));
}

/** `main.tofu` stands in for `main.tf`, and `main.tofu.json` for `main.tf.json`. */
function withoutHiddenTwins(names: readonly string[]): readonly string[] {
  if (!names.some((name) => name.includes('.tofu'))) return names;
  const all = new Set(names);
  return names.filter((name) => !all.has(name.replace(/\.tf(\.json)?$/, '.tofu$1')) || name.includes('.tofu'));
}

/** What is in a directory, by names. */
interface Entries {
  /** Those that are looked for. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Everything that begins with a dot. */
  readonly hidden: readonly string[];
}

/** The entries of a directory; none where it cannot be read. */
function entriesOf(directory: string): Entries {
  const files: string[] = [];
  const folders: string[] = [];
  const hidden: string[] = [];
  for (const entry of direntsOf(directory)) {
    const { name } = entry;
    if (name.startsWith('.')) hidden.push(name);
    if (entry.isDirectory()) folders.push(name);
    else if (isConfiguration(name) && isReadableFile(entry, directory)) files.push(name);
  }
  return { files, folders, hidden };
}

function direntsOf(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A path with its links resolved; itself where nothing is there. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** A file, or a link to one or to nothing, which is told when it is read; no pipe, of which reading might never end. */
function isReadableFile(entry: Dirent, directory: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && !isFolder(join(directory, entry.name)));
}

/** Whether a path is, or leads to, a folder. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether a path is, or leads to, a file. That none can be there, as for a name that is too long, is no error. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The path of an entry of a directory. What `join` says, without its work, which shows where there are many files. */
export function pathTo(directory: string, name: string): string {
  return directory.endsWith(sep) ? directory + name : directory + sep + name;
}

/** True for the directory itself and everything below it. */
export function contains(directory: string, path: string): boolean {
  const inside = relative(directory, path);
  return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside));
}

/** The reason in an error of the file system, in words. */
export function describeError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'ELOOP':
      return 'its symbolic links form a loop';
    case 'EISDIR':
      return 'it is a directory';
    case 'ENOTDIR':
      return 'a part of its path is not a directory';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
