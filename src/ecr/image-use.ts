import type { Place } from '../hcl/source.ts';
import type { Deployment, EvaluatedBody, EvaluatedResource } from '../terraform/resource.ts';
import { elementOf, type Reason, type Value } from '../terraform/value.ts';
import { isAbsent, knownText } from './argument.ts';
import { readJson } from './json-document.ts';

/** An image that a resource runs. */
export interface ImageUse {
  readonly resource: EvaluatedResource;
  /** Where the resource says so: the argument of a block, or the one that holds the document. */
  readonly body: EvaluatedBody;
  readonly argument: string;
  readonly image: Value;
  /** Where a document names the image; null where its own argument does, or where that is not known. */
  readonly written: Place | null;
}

/** A document with images that cannot be read. */
export interface HiddenImages {
  readonly resource: EvaluatedResource;
  readonly body: EvaluatedBody;
  readonly argument: string;
  readonly value: Value;
  readonly reason: Reason;
}

export interface ImageUses {
  readonly images: readonly ImageUse[];
  readonly hidden: readonly HiddenImages[];
}

/** How a type of resource says which images it runs. */
type Spot =
  /** An argument, below nested blocks. */
  | { readonly kind: 'argument'; readonly blocks: readonly string[]; readonly name: string }
  /** An argument that takes JSON, or, for Kubernetes, an object: every `image` in it. */
  | { readonly kind: 'json' | 'object'; readonly name: string; readonly members: readonly string[] };

const POD = ['spec'];
const TEMPLATE = ['spec', 'template', 'spec'];
const CRON = ['spec', 'job_template', 'spec', 'template', 'spec'];

function containers(path: readonly string[]): readonly Spot[] {
  return ['container', 'init_container'].map((block) => ({
    kind: 'argument',
    blocks: [...path, block],
    name: 'image',
  }));
}

const SPOTS: Readonly<Record<string, readonly Spot[]>> = {
  aws_ecs_task_definition: [{ kind: 'json', name: 'container_definitions', members: [] }],
  aws_batch_job_definition: [
    { kind: 'json', name: 'container_properties', members: [] },
    { kind: 'json', name: 'ecs_properties', members: ['taskProperties', 'containers'] },
    { kind: 'json', name: 'node_properties', members: ['nodeRangeProperties', 'container'] },
  ],
  aws_lambda_function: [{ kind: 'argument', blocks: [], name: 'image_uri' }],
  aws_apprunner_service: [
    { kind: 'argument', blocks: ['source_configuration', 'image_repository'], name: 'image_identifier' },
  ],
  kubernetes_pod: containers(POD),
  kubernetes_deployment: containers(TEMPLATE),
  kubernetes_daemonset: containers(TEMPLATE),
  kubernetes_stateful_set: containers(TEMPLATE),
  kubernetes_job: containers(TEMPLATE),
  kubernetes_cron_job: containers(CRON),
  kubernetes_manifest: [
    { kind: 'object', name: 'manifest', members: ['spec', 'containers'] },
    { kind: 'object', name: 'manifest', members: ['spec', 'template', 'spec', 'containers'] },
  ],
};

const VERSIONED = /^(kubernetes_.+)_v1$/;

/** The images that the resources of a deployment run, but for those that Terraform is told not to keep up to date. */
export function imageUsesOf(deployment: Deployment): ImageUses {
  const images: ImageUse[] = [];
  const hidden: HiddenImages[] = [];
  for (const type of typesWithImages()) {
    for (const resource of deployment.resources(type)) {
      for (const spot of SPOTS[VERSIONED.exec(type)?.[1] ?? type] ?? []) {
        if (spot.kind === 'argument') images.push(...fromArguments(resource, spot.blocks, spot.name));
        else collectFromDocument(resource, spot.name, spot.members, spot.kind === 'json', { images, hidden });
      }
    }
  }
  return { images, hidden };
}

function typesWithImages(): readonly string[] {
  return Object.keys(SPOTS).flatMap((type) =>
    type.startsWith('kubernetes_') && type !== 'kubernetes_manifest' ? [type, `${type}_v1`] : [type],
  );
}

