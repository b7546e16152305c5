import type { Reason, Value } from '../terraform/value.ts';
import { type Answer, type Argument, argumentOf, either, judge, judgeValue, reasonOf, textOf } from './argument.ts';
import type { Mutability } from './facts.ts';
import { matchesGlob } from './glob.ts';
import { RELEASE_TAGS } from './release-tags.ts';
import { shapeOf } from './text-shape.ts';

/** Whether tags can be overwritten. */
export type MutabilityVerdict =
  | { readonly kind: 'immutable' }
  | { readonly kind: 'mutable'; readonly setting: Argument }
  /** Immutable but for what these filters match, which is more than it should be. */
  | { readonly kind: 'holes'; readonly filters: readonly ExclusionHole[]; readonly open: MutabilityQuestion | null }
  | { readonly kind: 'unknown'; readonly open: MutabilityQuestion };

/** An exclusion filter that lets important tags be overwritten. */
export interface ExclusionHole {
  readonly filter: Argument;
  /** A tag it lets be overwritten; null when it is every tag. */
  readonly example: string | null;
}

export interface MutabilityQuestion {
  readonly argument: Argument;
  readonly reason: Reason;
}

/** Judges the mutability settings of a repository or template. */
export function judgeMutability({ setting, exclusions }: Mutability): MutabilityVerdict {
  const isImmutable = judge(setting, (value) => {
    const text = textOf(value);
    if (text === 'MUTABLE_WITH_EXCLUSION') return exclusionsCoverAll(exclusions.items.map(filterOf));
    return text === 'IMMUTABLE' || text === 'IMMUTABLE_WITH_EXCLUSION';
  });
  if (isImmutable === 'no') return { kind: 'mutable', setting };
  if (isImmutable === 'unknown') return { kind: 'unknown', open: { argument: setting, reason: reasonOf(setting) } };

  const hasExclusions = judge(setting, (value) => textOf(value) === 'IMMUTABLE_WITH_EXCLUSION');
  if (hasExclusions === 'no') return { kind: 'immutable' };
  const filters = exclusions.items.map(filterOf);
  const holes = filters.flatMap((filter) => holeIn(filter) ?? []);
  const open = firstOpenFilter(filters) ?? openRest(exclusions.rest);
  if (holes.length > 0 && hasExclusions === 'unknown') {
    return { kind: 'unknown', open: { argument: setting, reason: reasonOf(setting) } };
  }
  if (holes.length > 0) return { kind: 'holes', filters: holes, open };
  return open === null ? { kind: 'immutable' } : { kind: 'unknown', open };
}

function filterOf(block: Parameters<typeof argumentOf>[0]): Argument {
  return argumentOf(block, 'filter');
}

function exclusionsCoverAll(filters: readonly Argument[]): Answer {
  return either(filters.map((filter) => judge(filter, (value) => isStars(textOf(value)))));
}

function isStars(pattern: string | null): boolean {
  return pattern !== null && /^\*+$/.test(pattern);
}

function holeIn(filter: Argument): ExclusionHole | null {
  if (letsReleasesThrough(filter.value) !== 'yes') return null;
  const pattern = filter.value === null ? null : (shapeOf(filter.value)?.join('') ?? null);
  const example = RELEASE_TAGS.find((tag) => pattern !== null && matchesGlob(pattern, tag)) ?? null;
  return { filter, example: isStars(pattern) ? null : example };
}

function letsReleasesThrough(value: Value | null): Answer {
  if (value?.kind !== 'unknown' || value.candidates !== null) {
    return judgeValue(value, (known) => {
      const pattern = textOf(known);
      return pattern !== null && RELEASE_TAGS.some((tag) => matchesGlob(pattern, tag));
    });
  }
  // Whatever stands in the holes, it matches no more than a wildcard would.
  const widest = (shapeOf(value) ?? [null]).map((part) => part ?? '*').join('');
  return RELEASE_TAGS.some((tag) => matchesGlob(widest, tag)) ? 'unknown' : 'no';
}

function firstOpenFilter(filters: readonly Argument[]): MutabilityQuestion | null {
  const argument = filters.find((filter) => letsReleasesThrough(filter.value) === 'unknown');
  return argument === undefined ? null : { argument, reason: reasonOf(argument) };
}

function openRest(rest: Mutability['exclusions']['rest']): MutabilityQuestion | null {
  if (rest === null) return null;
  const argument = filterOf(rest.sample);
  return letsReleasesThrough(argument.value) === 'no' ? null : { argument, reason: rest.reason };
}
