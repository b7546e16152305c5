import { parseExpressionText } from '../hcl/parser.ts';
import { SourceFile } from '../hcl/source.ts';
import type { Attribute, Expression, ParsedFile } from '../hcl/syntax.ts';
import { evaluate } from './expression.ts';
import { type Declaration, findExpression } from './module-config.ts';
import type { Scope } from './scope.ts';
import { mapping, sequence, string, through, type Value } from './value.ts';

/** A value given to a root variable from outside the configuration. */
export type Setting =
  /** A line of a tfvars file. */
  | { readonly kind: 'file'; readonly attribute: Attribute; readonly json: boolean }
  /** The text of `TF_VAR_name` or `--var name=text`; `from` says which. */
  | { readonly kind: 'text'; readonly from: string; readonly text: string };

/** The settings a tfvars file makes, by variable. */
export function settingsOf(parsed: ParsedFile): ReadonlyMap<string, Setting> {
  const json = parsed.body.syntax === 'json';
  return new Map(parsed.body.attributes.map((attribute) => [attribute.name, { kind: 'file', attribute, json }]));
}

/** The value of a setting, before it is converted to the variable's type. */
export function settingValue(setting: Setting, declaration: Declaration, scope: Scope): Value {
  const name = `var.${declaration.name}`;
  if (setting.kind === 'file') {
    const { attribute, json } = setting;
    const value = json ? jsonValue(attribute.value, scope) : evaluate(attribute.value, scope);
    return through(value, { kind: 'setting', name, place: attribute, resource: null });
  }
  const step = { kind: 'setting', name, place: null, resource: null } as const;
  const at = { origin: declaration.header };
  if (takesPlainText(findExpression(declaration.layers, 'type'))) return through(string(setting.text, at), step);
  const { expression, errors } = parseExpressionText(new SourceFile(setting.from, setting.text));
  const value = errors.length === 0 ? evaluate(expression, scope) : string(setting.text);
  return through({ ...value, ...at }, step);
}

/** Terraform takes text from outside as it is for variables of a primitive type or none, and as an expression otherwise. */
function takesPlainText(type: Expression | null): boolean {
  if (type === null) return true;
  const text = type.file.text.slice(type.start, type.end).replace(/"/g, '');
  return text === 'string' || text === 'number' || text === 'bool';
}

/** In `.tfvars.json` strings are taken as they are, not as templates. */
function jsonValue(node: Expression, scope: Scope): Value {
  const at = { origin: node };
  switch (node.kind) {
    case 'template':
      return string(String(JSON.parse(node.file.text.slice(node.start, node.end))), at);
    case 'tuple':
      return sequence(
        'tuple',
        node.items.map((item) => jsonValue(item, scope)),
        at,
      );
    case 'object':
      return mapping(
        'object',
        node.items.map((item) => {
          const key = jsonValue(item.key, scope);
          return [key.kind === 'string' ? key.value : '', jsonValue(item.value, scope)] as const;
        }),
        at,
      );
    default:
      return evaluate(node, scope);
  }
}
