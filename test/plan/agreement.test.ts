import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/hcl/source.ts';
import { decisivePlaces, stepsBehind } from '../../src/terraform/decision.ts';
import type { Deployment, EvaluatedResource } from '../../src/terraform/resource.ts';
import type { Step } from '../../src/terraform/value.ts';
import { caseNames, hclOf, planOf, sourcedPlanOf } from './cases.ts';
import { type Blocks, compareResources } from './compare.ts';

/** Every ECR resource the recorded cases have, with its nested blocks. */
const TYPES: Readonly<Record<string, Blocks>> = {
  aws_ecr_repository: { encryption_configuration: {}, image_scanning_configuration: {}, timeouts: {} },
  aws_ecr_lifecycle_policy: {},
  aws_ecr_repository_policy: {},
  aws_ecr_repository_creation_template: { encryption_configuration: {} },
  aws_ecr_registry_policy: {},
  aws_ecr_registry_scanning_configuration: { rule: { repository_filter: {} } },
  aws_ecr_replication_configuration: {
    replication_configuration: { rule: { destination: {}, repository_filter: {} } },
  },
  aws_ecr_pull_through_cache_rule: {},
  aws_ecr_account_setting: {},
};

/** An empty map is none to the provider. */
const EMPTY_TAGS = ['objects this["api"].tags', 'objects this["job"].tags', 'single defaults.tags'];

/** The provider gives up on a map of which one value is unknown. */
const WHOLLY_UNKNOWN = ['unknown-arns unnamed.tags'];

/** What exists and is not written: the plan says what AWS has. */
const EXISTING = [
  'changes kept.image_scanning_configuration',
  'changes renamed.encryption_configuration',
  'changes renamed.image_scanning_configuration',
  'changes updated.encryption_configuration',
  'changes updated.image_scanning_configuration',
];

function differences(other: (name: string) => Deployment): string[] {
  return caseNames.flatMap((name) => {
    const [hcl, plan] = [hclOf(name), other(name)];
    return Object.entries(TYPES).flatMap(([type, blocks]) =>
      pairs(hcl.resources(type), plan.resources(type)).flatMap(([address, a, b]) => {
        if (a === undefined || b === undefined)
          return `${name} ${address} is only ${a === undefined ? 'planned' : 'written'}`;
        return compareResources(a, b, blocks).map(({ path }) => `${name} ${path.slice(type.length + 1)}`);
      }),
    );
  });
}

type Pair = readonly [string, EvaluatedResource | undefined, EvaluatedResource | undefined];

function pairs(hcl: readonly EvaluatedResource[], plan: readonly EvaluatedResource[]): readonly Pair[] {
  const find = (resources: readonly EvaluatedResource[], address: string): EvaluatedResource | undefined =>
    resources.find((resource) => resource.address === address);
  const addresses = new Set([...hcl, ...plan].map(({ address }) => address));
  return [...addresses].map((address) => [address, find(hcl, address), find(plan, address)]);
}

describe('HCL and the plan of it', () => {
  it('has enough cases', () => {
    expect(caseNames.length).toBeGreaterThanOrEqual(12);
    const count = caseNames
      .map((name) => Object.keys(TYPES).flatMap((type) => planOf(name).resources(type)).length)
      .reduce((sum, resources) => sum + resources, 0);
    expect(count).toBeGreaterThan(60);
  });

  it('give every argument of every ECR resource the same value, but for what the plan knows better', () => {
    expect(differences(planOf).sort()).toEqual([...EMPTY_TAGS, ...WHOLLY_UNKNOWN, ...EXISTING].sort());
  });

  it('give the same with the source at hand, where the source also tells what the plan leaves out', () => {
    expect(differences(sourcedPlanOf).sort()).toEqual([...EMPTY_TAGS].sort());
  });

  it('tell the same of what decided, with the source at hand', () => {
    let decisions = 0;
    for (const name of caseNames) {
      for (const type of Object.keys(TYPES)) {
        const [hcl, plan] = [hclOf(name).resources(type), sourcedPlanOf(name).resources(type)];
        for (const [address, a, b] of pairs(hcl, plan)) {
          if (a === undefined || b === undefined) throw new Error(`${name} has ${address} only once`);
          // What a resource is read through is another object in a plan; where it is written is the same.
          expect(decisivePlaces(b.repeatedBy).map(placeText), address).toEqual(
            decisivePlaces(a.repeatedBy).map(placeText),
          );
          for (const argument of a.body.attributeNames()) {
            const [written, planned] = [a.body.attribute(argument)?.via, b.body.attribute(argument)?.via];
            const expected = decisionsOf(written ?? null);
            expect(decisionsOf(planned ?? null), `${address} ${argument}`).toEqual(expected);
            decisions += expected.length;
          }
        }
      }
    }
    expect(decisions).toBeGreaterThan(0);
  });
});

function placeText({ file, start, end }: Place): string {
  return file.text.slice(start, end);
}

/** The conditions behind a value, as they are written. */
function decisionsOf(via: Step | null): string[] {
  const steps = via === null ? [] : [...stepsBehind([via])];
  return steps.flatMap((step) => ('decider' in step && step.place !== null ? placeText(step.place) : []));
}
