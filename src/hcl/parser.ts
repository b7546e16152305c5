import { CARRIAGE_RETURN, DOLLAR, DOUBLE_QUOTE, LINE_FEED, PERCENT, plainTextEnd } from './characters.ts';
import { compact } from './compact.ts';
import { decodeQuoted, escapeLength } from './escapes.ts';
import { ExpressionParser } from './expression.ts';
import { type BodyItems, LazyBody } from './lazy-body.ts';
import { findResumption, indentOf } from './recovery.ts';
import type { SourceFile } from './source.ts';
import type { Attribute, Block, Body, Expression, Label, ParsedFile, SyntaxProblem, Template } from './syntax.ts';
import { MAX_DEPTH } from './template.ts';
import { ASSIGN, CLOSE_BRACE, COMMA, END_OF_FILE, IDENTIFIER, NEWLINE, OPEN_BRACE, QUOTE } from './tokens.ts';

/** Says of a block that stands in no other, by its header, that few will ask for what is in it. */
export type IsPutOff = (type: string, labels: readonly Label[]) => boolean;

/**
 * Parses a file in HCL's native syntax. Never throws: what is wrong is in `errors`, and everything that could be read
 * before and after an error is in `body`.
 *
 * @param isPutOff of such blocks, what is in them is not kept but read again when it is asked for; of none when left out
 */
export function parseNative(file: SourceFile, isPutOff: IsPutOff | null = null): ParsedFile {
  const parser = new Parser(file, false, isPutOff);
  const parsed = parser.parseFile();
  if (!parser.unclosedBlock) return parsed;
  // A forgotten brace makes every block that follows a part of the unclosed one. Indentation may tell them apart.
  const second = new Parser(file, true).parseFile();
  return second.errors.length <= parsed.errors.length ? second : parsed;
}

/** Parses a whole text as one expression, as Terraform does with the values of `--var`. Line ends are spaces. */
export function parseExpressionText(file: SourceFile): { expression: Expression; errors: readonly SyntaxProblem[] } {
  return new Parser(file, false).parseWholeExpression();
}

/** Parses a whole text as a template, as `templatefile` does: only `$${` and `%%{` are escapes. */
export function parseTemplateText(
  file: SourceFile,
  form: 'heredoc' | 'json' = 'heredoc',
): { template: Template; errors: readonly SyntaxProblem[] } {
  return new Parser(file, false).parseWholeTemplate(form);
}

/** How an argument or block ends: with its line, with the `}` of a block on one line, or as it may after a problem. */
type ItemStyle = 'lines' | 'one-line' | 'any';

class Parser extends ExpressionParser {
  /** Whether the file ended inside a block. */
  unclosedBlock = false;
  /** Whether the block that was read last ended without a brace, before the current token. */
  private leftOpen = false;
  /** Whether a line that is not indented further than its block's header ends the block, brace or not. */
  private readonly trustsIndentation: boolean;

  private readonly isPutOff: IsPutOff | null;

  constructor(file: SourceFile, trustsIndentation: boolean, isPutOff: IsPutOff | null = null) {
    super(file);
    this.trustsIndentation = trustsIndentation;
    this.isPutOff = isPutOff;
  }

  /** What is in the body whose `{` is at an offset, where there is no error. */
  parseBodyAt(start: number): BodyItems {
    this.end = start;
    this.advance();
    const { attributes, blocks } = this.parseBody(start, start);
    return { attributes, blocks };
  }

  parseFile(): ParsedFile {
    const { file, text } = this;
    this.advance();
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    let incomplete = false;
    do {
      if (!this.parseItems(attributes, blocks, -1)) incomplete = true;
      if (this.at(CLOSE_BRACE)) {
        incomplete = true;
        this.report('This "}" closes nothing', this.start, this.end);
        this.braces = 0;
        this.advance();
      }
    } while (!this.at(END_OF_FILE));
    incomplete ||= this.unclosedBlock;
    const body: Body = {
      kind: 'body',
      file,
      start: 0,
      end: text.length,
      attributes: compact(attributes),
      blocks: compact(blocks),
      syntax: 'native',
      incomplete,
    };
    return { file, body, comments: this.comments, errors: inOrder(this.errors) };
  }

