import { posix } from 'node:path';
import type { Place, SourceFile } from '../hcl/source.ts';
import type { Project } from '../terraform/project.ts';
import type { Deployment } from '../terraform/resource.ts';
import { isAutomatic } from '../terraform/root-settings.ts';
import { isTerragruntUnit } from '../terraform/source-tree.ts';
import type { Finding, Unresolved } from './finding.ts';
import type { Observation } from './observation.ts';
import { ModuleCalls } from './suppressions/module-calls.ts';

/** What a run is to report on: what touches the files of each of some sets. What is in no file is always wanted. */
export class Wanted {
  readonly #asked: readonly ReadonlySet<string>[];
  readonly #project: Pick<Project, 'sourceFiles'>;
  /** The files that give a root module its values without being asked for, by its directory. */
  #automatic: ReadonlyMap<string, readonly string[]> | null = null;
  #calls: ModuleCalls | null = null;

  /**
   * @param sets paths that reports use; null asks for all
   * @param project what was judged
   */
  constructor(sets: readonly (ReadonlySet<string> | null)[], project: Pick<Project, 'sourceFiles'>) {
    this.#asked = sets.filter((files) => files !== null);
    this.#project = project;
  }

  /**
   * Whether something touches the files by where it is written and used, by the steps in between, by a call of the
   * module it is in, or by the tfvars files or the unit of Terragrunt it was judged with. A new call makes new resources of a module that did not
   * change, and a value may decide whether there is something without being part of it.
   */
  observation({ entry, use, subject, deployment }: Observation<Finding | Unresolved>): boolean {
    if (this.#asked.length === 0) return true;
    const trace = 'trace' in entry ? entry.trace.map((step) => step.place) : [];
    const calls = entry.resource === null ? [] : this.#callsTo(entry.resource, deployment.directory);
    return this.#touch(pathsOf([entry.place, use, subject, ...trace, ...calls]), this.#variableFilesOf(deployment));
  }

  /** Whether something that is at these places touches the files. */
  places(places: readonly (Place | null)[]): boolean {
    return this.#touch(pathsOf(places), []);
  }

  #touch(paths: readonly string[], variableFiles: readonly string[]): boolean {
    if (paths.length === 0) return true;
    return this.#asked.every((files) => [...paths, ...variableFiles].some((path) => files.has(path)));
  }

  #variableFilesOf({ directory, variableFiles }: Deployment): readonly string[] {
    this.#automatic ??= automaticFiles(this.#project.sourceFiles);
    return directory === null ? variableFiles : [...variableFiles, ...(this.#automatic.get(directory) ?? [])];
  }

  #callsTo(address: string, root: string | null): readonly Place[] {
    this.#calls ??= new ModuleCalls(this.#project.sourceFiles);
    return this.#calls.leadingTo(address, root);
  }
}

function pathsOf(places: readonly (Place | null)[]): readonly string[] {
  return places.flatMap((place) => place?.file.path ?? []);
}

function automaticFiles(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { path } of files) {
    if (!isAutomatic(posix.basename(path)) && !isTerragruntUnit(path)) continue;
    const directory = posix.dirname(path);
    found.set(directory, [...(found.get(directory) ?? []), path]);
  }
  return found;
}
