import type { Attribute, Block, Body } from '../hcl/syntax.ts';
import { isBlankLine, isMultiLine, lineEnd, lineStart, nextLine } from './lines.ts';
import { isMetaArgument } from './render-hcl.ts';

/** Where new lines go in a body of several lines. */
export interface Slot {
  /** The start of a line, or the end of the text. */
  readonly at: number;
  /** Whether something stands directly above, from which a block is set apart by a blank line. */
  readonly follows: boolean;
  /** Likewise below. */
  readonly precedes: boolean;
  /** Whether a blank line is wanted even before an argument, or behind it. */
  readonly apartBefore: boolean;
  readonly apartAfter: boolean;
}

/** Blocks that people write last. */
const LAST_BLOCKS = new Set(['lifecycle', 'provisioner', 'connection', 'timeouts']);

/**
 * Where a new argument goes: to the end of the first paragraph of arguments that has more than `count`, `source` and
 * the like, before what takes up several lines there.
 */
export function argumentSlot(text: string, body: Body): Slot {
  const runs = runsOf(text, body.attributes);
  const run = runs.find((attributes) => attributes.some(({ name }) => !isMetaArgument(name)));
  const last = run?.at(-1);
  if (last !== undefined) return slotAt(text, nextLine(text, last.end));
  const meta = runs.at(-1)?.at(-1);
  if (meta !== undefined) return { ...slotAt(text, nextLine(text, meta.end)), apartBefore: true };
  const head = slotAt(text, body.blocks.length === 0 ? lineStart(text, body.end - 1) : nextLine(text, body.start));
  return { ...head, apartAfter: head.precedes };
}

/** Where a new block goes: behind the others and the arguments, but before `lifecycle` and what else comes last. */
export function blockSlot(text: string, body: Body): Slot {
  const items = [...body.attributes, ...body.blocks].sort((a, b) => a.start - b.start);
  const before = items.findLast((item) => item.kind === 'attribute' || !LAST_BLOCKS.has(item.type));
  if (before !== undefined) return slotBehind(text, before.end);
  if (items.length > 0) return slotAt(text, nextLine(text, body.start));
  return slotAt(text, lineStart(text, body.end - 1));
}

/** Where a block goes that belongs behind another one. */
export function slotAfter(text: string, block: Block): Slot {
  return slotBehind(text, block.end);
}

/** The line after an item and after the comments that follow it without a blank line and lead to nothing else. */
function slotBehind(text: string, end: number): Slot {
  const first = nextLine(text, end);
  let at = first;
  while (at < text.length && /^(?:#|\/\/)/.test(lineOf(text, at).trim())) at = nextLine(text, at);
  const leadsOn = at < text.length && !isBlankLine(text, at) && !closes(text, at);
  return slotAt(text, leadsOn ? first : at);
}

function slotAt(text: string, at: number): Slot {
  const above = at === 0 ? '' : lineOf(text, lineStart(text, at - 1));
  // At the end of a text without a final line ending, `at` is behind the very line that is above.
  const line = at === text.length && !text.endsWith('\n') ? lineOf(text, lineStart(text, at)) : above;
  const follows = line.trim() !== '' && !/\{\s*(?:#.*|\/\/.*)?$/.test(line);
  const precedes = at < text.length && !isBlankLine(text, at) && !closes(text, at);
  return { at, follows, precedes, apartBefore: false, apartAfter: false };
}

function closes(text: string, at: number): boolean {
  return lineOf(text, at).trim().startsWith('}');
}

function lineOf(text: string, start: number): string {
  return text.slice(start, lineEnd(text, start));
}

/** Arguments on consecutive lines; one that takes up several lines starts a run of its own unless it is the first. */
function runsOf(text: string, attributes: readonly Attribute[]): Attribute[][] {
  const runs: Attribute[][] = [];
  let previous: Attribute | null = null;
  for (const attribute of attributes) {
    const follows =
      previous !== null &&
      nextLine(text, previous.end) === lineStart(text, attribute.start) &&
      !isMultiLine(text, previous.start, previous.end) &&
      !isMultiLine(text, attribute.start, attribute.end);
    if (follows) runs.at(-1)?.push(attribute);
    else runs.push([attribute]);
    previous = attribute;
  }
  return runs;
}
