import type { EvaluatedBody, EvaluatedResource } from '../terraform/resource.ts';
import type { Value } from '../terraform/value.ts';
import { type Answer, type Argument, argumentOf, either, knownText } from './argument.ts';
import { appliesTo } from './creation-template.ts';
import type { CreationTemplate, Repository } from './facts.ts';
import { regionOf, sameRegistry } from './registry.ts';

/** Where a replication rule copies images to. */
export interface Destination {
  readonly body: EvaluatedBody;
  readonly region: Argument;
  readonly registry: Argument;
}

/** The `rule` blocks of a replication configuration, as far as they are known. */
export function rulesOf({ body }: EvaluatedResource): readonly EvaluatedBody[] {
  return body.blocks('replication_configuration').items.flatMap((block) => block.blocks('rule').items);
}

/** The `destination` blocks of a replication rule, as far as they are known. */
export function destinationsOf(rule: EvaluatedBody): readonly Destination[] {
  return rule.blocks('destination').items.map((body) => {
    return { body, region: argumentOf(body, 'region'), registry: argumentOf(body, 'registry_id') };
  });
}

/** What tells a destination from others; null where that is not known. */
export function keyOfDestination({ region, registry }: Destination): string | null {
  const [place, account] = [knownText(region.value), knownText(registry.value) ?? accountName(registry.value)];
  return place === null || account === null ? null : `${account} ${place}`;
}

/** Whether a destination is in the account that the images are copied from. */
export function isOwnAccount(configuration: EvaluatedResource, { registry }: Destination): Answer {
  const source = accountSource(registry.value);
  return source === null || sameRegistry(source, configuration) !== 'yes' ? 'unknown' : 'yes';
}

/** Whether a destination is in the region that the images are copied from. */
export function isOwnRegion(configuration: EvaluatedResource, { region }: Destination): Answer {
  const current = stepOf(region.value, 'aws_region');
  if (current !== null) return sameRegistry(current, configuration);
  const own = knownText(regionOf(configuration));
  const there = knownText(region.value);
  if (own === null || there === null) return 'unknown';
  return own === there ? 'yes' : 'no';
}

/**
 * Whether the configuration says how replicas at a destination in its own account are set up: by a creation template
 * for replication in that region, or by a repository that is declared there beforehand.
 */
export function hasSettings(
  { region }: Destination,
  templates: readonly CreationTemplate[],
  repositories: readonly Repository[],
): Answer {
  const there = knownText(region.value);
  const isThere = (resource: EvaluatedResource): Answer => {
    const own = knownText(regionOf(resource));
    if (own === null || there === null) return 'unknown';
    return own === there ? 'yes' : 'no';
  };
  return either([
    ...templates.map(({ resource, appliedFor }): Answer => {
      const applies = appliesTo(appliedFor, 'REPLICATION');
      const here = isThere(resource);
      if (applies === 'no' || here === 'no') return 'no';
      return applies === 'yes' ? here : 'unknown';
    }),
    // Those in the region that is copied from have the same provider as most others, and say nothing.
    ...repositories.map(({ resource }): Answer => (isThere(resource) === 'yes' ? 'yes' : 'no')),
  ]);
}

/** What an account id was read from that belongs to the account of its provider. */
function accountSource(value: Value | null): EvaluatedResource | null {
  return stepOf(value, 'aws_caller_identity') ?? stepOf(value, 'aws_ecr_repository');
}

function accountName(value: Value | null): string | null {
  return accountSource(value)?.address ?? null;
}

/** The resource of a type that a value was read from. */
function stepOf(value: Value | null, type: string): EvaluatedResource | null {
  for (let step = value?.via ?? null; step !== null; step = step.earlier) {
    if (step.resource?.type === type) return step.resource;
  }
  return null;
}
