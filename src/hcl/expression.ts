import type {
  BinaryOperator,
  Call,
  Expression,
  For,
  Index,
  ObjectExpression,
  ObjectItem,
  Splat,
  SplatItem,
  Tuple,
} from './syntax.ts';
import { MAX_DEPTH, TemplateParser } from './template.ts';
import {
  AND,
  ARROW,
  ASSIGN,
  BANG,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  DOT,
  DOUBLE_COLON,
  ELLIPSIS,
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
export abstract class ExpressionParser extends TemplateParser {
  /** Reads an expression from the current token on; the token after it becomes the current one. */
  protected parseExpression(): Expression {
    if (this.depth >= MAX_DEPTH) {
      this.fail(`Expressions may not be nested deeper than ${MAX_DEPTH} levels`, this.start, this.end);
      return this.invalid(this.start, this.start);
    }
    this.depth++;
    let expression = this.parseOperations(0);
    if (this.kind === QUESTION && !this.failed) expression = this.parseConditional(expression);
    this.depth--;
    return expression;
  }

  private parseConditional(condition: Expression): Expression {
    this.advance();
    const then = this.parseExpression();
    let otherwise: Expression;
    if (this.failed || !this.at(COLON)) {
      this.unexpected('":" and the value for when the condition is false');
      otherwise = this.invalid(this.start, this.start);
    } else {
      this.advance();
      otherwise = this.parseExpression();
    }
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
      this.advance();
      const right = this.parseOperations(precedence);
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
        this.depth--;
        return { kind: 'unary', file, start, end: operand.end, operator, operand };
      }
      default:
        this.unexpected('a value');
        return this.invalid(start, start);
    }
  }

  /** `true`, `false`, `null`, a variable or a function call. */
  private parseName(): Expression {
    const { text, file, start, end } = this;
    this.advance();
    if (this.kind === OPEN_PARENTHESIS || this.kind === DOUBLE_COLON) return this.parseCall(start, end);
    const length = end - start;
    if (length === 4) {
      if (text.startsWith('true', start)) return { kind: 'literal', file, start, end, value: true };
      if (text.startsWith('null', start)) return { kind: 'literal', file, start, end, value: null };
    } else if (length === 5 && text.startsWith('false', start)) {
      return { kind: 'literal', file, start, end, value: false };
    }
    return { kind: 'variable', file, start, end, name: text.slice(start, end) };
  }

  /** A call from the `(` or `::` after its first name on. */
  private parseCall(start: number, nameEnd: number): Expression {
    const { text, file } = this;
    let name = text.slice(start, nameEnd);
    while (this.at(DOUBLE_COLON)) {
      this.advance();
      if (!this.at(IDENTIFIER)) {
        this.unexpected('a function name after "::"');
        return this.invalid(start, this.start);
      }
      name += `::${this.tokenText()}`;
      this.advance();
    }
    if (!this.at(OPEN_PARENTHESIS)) {
      this.unexpected(`"(" after the function name "${name}"`);
      return this.invalid(start, this.start);
    }
    const newlines = this.enterBrackets();
    const items: Expression[] = [];
    let expandFinal = false;
    while (!this.at(CLOSE_PARENTHESIS)) {
      items.push(this.parseExpression());
      if (this.failed) break;
      if (this.at(ELLIPSIS)) {
        expandFinal = true;
        this.advance();
        if (!this.at(CLOSE_PARENTHESIS)) this.unexpected('")" after "..."');
        break;
      }
      if (this.at(CLOSE_PARENTHESIS)) break;
      if (!this.at(COMMA)) {
        this.unexpected(`"," or ")" in the call of "${name}"`);
        break;
      }
      this.advance();
    }
    const end = this.leaveBrackets(newlines);
    if (this.failed) items.push(this.invalid(end, end));
    const call: Call = { kind: 'call', file, start, end, name, arguments: items, expandFinal };
    return call;
  }

  private parseTuple(): Expression {
    const { file, start } = this;
    const newlines = this.enterBrackets();
    if (this.isWord('for')) return this.parseFor(start, newlines, CLOSE_BRACKET);
    const items: Expression[] = [];
    while (!this.at(CLOSE_BRACKET)) {
      items.push(this.parseExpression());
      if (this.failed || this.at(CLOSE_BRACKET)) break;
      if (!this.at(COMMA)) {
        this.unexpected('"," or "]" after an item of this list');
        break;
      }
      this.advance();
    }
    const end = this.leaveBrackets(newlines);
    if (this.failed) items.push(this.invalid(end, end));
    const tuple: Tuple = { kind: 'tuple', file, start, end, items };
    return tuple;
  }

  private parseObject(): Expression {
    const { file, start } = this;
    const newlines = this.enterBrackets();
    if (this.isWord('for')) return this.parseFor(start, newlines, CLOSE_BRACE);
    const items: ObjectItem[] = [];
    // The line ends before the first item were spaces, to look for the "for"; from here on they end items.
    this.newlines = true;
    for (;;) {
      while (this.at(NEWLINE)) this.advance();
      if (this.at(CLOSE_BRACE)) break;
      items.push(this.parseObjectItem());
      if (this.failed || this.at(CLOSE_BRACE)) break;
      if (!this.at(COMMA) && !this.at(NEWLINE)) {
        this.unexpected('"}", "," or the end of the line after an attribute of this object');
        const { start: at } = this;
        items.push({ file, start: at, end: at, key: this.invalid(at, at), value: this.invalid(at, at) });
        break;
      }
      this.advance();
    }
    const end = this.leaveBrackets(newlines);
    const object: ObjectExpression = { kind: 'object', file, start, end, items };
    return object;
  }

  private parseObjectItem(): ObjectItem {
    const { file, start } = this;
    let key = this.parseExpression();
    // A bare word is a string, even "true"; the variable of that name is written in parentheses.
    if (key.kind === 'variable' || (key.kind === 'literal' && typeof key.value !== 'number')) {
      key = { kind: 'literal', file, start, end: key.end, value: this.text.slice(start, key.end) };
    }
    let value: Expression;
    if (!this.failed && (this.at(ASSIGN) || this.at(COLON))) {
      this.advance();
      value = this.parseExpression();
    } else {
      this.unexpected('"=" and a value after the name of an attribute');
      value = this.invalid(this.start, this.start);
    }
    return { file, start, end: value.end, key, value };
  }

  /** A `for` expression from the word "for" on; `start` is the offset of its bracket. */
  private parseFor(start: number, newlines: boolean, closing: number): Expression {
    const file = this.file;
    this.advance();
    const names = this.parseForNames();
    if (names === null) return this.invalid(start, this.start);
    const { keyName, valueName } = names;
    const collection = this.parseExpression();
    if (this.failed || !this.at(COLON)) {
      this.unexpected('":" after the collection of "for"');
      return this.invalid(start, this.start);
    }
    this.advance();
    let key: Expression | null = null;
    let value = this.parseExpression();
    if (!this.failed && this.at(ARROW)) {
      this.advance();
      key = value;
      value = this.parseExpression();
    }
    let grouped = false;
    if (!this.failed && this.at(ELLIPSIS)) {
      grouped = true;
      if (closing === CLOSE_BRACKET) this.report('"..." can only group the values of an object', this.start, this.end);
      this.advance();
    }
    let condition: Expression | null = null;
    if (!this.failed && this.isWord('if')) {
      this.advance();
      condition = this.parseExpression();
    }
    if (!this.failed && !this.at(closing)) {
      this.unexpected(`"${String.fromCharCode(closing)}" after the "for" expression`);
    }
    if (this.failed) return this.invalid(start, this.start);
    if (closing === CLOSE_BRACE && key === null) {
      this.report('A "for" that builds an object needs a key: key => value', value.start, value.end);
    } else if (closing === CLOSE_BRACKET && key !== null) {
      this.report('A "for" that builds a list has no keys; write it in braces', key.start, key.end);
    }
    const end = this.leaveBrackets(newlines);
    const expression: For = {
      kind: 'for',
      file,
      start,
      end,
      keyName,
      valueName,
      collection,
      key,
      value,
      condition,
      grouped,
    };
    return expression;
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
    return { kind: 'index', file, start: object.start, end, object, key };
  }

  /** `.*` from the star on: names and legacy indexes that follow apply to every element. */
  private parseAttributeSplat(object: Expression, start: number): Splat {
    const item: SplatItem = { kind: 'splat-item', file: this.file, start, end: this.end };
    this.advance();
    let each: Expression = item;
    while (!this.failed && this.at(DOT)) {
      this.advance();
      each = this.parseDotStep(each);
    }
    return this.splat('attribute', object, item, each);
  }

  /** `[key]` or `[*]`. All steps after a `[*]` apply to every element. */
  private parseBracketStep(object: Expression): Expression {
    const { file, start, newlines } = this;
    this.advance();
    if (this.at(STAR)) {
      this.advance();
      if (!this.at(CLOSE_BRACKET)) this.unexpected('"]" after "[*"');
      const item: SplatItem = { kind: 'splat-item', file, start, end: this.end };
      if (!this.failed) this.advance();
      if (this.depth >= MAX_DEPTH) {
        this.fail(`Splats may not be nested deeper than ${MAX_DEPTH} levels`, start, item.end);
        return this.invalid(object.start, item.end);
      }
      this.depth++;
      const each = this.parseSteps(item);
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
    const end = this.leaveBrackets(newlines);
    return { kind: 'index', file, start: object.start, end, object, key };
  }

  private splat(form: Splat['form'], object: Expression, item: SplatItem, each: Expression): Splat {
    return { kind: 'splat', file: this.file, start: object.start, end: each.end, form, object, item, each };
  }

  /** Steps over an opening bracket inside which line ends are spaces. Returns what to pass to `leaveBrackets`. */
  private enterBrackets(): boolean {
    const newlines = this.newlines;
    this.newlines = false;
    this.advance();
    return newlines;
  }

  /** Steps over a closing bracket and returns its end; after a failure stays and returns where that was. */
  private leaveBrackets(newlines: boolean): number {
    this.newlines = newlines;
    if (this.failed) return this.start;
    const end = this.end;
    this.advance();
    return end;
  }
}
