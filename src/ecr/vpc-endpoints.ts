import { posix } from 'node:path';
import type { Deployment, EvaluatedResource } from '../terraform/resource.ts';
import type { Reason, UnknownValue, Value } from '../terraform/value.ts';
import { type Argument, argumentOf, isAbsent, knownText, reasonOf } from './argument.ts';
import { shapeOf } from './text-shape.ts';

/** The services that pulling from ECR inside a VPC takes: the API, the registry, and S3 for the layers. */
export const SERVICES = ['ecr.api', 'ecr.dkr', 's3'] as const;
export type Service = (typeof SERVICES)[number];

/** An endpoint for one of these services. */
export interface Endpoint {
  readonly service: Service;
  readonly resource: EvaluatedResource;
  readonly name: Argument;
}

/** The endpoints of one VPC. */
export interface EndpointSet {
  readonly endpoints: readonly Endpoint[];
  /** Whether the VPC is declared in the same configuration, and not made elsewhere, with endpoints perhaps. */
  readonly isDeclared: boolean;
  /** Why there may be more of them than these; null where there are no others. */
  readonly doubt: Reason | null;
}

/** What tells one VPC from others. Two are certainly different only where both are declared or both given by id. */
interface VpcKey {
  readonly kind: 'declared' | 'id' | 'other';
  readonly text: string;
}

/** The endpoints of each VPC that has one for ECR. */
export function endpointSetsOf(deployment: Deployment): readonly EndpointSet[] {
  const sets = new Map<string, { readonly key: VpcKey; readonly endpoints: Endpoint[] }>();
  let doubt: Reason | null = deployment.hidden;
  // Those that are looked up are there as well.
  for (const resource of [...deployment.resources('aws_vpc_endpoint'), ...deployment.dataSources('aws_vpc_endpoint')]) {
    const name = argumentOf(resource.body, 'service_name');
    const service = serviceOf(name.value);
    if (service === null) continue;
    if (resource.presence.kind === 'possible') doubt ??= resource.presence.reason;
    const key = keyOfVpc(resource);
    if (key === null) doubt ??= reasonOf(argumentOf(resource.body, 'vpc_id'));
    if (service === 'unknown') doubt ??= reasonOf(name);
    if (key === null || service === 'unknown') continue;
    const id = `${key.kind} ${key.text}`;
    const known = sets.get(id) ?? { key, endpoints: [] };
    known.endpoints.push({ service, resource, name });
    sets.set(id, known);
  }
  const all = [...sets.values()];
  return all
    .filter(({ endpoints }) => endpoints.some(({ service }) => service !== 's3'))
    .map(({ key, endpoints }) => {
      const twin = all.find((other) => other.key !== key && (other.key.kind !== key.kind || key.kind === 'other'));
      const isDeclared = key.kind === 'declared';
      return { endpoints, isDeclared, doubt: doubt ?? (twin === undefined ? null : reasonOfTwin(twin.endpoints)) };
    });
}

function reasonOfTwin([endpoint]: readonly Endpoint[]): Reason {
  const what = endpoint === undefined ? 'another endpoint' : endpoint.resource.address;
  return {
    kind: 'computed',
    message: `${what} may be in the same VPC`,
    place: endpoint?.resource.body.place ?? null,
  };
}

/** The service an endpoint is for; null for one that pulling does not take. */
function serviceOf(value: Value | null): Service | 'unknown' | null {
  if (value === null || isAbsent(value)) return null;
  const lookedUp = lookedUpService(value);
  if (lookedUp !== null) return serviceOf(lookedUp);
  if (value.kind === 'unknown' && value.candidates !== null) {
    const services = new Set(value.candidates.map(serviceOf));
    const [only = null] = services;
    return services.size === 1 ? only : 'unknown';
  }
  const shape = shapeOf(value);
  if (shape === null) return null;
  const last = shape.at(-1);
  if (last === null || last === undefined) return isOtherService(shape) ? null : 'unknown';
  const service = SERVICES.find((each) => last === each || last.endsWith(`.${each}`));
  return service ?? null;
}

/** A name that cannot be one of AWS's services, such as that of another company's. */
function isOtherService(shape: readonly (string | null)[]): boolean {
  const text = shape.map((part) => part ?? '*').join('');
  return text.startsWith('com.amazonaws.vpce.') || text.includes('.vpce-svc-');
}

/** What `aws_vpc_endpoint_service` was asked for: `service` is the short name, `service_name` the whole. */
function lookedUpService(value: Value): Value | null {
  for (let step = value.via; step !== null; step = step.earlier) {
    if (step.resource?.type !== 'aws_vpc_endpoint_service') continue;
    return step.resource.body.attribute('service') ?? step.resource.body.attribute('service_name');
  }
  return null;
}

function keyOfVpc({ body, moduleAddress }: EvaluatedResource): VpcKey | null {
  const value = body.attribute('vpc_id');
  const text = knownText(value);
  if (text !== null) return { kind: 'id', text };
  if (value?.kind !== 'unknown') return null;
  return keyByReference(value) ?? keyByExpression(value, moduleAddress);
}

/** The VPC, declared or looked up, that an id was first read from. */
function keyByReference(value: UnknownValue): VpcKey | null {
  let key: VpcKey | null = null;
  for (let step = value.via; step !== null; step = step.earlier) {
    if (step.resource === null) continue;
    const { address, type, mode } = step.resource;
    key = { kind: mode === 'managed' && VPCS.has(type) ? 'declared' : 'other', text: address };
  }
  return key;
}

const VPCS = new Set(['aws_vpc', 'aws_default_vpc']);

/** Equal expressions of one directory name one VPC, unless they depend on what repeats. */
function keyByExpression({ origin, text }: UnknownValue, moduleAddress: string): VpcKey | null {
  if (origin === null || text !== null) return null;
  const written = origin.file.text.slice(origin.start, origin.end);
  if (/\b(?:each|count)\b/.test(written)) return null;
  return { kind: 'other', text: `${posix.dirname(origin.file.path)} ${moduleAddress} ${written}` };
}
