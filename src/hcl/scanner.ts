import {
  CARRIAGE_RETURN,
  identifierEnd,
  identifierStartLength,
  isDigit,
  LINE_FEED,
  SPACE,
  TAB,
  TILDE,
} from './characters.ts';
import { BYTE_ORDER_MARK, type SourceFile } from './source.ts';
import type { Comment, SyntaxProblem } from './syntax.ts';
import {
  AND,
  ARROW,
  ASSIGN,
  BANG,
  CLOSE_BRACE,
  COLON,
  DOT,
  DOUBLE_COLON,
  describeToken,
  ELLIPSIS,
  END_OF_FILE,
  EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  HEREDOC,
  IDENTIFIER,
  INVALID,
  invalidCharacterMessage,
  LESS,
  LESS_OR_EQUAL,
  MINUS,
  NEWLINE,
  NOT_EQUAL,
  NUMBER,
  OPEN_BRACE,
  OR,
  PLUS,
  SLASH,
  STAR,
  TEMPLATE_END,
} from './tokens.ts';

const HASH = 0x23;
const AMPERSAND = 0x26;
const PIPE = 0x7c;
const LOWER_E = 0x65;

/** `templateBraces` outside of templates: a count of braces that is never reached. */
const NO_TEMPLATE = -0x40000000;

/**
 * Reads the text one token at a time: `kind`, `start` and `end` describe the current one, `advance` moves on. Spaces
 * and comments are skipped, line ends are too while `newlines` is false. Text inside quotes and heredocs is not read
 * here: the parser does that from a `QUOTE` or `HEREDOC` token on, and resumes by setting `end`.
 */
export class Scanner {
  readonly file: SourceFile;
  readonly text: string;
  readonly comments: Comment[] = [];
  readonly errors: SyntaxProblem[] = [];
  kind: number = END_OF_FILE;
  start = 0;
  end = 0;
  /** Whether a line end is a token, as it is in bodies and objects, or a space, as in all other brackets. */
  newlines = true;
  /** How many braces are open, those of template sequences included. */
  braces = 0;
  /** The value of `braces` at which a `}` ends the innermost template sequence. */
  templateBraces = NO_TEMPLATE;
  /** Set by an error that leaves the parser in the middle of something; whoever knows where to go on clears it. */
  failed = false;
  /** What reports call the text. */
  whole: 'file' | 'expression' | 'template' = 'file';

  constructor(file: SourceFile) {
    this.file = file;
    this.text = file.text;
    if (this.text.charCodeAt(0) === BYTE_ORDER_MARK) this.end = 1;
    this.start = this.end;
  }

