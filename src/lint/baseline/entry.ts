import { relative, resolve, sep } from 'node:path';
import { compareCodePoints } from '../../terraform/value.ts';

/** Findings of one rule that a baseline accepts: by what they are about, never by line. */
export type BaselineEntry = ResourceEntry | FileEntry;

/** Of one resource. */
export interface ResourceEntry {
  readonly rule: string;
  /** The directory of the root module in which `resource` is an address; null for a plan without source. */
  readonly root: string | null;
  readonly resource: string;
  /** How many there are. */
  readonly count: number;
}

/** Of a file, where there is no resource. */
export interface FileEntry {
  readonly rule: string;
  readonly file: string;
  readonly count: number;
}

/** Equal for entries about the same rule and resource or file. */
export function keyOf(entry: BaselineEntry): string {
  return JSON.stringify(
    'file' in entry ? [entry.rule, 'file', entry.file] : [entry.rule, 'root', entry.root, entry.resource],
  );
}

/** By directory or file, then resource, then rule. */
export function sorted(entries: Iterable<BaselineEntry>): readonly BaselineEntry[] {
  return [...entries].sort(
    (a, b) =>
      compareCodePoints(where(a), where(b)) ||
      compareCodePoints(subject(a), subject(b)) ||
      compareCodePoints(a.rule, b.rule),
  );
}

/** The same entries with paths relative to another directory. Both are absolute. */
export function moved(entries: readonly BaselineEntry[], from: string, to: string): readonly BaselineEntry[] {
  const move = (path: string): string => relative(to, resolve(from, path)).split(sep).join('/') || '.';
  return entries.map((entry): BaselineEntry => {
    if ('file' in entry) return { ...entry, file: move(entry.file) };
    return entry.root === null ? entry : { ...entry, root: move(entry.root) };
  });
}

function where(entry: BaselineEntry): string {
  return 'file' in entry ? entry.file : (entry.root ?? '');
}

function subject(entry: BaselineEntry): string {
  return 'file' in entry ? '' : entry.resource;
}
