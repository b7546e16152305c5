import type { Place } from '../hcl/source.ts';
import type { ForDirective, IfDirective, Template, TemplatePart } from '../hcl/syntax.ts';
import { invalid } from './access.ts';
import { convert } from './convert.ts';
import { evaluate, iterate } from './expression.ts';
import { bind, type Scope } from './scope.ts';
import { type Reason, string, type TextPiece, unknown, type Value } from './value.ts';

/** Strings longer than this are given up: a template can double a string with every line. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/**
 * The value of a quoted template, a heredoc or a template file. A template that is a single interpolation has that
 * value, whatever its type. A string of which some parts are unknown keeps those that are known in its pieces.
 */
export function evaluateTemplate(node: Template, scope: Scope): Value {
  const only = node.parts[0];
  if (node.parts.length === 1 && only?.kind === 'interpolation') return evaluate(only.expression, scope);
  const text = new TextBuilder(node);
  appendParts(node.parts, scope, text);
  return text.finish();
}

function appendParts(parts: readonly TemplatePart[], scope: Scope, text: TextBuilder): void {
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        text.append({ kind: 'text', part }, part.value, 0);
        break;
      case 'interpolation':
        text.appendValue(evaluate(part.expression, scope), part.expression);
        break;
      case 'if':
        appendIf(part, scope, text);
        break;
      case 'for-directive':
        appendFor(part, scope, text);
        break;
    }
  }
}

function appendIf(part: IfDirective, scope: Scope, text: TextBuilder): void {
  const condition = convert(evaluate(part.condition, scope), { kind: 'bool' });
  if (condition.kind === 'unknown') text.appendValue(unknown(condition.reason, { ...condition, origin: part }), part);
  else if (condition.kind !== 'bool') text.fail('the condition of a template is not true or false', part.condition);
  else appendParts(condition.value ? part.then : part.otherwise, scope, text);
}

function appendFor(part: ForDirective, scope: Scope, text: TextBuilder): void {
  const collection = evaluate(part.collection, scope);
  if (collection.kind === 'unknown') {
    text.appendValue(unknown(collection.reason, { ...collection, origin: part }), part);
    return;
  }
  const elements = iterate(collection);
  if (elements === null) {
    text.fail(`a ${collection.kind} cannot be iterated over`, part.collection);
    return;
  }
  for (const [key, value] of elements) {
    const inner = part.keyName === null ? scope : bind(scope, part.keyName, key);
    appendParts(part.body, bind(inner, part.valueName, value), text);
  }
}

/** Puts a string together piece by piece. */
class TextBuilder {
  readonly #node: Template;
  readonly #pieces: TextPiece[] = [];
  #value = '';
  #marks = 0;
  #unknown: Reason | null = null;
  #error: Value | null = null;

  constructor(node: Template) {
    this.#node = node;
  }

  append(piece: TextPiece, value: string, marks: number): void {
    if (this.#value.length + value.length > MOST_CHARACTERS) {
      this.#error ??= unknown(
        { kind: 'limit', message: `it is longer than ${MOST_CHARACTERS} characters`, place: this.#node },
        { origin: this.#node },
      );
      return;
    }
    this.#pieces.push(piece);
    this.#value += value;
    this.#marks |= marks;
  }

  appendValue(value: Value, place: Place): void {
    const text = value.kind === 'null' ? null : convert(value, { kind: 'string' });
    if (text?.kind === 'string') this.append({ kind: 'value', value: text }, text.value, text.marks);
    else if (text?.kind === 'unknown') {
      if (text.reason.kind === 'invalid') this.#error ??= text;
      this.#unknown ??= text.reason;
      this.append({ kind: 'value', value: text }, '', text.marks);
    } else this.fail(`a ${value.kind} stands in a string`, place);
  }

  fail(message: string, place: Place): void {
    this.#error ??= invalid(message, place);
  }

  finish(): Value {
    if (this.#error !== null) return this.#error;
    const at = { origin: this.#node, marks: this.#marks };
    const detail = { pieces: this.#pieces, encoded: null };
    if (this.#unknown !== null) return unknown(this.#unknown, at, { type: { kind: 'string' }, text: detail });
    // As Terraform's strings are.
    return string(this.#value.normalize('NFC'), at, detail);
  }
}
