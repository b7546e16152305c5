import { CollectionParser } from './collection.ts';
import type { BinaryOperator, Expression, Index, Splat, SplatItem } from './syntax.ts';
import { MAX_DEPTH } from './template.ts';
import {
  AND,
  BANG,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  DOT,
  DOUBLE_COLON,
  EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  HEREDOC,
  IDENTIFIER,
  LESS,
  LESS_OR_EQUAL,
  MINUS,
  NEWLINE,
  NOT_EQUAL,
  NUMBER,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  OR,
  PERCENT_SIGN,
  PLUS,
  QUESTION,
  QUOTE,
  SLASH,
  STAR,
} from './tokens.ts';

/** By token kind: how tightly a binary operator binds, 0 for what is none. */
const precedences = new Uint8Array(128);
const operators: (BinaryOperator | undefined)[] = [];
const operatorTokens: readonly (readonly [number, BinaryOperator, number])[] = [
  [OR, '||', 1],
  [AND, '&&', 2],
  [EQUAL, '==', 3],
  [NOT_EQUAL, '!=', 3],
  [GREATER, '>', 4],
  [GREATER_OR_EQUAL, '>=', 4],
  [LESS, '<', 4],
  [LESS_OR_EQUAL, '<=', 4],
  [PLUS, '+', 5],
  [MINUS, '-', 5],
  [STAR, '*', 6],
  [SLASH, '/', 6],
  [PERCENT_SIGN, '%', 6],
];
for (const [kind, operator, precedence] of operatorTokens) {
  precedences[kind] = precedence;
  operators[kind] = operator;
}

/** Reads expressions. After a failure the returned node holds an `Invalid` somewhere, so that it has no known value. */
export abstract class ExpressionParser extends CollectionParser {
  /** Reads an expression from the current token on; the token after it becomes the current one. */
  protected parseExpression(): Expression {
    if (this.depth >= MAX_DEPTH) {
      this.failTooDeep('Expressions', this.start, this.end);
      return this.invalid(this.start, this.start);
    }
    this.depth++;
    let expression = this.parseOperations(0);
    if (this.kind === QUESTION && !this.failed) expression = this.parseConditional(expression);
    if (this.height > MAX_DEPTH && this.failed) expression = this.invalid(expression.start, expression.end);
    this.depth--;
    return expression;
  }

  private parseConditional(condition: Expression): Expression {
    let height = this.height;
    this.advance();
    const then = this.parseExpression();
    height = Math.max(height, this.height);
    let otherwise: Expression;
    if (this.failed || !this.at(COLON)) {
      this.unexpected('":" and the value for when the condition is false');
      otherwise = this.invalid(this.start, this.start);
    } else {
      this.advance();
      otherwise = this.parseExpression();
    }
    this.height = Math.max(height, this.height) + 1;
    return {
      kind: 'conditional',
      file: this.file,
      start: condition.start,
      end: otherwise.end,
      condition,
      then,
      otherwise,
    };
  }

  /** Reads operands joined by operators that bind more tightly than `floor`. All of them associate to the left. */
  private parseOperations(floor: number): Expression {
    let left = this.parseOperand();
    while (!this.failed) {
      const precedence = precedences[this.kind]!;
      if (precedence <= floor) break;
      const operator = operators[this.kind]!;
      const height = this.height;
      this.advance();
      const right = this.parseOperations(precedence);
      this.grow(height);
      left = { kind: 'binary', file: this.file, start: left.start, end: right.end, operator, left, right };
    }
    return left;
  }

  /** A term with the steps that follow it: `.name`, `[key]`, splats. */
  private parseOperand(): Expression {
    const term = this.parseTerm();
    return this.kind === DOT || this.kind === OPEN_BRACKET ? this.parseSteps(term) : term;
  }

  private parseTerm(): Expression {
    const { file, start, end } = this;
    switch (this.kind) {
      case IDENTIFIER:
        return this.parseName();
      case QUOTE:
        return this.parseQuoted();
      case NUMBER: {
        const value = Number(this.tokenText());
        this.height = 1;
        if (Number.isNaN(value)) this.report(`"${this.tokenText()}" is not a number`, start, end);
        this.advance();
        return { kind: 'literal', file, start, end, value };
      }
      case OPEN_BRACKET:
        return this.parseTuple();
      case OPEN_BRACE:
        return this.parseObject();
      case HEREDOC:
        return this.parseHeredoc();
      case OPEN_PARENTHESIS: {
        const newlines = this.enterBrackets();
        const inner = this.parseExpression();
        this.height++;
        if (!this.failed && !this.at(CLOSE_PARENTHESIS)) this.unexpected('")"');
        const close = this.leaveBrackets(newlines);
        return {
          kind: 'parentheses',
          file,
          start,
          end: close,
          inner: this.failed ? this.invalid(inner.start, close) : inner,
        };
      }
      case MINUS:
      case BANG: {
        const operator = this.kind === MINUS ? '-' : '!';
        if (this.depth >= MAX_DEPTH) return this.parseExpression();
        this.depth++;
        this.advance();
        const operand = this.parseOperand();
        this.height++;
        this.depth--;
        return { kind: 'unary', file, start, end: operand.end, operator, operand };
      }
      default:
        if (this.text.startsWith('<<', start)) {
          this.fail('A heredoc starts with "<<" or "<<-" and a name that ends its line', start, start + 2);
        } else {
          this.unexpected('a value');
        }
        return this.invalid(start, start);
    }
  }

