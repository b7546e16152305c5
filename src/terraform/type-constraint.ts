import type { Place } from '../hcl/source.ts';
import type { Expression, ObjectExpression } from '../hcl/syntax.ts';
import { convert, isConversionProblem } from './convert.ts';
import type { ObjectAttribute, Type } from './type.ts';
import { ANY, type Reason, type Value } from './value.ts';

/** What a `type` argument says; `any` with a problem where it says nothing that Terraform accepts. */
export interface TypeConstraint {
  readonly type: Type;
  readonly problem: Reason | null;
}

/**
 * Reads the `type` argument of a variable: keywords, constructors, `optional()` inside `object()`, and the quoted
 * words of Terraform 0.11.
 *
 * @param evaluate gives the value of a default of `optional()`
 * @param parse reads the text of a JSON string as an expression; null when it is not one
 */
export function typeFromExpression(
  expression: Expression,
  evaluate: (expression: Expression) => Value,
  parse: (text: Expression) => Expression | null = () => null,
): TypeConstraint {
  let problem: Reason | null = null;
  const fail = (message: string, place: Place): Type => {
    problem ??= { kind: 'invalid', message, place };
    return ANY;
  };
  const type = readType(expression, { evaluate, parse, fail });
  return { type, problem };
}

interface Reader {
  readonly evaluate: (expression: Expression) => Value;
  readonly parse: (text: Expression) => Expression | null;
  /** Keeps the first problem; the type is then `any`. */
  readonly fail: (message: string, place: Place) => Type;
}

function readType(expression: Expression, reader: Reader): Type {
  switch (expression.kind) {
    case 'parentheses':
      return readType(expression.inner, reader);
    case 'variable':
      return readKeyword(expression.name, expression, reader);
    case 'literal':
      return readKeyword(String(expression.value), expression, reader);
    case 'template':
      return readText(expression, reader);
    case 'call':
      return readConstructor(expression.name, expression.arguments, expression, reader);
    default:
      return reader.fail('this is not a type constraint', expression);
  }
}

function readKeyword(name: string, place: Place, reader: Reader): Type {
  switch (name) {
    case 'string':
    case 'number':
    case 'bool':
    case 'any':
      return { kind: name };
    case 'list':
    case 'map':
      return { kind: name, element: ANY };
    case 'set':
      return reader.fail('the type "set" needs the type of its elements, as in set(string)', place);
    case 'tuple':
    case 'object':
      return reader.fail(`the type "${name}" needs the types of its elements`, place);
    default:
      return reader.fail(`"${name}" is not a type`, place);
  }
}

/** `"list"` of Terraform 0.11, or the type of a variable in JSON. */
function readText(expression: Expression & { kind: 'template' }, reader: Reader): Type {
  const [only, ...others] = expression.parts;
  if (only?.kind !== 'text' || others.length > 0) return reader.fail('this is not a type constraint', expression);
  if (/^\w+$/.test(only.value)) return readKeyword(only.value, expression, reader);
  const parsed = reader.parse(expression);
  return parsed === null ? reader.fail('this is not a type constraint', expression) : readType(parsed, reader);
}

function readConstructor(name: string, args: readonly Expression[], place: Place, reader: Reader): Type {
  const [argument] = args;
  if (argument === undefined || args.length > 1) {
    return reader.fail(`${name}() in a type takes exactly one argument`, place);
  }
  switch (name) {
    case 'list':
    case 'set':
    case 'map':
      return { kind: name, element: readType(argument, reader) };
    case 'tuple':
      if (argument.kind !== 'tuple')
        return reader.fail('tuple() takes a list of types, as in tuple([string])', argument);
      return { kind: 'tuple', elements: argument.items.map((item) => readType(item, reader)) };
    case 'object':
      if (argument.kind !== 'object') {
        return reader.fail('object() takes names with types, as in object({ name = string })', argument);
      }
      return readObject(argument, reader);
    case 'optional':
      return reader.fail('optional() only stands for the type of an attribute of object()', place);
    default:
      return reader.fail(`"${name}" is not a type`, place);
  }
}

function readObject(expression: ObjectExpression, reader: Reader): Type {
  const attributes = new Map<string, ObjectAttribute>();
  for (const item of expression.items) {
    const name = attributeName(item.key);
    if (name === null) return reader.fail('the attributes of object() need plain names', item.key);
    attributes.set(name, readAttribute(item.value, reader));
  }
  return { kind: 'object', attributes };
}

function attributeName(key: Expression): string | null {
  if (key.kind === 'literal') return String(key.value);
  if (key.kind !== 'template') return null;
  const [only, ...others] = key.parts;
  return only?.kind === 'text' && others.length === 0 ? only.value : null;
}

function readAttribute(expression: Expression, reader: Reader): ObjectAttribute {
  if (expression.kind !== 'call' || expression.name !== 'optional') {
    return { type: readType(expression, reader), optional: false, defaultValue: null };
  }
  const [typeArgument, defaultArgument, ...others] = expression.arguments;
  if (typeArgument === undefined || others.length > 0) {
    return {
      type: reader.fail('optional() takes a type and a default', expression),
      optional: true,
      defaultValue: null,
    };
  }
  const type = readType(typeArgument, reader);
  if (defaultArgument === undefined) return { type, optional: true, defaultValue: null };
  const converted = convert(reader.evaluate(defaultArgument), type);
  if (!isConversionProblem(converted)) return { type, optional: true, defaultValue: converted };
  reader.fail(`the default does not fit the type: ${converted.message}`, defaultArgument);
  return { type, optional: true, defaultValue: null };
}
