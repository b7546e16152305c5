import type { Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { yaml } from '../../hcl/lazy.ts';
import type { SourceFile } from '../../hcl/source.ts';
import { fileOf } from '../decoded-places.ts';
import { throughJson } from '../json-value.ts';
import { formatNumber } from '../number.ts';
import { mapping, marked, type Provenance, sequence, type Value } from '../value.ts';
import type { Call } from './call.ts';
import { resolveScalar } from './yaml-scalar.ts';

/** How deep a document may be nested. */
const MAX_DEPTH = 500;

/** `yamldecode`. JSON is YAML too, so what `jsonencode` was given comes back with its places. */
export function yamlDecode(call: Call): Value {
  const argument = call.arg(0);
  if (argument.kind === 'unknown' || argument.kind === 'string') {
    const encoded = argument.text?.encoded ?? null;
    if (encoded !== null) return marked(throughJson(encoded), argument.marks);
  }
  if (argument.kind === 'unknown') return call.unknownAs(argument);
  // YAML 1.1 ends lines with this character too.
  const text = call.text(0).replaceAll('\u0085', '\n');
  const documents = yaml().parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  const [document, ...others] = 'empty' in documents ? [] : documents;
  if (document === undefined) return call.invalid('missing start of document');
  const [error] = document.errors;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: YAML excludes exactly these
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return call.invalid('control characters are not allowed');
  if (error !== undefined) return call.invalid(error.message.split('\n')[0] ?? 'the YAML is not valid');
  if (others.length > 0) return call.invalid('unexpected extra content after value');
  if (document.contents === null && !text.includes('---')) return call.invalid('missing start of document');
  const result = new Reader(call, document).read();
  return typeof result === 'string' ? call.invalid(result) : result;
}

/** Values of the nodes of one document; a string says what is wrong. */
class Reader {
  readonly #call: Call;
  readonly #document: Document.Parsed;
  readonly #length: number;
  readonly #endsWithNewline: boolean;
  /** Where the text is written, for values to have their places there. */
  readonly #file: SourceFile | null;
  /** What anchors stand for, so that repeated references cost nothing. */
  readonly #values = new Map<Node, Value>();
  /** Nodes being read, which must not refer to themselves. */
  readonly #open = new Set<Node>();

  constructor(call: Call, document: Document.Parsed) {
    this.#call = call;
    this.#document = document;
    this.#length = call.text(0).length;
    this.#endsWithNewline = call.text(0).endsWith('\n');
    this.#file = fileOf(call.stringValue(0), /\.ya?ml$/i);
  }

  read(): Value | string {
    return this.node(this.#document.contents, 0);
  }

  private node(node: Node | null, depth: number): Value | string {
    if (depth > MAX_DEPTH) return 'the document is nested too deeply';
    const { isAlias, isMap, isScalar, isSeq } = yaml();
    if (node === null) return resolveScalar({ source: '', isPlain: true, tag: null }, this.#call.at);
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (target === undefined) return `reference to undefined anchor "${node.source}"`;
      if (this.#open.has(target)) return `cannot refer to anchor "${node.source}" from inside its own definition`;
      return this.node(target, depth);
    }
    const known = this.#values.get(node);
    if (known !== undefined) return known;
    this.#open.add(node);
    let value: Value | string = 'a node of this kind is not understood';
    if (isScalar(node)) value = this.scalar(node);
    else if (isMap(node)) value = this.map(node, depth);
    else if (isSeq(node)) value = this.sequence(node, depth);
    this.#open.delete(node);
    if (typeof value !== 'string') this.#values.set(node, value);
    return value;
  }

  private scalar(node: Scalar): Value | string {
    let source = typeof node.value === 'string' ? node.value : (node.source ?? '');
    // A block that ends with the document has no line ending to keep when the document has none.
    const isLast = node.type?.startsWith('BLOCK') === true && node.range?.[1] === this.#length;
    if (isLast && !this.#endsWithNewline) source = source.replace(/\n$/, '');
    return resolveScalar({ source, isPlain: node.type === 'PLAIN', tag: node.tag ?? null }, this.at(node));
  }

  private at({ range }: Node): Provenance {
    const file = this.#file;
    if (file === null || range == null) return this.#call.at;
    return { ...this.#call.at, origin: { file, start: range[0], end: range[1] } };
  }

  private sequence(node: YAMLSeq, depth: number): Value | string {
    const { items: nodes, tag } = node;
    if (tag !== undefined && tag !== 'tag:yaml.org,2002:seq') return `unsupported tag "${tag}"`;
    const items: Value[] = [];
    for (const item of nodes) {
      const value = this.node(asNode(item), depth + 1);
      if (typeof value === 'string') return value;
      items.push(value);
    }
    return sequence('tuple', items, this.at(node));
  }

  private map(node: YAMLMap, depth: number): Value | string {
    if (node.tag !== undefined && node.tag !== 'tag:yaml.org,2002:map') return `unsupported tag "${node.tag}"`;
    const entries = new Map<string, Value>();
    for (const pair of node.items) {
      const value = this.node(asNode(pair.value), depth + 1);
      if (typeof value === 'string') return value;
      if (isMergeKey(pair)) {
        if (!('entries' in value)) return `cannot merge ${value.kind} into mapping`;
        for (const [key, merged] of value.entries) entries.set(key, merged);
        continue;
      }
      const key = this.key(pair, depth);
      if (key.kind === 'problem') return key.message;
      entries.set(key.text, value);
    }
    return mapping('object', entries, this.at(node));
  }

  private key(pair: Pair, depth: number): { kind: 'key'; text: string } | { kind: 'problem'; message: string } {
    const key = this.node(asNode(pair.key), depth + 1);
    if (typeof key === 'string') return { kind: 'problem', message: key };
    switch (key.kind) {
      case 'string':
        return { kind: 'key', text: key.value };
      case 'number':
        return { kind: 'key', text: formatNumber(key) };
      case 'bool':
        return { kind: 'key', text: String(key.value) };
      case 'null':
        return { kind: 'problem', message: 'mapping key cannot be null' };
      default:
        return { kind: 'problem', message: 'only strings are allowed as mapping keys' };
    }
  }
}

function asNode(given: unknown): Node | null {
  return yaml().isNode(given) ? given : null;
}

function isMergeKey(pair: Pair): boolean {
  const { key } = pair;
  return yaml().isScalar(key) && key.type === 'PLAIN' && key.value === '<<' && key.tag === undefined;
}
