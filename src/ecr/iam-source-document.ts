import { compareCodePoints, type MappingValue, string, type Value } from '../terraform/value.ts';
import { knownText } from './argument.ts';
import { filled, STATEMENT_MEMBERS, type StatementMember } from './iam-statement.ts';
import { elements, type JsonTree, members } from './json-tree.ts';

/**
 * A statement of a source or override document as the provider reads and writes it again: members it does not know are
 * dropped, any string as `Principal` becomes `"*"`, and the principals of a list are sorted.
 */
export function normalizeStatement(statement: MappingValue): Readonly<Record<StatementMember, JsonTree | null>> {
  const found = new Map<string, Value>();
  for (const [key, value] of statement.entries) {
    const name = STATEMENT_MEMBERS.find((known) => known.toLowerCase() === key.toLowerCase());
    if (name !== undefined && value.kind !== 'null') found.set(name, value);
  }
  const plain = (name: StatementMember) => found.get(name) ?? null;
  return {
    Sid: filled(plain('Sid')),
    Effect: filled(plain('Effect')),
    Action: plain('Action'),
    NotAction: plain('NotAction'),
    Resource: plain('Resource'),
    NotResource: plain('NotResource'),
    Principal: normalizePrincipals(plain('Principal')),
    NotPrincipal: normalizePrincipals(plain('NotPrincipal')),
    Condition: normalizeConditions(plain('Condition')),
  };
}

function normalizePrincipals(value: Value | null): JsonTree | null {
  if (value?.kind === 'string') return string('*', value);
  if (value === null || !('entries' in value)) return value;
  if (value.entries.size === 0 && value.rest === null) return null;
  const [everyone] = value.entries;
  if (value.entries.size === 1 && value.rest === null && everyone?.[0] === '*' && isStar(everyone[1])) {
    return string('*', everyone[1]);
  }
  return members(
    [...value.entries].map(([type, identifiers]) => {
      if (!('items' in identifiers)) return [type, identifiers];
      return [type, elements(descending(identifiers.items), identifiers)];
    }),
    value,
    value.rest,
  );
}

function isStar(value: Value): boolean {
  if ('items' in value) return value.items.length === 1 && knownText(value.items[0] ?? null) === '*';
  return knownText(value) === '*';
}

function descending(values: readonly Value[]): Value[] {
  return [...values].sort((a, b) => compareCodePoints(knownText(b) ?? '', knownText(a) ?? ''));
}

/** A list of one value is written as that value, a bool as a string; an empty condition is left out. */
function normalizeConditions(value: Value | null): JsonTree | null {
  if (value === null || !('entries' in value)) return value;
  if (value.entries.size === 0 && value.rest === null) return null;
  const operators = [...value.entries].map(([operator, keys]): readonly [string, JsonTree] => {
    if (!('entries' in keys)) return [operator, keys];
    const entries = [...keys.entries].map(([key, values]): readonly [string, JsonTree] => {
      if (values.kind === 'bool') return [key, string(String(values.value), values)];
      const [only] = 'items' in values ? values.items : [];
      return [key, 'items' in values && values.items.length === 1 && only !== undefined ? only : values];
    });
    return [operator, members(entries, keys, keys.rest)];
  });
  return members(operators, value, value.rest);
}
