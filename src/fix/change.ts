import type { JsonValue } from '../hcl/json-reader.ts';
import type { SourceFile } from '../hcl/source.ts';
import type { Block, Body } from '../hcl/syntax.ts';
import { type BodyChange, editBody } from './body.ts';
import { editCollection, type HclChange, type HclContainer } from './hcl-members.ts';
import { editJson, type JsonChange, type JsonContainer } from './json-members.ts';
import { inOrder, type TextEdit } from './text-edit.ts';
import type { TextSpace } from './text-space.ts';

/** What one edit of a fix comes down to in one file. */
export interface Change {
  readonly file: SourceFile;
  /**
   * The setting it is about, as HashiCorp's parser names it in JSON, from the top of the file; `*` is any element of a
   * list. Everything else must mean the same afterwards.
   */
  readonly path: readonly string[];
  readonly action: Action;
}

export type Action =
  /** As it is written to the file. */
  | { readonly kind: 'replace'; readonly start: number; readonly end: number; readonly text: string }
  /** `block` is null for the body of the file. */
  | { readonly kind: 'body'; readonly block: Block | null; readonly body: Body; readonly change: BodyChange }
  | { readonly kind: 'collection'; readonly container: HclContainer; readonly change: HclChange }
  | { readonly kind: 'json'; readonly json: JsonText; readonly container: JsonContainer; readonly change: JsonChange };

/** A text in JSON, wherever it is written. */
export interface JsonText {
  readonly space: TextSpace;
  readonly root: JsonValue;
  /** Whether its strings are templates, as in HCL's JSON syntax. */
  readonly templates: boolean;
}

/** An edit of a file's text that came of a change. */
export interface LoweredEdit extends TextEdit {
  /** Names the block or collection that something is added to, to which others may be adding too; else null. */
  readonly addsTo: string | null;
}

/** Turns all changes to one file into text edits, in order: those to one block or collection are made together. */
export function lowerChanges(changes: readonly Change[]): LoweredEdit[] {
  const groups = new Map<string, Change[]>();
  const edits: LoweredEdit[] = [];
  for (const change of changes) {
    const { action } = change;
    if (action.kind === 'replace') {
      edits.push({ start: action.start, end: action.end, text: action.text, addsTo: null });
      continue;
    }
    const key = containerOf(action);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  for (const [key, group] of groups) {
    const onlyAdds = group.every(({ action }) => action.kind !== 'replace' && !action.change.kind.startsWith('remove'));
    const addsTo = onlyAdds ? key : null;
    for (const { start, end, text } of lowerGroup(group)) edits.push({ start, end, text, addsTo });
  }
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
}

function lowerGroup(changes: readonly Change[]): TextEdit[] {
  const [first] = changes;
  if (first === undefined) return [];
  const { file, action } = first;
  const actions = changes.map((change) => change.action);
  switch (action.kind) {
    case 'replace':
      return [];
    case 'body': {
      const inBody = actions.flatMap((one) => (one.kind === 'body' ? [one.change] : []));
      return editBody(file, action.body, action.block, inBody);
    }
    case 'collection': {
      const inCollection = actions.flatMap((one) => (one.kind === 'collection' ? [one.change] : []));
      return editCollection(action.container, inCollection);
    }
    case 'json': {
      const inJson = actions.flatMap((one) => (one.kind === 'json' ? [one.change] : []));
      const { space, root, templates } = action.json;
      const edits = editJson(space.text, root, action.container, inJson, templates);
      return inOrder(
        edits.map((edit) => ({ ...space.range(edit.start, edit.end), text: space.encode(edit.text, edit.start) })),
      );
    }
  }
}

/** Two additions with the same key are about the same thing; null for what is no addition. */
export function additionKey({ file, action }: Change): string | null {
  if (action.kind === 'replace') return null;
  const { change } = action;
  const container = `${file.path}: ${containerOf(action)}`;
  switch (change.kind) {
    case 'add-argument':
      return `${container} argument ${change.name}`;
    case 'add-block':
      return `${container} block ${change.header}`;
    case 'add-block-after':
      // A module has one resource of a name, in whatever file.
      return `${directoryOf(file.path)} ${change.header}`;
    case 'add':
      return change.name === null ? `${container} item` : `${container} member ${change.name}`;
    case 'remove':
      return null;
  }
}

function containerOf(action: Exclude<Action, { kind: 'replace' }>): string {
  switch (action.kind) {
    case 'body':
      return `body ${action.block?.start ?? 'file'}`;
    case 'collection':
      return `collection ${action.container.start}`;
    case 'json': {
      const { start, end } = action.container;
      return `json ${action.json.space.range(start, end).start}`;
    }
  }
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
