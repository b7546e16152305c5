import type { BlockList, Deployment, EvaluatedResource } from '../terraform/resource.ts';
import { type Argument, argumentOf, nestedArgument } from './argument.ts';
import { type Environment, EnvironmentFinder, type EnvironmentOptions } from './environment.ts';
import { type LifecycleReading, readLifecyclePolicy } from './lifecycle/policy.ts';
import { type Link, type Target, TargetIndex } from './links.ts';
import { type PolicyReading, readPolicy } from './policy-document.ts';
import { ReadingMemory } from './reading-memory.ts';
import { type Tags, tagsOf } from './tags.ts';

/** A resource that rules speak of, with the environment that its findings are judged by. */
export interface EcrResource {
  readonly resource: EvaluatedResource;
  readonly environment: Environment;
}

/** `aws_ecr_repository`. */
export interface Repository extends EcrResource, Target {
  readonly tags: Tags;
  readonly mutability: Mutability;
  readonly encryption: Encryption;
  /** The policies that belong to it, and those that may. */
  readonly lifecyclePolicies: readonly Link<LifecyclePolicy>[];
  readonly accessPolicies: readonly Link<AccessPolicy>[];
}

/** `aws_ecr_repository_creation_template`: the settings of repositories that AWS creates by itself. */
export interface CreationTemplate extends EcrResource {
  readonly prefix: Argument;
  readonly appliedFor: Argument;
  readonly mutability: Mutability;
  readonly encryption: Encryption;
  readonly lifecyclePolicy: Argument;
}

/** `aws_ecrpublic_repository`. */
export interface PublicRepository extends EcrResource, Target {
  readonly tags: Tags;
}

export interface Mutability {
  readonly setting: Argument;
  /** The `image_tag_mutability_exclusion_filter` blocks. */
  readonly exclusions: BlockList;
}

export interface Encryption {
  readonly type: Argument;
  readonly key: Argument;
}

/** `aws_ecr_lifecycle_policy`, or the `lifecycle_policy` of a creation template. */
export interface LifecyclePolicy extends EcrResource {
  readonly kind: 'repository' | 'template';
  readonly policy: Argument;
  readonly repositories: readonly Link<Repository>[];
  /** The document; null where no policy is written. */
  read(): LifecycleReading | null;
}

/** A policy that lets principals in, wherever it can be written. */
export interface AccessPolicy extends EcrResource {
  readonly kind: 'repository' | 'template' | 'registry' | 'public-repository';
  readonly policy: Argument;
  /** For `repository`: those it belongs to. */
  readonly repositories: readonly Link<Repository>[];
  /** The document; null where no policy is written. */
  read(): PolicyReading | null;
}

/** Everything the rules ask about the ECR resources of one deployment. */
export interface EcrFacts {
  readonly deployment: Deployment;
  readonly repositories: readonly Repository[];
  readonly creationTemplates: readonly CreationTemplate[];
  readonly publicRepositories: readonly PublicRepository[];
  readonly lifecyclePolicies: readonly LifecyclePolicy[];
  readonly accessPolicies: readonly AccessPolicy[];
  /** `aws_ecr_registry_scanning_configuration`. */
  readonly scanningConfigurations: readonly EvaluatedResource[];
  /** `aws_ecr_pull_through_cache_rule`. */
  readonly pullThroughCacheRules: readonly EvaluatedResource[];
  /** Any other resource, with the environment that its own tags and its deployment tell of. */
  subject(resource: EvaluatedResource): EcrResource;
}

