import type { Place, SourceFile } from '../../hcl/source.ts';
import type { Suppression } from '../finding.ts';
import { isDay } from './day.ts';
import { type Directive, directivesOf, type ForeignDirective, type OwnDirective } from './directives.ts';
import { type Range, RangeIndex, WHOLE_FILE } from './range.ts';
import type { RuleNames } from './rule-names.ts';
import { counts, type SuppressionSettings } from './settings.ts';

/** What became of a name in one of our comments. */
export type Fate =
  /** Something was found that it speaks of. */
  | 'needed'
  /** Likewise, but the rule may not be suppressed. */
  | 'refused';

interface FileDirectives {
  /** In order. */
  readonly all: readonly Directive[];
  readonly index: RangeIndex<Directive>;
}

function rangesOf({ ranges }: Directive): readonly Range[] {
  return ranges ?? WHOLE_FILE;
}

/** The suppressions in the comments of some files, and which of them something has needed. */
export class Suppressions {
  readonly names: RuleNames;
  /** Today in UTC, as `2026-12-31`. */
  readonly today: string;
  readonly #byPath = new Map<string, FileDirectives>();
  readonly #fates = new Map<OwnDirective, Map<string, Fate>>();

  constructor(files: readonly SourceFile[], names: RuleNames, now: Date) {
    this.names = names;
    this.today = now.toISOString().slice(0, 10);
    for (const file of files) {
      const directives = file.published ? [] : directivesOf(file);
      if (directives.length === 0) continue;
      this.#byPath.set(file.path, { all: directives, index: new RangeIndex(directives, rangesOf) });
    }
  }

  /** True when no comment suppresses anything. */
  get isEmpty(): boolean {
    return this.#byPath.size === 0;
  }

  /** Our own suppressions in a file, in order. */
  ownIn(file: SourceFile): readonly OwnDirective[] {
    return (this.#byPath.get(file.path)?.all ?? []).filter((directive) => directive.kind === 'own');
  }

  /** What became of a name in a suppression; null when nothing was found that it speaks of. */
  fateOf(directive: OwnDirective, name: string): Fate | null {
    return this.#fates.get(directive)?.get(name) ?? null;
  }

  /**
   * The suppression of what a rule says of some places, null when there is none. Remembers all that speak of it.
   *
   * @param places where it is written, and the steps from there to where it is used
   */
  find(rule: string, places: readonly (Place | null)[], settings: SuppressionSettings): Suppression | null {
    let found: Suppression | null = null;
    for (const place of places) {
      if (place === null) continue;
      for (const directive of this.#byPath.get(place.file.path)?.index.at(place.start) ?? []) {
        const holds =
          directive.kind === 'own'
            ? this.#ownHolds(directive, rule, settings)
            : this.#foreignHolds(directive, rule, settings);
        if (holds) found ??= { by: 'comment', reason: directive.reason };
      }
    }
    return found;
  }

  /** Whether a suppression of ours is written as it must be to count, and has not ended. */
  isValid({ malformed, reason, until }: OwnDirective): boolean {
    if (malformed !== null || reason === '') return false;
    return until === null || (isDay(until) && until >= this.today);
  }

  #ownHolds(directive: OwnDirective, rule: string, settings: SuppressionSettings): boolean {
    const allowed = this.#isAllowed(rule, settings);
    let isNamed = false;
    for (const { text } of directive.names) {
      if (!this.names.named(text).includes(rule)) continue;
      isNamed = true;
      this.#note(directive, text, allowed ? 'needed' : 'refused');
    }
    return isNamed && allowed && this.isValid(directive);
  }

  #foreignHolds({ tool, ids, expires }: ForeignDirective, rule: string, settings: SuppressionSettings): boolean {
    if (!counts(settings.foreign, tool) || !this.#isAllowed(rule, settings)) return false;
    if (expires !== null && !(isDay(expires) && expires > this.today)) return false;
    return ids.some((id) => this.names.foreign(tool, id).has(rule));
  }

  #isAllowed(rule: string, { forbidden }: SuppressionSettings): boolean {
    return !forbidden.has(rule) && !this.names.isStubborn(rule);
  }

  #note(directive: OwnDirective, name: string, fate: Fate): void {
    const fates = this.#fates.get(directive) ?? new Map<string, Fate>();
    this.#fates.set(directive, fates);
    if (fates.get(name) !== 'needed') fates.set(name, fate);
  }
}
