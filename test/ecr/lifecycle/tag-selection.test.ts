import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isCovered,
  isPossible,
  isWithin,
  oneTagSuffices,
  prefixPattern,
  selectsTags,
  takesAllTagged,
  wildcardPattern,
} from '../../../src/ecr/lifecycle/tag-selection.ts';
import { anyPattern, anyPrefix, anySelection, anyTag, matching, tagged } from './build.ts';

const anyTags = fc.uniqueArray(anyTag, { maxLength: 4 });

describe('prefixes and patterns', () => {
  it.each([
    ['v', 'v1.2.3', true],
    ['v', 'dev', false],
    ['', 'anything', true],
    ['prod*', 'prod-1', false],
  ])('the prefix "%s" and the tag "%s"', (prefix, tag, expected) => {
    expect(selectsTags(tagged(prefix), [tag])).toBe(expected);
  });

  it.each([
    ['prod*', 'prod', true],
    ['prod*', 'prod-1', true],
    ['prod', 'prod-1', false],
    ['*prod*', 'eu-prod-1', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['*', 'anything', true],
  ])('the pattern "%s" and the tag "%s"', (pattern, tag, expected) => {
    expect(selectsTags(matching(pattern), [tag])).toBe(expected);
  });

  it('needs a tag of the image for each of them, which may be the same one', () => {
    expect(selectsTags(tagged('v', 'prod'), ['v1'])).toBe(false);
    expect(selectsTags(tagged('v', 'prod'), ['v1', 'prod-1'])).toBe(true);
    expect(selectsTags(tagged('v', 'v1'), ['v1'])).toBe(true);
  });

  it('matches an image with no tags only where that is asked for', () => {
    expect(selectsTags(matching('*'), [])).toBe(false);
    expect(selectsTags({ kind: 'any' }, [])).toBe(true);
    expect(selectsTags({ kind: 'untagged' }, [])).toBe(true);
    expect(selectsTags({ kind: 'untagged' }, ['x'])).toBe(false);
  });
});

describe('one within another', () => {
  it.each([
    ['v1*', 'v*', true],
    ['v*', 'v1*', false],
    ['v1', 'v*', true],
    ['*', '*', true],
    ['*a*b*', '*b*', true],
    ['*b*', '*a*b*', false],
    ['a*b', 'a*', true],
    ['a*', 'a*b', false],
  ])('%s in %s', (narrow, wide, expected) => {
    expect(isWithin(wildcardPattern(narrow), wildcardPattern(wide))).toBe(expected);
  });

  it('is never claimed of a tag that disagrees, and claimed when no tag does', () => {
    const pattern = fc.oneof(anyPrefix, anyPattern);
    // Longer than the patterns, with a letter that is in none of them: enough to tell any two apart.
    const telling = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'z'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, pattern, fc.array(telling, { minLength: 20, maxLength: 20 }), (narrow, wide, tags) => {
        const filled = narrow.map((part) => part ?? 'zz').join('');
        const both = [filled, ...tags].filter((tag) => selectsTags({ kind: 'tagged', patterns: [narrow] }, [tag]));
        const agree = both.every((tag) => selectsTags({ kind: 'tagged', patterns: [wide] }, [tag]));
        expect(isWithin(narrow, wide)).toBe(agree);
      }),
    );
  });

  it('holds for selections too: what is covered is never left out', () => {
    fc.assert(
      fc.property(anySelection(), anySelection(), anyTags, (narrow, wide, tags) => {
        if (isCovered(narrow, wide) && selectsTags(narrow, tags)) expect(selectsTags(wide, tags)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows that more requirements are fewer images', () => {
    expect(isCovered(tagged('v', 'prod'), tagged('v'))).toBe(true);
    expect(isCovered(tagged('v'), tagged('v', 'prod'))).toBe(false);
    expect(isCovered(tagged('v'), { kind: 'any' })).toBe(true);
    expect(isCovered({ kind: 'any' }, matching('*'))).toBe(false);
    expect(isCovered({ kind: 'untagged' }, matching('*'))).toBe(false);
  });
});

describe('what is special', () => {
  it('is to take every tag', () => {
    expect(takesAllTagged(matching('*'))).toBe(true);
    expect(takesAllTagged(tagged(''))).toBe(true);
    expect(takesAllTagged({ kind: 'any' })).toBe(true);
    expect(takesAllTagged(matching('*', 'v*'))).toBe(false);
    expect(takesAllTagged({ kind: 'untagged' })).toBe(false);
  });

  it('is to be met by a single tag', () => {
    const suffices = (...prefixes: string[]) => oneTagSuffices(prefixes.map(prefixPattern));
    expect(suffices('v')).toBe(true);
    expect(suffices('v', 'v1')).toBe(true);
    expect(suffices('v', 'prod')).toBe(false);
  });

  it('is to be impossible: tags have no other characters than letters, digits, "_", "." and "-"', () => {
    expect(isPossible(prefixPattern('prod*'))).toBe(false);
    expect(isPossible(wildcardPattern('release/*'))).toBe(false);
    expect(isPossible(prefixPattern('-x'))).toBe(false);
    expect(isPossible(wildcardPattern('*-x'))).toBe(true);
    expect(isPossible(prefixPattern('v1.2_3-rc'))).toBe(true);
    expect(isPossible(prefixPattern(''))).toBe(true);
  });
});
