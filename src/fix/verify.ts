import { hcl2jsonAccepts, type SecondOpinion } from '../hcl/second-opinion.ts';
import { SourceFile } from '../hcl/source.ts';
import type { Attribute, Block, Body } from '../hcl/syntax.ts';
import { oneOfEachKind } from './alike.ts';
import type { FixedFile } from './fixed-point.ts';
import { isNative, isValid, openFile } from './open-file.ts';

/**
 * Checks that a fixed file is valid and means what it meant but for what its fixes are about: for native syntax, by
 * what HashiCorp's own parser makes of it before and after; for JSON, by its values.
 *
 * @param accepts HashiCorp's parser
 * @returns null, or why the file must not be written: one clause
 */
export async function verify(
  { path, before, after, paths }: FixedFile,
  accepts: (file: SourceFile) => Promise<SecondOpinion> = hcl2jsonAccepts,
): Promise<string | null> {
  const [old, fixed] = [new SourceFile(path, before), new SourceFile(path, after)];
  if (!isValid(fixed)) return 'the fixed text is not valid';
  if (path.endsWith('.json')) return differenceIn(parsed(before), parsed(after), paths);
  if (!isNative(path)) return null;

  const [was, is] = shortened(old, fixed, paths);
  const [oldOpinion, opinion] = [await accepts(was), await accepts(is)];
  if (!oldOpinion.accepted) return `HashiCorp's parser does not accept the file as it is: ${oldOpinion.message}`;
  if (!opinion.accepted) return `HashiCorp's parser does not accept the fixed text: ${opinion.message}`;
  const hasBoth = oldOpinion.json !== null && opinion.json !== null;
  return differenceIn(hasBoth ? oldOpinion.json : outline(was), hasBoth ? opinion.json : outline(is), paths);
}

/** Texts up to this length are parsed as they are; of longer ones, one of each kind of blocks. */
const WHOLE = 50_000;

function shortened(
  old: SourceFile,
  fixed: SourceFile,
  paths: readonly (readonly string[])[],
): readonly [SourceFile, SourceFile] {
  const [was, is] = [openFile(old), openFile(fixed)];
  if (fixed.text.length <= WHOLE || was.syntax !== 'native' || is.syntax !== 'native') return [old, fixed];
  const { before, after } = oneOfEachKind(was.parsed, is.parsed, paths);
  return [new SourceFile(old.path, before), new SourceFile(fixed.path, after)];
}

/** A text that is read as JSON only by some: a policy with placeholders is one text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function differenceIn(before: unknown, after: unknown, paths: readonly (readonly string[])[]): string | null {
  const place = unintended(before, after, [], [intendedBy(paths)]);
  return place === null ? null : `the change would also reach ${place.join('.') || 'the whole file'}`;
}

/** What may differ: everything below a node that ends a path. */
interface Intended {
  ends: boolean;
  readonly below: Map<string, Intended>;
}

function intendedBy(paths: readonly (readonly string[])[]): Intended {
  const root: Intended = { ends: false, below: new Map() };
  for (const path of paths) {
    let node = root;
    for (const name of path) {
      const next = node.below.get(name) ?? { ends: false, below: new Map() };
      node.below.set(name, next);
      node = next;
    }
    node.ends = true;
  }
  return root;
}

/**
 * The first place where two JSON values differ outside of what may differ; null when there is none.
 *
 * @param at the path of the two values
 * @param intended what may differ there, by each path that leads there
 */
function unintended(
  before: unknown,
  after: unknown,
  at: readonly string[],
  intended: readonly Intended[],
): readonly string[] | null {
  if (before === after || intended.some(({ ends }) => ends)) return null;
  const [old, fixed] = [membersOf(before ?? emptyLike(after)), membersOf(after ?? emptyLike(before))];
  if (old === null || fixed === null || Array.isArray(before ?? after) !== Array.isArray(after ?? before)) return at;
  for (const name of new Set([...old.keys(), ...fixed.keys()])) {
    const below = intended.flatMap((node) =>
      [node.below.get(name), node.below.get('*')].filter((one) => one !== undefined),
    );
    const place = unintended(old.get(name), fixed.get(name), [...at, name], below);
    if (place !== null) return place;
  }
  // Something that was not there and is not meant to be, with nothing in it.
  return (before === undefined || after === undefined) && intended.length === 0 ? at : null;
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null;
}

function emptyLike(value: unknown): unknown {
  return Array.isArray(value) ? [] : {};
}

/** The arguments of a file by their paths, for files that HashiCorp's parser reads but cannot put into JSON. */
function outline(file: SourceFile): unknown {
  const open = openFile(file);
  return open.syntax === 'native' ? outlineOf(open.parsed.body, file.text) : null;
}

interface Outline {
  [name: string]: Outline | Outline[] | string;
}

function outlineOf({ attributes, blocks }: Body, text: string): Outline {
  const result: Outline = {};
  for (const attribute of attributes) result[attribute.name] = valueText(attribute, text);
  for (const block of blocks) {
    let level: Outline = result;
    for (const name of namesOf(block).slice(0, -1)) {
      const next = level[name];
      const deeper = typeof next === 'object' && !Array.isArray(next) ? next : {};
      level[name] = deeper;
      level = deeper;
    }
    const last = namesOf(block).at(-1) ?? '';
    const others = level[last];
    level[last] = [...(Array.isArray(others) ? others : []), outlineOf(block.body, text)];
  }
  return result;
}

function namesOf({ type, labels }: Block): string[] {
  return [type, ...labels.map(({ value }) => value)];
}

/** Without white space, which aligning may change between the members of an object. */
function valueText({ value }: Attribute, text: string): string {
  return text.slice(value.start, value.end).replace(/[ \t]+/g, ' ');
}