  /** Makes the next token the current one. */
  advance(): void {
    const text = this.text;
    const length = text.length;
    let at = this.end;
    for (;;) {
      if (at >= length) {
        this.token(END_OF_FILE, length, length);
        return;
      }
      const code = text.charCodeAt(at);
      switch (code) {
        case SPACE:
        case TAB:
          at++;
          continue;
        case LINE_FEED:
          if (this.newlines) {
            this.token(NEWLINE, at, at + 1);
            return;
          }
          at++;
          continue;
        case CARRIAGE_RETURN:
          if (text.charCodeAt(at + 1) !== LINE_FEED) {
            this.token(INVALID, at, at + 1);
            return;
          }
          if (this.newlines) {
            this.token(NEWLINE, at, at + 2);
            return;
          }
          at += 2;
          continue;
        case HASH:
          at = this.lineComment(at);
          continue;
        case SLASH: {
          const next = text.charCodeAt(at + 1);
          if (next === SLASH) {
            at = this.lineComment(at);
            continue;
          }
          if (next === STAR) {
            const close = text.indexOf('*/', at + 2);
            if (close === -1) {
              this.fail('This comment is never closed with "*/"', at, at + 2);
              this.token(END_OF_FILE, length, length);
              return;
            }
            this.comments.push({ kind: 'comment', file: this.file, start: at, end: close + 2 });
            at = close + 2;
            continue;
          }
          this.token(SLASH, at, at + 1);
          return;
        }
        case OPEN_BRACE:
          this.braces++;
          this.token(OPEN_BRACE, at, at + 1);
          return;
        case CLOSE_BRACE:
          if (this.braces === this.templateBraces) {
            this.token(TEMPLATE_END, at, at + 1);
          } else {
            this.braces--;
            this.token(CLOSE_BRACE, at, at + 1);
          }
          return;
        case ASSIGN: {
          const next = text.charCodeAt(at + 1);
          if (next === ASSIGN) this.token(EQUAL, at, at + 2);
          else if (next === GREATER) this.token(ARROW, at, at + 2);
          else this.token(ASSIGN, at, at + 1);
          return;
        }
        case BANG:
          this.oneOrTwo(BANG, ASSIGN, NOT_EQUAL, at);
          return;
        case GREATER:
          this.oneOrTwo(GREATER, ASSIGN, GREATER_OR_EQUAL, at);
          return;
        case LESS: {
          const heredoc = text.charCodeAt(at + 1) === LESS ? this.heredocOpeningEnd(at + 2) : 0;
          if (heredoc !== 0) this.token(HEREDOC, at, heredoc);
          else this.oneOrTwo(LESS, ASSIGN, LESS_OR_EQUAL, at);
          return;
        }
        case AMPERSAND:
          this.oneOrTwo(INVALID, AMPERSAND, AND, at);
          return;
        case PIPE:
          this.oneOrTwo(INVALID, PIPE, OR, at);
          return;
        case COLON:
          this.oneOrTwo(COLON, COLON, DOUBLE_COLON, at);
          return;
        case TILDE:
          this.oneOrTwo(INVALID, CLOSE_BRACE, TEMPLATE_END, at);
          return;
        case DOT:
          if (text.charCodeAt(at + 1) === DOT && text.charCodeAt(at + 2) === DOT) this.token(ELLIPSIS, at, at + 3);
          else this.token(DOT, at, at + 1);
          return;
        case 0x22: // "
        case 0x25: // %
        case 0x28: // (
        case 0x29: // )
        case STAR:
        case PLUS:
        case 0x2c: // ,
        case MINUS:
        case 0x3f: // ?
        case 0x5b: // [
        case 0x5d: // ]
          this.token(code, at, at + 1);
          return;
        default: {
          if (isDigit(code)) {
            this.token(NUMBER, at, this.numberEnd(at));
            return;
          }
          const first = identifierStartLength(text, at);
          if (first !== 0) {
            this.token(IDENTIFIER, at, identifierEnd(text, at + first));
            return;
          }
          this.token(INVALID, at, at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
          return;
        }
      }
    }
  }

  /** Whether the current token is of this kind. */
  at(kind: number): boolean {
    return this.kind === kind;
  }

  /** Whether the current token is the identifier `word`. */
  isWord(word: string): boolean {
    return this.kind === IDENTIFIER && this.end - this.start === word.length && this.text.startsWith(word, this.start);
  }

  /** Forgets all open brackets, to go on outside of them. */
  resetBrackets(): void {
    this.newlines = true;
    this.templateBraces = NO_TEMPLATE;
  }

  /** The text of the current token. */
  tokenText(): string {
    return this.text.slice(this.start, this.end);
  }

  /** Records a problem that does not disturb what follows. */
  report(message: string, start: number, end: number): void {
    this.errors.push({ file: this.file, start, end, message });
  }

  /** Records a problem after which nothing can be read until some caller knows where to go on. */
  fail(message: string, start: number, end: number): void {
    if (this.failed) return;
    this.failed = true;
    this.report(message, start, end);
  }

  /** Fails at the current token, which is not what the grammar wants here. */
  unexpected(expected: string): void {
    const message =
      this.kind === INVALID
        ? invalidCharacterMessage(this.tokenText())
        : `Expected ${expected}, but found ${describeToken(this.kind, this.tokenText(), this.whole)}`;
    this.fail(message, this.start, this.end);
  }

  private token(kind: number, start: number, end: number): void {
    this.kind = kind;
    this.start = start;
    this.end = end;
  }

  private oneOrTwo(one: number, second: number, two: number, at: number): void {
    if (this.text.charCodeAt(at + 1) === second) this.token(two, at, at + 2);
    else this.token(one, at, at + 1);
  }

  private lineComment(at: number): number {
    const text = this.text;
    const lineFeed = text.indexOf('\n', at);
    const end =
      lineFeed === -1 ? text.length : text.charCodeAt(lineFeed - 1) === CARRIAGE_RETURN ? lineFeed - 1 : lineFeed;
    this.comments.push({ kind: 'comment', file: this.file, start: at, end });
    return end;
  }

  /** Digits, dots between digits and exponents; what is no number, like `1.2.3`, is for the parser to say. */
  private numberEnd(at: number): number {
    const text = this.text;
    let end = at + 1;
    for (let i = end; ; ) {
      const code = text.charCodeAt(i);
      if (isDigit(code)) {
        end = ++i;
      } else if (code === DOT) {
        // Belongs to the number only if something other than dots follows.
        i++;
      } else if ((code | 0x20) === LOWER_E) {
        const sign = text.charCodeAt(i + 1);
        const digit = sign === PLUS || sign === MINUS ? i + 2 : i + 1;
        if (!isDigit(text.charCodeAt(digit))) return end;
        end = i = digit + 1;
      } else {
        return end;
      }
    }
  }

  /** Given the offset after `<<`: the end of the line that opens a heredoc, or 0 if it opens none. */
  private heredocOpeningEnd(at: number): number {
    const text = this.text;
    if (text.charCodeAt(at) === MINUS) at++;
    const first = identifierStartLength(text, at);
    if (first === 0) return 0;
    const end = identifierEnd(text, at + first);
    if (text.charCodeAt(end) === LINE_FEED) return end + 1;
    if (text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED) return end + 2;
    return 0;
  }
}
