import type { Deployment, EvaluatedBody, EvaluatedResource } from '../../terraform/resource.ts';
import { definitionsOf, elementOf, type Value } from '../../terraform/value.ts';
import { actionNamed, type EcrAction, expand, PULL, PUSH } from '../actions/actions.ts';
import { knownText } from '../argument.ts';
import { shapeOf } from '../text-shape.ts';

/** A policy that AWS manages, of which nothing can be changed but whether it is attached. */
export interface ManagedPolicy {
  readonly name: string;
  /** What it allows in ECR, all of it on every repository. */
  readonly actions: ReadonlySet<EcrAction>;
  /** Whether it is one for ECR, and not one for many services that has ECR among them. */
  readonly forEcr: boolean;
}

/** Where one is attached to a role, a user, a group or a permission set. */
export interface Attachment {
  readonly resource: EvaluatedResource;
  readonly policy: ManagedPolicy;
  readonly body: EvaluatedBody;
  readonly argument: string;
  /** Its ARN. */
  readonly value: Value;
}

const LOGIN = actionNamed('GetAuthorizationToken');
const CHECK_LAYERS = actionNamed('BatchCheckLayerAvailability');
const PULLS = [LOGIN, ...PULL];
const READS = [
  ...PULLS,
  CHECK_LAYERS,
  ...[
    'GetRepositoryPolicy',
    'DescribeRepositories',
    'ListImages',
    'DescribeImages',
    'GetLifecyclePolicy',
    'GetLifecyclePolicyPreview',
    'ListTagsForResource',
    'DescribeImageScanFindings',
  ].map(actionNamed),
];

/**
 * What AWS's policies allow in ECR.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html and
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html, August 2026
 */
const POLICIES = new Map(
  [
    managed('AmazonEC2ContainerRegistryFullAccess', expand('ecr:*'), true),
    managed('AmazonEC2ContainerRegistryPowerUser', [...READS, ...PUSH], true),
    managed('AmazonEC2ContainerRegistryReadOnly', READS, true),
    managed('AmazonEC2ContainerRegistryPullOnly', [...PULLS, actionNamed('BatchImportUpstreamImage')], true),
    managed('EC2InstanceProfileForImageBuilderECRContainerBuilds', [...PULLS, ...PUSH], false),
    managed('AmazonECSTaskExecutionRolePolicy', [...PULLS, CHECK_LAYERS], false),
    managed('AmazonEKSFargatePodExecutionRolePolicy', [...PULLS, CHECK_LAYERS], false),
    managed('AWSAppRunnerServicePolicyForECRAccess', [...PULLS, CHECK_LAYERS, actionNamed('DescribeImages')], false),
    managed('AdministratorAccess', expand('ecr:*'), false),
    managed('PowerUserAccess', expand('ecr:*'), false),
    managed('ReadOnlyAccess', READS, false),
  ].map((policy) => [policy.name, policy]),
);

function managed(name: string, actions: readonly EcrAction[], forEcr: boolean): ManagedPolicy {
  return { name, actions: new Set(actions), forEcr };
}

/** The arguments that attach policies by their ARNs. */
const ARGUMENTS: readonly (readonly [type: string, argument: string])[] = [
  ['aws_iam_role_policy_attachment', 'policy_arn'],
  ['aws_iam_user_policy_attachment', 'policy_arn'],
  ['aws_iam_group_policy_attachment', 'policy_arn'],
  ['aws_iam_policy_attachment', 'policy_arn'],
  ['aws_iam_role', 'managed_policy_arns'],
  ['aws_iam_role_policy_attachments_exclusive', 'policy_arns'],
  ['aws_iam_user_policy_attachments_exclusive', 'policy_arns'],
  ['aws_iam_group_policy_attachments_exclusive', 'policy_arns'],
  ['aws_ssoadmin_managed_policy_attachment', 'managed_policy_arn'],
];

/** Where policies of AWS that allow something in ECR are attached. */
export function managedPoliciesOf(deployment: Deployment): readonly Attachment[] {
  return ARGUMENTS.flatMap(([type, argument]) =>
    deployment.resources(type).flatMap((resource) => attachmentsIn(resource, argument)),
  );
}

/** Whether a policy of AWS that is attached to somebody allows all of some actions. */
export function isAllowedByAws(deployment: Deployment, actions: readonly EcrAction[]): boolean {
  return managedPoliciesOf(deployment).some(({ policy }) => actions.every((action) => policy.actions.has(action)));
}

function attachmentsIn(resource: EvaluatedResource, argument: string): readonly Attachment[] {
  const { body } = resource;
  const value = body.attribute(argument);
  if (value === null) return [];
  const arns = 'items' in value ? value.items.map((item) => elementOf(value, item)) : [value];
  return arns.flatMap((arn) => {
    const policy = policyCalled(arn);
    return policy === null ? [] : [{ resource, policy, body, argument, value: arn }];
  });
}

/** The policy that an ARN names, also one of which the partition is not known, or that a data source looks up by name. */
function policyCalled(arn: Value): ManagedPolicy | null {
  const end = shapeOf(arn)?.at(-1) ?? '';
  const [, name = nameLookedUp(arn)] = /:iam::aws:policy\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/.exec(end) ?? [];
  return POLICIES.get(name ?? '') ?? null;
}

function nameLookedUp(arn: Value): string | null {
  const source = definitionsOf(arn)[0]?.resource ?? null;
  if (source === null || source.mode !== 'data' || source.type !== 'aws_iam_policy') return null;
  return knownText(source.body.attribute('name'));
}
