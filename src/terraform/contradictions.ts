import { blocksOfType } from '../hcl/json.ts';
import type { Place } from '../hcl/source.ts';
import type { Block, ParsedFile } from '../hcl/syntax.ts';
import { isOverrideFile } from './module-config.ts';

/** The files of a module in groups that Terraform would take, and what keeps them apart. */
export interface Grouped {
  /** At least one. */
  readonly groups: readonly (readonly ParsedFile[])[];
  readonly contradictions: readonly Contradiction[];
}

/** A thing that is declared twice and not in the same way, which Terraform refuses. */
export interface Contradiction {
  /** As in `aws_ecr_repository.app`. */
  readonly address: string;
  readonly first: Place;
  readonly second: Place;
}

type Declared = readonly [address: string, place: Place];

/** How many groups there may be; the last one takes what is left. */
const MOST_GROUPS = 100;

/** What a module declares once, and the labels that name it. */
const KINDS: readonly (readonly [type: string, labels: number, prefix: string])[] = [
  ['resource', 2, ''],
  ['data', 2, 'data.'],
  ['module', 1, 'module.'],
];

/**
 * Tells files apart that cannot be meant together, as in a folder of examples that all declare `aws_ecr_repository.app`.
 * What contradicts nothing is in all groups.
 */
export function groupFiles(files: readonly ParsedFile[]): Grouped {
  const parts = files.flatMap(partsOf);
  const declared = new Map<string, { readonly place: Place; readonly part: ParsedFile }[]>();
  for (const part of parts) {
    if (isOverrideFile(part.file.path)) continue;
    for (const [address, place] of declarationsOf(part)) {
      const others = declared.get(address);
      if (others === undefined) declared.set(address, [{ place, part }]);
      else others.push({ place, part });
    }
  }

  const contradictions: Contradiction[] = [];
  const contrary = new Set<ParsedFile>();
  for (const [address, all] of declared) {
    const [first, ...others] = all;
    const second = others.find(({ place }) => textOf(place) !== textOf(first!.place));
    if (second === undefined) continue;
    contradictions.push({ address, first: first!.place, second: second.place });
    for (const { part } of all) contrary.add(part);
  }
  if (contrary.size === 0) return { groups: [files], contradictions };
  const groups = fitTogether(parts.filter((part) => contrary.has(part)));
  return {
    groups: groups.map((group) => parts.filter((part) => !contrary.has(part) || group.has(part))),
    contradictions,
  };
}

/** A file in which things are declared twice, once with each of the declarations. */
function partsOf(parsed: ParsedFile): readonly ParsedFile[] {
  const { body } = parsed;
  const places = new Map<string, Place[]>();
  for (const [address, place] of declarationsOf(parsed)) places.set(address, [...(places.get(address) ?? []), place]);
  const most = Math.max(1, ...[...places.values()].map(({ length }) => length));
  if (most === 1 || body.syntax === 'json' || isOverrideFile(parsed.file.path)) return [parsed];
  return Array.from({ length: Math.min(most, MOST_GROUPS) }, (_, index) => {
    const left = new Set([...places.values()].flatMap((all) => all.filter((one) => one !== (all[index] ?? all[0]))));
    return { ...parsed, body: { ...body, blocks: body.blocks.filter((block) => !left.has(block)) } };
  });
}

/** Puts each part into the first group that has nothing against it. */
function fitTogether(parts: readonly ParsedFile[]): readonly ReadonlySet<ParsedFile>[] {
  const groups: { readonly parts: Set<ParsedFile>; readonly texts: Map<string, string> }[] = [];
  for (const part of parts) {
    const own = declarationsOf(part).map(([address, place]) => [address, textOf(place)] as const);
    let group = groups.find(({ texts }) => own.every(([address, text]) => (texts.get(address) ?? text) === text));
    if (group === undefined && groups.length === MOST_GROUPS) group = groups.at(-1);
    if (group === undefined) {
      group = { parts: new Set(), texts: new Map() };
      groups.push(group);
    }
    group.parts.add(part);
    for (const [address, text] of own) group.texts.set(address, text);
  }
  return groups.map((group) => group.parts);
}

/**
 * What a file declares of which a module has one each. Names for values count only where they stand beside what uses
 * them: a file of nothing else is meant for all.
 */
function declarationsOf({ body }: ParsedFile): readonly Declared[] {
  const blocks = KINDS.flatMap(([type, labels, prefix]) =>
    blocksOfType(body, type, labels).map((block): Declared => [prefix + namesOf(block), block]),
  );
  if (blocks.length === 0) return blocks;
  const locals = blocksOfType(body, 'locals', 0).flatMap((block) =>
    block.body.attributes.map((attribute): Declared => [`local.${attribute.name}`, attribute]),
  );
  const variables = blocksOfType(body, 'variable', 1).map((block): Declared => [`var.${namesOf(block)}`, block]);
  return [...blocks, ...variables, ...locals];
}

function namesOf({ labels }: Block): string {
  return labels.map(({ value }) => value).join('.');
}

/** What a declaration says, however it is laid out. */
function textOf({ file, start, end }: Place): string {
  return file.text.slice(start, end).replace(/\s+/g, ' ');
}
