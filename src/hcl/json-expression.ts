import { type JsonString, type JsonValue, jsonStringOffsets } from './json-reader.ts';
import { parseExpressionText, parseTemplateText } from './parser.ts';
import { type Origin, relocateExpression, relocatePlace } from './relocate.ts';
import { SourceFile } from './source.ts';
import type { Expression, Invalid, Literal, ObjectItem, SyntaxProblem, Template } from './syntax.ts';

/**
 * Reads a JSON value as HCL's JSON syntax reads expressions: a string is a template, an object has templates for keys.
 * Problems inside templates are added to `errors`.
 */
export function expressionOfJson(value: JsonValue, errors: SyntaxProblem[]): Expression {
  const { file, start, end } = value;
  switch (value.kind) {
    case 'string':
      return templateOfJson(value, errors);
    case 'number':
    case 'boolean':
      return { kind: 'literal', file, start, end, value: value.value };
    case 'null':
      return { kind: 'literal', file, start, end, value: null };
    case 'array':
      return { kind: 'tuple', file, start, end, items: value.items.map((item) => expressionOfJson(item, errors)) };
    case 'object': {
      const items = value.properties.map((property): ObjectItem => {
        const { name, nameStart, nameEnd } = property;
        const key = keyOfJson({ kind: 'string', file, start: nameStart, end: nameEnd, value: name }, errors);
        return { file, start: property.start, end: property.end, key, value: expressionOfJson(property.value, errors) };
      });
      if (!value.complete) {
        const missing: Invalid = { kind: 'invalid', file, start: end, end };
        items.push({ file, start: end, end, key: missing, value: missing });
      }
      return { kind: 'object', file, start, end, items };
    }
    case 'invalid':
      return { kind: 'invalid', file, start, end };
  }
}

/**
 * Reads what a JSON string of `.tf.json` says as an expression, which is how Terraform takes the strings of
 * `depends_on`, `provider`, `type` and the like.
 *
 * @param template the string as the tree has it
 * @returns null if the string is not one plain text
 */
export function expressionInJsonString(
  template: Template,
): { expression: Expression; errors: readonly SyntaxProblem[] } | null {
  const { file, start, end } = template;
  const value = jsonStringValue(file, start, end);
  if (template.form !== 'json' || value === null) return null;
  const { text, origin } = decodedString({ kind: 'string', file, start, end, value });
  const { expression, errors } = parseExpressionText(text);
  return {
    expression: relocateExpression(expression, origin),
    errors: errors.map((problem) => ({ ...relocatePlace(problem, origin), message: problem.message })),
  };
}

/** The value of the JSON string that is written between two offsets; null if there is none. */
export function jsonStringValue(file: SourceFile, start: number, end: number): string | null {
  try {
    const value: unknown = JSON.parse(file.text.slice(start, end));
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** A property name: a literal, or a template if it contains sequences. */
function keyOfJson(name: JsonString, errors: SyntaxProblem[]): Literal | Template {
  if (hasSequence(name.value)) return templateOfJson(name, errors);
  const { file, start, end, value } = name;
  return { kind: 'literal', file, start, end, value };
}

function templateOfJson(string: JsonString, errors: SyntaxProblem[]): Template {
  const { file, start, end, value } = string;
  if (value === '') return { kind: 'template', file, start, end, form: 'json', parts: [] };
  if (!hasSequence(value)) {
    const offsets = jsonStringOffsets(file.text, start, end);
    return {
      kind: 'template',
      file,
      start,
      end,
      form: 'json',
      parts: [{ kind: 'text', file, start: start + 1, end: end - 1, value, form: 'json', skipped: 0, offsets }],
    };
  }
  const { text, origin } = decodedString(string);
  const { template, errors: problems } = parseTemplateText(text, 'json');
  for (const problem of problems) errors.push({ ...relocatePlace(problem, origin), message: problem.message });
  const moved = relocateExpression(template, origin);
  // The template is what stands between the quotes; the node is the whole string.
  return { kind: 'template', file, start, end, form: 'json', parts: moved.kind === 'template' ? moved.parts : [] };
}

function hasSequence(value: string): boolean {
  return value.includes('${') || value.includes('%{');
}

/** What a string stands for as a text of its own, and where the characters of that text come from. */
function decodedString(string: JsonString): { text: SourceFile; origin: Origin } {
  const { file, start, end, value } = string;
  const offsets = jsonStringOffsets(file.text, start, end);
  return { text: new SourceFile(file.path, value), origin: { file, offsets, base: start + 1 } };
}
