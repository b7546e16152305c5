import type { Alias, Document, Node, Pair, Scalar, YAMLError, YAMLMap } from 'yaml';
import { yaml } from '../../hcl/lazy.ts';
import type { Place, SourceFile } from '../../hcl/source.ts';
import type { ConfigEntry, ConfigNode } from './node.ts';
import { type ConfigProblem, keyText } from './problem.ts';

/** More than any honest configuration has, with what its aliases stand for. */
const MOST_NODES = 20_000;
const MOST_ALIASES = 200;
const MOST_DEPTH = 40;

/** A configuration that was read: null when there is nothing in it. Where there are problems, it is not to be used. */
export interface ConfigText {
  readonly root: ConfigNode | null;
  readonly problems: readonly ConfigProblem[];
}

/** Reads a configuration in YAML 1.2. Never throws. */
export function readYamlConfig(file: SourceFile): ConfigText {
  const document = yaml().parseDocument(file.text, { prettyErrors: false });
  const [first] = document.errors;
  if (first !== undefined) {
    // What a parser says after its first error is seldom worth reading, but each key that is there twice is.
    const shown = document.errors.every(({ code }) => code === 'DUPLICATE_KEY') ? document.errors : [first];
    return { root: null, problems: shown.map((error) => problemOf(error, document, file)) };
  }
  const tags = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED');
  if (tags.length > 0) return { root: null, problems: tags.map(({ pos }) => tagProblem(pos, file)) };
  const { contents } = document;
  if (contents === null) return { root: null, problems: [] };
  const reader = new YamlReader(file, (alias) => alias.resolve(document));
  const root = reader.read(contents, []);
  if (root.kind === 'scalar' && root.value === null) return { root: null, problems: reader.problems };
  return { root, problems: reader.problems };
}

class YamlReader {
  readonly problems: ConfigProblem[] = [];
  readonly #file: SourceFile;
  readonly #resolve: (alias: Alias) => Node | undefined;
  #nodes = 0;
  #aliases = 0;
  #isTooMuch = false;

  constructor(file: SourceFile, resolve: (alias: Alias) => Node | undefined) {
    this.#file = file;
    this.#resolve = resolve;
  }

