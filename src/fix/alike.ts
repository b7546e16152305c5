import type { Attribute, Block, Body, ParsedFile } from '../hcl/syntax.ts';
import { outermostTemplates } from './nodes.ts';

/**
 * Both states of a file, without the blocks that are like others: that differ from them only in names and in plain
 * strings, and in what becomes of them. What holds for one of those holds for all, for to a parser a name is a name.
 *
 * HashiCorp's parser, in WebAssembly, needs more than half a second for a thousand repositories, which are most often
 * the same but for their names.
 *
 * @param before valid, as is `after`
 * @param paths the settings that are meant to differ, as `Change.path`
 * @returns the texts of one block of each kind
 */
export function oneOfEachKind(
  before: ParsedFile,
  after: ParsedFile,
  paths: readonly (readonly string[])[],
): { readonly before: string; readonly after: string } {
  const [old, fixed] = [itemsOf(before), itemsOf(after)];
  const intended = pathsByItem(paths);
  const kinds = new Set<string>();
  const kept: { before: string[]; after: string[] } = { before: [], after: [] };
  for (const key of new Set([...old.keys(), ...fixed.keys()])) {
    const [was, is] = [old.get(key) ?? [], fixed.get(key) ?? []];
    const names = new Names([...was, ...is]);
    const kind = [
      was.map((item) => names.withoutNames(item)).join('\n'),
      is.map((item) => names.withoutNames(item)).join('\n'),
      (intended.get(key) ?? [])
        .map((path) => path.join('.'))
        .sort()
        .join('\n'),
    ];
    const known = kinds.size;
    kinds.add(JSON.stringify(kind));
    if (kinds.size === known) continue;
    kept.before.push(...was.map(textOf));
    kept.after.push(...is.map(textOf));
  }
  return { before: kept.before.join('\n'), after: kept.after.join('\n') };
}

type Item = Attribute | Block;

/** What stands at the top of a file, by its address: blocks with the same one stay together. */
function itemsOf({ body }: ParsedFile): Map<string, Item[]> {
  const items = new Map<string, Item[]>();
  for (const item of [...body.attributes, ...body.blocks].sort((a, b) => a.start - b.start)) {
    const names = item.kind === 'attribute' ? [item.name] : [item.type, ...item.labels.map(({ value }) => value)];
    const key = JSON.stringify(names);
    const others = items.get(key);
    if (others === undefined) items.set(key, [item]);
    else others.push(item);
  }
  return items;
}

/** The rests of the paths behind the address of the item they lead into. */
function pathsByItem(paths: readonly (readonly string[])[]): Map<string, (readonly string[])[]> {
  const byItem = new Map<string, (readonly string[])[]>();
  for (const path of paths) {
    const element = path.indexOf('*');
    const length = element === -1 ? path.length : element;
    const key = JSON.stringify(path.slice(0, length));
    const others = byItem.get(key);
    if (others === undefined) byItem.set(key, [path.slice(length)]);
    else others.push(path.slice(length));
  }
  return byItem;
}

/** Numbers for the labels and the plain strings of some items, by the order in which they come. */
class Names {
  readonly #numbers = new Map<string, number>();
  /** Those that may also stand outside of quotes, in references. */
  readonly #labels = new Set<string>();

  constructor(items: readonly Item[]) {
    for (const item of items) {
      if (item.kind === 'block') for (const { value } of item.labels.slice(1)) this.#labels.add(value);
    }
  }

  /** The text of an item with numbers in place of names. */
  withoutNames(item: Item): string {
    const { text } = item.file;
    let result = '';
    let at = item.start;
    for (const { start, end } of plainStrings(item)) {
      result += `${this.#withoutLabels(text.slice(at, start))}"${this.#number(text.slice(start + 1, end - 1))}"`;
      at = end;
    }
    return result + this.#withoutLabels(text.slice(at, item.end));
  }

  #withoutLabels(code: string): string {
    return code.replace(/[\p{ID_Start}_][\p{ID_Continue}-]*/gu, (name) =>
      this.#labels.has(name) ? `#${this.#number(name)}` : name,
    );
  }

  #number(name: string): number {
    const known = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, known);
    return known;
  }
}

/** Quoted labels behind the first, which is a type, and strings, if nothing in them means anything to a parser. */
function plainStrings(item: Item): { readonly start: number; readonly end: number }[] {
  const { text } = item.file;
  const labels = item.kind === 'block' ? item.labels.slice(1) : [];
  const strings = outermostTemplates(bodyOf(item)).filter(({ form }) => form === 'quoted');
  return [...labels, ...strings].filter(({ start, end }) => /^"[\w .:/@*-]*"$/.test(text.slice(start, end)));
}

function bodyOf(item: Item): Pick<Body, 'attributes' | 'blocks'> {
  return item.kind === 'block' ? item.body : { attributes: [item], blocks: [] };
}

function textOf({ file, start, end }: Item): string {
  return file.text.slice(start, end);
}
