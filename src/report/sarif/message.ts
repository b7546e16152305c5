import type { Message } from 'sarif';
import { printableLine } from '../printable.ts';

/** Longer messages are cut; nobody reads on. */
const LONGEST_MESSAGE = 4000;
/** What GitHub takes for the descriptions of a rule. */
export const LONGEST_DESCRIPTION = 1024;

/** A part of a message; with a target, a link to the related location of that id. */
export interface MessagePart {
  readonly text: string;
  readonly target?: number;
}

/** A plain text message on one line, in which only `parts` with a target are links. */
export function message(parts: readonly MessagePart[]): Message {
  let text = '';
  let previous: MessagePart | null = null;
  for (const part of parts) {
    const line = withoutLinks(printableLine(part.text));
    const piece = part.target === undefined ? line : `[${escapeBrackets(line)}](${part.target})`;
    const separator = previous === null ? '' : previous.target === undefined ? ' ' : '; ';
    if (text.length + separator.length + piece.length > LONGEST_MESSAGE) {
      return { text: text === '' ? cut(piece, LONGEST_MESSAGE) : text };
    }
    text += separator + piece;
    previous = part;
  }
  return { text };
}

/** A text of at most so many characters. */
export function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}

/** `[text](target)` is the only markup of plain messages; a name that reads so is no link. */
function withoutLinks(text: string): string {
  return text.includes('](') ? escapeBrackets(text) : text;
}

function escapeBrackets(text: string): string {
  return text.replace(/\\*[[\]]/g, (found) => (found.startsWith('\\') ? found : `\\${found}`));
}
