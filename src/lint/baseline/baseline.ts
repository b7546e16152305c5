import type { Finding, Suppression } from '../finding.ts';
import type { Observation, Observations } from '../observation.ts';
import { type BaselineEntry, keyOf, sorted } from './entry.ts';

/** A baseline to go by. */
export interface BaselineOptions {
  /** With paths as reports use them. */
  readonly entries: readonly BaselineEntry[];
  /** Whether a directory or file lies below the paths that are looked at, so that what is not found there is gone. */
  readonly covers: (path: string) => boolean;
}

/** What a run shows of its baseline. */
export interface BaselineOutcome {
  /** What the baseline would have to hold to accept all that was found, and what was not looked at. */
  readonly updated: readonly BaselineEntry[];
  /** Entries that were looked at and have nothing left, or less than they say. */
  readonly stale: readonly BaselineEntry[];
}

/** What was looked at. */
export interface Looked {
  /** The rules that ran, the tool's own included. */
  readonly rules: ReadonlySet<string>;
  /** Root modules; null for a plan without source. */
  readonly roots: ReadonlySet<string | null>;
  readonly files: ReadonlySet<string>;
}

const BY_BASELINE: Suppression = { by: 'baseline', reason: '' };

/**
 * Suppresses what a baseline accepts: all findings of a rule about a resource, unless there are more than it says. Which
 * of them is new, nobody can tell then, so all of them stand.
 */
export class Baseline {
  readonly #accepted = new Map<string, BaselineEntry>();
  readonly #found = new Map<string, BaselineEntry>();
  readonly #covers: BaselineOptions['covers'];

  constructor({ entries, covers }: BaselineOptions) {
    for (const entry of entries) this.#accepted.set(keyOf(entry), entry);
    this.#covers = covers;
  }

  /** Marks what is accepted of single resources. To be done before findings are merged, and after comments are heeded. */
  suppress(observations: Observations): Observations {
    const keys = this.#count(
      observations.findings,
      ({ entry }) => (entry.suppressed === null ? entryOf(entry) : null),
      differenceOf,
    );
    return {
      ...observations,
      findings: observations.findings.map((observation, index) =>
        this.#accepts(keys[index] ?? null)
          ? { ...observation, entry: { ...observation.entry, suppressed: BY_BASELINE } }
          : observation,
      ),
    };
  }

  /** The same for findings about files, each of which counts. */
  suppressInFiles(findings: readonly Finding[]): readonly Finding[] {
    const keys = this.#count(
      findings,
      (finding) => (finding.suppressed === null ? entryOf(finding) : null),
      (_, index) => String(index),
    );
    return findings.map((finding, index) =>
      this.#accepts(keys[index] ?? null) ? { ...finding, suppressed: BY_BASELINE } : finding,
    );
  }

  /** To be asked when all is judged. */
  outcome(looked: Looked): BaselineOutcome {
    const kept = [...this.#accepted].filter(
      ([key, entry]) => !this.#found.has(key) && !this.#isLookedAt(entry, looked),
    );
    const stale = [...this.#accepted].filter(
      ([key, entry]) => this.#isLookedAt(entry, looked) && (this.#found.get(key)?.count ?? 0) < entry.count,
    );
    return {
      updated: sorted([...this.#found.values(), ...kept.map(([, entry]) => entry)]),
      stale: sorted(stale.map(([, entry]) => entry)),
    };
  }

  /** Counts what differs for each entry; gives the key of each item, null for what stands apart from the baseline. */
  #count<T>(
    items: readonly T[],
    entryFor: (item: T) => BaselineEntry | null,
    difference: (item: T, index: number) => string,
  ) {
    const different = new Map<string, Set<string>>();
    return items.map((item, index) => {
      const entry = entryFor(item);
      if (entry === null) return null;
      const key = keyOf(entry);
      const known = different.get(key) ?? new Set();
      different.set(key, known.add(difference(item, index)));
      this.#found.set(key, { ...entry, count: known.size });
      return key;
    });
  }

  #accepts(key: string | null): boolean {
    if (key === null) return false;
    return (this.#found.get(key)?.count ?? 0) <= (this.#accepted.get(key)?.count ?? 0);
  }

  #isLookedAt(entry: BaselineEntry, { rules, roots, files }: Looked): boolean {
    if (!rules.has(entry.rule)) return false;
    if ('file' in entry) return files.has(entry.file) || this.#covers(entry.file);
    return roots.has(entry.root) || (entry.root !== null && this.#covers(entry.root));
  }
}

function entryOf({ rule, root, resource, place }: Finding): BaselineEntry | null {
  if (resource !== null) return { rule, root, resource, count: 1 };
  return place === null ? null : { rule, file: place.file.path, count: 1 };
}

/** Equal for observations that would be one finding: with other variables a resource may have the same one again. */
function differenceOf({ entry, aspect }: Observation<Finding>): string {
  const { place } = entry;
  return JSON.stringify([aspect, place === null ? null : [place.file.path, place.start, place.end]]);
}
