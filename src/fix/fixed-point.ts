import type { SourceFile } from '../hcl/source.ts';
import { type Fix, placeOf } from '../lint/fix.ts';
import { compareCodePoints } from '../terraform/value.ts';
import { applyFixes, type ChangedFile, type RefusedFix } from './apply.ts';
import type { ProposedFix } from './prepare.ts';

export interface FixRequest {
  /**
   * Judges the project with other files in place of some, by the path reports call them, and returns the fixes to apply.
   * Called with no files first.
   */
  readonly propose: (texts: ReadonlyMap<string, SourceFile>) => Promise<readonly ProposedFix[]>;
  /** How many rounds of fixes there may be; 10 unless told. */
  readonly maxRounds?: number;
}

export interface FixResult {
  /** The files that change, in the order of their paths; empty when rules undo each other. */
  readonly files: readonly FixedFile[];
  /** The fixes that are in them, once for each finding. */
  readonly applied: readonly AppliedFix[];
  /** Fixes of the last judgement that could not be applied. */
  readonly refused: readonly RefusedFix[];
  /** `stable`: no fix is left to apply. `rounds`: there were too many rounds. */
  readonly end: 'stable' | 'rounds' | 'cycle';
  /** The rules that undo each other, in order; empty but for a cycle. */
  readonly fighting: readonly string[];
}

/** A file with everything that was fixed in it. */
export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Both, for who would parse them, which has been done. */
  readonly sources?: Sources;
  /** The settings that are meant to differ: see `verify`. */
  readonly paths: readonly (readonly string[])[];
  readonly rules: readonly string[];
}

export interface AppliedFix {
  readonly rule: string;
  readonly description: string;
  /** The files it changed. */
  readonly files: readonly string[];
}

const MAX_ROUNDS = 10;

/**
 * Applies fixes, judges the result, and applies what is proposed then, until nothing is. Rules that keep undoing each
 * other are found out, and nothing of that run is kept.
 */
export async function fixToFixedPoint({ propose, maxRounds = MAX_ROUNDS }: FixRequest): Promise<FixResult> {
  const files = new Map<string, OpenFixedFile>();
  const applied: AppliedFix[] = [];
  const history: State[] = [];
  for (;;) {
    const texts = textsOf(files);
    const round = applyFixes(await propose(texts));
    const { refused } = round;
    const done = round.files.size === 0;
    if (done || history.length === maxRounds) {
      return { files: changed(files), applied, refused, end: done ? 'stable' : 'rounds', fighting: [] };
    }
    history.push({ texts, rules: round.applied.map(({ rule }) => rule) });
    for (const file of round.files.values()) addTo(files, file);
    for (const { rule, fix } of round.applied) {
      applied.push({ rule, description: fix.description, files: pathsOf(fix) });
    }
    const earlier = history.findIndex((state) => isSame(state.texts, textsOf(files)));
    if (earlier !== -1) {
      const fighting = new Set(history.slice(earlier).flatMap(({ rules }) => rules));
      return { files: [], applied: [], refused, end: 'cycle', fighting: [...fighting].sort(compareCodePoints) };
    }
  }
}

interface Sources {
  readonly before: SourceFile;
  readonly after: SourceFile;
}

type OpenFixedFile = FixedFile & { readonly sources: Sources };

interface State {
  readonly texts: ReadonlyMap<string, SourceFile>;
  /** Those whose fixes led on from it. */
  readonly rules: readonly string[];
}

function addTo(files: Map<string, OpenFixedFile>, { before, after, paths, rules }: ChangedFile): void {
  const earlier = files.get(before.path);
  files.set(before.path, {
    path: before.path,
    before: earlier?.before ?? before.text,
    after: after.text,
    sources: { before: earlier?.sources.before ?? before, after },
    paths: [...(earlier?.paths ?? []), ...paths],
    rules: [...new Set([...(earlier?.rules ?? []), ...rules])].sort(compareCodePoints),
  });
}

function changed(files: ReadonlyMap<string, OpenFixedFile>): OpenFixedFile[] {
  return [...files.values()]
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => compareCodePoints(a.path, b.path));
}

function textsOf(files: ReadonlyMap<string, OpenFixedFile>): ReadonlyMap<string, SourceFile> {
  return new Map(changed(files).map(({ path, sources }) => [path, sources.after]));
}

function isSame(a: ReadonlyMap<string, SourceFile>, b: ReadonlyMap<string, SourceFile>): boolean {
  return a.size === b.size && [...a].every(([path, file]) => b.get(path)?.text === file.text);
}

function pathsOf({ edits }: Fix): string[] {
  return [...new Set(edits.map((edit) => placeOf(edit).file.path))].sort(compareCodePoints);
}
