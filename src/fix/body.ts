import type { SourceFile } from '../hcl/source.ts';
import type { Attribute, Block, Body } from '../hcl/syntax.ts';
import type { BlockContent, NewValue } from '../lint/fix.ts';
import { argumentSlot, blockSlot, type Slot, slotAfter } from './body-slots.ts';
import { CannotEdit } from './cannot-edit.ts';
import {
  indentation,
  indentationStep,
  isBlankLine,
  isMultiLine,
  lineEnd,
  lineEndingAt,
  lineStart,
  nextLine,
} from './lines.ts';
import { argumentOf, type Indent, type Item, linesOf, renderBlock } from './render-hcl.ts';
import { inOrder, type TextEdit } from './text-edit.ts';
import { withLineEndings } from './text-space.ts';

/** A change to what stands directly in a block, or in a file, in native syntax. */
export type BodyChange =
  | { readonly kind: 'add-argument'; readonly name: string; readonly value: NewValue }
  | { readonly kind: 'add-block'; readonly header: string; readonly content: BlockContent }
  /** Behind another block of the same body. */
  | { readonly kind: 'add-block-after'; readonly after: Block; readonly header: string; readonly content: BlockContent }
  | { readonly kind: 'remove'; readonly item: Attribute | Block };

/** Makes all changes to one body at once. `block` is null for the body of a file. */
export function editBody(
  file: SourceFile,
  body: Body,
  block: Block | null,
  changes: readonly BodyChange[],
): TextEdit[] {
  const { text } = file;
  const indent = indentInside(text, body, block);
  if (block !== null && !isMultiLine(text, body.start, body.end)) return openUp(text, body, indent, changes);

  const edits: TextEdit[] = [];
  const slots = new Map<number, FilledSlot>();
  const fill = (slot: Slot): FilledSlot => {
    let filled = slots.get(slot.at);
    if (filled === undefined) {
      filled = { slot, arguments: [], blocks: [] };
      slots.set(slot.at, filled);
    }
    return filled;
  };
  for (const change of canonical(changes)) {
    switch (change.kind) {
      case 'add-argument':
        fill(argumentSlot(text, body)).arguments.push(argumentOf(change.name, change.value, indent));
        break;
      case 'add-block':
        fill(blockSlot(text, body)).blocks.push(blockText(change, indent));
        break;
      case 'add-block-after':
        fill(slotAfter(text, change.after)).blocks.push(blockText(change, indent));
        break;
      case 'remove':
        edits.push(removal(text, change.item));
        break;
    }
  }
  for (const slot of slots.values()) edits.push(renderSlot(text, slot, indent));
  return inOrder(edits);
}

type AddedBlock = BodyChange & { readonly kind: 'add-block' | 'add-block-after' };

/** Made once: fixes are made alone first, to see what they touch, and then together. */
function blockText(change: AddedBlock, indent: Indent): string {
  let text = blockTexts.get(change);
  if (text === undefined) {
    text = renderBlock(change.header, change.content, indent);
    blockTexts.set(change, text);
  }
  return text;
}

const blockTexts = new WeakMap<AddedBlock, string>();

interface FilledSlot {
  readonly slot: Slot;
  readonly arguments: Item[];
  readonly blocks: string[];
}