  parseWholeExpression(): { expression: Expression; errors: readonly SyntaxProblem[] } {
    this.whole = 'expression';
    this.newlines = false;
    this.advance();
    let expression = this.parseExpression();
    if (!this.failed && !this.at(END_OF_FILE)) {
      this.unexpected('nothing more after the value');
      expression = this.invalid(expression.start, this.text.length);
    }
    return { expression, errors: inOrder(this.errors) };
  }

  parseWholeTemplate(form: 'heredoc' | 'json'): { template: Template; errors: readonly SyntaxProblem[] } {
    this.whole = 'template';
    const template = this.parseBareTemplate(form);
    return { template, errors: inOrder(this.errors) };
  }

  /**
   * Reads arguments and blocks up to a `}` or the end of the file.
   *
   * @param indent the indentation of the line with the block's header; -1 for a file
   * @returns false if something had to be skipped
   */
  private parseItems(attributes: Attribute[], blocks: Block[], indent: number): boolean {
    const names = new NameSet();
    let style: ItemStyle = indent >= 0 && !this.endsItem() ? 'one-line' : 'lines';
    let complete = true;
    for (;;) {
      if (this.kind === NEWLINE) {
        this.advance();
        continue;
      }
      if (this.kind === END_OF_FILE || this.kind === CLOSE_BRACE) return complete;
      const { start, end } = this;
      let readTo = start;
      if (this.trustsIndentation && this.lineIndent(start) <= indent) return complete;
      if (this.kind === IDENTIFIER) {
        this.advance();
        if (this.at(ASSIGN)) {
          const attribute = this.parseAttribute(start, end);
          attributes.push(attribute);
          if (!names.add(attribute.name)) this.report(`"${attribute.name}" is already set in this block`, start, end);
        } else if (this.at(QUOTE) || this.at(OPEN_BRACE) || this.at(IDENTIFIER) || this.at(NEWLINE)) {
          if (style === 'one-line') {
            this.report('A block on one line can hold an argument, but no block', start, end);
            style = 'any';
          }
          const block = this.parseBlock(start, end);
          // A word alone on a line is rather half an argument.
          if (!this.failed || block.labels.length > 0) {
            blocks.push(block);
            readTo = block.end;
          }
          if (this.leftOpen) {
            this.leftOpen = false;
            continue;
          }
        } else {
          this.unexpected(`"=" or "{" after "${this.text.slice(start, end)}", to make it an argument or a block`);
        }
      } else if (this.kind === QUOTE) {
        this.fail('The name of an argument or a block is not quoted', start, end);
      } else {
        this.unexpected('an argument or a block');
      }
      if (!this.failed) style = this.endItem(style);
      if (this.failed) {
        clipLast(attributes, this.recover(readTo));
        complete = false;
      }
    }
  }

  /** Checks what follows an argument or a block, and says how the next one may end. */
  private endItem(style: ItemStyle): ItemStyle {
    const { kind, start, end } = this;
    if (kind === NEWLINE || kind === END_OF_FILE) {
      if (style !== 'one-line' || kind === END_OF_FILE) return style;
      this.report('A block that holds an argument on its first line ends on that line', start, end);
      return 'any';
    }
    if (kind === CLOSE_BRACE) {
      if (style === 'lines') this.report('A line ending is missing before this "}"', start, end);
      return style;
    }
    if (kind === COMMA) {
      const separated =
        style === 'one-line' ? 'A block on one line holds one argument' : 'Arguments end with their line';
      this.report(`${separated}; a comma separates nothing here`, start, end);
      this.advance();
      return 'any';
    }
    this.unexpected('the end of the line');
    return style;
  }

