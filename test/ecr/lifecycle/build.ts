import fc from 'fast-check';
import { COUNT_TYPES, type LifecycleDocument, readLifecyclePolicy } from '../../../src/ecr/lifecycle/policy.ts';
import type { Criteria, Image } from '../../../src/ecr/lifecycle/simulate.ts';
import { prefixPattern, type TagSelection, wildcardPattern } from '../../../src/ecr/lifecycle/tag-selection.ts';
import { string } from '../../../src/terraform/value.ts';

/** A rule that keeps one image of what it selects, unless told otherwise. */
export function rule(priority: number, tags: TagSelection, more: Partial<Criteria> = {}): Criteria {
  return {
    priority,
    tags,
    storageClass: 'standard',
    countType: 'imageCountMoreThan',
    countNumber: 1,
    action: 'expire',
    ...more,
  };
}

/** Images that have a tag for each prefix. */
export function tagged(...prefixes: string[]): TagSelection {
  return { kind: 'tagged', patterns: prefixes.map(prefixPattern) };
}

/** Images that have a tag for each pattern. */
export function matching(...patterns: string[]): TagSelection {
  return { kind: 'tagged', patterns: patterns.map(wildcardPattern) };
}

export function standardImage(tags: readonly string[], pushed: number): Image {
  return { tags, pushed, storageClass: 'standard', pulled: null, restored: null, transitioned: null };
}

/** Few letters, so that patterns and tags meet often. */
const letters = fc.constantFrom('a', 'b', '-');

/** Tags do not begin with `-`. */
export const anyTag = fc.string({ unit: letters, minLength: 1, maxLength: 4 }).filter((tag) => !tag.startsWith('-'));
export const anyPrefix = fc.string({ unit: letters, maxLength: 3 }).map(prefixPattern);
export const anyPattern = fc
  .string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 4 })
  .map(wildcardPattern);

export function anySelection(): fc.Arbitrary<TagSelection> {
  const patterns = fc.array(fc.oneof(anyPrefix, anyPattern), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: patterns.map((list): TagSelection => ({ kind: 'tagged', patterns: list })) },
    { weight: 1, arbitrary: fc.constant<TagSelection>({ kind: 'untagged' }) },
    { weight: 1, arbitrary: fc.constant<TagSelection>({ kind: 'any' }) },
  );
}

export function anyCriteria(): fc.Arbitrary<Criteria> {
  return fc.record({
    priority: fc.constant(1),
    tags: anySelection(),
    storageClass: fc.constantFrom('standard', 'standard', 'archive'),
    countType: fc.constantFrom(...COUNT_TYPES),
    countNumber: fc.integer({ min: 1, max: 5 }),
    action: fc.constantFrom('expire', 'transition'),
  });
}

/** The document of a policy given as data. */
export function documentOf(rules: readonly object[]): LifecycleDocument {
  const reading = readLifecyclePolicy(string(JSON.stringify({ rules })));
  if (reading.kind !== 'document') throw new Error('The policy cannot be read.');
  return reading.document;
}

/** A rule as it is written, with patterns in place of prefixes. */
export function writtenRule({ priority, tags, storageClass, countType, countNumber, action }: Criteria): object {
  const patterns =
    tags.kind === 'tagged' ? tags.patterns.map((pattern) => pattern.map((part) => part ?? '*').join('')) : [];
  return {
    rulePriority: priority,
    selection: {
      tagStatus: tags.kind,
      ...(patterns.length > 0 ? { tagPatternList: patterns } : {}),
      storageClass,
      countType,
      countNumber,
    },
    action: { type: action },
  };
}

/** Images of which no two were pushed at the same time. */
export function anyImages(): fc.Arbitrary<readonly Image[]> {
  const days = fc.integer({ min: 0, max: 9 });
  const one = fc.record({
    tags: fc.uniqueArray(anyTag, { maxLength: 3 }),
    pushed: fc.integer({ min: 0, max: 30 }),
    storageClass: fc.constantFrom('standard', 'standard', 'archive'),
    pulled: fc.option(days),
    restored: fc.option(days),
    transitioned: fc.option(days),
  });
  return fc.uniqueArray(one, { maxLength: 12, selector: ({ pushed }) => pushed });
}
