import { leadingSpace } from './characters.ts';
import type { DirectiveMark } from './directives.ts';
import type { TemplatePart, TemplateText } from './syntax.ts';

/**
 * Removes from the lines of a `<<-` heredoc the white space that all of them start with, as HCL does
 * (`flushHeredocTemplateParts`): blank lines count for nothing and keep their space, a line that starts with a sequence
 * has no leading space, and a text that lost its line ending to a strip marker starts no line after it.
 *
 * @param parts the flat parts of the heredoc, one text part per line; replaced in place
 * @param marks the directives between them
 */
export function dedent(parts: TemplatePart[], marks: readonly DirectiveMark[]): void {
  let smallest = Number.POSITIVE_INFINITY;
  const lines: number[] = [];
  let lineStarts = true;
  let mark = 0;
  for (let i = 0; i < parts.length; i++) {
    for (; mark < marks.length && marks[mark]!.before <= i; mark++) {
      if (lineStarts) smallest = 0;
      lineStarts = false;
    }
    const part = parts[i]!;
    const value = part.kind === 'text' ? part.value : '';
    if (lineStarts) {
      lineStarts = false;
      const space = leadingSpace(value);
      const blank = space === value.length && value.endsWith('\n');
      if (!blank) {
        smallest = Math.min(smallest, space);
        lines.push(i);
      }
    }
    if (value.endsWith('\n')) lineStarts = true;
  }
  if (lineStarts && mark < marks.length) smallest = 0;
  if (smallest === 0) return;
  for (const i of lines) {
    const part = parts[i]!;
    if (part.kind === 'text') parts[i] = withoutLeading(part, smallest);
  }
}

function withoutLeading(part: TemplateText, count: number): TemplateText {
  const { file, start, end, form, offsets } = part;
  const cut = endOfCharacter(part.value, count);
  return { kind: 'text', file, start, end, value: part.value.slice(cut), form, skipped: part.skipped + cut, offsets };
}

/** The end of the character as people see it that ends at an offset or goes on behind it: HCL cuts no such in two. */
function endOfCharacter(text: string, offset: number): number {
  // Nothing of ASCII belongs to the white space before it.
  if (offset >= text.length || text.charCodeAt(offset) < 0x80) return offset;
  const [first] = new Intl.Segmenter().segment(text.slice(offset - 1));
  return offset - 1 + (first?.segment.length ?? 1);
}
