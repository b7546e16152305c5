import { type Edit, placeOf } from '../lint/fix.ts';
import { CannotEdit } from './cannot-edit.ts';
import type { Change } from './change.ts';
import { resolveComment } from './comments.ts';
import { isValid, openFile } from './open-file.ts';
import { resolveInTemplate } from './resolve-document.ts';
import { resolveJson } from './resolve-json.ts';
import { resolveNative } from './resolve-native.ts';

/**
 * Finds what an edit is about in its file, whatever that is written in.
 *
 * @throws CannotEdit when there is nothing of the kind at its place, or it cannot be changed without loss
 */
export function resolveEdit(edit: Edit): Change {
  const { file } = placeOf(edit);
  if (!isValid(file)) throw new CannotEdit(`${file.path} has a syntax error`);
  const open = openFile(file);
  if (edit.kind === 'edit-comment') return resolveComment(open, edit);
  switch (open.syntax) {
    case 'native':
      return resolveNative(open, edit);
    case 'json':
      return resolveJson(open, edit);
    case 'template':
      return { file, path: [], action: resolveInTemplate(open.template, edit) };
  }
}
