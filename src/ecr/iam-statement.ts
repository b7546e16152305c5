import { convert, isConversionProblem } from '../terraform/convert.ts';
import type { BlockList, EvaluatedBody } from '../terraform/resource.ts';
import { compareCodePoints, elementOf, type Reason, string, unknown, type Value } from '../terraform/value.ts';
import { knownText } from './argument.ts';
import { elements, type JsonTree, members } from './json-tree.ts';
import { inSetOrder, serializeString, serializeStringList, serializeStringSet } from './provider-set.ts';

const STRING = { kind: 'string' } as const;

/** The members of a statement, in the order in which the provider writes them. */
export const STATEMENT_MEMBERS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
] as const;

export type StatementMember = (typeof STATEMENT_MEMBERS)[number];

/** A `statement` block of `aws_iam_policy_document`, as the provider writes it. */
export function statementOf(body: EvaluatedBody): Readonly<Record<StatementMember, JsonTree | null>> {
  const effect = body.attribute('effect');
  return {
    Sid: filled(body.attribute('sid')),
    Effect: effect === null || effect.kind === 'null' ? string('Allow', { origin: body.place }) : effect,
    Action: stringSet(body.attribute('actions')),
    NotAction: stringSet(body.attribute('not_actions')),
    Resource: stringSet(body.attribute('resources'), expandVariables),
    NotResource: stringSet(body.attribute('not_resources'), expandVariables),
    Principal: principals(body.blocks('principals'), body),
    NotPrincipal: principals(body.blocks('not_principals'), body),
    Condition: conditions(body.blocks('condition'), body),
  };
}

/** A string argument, or null when it is empty or not written. */
export function filled(value: Value | null): Value | null {
  return value === null || value.kind === 'null' || knownText(value) === '' ? null : value;
}

/** `&{…}` stands for a policy variable, which Terraform would take for an interpolation. */
function expandVariables(value: Value): Value {
  if (value.kind !== 'string' || !value.value.includes('&{')) return value;
  return string(value.value.replaceAll('&{', '${'), value);
}

/** The elements of a collection as strings; an unknown collection is one element that stands for all. */
function texts(value: Value | null, change: (text: Value) => Value): Value[] {
  if (value === null || value.kind === 'null') return [];
  if (!('items' in value)) return [value];
  return value.items.flatMap((item) => {
    const text = convert(elementOf(value, item), { kind: 'string' });
    return isConversionProblem(text) || text.kind === 'null' ? [] : [change(text)];
  });
}

/** Without duplicates, the greatest first, what is unknown last. */
function descending(values: readonly Value[]): Value[] {
  const known = new Map<string, Value>();
  for (const value of values) {
    const text = knownText(value);
    if (text !== null && !known.has(text)) known.set(text, value);
  }
  const sorted = [...known].sort(([a], [b]) => compareCodePoints(b, a)).map(([, value]) => value);
  return [...sorted, ...values.filter((value) => knownText(value) === null)];
}

function stringSet(value: Value | null, change: (text: Value) => Value = (text) => text): JsonTree | null {
  const items = descending(texts(value, change));
  return items.length === 0 ? null : collapsed(items, value?.origin ?? null);
}

/** A list of one is written as its element. */
function collapsed(items: readonly Value[], origin: Value['origin']): JsonTree {
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : elements(items, { origin });
}

interface Principals {
  readonly type: Value | null;
  readonly identifiers: readonly Value[];
  readonly origin: Value['origin'];
}

function principals({ items, rest }: BlockList, statement: EvaluatedBody): JsonTree | null {
  const blocks = items.map(principalsIn);
  const ordered = everyKnown(blocks, ({ type, identifiers }) => [type, ...identifiers])
    ? inSetOrder(blocks, serializePrincipals)
    : blocks;
  if (rest === null) return writePrincipals(ordered, statement);
  // Any number of blocks like the sample, which may also be none.
  const { type, identifiers, origin } = principalsIn(rest.sample);
  const possible = identifiers.map((element) => unknown(rest.reason, element, { type: STRING, element }));
  return writePrincipals([...ordered, { type, identifiers: possible, origin }], statement);
}

