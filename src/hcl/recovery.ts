import { identifierEnd, identifierStartLength, LINE_FEED, SPACE, TAB } from './characters.ts';
import { nextMarkerLineEnd } from './heredoc.ts';

/** Where to go on reading after an error. */
export interface Resumption {
  /** At a line ending, at the `}` of the enclosing block, or at the end of the text. */
  readonly offset: number;
  /** The comments passed over, as start and end. */
  readonly comments: readonly (readonly [number, number])[];
}

/**
 * Finds where the body item that contains an error ends, so that one error does not become many: at the first line end
 * after the error where all brackets are closed, or earlier where the indentation shows that a bracket was forgotten.
 *
 * @param itemStart where the argument or block starts
 * @param errorAt where reading stopped
 * @param trustIndentation false to go by brackets alone
 */
export function findResumption(
  text: string,
  itemStart: number,
  errorAt: number,
  trustIndentation: boolean,
): Resumption {
  return new Recovery(text, itemStart, errorAt, trustIndentation).run();
}

/** Opening characters whose closing one is awaited; `$` stands for `${` and `%{`, `"` for being inside a string. */
type Opener = '(' | '[' | '{' | '$' | '"';

const openerOf: ReadonlyMap<string, Opener> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);

class Recovery {
  private readonly open: Opener[] = [];
  private readonly comments: [number, number][] = [];
  private readonly text: string;
  private readonly itemStart: number;
  private readonly errorAt: number;
  private readonly trustIndentation: boolean;
  private readonly itemIndent: number;
  /** The line ending before the line with the error: the first place where reading may go on. */
  private readonly firstChance: number;

  constructor(text: string, itemStart: number, errorAt: number, trustIndentation: boolean) {
    this.text = text;
    this.itemStart = itemStart;
    this.errorAt = errorAt;
    this.trustIndentation = trustIndentation;
    this.itemIndent = indentOf(text, text.lastIndexOf('\n', itemStart - 1) + 1);
    this.firstChance = text.lastIndexOf('\n', errorAt - 1);
  }

  run(): Resumption {
    const { text } = this;
    let at = this.itemStart;
    while (at < text.length) {
      const top = this.open[this.open.length - 1];
      const character = text[at]!;
      if (character === '\n') {
        while (this.open[this.open.length - 1] === '"') this.open.pop();
        if (this.mayResumeAt(at)) break;
        at++;
      } else if (top === '"') {
        at = this.stepInString(at, character);
      } else if (character === '}' && this.open.length === 0 && at >= this.errorAt) {
        break;
      } else {
        at = this.stepInCode(at, character);
      }
    }
    return { offset: Math.min(at, text.length), comments: this.comments };
  }

  private stepInString(at: number, character: string): number {
    if (character === '"') this.open.pop();
    else if (character === '\\') return this.text.charCodeAt(at + 1) === LINE_FEED ? at + 1 : at + 2;
    else if ((character === '$' || character === '%') && this.text[at + 1] === '{') {
      this.open.push('$');
      return at + 2;
    }
    return at + 1;
  }

  private stepInCode(at: number, character: string): number {
    const { text, open } = this;
    switch (character) {
      case '"':
      case '(':
      case '[':
      case '{':
        open.push(character);
        return at + 1;
      case ')':
      case ']':
      case '}':
        this.close(character);
        return at + 1;
      case '#':
        return this.comment(at, lineEnd(text, at));
      case '/':
        if (text[at + 1] === '/') return this.comment(at, lineEnd(text, at));
        if (text[at + 1] === '*') {
          const close = text.indexOf('*/', at + 2);
          return this.comment(at, close === -1 ? text.length : close + 2);
        }
        return at + 1;
      case '<':
        return this.skipHeredoc(at);
      default:
        return at + 1;
    }
  }

  /** Closes the nearest matching opener, and with it whatever was opened after it and never closed. */
  private close(character: string): void {
    const { open } = this;
    const opener = openerOf.get(character);
    for (let i = open.length - 1; i >= 0; i--) {
      const candidate = open[i];
      if (candidate === '"') return;
      if (candidate === opener || (candidate === '$' && character === '}')) {
        open.length = i;
        return;
      }
    }
  }

  private comment(start: number, end: number): number {
    this.comments.push([start, end]);
    return end;
  }

  private skipHeredoc(at: number): number {
    const { text } = this;
    if (text[at + 1] !== '<') return at + 1;
    const nameStart = text[at + 2] === '-' ? at + 3 : at + 2;
    if (identifierStartLength(text, nameStart) === 0) return at + 2;
    const nameEnd = identifierEnd(text, nameStart);
    if (!/^\r?\n/.test(text.slice(nameEnd, nameEnd + 2))) return nameEnd;
    const end = nextMarkerLineEnd(text, nameEnd, text.slice(nameStart, nameEnd));
    return end === -1 ? text.length : end;
  }

  /** Whether the item may be taken to end at this line ending. */
  private mayResumeAt(at: number): boolean {
    const { text, open, itemIndent } = this;
    const closed = at >= this.errorAt && open.length === 0;
    if (!closed && (at < this.firstChance || !this.trustIndentation)) return false;
    let next = at + 1;
    let indent = indentOf(text, next);
    while (text[next + indent] === '\n' || text[next + indent] === '\r') {
      next += indent + 1;
      indent = indentOf(text, next);
    }
    const first = next + indent;
    if (first >= text.length) return true;
    if (closed) return text[first] === '}' || startsComment(text, first) || looksLikeItem(text, first);
    // Some bracket is open. What comes next at the indentation of the item, or further out, is not inside it.
    if (indent > itemIndent) return false;
    if (indent < itemIndent && text[first] === '}') return true;
    if (!looksLikeItem(text, first)) return false;
    // The attributes of an object look like arguments, so those must be indented less than the item.
    return indent < itemIndent || open[open.length - 1] !== '{' || looksLikeBlock(text, first);
  }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** How many spaces and tabs a line starts with. */
export function indentOf(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === TAB) at++;
  return at - lineStart;
}

function startsComment(text: string, at: number): boolean {
  return text[at] === '#' || (text[at] === '/' && (text[at + 1] === '/' || text[at + 1] === '*'));
}

function looksLikeItem(text: string, at: number): boolean {
  if (identifierStartLength(text, at) === 0) return false;
  const end = identifierEnd(text, at);
  const after = end + indentOf(text, end);
  if (text[after] === '=') return text[after + 1] !== '=' && text[after + 1] !== '>';
  return looksLikeBlock(text, at);
}

function looksLikeBlock(text: string, at: number): boolean {
  if (identifierStartLength(text, at) === 0) return false;
  return /^\S+(?:[ \t]+(?:"[^"]*"|[\w-]+))*[ \t]*\{/.test(text.slice(at, lineEnd(text, at)));
}
