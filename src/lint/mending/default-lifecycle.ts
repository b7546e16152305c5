import type { Data } from '../fix.ts';

/**
 * The lifecycle policy that fixes add: it expires untagged images only.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 *
 * @param days how long untagged images stay
 */
export function defaultLifecyclePolicy(days: number): Data {
  const selection = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days };
  const description = `Expire untagged images after ${days} days`;
  return { rules: [{ rulePriority: 1, description, selection, action: { type: 'expire' } }] };
}
