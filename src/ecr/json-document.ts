import { type JsonObject, type JsonString, type JsonValue, parseJsonText } from '../hcl/json-reader.ts';
import { type Place, SourceFile } from '../hcl/source.ts';
import { numberFromText } from '../terraform/number.ts';
import {
  bool,
  elementOf,
  mapping,
  nullValue,
  number,
  type Reason,
  type StringValue,
  sequence,
  string,
  type TextPiece,
  type UnknownValue,
  unknown,
  type Value,
} from '../terraform/value.ts';
import { type FlatText, flatten, HOLE } from './flat-text.ts';
import { plainJson } from './plain-json.ts';

/** A string argument read as JSON. */
export type JsonReading =
  /** Parts of it may be unknown. Every part has the place where it is written, as exactly as that is known. */
  | { readonly kind: 'known'; readonly value: Value }
  /** `message` is a clause. */
  | { readonly kind: 'invalid'; readonly message: string; readonly place: Place | null }
  | { readonly kind: 'unknown'; readonly reason: Reason };

/**
 * Reads the value of an argument that takes JSON: what `jsonencode` or a data source encoded, else the text itself,
 * wherever it was written. Never throws.
 */
export function readJson(value: Value): JsonReading {
  if (value.kind !== 'string' && value.kind !== 'unknown') {
    return { kind: 'invalid', message: 'it is no string', place: value.origin };
  }
  const encoded = value.text?.encoded ?? null;
  if (encoded !== null) return { kind: 'known', value: elementOf(value, encoded) };
  if (value.kind === 'unknown' && value.text?.pieces == null) return { kind: 'unknown', reason: value.reason };

  const isPlain = value.kind === 'string' && value.text === null && value.origin === null;
  const plain = isPlain ? plainJson(value.value) : null;
  if (plain !== null) return { kind: 'known', value: elementOf(value, plain) };

  const flat = flatten(value);
  const { root, errors } = parseJsonText(new SourceFile('', flat.text));
  const [error] = errors;
  if (error === undefined) return { kind: 'known', value: elementOf(value, new Converter(flat).convert(root)) };
  // An unknown part may stand for anything, also for what would make the rest valid.
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason };
  const message = flat.text.trim() === '' ? 'it is empty' : lowerFirst(error.message);
  return { kind: 'invalid', message, place: flat.place(error.start, error.end) ?? value.origin };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Turns what was read of a flattened text into values that know where they are really written. */
class Converter {
  readonly #flat: FlatText;
  readonly #interpolated = new Map<string, StringValue | UnknownValue>();

  constructor(flat: FlatText) {
    this.#flat = flat;
    for (const { start, end, value } of flat.values) {
      const key = `${start}-${end}`;
      if (!this.#interpolated.has(key)) this.#interpolated.set(key, value);
    }
  }

  convert(node: JsonValue): Value {
    const whole = this.#interpolated.get(`${node.start}-${node.end}`);
    if (whole?.text?.encoded != null) return elementOf(whole, whole.text.encoded);
    const at = { origin: this.#flat.place(node.start, node.end) };
    switch (node.kind) {
      case 'object':
        return this.#object(node, at.origin);
      case 'array':
        return sequence(
          'tuple',
          node.items.map((item) => this.convert(item)),
          at,
        );
      case 'string':
        // A hole that stands for a whole value, with the quotes it was given.
        return whole?.kind === 'unknown' ? whole : this.#string(node, at.origin);
      case 'number':
        return numberFromText(node.text, at) ?? number(node.value, at);
      case 'boolean':
        return bool(node.value, at);
      case 'null':
      case 'invalid':
        return nullValue(at);
    }
  }

  /** Of properties with the same name the last one counts, as in Go. */
  #object({ properties }: JsonObject, origin: Place | null): Value {
    const entries = new Map<string, Value>();
    let rest: Reason | null = null;
    for (const property of properties) {
      const hole = property.name.includes(HOLE) ? this.#holeIn(property.nameStart, property.nameEnd) : null;
      if (hole === null) entries.set(property.name, this.convert(property.value));
      else rest ??= hole.reason;
    }
    return mapping('object', entries, { origin }, rest);
  }

  #string({ value, start, end }: JsonString, origin: Place | null): Value {
    const interpolated = this.#interpolated.get(`${start + 1}-${end - 1}`);
    if (interpolated?.kind === 'unknown') return interpolated;
    if (interpolated?.kind === 'string') {
      return interpolated.value === value ? interpolated : string(value, interpolated);
    }
    const hole = value.includes(HOLE) ? this.#holeIn(start, end) : null;
    if (hole === null) return string(value, { origin });
    const detail = { pieces: this.#pieces(start + 1, end - 1), encoded: null };
    return unknown(hole.reason, { origin }, { type: { kind: 'string' }, text: detail });
  }

  #holeIn(start: number, end: number): UnknownValue | null {
    for (let at = start; at < end; at++) {
      const hole = this.#flat.holes.get(at);
      if (hole !== undefined) return hole;
    }
    return null;
  }

  /** The known and unknown parts of a string's content. */
  #pieces(start: number, end: number): TextPiece[] {
    const pieces: TextPiece[] = [];
    let from = start;
    for (let at = start; at <= end; at++) {
      const hole = at === end ? null : this.#flat.holes.get(at);
      if (hole === undefined) continue;
      if (at > from) {
        const text = decoded(this.#flat.text.slice(from, at));
        pieces.push({ kind: 'value', value: string(text, { origin: this.#flat.place(from, at) }) });
      }
      if (hole !== null) pieces.push({ kind: 'value', value: hole });
      from = at + 1;
    }
    return pieces;
  }
}

/** A stretch of a JSON string's content without its escapes. */
function decoded(content: string): string {
  const root = parseJsonText(new SourceFile('', `"${content}"`)).root;
  return root.kind === 'string' ? root.value : content;
}
