import type { Place } from './source.ts';
import type { Expression, TemplatePart } from './syntax.ts';

/**
 * One `%{ … }` as it is read, before it is known what it encloses. `before` is the index of the template part that
 * follows it in the flat list of parts.
 */
export type DirectiveMark = OpenIf | OpenFor | OtherMark;

interface Mark extends Place {
  readonly before: number;
}

interface OpenIf extends Mark {
  readonly kind: 'if';
  readonly condition: Expression;
}

interface OpenFor extends Mark {
  readonly kind: 'for';
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: Expression;
}

interface OtherMark extends Mark {
  readonly kind: 'else' | 'endif' | 'endfor';
}

/** What is open while directives are nested: the directive, and the parts it encloses so far. */
interface Open {
  readonly directive: OpenIf | OpenFor;
  readonly then: TemplatePart[];
  /** The parts after an `else`. */
  otherwise: TemplatePart[] | null;
  /** Where the parts around the directive go. */
  readonly outer: TemplatePart[];
}

/**
 * Turns a flat list of parts and the directives between them into nested parts.
 *
 * @param end where the template ends
 * @param maxDepth how deeply directives may be nested
 * @param problem told of the first directive without a partner, if there is one; what such directives enclose is kept
 */
export function nestDirectives(
  parts: readonly TemplatePart[],
  marks: readonly DirectiveMark[],
  end: number,
  maxDepth: number,
  problem: (message: string, start: number, end: number) => void,
): readonly TemplatePart[] {
  const root: TemplatePart[] = [];
  const open: Open[] = [];
  let current = root;
  let next = 0;
  let failed = false;

  const fail = (message: string, place: Place): void => {
    if (!failed) problem(message, place.start, place.end);
    failed = true;
  };

  const close = (closedAt: number): void => {
    const { directive, then, otherwise, outer } = open.pop()!;
    const { file, start } = directive;
    if (directive.kind === 'if') {
      const { condition } = directive;
      outer.push({ kind: 'if', file, start, end: closedAt, condition, then, otherwise: otherwise ?? [] });
    } else {
      const { keyName, valueName, collection } = directive;
      outer.push({ kind: 'for-directive', file, start, end: closedAt, keyName, valueName, collection, body: then });
    }
    current = outer;
  };

  for (const mark of marks) {
    while (next < mark.before) current.push(parts[next++]!);
    const innermost = open[open.length - 1];
    switch (mark.kind) {
      case 'if':
      case 'for': {
        if (open.length >= maxDepth) {
          fail('This template nests directives too deeply to be read', mark);
          break;
        }
        const then: TemplatePart[] = [];
        open.push({ directive: mark, then, otherwise: null, outer: current });
        current = then;
        break;
      }
      case 'else':
        if (innermost?.directive.kind === 'if' && innermost.otherwise === null) {
          innermost.otherwise = [];
          current = innermost.otherwise;
        } else {
          const reason = innermost?.otherwise ? 'already has an "else"' : 'is not open here';
          fail(`This "else" belongs to an "if" that ${reason}`, mark);
        }
        break;
      case 'endif':
      case 'endfor':
        if (innermost?.directive.kind === mark.kind.slice(3)) {
          close(mark.end);
        } else {
          const expected = innermost === undefined ? 'nothing is open here' : `"end${innermost.directive.kind}" is due`;
          fail(`This "${mark.kind}" closes nothing: ${expected}`, mark);
        }
        break;
    }
  }
  while (next < parts.length) current.push(parts[next++]!);
  while (open.length > 0) {
    const { directive } = open[open.length - 1]!;
    fail(`This "${directive.kind}" directive has no "end${directive.kind}"`, directive);
    close(end);
  }
  return root;
}
