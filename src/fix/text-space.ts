import type { SourceFile } from '../hcl/source.ts';
import type { Template, TemplateText } from '../hcl/syntax.ts';
import { offsetsOfText } from '../hcl/text-map.ts';
import { CannotEdit } from './cannot-edit.ts';
import { indentation, lineEndingAt } from './lines.ts';
import { escapeQuoted, escapeSequences } from './render-hcl.ts';

/** A text with a syntax of its own, and how it is written into its file: with escapes, say, or indented. */
export interface TextSpace {
  readonly text: string;
  /** Where a stretch of the text is written, as offsets into the file. */
  range(start: number, end: number): { readonly start: number; readonly end: number };
  /** How new text, with lines that end with `\n`, is written at an offset of the text. */
  encode(text: string, at: number): string;
}

/** The text of a whole file. */
export function wholeFile(file: SourceFile): TextSpace {
  return {
    text: file.text,
    range: (start, end) => ({ start, end }),
    encode: (text, at) => withLineEndings(text, lineEndingAt(file.text, at)),
  };
}

/** Replaces the line endings of new text. */
export function withLineEndings(text: string, lineEnding: string): string {
  return lineEnding === '\n' ? text : text.replaceAll('\n', lineEnding);
}

/**
 * What a string or heredoc says, with something that is JSON for each interpolation.
 *
 * @throws CannotEdit when it has directives: what they make of the text is not known
 */
export function insideTemplate(template: Template): TextSpace {
  return new TemplateSpace(template);
}

/** Stands for an interpolated part. A private-use character. */
const HOLE = '\uE000';

class TemplateSpace implements TextSpace {
  text = '';
  readonly #file: SourceFile;
  readonly #form: Template['form'];
  /** Where each character of the text starts and ends in the file. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #whole: Template;
  #insideString = false;

  constructor(template: Template) {
    this.#file = template.file;
    this.#form = template.form;
    this.#whole = template;
    for (const part of template.parts) {
      if (part.kind === 'text') this.#addText(part);
      else if (part.kind === 'interpolation') this.#addHole(part);
      else throw new CannotEdit('the text is put together by directives');
    }
  }

  range(start: number, end: number): { start: number; end: number } {
    const from = this.#starts[start] ?? this.#ends[start - 1] ?? this.#whole.start;
    // New text goes directly behind what it follows, not behind the indentation of the next line.
    if (start === end) {
      const at = this.#ends[start - 1] ?? from;
      return { start: at, end: at };
    }
    return { start: from, end: this.#ends[end - 1] ?? from };
  }

  encode(text: string, at: number): string {
    switch (this.#form) {
      case 'quoted':
        return escapeQuoted(withLineEndings(text, lineEndingAt(this.text, at)));
      case 'json':
        return JSON.stringify(escapeSequences(withLineEndings(text, lineEndingAt(this.text, at)))).slice(1, -1);
      case 'heredoc': {
        const lineEnding = lineEndingAt(this.#file.text, this.range(at, at).start);
        return escapeSequences(text).replaceAll('\n', lineEnding + this.#removedIndentation(at));
      }
    }
  }

  /** The indentation that `<<-` removes from the line of an offset. */
  #removedIndentation(at: number): string {
    const inFile = indentation(this.#file.text, this.range(at, at).start);
    const inText = indentation(this.text, at);
    return inFile.endsWith(inText) ? inFile.slice(0, inFile.length - inText.length) : '';
  }

  #addText(part: TemplateText): void {
    const offsets = offsetsOfText(part);
    for (let i = 0; i < part.value.length; i++) {
      this.#starts.push(offsets[i]!);
      this.#ends.push(offsets[i + 1]!);
      const character = part.value[i];
      if (character === '"' && !this.#isEscaped(part.value, i)) this.#insideString = !this.#insideString;
    }
    this.text += part.value;
  }

  #isEscaped(text: string, at: number): boolean {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    return this.#insideString && backslashes % 2 === 1;
  }

  #addHole({ start, end }: { readonly start: number; readonly end: number }): void {
    const hole = this.#insideString ? HOLE : `"${HOLE}"`;
    this.text += hole;
    for (let i = 0; i < hole.length; i++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }
}
