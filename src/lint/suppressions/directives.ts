import { parseJsonText } from '../../hcl/json-reader.ts';
import { parseFile } from '../../hcl/parse-file.ts';
import type { Place, SourceFile } from '../../hcl/source.ts';
import { type CommentLine, linesOfComment } from './comment-lines.ts';
import { FOREIGN_MARKERS, type ForeignWords, readForeignWords } from './foreign-comment.ts';
import { commentsOfJson } from './json-comments.ts';
import { type OwnWords, readOwnWords } from './own-comment.ts';
import type { Range } from './range.ts';
import { CommentReach, type Reach } from './reach.ts';

/** A suppression in a comment, with the stretches of its file that it speaks of. */
export type Directive = OwnDirective | ForeignDirective;

export interface OwnDirective
  extends Omit<OwnWords, 'start' | 'end' | 'signsStart' | 'names' | 'namesStart' | 'namesEnd'> {
  readonly kind: 'own';
  /** Of the suppression itself; the comment may say more. */
  readonly place: Place;
  /** Likewise, with the comment signs before it. */
  readonly withSigns: Place;
  readonly comment: Place;
  readonly names: readonly RuleMention[];
  /** From the first name to the last, in the file. */
  readonly namesPlace: Place;
  /** Null for the whole file. */
  readonly ranges: readonly Range[] | null;
}

/** The name of a rule, in the file. */
export interface RuleMention extends Place {
  readonly text: string;
}

export interface ForeignDirective extends Omit<ForeignWords, 'reach'> {
  readonly kind: 'foreign';
  /** Null for the whole file. */
  readonly ranges: readonly Range[] | null;
}

/**
 * The suppressions in the comments of a file, in order; read once. Files without any cost a search of their comments for
 * a few words; those in JSON, where all text may be a comment, of everything.
 */
export function directivesOf(file: SourceFile): readonly Directive[] {
  let known = directives.get(file);
  if (known === undefined) {
    known = readDirectives(file);
    directives.set(file, known);
  }
  return known;
}

/** Whether a text holds a word without which there is no suppression in it. */
function isMarked(text: string): boolean {
  return MARKERS.some((marker) => text.includes(marker));
}

const MARKERS = ['ecrlint', ...FOREIGN_MARKERS];
const directives = new WeakMap<SourceFile, readonly Directive[]>();

function readDirectives(file: SourceFile): readonly Directive[] {
  if (file.path.endsWith('.json')) {
    if (!isMarked(file.text)) return [];
    return commentsOfJson(parseJsonText(file).root).flatMap(({ comment, line, reach }) =>
      directivesIn(comment, [line], () => reach).map(unescaped),
    );
  }
  const parsed = parseFile(file);
  const marked = parsed.comments.filter(({ start, end }) => isMarked(file.text.slice(start, end)));
  if (marked.length === 0) return [];
  const reaches = new CommentReach(parsed);
  return marked.flatMap((comment) => directivesIn(comment, linesOfComment(comment), () => reaches.of(comment)));
}

/** With its reason as it reads without the escapes of JSON. */
function unescaped<T extends Directive>(directive: T): T {
  const reason: unknown = JSON.parse(`"${directive.reason}"`);
  return { ...directive, reason: String(reason) };
}

function directivesIn(comment: Place, lines: readonly CommentLine[], reachOf: () => Reach): Directive[] {
  return lines.flatMap(({ text, start }): Directive[] => {
    if (!isMarked(text)) return [];
    const own = readOwnWords(text);
    const foreign = readForeignWords(own === null ? text : text.slice(0, own.signsStart));
    if (own === null && foreign.length === 0) return [];
    const reach = reachOf();
    const found: Directive[] = foreign.flatMap((words) => foreignDirective(words, reach));
    return own === null ? found : [...found, ownDirective(own, comment, start, reach)];
  });
}

function ownDirective(words: OwnWords, comment: Place, lineStart: number, reach: Reach): OwnDirective {
  const { file } = comment;
  const at = ({ start, end }: Range): Place => ({ file, start: lineStart + start, end: lineStart + end });
  const { namesStart, namesEnd, names, malformed } = words;
  const misplaced = words.reach === 'file' && !reach.isAtTop;
  return {
    kind: 'own',
    reach: words.reach,
    until: words.until,
    reason: words.reason,
    place: at(words),
    withSigns: at({ start: words.signsStart, end: words.end }),
    comment,
    names: names.map(({ text, ...range }) => ({ text, ...at(range) })),
    namesPlace: at({ start: namesStart, end: namesEnd }),
    malformed:
      misplaced && malformed === null
        ? 'A suppression for a whole file counts only above everything else in it. Move it to the top.'
        : malformed,
    ranges: words.reach === 'file' ? null : reach.nearest,
  };
}

/** What was meant for a whole file counts for one only where its tool looks for it: at the top. */
function foreignDirective({ reach: meant, ...words }: ForeignWords, reach: Reach): ForeignDirective[] {
  if (meant !== 'file') return [{ kind: 'foreign', ...words, ranges: meant === 'line' ? reach.lines : reach.block }];
  return reach.isAtTop ? [{ kind: 'foreign', ...words, ranges: null }] : [];
}
