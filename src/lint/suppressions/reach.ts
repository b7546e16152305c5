import { childrenOf } from '../../hcl/children.ts';
import type { Place } from '../../hcl/source.ts';
import type {
  Attribute,
  Block,
  Body,
  Comment,
  Expression,
  ObjectExpression,
  ObjectItem,
  ParsedFile,
  Tuple,
} from '../../hcl/syntax.ts';
import { type Range, touching } from './range.ts';

/** What a comment may speak of. */
export interface Reach {
  /** The lines it stands on or, where it has them to itself, the line below. */
  readonly lines: readonly Range[];
  /** Those lines, and what it stands beside, above or inside of. */
  readonly nearest: readonly Range[];
  /** Those lines, and the whole resource, module call or the like. */
  readonly block: readonly Range[];
  /** Whether it stands above everything else in the file. */
  readonly isAtTop: boolean;
}

/** What the comments of a file in native syntax may speak of. */
export class CommentReach {
  readonly #text: string;
  readonly #body: Body;
  /** Where the lines start that hold nothing but comments. */
  readonly #commentLines = new Set<number>();
  readonly #top: number;

  constructor({ file, body, comments }: ParsedFile) {
    this.#text = file.text;
    this.#body = body;
    this.#top = Math.min(
      body.attributes[0]?.start ?? Number.POSITIVE_INFINITY,
      body.blocks[0]?.start ?? Number.POSITIVE_INFINITY,
    );
    for (const comment of comments) {
      if (!this.#isAlone(comment)) continue;
      for (let line = this.#lineOf(comment.start); line < comment.end; line = this.#nextLine(line)) {
        this.#commentLines.add(line);
      }
    }
  }

  of(comment: Comment): Reach {
    const alone = this.#isAlone(comment);
    const lines = alone ? [this.#lineBelow(comment)] : [this.#lineOf(comment.start), this.#lineOf(comment.end)];
    const ranges = lines.map((start) => ({ start, end: this.#nextLine(start) }));
    const around = { start: Math.min(comment.start, ...lines), end: Math.max(...ranges.map(({ end }) => end)) };
    const isMeant = (element: Place): boolean =>
      lines.includes(this.#lineOf(element.start)) ||
      isInside(element, comment) ||
      (!alone && lines.includes(this.#lineOf(element.end)));
    const pick = <T extends Place>(elements: readonly T[]): readonly T[] =>
      touching(elements, around).filter((element) => isMeant(element));

    const container = containerOf(this.#body, comment);
    const [outermost] = container.blocks;
    const nearest = [...ranges, ...reachIn(container, pick)];
    return {
      lines: ranges,
      nearest,
      block: outermost === undefined || outermost.type === 'locals' ? nearest : [...ranges, outermost],
      isAtTop: comment.start < this.#top,
    };
  }

  /** Whether nothing else stands on its lines. */
  #isAlone({ start, end }: Place): boolean {
    const before = this.#text.slice(this.#lineOf(start), start);
    const after = this.#text.slice(end, this.#nextLine(end));
    return `${before}${after}`.trim() === '';
  }

  /** The first line below a comment that holds something else. */
  #lineBelow({ end }: Place): number {
    let line = this.#nextLine(end);
    while (this.#commentLines.has(line)) line = this.#nextLine(line);
    return line;
  }

  #lineOf(offset: number): number {
    return offset === 0 ? 0 : this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  #nextLine(offset: number): number {
    const end = this.#text.indexOf('\n', offset);
    return end === -1 ? this.#text.length + 1 : end + 1;
  }
}

/** The innermost body, list or object around a comment. */
interface Container {
  readonly node: Body | ObjectExpression | Tuple;
  /** The argument or member that it is the value of, or itself. */
  readonly owner: Range;
  /** The blocks around it, from the outside in. */
  readonly blocks: readonly Block[];
}

function containerOf(file: Body, comment: Place): Container {
  const blocks: Block[] = [];
  let body = file;
  for (;;) {
    const block = touching(body.blocks, comment).find((candidate) => isInside(candidate.body, comment));
    if (block === undefined) break;
    blocks.push(block);
    body = block.body;
  }
  const argument = touching(body.attributes, comment).find((candidate) => isInside(candidate, comment));
  const collection = argument === undefined ? null : collectionAround(argument, comment);
  return { ...(collection ?? { node: body, owner: body }), blocks };
}

/** The innermost list or object of an argument around a comment; null when it is in none. */
function collectionAround(argument: Attribute, comment: Place): Pick<Container, 'node' | 'owner'> | null {
  let found: Pick<Container, 'node' | 'owner'> | null = null;
  let owner: Attribute | ObjectItem | null = argument;
  let node: Expression | undefined = argument.value;
  while (node !== undefined && isInside(node, comment)) {
    const inside: Expression = node;
    const item: ObjectItem | undefined =
      inside.kind === 'object' ? inside.items.find((candidate) => isInside(candidate, comment)) : undefined;
    if (inside.kind === 'object' || inside.kind === 'tuple') {
      found = { node: inside, owner: owner !== null && owner.value === inside ? owner : inside };
    }
    owner = item ?? null;
    node = childrenOf(inside).find((child) => isInside(child, comment));
  }
  return found;
}

/**
 * What a comment in a container speaks of. In the body of a block that is the block. But the values of `locals` and the
 * elements of a list or object have nothing to do with each other, and neither have the blocks of which there are
 * several, such as the statements of a policy: there it is only what the comment stands beside or above.
 */
function reachIn({ node, owner, blocks }: Container, pick: Picker): readonly Range[] {
  if (node.kind === 'tuple' || node.kind === 'object') {
    const picked = pick<Place>(node.items);
    return picked.length > 0 ? picked : [owner];
  }
  const inside = [...pick(node.attributes), ...pick(node.blocks)];
  const block = blocks.at(-1);
  if (block === undefined) return inside;
  if (block.type === 'locals') return inside.length > 0 ? inside : [block];
  const repeated = pick(node.blocks).filter((one) =>
    node.blocks.some((other) => other !== one && kindOf(other) === kindOf(one)),
  );
  if (repeated.length > 0) return repeated;
  // Of a `dynamic` block the header is blamed for what its content lacks.
  const outer = blocks.at(-2);
  return [block.type === 'content' && outer?.type === 'dynamic' ? outer : block];
}

/** Equal for blocks of one kind: of `dynamic` blocks, those that repeat the same. */
function kindOf({ type, labels }: Block): string {
  return type === 'dynamic' ? `dynamic ${labels[0]?.value ?? ''}` : type;
}

/** Those of some elements that a comment stands beside or above. */
type Picker = <T extends Place>(elements: readonly T[]) => readonly T[];

function isInside(around: Place, { start, end }: Place): boolean {
  return around.start < start && end < around.end;
}
