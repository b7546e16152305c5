import type { Place } from '../hcl/source.ts';
import type { Attribute, Block, Body, Expression } from '../hcl/syntax.ts';
import type {
  AddBlock,
  AddResource,
  Edit,
  EditComment,
  NewValue,
  RemoveArgument,
  RemoveBlock,
  SetArgument,
} from '../lint/fix.ts';
import { mayRefer } from '../lint/references.ts';
import { CannotEdit } from './cannot-edit.ts';
import type { Action, Change } from './change.ts';
import { type HclContainer, styleOf } from './hcl-members.ts';
import { indentation, indentationStep, lineEndingAt } from './lines.ts';
import { expressionAt, listAround, pathTo, templateAround } from './nodes.ts';
import type { OpenFile } from './open-file.ts';
import { renderValue } from './render-hcl.ts';
import { resolveInTemplate } from './resolve-document.ts';
import { withLineEndings } from './text-space.ts';

type NativeFile = Extract<OpenFile, { syntax: 'native' }>;

/** Finds what an edit is about in a file in native syntax. @throws CannotEdit */
export function resolveNative(open: NativeFile, edit: Exclude<Edit, EditComment>): Change {
  switch (edit.kind) {
    case 'set-argument':
      return setArgument(open, edit);
    case 'remove-argument':
      return removeArgument(open, edit);
    case 'add-block':
      return addBlock(open, edit);
    case 'remove-block':
      return removeBlock(open, edit);
    case 'add-resource':
      return addResource(open, edit);
    case 'replace-value':
      return inExpression(open, edit.value, edit, ({ node }) => replacement(open, node, edit.by));
    case 'set-property':
      return inExpression(open, edit.object, edit, ({ node }) => {
        if (node.kind !== 'object') throw new CannotEdit('it is not written as an object');
        const item = node.items.findLast(({ key }) => keyText(key) === edit.name);
        if (item !== undefined) return replacement(open, item.value, edit.value, node);
        return { kind: 'collection', container: node, change: { kind: 'add', name: edit.name, value: edit.value } };
      });
    case 'remove-property':
      return inExpression(open, edit.object, edit, ({ node }) => {
        const index = node.kind === 'object' ? node.items.findLastIndex(({ key }) => keyText(key) === edit.name) : -1;
        if (node.kind !== 'object' || index === -1) throw new CannotEdit(`there is no "${edit.name}" to remove`);
        return { kind: 'collection', container: node, change: { kind: 'remove', index } };
      });
    case 'add-item':
      return inExpression(open, edit.list, edit, ({ node }) => {
        if (node.kind !== 'tuple') throw new CannotEdit('it is not written as a list');
        return { kind: 'collection', container: node, change: { kind: 'add', name: null, value: edit.value } };
      });
    case 'remove-item':
      return inExpression(open, edit.item, edit, ({ node, argument }) => {
        const list = listAround(argument.value, node);
        if (list === null) throw new CannotEdit('it is not an element of a list');
        return { kind: 'collection', container: list, change: { kind: 'remove', index: list.items.indexOf(node) } };
      });
  }
}

function setArgument(open: NativeFile, edit: SetArgument): Change {
  const { file } = open;
  const { blocks, block } = blockAt(open, edit.block);
  const body = contentOf(block);
  const path = [...pathOf(blocks), ...(body === block ? [] : ['content', '*']), edit.name];
  const written = body.body.attributes.find(({ name }) => name === edit.name);
  if (written !== undefined) return { file, path, action: replacement(open, written.value, edit.value) };
  const change = { kind: 'add-argument', name: edit.name, value: edit.value } as const;
  return { file, path, action: { kind: 'body', block: body, body: body.body, change } };
}

function removeArgument(open: NativeFile, { argument }: RemoveArgument): Change {
  const { blocks, attribute } = pathTo(open.parsed.body, argument);
  if (attribute === null || attribute.start !== argument.start) throw new CannotEdit('there is no argument here');
  const change = { kind: 'remove', item: attribute } as const;
  const path = [...pathOf(blocks), attribute.name];
  return { file: open.file, path, action: { kind: 'body', ...innermost(open, blocks), change } };
}

