import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { BaselineOptions } from '../lint/baseline/baseline.ts';
import { type BaselineEntry, keyOf, moved } from '../lint/baseline/entry.ts';
import { BaselineError, readBaseline } from '../lint/baseline/read.ts';
import { renderBaseline } from '../lint/baseline/write.ts';
import type { LintResult } from '../lint/lint.ts';
import { didYouMean } from '../lint/suggest.ts';
import { plural } from '../report/counts.ts';
import { OWN_RULES } from '../report/own-rules.ts';
import { printableLine } from '../report/printable.ts';
import { contains, describeError } from '../terraform/source-tree.ts';
import { CannotRun } from './cannot-run.ts';
import type { Io } from './io.ts';

/** `--baseline` and `--update-baseline`. */
export interface BaselineFlags {
  /** As the user calls it. */
  readonly file: string;
  readonly update: boolean;
}

/** A baseline file, read. */
export class BaselineFile {
  readonly #flags: BaselineFlags;
  readonly #io: Io;
  readonly #path: string;
  readonly #text: string | null;
  readonly #entries: readonly BaselineEntry[];

  /** @throws CannotRun when it is not there and not to be written either, or cannot be read */
  constructor(flags: BaselineFlags, io: Io) {
    this.#flags = flags;
    this.#io = io;
    this.#path = resolve(io.workingDirectory, flags.file);
    this.#text = this.#read();
    this.#entries = moved(this.#parse(), dirname(this.#path), io.workingDirectory);
  }

  /** What the linter is to go by when it looks at some paths. */
  optionsFor(paths: readonly string[]): BaselineOptions {
    const { workingDirectory } = this.#io;
    const looked = paths.map((path) => resolve(workingDirectory, path));
    return {
      entries: this.#entries,
      covers: (path) => looked.some((folder) => contains(folder, resolve(workingDirectory, path))),
    };
  }

  /**
   * Writes what was found where that is asked for, and tells of it, else of entries that nothing is left of. Gives the
   * result with everything in it accepted that the file now accepts.
   *
   * @throws CannotRun when the file cannot be written
   */
  settle(result: LintResult, quiet: boolean): LintResult {
    const { baseline } = result;
    if (baseline === null) return result;
    const { file, update } = this.#flags;
    const tell = (sentence: string): void => {
      if (!quiet) this.#io.stderr.write(`ecrlint: ${printableLine(sentence)}\n`);
    };
    this.#unknownRules(result.rules.map(({ id }) => id)).forEach(tell);
    if (!update) {
      const stale = baseline.stale.length;
      if (stale === 1) tell(`1 entry of ${file} is stale: what it accepts is gone. --update-baseline takes it out.`);
      if (stale > 1) {
        tell(`${stale} entries of ${file} are stale: what they accept is gone. --update-baseline takes them out.`);
      }
      return result;
    }
    this.#write(baseline.updated);
    const known = new Set(this.#entries.map(keyOf));
    const added = baseline.updated.filter((entry) => !known.has(keyOf(entry))).length;
    const gone = this.#entries.length + added - baseline.updated.length;
    tell(`${file} now has ${plural(baseline.updated.length, 'entry', 'entries')}: ${added} added, ${gone} taken out.`);
    const accepted = { by: 'baseline', reason: '' } as const;
    return {
      ...result,
      findings: result.findings.map((finding) => ({ ...finding, suppressed: finding.suppressed ?? accepted })),
    };
  }

  /** Sentences about rules that the file names and that do not exist. */
  #unknownRules(ids: readonly string[]): readonly string[] {
    const known = [...ids, ...OWN_RULES.map(({ id }) => id)];
    const unknown = new Set(this.#entries.map(({ rule }) => rule).filter((rule) => !known.includes(rule)));
    return [...unknown]
      .filter((rule) => !mayBeOfPlugin(rule, known))
      .map((rule) => `${this.#flags.file} names the rule ${rule}, which does not exist.${didYouMean(rule, known)}`);
  }

  #read(): string | null {
    const { file, update } = this.#flags;
    try {
      return readFileSync(this.#path, 'utf8');
    } catch (error) {
      if (existsSync(this.#path)) {
        throw new CannotRun(`The baseline ${file} cannot be read: ${describeError(error)}. Name a file.`);
      }
      if (update) return null;
      throw new CannotRun(
        `There is no baseline ${file}. Add --update-baseline to create it from what is found now, or check the path.`,
      );
    }
  }

  #parse(): readonly BaselineEntry[] {
    if (this.#text === null) return [];
    try {
      return readBaseline(this.#text, this.#flags.file);
    } catch (error) {
      if (error instanceof BaselineError) throw new CannotRun(error.message);
      throw error;
    }
  }

  #write(entries: readonly BaselineEntry[]): void {
    const text = renderBaseline(moved(entries, this.#io.workingDirectory, dirname(this.#path)));
    if (text === this.#text) return;
    try {
      replaceFile(this.#path, text);
    } catch (error) {
      throw new CannotRun(
        `The baseline cannot be written to ${this.#flags.file}: ${describeError(error)}. Choose another file.`,
      );
    }
  }
}

/** Gives a file another text at once: who reads it finds the old one or the new one. A link stays a link. */
function replaceFile(path: string, text: string): void {
  const exists = statSync(path, { throwIfNoEntry: false });
  const target = exists === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = openSync(temporary, 'wx', 0o666);
    try {
      writeFileSync(file, text);
      if (exists !== undefined) fchmodSync(file, exists.mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Whether a rule has the prefix of a plug-in that this run did not load. */
function mayBeOfPlugin(rule: string, known: readonly string[]): boolean {
  const [prefix] = /^.*\//.exec(rule) ?? [];
  return prefix !== undefined && !known.some((other) => other.startsWith(prefix));
}
