import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { SourceFile } from '../../hcl/source.ts';
import type { FileTexts } from '../../terraform/overlay.ts';
import { contains, isConfiguration } from '../../terraform/source-tree.ts';
import { CannotRun } from '../cannot-run.ts';
import type { Environment } from './git.ts';
import { isSubmodule, type RawChange, wasPlainFile, wasSubmodule } from './raw-diff.ts';
import { otherRepository, Repository } from './repository.ts';

/** Which changes count. */
export type ChangeScope =
  /** Those of the working tree since a commit: the one checked out, or where it left the branch `since`. */
  | { readonly kind: 'working-tree'; readonly since: string | null }
  /** Those the next commit would make. */
  | { readonly kind: 'staged' };

export interface ChangesRequest {
  readonly scope: ChangeScope;
  /** Absolute. */
  readonly workingDirectory: string;
  /** As the user gave them; only what is in or below one of them counts. */
  readonly paths: readonly string[];
  readonly environmentVariables: Environment;
}

/** What is to be judged and reported. All paths are those of reports: relative to the working directory, with `/`. */
export interface Changes {
  /** Files to report on: those that changed, and the Terraform files left beside deleted ones. */
  readonly reportedFiles: ReadonlySet<string>;
  /**
   * Texts to judge in place of those on disk: what is staged of files with further changes; null for files that the
   * next commit would not hold.
   */
  readonly texts: FileTexts;
}

/**
 * Asks Git what changed below some paths. Each path is looked up in the repository it is in; what changed in a
 * submodule counts. Throws `CannotRun`.
 */
export async function findChanges(request: ChangesRequest): Promise<Changes> {
  const found: Found = { reported: new Set(), texts: new Map() };
  for (const { repository, root } of await repositoriesOf(request)) {
    const search = new Search(repository, root, request, found);
    await (request.scope.kind === 'staged'
      ? search.staged()
      : search.workingTree(await baseOf(repository, request.scope)));
  }
  return { reportedFiles: found.reported, texts: found.texts };
}

function baseOf(repository: Repository, { since }: ChangeScope & { kind: 'working-tree' }): Promise<string> {
  return since === null ? repository.head() : repository.forkPoint(since);
}

interface Found {
  readonly reported: Set<string>;
  readonly texts: Map<string, SourceFile | null>;
}

interface Located {
  readonly repository: Repository;
  /** Absolute. */
  readonly root: string;
}

/** The repositories of the given paths. Most often that is one: the one that the working directory is in. */
async function repositoriesOf({ workingDirectory, paths, environmentVariables }: ChangesRequest) {
  const located: Located[] = [];
  let own: Located | null | undefined;
  for (const path of paths.map((given) => resolve(workingDirectory, given))) {
    if (located.some(({ root }) => contains(root, path))) continue;
    if (own === undefined) {
      own = await locate(workingDirectory, environmentVariables);
      if (own !== null) located.push(own);
      if (own !== null && contains(own.root, path)) continue;
    }
    const directory = folderOf(path);
    const other = await locate(directory, otherRepository(environmentVariables));
    if (other === null) throw new CannotRun(describeNoRepository(directory));
    located.push(other);
  }
  return located;
}

async function locate(directory: string, environment: Environment): Promise<Located | null> {
  const repository = await Repository.find(directory, environment);
  if (repository === null) return null;
  const up = repository.prefix.split('/').slice(1);
  return { repository, root: resolve(directory, ...up.map(() => '..')) };
}

/** The directory a path is in, or the next one above that is there. */
function folderOf(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  return folderOf(dirname(path));
}

function describeNoRepository(directory: string): string {
  return `--changed and --staged ask Git what changed, but ${directory} is not in a Git repository. Leave the flag out.`;
}

/** Collects what changed in one repository, and in those inside of it. */
class Search {
  readonly #repository: Repository;
  readonly #root: string;
  readonly #request: ChangesRequest;
  readonly #found: Found;

  constructor(repository: Repository, root: string, request: ChangesRequest, found: Found) {
    this.#repository = repository;
    this.#root = root;
    this.#request = request;
    this.#found = found;
  }

