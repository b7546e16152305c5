import { CannotRun } from '../cannot-run.ts';
import { askGit, type Environment, type GitOptions, gitsWords, runGit } from './git.ts';
import { parsePaths, parseRawDiff, type RawChange } from './raw-diff.ts';

/**
 * Variables that tie Git to one repository, as `git rev-parse --local-env-vars` lists them, but for settings given on
 * the command line. Git sets some of them when it runs a hook; they must not follow into another repository.
 */
const OF_ONE_REPOSITORY = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

/** An environment that speaks of no repository. */
export function otherRepository(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OF_ONE_REPOSITORY.includes(name)));
}

/** Differences as data: no program of the user's writes them, and no setting of theirs changes them. */
const RAW_DIFF = [
  'diff',
  '--raw',
  '-z',
  '--no-abbrev',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--find-renames',
  '--ignore-submodules=none',
];

/** A Git repository with a working tree. Paths are from its root, with `/`. All methods throw `CannotRun`. */
export class Repository {
  /** The directory it is seen from, as a path from its root; empty for the root, else it ends in `/`. */
  readonly prefix: string;
  readonly #options: GitOptions;

  private constructor(options: GitOptions, prefix: string) {
    this.#options = options;
    this.prefix = prefix;
  }

  /** The repository that a directory is in, or that environment variables name; null where there is none. */
  static async find(directory: string, environment: Environment): Promise<Repository | null> {
    const options = { directory, environment };
    const asked = await runGit(['rev-parse', '--is-inside-work-tree', '--show-prefix'], options);
    if (asked.exitCode !== 0) {
      if (/not a git repository/i.test(asked.stderr)) return null;
      throw new CannotRun(`Git cannot tell what changed in ${directory}: ${gitsWords(asked.stderr)}.`);
    }
    const [, isInside, prefix = ''] = /^(true|false)\n(.*)\n$/s.exec(asked.stdout.toString()) ?? [];
    if (isInside === 'true') return new Repository(options, prefix);
    throw new CannotRun(`${directory} is in a Git repository, but not among its files. Go to its working tree.`);
  }

  /** The commit checked out, or the tree without files where there is no commit yet. */
  async head(): Promise<string> {
    return (await this.#commit('HEAD')) ?? this.#emptyTree();
  }

  /** The last commit that a branch, tag or commit has in common with the one checked out. */
  async forkPoint(ref: string): Promise<string> {
    if (ref === '' || ref.startsWith('-')) {
      throw new CannotRun(`--since takes a branch, tag or commit, such as origin/main, not "${ref}".`);
    }
    const commit = await this.#commit(ref);
    if (commit === null) throw new CannotRun(await this.#describeMissing(ref));
    const asked = await runGit(['merge-base', commit, 'HEAD'], this.#options);
    const base = asked.stdout.toString().trim();
    if (asked.exitCode === 0 && base !== '') return base;
    throw new CannotRun(await this.#describeUnrelated(ref));
  }

  /** How the working tree differs from a commit, but for files that Git does not know. */
  async changesSince(commit: string): Promise<readonly RawChange[]> {
    return this.#diff([commit]);
  }

  /** How the index differs from a commit: what the next commit would change. */
  async stagedSince(commit: string): Promise<readonly RawChange[]> {
    return this.#diff(['--cached', commit]);
  }

  async changesBetween(from: string, to: string): Promise<readonly RawChange[]> {
    return this.#diff([from, to]);
  }

  /** How the working tree differs from the index, but for files that Git does not know. */
  async unstaged(): Promise<readonly RawChange[]> {
    return this.#diff(['--no-renames']);
  }

  /** Files that Git neither knows nor ignores; another repository among them ends in `/`. */
  async untracked(): Promise<readonly string[]> {
    return this.#list(['--others', '--exclude-standard']);
  }

  /** Files that Git knows or would add. */
  async allFiles(): Promise<readonly string[]> {
    return this.#list(['--cached', '--others', '--exclude-standard']);
  }

  /** Whether an object is at hand. */
  async has(object: string): Promise<boolean> {
    return (await runGit(['cat-file', '-e', object], this.#options)).exitCode === 0;
  }

  /** The contents of blobs, in the order asked for. */
  async contents(blobs: readonly string[]): Promise<readonly Buffer[]> {
    if (blobs.length === 0) return [];
    const output = await askGit(['cat-file', '--batch'], this.#options, `${blobs.join('\n')}\n`);
    const contents: Buffer[] = [];
    let at = 0;
    for (const blob of blobs) {
      const lineEnd = output.indexOf('\n', at);
      const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(output.toString('utf8', at, lineEnd)) ?? [];
      if (size === undefined)
        throw new CannotRun(`Git lacks the staged text ${blob}. Run git fsck to see what is wrong.`);
      const start = lineEnd + 1;
      at = start + Number(size);
      contents.push(output.subarray(start, at));
      at += 1;
    }
    return contents;
  }

  async #diff(args: readonly string[]): Promise<readonly RawChange[]> {
    return parseRawDiff(await askGit([...RAW_DIFF, ...args, '--'], this.#options));
  }

  /** From the root, wherever it is seen from. */
  async #list(args: readonly string[]): Promise<readonly string[]> {
    return parsePaths(await askGit(['ls-files', '-z', '--full-name', ...args, '--', ':/'], this.#options));
  }

  /** The id of a commit; null where there is none of that name. */
  async #commit(ref: string): Promise<string | null> {
    const asked = await runGit(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`, '--'], this.#options);
    const [id = ''] = asked.stdout.toString().split('\n');
    return asked.exitCode === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : null;
  }

  async #emptyTree(): Promise<string> {
    return (await askGit(['hash-object', '-t', 'tree', '--stdin'], this.#options)).toString().trim();
  }

  async #isShallow(): Promise<boolean> {
    return (await askGit(['rev-parse', '--is-shallow-repository'], this.#options)).toString().trim() === 'true';
  }

  async #describeMissing(ref: string): Promise<string> {
    const what = `Git knows no commit called "${ref}".`;
    return (await this.#isShallow())
      ? `${what} This clone is shallow: fetch more, with git fetch --unshallow, or fetch-depth: 0 for actions/checkout.`
      : `${what} Check the name after --since, or fetch it.`;
  }

  async #describeUnrelated(ref: string): Promise<string> {
    const what = `"${ref}" and the commit checked out have no commit in common`;
    return (await this.#isShallow())
      ? `${what} in this clone, which is shallow: fetch more, with git fetch --unshallow, or fetch-depth: 0 for actions/checkout.`
      : `${what}. Name another one after --since.`;
  }
}
