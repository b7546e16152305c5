import { SourceFile } from '../hcl/source.ts';
import { formatted } from './apply.ts';
import { CannotEdit } from './cannot-edit.ts';
import { lineStart, nextLine } from './lines.ts';
import { openFile } from './open-file.ts';
import { type PreparedFix, type ProposedFix, prepareFix } from './prepare.ts';
import type { TextEdit } from './text-edit.ts';

/** What one fix does to one file. */
export interface FileEdits {
  readonly file: SourceFile;
  /** In order. */
  readonly edits: readonly TextEdit[];
}

/**
 * The text edits that one fix on its own comes down to, in each of its files; null when it cannot be applied. What it
 * costs does not grow with the size of the files, so that it can be asked for each of many findings.
 */
export function textEditsOf(proposed: ProposedFix): readonly FileEdits[] | null {
  const prepared = attempt(proposed);
  if (prepared === null) return null;
  const files: FileEdits[] = [];
  for (const { file } of prepared.changes) {
    if (files.some((known) => known.file.path === file.path)) continue;
    const edits = editsOf(file, prepared.edits.get(file.path) ?? []);
    if (edits === null) return null;
    files.push({ file, edits });
  }
  return files;
}

function attempt(proposed: ProposedFix): PreparedFix | null {
  try {
    return prepareFix(proposed);
  } catch (error) {
    if (error instanceof CannotEdit) return null;
    throw error;
  }
}

/** The edits with what keeps lines in columns; null when they would break the file. */
function editsOf(file: SourceFile, lowered: readonly TextEdit[]): readonly TextEdit[] | null {
  const all: TextEdit[] = [];
  for (const { start, end, edits: inPart } of parts(file, lowered)) {
    const part = new SourceFile(file.path, file.text.slice(start, end));
    const { edits, valid } = formatted(part, inPart.map(movedBy(-start)));
    if (!valid) return null;
    all.push(...edits.map(movedBy(start)));
  }
  return all;
}

function movedBy(distance: number): (edit: TextEdit) => TextEdit {
  return ({ start, end, text }) => ({ start: start + distance, end: end + distance, text });
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly edits: readonly TextEdit[];
}

/** The blocks that edits are in: other lines are in no column with theirs. The whole of a file of arguments. */
function parts(file: SourceFile, edits: readonly TextEdit[]): readonly Part[] {
  const open = openFile(file);
  const whole: Part = { start: 0, end: file.text.length, edits };
  if (open.syntax !== 'native' || open.parsed.body.attributes.length > 0) return [whole];
  const found: Part[] = [];
  for (const edit of edits) {
    const lines = { start: lineStart(file.text, edit.start), end: nextLine(file.text, edit.end) };
    const touched = open.parsed.body.blocks.filter((block) => block.end >= lines.start && block.start <= lines.end);
    const start = lineStart(file.text, Math.min(touched[0]?.start ?? lines.start, lines.start));
    const end = nextLine(file.text, Math.max(touched.at(-1)?.end ?? lines.end, lines.end));
    const last = found.at(-1);
    if (last === undefined || start > last.end) found.push({ start, end, edits: [edit] });
    else found[found.length - 1] = { start: last.start, end: Math.max(last.end, end), edits: [...last.edits, edit] };
  }
  return found;
}
