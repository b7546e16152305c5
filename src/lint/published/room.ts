import type { PublishedCall } from '../../terraform/published.ts';
import type { Edit } from '../fix.ts';
import { mayRefer } from '../references.ts';

/**
 * Puts the arguments that edits set in the block of a call where that call has room for them, such as in an object of
 * inputs. Null where it has none, or what is to be written would mean nothing there.
 */
export function intoRoom(edits: readonly Edit[], { place: call, room }: PublishedCall): readonly Edit[] | null {
  if (room.kind === 'block') return edits;
  const placed: Edit[] = [];
  for (const edit of edits) {
    if (edit.kind === 'add-resource' && edit.after === call) return null;
    if (edit.kind !== 'set-argument' || edit.block !== call) {
      placed.push(edit);
      continue;
    }
    if (room.kind === 'none' || mayRefer(edit.value)) return null;
    placed.push({ kind: 'set-property', object: room.object, name: edit.name, value: edit.value });
  }
  return placed;
}
