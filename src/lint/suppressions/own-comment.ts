/** What one line of a comment says in our own words, with offsets into that line. */
export interface OwnWords {
  readonly reach: 'here' | 'file';
  readonly names: readonly WrittenName[];
  /** From the first name to the last. */
  readonly namesStart: number;
  readonly namesEnd: number;
  /** As written after `until=`; null where it is not given. */
  readonly until: string | null;
  /** Empty where none is given. */
  readonly reason: string;
  /** From `ecrlint-ignore` to its end. */
  readonly start: number;
  readonly end: number;
  /** Where the space and comment signs before it start, which are nothing without it. */
  readonly signsStart: number;
  /** A sentence on why it cannot be read; null when it can. */
  readonly malformed: string | null;
}

/** The name of a rule as it is written. */
export interface WrittenName {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The words people take for ours. */
const BEGINNING = /(?:^|\s(?:#|\/\/))\s*(ecrlint[-:](?:ignore|disable|skip|suppress|nolint)[a-z-]*)(\s*:)?/;

const USAGE = 'Write ecrlint-ignore: rule -- reason.';

/** Reads a line of a comment, without comment signs; null when it does not speak to us. */
export function readOwnWords(line: string): OwnWords | null {
  const found = BEGINNING.exec(line);
  if (found === null) return null;
  const [whole, word = '', colon] = found;
  const headStart = found.index + whole.length;
  const start = found.index + whole.indexOf(word);
  const rest = line.slice(headStart);
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const head = dashes === null ? rest : rest.slice(0, dashes.index);
  const reason = dashes === null ? '' : rest.slice(dashes.index + dashes[0].length).trim();

  const names: WrittenName[] = [];
  let until: string | null = null;
  for (const token of head.matchAll(/[^\s,]+/g)) {
    const [text] = token;
    if (text.startsWith('until=')) until = text.slice('until='.length);
    else names.push({ text, start: headStart + token.index, end: headStart + token.index + text.length });
  }
  const words: OwnWords = {
    start,
    end: line.trimEnd().length,
    signsStart: line.slice(0, start).replace(/[#/\s]+$/, '').length,
    reach: word === 'ecrlint-ignore-file' ? 'file' : 'here',
    names,
    namesStart: names[0]?.start ?? headStart,
    namesEnd: names.at(-1)?.end ?? headStart,
    until,
    reason,
    malformed: null,
  };
  if (word !== 'ecrlint-ignore' && word !== 'ecrlint-ignore-file') {
    return { ...words, malformed: `There is no "${word}", so this comment suppresses nothing. ${USAGE}` };
  }
  if (colon === undefined) {
    return { ...words, malformed: `A colon is missing after ${word}, so this comment suppresses nothing. ${USAGE}` };
  }
  if (names.length === 0) return { ...words, malformed: `This suppression names no rule. ${USAGE}` };
  return words;
}