  /** An argument from its `=` on. */
  private parseAttribute(nameStart: number, nameEnd: number): Attribute {
    const { file, text } = this;
    this.advance();
    let value = this.parseExpression();
    if (!this.failed && !this.endsItem()) {
      this.unexpected('the end of the line after the value');
      // Whatever was meant, it is not only what could be read.
      value = this.invalid(value.start, value.end);
    }
    const name = text.slice(nameStart, nameEnd);
    return { kind: 'attribute', file, start: nameStart, end: value.end, name, nameStart, nameEnd, value };
  }

  private endsItem(): boolean {
    const kind = this.kind;
    return kind === NEWLINE || kind === END_OF_FILE || kind === CLOSE_BRACE || kind === COMMA;
  }

  /** A block from the token after its type on. */
  private parseBlock(start: number, typeEnd: number): Block {
    const { file, text } = this;
    const type = text.slice(start, typeEnd);
    const labels: Label[] = [];
    let headerEnd = typeEnd;
    while (this.kind === QUOTE || this.kind === IDENTIFIER) {
      const label = this.kind === QUOTE ? this.parseQuotedLabel() : this.parseBareLabel();
      labels.push(label);
      headerEnd = label.end;
      if (this.failed) break;
    }
    if (this.at(NEWLINE)) this.openOnNextLine(start, headerEnd);
    if (!this.at(OPEN_BRACE)) this.unexpected(`"{" after the header of the block "${type}"`);
    else if (this.depth >= MAX_DEPTH) {
      this.failTooDeep('Blocks', start, headerEnd);
    }
    const problems = this.errors.length;
    let body = this.failed ? this.emptyBody(headerEnd) : this.parseBody(start, headerEnd);
    const isOutermost = this.depth === 0;
    if (isOutermost && this.errors.length === problems && !body.incomplete && this.isPutOff?.(type, labels) === true) {
      body = new LazyBody(body, readBody);
    }
    return { kind: 'block', file, start, end: body.end, type, labels: compact(labels), body, headerEnd };
  }

  private parseBody(headerStart: number, headerEnd: number): Body {
    const { file, text, start } = this;
    const attributes: Attribute[] = [];
    const blocks: Block[] = [];
    const indent = this.trustsIndentation ? indentOf(text, text.lastIndexOf('\n', headerStart - 1) + 1) : 0;
    this.depth++;
    this.advance();
    let incomplete = !this.parseItems(attributes, blocks, indent);
    this.depth--;
    let end = this.end;
    if (this.at(CLOSE_BRACE)) {
      this.advance();
    } else {
      end = this.start;
      incomplete = true;
      // At the end of the file all open blocks are unclosed, because of the innermost.
      if (!this.unclosedBlock || !this.at(END_OF_FILE)) {
        this.report('This block is never closed with "}"', headerStart, headerEnd);
      }
      this.unclosedBlock = true;
      this.leftOpen = !this.at(END_OF_FILE);
    }
    return {
      kind: 'body',
      file,
      start,
      end,
      attributes: compact(attributes),
      blocks: compact(blocks),
      syntax: 'native',
      incomplete,
    };
  }

  private emptyBody(at: number): Body {
    return {
      kind: 'body',
      file: this.file,
      start: at,
      end: at,
      attributes: [],
      blocks: [],
      syntax: 'native',
      incomplete: true,
    };
  }

  private parseBareLabel(): Label {
    const { file, start, end } = this;
    const value = this.tokenText();
    this.advance();
    return { file, start, end, value };
  }

