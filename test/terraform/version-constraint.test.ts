import { describe, expect, it } from 'vitest';
import {
  intersection,
  isEmpty,
  onlyVersion,
  parseConstraint,
  parseVersion,
  releasesOfTag,
  type Version,
} from '../../src/terraform/version-constraint.ts';

/** Whether Terraform would take a version, going by its documentation of constraints. */
function allows(constraint: string, version: string): boolean {
  const range = parseConstraint(constraint);
  const given = parseVersion(version);
  if (range === null || given === null) throw new Error('not readable');
  return !isEmpty(intersection(range, onlyVersion(given)));
}

describe('a constraint', () => {
  it.each([
    ['1.2.3', '1.2.3', true],
    ['1.2.3', '1.2.4', false],
    ['= 1.2', '1.2.0', true],
    ['>= 1.2', '1.2.0', true],
    ['>= 1.2', '1.1.9', false],
    ['> 1.2', '1.2.0', false],
    ['> 1.2', '1.2.1', true],
    ['< 2.0', '1.99.99', true],
    ['< 2.0', '2.0.0', false],
    ['<= 2.0', '2.0.0', true],
    ['~> 1.2', '1.9.0', true],
    ['~> 1.2', '2.0.0', false],
    ['~> 1.2', '1.1.0', false],
    ['~> 1.2.3', '1.2.9', true],
    ['~> 1.2.3', '1.3.0', false],
    ['>= 1.0, < 1.5', '1.4.9', true],
    ['>= 1.0, < 1.5', '1.5.0', false],
    ['>=1.0,<1.5', '1.2.0', true],
    ['!= 1.0', '2.0.0', true],
  ])('%s and %s: %s', (constraint, version, expected) => {
    expect(allows(constraint, version)).toBe(expected);
  });

  it.each(['latest', '>= a', '1.2.3.4', ''])('is not %j', (text) => {
    expect(parseConstraint(text)).toBeNull();
  });

  it('that nothing fits is empty', () => {
    const range = parseConstraint('> 2.0, < 1.0');
    expect(range === null || isEmpty(range)).toBe(true);
  });
});

describe('a tag', () => {
  it.each<[string, Version, Version]>([
    ['v1.2.3', [1, 2, 3], [1, 2, 4]],
    ['1.2', [1, 2, 0], [1, 3, 0]],
    ['v1', [1, 0, 0], [2, 0, 0]],
    ['tags/0.30.0', [0, 30, 0], [0, 30, 1]],
    ['refs/tags/v2.0.0', [2, 0, 0], [2, 0, 1]],
  ])('%s names releases', (ref, from, before) => {
    expect(releasesOfTag(ref)).toEqual({ from, before });
  });

  it.each(['main', 'feature/x', '3f786850e387550fdab836ed7e6dc881de23001b'])('is not %s', (ref) => {
    expect(releasesOfTag(ref)).toBeNull();
  });
});
