import type { BlockContent, Data, NewValue } from '../lint/fix.ts';
import { argumentText } from './copy.ts';
import { width } from './lines.ts';

/**
 * New text in native syntax, as `terraform fmt` has it but for the alignment of an outermost `=`, which depends on what
 * is around it. Lines end with `\n`.
 */

/** The indentation of the line that the text starts on, and of one level. */
export interface Indent {
  readonly base: string;
  readonly step: string;
}

/** How the members of an object are written. */
export interface HclStyle extends Indent {
  readonly separator: ' = ' | ' : ' | ': ';
  readonly quotesKeys: boolean;
  /** Whether everything stands on one line, as what is around it does. */
  readonly onOneLine: boolean;
}

/** A value as an expression. */
export function renderValue(value: NewValue, indent: Indent | HclStyle): string {
  switch (value.kind) {
    case 'literal':
      return renderData(value.value, indent);
    case 'expression':
      return value.text;
    case 'document':
      return documentText(value.document, indent);
    case 'copy':
      return argumentText(value.argument, 'native');
  }
}

/** A document, which many a fix may add alike. */
function documentText(document: Data, indent: Indent | HclStyle): string {
  if (document === null || typeof document !== 'object' || 'separator' in indent) return encoded(document, indent);
  const texts = documentTexts.get(document) ?? new Map<string, string>();
  documentTexts.set(document, texts);
  const key = `${indent.base}|${indent.step}`;
  const text = texts.get(key) ?? encoded(document, indent);
  texts.set(key, text);
  return text;
}

const documentTexts = new WeakMap<object, Map<string, string>>();

function encoded(document: Data, indent: Indent | HclStyle): string {
  return `jsonencode(${renderData(document, indent)})`;
}

/** Objects and lists of objects get a line for each member, unless they may have none; other lists stand on one line. */
function renderData(data: Data, indent: Indent | HclStyle): string {
  if (typeof data === 'string') return quoted(data);
  if (data === null || typeof data !== 'object') return String(data);
  const inner = deeper(indent);
  const onOneLine = 'onOneLine' in indent && indent.onOneLine;
  if (isList(data)) {
    const items = data.map((item) => renderData(item, inner));
    if (onOneLine || !data.some((item) => typeof item === 'object' && item !== null)) return `[${items.join(', ')}]`;
    return `[\n${inner.base}${items.join(`,\n${inner.base}`)}\n${indent.base}]`;
  }
  const members = Object.entries(data).map(([name, value]) => itemOf(name, { kind: 'literal', value }, inner));
  if (members.length === 0) return '{}';
  if (onOneLine) return `{ ${members.map(inLine).join(', ')} }`;
  return `{\n${linesOf(members, inner.base)}${indent.base}}`;
}

/** An item of a list, a member of an object or an argument of a block: what may have a line to itself. */
export interface Item {
  /** With its quotes; empty for an item of a list, as is `separator`. */
  readonly name: string;
  readonly separator: HclStyle['separator'] | '';
  readonly value: string;
}

/** An item of a list, or a member of an object. */
export function itemOf(name: string | null, value: NewValue, style: Indent | HclStyle): Item {
  const text = renderValue(value, style);
  if (name === null) return { name: '', separator: '', value: text };
  const { separator, quotesKeys } = 'separator' in style ? style : DEFAULT_STYLE;
  return { name: quotesKeys ? quoted(name) : objectKey(name), separator, value: text };
}

const DEFAULT_STYLE = { separator: ' = ', quotesKeys: false } as const;

/** An argument, `name = value`. */
export function argumentOf(name: string, value: NewValue, indent: Indent): Item {
  return { name, separator: ' = ', value: renderValue(value, indent) };
}

/** An item among others on one line. */
export function inLine({ name, separator, value }: Item): string {
  return name + separator + value;
}

/**
 * A line for each item, with the `=` of neighbours in a column. Values of several lines are in none.
 *
 * @param base what lines start with
 * @param endOf what follows an item
 */
export function linesOf(items: readonly Item[], base: string, endOf: (index: number) => string = () => ''): string {
  const names = inColumns(items);
  return items
    .map(({ separator, value }, index) => `${base}${names[index]}${separator}${value}${endOf(index)}\n`)
    .join('');
}

/** The names of items, with the space that puts what follows them in a column. */
function inColumns(items: readonly Item[]): string[] {
  const names = items.map(({ name }) => name);
  for (let from = 0; from < items.length; from++) {
    let to = from;
    while (to < items.length && isInColumn(items[to]!)) to++;
    const widest = Math.max(...names.slice(from, to).map(width));
    for (; from < to; from++) names[from] += ' '.repeat(widest - width(names[from]!));
  }
  return names;
}

function isInColumn({ separator, value }: Item): boolean {
  return separator === ' = ' && !value.includes('\n');
}

/** A block from its header to its closing brace. */
export function renderBlock(header: string, content: BlockContent, indent: Indent): string {
  const inner = deeper(indent);
  const meta = content.arguments.filter(([name]) => isMetaArgument(name));
  const own = content.arguments.filter(([name]) => !isMetaArgument(name));
  const paragraphs = [meta, own]
    .filter((group) => group.length > 0)
    .map((group) => group.map(([name, value]) => argumentOf(name, value, inner)))
    .map((group) => linesOf(group, inner.base));
  for (const [type, nested] of content.blocks) {
    paragraphs.push(`${inner.base}${renderBlock(type, nested, inner)}\n`);
  }
  return paragraphs.length === 0 ? `${header} {}` : `${header} {\n${paragraphs.join('\n')}${indent.base}}`;
}

/** Arguments that say how often and by what a block is made, which people write first and apart. */
export function isMetaArgument(name: string): boolean {
  return META_ARGUMENTS.has(name);
}

const META_ARGUMENTS = new Set(['count', 'for_each', 'provider', 'providers', 'source', 'version']);

/** A quoted string that stands for exactly this text. */
function quoted(text: string): string {
  return `"${escapeQuoted(text)}"`;
}

/** The same without the quotes. */
export function escapeQuoted(text: string): string {
  return escapeSequences(text).replace(/[\\"\n\r\t]/g, (character) => ESCAPES[character] ?? character);
}

/** Text in which `${` and `%{` do not start a sequence. */
export function escapeSequences(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A member's name in an object: a bare word where that means the same. */
function objectKey(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) && !KEYWORDS.has(name) ? name : quoted(name);
}

const KEYWORDS = new Set(['for', 'true', 'false', 'null']);

export function deeper<T extends Indent>(indent: T): T {
  return { ...indent, base: indent.base + indent.step };
}

export function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}
