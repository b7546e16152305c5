import { type JsonValue, parseJsonText } from '../../hcl/json-reader.ts';
import { BYTE_ORDER_MARK, SourceFile } from '../../hcl/source.ts';
import type { ConfigEntry, ConfigNode } from './node.ts';
import { type ConfigProblem, keyText } from './problem.ts';
import type { ConfigText } from './read-yaml.ts';

/** Reads a configuration in JSON. Never throws. */
export function readJsonConfig(file: SourceFile): ConfigText {
  if (/^\s*$/.test(file.text)) return { root: null, problems: [] };
  // A byte order mark is no JSON; a space in its place leaves everything where it is.
  const isMarked = file.text.charCodeAt(0) === BYTE_ORDER_MARK;
  const { root, errors } = parseJsonText(isMarked ? new SourceFile(file.path, ` ${file.text.slice(1)}`) : file);
  const [error] = errors;
  if (error !== undefined) {
    const place = { file, start: error.start, end: error.end };
    return {
      root: null,
      problems: [{ place, file: file.path, key: '', message: `This is not valid JSON: ${error.message}.` }],
    };
  }
  const problems: ConfigProblem[] = [];
  return { root: nodeOf(root, file, [], problems), problems };
}

function nodeOf(
  value: JsonValue,
  file: SourceFile,
  path: readonly (string | number)[],
  problems: ConfigProblem[],
): ConfigNode {
  const place = { file, start: value.start, end: value.end };
  switch (value.kind) {
    case 'object': {
      const entries = new Map<string, ConfigEntry>();
      for (const { name, nameStart, nameEnd, value: inner } of value.properties) {
        const key = { file, start: nameStart, end: nameEnd };
        const inside = [...path, name];
        if (entries.has(name)) {
          const message = 'This key is there twice. Keep one of them.';
          problems.push({ place: key, file: file.path, key: keyText(inside), message });
        }
        entries.set(name, { key, value: nodeOf(inner, file, inside, problems) });
      }
      return { kind: 'map', entries, place };
    }
    case 'array':
      return { kind: 'list', items: value.items.map((item, at) => nodeOf(item, file, [...path, at], problems)), place };
    case 'null':
    case 'invalid':
      return { kind: 'scalar', value: null, place };
    default:
      return { kind: 'scalar', value: value.value, place };
  }
}
