import type { Place, SourceFile } from '../hcl/source.ts';
import type { Finding, Unresolved } from './finding.ts';
import type { Observation } from './observation.ts';
import { ModuleCalls } from './suppressions/module-calls.ts';

/** What a run is to report on: what touches the files of each of some sets. What is in no file is always wanted. */
export class Wanted {
  readonly #asked: readonly ReadonlySet<string>[];
  readonly #sourceFiles: readonly SourceFile[];
  #calls: ModuleCalls | null = null;

  /**
   * @param sets paths that reports use; null asks for all
   * @param sourceFiles all Terraform files of the project
   */
  constructor(sets: readonly (ReadonlySet<string> | null)[], sourceFiles: readonly SourceFile[]) {
    this.#asked = sets.filter((files) => files !== null);
    this.#sourceFiles = sourceFiles;
  }

  /**
   * Whether something touches the files by where it is written and used, by the steps in between, or by a call of the
   * module it is in: a new call makes new resources of a module that did not change.
   */
  observation({ entry, use, subject, deployment }: Observation<Finding | Unresolved>): boolean {
    if (this.#asked.length === 0) return true;
    const trace = 'trace' in entry ? entry.trace.map((step) => step.place) : [];
    const calls = entry.resource === null ? [] : this.#callsTo(entry.resource, deployment.directory);
    return this.places([entry.place, use, subject, ...trace, ...calls]);
  }

  /** Whether something that is at these places touches the files. */
  places(places: readonly (Place | null)[]): boolean {
    const paths = places.flatMap((place) => place?.file.path ?? []);
    return paths.length === 0 || this.#asked.every((files) => paths.some((path) => files.has(path)));
  }

  #callsTo(address: string, root: string | null): readonly Place[] {
    this.#calls ??= new ModuleCalls(this.#sourceFiles);
    return this.#calls.leadingTo(address, root);
  }
}
