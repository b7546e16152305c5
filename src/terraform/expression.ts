import type { Call, Expression, For, ObjectExpression } from '../hcl/syntax.ts';
import { getAttribute, getIndex, invalid, splat } from './access.ts';
import { convert } from './convert.ts';
import { computedFrom, decided } from './decision.ts';
import { callFunction } from './functions/index.ts';
import { numberFromText } from './number.ts';
import { applyBinary, applyConditional, applyUnary } from './operators.ts';
import { bind, lookUp, type Scope } from './scope.ts';
import { evaluateTemplate } from './template.ts';
import {
  ANY,
  bool,
  deepMarks,
  elementOf,
  firstUnknown,
  mapping,
  nullValue,
  number,
  type Reason,
  sequence,
  string,
  type UnknownValue,
  unknown,
  type Value,
} from './value.ts';

/**
 * The value of an expression. Never throws: what cannot be known is unknown with a reason, and what Terraform would
 * refuse is unknown with a reason of kind `invalid`.
 */
export function evaluate(node: Expression, scope: Scope): Value {
  const limit = scope.budget.enter(node);
  // What is written as it is costs nothing, however much was spent on other things.
  if (limit !== null) return isConstant(node) ? evaluateNode(node, scope) : unknown(limit, { origin: node });
  const value = evaluateNode(node, scope);
  scope.budget.leave();
  return value;
}

function isConstant(node: Expression): boolean {
  return node.kind === 'literal' || (node.kind === 'template' && node.parts.every(({ kind }) => kind === 'text'));
}

function evaluateNode(node: Expression, scope: Scope): Value {
  switch (node.kind) {
    case 'literal':
      return evaluateLiteral(node);
    case 'template':
      return evaluateTemplate(node, scope);
    case 'tuple':
      return sequence(
        'tuple',
        node.items.map((item) => evaluate(item, scope)),
        { origin: node },
      );
    case 'object':
      return evaluateObject(node, scope);
    case 'for':
      return evaluateFor(node, scope);
    case 'variable': {
      const bound = lookUp(scope, node.name);
      if (bound !== null) return bound;
      const root = scope.root(node.name);
      return isReason(root) ? unknown({ ...root, place: root.place ?? node }, { origin: node }) : root;
    }
    case 'get-attr':
      return getAttribute(evaluate(node.object, scope), node.name, node);
    case 'index': {
      const key = evaluate(node.key, scope);
      return decided(getIndex(evaluate(node.object, scope), key, node), key, node.key);
    }
    case 'splat': {
      const { item, each } = node;
      return splat(
        evaluate(node.object, scope),
        (element) => (each === item ? element : evaluate(each, bind(scope, item, element))),
        node,
      );
    }
    case 'splat-item':
      return lookUp(scope, node) ?? invalid('a splat element stands outside its splat', node);
    case 'call':
      return evaluateCall(node, scope);
    case 'conditional': {
      const condition = evaluate(node.condition, scope);
      const [then, otherwise] = [evaluate(node.then, scope), evaluate(node.otherwise, scope)];
      return decided(applyConditional(condition, then, otherwise, node), condition, node.condition);
    }
    case 'binary':
      return applyBinary(node.operator, evaluate(node.left, scope), evaluate(node.right, scope), node);
    case 'unary':
      return applyUnary(node.operator, evaluate(node.operand, scope), node);
    case 'parentheses':
      return evaluate(node.inner, scope);
    case 'invalid':
      return invalid('the expression is not valid syntax', node);
  }
}

function evaluateLiteral(node: Expression & { kind: 'literal' }): Value {
  const at = { origin: node };
  switch (typeof node.value) {
    case 'boolean':
      return bool(node.value, at);
    case 'string':
      return string(node.value, at);
    case 'number':
      if (Number.isSafeInteger(node.value)) return number(node.value, at);
      return numberFromText(node.file.text.slice(node.start, node.end), at) ?? invalid('this is not a number', node);
    default:
      return nullValue(at);
  }
}

function evaluateObject(node: ObjectExpression, scope: Scope): Value {
  const entries = new Map<string, Value>();
  let rest: Reason | null = null;
  let marks = 0;
  for (const item of node.items) {
    const key = convert(evaluate(item.key, scope), { kind: 'string' });
    const value = evaluate(item.value, scope);
    if (key.kind === 'unknown') rest ??= key.reason;
    else if (key.kind === 'string') entries.set(key.value, value);
    else return invalid('an object key is not a string', item.key);
    if ('marks' in key) marks |= key.marks;
  }
  return mapping('object', entries, { origin: node, marks }, rest);
}

