import type { Data } from '../fix.ts';

/**
 * The lifecycle policy that fixes add: it expires untagged images only. The same object each time, so that it is written
 * out once for all that lack one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 *
 * @param days how long untagged images stay
 */
export function defaultLifecyclePolicy(days: number): Data {
  let policy = policies.get(days);
  if (policy === undefined) {
    const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days };
    const description = `Expire untagged images after ${days} days`;
    policy = { rules: [{ rulePriority: 1, description, selection, action: { type: 'expire' } }] };
    policies.set(days, policy);
  }
  return policy;
}

const policies = new Map<number, Data>();
