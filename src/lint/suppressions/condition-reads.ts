import { childrenOf } from '../../hcl/children.ts';
import { blocksOfType } from '../../hcl/json.ts';
import { parseFile } from '../../hcl/parse-file.ts';
import type { Place, SourceFile } from '../../hcl/source.ts';
import type { Attribute, Body, Expression, ObjectItem, Template, TemplatePart } from '../../hcl/syntax.ts';
import { literalText } from '../../terraform/module-config.ts';
import type { Range } from './range.ts';

/** Something with a name that expressions can read. */
interface Definition {
  /** `var.strict`, `local.strict`, or `.strict` for a member of an object and an output. */
  readonly name: string;
  /** Where it starts, and where its value does. */
  readonly points: readonly Place[];
  readonly value: Expression | null;
  /** The call that it is an argument of. */
  readonly call: Place | null;
}

/**
 * Which definitions in some files a condition reads, directly or through others. By their names alone, whatever module
 * they are in: what is said to be read may not be, but what is said not to be is not.
 */
export class ConditionReads {
  readonly #points = new Map<SourceFile, { readonly start: number; readonly call: Place | null }[]>();

  constructor(files: readonly SourceFile[]) {
    const read = new Set<string>();
    const definitions: Definition[] = [];
    for (const file of files) {
      const { body } = parseFile(file);
      for (const { name, value } of attributesIn(body)) collectConditions(name, value, read);
      definitions.push(...definitionsIn(body, file));
    }
    this.#mark(definitions, read);
  }

  /** Whether some stretches of a file speak of one. Of a call, that is for the findings in its module to say. */
  areIn(ranges: readonly Range[], file: SourceFile): boolean {
    const holds = ({ start, end }: Range, offset: number): boolean => start <= offset && offset < end;
    return (this.#points.get(file) ?? []).some(({ start, call }) =>
      ranges.some((range) => holds(range, start) && (call === null || !holds(range, call.start))),
    );
  }

  #mark(definitions: readonly Definition[], read: ReadonlySet<string>): void {
    const byName = new Map<string, Definition[]>();
    for (const definition of definitions) {
      const same = byName.get(definition.name);
      if (same === undefined) byName.set(definition.name, [definition]);
      else same.push(definition);
    }
    const names = new Set(read);
    // A set is walked through to what is added to it meanwhile.
    for (const name of names) {
      for (const { points, value, call } of byName.get(name) ?? []) {
        if (value !== null) for (const other of namesIn(value)) names.add(other);
        for (const { file, start } of points) {
          const known = this.#points.get(file);
          if (known === undefined) this.#points.set(file, [{ start, call }]);
          else known.push({ start, call });
        }
      }
    }
  }
}

function definitionsIn(body: Body, file: SourceFile): Definition[] {
  const found: Definition[] = [];
  const add = (name: string, at: Place, value: Expression | null, call: Place | null = null): void => {
    found.push({ name, points: value === null ? [at] : [at, value], value, call });
    if (value !== null) found.push(...membersIn(value, call));
  };
  const labelled = (type: string) =>
    blocksOfType(body, type, 1).map((block) => ({ block, label: block.labels[0]?.value ?? '' }));
  for (const { block, label } of labelled('variable')) add(`var.${label}`, block, argumentOf(block.body, 'default'));
  for (const { block, label } of labelled('output')) add(`.${label}`, block, argumentOf(block.body, 'value'));
  for (const block of blocksOfType(body, 'locals', 0)) {
    for (const attribute of block.body.attributes) add(`local.${attribute.name}`, attribute, attribute.value);
  }
  for (const { block } of labelled('module')) {
    for (const attribute of block.body.attributes) add(`var.${attribute.name}`, attribute, attribute.value, block);
  }
  for (const attribute of body.attributes) {
    if (file.path.includes('.tfvars')) add(`var.${attribute.name}`, attribute, attribute.value);
    else if (attribute.name === 'inputs') {
      for (const { name, at, value } of itemsOf(attribute.value)) add(`var.${name}`, at, value);
    }
  }
  return found;
}

function argumentOf({ attributes }: Body, name: string): Expression | null {
  return attributes.find((attribute) => attribute.name === name)?.value ?? null;
}

/** The members of the objects in an expression. */
function membersIn(node: Expression, call: Place | null): Definition[] {
  const own = itemsOf(node).map(({ name, at, value }) => ({ name: `.${name}`, points: [at, value], value, call }));
  return [...own, ...childrenOf(node).flatMap((child) => membersIn(child, call))];
}

function itemsOf(node: Expression): { name: string; at: Place; value: Expression }[] {
  if (node.kind !== 'object') return [];
  return node.items.map((item) => ({ name: keyOf(item) ?? '', at: item, value: item.value }));
}

function keyOf({ key }: ObjectItem): string | null {
  return key.kind === 'literal' ? String(key.value) : literalText(key);
}

/** The arguments in a body and in all its blocks. */
function attributesIn({ attributes, blocks }: Body): readonly Attribute[] {
  return [...attributes, ...blocks.flatMap((block) => attributesIn(block.body))];
}

const CHOOSING = new Set(['lookup', 'element', 'coalesce', 'coalescelist', 'try', 'can']);
const COMPARING = new Set(['&&', '||', '==', '!=', '<', '<=', '>', '>=']);

/** Adds the names that the conditions in the value of an argument read; of `count`, all of it is one. */
function collectConditions(argument: string, node: Expression, into: Set<string>): void {
  const read = argument === 'count' ? [node] : conditionsOf(node);
  for (const condition of read) for (const name of namesIn(condition)) into.add(name);
  if (node.kind === 'object') {
    for (const { name, value } of itemsOf(node)) collectConditions(name, value, into);
    for (const { key } of node.items) collectConditions('', key, into);
  } else for (const child of childrenOf(node)) collectConditions('', child, into);
}

/** What decides about the value of an expression, besides its parts. */
function conditionsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'conditional':
      return [node.condition];
    case 'index':
      return [node.key];
    case 'for':
      return node.condition === null ? [] : [node.condition];
    case 'binary':
      return COMPARING.has(node.operator) ? [node] : [];
    case 'unary':
      return node.operator === '!' ? [node] : [];
    case 'call':
      return CHOOSING.has(node.name) ? node.arguments : [];
    case 'template':
      return directivesOf(node);
    default:
      return [];
  }
}

function directivesOf({ parts }: Template): readonly Expression[] {
  const inParts = (some: readonly TemplatePart[]): readonly Expression[] =>
    some.flatMap((part) => {
      if (part.kind === 'if') return [part.condition, ...inParts(part.then), ...inParts(part.otherwise)];
      return part.kind === 'for-directive' ? inParts(part.body) : [];
    });
  return inParts(parts);
}

/** The names that an expression reads. */
function namesIn(node: Expression): readonly string[] {
  const own: string[] = [];
  if (node.kind === 'get-attr') {
    const { object, name } = node;
    const isOfModule = object.kind === 'variable' && (object.name === 'var' || object.name === 'local');
    own.push(isOfModule ? `${object.name}.${name}` : `.${name}`);
  } else if (node.kind === 'index' || (node.kind === 'call' && node.name === 'lookup')) {
    const key = node.kind === 'index' ? node.key : node.arguments[1];
    const text = literalText(key ?? null);
    if (text !== null) own.push(`.${text}`);
  }
  return [...own, ...childrenOf(node).flatMap(namesIn)];
}
