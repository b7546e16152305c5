import { parseNative } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import type { Block, Expression, ObjectItem, TemplatePart } from '../../src/hcl/syntax.ts';
import { nodesOf } from '../../test/hcl/support.ts';

/** A piece of a text that may stand there many times, each time with a name of its own where it has one. */
export interface Repeatable {
  /** What it is, for people. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
  /** Where the number of a copy goes; null where it has no name. */
  readonly nameEnd: number | null;
  readonly separator: string;
}

/** Everything in a text in native syntax that may be repeated. */
export function repeatablesIn(text: string): readonly Repeatable[] {
  const { body } = parseNative(new SourceFile('main.tf', text));
  return [...nodesOf(body)].flatMap(({ node }) => ofNode(node as Block | Expression | TemplatePart));
}

function ofNode(node: Block | Expression | TemplatePart): readonly Repeatable[] {
  switch (node.kind) {
    case 'block':
      return [piece(`block "${node.type}"`, node, '\n', labelEnd(node))];
    case 'tuple':
      return node.items.map((item) => piece('item of a list', item, ', '));
    case 'object':
      return node.items.map((item) => piece('item of an object', item, ', ', keyEnd(item)));
    case 'call':
      return node.arguments.map((argument) => piece(`argument of ${node.name}()`, argument, ', '));
    case 'template':
      return node.parts.map((part) => piece(`${part.kind} in a template`, part, ''));
    case 'binary':
      return [piece(`operand of ${node.operator}`, node, ` ${node.operator} `)];
    case 'get-attr':
      return [piece('attribute', { start: node.object.end, end: node.end }, '')];
    default:
      return [];
  }
}

function piece(
  what: string,
  { start, end }: { readonly start: number; readonly end: number },
  separator: string,
  nameEnd: number | null = null,
): Repeatable {
  return { what, start, end, nameEnd, separator };
}

/** Before the quote that ends the last label. */
function labelEnd({ labels }: Block): number | null {
  const label = labels.at(-1);
  return label === undefined ? null : label.end - (label.file.text[label.end - 1] === '"' ? 1 : 0);
}

function keyEnd({ key }: ObjectItem): number {
  return key.end - (/["')]/.test(key.file.text[key.end - 1] ?? '') ? 1 : 0);
}

/** The text with a piece so many times in its place. */
export function repeated(text: string, { start, end, nameEnd, separator }: Repeatable, times: number): string {
  const copy = (number: number): string =>
    nameEnd === null || number === 0
      ? text.slice(start, end)
      : `${text.slice(start, nameEnd)}${number}${text.slice(nameEnd, end)}`;
  const copies = Array.from({ length: times }, (_, number) => copy(number));
  return text.slice(0, start) + copies.join(separator) + text.slice(end);
}
