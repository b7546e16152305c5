import type { Place } from '../hcl/source.ts';
import type { Edit } from '../lint/fix.ts';
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

/** A place in the file that an edit changes. */
export function placeOf(edit: Edit): Place {
  switch (edit.kind) {
    case 'set-argument':
    case 'add-block':
    case 'remove-block':
      return edit.block;
    case 'remove-argument':
      return edit.argument;
    case 'add-resource':
      return edit.after;
    case 'replace-value':
      return edit.value;
    case 'set-property':
    case 'remove-property':
      return edit.object;
    case 'add-item':
      return edit.list;
    case 'remove-item':
      return edit.item;
    case 'edit-comment':
      return edit.comment;
  }
}
