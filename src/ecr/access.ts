import type { Reason, Value } from '../terraform/value.ts';
import { hasFixedAccount, isIdentity, scopeOf } from './condition-scope.ts';
import { isShutByDeny } from './deny.ts';
import {
  type Condition,
  effectOf,
  type PolicyDocument,
  type PolicyStatement,
  type Principal,
} from './policy-document.ts';
import { knownPrefix, shapeOf, wholeText } from './text-shape.ts';

/** Whether a statement lets in every AWS account. */
export type PublicAccess =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      readonly to: OpenTo;
      readonly statement: PolicyStatement;
      /** The principal that does it. */
      readonly principal: Value;
      /** Conditions that are there and do not limit who calls. */
      readonly ignored: readonly Condition[];
    }
  | { readonly kind: 'unknown'; readonly reason: Reason; readonly value: Value };

/** Which spelling opens it. */
export type OpenTo =
  /** `"*"`, `{"AWS": "*"}`, `{"*": "*"}`. */
  | 'everyone'
  /** `NotPrincipal` in a statement that allows. */
  | 'everyone-else'
  /** `arn:aws:iam::*:root`: AWS takes no wildcard there, but this is what was meant. */
  | 'every-account'
  /** `{"Service": "*"}`. */
  | 'every-service'
  /** `{"Federated": "*"}`. */
  | 'every-identity-provider';

type Named =
  | { readonly kind: 'open'; readonly to: OpenTo }
  | { readonly kind: 'fixed' }
  | { readonly kind: 'unknown'; readonly reason: Reason };

const CLOSED: PublicAccess = { kind: 'closed' };

/**
 * Judges one statement of a resource policy. A statement that denies lets nobody in; one that allows everyone is
 * closed when a condition really limits who that is, or when a statement of the same document denies all others.
 */
export function publicAccess(statement: PolicyStatement, document: PolicyDocument): PublicAccess {
  const effect = effectOf(statement);
  if (effect === 'Deny') return CLOSED;
  const access = reach(statement);
  if (access.kind === 'closed') return CLOSED;
  if (access.kind === 'open' && isShutByDeny(statement, document)) return CLOSED;
  if (effect === 'Allow') return access;
  const value = statement.effect ?? statement.value;
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason, value };
  const message = 'a statement has no valid Effect, which AWS refuses';
  return { kind: 'unknown', reason: { kind: 'invalid', message, place: value.origin }, value };
}

/** Whom a statement that allows reaches. */
function reach(statement: PolicyStatement): PublicAccess {
  const scope = scopeOf(statement.conditions);
  if (scope.kind === 'narrow') return CLOSED;
  const { principals, notPrincipals } = statement;
  let doubt: { reason: Reason; value: Value } | null = null;
  const named = (principals?.items ?? []).map((principal) => ({ principal, who: who(principal) }));
  if (notPrincipals !== null) {
    const value = notPrincipals.items[0]?.value ?? statement.value;
    named.push({ principal: { type: null, value }, who: { kind: 'open', to: 'everyone-else' } });
  }
  for (const { principal, who } of named) {
    const { value } = principal;
    if (who.kind === 'open') {
      if (scope.kind === 'unknown') return { kind: 'unknown', reason: scope.reason, value };
      return { kind: 'open', to: who.to, statement, principal: value, ignored: scope.ignored };
    }
    if (who.kind === 'unknown') doubt ??= { reason: who.reason, value };
  }
  const rest = principals?.rest ?? null;
  if (rest !== null) doubt ??= { reason: rest, value: statement.value };
  return doubt === null ? CLOSED : { kind: 'unknown', ...doubt };
}

function who({ type, value }: Principal): Named {
  if (value.kind === 'unknown') {
    if (value.candidates !== null)
      return shared(
        value.candidates.map((candidate) => who({ type, value: candidate })),
        value.reason,
      );
    if (value.element !== null) {
      // There may be no element at all.
      const element = who({ type, value: value.element });
      return element.kind === 'fixed' ? element : { kind: 'unknown', reason: value.reason };
    }
  }
  const shape = shapeOf(value);
  if (shape === null) return { kind: 'fixed' };
  const text = wholeText(shape);
  if (text !== null) return whoByName(type, text);
  // Only a lone `*` is a wildcard to AWS, so that known text beside the unknown part rules it out.
  const isShaped = shape.some((part) => part !== null);
  if (isShaped) return whoByName(type, knownPrefix(shape));
  if (isIdentity(value)) return { kind: 'fixed' };
  const reason = value.kind === 'unknown' ? value.reason : null;
  return reason === null ? { kind: 'fixed' } : { kind: 'unknown', reason };
}

/** Judges a principal's text; of one that ends in something unknown, the beginning. */
function whoByName(type: string | null, text: string): Named {
  if (text !== '*') {
    const isArn = text.startsWith('arn:');
    return isArn && !hasFixedAccount(text) ? { kind: 'open', to: 'every-account' } : { kind: 'fixed' };
  }
  if (type === 'Service') return { kind: 'open', to: 'every-service' };
  if (type === 'Federated') return { kind: 'open', to: 'every-identity-provider' };
  return { kind: 'open', to: 'everyone' };
}

function shared(named: readonly Named[], reason: Reason): Named {
  const [first] = named;
  const same = first !== undefined && named.every((other) => other.kind === first.kind);
  return same && first.kind !== 'unknown' ? first : { kind: 'unknown', reason };
}
