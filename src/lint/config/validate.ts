import type { BaseIssue, GenericSchema } from 'valibot';
import { valibot } from '../../hcl/lazy.ts';
import { suggest } from '../suggest.ts';
import { type ConfigNode, type ConfigPath, dataOf, nodeAt, placeAt } from './node.ts';
import { type ConfigProblem, keyText } from './problem.ts';
import type { Config, configSchema } from './schema.ts';
import { describeSchema, keysOf, schemaAt, takesLists, takesMaps, wordsOf } from './schema-words.ts';

/** What a configuration says, or what is wrong with it. */
export type Validation =
  | { readonly kind: 'valid'; readonly config: Config }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

/**
 * Holds a configuration against the schema.
 *
 * @param unknownRule what to say of a rule that the schema does not have, besides its like: a sentence or nothing
 */
export function validateConfig(
  root: ConfigNode,
  schema: ReturnType<typeof configSchema>,
  unknownRule: (name: string) => string | null,
): Validation {
  const { safeParse } = valibot();
  const result = safeParse(schema, dataOf(root));
  const oddities = oddNodes(root, schema, []);
  if (result.success && oddities.length === 0) return { kind: 'valid', config: result.output };
  const file = root.place.file.path;
  const problems = (result.issues ?? [])
    .flatMap((issue) => flatten(issue, []))
    .filter(({ issue }) => !isUnknownKey(issue))
    .map(({ issue, path }) => ({
      place: placeOf(root, issue, path),
      file,
      key: keyText(path),
      message: describeIssue(root, schema, issue, path),
    }));
  const others = oddities.map(({ path, node, known }) => ({
    place: node?.place ?? placeAt(root, path),
    file,
    key: keyText(path),
    message: node === null ? describeUnknown(path, known, unknownRule) : describeMisfit(root, path, 'a map', []),
  }));
  return { kind: 'invalid', problems: sorted([...problems, ...others]) };
}

/**
 * What valibot does not tell: of unknown keys it tells only the first of each object, and lists pass for objects with it.
 */
function oddNodes(node: ConfigNode, schema: GenericSchema, path: ConfigPath): OddNode[] {
  const here = schemaAt(schema, path);
  if (here === null) return [];
  const known = keysOf(here);
  if (node.kind === 'list') {
    if (!takesLists(here)) return takesMaps(here) ? [{ path, node, known }] : [];
    return node.items.flatMap((item, index) => oddNodes(item, schema, [...path, index]));
  }
  if (node.kind !== 'map' || !takesMaps(here)) return [];
  const isOpen = known.length === 0;
  return [...node.entries].flatMap(([key, { value }]) => {
    const inside = [...path, key];
    return isOpen || known.includes(key) ? oddNodes(value, schema, inside) : [{ path: inside, node: null, known }];
  });
}

interface OddNode {
  readonly path: ConfigPath;
  /** A list where none may be; null for an unknown key. */
  readonly node: ConfigNode | null;
  /** The keys that may be there. */
  readonly known: readonly string[];
}

interface FlatIssue {
  readonly issue: BaseIssue<unknown>;
  readonly path: ConfigPath;
}

/** Of several forms that a value may have, what is wrong with the one that was tried; else the value as a whole. */
function flatten(issue: BaseIssue<unknown>, outer: ConfigPath): FlatIssue[] {
  const path = [...outer, ...(issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))];
  const inner = (issue.issues ?? []).filter((one) => (one.path ?? []).length > 0);
  if (inner.length === 0) return [{ issue, path }];
  return inner.flatMap((one) => flatten(one, path));
}

function isUnknownKey(issue: BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function isMissingKey(issue: BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.received === 'undefined' && issue.path?.at(-1)?.origin === 'key';
}

function placeOf(root: ConfigNode, issue: BaseIssue<unknown>, path: ConfigPath): ConfigProblem['place'] {
  if (isMissingKey(issue)) return nodeAt(root, path.slice(0, -1))?.value.place ?? root.place;
  const found = nodeAt(root, path);
  // What is left out has no place of its own.
  if (found?.value.kind === 'scalar' && found.value.value === null) return placeAt(root, path);
  return found?.value.place ?? root.place;
}

function describeIssue(root: ConfigNode, schema: GenericSchema, issue: BaseIssue<unknown>, path: ConfigPath): string {
  const expected = schemaAt(schema, path);
  const words = describeSchema(expected);
  if (isMissingKey(issue)) return `This is required. Add ${String(path.at(-1))}: ${words}.`;
  if (issue.type === 'raw_check') return `${JSON.stringify(issue.input)}: ${issue.message}`;
  if (issue.type === 'non_empty') return `This is empty. Give it ${words}.`;
  return describeMisfit(root, path, words, wordsOf(expected));
}

function describeUnknown(
  path: ConfigPath,
  known: readonly string[],
  unknownRule: (name: string) => string | null,
): string {
  const name = String(path.at(-1));
  const isRule = path.at(-2) === 'rules';
  const isOption = path.at(-3) === 'rules';
  const what = isRule ? 'There is no such rule.' : isOption ? 'The rule has no such option.' : 'There is no such key.';
  const other = isRule ? unknownRule(name) : null;
  if (other !== null) return `${what} ${other}`;
  if (isOption && path[0] === 'overrides') {
    return 'Here stand severities alone, as in immutable-tags: off. Options hold for whole modules: give them a configuration of their own.';
  }
  if (isOption && /^(?:production|non-production|unknown)$/.test(name)) {
    return `${what} Write severity: { ${name}: … } for a severity in one environment.`;
  }
  const like = suggest(name, known);
  if (like !== null) return `${what} Did you mean ${like}?`;
  if (isRule && name.includes('/')) return `${what} A plug-in brings rules with a prefix: name it under plugins.`;
  if (isRule) return `${what} "ecrlint rules" lists them.`;
  return `${what} There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`;
}

function describeMisfit(root: ConfigNode, path: ConfigPath, expected: string, words: readonly string[]): string {
  const found = nodeAt(root, path);
  const node = found?.value ?? root;
  if (node.kind === 'scalar' && node.value === null) {
    return `This has no value. Give it ${expected}, or take it out.`;
  }
  if (path.length === 0) return describeRoot(node);
  const like = node.kind === 'scalar' && typeof node.value === 'string' ? suggest(node.value, words) : null;
  const hint = like === null ? hintFor(node, expected) : ` Did you mean ${like}?`;
  return `This takes ${expected}, not ${shown(node)}.${hint}`;
}

function describeRoot(node: ConfigNode): string {
  return `A configuration is a map of keys and their values, not ${shown(node)}. Write "rules:", for one.`;
}

function hintFor(node: ConfigNode, expected: string): string {
  if (node.kind !== 'scalar') return '';
  const source = sourceOf(node);
  if (expected.startsWith('a list') && typeof node.value === 'string') return ` Write [${source}].`;
  if (expected.startsWith('a string') && typeof node.value !== 'string') return ` Write it in quotes: "${source}".`;
  return '';
}

function sourceOf({ place }: ConfigNode): string {
  return place.file.text.slice(place.start, place.end);
}

function shown(node: ConfigNode): string {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' ? JSON.stringify(node.value) : sourceOf(node);
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
  }
}

function sorted(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.toSorted((a, b) => (a.place?.start ?? 0) - (b.place?.start ?? 0));
}
