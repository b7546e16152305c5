import { compact } from './compact.ts';
import type { Call, Expression, For, ObjectExpression, ObjectItem, Tuple } from './syntax.ts';
import { TemplateParser } from './template.ts';
import {
  ARROW,
  ASSIGN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PARENTHESIS,
  COLON,
  COMMA,
  DOUBLE_COLON,
  ELLIPSIS,
  IDENTIFIER,
  NEWLINE,
  OPEN_PARENTHESIS,
} from './tokens.ts';

/** Reads what stands in brackets: lists, objects, `for` expressions and the arguments of calls. */
export abstract class CollectionParser extends TemplateParser {
  /** A call from the `(` or `::` after its first name on. */
  protected parseCall(start: number, nameEnd: number): Expression {
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
    let height = 0;
    while (!this.at(CLOSE_PARENTHESIS)) {
      items.push(this.parseExpression());
      height = Math.max(height, this.height);
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
    this.height = height + 1;
    const end = this.leaveBrackets(newlines);
    if (this.failed) items.push(this.invalid(end, end));
    const call: Call = { kind: 'call', file, start, end, name, arguments: compact(items), expandFinal };
    return call;
  }

  protected parseTuple(): Expression {
    const { file, start } = this;
    const newlines = this.enterBrackets();
    if (this.isWord('for')) return this.parseFor(start, newlines, CLOSE_BRACKET);
    const items: Expression[] = [];
    let height = 0;
    while (!this.at(CLOSE_BRACKET)) {
      items.push(this.parseExpression());
      height = Math.max(height, this.height);
      if (this.failed || this.at(CLOSE_BRACKET)) break;
      if (!this.at(COMMA)) {
        this.unexpected('"," or "]" after an item of this list');
        break;
      }
      this.advance();
    }
    this.height = height + 1;
    const end = this.leaveBrackets(newlines);
    if (this.failed) items.push(this.invalid(end, end));
    const tuple: Tuple = { kind: 'tuple', file, start, end, items: compact(items) };
    return tuple;
  }

  protected parseObject(): Expression {
    const { file, start } = this;
    const newlines = this.enterBrackets();
    if (this.isWord('for')) return this.parseFor(start, newlines, CLOSE_BRACE);
    const items: ObjectItem[] = [];
    // The line ends before the first item were spaces, to look for the "for"; from here on they end items.
    this.newlines = true;
    let height = 0;
    for (;;) {
      while (this.at(NEWLINE)) this.advance();
      if (this.at(CLOSE_BRACE)) break;
      items.push(this.parseObjectItem());
      height = Math.max(height, this.height);
      if (this.failed || this.at(CLOSE_BRACE)) break;
      if (!this.at(COMMA) && !this.at(NEWLINE)) {
        this.unexpected('"}", "," or the end of the line after an attribute of this object');
        const { start: at } = this;
        items.push({ file, start: at, end: at, key: this.invalid(at, at), value: this.invalid(at, at) });
        break;
      }
      this.advance();
    }
    this.height = height + 1;
    const end = this.leaveBrackets(newlines);
    const object: ObjectExpression = { kind: 'object', file, start, end, items: compact(items) };
    return object;
  }

  private parseObjectItem(): ObjectItem {
    const { file, start } = this;
    let key = this.parseExpression();
    const height = this.height;
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
    this.height = Math.max(height, this.height);
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
    let height = this.height;
    if (this.failed || !this.at(COLON)) {
      this.unexpected('":" after the collection of "for"');
      return this.invalid(start, this.start);
    }
    this.advance();
    let key: Expression | null = null;
    let value = this.parseExpression();
    height = Math.max(height, this.height);
    if (!this.failed && this.at(ARROW)) {
      this.advance();
      key = value;
      value = this.parseExpression();
      height = Math.max(height, this.height);
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
      height = Math.max(height, this.height);
    }
    this.height = height + 1;
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

  /** Steps over an opening bracket inside which line ends are spaces. Returns what to pass to `leaveBrackets`. */
  protected enterBrackets(): boolean {
    const newlines = this.newlines;
    this.newlines = false;
    this.advance();
    return newlines;
  }

  /** Steps over a closing bracket and returns its end; after a failure stays and returns where that was. */
  protected leaveBrackets(newlines: boolean): number {
    this.newlines = newlines;
    if (this.failed) return this.start;
    const end = this.end;
    this.advance();
    return end;
  }
}
