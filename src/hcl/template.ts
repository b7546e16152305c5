import {
  BACKSLASH,
  CARRIAGE_RETURN,
  DOLLAR,
  DOUBLE_QUOTE,
  LINE_FEED,
  leadingSpace,
  OPEN_BRACE,
  PERCENT,
  plainTextEnd,
  TILDE,
  trailingSpace,
} from './characters.ts';
import { compact } from './compact.ts';
import { dedent } from './dedent.ts';
import { type DirectiveMark, nestDirectives } from './directives.ts';
import { decodeQuoted, decodeUnquoted } from './escapes.ts';
import { markerLineEnd, nextMarkerLineEnd } from './heredoc.ts';
import { Scanner } from './scanner.ts';
import type { Expression, Invalid, Template, TemplatePart } from './syntax.ts';
import { COMMA, IDENTIFIER, MINUS, TEMPLATE_END } from './tokens.ts';

/** How deeply expressions, templates and blocks may be nested in each other. Real code stays far below. */
export const MAX_DEPTH = 500;

const noMarks: readonly DirectiveMark[] = [];

/** Reads templates: quoted strings, heredocs and whole texts. */
export abstract class TemplateParser extends Scanner {
  /** How many expressions, templates and blocks enclose the current token. */
  protected depth = 0;
  /** How many levels of nodes the expression that was read last has. */
  protected height = 0;
  /** Whether the failure is that something is nested too deeply, so that what follows is deeper still. */
  protected tooDeep = false;
  /** The directives of the template that is being read; null until there is one. */
  private marks: DirectiveMark[] | null = null;
  /** Whether the sequence that was read last ended with `~}`. */
  private stripNext = false;

  protected abstract parseExpression(): Expression;

  /** The node for a value that could not be read. */
  protected invalid(start: number, end: number): Invalid {
    return { kind: 'invalid', file: this.file, start, end };
  }

  /** Fails where one more level would endanger the stack; recovery then looks for the end of all levels. */
  protected failTooDeep(what: string, start: number, end: number): void {
    this.fail(`${what} may not be nested deeper than ${MAX_DEPTH} levels`, start, end);
    this.tooDeep = true;
  }

  /** Reads the quoted string whose opening quote is the current token. */
  protected parseQuoted(): Template {
    const { text, start } = this;
    const length = text.length;
    const outerMarks = this.marks;
    this.marks = null;
    this.height = 0;
    const parts: TemplatePart[] = [];
    let at = this.end;
    let textStart = at;
    let escaped = false;
    let strip = false;
    for (;;) {
      at = plainTextEnd(text, at);
      const code = at < length ? text.charCodeAt(at) : LINE_FEED;
      if (code === DOUBLE_QUOTE) {
        if (at > textStart) this.addText(parts, 'quoted', textStart, at, escaped, strip);
        this.end = ++at;
        this.advance();
        break;
      } else if (code === BACKSLASH) {
        escaped = true;
        const next = text.charCodeAt(at + 1);
        at += next === LINE_FEED || next === CARRIAGE_RETURN ? 1 : 2;
      } else if (code === DOLLAR || code === PERCENT) {
        const next = text.charCodeAt(at + 1);
        if (next === OPEN_BRACE) {
          if (at > textStart) this.addText(parts, 'quoted', textStart, at, escaped, strip);
          at = this.parseSequence(code, at, parts);
          if (this.failed) break;
          strip = this.stripNext;
          textStart = at;
          escaped = false;
        } else if (next === code && text.charCodeAt(at + 2) === OPEN_BRACE) {
          escaped = true;
          at += 3;
        } else {
          at++;
        }
      } else {
        at = Math.min(at, length);
        if (at > textStart) this.addText(parts, 'quoted', textStart, at, escaped, strip);
        this.fail('This string is not closed on its line', start, at);
        this.stopAt(at, parts);
        break;
      }
    }
    return this.template('quoted', start, at, parts, outerMarks);
  }

  /** Reads the heredoc whose opening line is the current token. */
  protected parseHeredoc(): Template {
    const { text, start } = this;
    const flush = text.charCodeAt(start + 2) === MINUS;
    const markerStart = start + (flush ? 3 : 2);
    const marker = text.slice(markerStart, this.end).trimEnd();
    const outerMarks = this.marks;
    this.marks = null;
    this.height = 0;
    const parts: TemplatePart[] = [];
    const lineEnd = this.parseLines(parts, 'heredoc', this.end, marker, flush);
    let end = text.length;
    if (lineEnd === -1) {
      this.fail(`No line with only "${marker}" closes this heredoc`, start, markerStart + marker.length);
      this.stopAt(end, parts);
    } else {
      end = text.lastIndexOf(marker, lineEnd) + marker.length;
      // White space of all kinds may surround the marker, but for this one.
      const stray = text.lastIndexOf('\r', lineEnd - 1);
      if (stray > text.lastIndexOf('\n', lineEnd - 1)) {
        this.fail('The character U+000D has no meaning beside the end of a heredoc', stray, stray + 1);
      }
      this.end = lineEnd;
      this.advance();
    }
    if (flush) dedent(parts, this.marks ?? noMarks);
    return this.template('heredoc', start, end, parts, outerMarks);
  }

