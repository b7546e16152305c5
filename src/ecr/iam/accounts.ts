import type { EvaluatedBody, EvaluatedResource } from '../../terraform/resource.ts';
import { definitionsOf, type Reason, type UnknownValue, type Value } from '../../terraform/value.ts';
import { knownText } from '../argument.ts';
import { sameRegistry } from '../registry.ts';

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

/** Which part of an ARN, between its colons, is the account. */
const ACCOUNT_FIELD = 4;

/**
 * The account of an AWS principal: of its ARN, or its bare id.
 *
 * @param resource whose policy names it: what is read in the same account counts as its own
 */
export function accountOf(principal: Value, resource: EvaluatedResource): Account {
  const parts = partsOf(principal);
  const [first] = parts;
  const isArn = typeof first === 'string' && first.startsWith('arn:');
  const field = isArn ? fieldOf(parts, ACCOUNT_FIELD) : parts;
  const [part, ...others] = field;
  if (part === undefined) return { kind: 'none' };
  const text = field.every((each) => typeof each === 'string') ? field.join('') : null;
  if (text !== null) return ACCOUNT_ID.test(text) ? { kind: 'id', id: text } : { kind: 'none' };
  if (typeof part !== 'string' && others.length === 0 && isOwn(part, resource)) return { kind: 'own' };
  return principal.kind === 'unknown' ? { kind: 'unknown', reason: principal.reason } : { kind: 'none' };
}

/** A text as what is known of it and what is not. */
type Part = string | UnknownValue;

function partsOf(value: Value): readonly Part[] {
  if (value.kind !== 'unknown') {
    const text = knownText(value);
    return text === null ? [] : [text];
  }
  const pieces = value.text?.pieces ?? [];
  if (pieces.length === 0) return [value];
  return pieces.flatMap((piece): readonly Part[] => {
    if (piece.kind === 'value') return partsOf(piece.value);
    return [piece.kind === 'text' ? piece.part.value : piece.file.text];
  });
}

/** The parts between two colons; what is not known is taken to have none. */
function fieldOf(parts: readonly Part[], wanted: number): readonly Part[] {
  const found: Part[] = [];
  let field = 0;
  for (const part of parts) {
    const [first, ...others] = typeof part === 'string' ? part.split(':') : [part];
    if (field === wanted && first !== undefined && first !== '') found.push(first);
    for (const text of others) {
      field++;
      if (field === wanted && text !== '') found.push(text);
    }
  }
  return found;
}

/** What `aws_caller_identity` gives, and what is created beside the resource, belongs to the same account. */
function isOwn(value: Value, resource: EvaluatedResource): boolean {
  const source = definitionsOf(value).at(-1);
  if (source === undefined || source.resource === null) return false;
  const { type } = source.resource;
  const tellsAccount =
    (type === 'aws_caller_identity' && /\.(?:account_id|arn|id)$/.test(source.name)) ||
    (type.startsWith('aws_iam_') && /\.arn$/.test(source.name));
  return tellsAccount && sameRegistry(resource, source.resource) === 'yes';
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
