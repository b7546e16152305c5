import { type JsonValue, parseJsonText } from '../../hcl/json-reader.ts';
import type { SourceFile } from '../../hcl/source.ts';
import type { ConfigEntry, ConfigNode } from './node.ts';
import { type ConfigProblem, keyText } from './problem.ts';
import type { ConfigText } from './read-yaml.ts';

/** Reads a configuration in JSON. Never throws. */
export function readJsonConfig(file: SourceFile): ConfigText {
  if (/^\s*$/.test(file.text)) return { root: null, problems: [] };
  const { root, errors } = parseJsonText(file);
  const problems: ConfigProblem[] = errors.map((place) => ({
    place,
    file: file.path,
    key: '',
    message: `This is not valid JSON: ${place.message}`,
  }));
  return { root: problems.length > 0 ? null : nodeOf(root, [], problems), problems };
}

function nodeOf(value: JsonValue, path: readonly (string | number)[], problems: ConfigProblem[]): ConfigNode {
  const place = { file: value.file, start: value.start, end: value.end };
  switch (value.kind) {
    case 'object': {
      const entries = new Map<string, ConfigEntry>();
      for (const { name, nameStart, nameEnd, value: inner } of value.properties) {
        const key = { file: value.file, start: nameStart, end: nameEnd };
        const inside = [...path, name];
        if (entries.has(name)) {
          const message = 'This key is there twice. Keep one of them.';
          problems.push({ place: key, file: value.file.path, key: keyText(inside), message });
        }
        entries.set(name, { key, value: nodeOf(inner, inside, problems) });
      }
      return { kind: 'map', entries, place };
    }
    case 'array':
      return { kind: 'list', items: value.items.map((item, at) => nodeOf(item, [...path, at], problems)), place };
    case 'null':
    case 'invalid':
      return { kind: 'scalar', value: null, place };
    default:
      return { kind: 'scalar', value: value.value, place };
  }
}
