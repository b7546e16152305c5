import { type JsonValue, parseJsonText } from '../hcl/json-reader.ts';
import type { SourceFile } from '../hcl/source.ts';
import type { StringValue, Value } from './value.ts';

/** The file that a string is the text of, as `file` gives it, if its name ends in one of some endings; else null. */
export function fileOf({ value, text }: StringValue, endings: RegExp): SourceFile | null {
  const [piece, ...others] = text?.pieces ?? [];
  if (piece?.kind !== 'file' || others.length > 0) return null;
  const { file } = piece;
  return file.text === value && endings.test(file.path) ? file : null;
}

/** What was decoded from the text of a file in JSON, with the place where each part of it is written there. */
export function placedInJson(decoded: Value, file: SourceFile): Value {
  const { root, errors } = parseJsonText(file);
  return errors.length === 0 ? placed(decoded, root) : decoded;
}

function placed(value: Value, node: JsonValue): Value {
  const origin = { file: node.file, start: node.start, end: node.end };
  if ('items' in value && node.kind === 'array') {
    const items = value.items.map((item, index) => placed(item, node.items[index] ?? node));
    return { ...value, origin, items };
  }
  if ('entries' in value && node.kind === 'object') {
    // Of properties with one name, the last one counts.
    const written = new Map(node.properties.map((property) => [property.name, property.value]));
    const entries = Array.from(
      value.entries,
      ([name, entry]) => [name, placed(entry, written.get(name) ?? node)] as const,
    );
    return { ...value, origin, entries: new Map(entries) };
  }
  return { ...value, origin };
}
