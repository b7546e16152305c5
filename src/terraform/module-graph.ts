import { join, relative, sep } from 'node:path';
import { blocksOfType } from '../hcl/json.ts';
import { Needle, type Straw } from './byte-search.ts';
import { findExpression, literalText } from './module-config.ts';
import type { ModuleLoader } from './module-loader.ts';
import { publishedDirectories } from './module-manifest.ts';
import { isLocalSource } from './module-source.ts';
import { contains, pathTo } from './source-tree.ts';

/** Folders whose modules only show or test others. */
const SHOWCASES = new Set(['example', 'examples', 'test', 'tests']);

export interface ModuleGraph {
  /** Directories to evaluate as root modules, in the order of their names. */
  readonly roots: readonly string[];
  /** Directories of the modules in which a marker stands, and of those that lead there. */
  readonly marked: ReadonlySet<string>;
  /** Terraform and Terragrunt files found in the starting directories. */
  readonly fileCount: number;
}

/** A local module that something else than a module deploys. */
export interface ModuleUse {
  /** Where from. */
  readonly directory: string;
  /** The directory of the module. */
  readonly module: string;
}

interface Node {
  /** True when one of its files holds a marker. */
  readonly marked: boolean;
  /** Directories its `module` blocks call by a local path, and those of downloaded modules. */
  readonly calls: readonly string[];
}

/**
 * Finds out which modules matter: those in which a marker stands, their callers, and so on upwards. Only the bytes
 * of most files are looked at; a file is parsed here when it may call a local module.
 *
 * @param units what deploys modules besides Terraform itself: such a module is no root on its own
 */
export function findModules(
  directories: readonly string[],
  loader: ModuleLoader,
  markers: readonly string[],
  units: readonly ModuleUse[] = [],
): ModuleGraph {
  const nodes = new Map<string, Node>();
  const marks = marksOf(markers);
  let fileCount = 0;
  const pending = [...directories, ...units.map(({ module }) => module)];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    if (nodes.has(directory)) continue;
    const node = scan(directory, loader, marks);
    nodes.set(directory, node);
    pending.push(...node.calls);
  }
  for (const directory of directories) {
    const { terraform, terragrunt } = loader.tree.list(directory);
    fileCount += terraform.length + terragrunt.length;
  }

  const callers = new Map<string, string[]>();
  for (const [directory, { calls }] of nodes) {
    for (const called of calls) callers.set(called, [...(callers.get(called) ?? []), directory]);
  }
  const wanted = new Set(directories);
  const matters = upwardsFrom(
    [...nodes].filter(([, node]) => node.marked).map(([directory]) => directory),
    callers,
  );
  const deployed = new Set(units.filter((use) => !isShowcase(use.directory, use.module)).map(({ module }) => module));
  const roots = [...matters].filter((directory) => wanted.has(directory) && isRoot(directory, callers)).sort();
  return { roots: roots.filter((directory) => !deployed.has(directory)), marked: matters, fileCount };
}

/** What to look for in the bytes of files. */
interface Marks {
  readonly markers: readonly Needle[];
  /** What all of them hold: a file without it needs no further look. */
  readonly hint: Needle;
}

/** A shorter hint stands in nearly every file. */
const SHORTEST_HINT = 3;

/** Markers that have something in common are looked for together. */
function marksOf(markers: readonly string[]): readonly Marks[] {
  const groups: string[][] = [];
  for (const marker of markers) {
    const group = groups.find((others) => commonPart([...others, marker]).length >= SHORTEST_HINT);
    if (group === undefined) groups.push([marker]);
    else group.push(marker);
  }
  return groups.map((group) => ({
    markers: group.map((marker) => new Needle(marker)),
    hint: new Needle(commonPart(group)),
  }));
}

/** One of the latter stands in every file that names a local module, and the first in both. */
const QUOTED_DOT = new Needle('".');
const BELOW = new Needle('"./');
const ABOVE = new Needle('"..');

function scan(directory: string, loader: ModuleLoader, marks: readonly Marks[]): Node {
  const { tree } = loader;
  const { terraform, initialized } = tree.list(directory);
  const paths = terraform.map((name) => pathTo(directory, name));
  let marked = false;
  const calls = new Set<string>();
  for (let from = 0; from < paths.length; ) {
    const haystack = tree.glance(paths, from);
    from += haystack.count;
    // Reported when they are parsed.
    for (const path of haystack.unread) loader.parse(path);
    // Most have nothing, and are looked through all at once.
    if (!marks.some(({ hint }) => haystack.mayInclude(hint)) && !haystack.mayInclude(QUOTED_DOT)) continue;
    for (const file of haystack.files()) {
      marked ||= isMarked(file, marks);
      if (!file.includes(BELOW) && !file.includes(ABOVE)) continue;
      for (const block of blocksOfType(loader.parse(file.path, file.bytes).body, 'module', 1)) {
        const source = literalText(findExpression([block.body], 'source'));
        if (source !== null && isLocalSource(source)) calls.add(tree.resolve(source, directory));
      }
    }
  }
  if (initialized) for (const module of downloadedBy(directory, loader)) calls.add(module);
  calls.delete(directory);
  return { marked, calls: [...calls] };
}

function isMarked(file: Straw, marks: readonly Marks[]): boolean {
  return marks.some(({ markers, hint }) => file.includes(hint) && markers.some((marker) => file.includes(marker)));
}

/** The published modules that `terraform init` has put on disk for a root module. */
function downloadedBy(directory: string, loader: ModuleLoader): readonly string[] {
  return publishedDirectories(loader.manifest(directory)).map((published) => {
    const module = join(directory, published);
    loader.markPublished(module);
    return module;
  });
}

/** The longest text that all markers hold. */
function commonPart([first = '', ...others]: readonly string[]): string {
  for (let length = first.length; length > 0; length--) {
    for (let start = 0; start + length <= first.length; start++) {
      const part = first.slice(start, start + length);
      if (others.every((other) => other.includes(part))) return part;
    }
  }
  return '';
}

/** The given directories and everything that calls them, directly or not. */
function upwardsFrom(directories: readonly string[], callers: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const pending = [...directories];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    if (found.has(directory)) continue;
    found.add(directory);
    pending.push(...(callers.get(directory) ?? []));
  }
  return found;
}

/**
 * A module that nobody calls is a root. So is a published one, which only its own examples, tests and submodules call:
 * its defaults are its product.
 */
function isRoot(directory: string, callers: ReadonlyMap<string, readonly string[]>): boolean {
  return (callers.get(directory) ?? []).every((caller) => showcases(caller, directory));
}

function showcases(caller: string, called: string): boolean {
  return contains(called, caller) || isShowcase(caller, called);
}

function isShowcase(caller: string, called: string): boolean {
  const fromCalled = relative(called, caller).split(sep);
  return fromCalled.some((segment) => SHOWCASES.has(segment));
}