function fromArguments(resource: EvaluatedResource, path: readonly string[], name: string): readonly ImageUse[] {
  if (isIgnored(resource, path[0] ?? name)) return [];
  let bodies: readonly EvaluatedBody[] = [resource.body];
  for (const block of path) {
    bodies = bodies.flatMap((body) => {
      const { items, rest } = body.blocks(block);
      return rest === null ? items : [...items, rest.sample];
    });
  }
  return bodies.flatMap((body) => {
    const image = body.attribute(name);
    return image === null || isAbsent(image) ? [] : [{ resource, body, argument: name, image, written: null }];
  });
}

function collectFromDocument(
  resource: EvaluatedResource,
  argument: string,
  members: readonly string[],
  isJson: boolean,
  into: { readonly images: ImageUse[]; readonly hidden: HiddenImages[] },
): void {
  const { body } = resource;
  const value = body.attribute(argument);
  if (value === null || isAbsent(value) || isIgnored(resource, argument)) return;
  const reading = isJson ? readJson(value) : ({ kind: 'known', value } as const);
  if (reading.kind === 'unknown') into.hidden.push({ resource, body, argument, value, reason: reading.reason });
  if (reading.kind !== 'known') return;
  for (const container of below(reading.value, members)) {
    const image = memberOf(container, 'image');
    if (image !== null && !isAbsent(image)) {
      into.images.push({ resource, body, argument, image, written: memberPlace(container, 'image') });
    } else if (container.kind === 'unknown') {
      into.hidden.push({ resource, body, argument, value: container, reason: container.reason });
    }
  }
}

/** What is found at a path through objects and, at any step, the elements of lists. */
function below(value: Value, path: readonly string[]): readonly Value[] {
  if ('items' in value) return value.items.flatMap((item) => below(elementOf(value, item), path));
  const [name, ...rest] = path;
  if (name === undefined || value.kind === 'unknown') return [value];
  const member = memberOf(value, name);
  return member === null ? [] : below(member, rest);
}

function memberOf(value: Value, name: string): Value | null {
  if (value.kind !== 'map' && value.kind !== 'object') return null;
  const member = value.entries.get(name);
  return member === undefined ? null : elementOf(value, member);
}

/** Where an object that is written as such sets a member to something: that text, as far as it goes on its line. */
function memberPlace({ origin }: Value, name: string): Place | null {
  if (origin === null) return null;
  const { file, end } = origin;
  const object = file.text.slice(origin.start, end);
  const [before] = new RegExp(`^\\{[\\s\\S]*?(?<![\\w.])"?${name}"?\\s*[=:]\\s*`).exec(object) ?? [];
  if (before === undefined) return null;
  let depth = 0;
  let at = before.length;
  for (; at < object.length; at++) {
    const character = object.charAt(at);
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth < 0 || (depth === 0 && ',\n'.includes(character))) break;
  }
  const text = object.slice(before.length, at).trimEnd();
  const start = origin.start + before.length;
  return text === '' ? null : { file, start, end: start + text.length };
}

/** True where `ignore_changes` leaves it to others, such as a pipeline, which image runs. */
function isIgnored({ body }: EvaluatedResource, argument: string): boolean {
  return body.blocks('lifecycle').items.some((lifecycle) => {
    const place = lifecycle.attributePlace('ignore_changes');
    if (place === null) return false;
    const names = new Set(place.file.text.slice(place.start, place.end).match(/\w+/g));
    return names.has(argument) || names.has('all');
  });
}

/** An image of which a Helm release sets the repository and the tag apart, as most charts have it. */
export interface SplitImage {
  readonly resource: EvaluatedResource;
  readonly repository: Value;
  readonly tag: Value;
  /** The block that sets the tag, in its argument `value`. */
  readonly body: EvaluatedBody;
}

/** The images that `set` blocks with names such as `web.image.repository` and `web.image.tag` give. */
export function splitImagesOf(deployment: Deployment): readonly SplitImage[] {
  return deployment.resources('helm_release').flatMap((resource) => {
    const settings = resource.body.blocks('set').items;
    return settings.flatMap((block): SplitImage[] => {
      const name = knownText(block.attribute('name'));
      const repository = block.attribute('value');
      if (name === null || repository === null || !/(?:^|\.)repository$/.test(name)) return [];
      const ofTag = name.replace(/repository$/, 'tag');
      const body = settings.find((other) => knownText(other.attribute('name')) === ofTag);
      const tag = body?.attribute('value') ?? null;
      return body === undefined || tag === null ? [] : [{ resource, repository, tag, body }];
    });
  });
}
