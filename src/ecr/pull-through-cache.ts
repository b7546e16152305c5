import type { EvaluatedResource } from '../terraform/resource.ts';
import { type Answer, type Argument, argumentOf, either, isAbsent } from './argument.ts';
import { sameRegistry } from './registry.ts';
import { fits, mayBeEqual, shapeOf, wholeText } from './text-shape.ts';

/**
 * Whether a repository holds what a pull-through cache rule of the same registry fetches: its name lies below the
 * rule's prefix. The prefix `ROOT` says nothing of a repository that is declared by name.
 */
export function isPullThroughCache(
  repository: EvaluatedResource,
  name: Argument,
  rules: readonly EvaluatedResource[],
): Answer {
  return either(rules.map((rule) => isBelow(repository, name, rule)));
}

function isBelow(repository: EvaluatedResource, name: Argument, rule: EvaluatedResource): Answer {
  const { value } = argumentOf(rule.body, 'ecr_repository_prefix');
  const same = sameRegistry(repository, rule);
  if (value === null || isAbsent(value) || name.value === null || same === 'no') return 'no';
  const prefixShape = shapeOf(value) ?? [null];
  const nameShape = shapeOf(name.value) ?? [null];
  const prefix = wholeText(prefixShape)?.replace(/\/$/, '');
  if (prefix === 'ROOT') return 'no';
  if (prefix === undefined) {
    // A prefix that is not known may be anything that the name could begin with.
    return mayBeEqual([...prefixShape, null], nameShape) ? 'unknown' : 'no';
  }
  const [known = null] = nameShape;
  if (known?.startsWith(`${prefix}/`) === true) return same;
  return nameShape.includes(null) && (fits([...nameShape], `${prefix}/`) || mayBeEqual([`${prefix}/`, null], nameShape))
    ? 'unknown'
    : 'no';
}