  /** A quoted label, which is no template. */
  private parseQuotedLabel(): Label {
    const { file, text, start } = this;
    let at = this.end;
    let escaped = false;
    for (;;) {
      at = plainTextEnd(text, at);
      const code = at < text.length ? text.charCodeAt(at) : LINE_FEED;
      if (code === DOUBLE_QUOTE) break;
      if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        return this.unclosedLabel(start, at);
      }
      const length = escapeLength(text, at, text.length);
      if (length !== 0) {
        escaped = true;
        at += text[at + 1] === '\n' || text[at + 1] === '\r' ? 1 : length;
      } else {
        if ((code === DOLLAR || code === PERCENT) && text.charCodeAt(at + 1) === OPEN_BRACE) {
          this.report('A label cannot contain an interpolation or a directive', at, at + 2);
        }
        at++;
      }
    }
    const value = escaped
      ? decodeQuoted(text, start + 1, at, (message, from, to) => this.report(message, from, to))
      : text.slice(start + 1, at);
    this.end = at + 1;
    this.advance();
    return { file, start, end: at + 1, value };
  }

  /** A label without its closing quote. If the line ends with a brace, that is taken to open the block. */
  private unclosedLabel(start: number, lineEnd: number): Label {
    const { file, text } = this;
    const written = text.slice(start + 1, lineEnd).trimEnd();
    const message = 'This label is not closed on its line';
    if (!written.endsWith('{')) {
      this.fail(message, start, lineEnd);
      return { file, start, end: lineEnd, value: written };
    }
    this.end = start + written.length;
    this.report(message, start, this.end);
    this.advance();
    const value = written.slice(0, -1).trimEnd();
    return { file, start, end: start + 1 + value.length, value };
  }

  /** Accepts the `{` of a block on a later line than its header, with a problem. */
  private openOnNextLine(start: number, headerEnd: number): void {
    const lineEnd = this.start;
    while (this.at(NEWLINE)) this.advance();
    if (this.at(OPEN_BRACE)) {
      this.report('The "{" of a block must be on the line of its header', start, headerEnd);
    } else {
      this.fail(
        'Expected "{" to open a block, or "=" to set an argument, before the end of this line',
        start,
        headerEnd,
      );
      // The header may be half of an item; what follows is another one.
      this.start = lineEnd;
    }
  }

  /** Goes on after the item that starts at `itemStart` and could not be read to its end. Returns where that is. */
  private recover(itemStart: number): number {
    const { file, comments } = this;
    const { offset, comments: passed } = findResumption(this.text, itemStart, this.start, !this.tooDeep);
    while (comments.length > 0 && comments[comments.length - 1]!.start >= offset) comments.pop();
    const seen = comments[comments.length - 1]?.end ?? 0;
    for (const [start, end] of passed) {
      if (start >= seen) comments.push({ kind: 'comment', file, start, end });
    }
    this.failed = false;
    this.tooDeep = false;
    this.resetBrackets();
    this.end = offset;
    this.advance();
    return offset;
  }

  /** The indentation of the token at `start` if it is the first of its line, else infinite. */
  private lineIndent(start: number): number {
    const lineStart = this.text.lastIndexOf('\n', start - 1) + 1;
    const indent = indentOf(this.text, lineStart);
    return lineStart + indent === start ? indent : Number.POSITIVE_INFINITY;
  }
}

/** The names set in one body. Most bodies are small, so the set is built only for large ones. */
class NameSet {
  private readonly few: string[] = [];
  private many: Set<string> | null = null;

  /** Adds a name; false if it was there. */
  add(name: string): boolean {
    if (this.many !== null) {
      const size = this.many.size;
      return this.many.add(name).size > size;
    }
    if (this.few.includes(name)) return false;
    this.few.push(name);
    if (this.few.length > 16) this.many = new Set(this.few);
    return true;
  }
}

/** Takes from the last argument what belongs to the next item, when an error was noticed only in that. */
function clipLast(attributes: Attribute[], end: number): void {
  const last = attributes[attributes.length - 1];
  if (last === undefined || last.end <= end) return;
  const { kind, file, start, name, nameStart, nameEnd, value } = last;
  const clipped: Expression = { kind: 'invalid', file, start: value.start, end };
  attributes[attributes.length - 1] = { kind, file, start, end, name, nameStart, nameEnd, value: clipped };
}

function readBody(file: SourceFile, start: number): BodyItems {
  return new Parser(file, false).parseBodyAt(start);
}

function inOrder(errors: SyntaxProblem[]): readonly SyntaxProblem[] {
  return errors.sort((a, b) => a.start - b.start);
}
