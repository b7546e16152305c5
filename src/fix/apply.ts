import { moveTree } from '../hcl/move-tree.ts';
import { SourceFile } from '../hcl/source.ts';
import { compareCodePoints } from '../terraform/value.ts';
import { align } from './align.ts';
import { CannotEdit } from './cannot-edit.ts';
import { lowerChanges } from './change.ts';
import { isValid, openFile } from './open-file.ts';
import { byFile, compareEffects, haveSameEffect, type PreparedFix, type ProposedFix, prepareFix } from './prepare.ts';
import { Taken } from './taken.ts';
import { applyEdits, composeEdits, type TextEdit } from './text-edit.ts';

/** What one round of fixes makes of the files. */
export interface Round {
  /** The files that change, by the path reports call them. */
  readonly files: ReadonlyMap<string, ChangedFile>;
  /** Each fix that is in, under every rule that proposed it, in the order of the files. */
  readonly applied: readonly ProposedFix[];
  /** Fixes that get in the way of those, for another round. */
  readonly deferred: readonly ProposedFix[];
  readonly refused: readonly RefusedFix[];
}

export interface ChangedFile {
  readonly before: SourceFile;
  readonly after: SourceFile;
  /** In order; they make `after` of `before`. */
  readonly edits: readonly TextEdit[];
  /** The settings that are meant to differ, as `Change.path`. */
  readonly paths: readonly (readonly string[])[];
  /** The rules whose fixes are in. */
  readonly rules: readonly string[];
}

/** A fix that cannot be applied. `reason` is one clause. */
export interface RefusedFix extends ProposedFix {
  readonly reason: string;
}

/**
 * Applies fixes to the files that their places point to: as many as do not get in each other's way, each as a whole.
 * The result does not depend on their order.
 */
export function applyFixes(proposed: readonly ProposedFix[]): Round {
  const refused: RefusedFix[] = [];
  const prepared: PreparedFix[] = [];
  for (const one of proposed) {
    const result = attempt(one);
    if ('reason' in result) refused.push(result);
    else prepared.push(result);
  }
  const distinct = withoutDuplicates(prepared.sort(byPlace));
  const taken = new Taken();
  const deferred: PreparedFix[] = [];
  let chosen: PreparedFix[] = [];
  for (const { fix } of distinct) (taken.take(fix) ? chosen : deferred).push(fix);

  let files = changedFiles(chosen);
  for (let broken = firstBroken(files); broken !== null; broken = firstBroken(files)) {
    const out = culprits(chosen, broken);
    chosen = chosen.filter((fix) => !out.includes(fix));
    refused.push(...out.map((fix) => ({ ...fix, reason: 'the file would no longer be valid' })));
    files = changedFiles(chosen);
  }
  const kept = new Set(chosen);
  const applied = distinct.filter(({ fix }) => kept.has(fix)).flatMap(({ fix, same }) => [fix, ...same]);
  return { files, applied: applied.map(asProposed), deferred: deferred.map(asProposed), refused };
}

function attempt(proposed: ProposedFix): PreparedFix | RefusedFix {
  try {
    return prepareFix(proposed);
  } catch (error) {
    if (error instanceof CannotEdit) return { ...proposed, reason: error.message };
    throw error;
  }
}

function asProposed({ rule, fix }: PreparedFix): ProposedFix {
  return { rule, fix };
}

/** By file and place of the first edit, then by rule. */
function byPlace(a: PreparedFix, b: PreparedFix): number {
  return (
    compareCodePoints(a.first.path, b.first.path) ||
    a.first.start - b.first.start ||
    a.first.end - b.first.end ||
    compareCodePoints(a.rule, b.rule) ||
    compareEffects(a, b)
  );
}

interface DistinctFix {
  readonly fix: PreparedFix;
  /** What other findings proposed likewise. */
  readonly same: PreparedFix[];
}

/** @param fixes in order: those that do the same start at the same place, so that only few need be looked into */
function withoutDuplicates(fixes: readonly PreparedFix[]): DistinctFix[] {
  const distinct: DistinctFix[] = [];
  let atPlace: DistinctFix[] = [];
  for (const fix of fixes) {
    const other = atPlace[0]?.fix.first;
    if (other === undefined || !isSamePlace(other, fix.first)) atPlace = [];
    const known = atPlace.find((one) => haveSameEffect(one.fix, fix));
    if (known !== undefined) {
      known.same.push(fix);
    } else {
      const found: DistinctFix = { fix, same: [] };
      atPlace.push(found);
      distinct.push(found);
    }
  }
  return distinct;
}

function isSamePlace(a: PreparedFix['first'], b: PreparedFix['first']): boolean {
  return a.path === b.path && a.start === b.start && a.end === b.end;
}

interface JudgedFile extends ChangedFile {
  /** Whether the text is still what its name says it is. */
  readonly valid: boolean;
}

/** What fixes make of their files together. */
function changedFiles(fixes: readonly PreparedFix[]): ReadonlyMap<string, JudgedFile> {
  const changes = fixes.flatMap((fix) => fix.changes);
  const rulesOf = rulesByFile(fixes);
  const files = new Map<string, JudgedFile>();
  for (const [path, { file, changes: inFile }] of byFile(changes)) {
    files.set(path, {
      before: file,
      ...formatted(file, lowerChanges(inFile)),
      paths: inFile.map((change) => change.path),
      rules: [...(rulesOf.get(path) ?? [])].sort(compareCodePoints),
    });
  }
  return new Map([...files].sort(([a], [b]) => compareCodePoints(a, b)));
}

function rulesByFile(fixes: readonly PreparedFix[]): ReadonlyMap<string, ReadonlySet<string>> {
  const rules = new Map<string, Set<string>>();
  for (const { rule, edits } of fixes) {
    for (const path of edits.keys()) {
      const known = rules.get(path) ?? new Set();
      rules.set(path, known.add(rule));
    }
  }
  return rules;
}

/** The text after edits, with its new lines in columns if it is valid: spaces then change nothing about that. */
export function formatted(
  before: SourceFile,
  lowered: readonly TextEdit[],
): Pick<JudgedFile, 'after' | 'edits' | 'valid'> {
  const edits = lowered.map(({ start, end, text }) => ({ start, end, text }));
  const after = new SourceFile(before.path, applyEdits(before.text, edits));
  const valid = isValid(after);
  const [old, open] = [openFile(before), openFile(after)];
  if (!valid || old.syntax !== 'native' || open.syntax !== 'native') return { after, edits, valid };
  const spacing = align(old.parsed, open.parsed, edits);
  if (spacing.length === 0) return { after, edits, valid };
  const spaced = new SourceFile(before.path, applyEdits(after.text, spacing));
  moveTree(after, spaced, spacing);
  return { after: spaced, edits: composeEdits(before.text, edits, spacing), valid };
}

function firstBroken(files: ReadonlyMap<string, JudgedFile>): string | null {
  for (const [path, { valid }] of files) if (!valid) return path;
  return null;
}

/** The fixes that break a file on their own; if none does, all that change it. */
function culprits(fixes: readonly PreparedFix[], path: string): PreparedFix[] {
  const inFile = fixes.filter(({ edits }) => edits.has(path));
  const alone = inFile.filter((fix) => firstBroken(changedFiles([fix])) !== null);
  return alone.length > 0 ? alone : inFile;
}
