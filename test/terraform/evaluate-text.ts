import { parseExpressionText, parseTemplateText } from '../../src/hcl/parser.ts';
import { SourceFile } from '../../src/hcl/source.ts';
import { Budget } from '../../src/terraform/budget.ts';
import { evaluate } from '../../src/terraform/expression.ts';
import type { FileAccess } from '../../src/terraform/functions/context.ts';
import { bind, type Scope } from '../../src/terraform/scope.ts';
import { evaluateTemplate } from '../../src/terraform/template.ts';
import type { Value } from '../../src/terraform/value.ts';

const NO_FILES: FileAccess = {
  baseDirectory: '/nowhere',
  read: (path) => ({ kind: 'invalid', message: `there is no file ${path}`, place: null }),
  readBytes: (path) => ({ kind: 'invalid', message: `there is no file ${path}`, place: null }),
  exists: () => false,
  list: () => [],
};

/** The value of an expression that may name `variables`, with functions reading from `files`. */
export function evaluateText(
  text: string,
  { variables = {}, files = NO_FILES }: { variables?: Record<string, Value>; files?: FileAccess } = {},
): Value {
  const file = new SourceFile('expression.tf', text);
  const { expression, errors } = parseExpressionText(file);
  if (errors.length > 0) throw new Error(`${text}: ${errors.map((error) => error.message).join('; ')}`);
  const empty: Scope = {
    bindings: null,
    root: (name) => ({ kind: 'invalid', message: `"${name}" is not declared`, place: null }),
    functions: {
      files,
      renderTemplate: (template, given) => {
        let inner = empty;
        for (const [name, value] of given.entries) inner = bind(inner, name, value);
        return evaluateTemplate(parseTemplateText(template).template, inner);
      },
    },
    budget: new Budget(),
  };
  let scope = empty;
  for (const [name, value] of Object.entries(variables)) scope = bind(scope, name, value);
  return evaluate(expression, scope);
}