function addBlock(open: NativeFile, edit: AddBlock): Change {
  const { blocks, block } = blockAt(open, edit.block);
  const body = contentOf(block);
  const path = [...pathOf(blocks), ...(body === block ? [] : ['content', '*']), edit.type];
  const change = { kind: 'add-block', header: edit.type, content: edit.content } as const;
  return { file: open.file, path, action: { kind: 'body', block: body, body: body.body, change } };
}

function removeBlock(open: NativeFile, edit: RemoveBlock): Change {
  const { blocks, block } = blockAt(open, edit.block);
  const outer = blocks.slice(0, -1);
  const path = [...pathOf(outer), block.type, ...block.labels.map((label) => label.value)];
  const change = { kind: 'remove', item: block } as const;
  return { file: open.file, path, action: { kind: 'body', ...innermost(open, outer), change } };
}

function addResource(open: NativeFile, { after, type, name, content }: AddResource): Change {
  const [block] = blockAt(open, after).blocks;
  if (block === undefined) throw new CannotEdit('there is no block here');
  const header = `resource ${JSON.stringify(type)} ${JSON.stringify(name)}`;
  const change = { kind: 'add-block-after', after: block, header, content } as const;
  const path = ['resource', type, name];
  return { file: open.file, path, action: { kind: 'body', block: null, body: open.parsed.body, change } };
}

/** Where an expression or a part of the text in it stands, and in which argument. */
interface Found {
  readonly node: Expression;
  readonly argument: Attribute;
}

/** Makes a change to the expression at a place, or to what a JSON document around that place has there. */
function inExpression(open: NativeFile, place: Place, edit: Edit, act: (found: Found) => Action): Change {
  const { file } = open;
  const { blocks, attribute } = pathTo(open.parsed.body, place);
  if (attribute === null) throw new CannotEdit('there is no value here');
  const path = [...pathOf(blocks), attribute.name];
  const node = expressionAt(attribute.value, place);
  if (node !== null) return { file, path, action: act({ node, argument: attribute }) };
  const template = templateAround(attribute.value, place);
  if (template === null) throw new CannotEdit('there is no value here');
  return { file, path, action: resolveInTemplate(template, edit) };
}

/** @param object the one whose member it is: new members are written as the others are */
function replacement({ file }: NativeFile, node: Expression, by: NewValue, object?: HclContainer): Action {
  if (file.path.endsWith('.tfvars') && by.kind !== 'literal') {
    throw new CannotEdit('a tfvars file takes only literals, and the new value is none');
  }
  if (file.path.endsWith('.hcl') && mayRefer(by)) {
    throw new CannotEdit('what the new value refers to is not known in a file of Terragrunt');
  }
  const { text } = file;
  const { start, end } = node;
  const base = indentation(text, start);
  const step = indentationStep(text, start, null);
  const style = object === undefined ? { base, step } : { ...styleOf(object), base, step };
  return { kind: 'replace', start, end, text: withLineEndings(renderValue(by, style), lineEndingAt(text, start)) };
}

function blockAt(open: NativeFile, header: Place): { blocks: readonly Block[]; block: Block } {
  const { blocks } = pathTo(open.parsed.body, header);
  const block = blocks.at(-1);
  if (block === undefined || block.start !== header.start) throw new CannotEdit('there is no block here');
  return { blocks, block };
}

/** Of a `dynamic` block, what it repeats is meant. */
function contentOf(block: Block): Block {
  if (block.type !== 'dynamic') return block;
  return block.body.blocks.find(({ type }) => type === 'content') ?? block;
}

function innermost(open: NativeFile, blocks: readonly Block[]): { block: Block | null; body: Body } {
  const block = blocks.at(-1) ?? null;
  return { block, body: block?.body ?? open.parsed.body };
}

function pathOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap(({ type, labels }) => [type, ...labels.map((label) => label.value), '*']);
}

/** The name of a member where it is written plainly. */
function keyText(key: Expression): string | null {
  if (key.kind === 'literal') return String(key.value);
  if (key.kind !== 'template') return null;
  return key.parts.every((part) => part.kind === 'text') ? key.parts.map((part) => part.value).join('') : null;
}
