import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SourceFile } from '../hcl/source.ts';
import { type Finding, standing } from '../lint/finding.ts';
import { placeOf } from '../lint/fix.ts';
import { STANDARD_INPUT } from '../lint/inputs.ts';
import type { LintResult } from '../lint/lint.ts';
import { type LintPathsOptions, lintPaths } from '../lint/run.ts';
import { contains, isConfiguration } from '../terraform/source-tree.ts';
import { type FixResult, fixToFixedPoint } from './fixed-point.ts';
import type { ProposedFix } from './prepare.ts';

export interface FixPathsOptions extends LintPathsOptions {
  /** Apply fixes that could destroy images, replace a resource or cut off access, too. */
  readonly unsafe: boolean;
  /** Files that are not to be changed, by the paths reports use: what is on disk is not what was judged. */
  readonly keptFiles?: ReadonlySet<string>;
  /** Called when it is known that there is something to fix. */
  readonly onFirstFix?: () => void;
}

/** What fixing some paths comes to, before anything is written. */
export interface FixedPaths extends FixResult {
  /** Absolute; to which and below which files may be written. */
  readonly roots: readonly string[];
  /** Whether a plan was judged: it still says what it said before the fixes. */
  readonly ofPlan: boolean;
  /** The judgement of the fixed texts. */
  readonly after: LintResult;
  /** Findings of that judgement whose fixes were not to be applied. */
  readonly held: HeldFindings;
}

export interface HeldFindings {
  /** Their fix is unsafe. */
  readonly unsafe: readonly Finding[];
  /** Their fix was asked for and would change a file outside of the given paths. */
  readonly outside: readonly Finding[];
  /** Their fix was asked for and would change a file that is not to be changed. */
  readonly kept: readonly Finding[];
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Judges the Terraform below some paths and fixes it in memory, to the point where nothing is left to fix. Throws what
 * `lintPaths` throws.
 */
export async function fixPaths({
  unsafe,
  onFirstFix,
  keptFiles = NONE,
  ...given
}: FixPathsOptions): Promise<FixedPaths> {
  const roots = rootsOf(given);
  const mayEdit = editableBelow(given.workingDirectory, roots);
  const options = { ...given, standardInput: readOnce(given.standardInput ?? null) };
  const judge = async (texts: ReadonlyMap<string, SourceFile>): Promise<Judgement> => {
    const result = await lintPaths({ ...options, texts: new Map([...(given.texts ?? []), ...texts]) });
    return { result, ...sort(result.findings, unsafe, mayEdit, keptFiles) };
  };
  const ofPlan = given.paths.some(
    (path) => path === STANDARD_INPUT || isPlanFile(resolve(given.workingDirectory, path)),
  );
  let last: Judgement | null = null;
  const fixed = await fixToFixedPoint({
    propose: async (texts) => {
      last = await judge(texts);
      if (texts.size === 0 && last.proposed.length > 0) onFirstFix?.();
      // A plan says the same whatever is fixed, so there is nothing to learn from asking again.
      return ofPlan && texts.size > 0 ? [] : last.proposed;
    },
  });
  // Where rules undo each other nothing is changed, so what is on disk counts.
  const { result, held } = last === null || fixed.end === 'cycle' ? await judge(new Map()) : last;
  return { ...fixed, roots, ofPlan, after: result, held };
}

interface Judgement {
  readonly result: LintResult;
  readonly proposed: readonly ProposedFix[];
  readonly held: HeldFindings;
}

function sort(
  findings: readonly Finding[],
  unsafe: boolean,
  mayEdit: (path: string) => boolean,
  keptFiles: ReadonlySet<string>,
): Pick<Judgement, 'proposed' | 'held'> {
  const proposed: ProposedFix[] = [];
  const held = { unsafe: [] as Finding[], outside: [] as Finding[], kept: [] as Finding[] };
  for (const finding of standing(findings)) {
    const { rule, fix } = finding;
    if (fix === null) continue;
    const files = fix.edits.map((edit) => placeOf(edit).file.path);
    const isWithin = files.every(mayEdit);
    const isKept = files.some((file) => keptFiles.has(file));
    if (fix.safety === 'safe' || unsafe) {
      if (!isWithin) held.outside.push(finding);
      else if (isKept) held.kept.push(finding);
      else proposed.push({ rule, fix });
    } else if (isWithin && !isKept) held.unsafe.push(finding);
  }
  return { proposed, held };
}

/** The given paths; for a plan, where its HCL lives. */
function rootsOf({ workingDirectory, paths, source = null }: LintPathsOptions): readonly string[] {
  const roots = paths
    .filter((path) => path !== STANDARD_INPUT)
    .map((path) => resolve(workingDirectory, path))
    .map((path) => (isPlanFile(path) ? dirname(path) : path));
  return source === null ? roots : [...roots, resolve(workingDirectory, source)];
}

function isPlanFile(path: string): boolean {
  if (isConfiguration(path)) return false;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Every judgement reads standard input, which can be read only once. */
function readOnce(read: (() => Promise<Uint8Array>) | null): (() => Promise<Uint8Array>) | null {
  let content: Promise<Uint8Array> | null = null;
  if (read === null) return null;
  return () => {
    content ??= read();
    return content;
  };
}

/** Says of the paths of reports whether a file lies in or below one of the roots, and is not Terraform's own copy. */
function editableBelow(workingDirectory: string, roots: readonly string[]): (path: string) => boolean {
  // Each file is asked about for every one of its fixes.
  const known = new Map<string, boolean>();
  return (path) => {
    let editable = known.get(path);
    if (editable === undefined) {
      const absolute = resolve(workingDirectory, path);
      editable = !path.split('/').includes('.terraform') && roots.some((root) => contains(root, absolute));
      known.set(path, editable);
    }
    return editable;
  };
}
