import type { Body, Expression, ObjectItem, Template, TemplatePart } from '../../src/hcl/syntax.ts';
import { formatNumber, numberFromText } from '../../src/terraform/number.ts';

/** A value as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * Renders a body as `@cdktf/hcl2json` does, so that its reading of a file can be compared with ours: literal values as
 * they are, templates with their sequences as source text, any other expression as `"${source text}"`. Null where that
 * program gives up, on blocks of one type with different numbers of labels.
 */
export function hcl2jsonForm(body: Body): Json {
  const result: { [key: string]: Json } = {};
  for (const block of body.blocks) {
    let container = result;
    const keys = [block.type, ...block.labels.map((label) => label.value)];
    const last = keys.pop() ?? '';
    for (const key of keys) {
      const next = own(container, key) ?? {};
      if (typeof next !== 'object' || Array.isArray(next)) return null;
      setOwn(container, key, next);
      container = next;
    }
    const siblings = own(container, last) ?? [];
    const content = hcl2jsonForm(block.body);
    if (!Array.isArray(siblings) || content === null) return null;
    siblings.push(content);
    setOwn(container, last, siblings);
  }
  for (const { name, value } of body.attributes) setOwn(result, name, expressionForm(value));
  return result;
}

/** Names such as `toString` and `__proto__` are names like any other. */
function own(object: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function setOwn(object: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function expressionForm(expression: Expression): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template': {
      const only = expression.parts.length === 1 ? expression.parts[0] : undefined;
      return only?.kind === 'interpolation' ? expressionForm(only.expression) : templateForm(expression.parts);
    }
    case 'tuple':
      return expression.items.map(expressionForm);
    case 'object': {
      const result: { [key: string]: Json } = {};
      for (const item of expression.items) setOwn(result, keyForm(item), expressionForm(item.value));
      return result;
    }
    case 'unary':
      // Operators on literals are computed.
      if (expression.operand.kind === 'literal') {
        const { value } = expression.operand;
        if (expression.operator === '!') return !value;
        return -Number(value);
      }
      return sequence(expression);
    default:
      return sequence(expression);
  }
}

function keyForm({ key }: ObjectItem): string {
  // What stands before the "=" without calls or brackets is taken as it is written.
  if (isTraversal(key)) return key.file.text.slice(key.start, key.end);
  return partForm(key);
}

function isTraversal(expression: Expression): boolean {
  if (expression.kind === 'variable') return true;
  if (expression.kind === 'get-attr') return isTraversal(expression.object);
  if (expression.kind === 'index') return isConstantKey(expression.key) && isTraversal(expression.object);
  return false;
}

function isConstantKey(key: Expression): boolean {
  return key.kind === 'literal' || (key.kind === 'template' && key.parts.every((part) => part.kind === 'text'));
}

function templateForm(parts: readonly TemplatePart[]): string {
  // A template that is text alone is a string, in which nothing needs to be escaped.
  return parts.map(templatePartForm).join('');
}

function templatePartForm(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return part.value.normalize('NFC').replace(/[$%]\{/g, (marker) => marker.charAt(0) + marker);
    case 'interpolation':
      return partForm(part.expression);
    case 'if': {
      const otherwise = templateForm(part.otherwise);
      const branch = otherwise === '' ? '' : `%{else}${otherwise}`;
      return `%{if ${source(part.condition)}}${templateForm(part.then)}${branch}%{endif}`;
    }
    case 'for-directive': {
      const names = part.keyName === null ? part.valueName : `${part.keyName}, ${part.valueName}`;
      return `%{for ${names} in ${source(part.collection)}}${templateForm(part.body)}%{endfor}`;
    }
  }
}

/** An expression inside a template: the template is flattened into it where it can be. */
function partForm(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literalForm(expression);
    case 'template':
      return templateOf(expression);
    case 'conditional': {
      const { condition, then, otherwise } = expression;
      const other = partForm(otherwise);
      return `%{if ${source(condition)}}${partForm(then)}${other === '' ? '' : `%{else}${other}`}%{endif}`;
    }
    default:
      return sequence(expression);
  }
}

function templateOf(template: Template): string {
  return templateForm(template.parts);
}

/** A number in a text has all of its digits, which may be more than a double has. */
function literalForm(literal: Expression & { readonly kind: 'literal' }): string {
  const exact = typeof literal.value === 'number' ? numberFromText(source(literal), { origin: literal }) : null;
  return exact === null ? String(literal.value) : formatNumber(exact);
}

function sequence(expression: Expression): string {
  return `\${${source(expression)}}`;
}

function source(expression: Expression): string {
  return expression.file.text.slice(expression.start, expression.end);
}
