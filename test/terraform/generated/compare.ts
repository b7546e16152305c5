import { openProject } from '../../../src/terraform/project.ts';
import type { EvaluatedBody, EvaluatedResource } from '../../../src/terraform/resource.ts';
import { withFolder } from '../../support/folder.ts';
import { evaluatedValue, UNKNOWN } from '../planned.ts';

/** A configuration with what real Terraform makes of it: see scripts/differential-terraform.ts. */
export interface RecordedConfiguration {
  /** The files by their names. */
  readonly files: Readonly<Record<string, string>>;
  readonly instances: readonly RecordedInstance[];
}

/** What is compared of an instance: `input` of `terraform_data`, and the blocks of other resources. */
export interface RecordedInstance {
  readonly address: string;
  /** As it is planned. */
  readonly planned: unknown;
  /** As it is once it is applied; left out where the plan knows all of it. */
  readonly applied?: unknown;
}

/** The argument or the block that is compared, by the type of the resource. */
export const COMPARED: Readonly<Record<string, string>> = {
  terraform_data: 'input',
  aws_ecr_replication_configuration: 'replication_configuration',
};
const TYPES = Object.keys(COMPARED);

/** The blocks in blocks of the one resource that has any. */
const BLOCKS: Blocks = { rule: { destination: {}, repository_filter: {} } };

interface Blocks {
  readonly [type: string]: Blocks;
}

function evaluated({ type, body }: EvaluatedResource): unknown {
  const name = COMPARED[type] ?? '';
  return type === 'terraform_data' ? evaluatedValue(body.attribute(name)) : evaluatedBlocks(body, name, BLOCKS);
}

/** Blocks as a plan shows them: a list of objects. */
function evaluatedBlocks(body: EvaluatedBody, type: string, inner: Blocks): unknown {
  const { items, rest } = body.blocks(type);
  if (rest !== null) return UNKNOWN;
  return items.map((item) =>
    Object.fromEntries([
      ...item.attributeNames().map((name) => [name, evaluatedValue(item.attribute(name))] as const),
      ...Object.entries(inner).map(([name, blocks]) => [name, evaluatedBlocks(item, name, blocks)] as const),
    ]),
  );
}

/** Where our evaluation and Terraform's are not the same: a sentence for each. */
export function differences({ files, instances }: RecordedConfiguration): Promise<readonly string[]> {
  return withFolder(files, (folder) => {
    const project = openProject({
      workingDirectory: folder,
      paths: ['.'],
      settings: [],
      environmentVariables: {},
      markers: TYPES,
      dataSources: {},
    });
    const resources = new Map(
      project.deployments
        .flatMap((deployment) => TYPES.flatMap((type) => deployment.resources(type)))
        .map((resource) => [resource.address, resource] as const),
    );
    const recorded = new Set(instances.map(({ address }) => address));
    const extra = [...resources.keys()].filter((address) => !recorded.has(address));
    return [
      ...project.invalidFiles.map(({ file }) => `${file.path} is not valid`),
      ...extra.map((address) => `only we have ${address}`),
      ...instances.flatMap((instance) => {
        const resource = resources.get(instance.address);
        if (resource === undefined) return [`only Terraform has ${instance.address}`];
        const ours = evaluated(resource);
        return isSame(ours, instance.planned, instance.applied) ? [] : [describe(instance, ours)];
      }),
    ];
  });
}

/**
 * Whether we know the same, or more, up to where something unknown is: Terraform may tell more of it, as it knows the
 * type of what a provider will say. Where any value of what is unknown gives the same result, as in `x && false`, we
 * say so before Terraform does. It then has to be what comes out.
 */
function isSame(ours: unknown, planned: unknown, applied: unknown): boolean {
  if (planned === UNKNOWN) return comesOut(ours, applied);
  return ours === UNKNOWN ? hasUnknown(planned) : everyPart(ours, planned, applied, isSame);
}

function hasUnknown(planned: unknown): boolean {
  if (typeof planned !== 'object' || planned === null) return planned === UNKNOWN;
  return Object.values(planned).some(hasUnknown);
}

/** Whether a value is what comes out, as far as it is known. */
function comesOut(ours: unknown, applied: unknown): boolean {
  return ours === UNKNOWN || everyPart(ours, applied, applied, comesOut);
}

function everyPart(
  ours: unknown,
  theirs: unknown,
  applied: unknown,
  test: (ours: unknown, theirs: unknown, applied: unknown) => boolean,
): boolean {
  // A plan knows no -0.
  if (typeof theirs !== 'object' || theirs === null) return ours === theirs;
  if (typeof ours !== 'object' || ours === null || Array.isArray(ours) !== Array.isArray(theirs)) return false;
  const [own, others] = [new Map(Object.entries(ours)), new Map(Object.entries(applied ?? {}))];
  const parts = Object.entries(theirs);
  return own.size === parts.length && parts.every(([key, part]) => test(own.get(key), part, others.get(key)));
}

function describe({ address, planned, applied }: RecordedInstance, ours: unknown): string {
  const after = applied === undefined ? '' : `\n  applied ${JSON.stringify(applied)}`;
  return `${address}:\n  planned ${JSON.stringify(planned)}${after}\n  ours    ${JSON.stringify(ours)}`;
}