function principalsIn(block: EvaluatedBody): Principals {
  const identifiers = block.attribute('identifiers');
  return {
    type: block.attribute('type'),
    identifiers: descending(texts(identifiers, expandVariables)),
    origin: identifiers?.origin ?? block.place,
  };
}

function serializePrincipals({ type, identifiers }: Principals): string {
  const names = identifiers.map((identifier) => knownText(identifier) ?? '');
  return `identifiers:${serializeStringSet(names)}type:${serializeString(knownText(type) ?? '')}`;
}

function writePrincipals(blocks: readonly Principals[], statement: EvaluatedBody): JsonTree | null {
  const [first] = blocks;
  if (first === undefined) return null;
  const [everyone] = first.identifiers;
  const isAlone = blocks.length === 1 && first.identifiers.length === 1;
  if (isAlone && everyone !== undefined && knownText(first.type) === '*' && knownText(everyone) === '*')
    return everyone;
  const byType = new Map<string, JsonTree>();
  let rest: Reason | null = null;
  for (const { type, identifiers, origin: written } of blocks) {
    const name = knownText(type);
    if (name === null) {
      rest ??= reasonFor(type, 'the type of a principal is not known');
      continue;
    }
    byType.set(name, joined(byType.get(name), collapsed(identifiers, written)));
  }
  return members(inKeyOrder(byType), { origin: statement.place }, rest);
}

/** What two blocks of one type are written as: a list of both. */
function joined(earlier: JsonTree | undefined, later: JsonTree): JsonTree {
  if (earlier === undefined) return later;
  const parts = [earlier, later].flatMap((tree) => (tree.kind === 'elements' ? tree.elements : [tree]));
  return elements(parts, { origin: earlier.origin });
}

interface Condition {
  readonly test: Value | null;
  readonly variable: Value | null;
  readonly values: readonly Value[];
  readonly origin: Value['origin'];
}

function conditions({ items, rest }: BlockList, statement: EvaluatedBody): JsonTree | null {
  if (items.length === 0 && rest === null) return null;
  const blocks = items.map((block): Condition => {
    const values = block.attribute('values');
    return {
      test: block.attribute('test'),
      variable: block.attribute('variable'),
      values: texts(values, expandVariables),
      origin: values?.origin ?? block.place,
    };
  });
  const ordered = everyKnown(blocks, ({ test, variable, values }) => [test, variable, ...values])
    ? inSetOrder(blocks, serializeCondition)
    : blocks;
  const byTest = new Map<string, Map<string, Value[]>>();
  const origins = new Map<Value[], Value['origin']>();
  let open = rest?.reason ?? null;
  for (const { test, variable, values, origin } of ordered) {
    const testName = knownText(test);
    const variableName = knownText(variable);
    if (testName === null || variableName === null) {
      open ??= reasonFor(testName === null ? test : variable, 'a condition is not known');
      continue;
    }
    const byVariable = byTest.get(testName) ?? new Map<string, Value[]>();
    byTest.set(testName, byVariable);
    const list = byVariable.get(variableName) ?? [];
    byVariable.set(variableName, list);
    list.push(...values);
    if (!origins.has(list)) origins.set(list, origin);
  }
  const at = { origin: statement.place };
  const written = inKeyOrder(byTest).map(([test, byVariable]) => {
    const keys = inKeyOrder(byVariable).map(
      ([variable, values]) => [variable, collapsed(values, origins.get(values) ?? null)] as const,
    );
    return [test, members(keys, at)] as const;
  });
  return members(written, at, open);
}

function serializeCondition({ test, variable, values }: Condition): string {
  const texts = values.map((value) => knownText(value) ?? '');
  const name = serializeString(knownText(variable) ?? '');
  return `test:${serializeString(knownText(test) ?? '')}values:${serializeStringList(texts)}variable:${name}`;
}

function everyKnown<T>(items: readonly T[], parts: (item: T) => readonly (Value | null)[]): boolean {
  return items.every((item) => parts(item).every((part) => knownText(part) !== null));
}

function inKeyOrder<T>(entries: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => compareCodePoints(a, b));
}

function reasonFor(value: Value | null, message: string): Reason {
  return value?.kind === 'unknown' ? value.reason : { kind: 'invalid', message, place: value?.origin ?? null };
}
