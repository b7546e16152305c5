import { parseTemplateText } from '../hcl/parser.ts';
import type { SourceFile } from '../hcl/source.ts';
import { invalid } from './access.ts';
import { bind, type Scope } from './scope.ts';
import { evaluateTemplate } from './template.ts';
import type { MappingValue, Value } from './value.ts';

/**
 * The text of a template with these variables. One that is not valid gives an unknown value that says so.
 *
 * @param scope what else the template may refer to
 */
export function renderTemplate(file: SourceFile, variables: MappingValue, scope: Scope): Value {
  let inner = scope;
  for (const [name, value] of variables.entries) inner = bind(inner, name, value);
  const { template, errors } = parseTemplateText(file);
  const [error] = errors;
  if (error !== undefined) return invalid(`the template is not valid: ${error.message}`, error);
  return evaluateTemplate(template, inner);
}

/** For expressions that may refer to nothing, such as the defaults of variables. */
export function emptyScope(functions: Scope['functions'], budget: Scope['budget']): Scope {
  return {
    bindings: null,
    root: (name) => ({ kind: 'invalid', message: `"${name}" cannot be referred to here`, place: null }),
    functions,
    budget,
  };
}