/** Collects the facts of a deployment. */
export function collectFacts(deployment: Deployment, options: EnvironmentOptions): EcrFacts {
  const environments = new EnvironmentFinder(deployment, options);
  const repositories = deployment.resources('aws_ecr_repository').map((resource): LinkedRepository => {
    const tags = tagsOf(resource);
    const name = argumentOf(resource.body, 'name');
    return {
      resource,
      name,
      tags,
      environment: environments.find(tags, name.value),
      mutability: mutabilityOf(resource),
      encryption: encryptionOf(resource),
      lifecyclePolicies: [],
      accessPolicies: [],
    };
  });
  const index = new TargetIndex(repositories);
  const creationTemplates = deployment
    .resources('aws_ecr_repository_creation_template')
    .map((resource) => templateOf(resource, environments));
  const publicRepositories = deployment.resources('aws_ecrpublic_repository').map((resource): PublicRepository => {
    const tags = tagsOf(resource);
    const name = argumentOf(resource.body, 'repository_name');
    return { resource, name, tags, environment: environments.find(tags, name.value) };
  });

  const lifecycleReadings = new ReadingMemory(readLifecyclePolicy);
  const lifecyclePolicies = [
    ...deployment.resources('aws_ecr_lifecycle_policy').map((resource): LifecyclePolicy => {
      const links = index.find(resource, argumentOf(resource.body, 'repository'));
      const argument = argumentOf(resource.body, 'policy');
      const policy: LifecyclePolicy = {
        kind: 'repository',
        resource,
        environment: environmentOfPolicy(resource, 'repository', links, environments),
        policy: argument,
        repositories: links,
        read: lifecycleReadings.readerOf(argument),
      };
      for (const { target, doubt } of links) target.lifecyclePolicies.push({ target: policy, doubt });
      return policy;
    }),
    ...creationTemplates.map(({ resource, environment, lifecyclePolicy }): LifecyclePolicy => {
      const read = lifecycleReadings.readerOf(lifecyclePolicy);
      return { kind: 'template', resource, environment, policy: lifecyclePolicy, repositories: [], read };
    }),
  ];

  const accessReadings = new ReadingMemory(readPolicy);
  const accessPolicy = (
    kind: AccessPolicy['kind'],
    resource: EvaluatedResource,
    argument: string,
    environment: Environment,
    links: readonly Link<Repository>[] = [],
  ): AccessPolicy => {
    const policy = argumentOf(resource.body, argument);
    return { kind, resource, environment, policy, repositories: links, read: accessReadings.readerOf(policy) };
  };
  const publicIndex = new TargetIndex(publicRepositories);
  const accessPolicies = [
    ...deployment.resources('aws_ecr_repository_policy').map((resource): AccessPolicy => {
      const links = index.find(resource, argumentOf(resource.body, 'repository'));
      const environment = environmentOfPolicy(resource, 'repository', links, environments);
      const policy = accessPolicy('repository', resource, 'policy', environment, links);
      for (const { target, doubt } of links) target.accessPolicies.push({ target: policy, doubt });
      return policy;
    }),
    ...creationTemplates.map(({ resource, environment }) =>
      accessPolicy('template', resource, 'repository_policy', environment),
    ),
    ...deployment
      .resources('aws_ecr_registry_policy')
      .map((resource) => accessPolicy('registry', resource, 'policy', environments.find(null, null))),
    ...deployment.resources('aws_ecrpublic_repository_policy').map((resource) => {
      const links = publicIndex.find(resource, argumentOf(resource.body, 'repository_name'));
      const environment = environmentOfPolicy(resource, 'repository_name', links, environments);
      return accessPolicy('public-repository', resource, 'policy', environment);
    }),
  ];

  return {
    deployment,
    repositories,
    creationTemplates,
    publicRepositories,
    lifecyclePolicies,
    accessPolicies,
    scanningConfigurations: deployment.resources('aws_ecr_registry_scanning_configuration'),
    pullThroughCacheRules: deployment.resources('aws_ecr_pull_through_cache_rule'),
    subject: (resource) => ({ resource, environment: environments.find(tagsOf(resource), null) }),
  };
}

/** A repository while its policies are being linked. */
interface LinkedRepository extends Repository {
  readonly lifecyclePolicies: Link<LifecyclePolicy>[];
  readonly accessPolicies: Link<AccessPolicy>[];
}

function templateOf(resource: EvaluatedResource, environments: EnvironmentFinder): CreationTemplate {
  const { body } = resource;
  const prefix = argumentOf(body, 'prefix');
  return {
    resource,
    prefix,
    environment: environments.find(tagsOf(resource, 'resource_tags'), prefix.value),
    appliedFor: argumentOf(body, 'applied_for'),
    mutability: mutabilityOf(resource),
    encryption: encryptionOf(resource),
    lifecyclePolicy: argumentOf(body, 'lifecycle_policy'),
  };
}

function mutabilityOf({ body }: EvaluatedResource): Mutability {
  return {
    setting: argumentOf(body, 'image_tag_mutability'),
    exclusions: body.blocks('image_tag_mutability_exclusion_filter'),
  };
}

function encryptionOf({ body }: EvaluatedResource): Encryption {
  return {
    type: nestedArgument(body, 'encryption_configuration', 'encryption_type'),
    key: nestedArgument(body, 'encryption_configuration', 'kms_key'),
  };
}

const WORST_FIRST = ['production', 'unknown', 'non-production'] as const;

/** That of the repository it belongs to; of several, the one that asks for the most care. */
function environmentOfPolicy(
  { body }: EvaluatedResource,
  argument: string,
  links: readonly Link<EcrResource>[],
  environments: EnvironmentFinder,
): Environment {
  const [first] = links
    .map(({ target }) => target.environment)
    .sort((a, b) => WORST_FIRST.indexOf(a.kind) - WORST_FIRST.indexOf(b.kind));
  return first ?? environments.find(null, body.attribute(argument));
}
