import { describe, expect, it } from 'vitest';
import { DEFAULT_ENVIRONMENT_OPTIONS } from '../../src/ecr/environment.ts';
import { collectFacts } from '../../src/ecr/facts.ts';
import type { Deployment } from '../../src/terraform/resource.ts';
import { planOf, sourcedPlanOf } from './cases.ts';

/** Each policy with the repositories it belongs to; a question mark where that is not certain. */
function links(deployment: Deployment): Record<string, string> {
  const facts = collectFacts(deployment, DEFAULT_ENVIRONMENT_OPTIONS);
  const policies = [...facts.lifecyclePolicies, ...facts.accessPolicies.filter(({ kind }) => kind === 'repository')];
  return Object.fromEntries(
    policies.map(({ resource, repositories }) => [
      resource.address,
      repositories.map(({ target, doubt }) => `${target.resource.address}${doubt === null ? '' : '?'}`).join(', '),
    ]),
  );
}

/** The policies name their repository by `.id`, which no plan knows, unless it says otherwise. */
const EXPECTED: Readonly<Record<string, Record<string, string>>> = {
  'for-each': {
    'aws_ecr_lifecycle_policy.by_resource["plain"]': 'aws_ecr_repository.set["plain"]',
    'aws_ecr_lifecycle_policy.by_resource["team-a/api"]': 'aws_ecr_repository.set["team-a/api"]',
    'aws_ecr_lifecycle_policy.by_resource["team-a/web.v2"]': 'aws_ecr_repository.set["team-a/web.v2"]',
    'aws_ecr_lifecycle_policy.by_key["a.b/c"]': 'aws_ecr_repository.map["a.b/c"]',
    'aws_ecr_lifecycle_policy.by_key["key with \\"quotes\\""]': 'aws_ecr_repository.map["key with \\"quotes\\""]',
    'aws_ecr_lifecycle_policy.by_key["$${not}"]': 'aws_ecr_repository.map["$${not}"]',
    'aws_ecr_repository_policy.literal_key': 'aws_ecr_repository.set["team-a/api"]',
    'aws_ecr_repository_policy.by_value["team-a/web.v2"]': 'aws_ecr_repository.set["team-a/web.v2"]',
  },
  count: {
    'aws_ecr_lifecycle_policy.maybe[0]': 'aws_ecr_repository.maybe[0]',
    'aws_ecr_lifecycle_policy.many[0]': 'aws_ecr_repository.many[0]',
    'aws_ecr_lifecycle_policy.many[1]': 'aws_ecr_repository.many[1]',
    // join("", aws_ecr_repository.maybe[*].id)
    'aws_ecr_repository_policy.joined': 'aws_ecr_repository.maybe[0]',
    // A conditional of which one side has no instance.
    'aws_ecr_repository_policy.chosen': 'aws_ecr_repository.many[1]',
  },
  modules: {
    'module.team["payments/v1.0"].module.policy.aws_ecr_lifecycle_policy.this':
      'module.team["payments/v1.0"].aws_ecr_repository.this',
    'module.team["say \\"hi\\""].module.policy.aws_ecr_lifecycle_policy.this':
      'module.team["say \\"hi\\""].aws_ecr_repository.this',
    'module.single.module.policy.aws_ecr_lifecycle_policy.this': 'module.single.aws_ecr_repository.this',
    'module.counted[0].module.policy.aws_ecr_lifecycle_policy.this': 'module.counted[0].aws_ecr_repository.this',
    'module.counted[1].module.policy.aws_ecr_lifecycle_policy.this': 'module.counted[1].aws_ecr_repository.this',
    // By an output of one module, and of every instance of another.
    'aws_ecr_repository_policy.outside': 'module.single.aws_ecr_repository.this',
    'aws_ecr_repository_policy.outside_keyed["payments/v1.0"]': 'module.team["payments/v1.0"].aws_ecr_repository.this',
    'aws_ecr_repository_policy.outside_keyed["say \\"hi\\""]': 'module.team["say \\"hi\\""].aws_ecr_repository.this',
  },
  // A known name, in the same region by its provider.
  'default-tags': { 'aws_ecr_lifecycle_policy.there': 'aws_ecr_repository.there' },
  // The name itself is unknown.
  'unknown-arns': {
    'aws_ecr_lifecycle_policy.unnamed': 'aws_ecr_repository.unnamed',
    'aws_ecr_repository_policy.composed': 'aws_ecr_repository.encrypted',
  },
  objects: { 'aws_ecr_repository_policy.this["job"]': 'aws_ecr_repository.this["job"]' },
};

describe.each(Object.entries(EXPECTED))('the policies of %s', (name, expected) => {
  it('find their repositories in the plan alone', () => {
    expect(links(planOf(name))).toEqual(expected);
  });

  it('find the same ones with the source', () => {
    expect(links(sourcedPlanOf(name))).toEqual(expected);
  });
});
