import type { JsonDocument, JsonProperty, JsonValue } from '../hcl/json-reader.ts';
import { parseExpressionText } from '../hcl/parser.ts';
import { SourceFile } from '../hcl/source.ts';
import type { Attribute, Expression, ParsedFile } from '../hcl/syntax.ts';
import { invalid } from './access.ts';
import { evaluate } from './expression.ts';
import { type Declaration, findExpression } from './module-config.ts';
import { numberFromText } from './number.ts';
import type { Scope } from './scope.ts';
import { bool, mapping, nullValue, sequence, string, through, type Value } from './value.ts';

/** A value given to a root variable from outside the configuration. */
export type Setting =
  | SettingInFile
  /** The text of `TF_VAR_name` or `--var name=text`; `from` says which. */
  | { readonly kind: 'text'; readonly from: string; readonly text: string };

/** A value in a tfvars file. */
export type SettingInFile =
  /** A line of it. */
  | { readonly kind: 'line'; readonly attribute: Attribute }
  /** A property of one in JSON, where strings are taken as they are. */
  | { readonly kind: 'property'; readonly property: JsonProperty };

/** The settings a `.tfvars` file makes, by variable. */
export function settingsOfFile(parsed: ParsedFile): ReadonlyMap<string, SettingInFile> {
  return new Map(parsed.body.attributes.map((attribute) => [attribute.name, { kind: 'line', attribute }]));
}

/** The settings a `.tfvars.json` file makes, by variable. */
export function settingsOfJson({ root }: JsonDocument): ReadonlyMap<string, SettingInFile> {
  if (root.kind !== 'object') return new Map();
  return new Map(root.properties.map((property) => [property.name, { kind: 'property', property }]));
}

/** The value of a setting, before it is converted to the variable's type. */
export function settingValue(setting: Setting, declaration: Declaration, scope: Scope): Value {
  const name = `var.${declaration.name}`;
  if (setting.kind !== 'text') {
    const place = setting.kind === 'line' ? setting.attribute : setting.property;
    return through(valueInFile(setting, scope), { kind: 'setting', name, place, resource: null });
  }
  const step = { kind: 'setting', name: setting.from, place: null, resource: null } as const;
  const at = { origin: declaration.header };
  if (takesPlainText(findExpression(declaration.layers, 'type'))) return through(string(setting.text, at), step);
  const { expression, errors } = parseExpressionText(new SourceFile(setting.from, setting.text));
  const value = errors.length === 0 ? evaluate(expression, scope) : string(setting.text);
  return through({ ...value, ...at }, step);
}

/** The value that a tfvars file has for a variable. */
export function valueInFile(setting: SettingInFile, scope: Scope): Value {
  return setting.kind === 'line' ? evaluate(setting.attribute.value, scope) : jsonValue(setting.property.value);
}

/** Terraform takes text from outside as it is for variables of a primitive type or none, and as an expression otherwise. */
function takesPlainText(type: Expression | null): boolean {
  if (type === null) return true;
  const text = type.file.text.slice(type.start, type.end).replace(/"/g, '');
  return text === 'string' || text === 'number' || text === 'bool';
}

function jsonValue(node: JsonValue): Value {
  const at = { origin: node };
  switch (node.kind) {
    case 'string':
      return string(node.value, at);
    case 'number':
      return numberFromText(node.text, at) ?? invalid('this is not a number', node);
    case 'boolean':
      return bool(node.value, at);
    case 'null':
      return nullValue(at);
    case 'array':
      return sequence('tuple', node.items.map(jsonValue), at);
    case 'object':
      return mapping(
        'object',
        node.properties.map((property) => [property.name, jsonValue(property.value)] as const),
        at,
      );
    case 'invalid':
      return invalid('the value is not valid JSON', node);
  }
}
