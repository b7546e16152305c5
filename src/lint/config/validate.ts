import type { BaseIssue, GenericSchema } from 'valibot';
import { valibot } from '../../hcl/lazy.ts';
import { suggest } from '../suggest.ts';
import { type ConfigNode, type ConfigPath, dataOf, nodeAt, placeAt } from './node.ts';
import { type ConfigProblem, keyText } from './problem.ts';
import type { Config, configSchema } from './schema.ts';
import { describeSchema, keysOf, schemaAt, wordsOf } from './schema-words.ts';

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
  if (result.success) return { kind: 'valid', config: result.output };
  const problems = result.issues
    .flatMap((issue) => flatten(issue, []))
    .map(({ issue, path }) => ({
      place: placeOf(root, issue, path),
      file: root.place.file.path,
      key: keyText(path),
      message: describeIssue(root, schema, issue, path, unknownRule),
    }));
  return { kind: 'invalid', problems: sorted(problems) };
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
  if (isUnknownKey(issue)) return placeAt(root, path);
  if (isMissingKey(issue)) return nodeAt(root, path.slice(0, -1))?.value.place ?? root.place;
  return nodeAt(root, path)?.value.place ?? root.place;
}

function describeIssue(
  root: ConfigNode,
  schema: GenericSchema,
  issue: BaseIssue<unknown>,
  path: ConfigPath,
  unknownRule: (name: string) => string | null,
): string {
  const outer = path.slice(0, -1);
  const name = String(path.at(-1) ?? '');
  if (isUnknownKey(issue)) return describeUnknown(schemaAt(schema, outer), outer, name, unknownRule);
  if (isMissingKey(issue)) return `This is required. Add ${name}: ${describeSchema(schemaAt(schema, path))}.`;
  if (issue.type === 'raw_check') return `${JSON.stringify(issue.input)}: ${issue.message}`;
  const expected = schemaAt(schema, path);
  return describeMisfit(root, issue, path, describeSchema(expected), wordsOf(expected));
}

function describeUnknown(
  object: GenericSchema | null,
  outer: ConfigPath,
  name: string,
  unknownRule: (name: string) => string | null,
): string {
  const known = keysOf(object);
  const isRule = outer.at(-1) === 'rules';
  const isOption = outer.at(-2) === 'rules';
  const what = isRule ? 'There is no such rule.' : isOption ? 'The rule has no such option.' : 'There is no such key.';
  const other = isRule ? unknownRule(name) : null;
  if (other !== null) return `${what} ${other}`;
  if (isOption && /^(?:production|non-production|unknown)$/.test(name)) {
    return `${what} Write severity: { ${name}: … } for a severity in one environment.`;
  }
  const like = suggest(name, known);
  if (like !== null) return `${what} Did you mean ${like}?`;
  if (isRule) return `${what} "ecrlint rules" lists them.`;
  return `${what} There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`;
}

function describeMisfit(
  root: ConfigNode,
  issue: BaseIssue<unknown>,
  path: ConfigPath,
  expected: string,
  words: readonly string[],
): string {
  const found = nodeAt(root, path);
  const node = found?.value ?? root;
  if (node.kind === 'scalar' && node.value === null) {
    return `This has no value. Give it ${expected}, or take it out.`;
  }
  if (path.length === 0)
    return `A configuration is a map of keys and their values, not ${shown(node)}. Write "rules:", for one.`;
  const like = node.kind === 'scalar' && typeof node.value === 'string' ? suggest(node.value, words) : null;
  const hint = like === null ? hintFor(node, issue, expected) : ` Did you mean ${like}?`;
  return `This takes ${expected}, not ${shown(node)}.${hint}`;
}

function hintFor(node: ConfigNode, issue: BaseIssue<unknown>, expected: string): string {
  if (node.kind !== 'scalar') return '';
  const source = sourceOf(node);
  if (expected.startsWith('a list') && typeof node.value === 'string') return ` Write [${source}].`;
  if (issue.type === 'string' && typeof node.value !== 'string') return ` Write it in quotes: "${source}".`;
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
