import { fits, type TextShape } from '../text-shape.ts';

/** What a tag has to look like: known text, and null for each stretch that may be anything. */
export type TagPattern = TextShape;

/** Which images a rule looks at by their tags. Of several patterns each has to be met, by some tag of the image. */
export type TagSelection =
  | { readonly kind: 'any' }
  | { readonly kind: 'untagged' }
  | { readonly kind: 'tagged'; readonly patterns: readonly TagPattern[] };

/** An entry of `tagPrefixList`, in which a `*` is a character like any other. */
export function prefixPattern(prefix: string): TagPattern {
  return prefix === '' ? [null] : [prefix, null];
}

/** An entry of `tagPatternList`, in which `*` stands for any characters; without one it is the whole tag. */
export function wildcardPattern(pattern: string): TagPattern {
  return pattern.split('*').flatMap((part, i) => [...(i > 0 ? [null] : []), ...(part === '' ? [] : [part])]);
}

/** Whether an image with these tags is selected. */
export function selectsTags(selection: TagSelection, tags: readonly string[]): boolean {
  switch (selection.kind) {
    case 'any':
      return true;
    case 'untagged':
      return tags.length === 0;
    case 'tagged':
      return tags.length > 0 && selection.patterns.every((pattern) => tags.some((tag) => fits(pattern, tag)));
  }
}

/** Stands for any text that a `*` may stand for. */
const ANYTHING = '\uE000';

/** Whether every tag that has one pattern has the other, too. Exact, but for tags that cannot exist. */
export function isWithin(narrow: TagPattern, wide: TagPattern): boolean {
  if (wide.some((part) => part?.includes(ANYTHING))) return false;
  return fits(wide, narrow.map((part) => part ?? ANYTHING).join(''));
}

/** Whether every image that one selection takes is taken by the other. */
export function isCovered(narrow: TagSelection, wide: TagSelection): boolean {
  if (wide.kind === 'any') return true;
  if (narrow.kind !== 'tagged' || wide.kind !== 'tagged') return narrow.kind === wide.kind;
  return wide.patterns.every((required) => narrow.patterns.some((given) => isWithin(given, required)));
}

/** Whether every image with a tag is selected. */
export function takesAllTagged(selection: TagSelection): boolean {
  return isCovered({ kind: 'tagged', patterns: [[null]] }, selection);
}

/**
 * Whether one tag can meet all patterns. Where none can, a rule only sees images that have several tags of certain
 * kinds at once.
 */
export function oneTagSuffices(patterns: readonly TagPattern[]): boolean {
  return patterns.some((narrowest) => patterns.every((pattern) => isWithin(narrowest, pattern)));
}

/** Whether some tag can have this pattern: tags consist of letters, digits, `_`, `.` and `-`, and begin with none of the last two. */
export function isPossible(pattern: TagPattern): boolean {
  const [first] = pattern;
  if (first === undefined || (first !== null && /^[.-]/.test(first))) return false;
  return pattern.every((part) => part === null || /^[\w.-]+$/.test(part));
}