function evaluateCall(node: Call, scope: Scope): Value {
  const name = node.name.startsWith('core::') ? node.name.slice('core::'.length) : node.name;
  if (name === 'try' && !node.expandFinal) return evaluateTry(node, scope);
  if (name === 'can' && node.arguments.length === 1) {
    const value = evaluate(node.arguments[0]!, scope);
    const unknownPart = firstUnknown(value);
    const at = { origin: node, via: computedFrom([value]), marks: deepMarks(value) };
    if (unknownPart === null) return bool(true, at);
    if (unknownPart.reason.kind === 'invalid') return bool(false, at);
    return unknown(unknownPart.reason, at, { type: { kind: 'bool' } });
  }
  const values = node.arguments.map((argument) => evaluate(argument, scope));
  const places: Expression[] = [...node.arguments];
  if (node.expandFinal) {
    const last = values.pop();
    const lastPlace = places.pop();
    if (last === undefined || lastPlace === undefined) return invalid('"..." follows no argument', node);
    if (last.kind === 'unknown') return unknown(last.reason, { ...last, origin: node });
    if (last.kind !== 'list' && last.kind !== 'tuple' && last.kind !== 'set') {
      return invalid('the argument before "..." is not a list', lastPlace);
    }
    for (const item of last.items) {
      values.push(elementOf(last, item));
      places.push(lastPlace);
    }
  }
  return callFunction(name, values, { place: node, argumentPlaces: places, ...scope.functions });
}

/** The first argument that Terraform would evaluate without error; the errors of those before it decide. */
function evaluateTry(node: Call, scope: Scope): Value {
  const failed: UnknownValue[] = [];
  for (const argument of node.arguments) {
    const value = evaluate(argument, scope);
    const error = firstUnknown(value);
    if (error?.reason.kind !== 'invalid') {
      return failed.reduce((chosen, before, index) => decided(chosen, before, node.arguments[index]!), value);
    }
    failed.push(error);
  }
  return failed.at(-1) ?? invalid('try has no arguments', node);
}

function evaluateFor(node: For, scope: Scope): Value {
  const collection = evaluate(node.collection, scope);
  if (collection.kind === 'unknown') return forOverUnknown(node, collection, scope);
  const elements = iterate(collection);
  if (elements === null) return invalid(`a ${collection.kind} cannot be iterated over`, node.collection);

  const items: Value[] = [];
  const entries = new Map<string, Value | Value[]>();
  let rest: Reason | null = collection.kind === 'object' || collection.kind === 'map' ? collection.rest : null;
  let { marks } = collection;
  for (const [key, value] of elements) {
    const inner = bindElement(node, key, value, scope);
    const { condition } = node;
    const wanted = condition === null ? null : convert(evaluate(condition, inner), { kind: 'bool' });
    if (condition !== null && wanted !== null) {
      if (wanted.kind === 'unknown') {
        rest ??= wanted.reason;
        continue;
      }
      if (wanted.kind !== 'bool') return invalid('the condition of "for" is not true or false', condition);
      marks |= wanted.marks;
      if (!wanted.value) continue;
    }
    const produced = evaluate(node.value, inner);
    const result =
      condition === null || wanted?.kind !== 'bool' ? produced : decided(produced, wanted, condition, 'presence');
    if (node.key === null) {
      items.push(result);
      continue;
    }
    const name = convert(evaluate(node.key, inner), { kind: 'string' });
    if (name.kind === 'unknown') rest ??= name.reason;
    else if (name.kind !== 'string') return invalid('a key of "for" is not a string', node.key);
    else if (!node.grouped) {
      if (entries.has(name.value)) return invalid(`"for" gives the key "${name.value}" twice`, node.key);
      entries.set(name.value, result);
    } else {
      const group = entries.get(name.value);
      if (Array.isArray(group)) group.push(result);
      else entries.set(name.value, [result]);
    }
  }
  const at = { origin: node, via: collection.via, marks };
  if (node.key === null) {
    return rest === null ? sequence('tuple', items, at) : unknown(rest, at, { element: commonElement(items) });
  }
  const grouped = [...entries].map(
    ([name, value]) => [name, Array.isArray(value) ? sequence('tuple', value, { origin: node }) : value] as const,
  );
  return mapping('object', grouped, at, rest);
}

/** What is known of every element of an unknown collection still tells what each result looks like. */
function forOverUnknown(node: For, collection: Value & { kind: 'unknown' }, scope: Scope): Value {
  const at = { origin: node, via: collection.via, marks: collection.marks };
  const sample = collection.element ?? unknown(collection.reason, { origin: node.collection });
  const element = elementOf(collection, sample);
  const key = unknown(collection.reason, { origin: node, via: element.via }, { type: ANY });
  return unknown(collection.reason, at, { element: evaluate(node.value, bindElement(node, key, element, scope)) });
}

function commonElement(items: readonly Value[]): Value | null {
  return items.length === 1 ? items[0]! : null;
}

function bindElement(node: For, key: Value, value: Value, scope: Scope): Scope {
  const inner = node.keyName === null ? scope : bind(scope, node.keyName, key);
  return bind(inner, node.valueName, value);
}

/** Keys and elements as `for`, `for_each` and `dynamic` see them; null for what cannot be iterated over. */
export function iterate(collection: Value): Iterable<readonly [Value, Value]> | null {
  switch (collection.kind) {
    case 'list':
    case 'tuple':
      return collection.items.map((item, index) => [
        number(index, { origin: collection.origin, marks: collection.marks }),
        elementOf(collection, item),
      ]);
    case 'set':
      return collection.items.map((item) => {
        const element = elementOf(collection, item);
        return [element, element];
      });
    case 'map':
    case 'object':
      return [...collection.entries].map(([name, item]) => [
        string(name, { origin: collection.origin, via: collection.via, marks: collection.marks }),
        elementOf(collection, item),
      ]);
    default:
      return null;
  }
}

function isReason(value: Value | Reason): value is Reason {
  return 'message' in value;
}
