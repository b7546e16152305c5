import { STANDARD_INPUT } from '../lint/inputs.ts';
import { CannotRun } from './cannot-run.ts';
import type { ChangeScope } from './git/changed-files.ts';

/** What the flags say of the files to judge and to report on. */
export interface CheckScope {
  /** Only what changed is reported; null for everything. */
  readonly changes: ChangeScope | null;
  /** What the text on standard input is called; null when a plan is there, or nothing. */
  readonly stdinFilename: string | null;
}

/** What commander collects, by the options' names. */
export interface ScopeFlags {
  readonly changed?: true;
  readonly since?: string;
  readonly staged?: true;
  readonly stdinFilename?: string;
  readonly source?: string;
}

/** Reads the flags. Throws `CannotRun` where they contradict each other or the paths. */
export function scopeOf(paths: readonly string[], flags: ScopeFlags): CheckScope {
  const { changed, since, staged, stdinFilename = null, source } = flags;
  if (changed === true && staged === true) {
    throw new CannotRun(
      '--changed and --staged exclude each other: --changed is about the files on disk, --staged about the next commit. Choose one.',
    );
  }
  if (since !== undefined && changed !== true) {
    throw new CannotRun(
      '--since alone does nothing: write --changed --since <ref> to report on what changed since then.',
    );
  }
  const changes = changesOf(changed === true, staged === true, since ?? null);
  const readsStandardInput = paths.includes(STANDARD_INPUT);
  if (stdinFilename !== null) checkStdinFilename(paths, changes);
  else if (changes !== null && readsStandardInput && source === undefined) {
    throw new CannotRun(
      '--changed and --staged report on files, and a plan on standard input has none. Name the folder of its HCL with --source.',
    );
  }
  return { changes, stdinFilename };
}

function changesOf(changed: boolean, staged: boolean, since: string | null): ChangeScope | null {
  if (staged) return { kind: 'staged' };
  return changed ? { kind: 'working-tree', since } : null;
}

function checkStdinFilename(paths: readonly string[], changes: ChangeScope | null): void {
  if (paths.length !== 1 || paths[0] !== STANDARD_INPUT) {
    throw new CannotRun(
      '--stdin-filename names the text on standard input, so the path must be -: ecrlint check --stdin-filename main.tf -',
    );
  }
  if (changes !== null) {
    throw new CannotRun(
      '--stdin-filename is about one text, of which everything is reported. Leave --changed and --staged out.',
    );
  }
}

/** Reads the number of `--max-warnings`. Throws `CannotRun`. */
export function maxWarnings(value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new CannotRun(`--max-warnings takes a number, such as 0 or 10, not "${value}".`);
}
