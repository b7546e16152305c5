import { knownText } from '../../ecr/argument.ts';
import { entryOf } from '../../ecr/lifecycle/policy.ts';
import type { Violation } from '../../ecr/lifecycle/violation.ts';
import type { MappingValue, Value } from '../../terraform/value.ts';
import { type Edit, type Fix, literal } from '../fix.ts';
import { argumentName, isBehindKey } from './lifecycle-text.ts';
import { isLiteral, textAt } from './place.ts';

/**
 * How to mend what AWS refuses, where that is plain from the text alone. What a rule selects, and in which order rules
 * apply, is for people to say.
 */
export function violationFix(violation: Violation): Fix | null {
  const { value } = violation;
  switch (violation.kind) {
    case 'missing-unit':
      return isWrittenAs('countType', value) ? adding(violation.selection, 'countUnit', 'days') : null;
    case 'missing-class':
      return isWrittenAs('countType', value) ? adding(violation.selection, 'storageClass', 'archive') : null;
    case 'missing-target':
      return isWrittenAs('type', value) ? adding(violation.action, 'targetStorageClass', 'archive') : null;
    case 'needless-unit':
      return removing(violation.selection, 'countUnit', value, 'countType');
    case 'needless-target':
      return removing(violation.action, 'targetStorageClass', value, 'type');
    case 'unknown-word': {
      const word = knownText(value)?.toLowerCase();
      return replacing(
        violation.key,
        value,
        violation.allowed.find((allowed) => allowed.toLowerCase() === word),
      );
    }
    case 'wrong-type': {
      const digits = violation.expected === 'integer' ? /^[1-9]\d{0,8}$/.exec(knownText(value) ?? '') : null;
      return replacing(violation.key, value, digits === null ? undefined : Number(digits[0]));
    }
    default:
      return null;
  }
}

/** Sets a key of an object, or the argument of a block of a policy document. */
function adding({ origin }: MappingValue, name: string, to: string): Fix | null {
  if (origin === null) return null;
  const edit: Edit = textAt(origin).startsWith('{')
    ? { kind: 'set-property', object: origin, name, value: literal(to) }
    : { kind: 'set-argument', block: origin, name: argumentName(name), value: literal(to) };
  return { safety: 'safe', description: `Adds ${name} "${to}".`, edits: [edit] };
}

/** Removes a key that does not go with another one. Both have to be written there: another caller may differ. */
function removing(object: MappingValue, name: string, value: Value, because: string): Fix | null {
  const reason = entryOf(object, because);
  if (object.origin === null || !textAt(object.origin).startsWith('{')) return null;
  if (reason === null || !isWrittenAs(because, reason) || !isWrittenAs(name, value)) return null;
  const edit: Edit = { kind: 'remove-property', object: object.origin, name };
  return { safety: 'safe', description: `Removes ${name}.`, edits: [edit] };
}

function replacing(key: string, value: Value, by: string | number | undefined): Fix | null {
  if (by === undefined || value.origin === null || !isWrittenAs(key, value)) return null;
  const edit: Edit = { kind: 'replace-value', value: value.origin, by: literal(by) };
  return { safety: 'safe', description: `Writes ${key} as ${JSON.stringify(by)}.`, edits: [edit] };
}

/** Whether a value is a literal right behind its key, or behind the argument of a policy document that gives it. */
function isWrittenAs(key: string, { origin }: Value): boolean {
  return origin !== null && isLiteral(origin) && isBehindKey(key, origin);
}