  /** `true`, `false`, `null`, a variable or a function call. */
  private parseName(): Expression {
    const { text, file, start, end } = this;
    this.advance();
    if (this.kind === OPEN_PARENTHESIS || this.kind === DOUBLE_COLON) return this.parseCall(start, end);
    this.height = 1;
    const length = end - start;
    if (length === 4) {
      if (text.startsWith('true', start)) return { kind: 'literal', file, start, end, value: true };
      if (text.startsWith('null', start)) return { kind: 'literal', file, start, end, value: null };
    } else if (length === 5 && text.startsWith('false', start)) {
      return { kind: 'literal', file, start, end, value: false };
    }
    return { kind: 'variable', file, start, end, name: text.slice(start, end) };
  }

  /** The steps after a term: `.name`, `.0`, `[key]`, `.*`, `[*]`. */
  private parseSteps(object: Expression): Expression {
    while (!this.failed) {
      if (this.at(DOT)) {
        const dot = this.start;
        this.advance();
        object = this.at(STAR) ? this.parseAttributeSplat(object, dot) : this.parseDotStep(object);
      } else if (this.at(OPEN_BRACKET)) {
        object = this.parseBracketStep(object);
      } else {
        break;
      }
    }
    return object;
  }

  /** A step after a `.`: a name, or the number of the legacy index syntax. */
  private parseDotStep(object: Expression): Expression {
    const { file, start, end } = this;
    if (this.at(IDENTIFIER)) {
      const name = this.tokenText();
      this.advance();
      this.grow(this.height);
      return { kind: 'get-attr', file, start: object.start, end, object, name };
    }
    if (this.at(NUMBER)) return this.parseLegacyIndex(object);
    this.unexpected('an attribute name after "."');
    const key = this.invalid(start, start);
    return { kind: 'index', file, start: object.start, end: start, object, key };
  }

  /** `.0`; and `.0.1`, which reads as one number and which HCL therefore refuses. */
  private parseLegacyIndex(object: Expression): Expression {
    const { file, start, end } = this;
    const digits = this.tokenText();
    this.advance();
    const dot = digits.indexOf('.');
    if (dot === -1) return this.index(object, start, end, Number(digits));
    const [first = '', second = ''] = digits.split('.');
    this.report(`Two indexes cannot be joined with dots; write [${first}][${second}]`, start, end);
    const outer = this.index(object, start, start + dot, Number(first));
    return { kind: 'index', file, start: object.start, end, object: outer, key: this.invalid(start + dot + 1, end) };
  }

  private index(object: Expression, start: number, end: number, value: number): Index {
    const file = this.file;
    const key: Expression = { kind: 'literal', file, start, end, value };
    this.grow(this.height);
    return { kind: 'index', file, start: object.start, end, object, key };
  }

  /** `.*` from the star on: names and legacy indexes that follow apply to every element. */
  private parseAttributeSplat(object: Expression, start: number): Splat {
    const item: SplatItem = { kind: 'splat-item', file: this.file, start, end: this.end };
    const height = this.height;
    this.height = 1;
    this.advance();
    let each: Expression = item;
    while (!this.failed && this.at(DOT)) {
      this.advance();
      each = this.parseDotStep(each);
    }
    this.grow(height);
    return this.splat('attribute', object, item, each);
  }

  /** `[key]` or `[*]`. All steps after a `[*]` apply to every element. */
  private parseBracketStep(object: Expression): Expression {
    const { file, start, newlines, height } = this;
    this.advance();
    if (this.at(STAR)) {
      const starEnd = this.end;
      this.advance();
      if (!this.at(CLOSE_BRACKET)) this.unexpected('"]" after "[*"');
      const item: SplatItem = { kind: 'splat-item', file, start, end: this.failed ? starEnd : this.end };
      if (!this.failed) this.advance();
      if (this.depth >= MAX_DEPTH) {
        this.failTooDeep('Splats', start, item.end);
        return this.invalid(object.start, item.end);
      }
      this.depth++;
      this.height = 1;
      const each = this.parseSteps(item);
      this.grow(height);
      this.depth--;
      return this.splat('full', object, item, each);
    }
    this.newlines = false;
    if (this.at(NEWLINE)) this.advance();
    let key = this.parseExpression();
    if (!this.failed && !this.at(CLOSE_BRACKET)) {
      this.unexpected('"]" after the index');
      key = this.invalid(key.start, key.end);
    }
    this.grow(height);
    const end = this.leaveBrackets(newlines);
    return { kind: 'index', file, start: object.start, end, object, key };
  }

  private splat(form: Splat['form'], object: Expression, item: SplatItem, each: Expression): Splat {
    return { kind: 'splat', file: this.file, start: object.start, end: each.end, form, object, item, each };
  }

  /**
   * Adds a level of nodes on top of the expression that was read last and of another one of height `other`. Chains of
   * operators and steps are read in loops, but what is built from them is as deep as the chain is long.
   */
  private grow(other: number): void {
    this.height = Math.max(this.height, other) + 1;
    if (this.height > MAX_DEPTH) {
      this.fail(`An expression may not be longer than ${MAX_DEPTH} operators or steps`, this.start, this.end);
    }
  }
}