  /** What changed since a commit, up to the files as they are on disk. */
  async workingTree(base: string): Promise<void> {
    const untracked = await this.#repository.untracked();
    // A file that was only taken out of the index is still there.
    await this.#add(await this.#repository.changesSince(base), new Set(untracked));
    for (const path of untracked) {
      await (path.endsWith('/') ? this.#addRepository(path.slice(0, -1)) : this.#report(path));
    }
  }

  /** What the next commit would change, with the texts it would hold. */
  async staged(): Promise<void> {
    await this.#add(await this.#repository.stagedSince(await this.#repository.head()));
    const unstaged = await this.#repository.unstaged();
    // The first is told of a file that was announced by git add --intent-to-add: the commit would not hold it.
    const unknown = unstaged.filter(({ status }) => status === 'A').map(({ after }) => after);
    for (const path of [...unknown, ...(await this.#repository.untracked())])
      this.#found.texts.set(this.#name(path), null);

    const files = unstaged.filter((change) => change.status !== 'U' && wasPlainFile(change));
    const contents = await this.#repository.contents(files.map(({ oldObject }) => oldObject));
    for (const [index, { before }] of files.entries()) {
      const name = this.#name(before);
      this.#found.texts.set(name, new SourceFile(name, contents[index]!.toString('utf8')));
    }
  }

  async #add(changes: readonly RawChange[], kept: ReadonlySet<string> = new Set()): Promise<void> {
    const thinned = new Set<string>();
    for (const change of changes) {
      if (isSubmodule(change)) await this.#addSubmodule(change);
      else if (change.status !== 'D') this.#report(change.after);
      if (isLoss(change) && !kept.has(change.before)) thinned.add(posix.dirname(change.before));
    }
    for (const directory of thinned) {
      for (const name of terraformFilesIn(join(this.#root, directory))) this.#report(posix.join(directory, name));
    }
  }

  async #addSubmodule(change: RawChange): Promise<void> {
    const { after, oldObject, newObject } = change;
    const search = await this.#inside(after);
    if (search === null) return;
    const repository = search.#repository;
    const isKnown = wasSubmodule(change) && (await repository.has(`${oldObject}^{commit}`));
    if (!isKnown) return search.#everything();
    if (this.#request.scope.kind === 'working-tree') return search.workingTree(oldObject);
    if (!(await repository.has(`${newObject}^{commit}`))) return search.#everything();
    return search.#add(await repository.changesBetween(oldObject, newObject));
  }

  /** A repository inside of this one that it does not know. */
  async #addRepository(path: string): Promise<void> {
    const search = await this.#inside(path);
    if (search !== null) await search.#everything();
  }

  async #everything(): Promise<void> {
    for (const path of await this.#repository.allFiles()) this.#report(path);
  }

  /** The repository at a path of this one; null for a submodule that is not there, whose folder is empty. */
  async #inside(path: string): Promise<Search | null> {
    const directory = join(this.#root, path);
    if (!existsSync(join(directory, '.git'))) return null;
    const repository = await Repository.find(directory, otherRepository(this.#request.environmentVariables));
    return repository === null ? null : new Search(repository, directory, this.#request, this.#found);
  }

  #report(path: string): void {
    const { workingDirectory, paths } = this.#request;
    const absolute = join(this.#root, path);
    if (!paths.some((given) => contains(resolve(workingDirectory, given), absolute))) return;
    this.#found.reported.add(this.#name(path));
    // Reports call a link by the name of the file it leads to.
    if (isLink(absolute)) this.#found.reported.add(this.#nameOf(realpathSync(absolute)));
  }

  /** What reports call a file of the repository. */
  #name(path: string): string {
    return this.#nameOf(join(this.#root, path));
  }

  #nameOf(absolute: string): string {
    return relative(this.#request.workingDirectory, absolute).split(sep).join('/');
  }
}

/**
 * Whether a module lost a file, with which the findings of what is left may have changed: a repository's lifecycle
 * policy, say. A file that was renamed in its folder is no loss.
 */
function isLoss({ status, before, after }: RawChange): boolean {
  if (!isConfiguration(before)) return false;
  if (status === 'D') return true;
  return status === 'R' && (posix.dirname(before) !== posix.dirname(after) || !isConfiguration(after));
}

/** Whether a path is a link to something that is there. */
function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && existsSync(path);
}

function terraformFilesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory).filter(isConfiguration) : [];
}
