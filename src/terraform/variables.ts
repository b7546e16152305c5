import { parseExpressionText } from '../hcl/parser.ts';
import { SourceFile } from '../hcl/source.ts';
import type { Attribute, Expression } from '../hcl/syntax.ts';
import { invalid } from './access.ts';
import { convert } from './convert.ts';
import { evaluate } from './expression.ts';
import { type Declaration, findAttribute, findExpression, literalText } from './module-config.ts';
import type { ModuleCall } from './module-instance.ts';
import type { Scope } from './scope.ts';
import { type Type, typeFromExpression } from './type.ts';
import { ANY, Mark, marked, through, unknown, type Value } from './value.ts';

/** The type constraint of a variable; `any` where there is none or it is not valid. */
function variableType(declaration: Declaration, scope: Scope): Type {
  const expression = findExpression(declaration.layers, 'type');
  if (expression === null) return ANY;
  return typeFromExpression(expression, (node) => evaluate(node, scope), parseTypeText).type;
}

/** In JSON a type constraint is the text of an expression. */
function parseTypeText(node: Expression): Expression | null {
  const text = literalText(node);
  if (text === null) return null;
  const { expression, errors } = parseExpressionText(new SourceFile(node.file.path, text));
  return errors.length === 0 ? expression : null;
}

/**
 * The value a module call gives to a variable, converted to its type; null where the default holds: the argument is
 * null and the variable is not nullable.
 */
export function argumentValue(declaration: Declaration, argument: Attribute, call: ModuleCall): Value | null {
  const caller = `module.${call.declaration.name}`;
  const step = { kind: 'argument', name: `${caller}.${declaration.name}`, place: argument, resource: null } as const;
  return settle(declaration, through(evaluate(argument.value, call.scope), step), call.scope);
}

/** A given value as the variable's own: converted, and marked where the variable is sensitive; null as `argumentValue`. */
export function settle(declaration: Declaration, value: Value, scope: Scope): Value | null {
  if (value.kind === 'null' && !isNullable(declaration, scope)) return null;
  const converted = convert(value, variableType(declaration, scope));
  const settled =
    converted.kind === 'conversion-problem'
      ? invalid(`var.${declaration.name} is given ${converted.message}`, value.origin)
      : converted;
  return marked(settled, sensitiveMark(declaration, scope));
}

/** The default of a variable, or unknown where it has none. */
export function defaultValue(declaration: Declaration, scope: Scope, marks: number): Value {
  const attribute = findAttribute(declaration.layers, 'default');
  const sensitive = sensitiveMark(declaration, scope);
  if (attribute === null) {
    const reason = {
      kind: 'unset',
      message: `var.${declaration.name} has no value`,
      place: declaration.header,
    } as const;
    return unknown(
      reason,
      { origin: declaration.header, marks: sensitive },
      { type: variableType(declaration, scope) },
    );
  }
  const written = evaluate(attribute.value, scope);
  const converted = convert(written, variableType(declaration, scope));
  const value = converted.kind === 'conversion-problem' ? written : converted;
  const step = { kind: 'default', name: `var.${declaration.name}`, place: attribute, resource: null } as const;
  return marked(through(value, step), marks | sensitive);
}

function isNullable(declaration: Declaration, scope: Scope): boolean {
  return !isWritten(declaration, 'nullable', false, scope);
}

function sensitiveMark(declaration: Declaration, scope: Scope): number {
  return isWritten(declaration, 'sensitive', true, scope) ? Mark.SENSITIVE : 0;
}

function isWritten(declaration: Declaration, name: string, expected: boolean, scope: Scope): boolean {
  const expression = findExpression(declaration.layers, name);
  if (expression === null) return false;
  const value = convert(evaluate(expression, scope), { kind: 'bool' });
  return value.kind === 'bool' && value.value === expected;
}
