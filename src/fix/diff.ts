import { posix } from 'node:path';
import { diff } from '../hcl/lazy.ts';

/** A file before and after, by the path reports call it. */
export interface DiffedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * A unified diff that `git apply` takes. Empty when no file differs. Line endings are part of the lines.
 *
 * @param pathInRepository the working directory, which the files' paths are relative to, as seen from the root of its
 *   repository: git reads the names in a diff as seen from there, and passes over others; empty where there is none
 */
export function unifiedDiff(files: readonly DiffedFile[], pathInRepository = ''): string {
  return files
    .filter(({ before, after }) => before !== after)
    .map((file) => diffOf(posix.join(pathInRepository, file.path), file))
    .join('');
}

/**
 * Where `git apply` changes a file of a diff: in the working directory, only at the root of the repository, or nowhere,
 * because the file lies outside of the repository, or above the working directory where there is no repository.
 *
 * @param path relative to the working directory
 */
export function whereApplied(path: string, pathInRepository: string): 'here' | 'at-root' | 'nowhere' {
  if (!isAbove(path)) return 'here';
  return isAbove(posix.join(pathInRepository, path)) ? 'nowhere' : 'at-root';
}

function isAbove(path: string): boolean {
  return path.startsWith('../') || posix.isAbsolute(path);
}

/** How many unchanged lines are shown around changed ones. */
const CONTEXT = 3;

function diffOf(path: string, { before, after }: DiffedFile): string {
  const [from, to] = [quotedPath(`a/${path}`), quotedPath(`b/${path}`)];
  const header = `diff --git ${from} ${to}\n--- ${endedName(from)}\n+++ ${endedName(to)}\n`;
  return (
    header +
    hunksOf(compareLines(linesOf(before), linesOf(after)))
      .map(formatHunk)
      .join('')
  );
}

/** A line with its ending, and which of the two texts it is in. */
interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * The lines of both texts in one sequence. Lines that occur once in each tie the texts together, and only what is
 * between two of them is compared: comparing whole texts takes time that grows with their length times their difference.
 */
function compareLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const result: DiffLine[] = [];
  let [from, to] = [0, 0];
  const add = (endBefore: number, endAfter: number): void => {
    for (const { value, added, removed } of diff().diffArrays(
      before.slice(from, endBefore),
      after.slice(to, endAfter),
    )) {
      const sign = added ? '+' : removed ? '-' : ' ';
      for (const text of value) result.push({ sign, text });
    }
  };
  for (const [inBefore, inAfter] of tiesOf(before, after)) {
    add(inBefore, inAfter);
    result.push({ sign: ' ', text: before[inBefore]! });
    [from, to] = [inBefore + 1, inAfter + 1];
  }
  add(before.length, after.length);
  return result;
}

/** Positions of lines that occur once in each text, as long as they come in the same order in both. */
function tiesOf(before: readonly string[], after: readonly string[]): [number, number][] {
  const inAfter = uniqueLines(after);
  const ties: [number, number][] = [];
  for (const [line, position] of uniqueLines(before)) {
    const other = inAfter.get(line) ?? -1;
    if (other > (ties.at(-1)?.[1] ?? -1)) ties.push([position, other]);
  }
  return ties;
}

/** In order of appearance. */
function uniqueLines(lines: readonly string[]): Map<string, number> {
  const positions = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [position, line] of lines.entries()) {
    if (positions.has(line)) repeated.add(line);
    else positions.set(line, position);
  }
  for (const line of repeated) positions.delete(line);
  return positions;
}

interface Hunk {
  readonly lines: DiffLine[];
  /** How many lines of each text come before it. */
  readonly before: number;
  readonly after: number;
}

function hunksOf(lines: readonly DiffLine[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [before, after] = [0, 0];
  let open: Hunk | null = null;
  let lastChange = Number.NEGATIVE_INFINITY;
  const isNearChange = (from: number): boolean =>
    lines.slice(from, from + CONTEXT + 1).some(({ sign }) => sign !== ' ');
  for (const [position, line] of lines.entries()) {
    if (line.sign !== ' ') lastChange = position;
    if (position - lastChange <= CONTEXT || isNearChange(position)) {
      if (open === null) {
        open = { lines: [], before, after };
        hunks.push(open);
      }
      open.lines.push(line);
    } else {
      open = null;
    }
    if (line.sign !== '+') before++;
    if (line.sign !== '-') after++;
  }
  return hunks;
}

function formatHunk({ lines, before, after }: Hunk): string {
  const removed = lines.filter(({ sign }) => sign !== '+').length;
  const added = lines.filter(({ sign }) => sign !== '-').length;
  const body = lines.map(({ sign, text }) =>
    text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`,
  );
  return `@@ -${range(before, removed)} +${range(after, added)} @@\n${body.join('')}`;
}

/** The number of the first line, or of the one before where there is none; then how many. */
function range(before: number, count: number): string {
  return count === 1 ? `${before + 1}` : `${count === 0 ? before : before + 1},${count}`;
}

/** A name with a space in it ends with a tab, as git writes it, so that the space does not end it. */
function endedName(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}

/** Names with quotes, backslashes or control characters are written as C strings. */
function quotedPath(path: string): string {
  return SPECIAL.test(path) ? `"${path.replace(new RegExp(SPECIAL, 'gu'), escaped)}"` : path;
}

const SPECIAL = /["\\\p{Cc}]/u;

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
