import type { EditComment } from '../lint/fix.ts';
import { CannotEdit } from './cannot-edit.ts';
import type { Change } from './change.ts';
import { jsonPathTo } from './json-nodes.ts';
import { isBlankLine, lineEnd, lineStart, nextLine } from './lines.ts';
import type { OpenFile } from './open-file.ts';
import { resolveJson } from './resolve-json.ts';
import type { TextEdit } from './text-edit.ts';

/** Finds what a change to a comment comes down to. @throws CannotEdit */
export function resolveComment(open: OpenFile, { comment, change }: EditComment): Change {
  if (open.syntax === 'template') throw new CannotEdit('there is no comment here');
  if (open.syntax === 'json') {
    if (change === null) return resolveJson(open, { kind: 'remove-argument', argument: comment });
    const path = jsonPathTo(open.document.root, comment).map(({ property }) => property?.name ?? '*');
    return { file: open.file, path, action: { kind: 'replace', ...replacement(change) } };
  }
  if (!open.parsed.comments.some(({ start, end }) => start === comment.start && end === comment.end)) {
    throw new CannotEdit('there is no comment here');
  }
  const edit = change === null ? removal(open.file.text, comment) : replacement(change);
  // To HashiCorp's parser comments are nothing, so that no setting may differ: none has this name.
  return { file: open.file, path: ['//'], action: { kind: 'replace', ...edit } };
}

function replacement({ at, text }: NonNullable<EditComment['change']>): TextEdit {
  return { start: at.start, end: at.end, text };
}

/** With its lines where it has them to itself, else with the space before it, or behind it where it starts a line. */
function removal(text: string, { start, end }: EditComment['comment']): TextEdit {
  const first = lineStart(text, start);
  const last = lineEnd(text, end);
  const isFirst = text.slice(first, start).trim() === '';
  const isLast = text.slice(end, last).trim() === '';
  if (isFirst && isLast) return { start: first, end: withBlankLine(text, first, nextLine(text, end)), text: '' };
  if (isFirst) return { start, end: end + (/^[ \t]*/.exec(text.slice(end, last))?.[0].length ?? 0), text: '' };
  return { start: first + text.slice(first, start).trimEnd().length, end, text: '' };
}

/** Takes the blank line below along where one stands above as well, or the opening of a block. */
function withBlankLine(text: string, start: number, end: number): number {
  if (!isBlankLine(text, end)) return end;
  const above = text.slice(0, start).trimEnd();
  const isOpen = above === '' || (above.endsWith('{') && isNextLine(text, above.length, start));
  return isOpen || isBlankLine(text, lineStart(text, start - 1)) ? nextLine(text, end) : end;
}

function isNextLine(text: string, offset: number, start: number): boolean {
  return nextLine(text, offset) === start;
}
