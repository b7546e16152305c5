import { childrenOf } from '../hcl/children.ts';
import type { Place } from '../hcl/source.ts';
import type { Attribute, Block, Body, Expression, Template, Tuple } from '../hcl/syntax.ts';

/** Looking for nodes of a native file by where they stand. */

/** Blocks from the outside in, with the argument at the end of the path, if it leads to one. */
export interface NodePath {
  readonly blocks: readonly Block[];
  readonly attribute: Attribute | null;
}

/** The innermost blocks around a place, and the argument. A place at the very header of a block is inside it. */
export function pathTo(body: Body, place: Place): NodePath {
  const blocks: Block[] = [];
  for (let inside = body; ; ) {
    const block = itemAround(inside.blocks, place);
    if (block === null) return { blocks, attribute: itemAround(inside.attributes, place) };
    blocks.push(block);
    inside = block.body;
  }
}

/** The outermost node that stands exactly at a place, in an expression around it; null when there is none. */
export function expressionAt(expression: Expression, place: Place): Expression | null {
  for (let node: Expression | null = expression; node !== null; node = around(childrenOf(node), place)) {
    if (node.start === place.start && node.end === place.end) return node;
  }
  return null;
}

/** The innermost string or heredoc that a place is inside of; null when it is inside none. */
export function templateAround(expression: Expression, place: Place): Template | null {
  let found: Template | null = null;
  for (let node: Expression | null = expression; node !== null; node = around(childrenOf(node), place)) {
    if (node.kind === 'template') found = node;
  }
  return found;
}

/** The list that a node is an element of; null when it is none. */
export function listAround(expression: Expression, element: Expression): Tuple | null {
  for (let node: Expression | null = expression; node !== null; node = around(childrenOf(node), element)) {
    if (node.kind === 'tuple' && node.items.includes(element)) return node;
  }
  return null;
}

/** The strings and heredocs of a body that are in no other, nested blocks' included, in order. */
export function outermostTemplates(body: Pick<Body, 'attributes' | 'blocks'>): Template[] {
  const found: Template[] = [];
  const visitExpression = (node: Expression): void => {
    if (node.kind === 'template') found.push(node);
    else for (const child of childrenOf(node)) visitExpression(child);
  };
  const visitBody = ({ attributes, blocks }: Pick<Body, 'attributes' | 'blocks'>): void => {
    for (const attribute of attributes) visitExpression(attribute.value);
    for (const block of blocks) visitBody(block.body);
  };
  visitBody(body);
  return found.sort((a, b) => a.start - b.start);
}

/** The item of a body around a place: there may be thousands, in order and apart from each other. */
function itemAround<T extends Place>(items: readonly T[], place: Place): T | null {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle]!.end < place.end) low = middle + 1;
    else high = middle;
  }
  const item = items[low];
  return item !== undefined && item.start <= place.start && place.end <= item.end ? item : null;
}

function around<T extends Place>(nodes: readonly T[], { start, end }: Place): T | null {
  return nodes.find((node) => node.start <= start && end <= node.end) ?? null;
}
