import type { Value } from '../terraform/value.ts';
import { knownText } from './argument.ts';
import { excludesAllBut } from './condition-scope.ts';
import { matchesGlob } from './glob.ts';
import { effectOf, type PolicyDocument, type PolicyStatement } from './policy-document.ts';

/**
 * True when another statement of the document denies everything the given one allows to all callers but certain ones,
 * as in `Deny` for everyone whose `aws:PrincipalOrgID` is not the own one. An explicit deny always wins.
 */
export function isShutByDeny(allow: PolicyStatement, document: PolicyDocument): boolean {
  return shuttingIn(document).some((deny) => covers(deny.actions, allow.actions) && coversResources(deny, allow));
}

const shutting = new WeakMap<PolicyDocument, readonly PolicyStatement[]>();

/** The statements that deny something to all callers but certain ones; asked for each of the others. */
function shuttingIn(document: PolicyDocument): readonly PolicyStatement[] {
  let found = shutting.get(document);
  if (found === undefined) {
    found = document.statements.filter((statement) => {
      const [condition, ...others] = statement.conditions.items;
      // Several conditions have to hold together, which leaves callers out.
      if (effectOf(statement) !== 'Deny' || condition === undefined || others.length > 0) return false;
      return statement.conditions.rest === null && excludesAllBut(condition) && appliesToEveryone(statement);
    });
    shutting.set(document, found);
  }
  return found;
}

function appliesToEveryone({ principals }: PolicyStatement): boolean {
  return (principals?.items ?? []).some(
    ({ type, value }) => (type === null || type === 'AWS' || type === '*') && knownText(value) === '*',
  );
}

function coversResources(deny: PolicyStatement, allow: PolicyStatement): boolean {
  if (deny.notResources !== null) return false;
  return deny.resources === null || covers(deny.resources, allow.resources ?? []);
}

/** Whether every one of `narrow` is matched by one of `wide`, as far as both are known. */
function covers(wide: readonly Value[] | null, narrow: readonly Value[] | null): boolean {
  const patterns = (wide ?? []).map(knownText);
  if (patterns.includes('*')) return true;
  if (narrow === null) return false;
  return narrow.every((value) => {
    const text = knownText(value);
    return (
      text !== null &&
      patterns.some((pattern) => pattern !== null && matchesGlob(pattern.toLowerCase(), text.toLowerCase()))
    );
  });
}
