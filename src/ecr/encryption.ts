import { elementOf, type Reason, type Value } from '../terraform/value.ts';
import { type Answer, type Argument, agree, judge, judgeValue, reasonOf, textOf } from './argument.ts';
import type { Encryption } from './facts.ts';
import { shapeOf } from './text-shape.ts';

/** With which key images are encrypted. */
export type EncryptionVerdict =
  | { readonly kind: 'customer-key' }
  /** Not with KMS at all. */
  | { readonly kind: 'not-kms'; readonly argument: Argument }
  /** With KMS, and the key that AWS manages for ECR because none is named. */
  | { readonly kind: 'no-key'; readonly argument: Argument }
  /** With KMS, and a key named that AWS manages. */
  | { readonly kind: 'aws-key'; readonly argument: Argument }
  | { readonly kind: 'unknown'; readonly argument: Argument; readonly reason: Reason };

/** Judges the encryption settings of a repository or template. */
export function judgeEncryption({ type, key }: Encryption): EncryptionVerdict {
  const usesKms = judge(type, (value) => {
    const text = textOf(value);
    return text === 'KMS' || text === 'KMS_DSSE';
  });
  if (usesKms === 'no') return { kind: 'not-kms', argument: type };
  if (usesKms === 'unknown') return { kind: 'unknown', argument: type, reason: reasonOf(type) };

  const isGiven = isKeyGiven(key);
  if (isGiven === 'no') return { kind: 'no-key', argument: key };
  const isAwsKey = awsManages(key.value);
  if (isAwsKey === 'yes') return { kind: 'aws-key', argument: { ...key, value: namedKey(key.value) } };
  if (isAwsKey === 'no' && isGiven === 'yes') return { kind: 'customer-key' };
  return { kind: 'unknown', argument: key, reason: reasonOf(key) };
}

/** Whether a key is named, though it may not be known which. */
export function isKeyGiven(key: Argument): Answer {
  if (isFromKey(key.value) && key.doubt === null) return 'yes';
  return judge(key, (value) => value !== null && textOf(value) !== '');
}

/** The aliases of keys that AWS creates and manages. */
const AWS_ALIAS = /(?:^|:)alias\/aws\//;

/** Whether a key is one that AWS manages, by its name or by the data source it was read from. */
function awsManages(value: Value | null): Answer {
  if (value === null) return 'no';
  if (value.kind === 'unknown' && value.candidates !== null) return agree(value.candidates.map(awsManages));
  const lookedUp = lookedUpKey(value);
  if (lookedUp !== null) return awsManages(lookedUp);
  if (isOwnKey(value)) return 'no';
  return judgeValue(value, (known) => AWS_ALIAS.test(textOf(known) ?? ''));
}

/** The value that names the key: what a data source was asked for, seen through the argument that uses the answer. */
function namedKey(value: Value | null): Value | null {
  const lookedUp = value === null ? null : lookedUpKey(value);
  return value === null || lookedUp === null ? value : elementOf(value, lookedUp);
}

/** The alias or id that a data source was asked for, when the key comes from one. */
function lookedUpKey(value: Value): Value | null {
  for (let step = value.via; step !== null; step = step.earlier) {
    if (step.kind !== 'data' || step.resource === null) continue;
    if (step.resource.type === 'aws_kms_alias') return step.resource.body.attribute('name');
    if (step.resource.type === 'aws_kms_key') return step.resource.body.attribute('key_id');
  }
  return null;
}

const KEY_RESOURCES = new Set([
  'aws_kms_key',
  'aws_kms_external_key',
  'aws_kms_replica_key',
  'aws_kms_replica_external_key',
  'aws_kms_alias',
]);

/** True for a value that certainly names a key, though it is not known which. */
function isFromKey(value: Value | null): boolean {
  if (value?.kind !== 'unknown') return false;
  if (value.candidates !== null) return value.candidates.every(isFromKey);
  return lookedUpKey(value) !== null || isOwnKey(value);
}

/** True for what a key declared in the configuration gives, and for the ARN of a key though parts of it are unknown. */
function isOwnKey(value: Value): boolean {
  for (let step = value.via; step !== null; step = step.earlier) {
    if (step.kind === 'resource' && step.resource !== null && KEY_RESOURCES.has(step.resource.type)) return true;
  }
  if (value.kind !== 'unknown') return false;
  return (shapeOf(value) ?? []).some((part) => part?.includes(':key/') === true);
}
