import type { Value } from '../../terraform/value.ts';
import { expand } from '../actions/actions.ts';
import { knownText } from '../argument.ts';
import { hasFixedAccount } from '../condition-scope.ts';
import type { AccessPolicy } from '../facts.ts';
import { matchesGlob } from '../glob.ts';
import { STATEMENT_MEMBERS } from '../iam-statement.ts';
import { effectOf, type PolicyStatement, type Principal } from '../policy-document.ts';
import { shapeOf } from '../text-shape.ts';
import type { Violation } from './check-policy.ts';
import { isConditionOperator } from './operators.ts';

type PolicyKind = AccessPolicy['kind'];

const ELEMENTS: ReadonlySet<string> = new Set(STATEMENT_MEMBERS.map((name) => name.toLowerCase()));

/** The types of principals; the last one is how the provider writes `*` beside others. */
const PRINCIPAL_TYPES: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser', '*']);

/** Stands for the part of a text that is not known. */
const UNKNOWN = '\uE000';

/** Everything for which AWS refuses a statement of a resource policy, or ignores a part of it. */
export function checkStatement(statement: PolicyStatement, kind: PolicyKind): Violation[] {
  return [
    ...checkElements(statement),
    ...checkResources(statement, kind),
    ...checkPrincipals(statement),
    ...[...(statement.actions ?? []), ...(statement.notActions ?? [])].flatMap((action) => checkAction(action, kind)),
    ...statement.conditions.items.flatMap(({ operator, values }): Violation[] => {
      if (isConditionOperator(operator)) return [];
      return [{ kind: 'unknown-operator', operator, value: values[0] ?? statement.value }];
    }),
  ];
}

function checkElements(statement: PolicyStatement): Violation[] {
  const { value, effect, actions, notActions, principals, notPrincipals } = statement;
  const violations: Violation[] = [];
  for (const [element, member] of value.entries) {
    if (!ELEMENTS.has(element.toLowerCase())) {
      violations.push({ kind: 'unknown-element', element, value: member });
    }
  }
  // What is not known may be any element.
  if (value.rest !== null || violations.length > 0) return violations;
  if (effect === null) violations.push({ kind: 'missing', element: 'Effect', value });
  else if (effectOf(statement) === 'none') violations.push({ kind: 'effect', value: effect });
  if (actions === null && notActions === null) violations.push({ kind: 'missing', element: 'Action', value });
  if (actions !== null && notActions !== null) violations.push({ kind: 'both', element: 'Action', value });
  if (principals === null && notPrincipals === null) violations.push({ kind: 'missing', element: 'Principal', value });
  if (principals !== null && notPrincipals !== null) violations.push({ kind: 'both', element: 'Principal', value });
  return violations;
}

/** The policy of a repository is about that repository; one of a registry has to say which. */
function checkResources({ value, resources, notResources }: PolicyStatement, kind: PolicyKind): Violation[] {
  if (kind === 'registry') {
    if (resources !== null && notResources !== null) return [{ kind: 'both', element: 'Resource', value }];
    const isMissing = resources === null && notResources === null && value.rest === null;
    return isMissing ? [{ kind: 'missing', element: 'Resource', value }] : [];
  }
  if (kind === 'public-repository') return [];
  return (['Resource', 'NotResource'] as const).flatMap((element): Violation[] => {
    const member = value.entries.get(element);
    if (member === undefined || member.kind === 'null') return [];
    // A reference is written where what it refers to is, which is not what is wrong.
    return [{ kind: 'resource', element, statement: value, value: member.kind === 'unknown' ? value : member }];
  });
}

function checkPrincipals({ value, principals, notPrincipals }: PolicyStatement): Violation[] {
  const violations: Violation[] = [];
  for (const element of ['Principal', 'NotPrincipal']) {
    const member = value.entries.get(element);
    if (member !== undefined && isMalformed(member)) violations.push({ kind: 'principal-form', value: member });
  }
  for (const principal of [...(principals?.items ?? []), ...(notPrincipals?.items ?? [])]) {
    violations.push(...checkPrincipal(principal));
  }
  return violations;
}

/** Besides an object, only the text `*` can be a principal. */
function isMalformed(member: Value): boolean {
  if ('items' in member) return true;
  const text = knownText(member);
  return text !== null && text !== '*';
}

function checkPrincipal({ type, value }: Principal): Violation[] {
  if (type === null) return [];
  if (!PRINCIPAL_TYPES.has(type)) return [{ kind: 'principal-type', type, value }];
  const text = (shapeOf(value) ?? []).map((part) => part ?? UNKNOWN).join('');
  if (type !== 'AWS' || text === '') return [];
  if (/^\d+$/.test(text) && text.length !== 12) return [{ kind: 'account-id', value }];
  if (!text.includes(':')) return isAccountOrId(text) ? [] : [{ kind: 'principal-name', value }];
  const [, account] = /^arn:[^:]*:(?:iam|sts)::([^:]*):/.exec(text) ?? [];
  if (account !== undefined && !couldBeAccount(account)) return [{ kind: 'account-id', value }];
  // One with a wildcard for the account is meant for everybody, which is a mistake of another kind.
  const hasWildcard = text.startsWith('arn:') && /[*?]/.test(text) && hasFixedAccount(text);
  return hasWildcard ? [{ kind: 'principal-wildcard', value }] : [];
}

/** Whether the account of an ARN can be one: twelve digits, a wildcard, or the `cloudfront` of its identities. */
function couldBeAccount(account: string): boolean {
  if (/[*?]/.test(account) || account === 'cloudfront') return true;
  return account.includes(UNKNOWN) ? /^[\d\uE000]+$/.test(account) : /^\d{12}$/.test(account);
}

/** Whether a principal that is no ARN can be one: everybody, an account, or the id that IAM gives to what is deleted. */
function isAccountOrId(text: string): boolean {
  return text.includes(UNKNOWN) || /^(?:\*+|\d{12}|A[A-Z0-9]{15,}|[0-9a-f]{64})$/.test(text);
}

function checkAction(value: Value, kind: PolicyKind): Violation[] {
  const action = knownText(value);
  if (action === null || /^\*+$/.test(action)) return [];
  const [service = '', name] = action.split(':');
  if (name === undefined) return [{ kind: 'unknown-action', action, value }];
  const services = kind === 'public-repository' ? ['ecr-public', 'ecr'] : ['ecr'];
  if (!services.some((own) => matchesGlob(service.toLowerCase(), own))) {
    return [{ kind: 'foreign-action', service, value }];
  }
  if (kind === 'public-repository' || expand(action).length > 0) return [];
  return [{ kind: 'unknown-action', action, value }];
}
