import { parseJson } from '../hcl/json.ts';
import type { SourceFile } from '../hcl/source.ts';
import type { Comment } from '../hcl/syntax.ts';
import type { Fix } from '../lint/fix.ts';
import { compareCodePoints } from '../terraform/value.ts';
import { CannotEdit } from './cannot-edit.ts';
import { additionKey, type Change, type LoweredEdit, lowerChanges } from './change.ts';
import { openFile } from './open-file.ts';
import { resolveEdit } from './resolve.ts';

/** A fix together with the rule it comes from. */
export interface ProposedFix {
  readonly rule: string;
  readonly fix: Fix;
}

/** A fix of which is known what it changes. */
export interface PreparedFix extends ProposedFix {
  readonly changes: readonly Change[];
  /** What it would do on its own to each file, by path. */
  readonly edits: ReadonlyMap<string, readonly LoweredEdit[]>;
  /** The first of its edits, in the first of its files. */
  readonly first: { readonly path: string; readonly start: number; readonly end: number };
  /** What it adds, such as an argument of a block; another fix may not add the same. */
  readonly keys: readonly string[];
}

/**
 * Finds out what a fix changes.
 *
 * @throws CannotEdit when one of its edits cannot be made, or would delete a comment
 */
export function prepareFix({ rule, fix }: ProposedFix): PreparedFix {
  const changes = fix.edits.map(resolveEdit);
  const edits = new Map<string, readonly LoweredEdit[]>();
  for (const [path, { file, changes: inFile }] of byFile(changes)) {
    const lowered = lowerChanges(inFile);
    checkOverlaps(lowered);
    checkComments(file, lowered, fix);
    edits.set(path, lowered);
  }
  const keys = changes.map(additionKey).filter((key) => key !== null);
  const [path, inFile] = [...edits].sort(([a], [b]) => compareCodePoints(a, b))[0] ?? ['', []];
  const { start, end } = inFile[0] ?? { start: 0, end: 0 };
  return { rule, fix, changes, edits, keys, first: { path, start, end } };
}

/** Whether two fixes do the same. */
export function haveSameEffect(a: PreparedFix, b: PreparedFix): boolean {
  // What is added tells most of them apart.
  return keysText(a) === keysText(b) && editsText(a) === editsText(b);
}

/** Orders fixes by what they do. */
export function compareEffects(a: PreparedFix, b: PreparedFix): number {
  return compareCodePoints(editsText(a), editsText(b)) || compareCodePoints(keysText(a), keysText(b));
}

function keysText({ keys }: PreparedFix): string {
  return JSON.stringify(keys);
}

function editsText({ edits }: PreparedFix): string {
  return JSON.stringify([...edits]);
}

/** Groups changes by the file they are made in. */
export function byFile(changes: readonly Change[]): ReadonlyMap<string, { file: SourceFile; changes: Change[] }> {
  const files = new Map<string, { file: SourceFile; changes: Change[] }>();
  for (const change of changes) {
    const { file } = change;
    const known = files.get(file.path);
    if (known === undefined) files.set(file.path, { file, changes: [change] });
    else known.changes.push(change);
  }
  return files;
}

function checkOverlaps(edits: readonly LoweredEdit[]): void {
  let end = -1;
  for (const edit of edits) {
    if (edit.start < end) throw new CannotEdit('its changes overlap');
    end = edit.end;
  }
}

function checkComments(file: SourceFile, edits: readonly LoweredEdit[], fix: Fix): void {
  const deleting = edits.filter(({ start, end }) => end > start);
  if (deleting.length === 0) return;
  const meant = fix.edits.flatMap((edit) => (edit.kind === 'edit-comment' ? [edit.comment] : []));
  for (const comment of commentsOf(file)) {
    if (meant.some(({ start, end }) => start === comment.start && end === comment.end)) continue;
    if (deleting.some(({ start, end }) => start < comment.end && comment.start < end)) {
      throw new CannotEdit('a comment would be lost');
    }
  }
}

function commentsOf(file: SourceFile): readonly Comment[] {
  const open = openFile(file);
  if (open.syntax === 'native') return open.parsed.comments;
  return open.syntax === 'json' && open.templates ? parseJson(file).comments : [];
}
