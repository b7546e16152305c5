import type { Place } from '../../hcl/source.ts';

/** A line of a comment without comment signs. */
export interface CommentLine {
  readonly text: string;
  /** Where it starts in the file. */
  readonly start: number;
}

/** The lines of a comment in native syntax. A line comment has one. */
export function linesOfComment({ file, start, end }: Place): readonly CommentLine[] {
  const whole = file.text.slice(start, end);
  if (!whole.startsWith('/*')) {
    const signs = /^(?:#+|\/\/+)/.exec(whole)?.[0].length ?? 0;
    return [{ text: whole.slice(signs).trimEnd(), start: start + signs }];
  }
  const lines: CommentLine[] = [];
  let at = start + 2;
  for (const line of whole.slice(2, -2).split('\n')) {
    const signs = /^\s*\*?/.exec(line)?.[0].length ?? 0;
    lines.push({ text: line.slice(signs).trimEnd(), start: at + signs });
    at += line.length + 1;
  }
  return lines;
}
