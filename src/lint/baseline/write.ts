import { type BaselineEntry, sorted } from './entry.ts';

const HEADER = `# Findings that ecrlint knows of and does not count. New ones are reported all the same.
# Written by ecrlint check --baseline <this file> --update-baseline; entries may be removed by hand.
version: 1
`;

/** The text of a baseline file: sorted, one entry a line. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  if (entries.length === 0) return `${HEADER}findings: []\n`;
  return `${HEADER}findings:\n${sorted(entries).map(renderEntry).join('')}`;
}

function renderEntry(entry: BaselineEntry): string {
  const members: string[] = [];
  if ('file' in entry) members.push(`file: ${scalar(entry.file)}`);
  else {
    if (entry.root !== null) members.push(`root: ${scalar(entry.root)}`);
    members.push(`resource: ${scalar(entry.resource)}`);
  }
  members.push(`rule: ${scalar(entry.rule)}`);
  if (entry.count !== 1) members.push(`count: ${entry.count}`);
  return `  - {${members.join(', ')}}\n`;
}

/** Texts that mean themselves in YAML, whatever its version. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)(?:[a-z_][\w./-]*|\.{1,2}(?:\/[\w./-]*)?)$/i;

function scalar(text: string): string {
  if (PLAIN.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