/** Additions in an order that does not depend on who asked for them first. */
function canonical(changes: readonly BodyChange[]): BodyChange[] {
  const rank = (change: BodyChange): string => {
    switch (change.kind) {
      case 'add-argument':
        return `1 ${change.name}`;
      case 'add-block':
      case 'add-block-after':
        return `2 ${change.header}`;
      case 'remove':
        return '0';
    }
  };
  return [...changes].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function indentInside(text: string, body: Body, block: Block | null): Indent {
  if (block === null) return { base: '', step: '  ' };
  const items = [...body.attributes, ...body.blocks];
  const first = items.find((item) => isMultiLine(text, body.start, item.start));
  const step = indentationStep(text, block.start, first?.start ?? null);
  return { base: first === undefined ? indentation(text, block.start) + step : indentation(text, first.start), step };
}

/** The lines of a slot, with blank lines around blocks. */
function renderSlot(text: string, { slot, arguments: added, blocks }: FilledSlot, { base }: Indent): TextEdit {
  const paragraphs = blocks.map((block) => `${base}${block}\n`);
  if (added.length > 0) paragraphs.unshift(linesOf(added, base));
  const apartBefore = slot.apartBefore || (added.length === 0 && slot.follows);
  const apartAfter = slot.apartAfter || (blocks.length > 0 && slot.precedes);
  let lines = (apartBefore ? '\n' : '') + paragraphs.join('\n') + (apartAfter ? '\n' : '');
  // Behind a last line without a line ending, the ending comes first and the new last line has none.
  if (slot.at === text.length && !text.endsWith('\n') && text.length > 0) lines = `\n${lines.slice(0, -1)}`;
  return { start: slot.at, end: slot.at, text: withLineEndings(lines, lineEndingAt(text, slot.at)) };
}

/** The changes to a block that stands on one line, which gets a line for everything in it if anything is added. */
function openUp(text: string, body: Body, indent: Indent, changes: readonly BodyChange[]): TextEdit[] {
  const from = body.start + 1;
  const to = body.end - 1;
  const removed = changes.some((change) => change.kind === 'remove');
  const inside = text.slice(from, to);
  const kept = removed ? '' : inside.trim();
  if (removed && inside.trim().length > (body.attributes[0]?.end ?? 0) - (body.attributes[0]?.start ?? 0)) {
    throw new CannotEdit('a comment in the block would be lost');
  }
  const added: Item[] = [];
  const paragraphs: string[] = [];
  for (const change of canonical(changes)) {
    if (change.kind === 'add-argument') added.push(argumentOf(change.name, change.value, indent));
    else if (change.kind === 'add-block') paragraphs.push(`${indent.base}${blockText(change, indent)}\n`);
  }
  if (added.length === 0 && paragraphs.length === 0) return [{ start: from, end: to, text: '' }];
  const first = (kept === '' ? '' : `${indent.base}${kept}\n`) + linesOf(added, indent.base);
  if (first !== '') paragraphs.unshift(first);

  const opened = `\n${paragraphs.join('\n')}${indentation(text, body.start)}`;
  const written = withLineEndings(opened, lineEndingAt(text, from));
  if (kept === '') return [{ start: from, end: to, text: written }];
  // What was there stays untouched between the new text before and behind it.
  const start = from + inside.indexOf(kept);
  const before = written.indexOf(kept);
  return [
    { start: from, end: start, text: written.slice(0, before) },
    { start: start + kept.length, end: to, text: written.slice(before + kept.length) },
  ];
}

/** Deletes the lines of an argument or a block, but not a comment behind it. */
function removal(text: string, item: Attribute | Block): TextEdit {
  const rest = text.slice(item.end, lineEnd(text, item.end));
  if (rest.trim() !== '') return { start: item.start, end: item.end + rest.length - rest.trimStart().length, text: '' };
  const start = lineStart(text, item.start);
  const end = nextLine(text, item.end);
  const above = text.slice(0, start).endsWith('\n') ? lineStart(text, start - 1) : null;
  const opens = above === null || text.slice(above, lineEnd(text, above)).trimEnd().endsWith('{');
  const closes = end >= text.length || text.slice(end, lineEnd(text, end)).trim() === '}';
  // A paragraph of its own goes with the blank line before it; the first of a body with the one behind it.
  if (above !== null && isBlankLine(text, above) && (closes || isBlankLine(text, end))) {
    return { start: above, end, text: '' };
  }
  return { start, end: opens && isBlankLine(text, end) ? nextLine(text, end) : end, text: '' };
}
