import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { SourceFile } from '../../hcl/source.ts';
import { describeError } from '../../terraform/source-tree.ts';
import { suggest } from '../suggest.ts';
import type { ConfigNode } from './node.ts';
import { ConfigError, type ConfigProblem, keyText } from './problem.ts';
import { readJsonConfig } from './read-json.ts';
import { readYamlConfig } from './read-yaml.ts';
import { BASES, type Base } from './schema.ts';

/** What a configuration is made of: presets and files, in the order in which later ones count more. */
export type ConfigLayer = PresetLayer | FileLayer;

export interface PresetLayer {
  readonly kind: 'preset';
  readonly name: Base;
  /** Where it is named. */
  readonly at: ConfigNode;
}

export interface FileLayer {
  readonly kind: 'file';
  /** What reports call it. */
  readonly file: string;
  /** Absolute; what its own paths are relative to. */
  readonly directory: string;
  /** Null when nothing is in it. */
  readonly root: ConfigNode | null;
}

/** A plug-in as a file names it, and the folder of that file. */
export interface NamedPlugin {
  readonly name: string;
  readonly from: string;
}

/**
 * Reads a configuration file and what it extends.
 *
 * @param display what to call a file
 * @throws ConfigError when a file cannot be read or is not in its format, and when files extend each other in a circle
 */
export function readLayers(path: string, display: (path: string) => string): readonly ConfigLayer[] {
  const problems: ConfigProblem[] = [];
  const layers = layersOf(path, null, [], { display, problems });
  if (problems.length > 0) throw new ConfigError(problems);
  return layers;
}

/** The plug-ins that a configuration names, as far as it is right: they are loaded before all of it is checked. */
export function pluginsOf(layers: readonly ConfigLayer[]): readonly NamedPlugin[] {
  return layers.flatMap((layer) =>
    textsUnder(layer, 'plugins').map((name) => ({ name, from: layer.kind === 'file' ? layer.directory : '' })),
  );
}

/** The patterns of what a configuration excludes, likewise: whether it matters at all depends on them. */
export function excludedBy(layers: readonly ConfigLayer[]): readonly string[] {
  return layers.flatMap((layer) => textsUnder(layer, 'exclude'));
}

function textsUnder(layer: ConfigLayer, key: string): readonly string[] {
  if (layer.kind !== 'file' || layer.root?.kind !== 'map') return [];
  return textsIn(layer.root.entries.get(key)?.value).map(({ text }) => text);
}

/** More of it is no configuration. */
const MOST_BYTES = 1_000_000;

interface Reading {
  readonly display: (path: string) => string;
  readonly problems: ConfigProblem[];
}

/** @param named where another file names it, by which keys; null for the first */
function layersOf(
  path: string,
  named: { readonly node: ConfigNode; readonly key: string } | null,
  above: readonly string[],
  reading: Reading,
): readonly ConfigLayer[] {
  const { display, problems } = reading;
  const blame = (message: string): readonly ConfigLayer[] => {
    const place = named?.node.place ?? null;
    problems.push({ place, file: place?.file.path ?? display(path), key: named?.key ?? '', message });
    return [];
  };
  if (above.includes(path)) {
    const circle = [...above.slice(above.indexOf(path)), path].map(display).join(' -> ');
    return blame(`These files extend each other in a circle: ${circle}. Take one of them out.`);
  }
  const what = named === null ? 'The configuration' : display(path);
  let bytes: Buffer;
  try {
    const found = statSync(path);
    if (found.isDirectory()) return blame(`${what} cannot be read: it is a directory. Name a file.`);
    if (found.size > MOST_BYTES) return blame(`${what} is too large: it has more than a megabyte. Shorten it.`);
    // Reading a pipe would wait for somebody to write to it.
    if (!found.isFile()) return blame(`${what} cannot be read: it is no regular file. Name a file.`);
    bytes = readFileSync(path);
  } catch (error) {
    return blame(`${what} cannot be read: ${describeError(error)}. Check the path.`);
  }
  const file = new SourceFile(display(path), bytes.toString('utf8'));
  const text = path.endsWith('.json') ? readJsonConfig(file) : readYamlConfig(file);
  problems.push(...text.problems);
  const layer: FileLayer = { kind: 'file', file: file.path, directory: dirname(path), root: text.root };
  const inside = { ...reading, above: [...above, path] };
  return [...extendedBy(layer, inside), layer];
}

function extendedBy(
  { root, directory }: FileLayer,
  reading: Reading & { readonly above: readonly string[] },
): readonly ConfigLayer[] {
  if (root?.kind !== 'map') return [];
  const value = root.entries.get('extends')?.value;
  const single = value?.kind === 'scalar';
  return textsIn(value).flatMap(({ text, node }, index): readonly ConfigLayer[] => {
    const key = keyText(single ? ['extends'] : ['extends', index]);
    const preset = BASES.find((base) => base === text);
    if (preset !== undefined) return [{ kind: 'preset', name: preset, at: node }];
    if (/[/\\]|\.(?:ya?ml|json)$/.test(text)) {
      return layersOf(resolve(directory, text), { node, key }, reading.above, reading);
    }
    const like = suggest(text, BASES);
    const hint = like === null ? ` There are ${BASES.join(', ')}.` : ` Did you mean ${like}?`;
    const message = `There is no preset ${JSON.stringify(text)}.${hint} A file is named by its path, such as ./base.yaml.`;
    reading.problems.push({ place: node.place, file: node.place.file.path, key, message });
    return [];
  });
}

/** A text, or the texts of a list; what is neither is told when the file is held against the schema. */
function textsIn(node: ConfigNode | undefined): readonly { readonly text: string; readonly node: ConfigNode }[] {
  const items = node === undefined ? [] : node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' && item.value !== ''
      ? [{ text: item.value, node: item }]
      : [],
  );
}
