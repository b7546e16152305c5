import type { Document, LineCounter, YAMLMap } from 'yaml';
import { yaml } from '../../hcl/lazy.ts';
import { didYouMean } from '../suggest.ts';
import { type BaselineEntry, keyOf } from './entry.ts';

/** A baseline that cannot be read: its file and line, what is wrong and what to do. */
export class BaselineError extends Error {}

const REPAIR = 'Mend the line, or write the file anew with --update-baseline.';
const KEYS = ['rule', 'root', 'resource', 'file', 'count'] as const;

/**
 * Reads the text of a baseline file.
 *
 * @param name what the user calls the file
 * @throws BaselineError
 */
export function readBaseline(text: string, name: string): readonly BaselineEntry[] {
  return new Reader(text, name).entries();
}

class Reader {
  readonly #name: string;
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;

  constructor(text: string, name: string) {
    const { LineCounter: Lines, parseDocument } = yaml();
    this.#name = name;
    this.#lines = new Lines();
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
  }

  entries(): readonly BaselineEntry[] {
    const { isMap, isSeq } = yaml();
    const [error] = this.#document.errors;
    if (error !== undefined) throw this.#problem(error.pos[0], `it is not valid YAML: ${firstLine(error.message)}`);
    const root = this.#document.contents;
    if (!isMap(root)) throw this.#problem(0, 'it is no baseline: it has no "version" and "findings"');
    this.#onlyKeys(root, ['version', 'findings']);
    const version: unknown = root.get('version');
    if (version !== 1) {
      throw this.#problem(
        offsetOf(root.get('version', true)),
        `its version is ${JSON.stringify(version) ?? 'missing'}, and this ecrlint knows version 1`,
      );
    }
    const findings = root.get('findings', true);
    if (!isSeq(findings)) throw this.#problem(offsetOf(findings), '"findings" is not a list');

    const seen = new Set<string>();
    return findings.items.map((item) => {
      if (!isMap(item)) throw this.#problem(offsetOf(item), 'this entry has no "rule" and "resource"');
      const entry = this.#entry(item);
      if (seen.has(keyOf(entry))) throw this.#problem(offsetOf(item), 'this entry is there twice');
      seen.add(keyOf(entry));
      return entry;
    });
  }

  #entry(item: YAMLMap): BaselineEntry {
    this.#onlyKeys(item, KEYS);
    const rule = this.#text(item, 'rule') ?? this.#missing(item, 'rule');
    const count = this.#count(item);
    const [root, resource, file] = [this.#text(item, 'root'), this.#text(item, 'resource'), this.#text(item, 'file')];
    if (file !== null) {
      if (root === null && resource === null) return { rule, file, count };
      throw this.#problem(offsetOf(item), 'this entry has a "file" beside a "root" or "resource"');
    }
    return { rule, root, resource: resource ?? this.#missing(item, 'resource'), count };
  }

  #text(item: YAMLMap, key: (typeof KEYS)[number]): string | null {
    const value = item.get(key);
    if (value === undefined) return null;
    if (typeof value === 'string' && value !== '') return value;
    throw this.#problem(offsetOf(item.get(key, true)), `"${key}" is not a text`);
  }

  #count(item: YAMLMap): number {
    const count = item.get('count') ?? 1;
    if (typeof count === 'number' && Number.isInteger(count) && count > 0) return count;
    throw this.#problem(offsetOf(item.get('count', true)), '"count" is not a number from 1');
  }

  #onlyKeys(map: YAMLMap, known: readonly string[]): void {
    for (const { key } of map.items) {
      const name = String(yaml().isScalar(key) ? key.value : key);
      if (!known.includes(name))
        throw this.#problem(offsetOf(key), `there is no key "${name}".${didYouMean(name, known)}`);
    }
  }

  #missing(item: YAMLMap, key: string): never {
    throw this.#problem(offsetOf(item), `this entry has no "${key}"`);
  }

  #problem(offset: number, what: string): BaselineError {
    const { line } = this.#lines.linePos(offset);
    return new BaselineError(
      `The baseline cannot be used. ${this.#name}:${line}: ${what.replace(/\.$/, '')}. ${REPAIR}`,
    );
  }
}

/** Where a node starts; at the top where there is none. */
function offsetOf(node: unknown): number {
  return yaml().isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  return line;
}
