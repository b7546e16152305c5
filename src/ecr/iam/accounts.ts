import type { EvaluatedBody, EvaluatedResource } from '../../terraform/resource.ts';
import type { Reason, Step, Value } from '../../terraform/value.ts';
import { knownText } from '../argument.ts';
import { sameRegistry } from '../registry.ts';
import { shapeOf, wholeText } from '../text-shape.ts';

/** The account that a principal belongs to. */
export type Account =
  | { readonly kind: 'id'; readonly id: string }
  /** The account that the resource is in, as its own data sources and roles say. */
  | { readonly kind: 'own' }
  /** No account: a service, an identity provider, everyone. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: Reason };

const ACCOUNT_ID = /^\d{12}$/;
const ARN_WITH_ACCOUNT = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/;

/**
 * The account of an AWS principal: of its ARN, or its bare id.
 *
 * @param resource whose policy names it: what is read in the same account counts as its own
 */
export function accountOf(principal: Value, resource: EvaluatedResource): Account {
  const shape = shapeOf(principal);
  if (shape === null) return { kind: 'none' };
  const [first] = shape;
  const id = typeof first === 'string' ? (ARN_WITH_ACCOUNT.exec(first)?.[1] ?? null) : null;
  if (id !== null) return { kind: 'id', id };
  const text = wholeText(shape);
  if (text !== null) return ACCOUNT_ID.test(text) ? { kind: 'id', id: text } : { kind: 'none' };
  if (principal.kind !== 'unknown') return { kind: 'none' };
  // The first part that is not known holds the account: it stands where the ARN ends that is known so far.
  const part = firstPart(principal) ?? principal;
  if (isOwn(part, resource)) return { kind: 'own' };
  return { kind: 'unknown', reason: principal.reason };
}

function firstPart(value: Value): Value | null {
  if (value.kind !== 'unknown') return null;
  for (const piece of value.text?.pieces ?? []) {
    if (piece.kind === 'value' && piece.value.kind === 'unknown') return firstPart(piece.value) ?? piece.value;
  }
  return null;
}

/** What `aws_caller_identity` gives, and what is created beside the resource, belongs to the same account. */
function isOwn(value: Value, resource: EvaluatedResource): boolean {
  const source = firstStep(value.via);
  if (source === null || source.resource === null) return false;
  const { type } = source.resource;
  const tellsAccount =
    (type === 'aws_caller_identity' && /\.(?:account_id|arn|id)$/.test(source.name)) ||
    (type.startsWith('aws_iam_') && /\.arn$/.test(source.name));
  return tellsAccount && sameRegistry(resource, source.resource) === 'yes';
}

function firstStep(via: Step | null): Step | null {
  let step = via;
  while (step !== null && step.earlier !== null) step = step.earlier;
  return step;
}

/** The ids that the account of a resource can only have, as its provider says; null where that is not said. */
export function ownIds({ provider }: EvaluatedResource): readonly string[] | null {
  if (provider === null || 'message' in provider) return null;
  return allowedIds(provider) ?? assumedId(provider);
}

function allowedIds(provider: EvaluatedBody): readonly string[] | null {
  const allowed = provider.attribute('allowed_account_ids');
  if (allowed === null || !('items' in allowed)) return null;
  const ids = allowed.items.map(knownText);
  return ids.every((id) => id !== null) && ids.length > 0 ? ids : null;
}

function assumedId(provider: EvaluatedBody): readonly string[] | null {
  const { items, rest } = provider.blocks('assume_role');
  const role = items.at(-1)?.attribute('role_arn') ?? null;
  const id = role === null || rest !== null ? undefined : ARN_WITH_ACCOUNT.exec(knownText(role) ?? '')?.[1];
  return id === undefined ? null : [id];
}
