import { isAbsent, knownText } from '../../ecr/argument.ts';
import type { Deployment, EvaluatedResource } from '../../terraform/resource.ts';
import { copyOf, type Edit, literal } from '../fix.ts';
import { freeName, homeOf } from './module.ts';
import { textAt } from './place.ts';

/** A key to encrypt with: the expression for its ARN, and what has to be added for it. */
export interface KeyToUse {
  readonly expression: string;
  readonly edits: readonly Edit[];
}

const KEY = 'aws_kms_key';

/** What a key that is added is called, and by which name it is found again for the next repository. */
const NAMES = ['ecr', 'ecr_images'] as const;

/**
 * The key for a repository or template: the configured one, else the only one of its module, else a new one with
 * rotation. Null where there is none that is certainly of use there.
 *
 * @param configured an HCL expression for its ARN, or null
 */
export function keyFor(user: EvaluatedResource, deployment: Deployment, configured: string | null): KeyToUse | null {
  if (configured !== null) {
    return isDefinedFor(user, deployment, configured) ? { expression: configured, edits: [] } : null;
  }
  // The key has to be in the region of the repository, and one with a region of its own says nothing of the module's keys.
  if (user.body.place === null || !isAbsent(user.body.attribute('region'))) return null;
  // Likewise where a call hands its module other provider configurations.
  if (user.published !== null && user.published.argument('providers') !== null) return null;
  const declared = deployment.declared(KEY).filter(({ moduleAddress }) => moduleAddress === homeOf(user));
  const named = NAMES.flatMap((name) => declared.find((key) => key.name === name) ?? []);
  const choice = (declared.length === 1 ? declared : named).find(({ name }) => isUsable(name, user, deployment));
  if (choice !== undefined) return { expression: arnOf(choice.name), edits: [] };

  const name = freeName(deployment, KEY, user, NAMES);
  return name === null ? null : newKey(name, user);
}

function newKey(name: string, { body }: EvaluatedResource): KeyToUse | null {
  if (body.place === null) return null;
  const provider = body.attributePlace('provider');
  const content = {
    arguments: [
      ...(provider === null ? [] : [['provider', copyOf(provider)] as const]),
      ['description', literal('Encrypts the images in ECR')] as const,
      ['enable_key_rotation', literal(true)] as const,
    ],
    blocks: [],
  };
  return { expression: arnOf(name), edits: [{ kind: 'add-resource', after: body.place, type: KEY, name, content }] };
}

function arnOf(name: string): string {
  return `${KEY}.${name}.arn`;
}

/** One key, there for certain, that ECR can encrypt with, and of the same provider configuration. */
function isUsable(name: string, user: EvaluatedResource, deployment: Deployment): boolean {
  const keys = deployment.resources(KEY).filter((key) => key.name === name && key.moduleAddress === homeOf(user));
  const [key] = keys;
  if (key === undefined || keys.length > 1 || key.key !== null || key.presence.kind !== 'certain') return false;
  const { body } = key;
  return (
    providerOf(key) === providerOf(user) &&
    body.attributePlace('region') === null &&
    isLeftAt('key_usage', 'ENCRYPT_DECRYPT', key) &&
    isLeftAt('customer_master_key_spec', 'SYMMETRIC_DEFAULT', key) &&
    isLeftAt('is_enabled', 'true', key)
  );
}

function isLeftAt(argument: string, normal: string, { body }: EvaluatedResource): boolean {
  const value = body.attribute(argument);
  return isAbsent(value) || knownText(value) === normal;
}

/** The name of the provider configuration a resource asks for; null for the default one. */
function providerOf({ body }: EvaluatedResource): string | null {
  const place = body.attributePlace('provider');
  return place === null ? null : textAt(place).replace(/\s+/g, '');
}

/** Whether what an expression refers to is there in the module, as far as that can be told. */
function isDefinedFor(user: EvaluatedResource, deployment: Deployment, text: string): boolean {
  const home = homeOf(user);
  const [, data, type = '', name = ''] = /^(data\.)?([a-z_]\w*)\.([\w-]+)/.exec(text) ?? [];
  if (data === undefined && type === 'var') return home !== '' || deployment.variables.has(name);
  if (!type.startsWith('aws_')) return true;
  const found = data === undefined ? deployment.declared(type) : deployment.dataSources(type);
  return found.some((one) => one.moduleAddress === home && one.name === name);
}
