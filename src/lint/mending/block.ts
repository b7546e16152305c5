import { blocksOfType } from '../../hcl/json.ts';
import { parseFile } from '../../hcl/parse-file.ts';
import type { Place, SourceFile } from '../../hcl/source.ts';
import type { Block } from '../../hcl/syntax.ts';

/** How blocks are written: what evaluation does not tell and a fix has to know. */

/** The `resource` block whose header stands at a place; null where there is none. */
export function resourceBlockAt(header: Place): Block | null {
  return resourceBlocks(header.file).get(header.start) ?? null;
}

/**
 * Whether nested blocks of a type are made by a `dynamic` block, which may make none with the values at hand. What is
 * added or changed there then depends on values that no one place has.
 *
 * @param header of the resource block
 */
export function hasDynamicBlock(header: Place, type: string): boolean {
  // What the blocks of a published module are made of, its inputs say.
  if (header.file.published) return false;
  const block = resourceBlockAt(header);
  if (block === null) return true;
  return blocksOfType(block.body, 'dynamic', 1).some(({ labels }) => labels[0]?.value === type);
}

/** The text of the expression that an argument of a block is set to; null where it is not set. */
export function expressionText(block: Block, name: string): string | null {
  const attribute = block.body.attributes.find((argument) => argument.name === name);
  return attribute === undefined ? null : attribute.file.text.slice(attribute.value.start, attribute.value.end);
}

/** The `resource` blocks of a file by where they start. */
function resourceBlocks(file: SourceFile): ReadonlyMap<number, Block> {
  let blocks = blocksByStart.get(file);
  if (blocks === undefined) {
    blocks = new Map(blocksOfType(parseFile(file).body, 'resource', 2).map((block) => [block.start, block]));
    blocksByStart.set(file, blocks);
  }
  return blocks;
}

const blocksByStart = new WeakMap<SourceFile, ReadonlyMap<number, Block>>();
