import type { Deployment, EvaluatedBody, EvaluatedResource } from '../../terraform/resource.ts';
import type { Value } from '../../terraform/value.ts';
import { argumentOf } from '../argument.ts';
import { type PolicyDocument, type PolicyStatement, readPolicy } from '../policy-document.ts';
import { ReadingMemory } from '../reading-memory.ts';
import { knownPrefix, shapeOf } from '../text-shape.ts';
import { judgeDocuments, NOTHING, type ReadablePolicy, type Verdicts } from './judge-documents.ts';

/** A policy that says what its holders may do, in all services; or what may pass a VPC endpoint. */
export interface IdentityPolicy extends ReadablePolicy {
  readonly resource: EvaluatedResource;
  readonly kind: 'identity' | 'endpoint';
}

/** The resource types whose argument is a policy. */
const ARGUMENTS: readonly (readonly [type: string, argument: string, kind: IdentityPolicy['kind']])[] = [
  ['aws_iam_policy', 'policy', 'identity'],
  ['aws_iam_role_policy', 'policy', 'identity'],
  ['aws_iam_user_policy', 'policy', 'identity'],
  ['aws_iam_group_policy', 'policy', 'identity'],
  ['aws_ssoadmin_permission_set_inline_policy', 'inline_policy', 'identity'],
  ['aws_vpc_endpoint', 'policy', 'endpoint'],
  ['aws_vpc_endpoint_policy', 'policy', 'endpoint'],
];

const collected = new WeakMap<Deployment, readonly IdentityPolicy[]>();

/**
 * The policies of a deployment that are attached to identities and VPC endpoints, but for those that cannot speak of ECR,
 * as most do not. Those of resources are `AccessPolicy`.
 */
export function identityPoliciesOf(deployment: Deployment): readonly IdentityPolicy[] {
  const known = collected.get(deployment);
  if (known !== undefined) return known;
  const readings = new ReadingMemory(readPolicy);
  const policies: IdentityPolicy[] = [];
  const collect = (
    resource: EvaluatedResource,
    body: EvaluatedBody,
    argument: string,
    kind: IdentityPolicy['kind'],
  ): void => {
    if (body.mayHold?.(argument, 'ecr') === false) return;
    const policy = argumentOf(body, argument);
    policies.push({ kind, resource, policy, read: readings.readerOf(policy) });
  };
  for (const [type, argument, kind] of ARGUMENTS) {
    for (const resource of deployment.resources(type)) collect(resource, resource.body, argument, kind);
  }
  for (const role of deployment.resources('aws_iam_role')) {
    for (const block of inlinePolicies(role)) collect(role, block, 'policy', 'identity');
  }
  collected.set(deployment, policies);
  return policies;
}

/** The `inline_policy` blocks that are certain. */
function inlinePolicies({ body }: EvaluatedResource): readonly EvaluatedBody[] {
  return body.blocks('inline_policy').items;
}

/**
 * Judges a policy that speaks of ECR. Most policies do not, so that one which cannot be read is no question, and
 * neither is an administrator's, which allows everything everywhere.
 */
export function judgeIdentityPolicy<T>(
  policy: IdentityPolicy,
  judge: (document: PolicyDocument) => Verdicts<T>,
): Verdicts<T> {
  return judgeDocuments(policy, (document) => (speaksOfEcr(document) ? judge(document) : NOTHING), false);
}

function speaksOfEcr({ statements, possible }: PolicyDocument): boolean {
  const samples = possible.flatMap(({ sample }) => (sample === null ? [] : [sample]));
  return [...statements, ...samples].some(namesEcr);
}

/** Whether a statement names actions of ECR, in whatever form. */
function namesEcr({ actions, notActions }: PolicyStatement): boolean {
  return [...(actions ?? []), ...(notActions ?? [])].some(isEcrPattern);
}

/** Whether a pattern is written for actions of ECR, such as `ecr:*`, rather than for those of all services. */
export function isEcrPattern(pattern: Value): boolean {
  return knownPrefix(shapeOf(pattern) ?? [])
    .toLowerCase()
    .startsWith('ecr:');
}