  /** Ends a template that is not closed, with a part that makes its value unknown. */
  private stopAt(end: number, parts: TemplatePart[]): void {
    parts.push({ kind: 'interpolation', file: this.file, start: end, end, expression: this.invalid(end, end) });
    this.start = end;
    this.end = end;
  }

  /** Reads everything from the current position on as a template. */
  protected parseBareTemplate(form: 'heredoc' | 'json'): Template {
    const start = this.end;
    const parts: TemplatePart[] = [];
    this.parseLines(parts, form, start, null, false);
    return this.template(form, start, this.text.length, parts, null);
  }

  /** Makes the node of a template that was read, nesting what its directives enclose. */
  private template(
    form: Template['form'],
    start: number,
    end: number,
    parts: TemplatePart[],
    outerMarks: DirectiveMark[] | null,
  ): Template {
    let nested: readonly TemplatePart[] = parts;
    if (this.marks !== null) {
      nested = nestDirectives(parts, this.marks, end, MAX_DEPTH - this.depth, (message, from, to) => {
        if (!this.failed) this.report(message, from, to);
      });
    }
    this.marks = outerMarks;
    this.height++;
    return { kind: 'template', file: this.file, start, end, form, parts: compact(nested) };
  }

  /**
   * Reads template lines up to the line that holds only `marker`, or all of them without one. `split` makes every line
   * a text part of its own. Returns the offset of the line ending after the marker; without a marker the end of the
   * text; -1 if the marker does not come.
   */
  private parseLines(
    parts: TemplatePart[],
    form: 'heredoc' | 'json',
    from: number,
    marker: string | null,
    split: boolean,
  ): number {
    const { text, braces } = this;
    const length = text.length;
    let at = from;
    let textStart = from;
    let escaped = false;
    let strip = false;
    let lineStarts = true;
    for (;;) {
      if (lineStarts && marker !== null) {
        const closed = markerLineEnd(text, at, marker);
        if (closed !== -1) {
          if (at > textStart) this.addText(parts, form, textStart, at, escaped, strip);
          return closed;
        }
      }
      lineStarts = false;
      if (at >= length) {
        if (at > textStart) this.addText(parts, form, textStart, length, escaped, strip);
        return marker === null ? length : -1;
      }
      const code = text.charCodeAt(at);
      if (code === LINE_FEED) {
        at++;
        lineStarts = true;
        if (split) {
          this.addText(parts, form, textStart, at, escaped, strip);
          textStart = at;
          escaped = false;
          strip = false;
        }
      } else if (code === DOLLAR || code === PERCENT) {
        const next = text.charCodeAt(at + 1);
        if (next === OPEN_BRACE) {
          if (at > textStart) this.addText(parts, form, textStart, at, escaped, strip);
          at = this.parseSequence(code, at, parts);
          if (this.failed) {
            // The lines up to the marker are text of the heredoc whatever is wrong with them, never arguments.
            const closed = marker === null || this.tooDeep ? -1 : nextMarkerLineEnd(text, at, marker);
            if (closed === -1) return -1;
            this.failed = false;
            this.braces = braces;
            this.marks = null;
            return closed;
          }
          strip = this.stripNext;
          textStart = at;
          escaped = false;
        } else if (next === code && text.charCodeAt(at + 2) === OPEN_BRACE) {
          escaped = true;
          at += 3;
        } else {
          at++;
        }
      } else {
        if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED) {
          this.report('A carriage return must be followed by a line feed', at, at + 1);
        }
        at++;
      }
    }
  }

  /** Adds the text between two offsets as a part; `strip` says whether a `~}` stands before it. */
  private addText(
    parts: TemplatePart[],
    form: Template['form'],
    start: number,
    end: number,
    escaped: boolean,
    strip: boolean,
  ): void {
    const text = this.text;
    let value = text.slice(start, end);
    if (escaped) {
      value =
        form === 'quoted'
          ? decodeQuoted(text, start, end, (message, from, to) => this.report(message, from, to))
          : decodeUnquoted(value);
    }
    let skipped = 0;
    if (strip) {
      skipped = leadingSpace(value);
      // Outside of quotes a marker strips no further than to the end of its line.
      if (form !== 'quoted') skipped = Math.min(skipped, value.indexOf('\n') + 1 || value.length);
      value = value.slice(skipped);
    }
    if (text.charCodeAt(end + 2) === TILDE && text.charCodeAt(end + 1) === OPEN_BRACE) {
      const opener = text.charCodeAt(end);
      if (opener === DOLLAR || opener === PERCENT) {
        const lineStart = form === 'quoted' ? 0 : value.lastIndexOf('\n', value.length - 2) + 1;
        value = value.slice(0, Math.max(lineStart, value.length - trailingSpace(value)));
      }
    }
    parts.push({ kind: 'text', file: this.file, start, end, value, form, skipped, offsets: null });
  }

  /** Reads the `${ … }` or `%{ … }` at `at` and returns the offset after it. */
  private parseSequence(marker: number, at: number, parts: TemplatePart[]): number {
    const { text, file, newlines, templateBraces, height } = this;
    this.end = at + (text.charCodeAt(at + 2) === TILDE ? 3 : 2);
    this.newlines = false;
    this.templateBraces = ++this.braces;
    this.advance();
    if (marker === DOLLAR) {
      let expression = this.parseExpression();
      if (!this.failed && !this.at(TEMPLATE_END)) {
        this.unexpected('"}" to end the interpolation; a literal "${" is written "$${"');
        expression = this.invalid(expression.start, this.start);
      }
      parts.push({ kind: 'interpolation', file, start: at, end: this.end, expression });
    } else {
      this.parseDirective(at, parts);
    }
    this.height = Math.max(this.height, height);
    // What is around the sequence ends where it does.
    if (this.failed) this.start = this.end;
    this.stripNext = text.charCodeAt(this.start) === TILDE;
    this.braces--;
    this.newlines = newlines;
    this.templateBraces = templateBraces;
    return this.end;
  }

  /** Reads a directive from its keyword, the current token, up to its `}`, which becomes the current token. */
  private parseDirective(start: number, parts: TemplatePart[]): void {
    const file = this.file;
    const before = parts.length;
    this.marks ??= [];
    if (this.isWord('if')) {
      this.advance();
      const condition = this.parseExpression();
      if (this.endsDirective('if')) this.marks.push({ kind: 'if', file, start, end: this.end, before, condition });
    } else if (this.isWord('for')) {
      this.advance();
      this.parseForDirective(start, before);
    } else if (this.isWord('else') || this.isWord('endif') || this.isWord('endfor')) {
      const keyword = this.isWord('else') ? 'else' : this.isWord('endif') ? 'endif' : 'endfor';
      this.advance();
      if (this.endsDirective(keyword)) this.marks.push({ kind: keyword, file, start, end: this.end, before });
    } else {
      this.unexpected('"if", "else", "endif", "for" or "endfor" after "%{"; a literal "%{" is written "%%{"');
    }
    if (this.failed) {
      parts.push({ kind: 'interpolation', file, start, end: this.end, expression: this.invalid(start, this.end) });
    }
  }

  private parseForDirective(start: number, before: number): void {
    const names = this.parseForNames();
    if (names === null) return;
    const { keyName, valueName } = names;
    const collection = this.parseExpression();
    if (!this.endsDirective('for')) return;
    this.marks?.push({ kind: 'for', file: this.file, start, end: this.end, before, keyName, valueName, collection });
  }

  private endsDirective(keyword: string): boolean {
    if (!this.failed && !this.at(TEMPLATE_END)) this.unexpected(`"}" to end the "${keyword}" directive`);
    return !this.failed;
  }

  /** Reads `value in` or `key, value in` of a `for`; null after a failure. */
  protected parseForNames(): { keyName: string | null; valueName: string } | null {
    let keyName: string | null = null;
    if (!this.at(IDENTIFIER)) return this.failForNames('a variable name after "for"');
    let valueName = this.tokenText();
    this.advance();
    if (this.at(COMMA)) {
      this.advance();
      if (!this.at(IDENTIFIER)) return this.failForNames('a second variable name after the comma');
      keyName = valueName;
      valueName = this.tokenText();
      this.advance();
    }
    if (!this.isWord('in')) return this.failForNames('"in" after the variable names of "for"');
    this.advance();
    return { keyName, valueName };
  }

  private failForNames(expected: string): null {
    this.unexpected(expected);
    return null;
  }
}
