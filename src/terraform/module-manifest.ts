import { posix } from 'node:path';
import { isLocalSource, parseModuleSource, sourceKey } from './module-source.ts';
import { intersection, isEmpty, onlyVersion, parseConstraint, parseVersion } from './version-constraint.ts';

/** Where `terraform init` writes down what it has downloaded, from the root module. */
export const MANIFEST_PATH = '.terraform/modules/modules.json';

/** A module that `terraform init` has put on disk. */
export interface InstalledModule {
  readonly source: string;
  /** Of a registry module; null for others. */
  readonly version: string | null;
  /** From the root module. */
  readonly directory: string;
}

/** What is on disk, by the names of the calls that lead there from the root module, joined by dots. */
export type ModuleManifest = ReadonlyMap<string, InstalledModule>;

/** Reads a manifest. Entries that are not as expected are left out; a text that is no JSON has none. */
export function parseManifest(text: string): ModuleManifest {
  const modules = new Map<string, InstalledModule>();
  for (const entry of listIn(text)) {
    const { Key: key, Source: source, Version: version, Dir: directory } = entry;
    if (typeof key !== 'string' || typeof source !== 'string' || typeof directory !== 'string' || key === '') continue;
    const known = typeof version === 'string' && version !== '' ? version : null;
    modules.set(key, { source, version: known, directory: posix.normalize(directory.replaceAll('\\', '/')) });
  }
  return modules;
}

function listIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return [];
  }
  const list = isObject(document) ? document.Modules : null;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The directories that hold published modules, and the modules that these call inside their own source. */
export function publishedDirectories(manifest: ModuleManifest): readonly string[] {
  return [...manifest].filter(([key]) => isPublished(key, manifest)).map(([, { directory }]) => directory);
}

function isPublished(key: string, manifest: ModuleManifest): boolean {
  const installed = manifest.get(key);
  if (installed !== undefined && !isLocalSource(installed.source)) return true;
  const caller = key.lastIndexOf('.');
  return caller !== -1 && isPublished(key.slice(0, caller), manifest);
}

/** Whether an installed module is the one that a call asks for now: the call may have changed since. */
export function isInstalledFor(installed: InstalledModule, source: string, constraint: string | null): boolean {
  const [theirs, ours] = [parseModuleSource(installed.source), parseModuleSource(source)];
  if (sourceKey(theirs) !== sourceKey(ours)) return false;
  if (theirs.kind === 'git' && ours.kind === 'git') return theirs.ref === ours.ref;
  const range = constraint === null ? null : parseConstraint(constraint);
  const version = installed.version === null ? null : parseVersion(installed.version);
  return range === null || version === null || !isEmpty(intersection(range, onlyVersion(version)));
}
