import type { Attribute, Expression, ObjectExpression } from '../../hcl/syntax.ts';
import { convert } from '../convert.ts';
import { evaluate } from '../expression.ts';
import { callFunction } from '../functions/index.ts';
import type { Scope } from '../scope.ts';
import { elementOf, mapping, type Reason, sequence, type UnknownValue, unknown, type Value } from '../value.ts';

/** The `inputs` of a configuration: the values of a module's variables. */
export interface Inputs {
  /** An object, as far as it is known; anything else is no object of inputs. */
  readonly value: Value;
  /** Where the inputs are written, by name: items of an object, or else what gives all of them. */
  readonly places: ReadonlyMap<string, Attribute>;
}

/** How what a configuration includes is joined to its own inputs. */
export type MergeStrategy = 'shallow' | 'deep';

/** Evaluates `inputs`, as a file has it. */
export function evaluateInputs(attribute: Attribute, scope: Scope): Inputs {
  return evaluatePart(attribute.value, attribute, scope);
}

function evaluatePart(node: Expression, attribute: Attribute, scope: Scope): Inputs {
  switch (node.kind) {
    case 'parentheses':
      return evaluatePart(node.inner, attribute, scope);
    case 'object':
      return { value: evaluate(node, scope), places: placesOf(node, scope) };
    case 'call': {
      if (node.name !== 'merge' || node.expandFinal) break;
      const parts = node.arguments.map((argument) => evaluatePart(argument, attribute, scope));
      const context = { place: node, argumentPlaces: node.arguments, ...scope.functions };
      const values = parts.map(({ value }) => value);
      return { value: callFunction('merge', values, context), places: joinPlaces(parts) };
    }
  }
  const value = evaluate(node, scope);
  const names = [...entriesOf(value).keys()];
  return { value, places: new Map(names.map((name) => [name, { ...attribute, name }])) };
}

/** The items of an object as arguments. */
function placesOf(node: ObjectExpression, scope: Scope): ReadonlyMap<string, Attribute> {
  const places = new Map<string, Attribute>();
  for (const { key, value, file, start, end } of node.items) {
    const name = convert(evaluate(key, scope), { kind: 'string' });
    if (name.kind !== 'string') continue;
    const item = { kind: 'attribute', name: name.value, file, start, end, value } as const;
    places.set(name.value, { ...item, nameStart: key.start, nameEnd: key.end });
  }
  return places;
}

/** Later inputs replace earlier ones. */
function joinPlaces(parts: readonly Inputs[]): ReadonlyMap<string, Attribute> {
  return new Map(parts.flatMap(({ places }) => [...places]));
}

/**
 * The object literal that has the last word on the inputs, into which another input can be written: the whole value, or
 * the last argument of `merge`. Null where there is none.
 */
export function lastObject({ value }: Attribute): ObjectExpression | null {
  const visit = (node: Expression | undefined): ObjectExpression | null => {
    if (node?.kind === 'parentheses') return visit(node.inner);
    if (node?.kind === 'call' && node.name === 'merge' && !node.expandFinal) return visit(node.arguments.at(-1));
    return node?.kind === 'object' ? node : null;
  };
  return visit(value);
}

/**
 * Joins the inputs of an included configuration to those of the one that includes it, which win.
 * https://terragrunt.gruntwork.io/docs/reference/config-blocks-and-attributes/#include
 */
export function mergeInputs(included: Inputs, own: Inputs, strategy: MergeStrategy): Inputs {
  const value =
    strategy === 'deep' ? mergeDeeply(included.value, own.value) : mergeEntries(included.value, own.value, keepLater);
  return { value, places: joinPlaces([included, own]) };
}

/** Objects are joined member by member, lists one after the other; of anything else the later one holds. */
function mergeDeeply(earlier: Value, later: Value): Value {
  const isObject = 'entries' in earlier || 'entries' in later;
  if (isObject && mayBeObject(earlier) && mayBeObject(later)) return mergeEntries(earlier, later, mergeDeeply);
  if ('items' in later && ('items' in earlier || earlier.kind === 'unknown')) return joinLists(earlier, later);
  if ('items' in earlier && later.kind === 'unknown') return unknown(later.reason, later);
  return later;
}

function mayBeObject(value: Value): boolean {
  return 'entries' in value || value.kind === 'unknown';
}

function joinLists(earlier: Value, later: Value): Value {
  if (!('items' in later) || !('items' in earlier)) {
    return earlier.kind === 'unknown' ? unknown(earlier.reason, later) : later;
  }
  const items = [
    ...earlier.items.map((item) => elementOf(earlier, item)),
    ...later.items.map((item) => elementOf(later, item)),
  ];
  return sequence('tuple', items, { origin: later.origin, marks: earlier.marks | later.marks });
}

function keepLater(_earlier: Value, later: Value): Value {
  return later;
}

/** Joins two objects; what is only in one, and could be in the other where that is not wholly known, is not known. */
function mergeEntries(earlier: Value, later: Value, join: (earlier: Value, later: Value) => Value): Value {
  const [first, second] = [restOf(earlier), restOf(later)];
  const entries = new Map<string, Value>();
  for (const [name, value] of entriesOf(earlier)) {
    entries.set(name, second === null ? elementOf(earlier, value) : perhaps(second, elementOf(earlier, value)));
  }
  for (const [name, value] of entriesOf(later)) {
    const own = elementOf(later, value);
    const before = entriesOf(earlier).get(name) ?? (first === null ? null : unknown(first, own));
    entries.set(name, before === null ? own : join(before, own));
  }
  return mapping('object', entries, { origin: later.origin, marks: earlier.marks | later.marks }, second ?? first);
}

const NO_ENTRIES: ReadonlyMap<string, Value> = new Map();

function entriesOf(value: Value): ReadonlyMap<string, Value> {
  return 'entries' in value ? value.entries : NO_ENTRIES;
}

/** Why an object may have more members than are known; null when it has not. */
function restOf(value: Value): Reason | null {
  if (value.kind === 'unknown') return value.reason;
  return 'entries' in value ? value.rest : null;
}

function perhaps(reason: Reason, value: Value): UnknownValue {
  const replacement = unknown(reason);
  return unknown(reason, replacement, { candidates: [replacement, value] });
}
