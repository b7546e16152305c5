import { parseExpressionText, parseNative } from '../../src/hcl/parser.ts';
import { type Place, SourceFile } from '../../src/hcl/source.ts';
import type { Expression, ParsedFile, SyntaxProblem, TemplatePart } from '../../src/hcl/syntax.ts';

/** Parses a text as a file in native syntax. */
export function native(text: string): ParsedFile {
  return parseNative(new SourceFile('test.tf', text));
}

/** The source text of a place. */
export function sourceOf(place: Place): string {
  return place.file.text.slice(place.start, place.end);
}

/** The value of the only argument of a text, which must be valid. */
export function argument(text: string): Expression {
  const { body, errors } = native(text);
  const value = body.attributes[0]?.value;
  if (errors.length > 0 || value === undefined) throw new Error(`not a valid argument: ${describeProblems(errors)}`);
  return value;
}

/** A valid expression. */
export function expression(text: string): Expression {
  const parsed = parseExpressionText(new SourceFile('test.tf', text));
  if (parsed.errors.length > 0) throw new Error(`not a valid expression: ${describeProblems(parsed.errors)}`);
  return parsed.expression;
}

/** Problems as "underlined text: message". */
export function describeProblems(errors: readonly SyntaxProblem[]): string[] {
  return errors.map((problem) => `${sourceOf(problem)}: ${problem.message}`);
}

/**
 * An expression in a notation that shows its structure: `(+ a (* b c))`. Text parts show as JSON strings, an index as
 * `(index object key)`, an attribute as `(. object name)`.
 */
export function outline(node: Expression): string {
  switch (node.kind) {
    case 'literal':
      return JSON.stringify(node.value);
    case 'template':
      return `(${[node.form, ...node.parts.map(outlinePart)].join(' ')})`;
    case 'tuple':
      return `[${node.items.map(outline).join(' ')}]`;
    case 'object':
      return `{${node.items.map((item) => `${outline(item.key)}: ${outline(item.value)}`).join(', ')}}`;
    case 'for': {
      const names = node.keyName === null ? node.valueName : `${node.keyName},${node.valueName}`;
      const key = node.key === null ? '' : ` ${outline(node.key)} =>`;
      const condition = node.condition === null ? '' : ` if ${outline(node.condition)}`;
      const value = outline(node.value) + (node.grouped ? '...' : '');
      return `(for ${names} ${outline(node.collection)}${key} ${value}${condition})`;
    }
    case 'variable':
      return node.name;
    case 'get-attr':
      return `(. ${outline(node.object)} ${node.name})`;
    case 'index':
      return `(index ${outline(node.object)} ${outline(node.key)})`;
    case 'splat':
      return `(splat-${node.form} ${outline(node.object)} ${outline(node.each)})`;
    case 'splat-item':
      return '@';
    case 'call':
      return `(${[`${node.name}()`, ...node.arguments.map(outline)].join(' ')}${node.expandFinal ? '...' : ''})`;
    case 'conditional':
      return `(? ${outline(node.condition)} ${outline(node.then)} ${outline(node.otherwise)})`;
    case 'binary':
      return `(${node.operator} ${outline(node.left)} ${outline(node.right)})`;
    case 'unary':
      return `(${node.operator} ${outline(node.operand)})`;
    case 'parentheses':
      return `(paren ${outline(node.inner)})`;
    case 'invalid':
      return '<invalid>';
  }
}

function outlinePart(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return JSON.stringify(part.value);
    case 'interpolation':
      return `\${${outline(part.expression)}}`;
    case 'if': {
      const otherwise = part.otherwise.length === 0 ? '' : ` else ${part.otherwise.map(outlinePart).join(' ')}`;
      return `(if ${[outline(part.condition), ...part.then.map(outlinePart)].join(' ')}${otherwise})`;
    }
    case 'for-directive': {
      const names = part.keyName === null ? part.valueName : `${part.keyName},${part.valueName}`;
      return `(for ${[names, outline(part.collection), ...part.body.map(outlinePart)].join(' ')})`;
    }
  }
}

/** All nodes of a tree, parents before children, with the property that leads to each. */
export function* nodesOf(root: unknown, parent: Place | null = null): Generator<{ node: Place; parent: Place | null }> {
  if (Array.isArray(root)) {
    for (const item of root) yield* nodesOf(item, parent);
  } else if (isPlace(root)) {
    yield { node: root, parent };
    for (const [name, value] of Object.entries(root)) {
      if (name !== 'file' && name !== 'offsets') yield* nodesOf(value, root);
    }
  }
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value && 'file' in value;
}
