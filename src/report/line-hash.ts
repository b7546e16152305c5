/** How many characters from the start of a line are hashed. */
const WINDOW = 100;
const BASE = 37n;
const BITS = 64;
/** What leaves the window is taken out of the hash with this factor. */
const OUT_OF_WINDOW = BigInt.asUintN(BITS, BASE ** BigInt(WINDOW));
/** Stands for the end of the file, which starts or ends a line as a character does. */
const END_OF_FILE = '\uffff';

/**
 * The fingerprint of each line of a text, by line number from 1, as GitHub computes `primaryLocationLineHash` for
 * uploaded SARIF (github/codeql-action, `src/fingerprints.ts`): a value that differs from its own makes GitHub warn.
 *
 * It is a polynomial hash of the 100 characters (UTF-16 code units) that follow the start of the line, modulo 2^64 and
 * in hexadecimal. Spaces and tabs are left out, every kind of line ending counts as a line feed, and behind the end of
 * the file come zeros. Equal hashes are told apart by a counter: `39fa2ee980eb94b0:1`.
 */
export function lineHashes(text: string): ReadonlyMap<number, string> {
  const characters = `${text.replace(/\r\n?/g, '\n').replace(/[ \t]+/g, '')}${END_OF_FILE}`;
  const starts = [0];
  for (let at = characters.indexOf('\n'); at !== -1; at = characters.indexOf('\n', at + 1)) starts.push(at + 1);

  const hashes = new Map<number, string>();
  const occurrences = new Map<string, number>();
  let hash = 0n;
  let end = 0;
  for (const [index, start] of starts.entries()) {
    for (; end < start + WINDOW; end++) {
      const leaving = codeAt(characters, end - WINDOW) * OUT_OF_WINDOW;
      hash = BigInt.asUintN(BITS, hash * BASE + codeAt(characters, end) - leaving);
    }
    const hexadecimal = hash.toString(16);
    const occurrence = (occurrences.get(hexadecimal) ?? 0) + 1;
    occurrences.set(hexadecimal, occurrence);
    hashes.set(index + 1, `${hexadecimal}:${occurrence}`);
  }
  return hashes;
}

/** A code unit; zero before and behind the text. */
function codeAt(text: string, index: number): bigint {
  return index < 0 || index >= text.length ? 0n : BigInt(text.charCodeAt(index));
}