  read(node: unknown, path: readonly (string | number)[], at?: Place): ConfigNode {
    const { isAlias, isMap, isNode, isScalar, isSeq } = yaml();
    const place = at ?? (isNode(node) ? this.#placeOf(node) : this.#whole());
    const nothing: ConfigNode = { kind: 'scalar', value: null, place };
    this.#nodes++;
    if (isAlias(node)) this.#aliases++;
    if (this.#nodes > MOST_NODES || this.#aliases > MOST_ALIASES || path.length > MOST_DEPTH) {
      const message = 'There is too much in this file, counting what its aliases stand for. Write it plainly.';
      if (!this.#isTooMuch) this.#blame(place, [], message);
      this.#isTooMuch = true;
      return nothing;
    }
    if (isAlias(node)) {
      const target = this.#resolve(node);
      if (target !== undefined) return this.read(target, path, place);
      const text = JSON.stringify(`*${node.source}`);
      const message = `There is no anchor &${node.source} before this alias. Text that begins with * needs quotes: ${text}.`;
      this.#blame(place, path, message);
      return nothing;
    }
    if (isMap(node)) return { kind: 'map', entries: this.#entries(node, path), place };
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item, index) => this.read(item, [...path, index])), place };
    }
    return isScalar(node) ? this.#scalar(node, place) : nothing;
  }

  #scalar({ value, source }: Scalar, place: Place): ConfigNode {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', value, place };
    }
    return { kind: 'scalar', value: source ?? String(value), place };
  }

  #entries(map: YAMLMap, path: readonly (string | number)[]): ReadonlyMap<string, ConfigEntry> {
    const entries = new Map<string, ConfigEntry>();
    const merged: Pair[] = [];
    for (const pair of map.items) {
      const key = this.#keyOf(pair, path);
      if (key === null) continue;
      if (key.name === '<<') merged.push(pair);
      else entries.set(key.name, { key: key.place, value: this.read(pair.value, [...path, key.name]) });
    }
    for (const pair of merged) this.#mergeInto(entries, pair, path);
    return entries;
  }

  /** `<<: *anchor`: what the map does not say itself. */
  #mergeInto(entries: Map<string, ConfigEntry>, { value }: Pair, path: readonly (string | number)[]): void {
    const source = this.read(value, path);
    const sources = source.kind === 'list' ? source.items : [source];
    for (const one of sources) {
      if (one.kind !== 'map') {
        this.#blame(one.place, path, 'Only a map, or a list of maps, can be merged with <<. Name the anchor of one.');
        continue;
      }
      for (const [name, entry] of one.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  #keyOf({ key }: Pair, path: readonly (string | number)[]): { readonly name: string; readonly place: Place } | null {
    const { isNode, isScalar } = yaml();
    const place = isNode(key) ? this.#placeOf(key) : this.#whole();
    if (isScalar(key) && (typeof key.value !== 'object' || key.source !== undefined)) {
      return { name: typeof key.value === 'string' ? key.value : (key.source ?? String(key.value)), place };
    }
    this.#blame(place, path, 'A key must be a word, not a list, a map or nothing.');
    return null;
  }

  #placeOf({ range }: Node): Place {
    const [start, end] = range ?? [0, 0];
    return { file: this.#file, start, end };
  }

  #whole(): Place {
    return { file: this.#file, start: 0, end: 0 };
  }

  #blame(place: Place, path: readonly (string | number)[], message: string): void {
    this.problems.push({ place, file: this.#file.path, key: keyText(path), message });
  }
}

/** Mistakes that are often made, in other words than the parser's. */
const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'YAML does not allow tabs for indentation. Indent with spaces.',
  MULTILINE_IMPLICIT_KEY:
    'A key must end with a colon and a space on its own line. Check the colon, and the indentation.',
  BLOCK_AS_IMPLICIT_KEY:
    'A second key stands where a value should be. Put it on a line of its own, indented like its neighbours, or quote the value.',
  BLOCK_IN_FLOW: 'Between braces or brackets, entries are separated by commas. Add the one that is missing.',
  BAD_INDENT: 'This is indented otherwise than what stands beside it. Let all keys of a map begin in one column.',
  MULTIPLE_DOCS: 'There is a second YAML document in this file. Keep one, and leave out the --- between them.',
  RESOURCE_EXHAUSTION: 'Lists and maps are nested too deeply in this file. Write it plainly.',
  DUPLICATE_KEY: 'This key is there twice. Keep one of them.',
};

function problemOf(error: YAMLError, document: Document.Parsed, file: SourceFile): ConfigProblem {
  const [start, end] = error.pos;
  const place = { file, start, end };
  const open = /^Flow .* end with a (.)$/.exec(error.message)?.[1];
  if (open !== undefined) {
    const what = open === ']' ? 'A list that begins with [' : 'A map that begins with {';
    return { place, file: file.path, key: '', message: `${what} is not closed before this. Add the ${open}.` };
  }
  if (/^Missing closing .quote$/.test(error.message)) {
    const message = 'The string that begins here is not closed. Add the quote at its end.';
    return { place: lastString(document, file) ?? place, file: file.path, key: '', message };
  }
  const message =
    SENTENCES[error.code] ??
    `This is not valid YAML: ${error.message.replace(/\.$/, '')}. Check the indentation, and put text with special characters in quotes.`;
  return { place, file: file.path, key: error.code === 'DUPLICATE_KEY' ? wordAt(file.text, start) : '', message };
}

function tagProblem([start, end]: readonly [number, number], file: SourceFile): ConfigProblem {
  const tag = file.text.slice(start, end);
  const message = `The tag ${tag} means nothing here. Leave it out. Text that begins with ! needs quotes: ${JSON.stringify(tag)}.`;
  return { place: { file, start, end }, file: file.path, key: '', message };
}

/** The string in quotes that begins last. */
function lastString(document: Document.Parsed, file: SourceFile): Place | null {
  let last: Place | null = null;
  yaml().visit(document, {
    Scalar(_key, { type, range }) {
      if (range != null && (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE')) {
        last = { file, start: range[0], end: range[1] };
      }
    },
  });
  return last;
}

function wordAt(text: string, start: number): string {
  return keyText([/^["']?([^"':\s]*)/.exec(text.slice(start, start + 80))?.[1] ?? '']);
}
