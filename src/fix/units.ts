import { childrenOf } from '../hcl/children.ts';
import type { Attribute, Block, Body, Expression, ParsedFile, Template } from '../hcl/syntax.ts';

/** A part of a file that can be judged on its own: everything at its top that has one address. */
export interface Unit {
  readonly before: string;
  readonly after: string;
  /** The settings in it that are meant to differ, as `Change.path`. */
  readonly paths: readonly (readonly string[])[];
  /** What holds for a unit holds for every other one of the same kind, be it in another file. */
  readonly kind: string;
}

/**
 * The units of a file that differ. What is left out reads the same before and after: blocks and arguments at the top of
 * a file say the same wherever they stand there, and between them there is only space and comments.
 *
 * @param before valid, as is `after`
 * @param paths the settings that are meant to differ, as `Change.path`
 */
export function changedUnits(
  before: ParsedFile,
  after: ParsedFile,
  paths: readonly (readonly string[])[],
): readonly Unit[] {
  const [old, fixed] = [itemsOf(before), itemsOf(after)];
  const intended = pathsByAddress(paths);
  const units: Unit[] = [];
  for (const address of new Set([...old.keys(), ...fixed.keys()])) {
    const [was, is] = [old.get(address) ?? [], fixed.get(address) ?? []];
    const [textBefore, textAfter] = [textOf(was), textOf(is)];
    if (textBefore === textAfter) continue;
    const { full, inside } = intended.get(address) ?? { full: [], inside: [] };
    const numbers = new Map<string, number>();
    const kind = JSON.stringify([
      was.map((item) => withoutNames(item, numbers)),
      is.map((item) => withoutNames(item, numbers)),
      inside.map((path) => JSON.stringify(path)).sort(),
    ]);
    units.push({ before: textBefore, after: textAfter, paths: full, kind });
  }
  return units;
}

type Item = Attribute | Block;

/** What stands at the top of a file, by its address: blocks with the same one stay together, in their order. */
function itemsOf({ body }: ParsedFile): ReadonlyMap<string, readonly Item[]> {
  const items = new Map<string, Item[]>();
  const add = (names: readonly string[], item: Item): void => {
    const address = JSON.stringify(names);
    const others = items.get(address);
    if (others === undefined) items.set(address, [item]);
    else others.push(item);
  };
  for (const attribute of body.attributes) add([attribute.name], attribute);
  for (const block of body.blocks) add([block.type, ...block.labels.map(({ value }) => value)], block);
  return items;
}

interface IntendedPaths {
  readonly full: (readonly string[])[];
  /** What follows the address. */
  readonly inside: (readonly string[])[];
}

function pathsByAddress(paths: readonly (readonly string[])[]): ReadonlyMap<string, IntendedPaths> {
  const byAddress = new Map<string, IntendedPaths>();
  for (const path of paths) {
    const element = path.indexOf('*');
    const length = element === -1 ? path.length : element;
    const address = JSON.stringify(path.slice(0, length));
    const known = byAddress.get(address) ?? { full: [], inside: [] };
    byAddress.set(address, known);
    known.full.push(path);
    known.inside.push(path.slice(length));
  }
  return byAddress;
}

function textOf(items: readonly Item[]): string {
  return items.map(({ file, start, end }) => `${file.text.slice(start, end)}\n`).join('');
}

/** Stands around the number of a name. A private-use character. */
const MARK = '\uE000';

/** Quoted text that means itself. Nothing else can be equal to it once read, but for the empty text, which is left out. */
const PLAIN = /^"[\w .:/@*-]+"$/;

/**
 * The text of an item with a number for each name in it, by the order in which they come: labels, strings that are
 * values, and what follows a dot in a reference. To a parser a name is a name, so that items with the same text but for
 * their names are read alike, and what is equal in one is equal in the other.
 *
 * @param numbers of the names so far
 */
function withoutNames(item: Item, numbers: Map<string, number>): string {
  const { file, start, end } = item;
  const text = file.text.slice(start, end);
  // A text with escapes may say what a plain one says: such an item is like no other.
  if (text.includes('\\') || text.includes(MARK)) return text;
  const numberOf = (name: string): string => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return MARK + number + MARK;
  };
  const withoutMembers = (code: string): string =>
    code.replace(/(?<=\.)[\p{ID_Start}_][\p{ID_Continue}-]*/gu, numberOf);
  let result = '';
  let at = 0;
  for (const name of namesIn(item)) {
    const quoted = text.slice(name.start - start, name.end - start);
    if (!PLAIN.test(quoted)) continue;
    result += `${withoutMembers(text.slice(at, name.start - start))}"${numberOf(quoted.slice(1, -1))}"`;
    at = name.end - start;
  }
  return result + withoutMembers(text.slice(at));
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Labels of a block at the top, and strings that are no keys and in no other string, in order. */
function namesIn(item: Item): readonly Stretch[] {
  const strings: Template[] = [];
  if (item.kind === 'attribute') addStrings(item.value, strings);
  else addStringsOf(item.body, strings);
  strings.sort((a, b) => a.start - b.start);
  return item.kind === 'block' ? [...item.labels, ...strings] : strings;
}

function addStringsOf({ attributes, blocks }: Body, to: Template[]): void {
  for (const attribute of attributes) addStrings(attribute.value, to);
  for (const block of blocks) addStringsOf(block.body, to);
}

function addStrings(node: Expression, to: Template[]): void {
  if (node.kind === 'template') to.push(node);
  else if (node.kind === 'object') for (const { value } of node.items) addStrings(value, to);
  else for (const child of childrenOf(node)) addStrings(child, to);
}
