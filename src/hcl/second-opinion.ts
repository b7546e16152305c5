import { setFlagsFromString } from 'node:v8';
import { hashicorpParser } from './hashicorp-parser.ts';
import type { SourceFile } from './source.ts';

/** What HashiCorp's parser says of a file: its own JSON rendering, or why it refuses the file. */
export type SecondOpinion =
  | {
      readonly accepted: true;
      /** Null for a valid file that has no such rendering, as when blocks of one type differ in their labels. */
      readonly json: unknown;
    }
  | { readonly accepted: false; readonly message: string };

/** How `@cdktf/hcl2json` begins the message about a text that is not valid HCL; its other errors come after parsing. */
const SYNTAX_ERROR = 'parse config: ';

/** Longer texts are not handed over: it takes up to a hundred times their size, and has 4 GB. */
const MOST_CHARACTERS = 8_000_000;

/** Texts with more open brackets than this, wherever they stand, are not handed over: at some 3,000 it runs out of stack. */
const MOST_OPEN_BRACKETS = 1000;

/** How it fails when it is out of stack, and from then on: it then knows nothing of the text. */
const BROKEN = /Maximum call stack size exceeded|Go program has already exited|unreachable|out of (?:bounds|memory)/;

/**
 * Starts to load HashiCorp's parser, for someone who will ask it soon in a process that ends soon. Never throws.
 *
 * V8 is told to leave its code as it is compiled at first: compiling it again, for speed, takes more than twice as long
 * as reading some hundred kilobytes with the slower code, and a process does not end before that is done.
 */
export function prepareSecondOpinion(): void {
  setFlagsFromString('--liftoff-only');
  // Most of its code is never called and need not be looked at. Only told to the version of V8 that it was measured with,
  // that of Node 20: one that does not know a flag says so to the user.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--wasm-lazy-validation');
  // Whoever asks is told.
  hashicorpParser().catch(() => undefined);
}

/**
 * Asks HashiCorp's own parser, compiled to WebAssembly in `@cdktf/hcl2json`, whether a file in native syntax is valid.
 * The package takes about 100 ms to load and reads about 2 MB/s, so it is loaded only when it is asked.
 *
 * @throws if the package cannot be loaded, and if it is not up to the text
 */
export async function hcl2jsonAccepts(file: SourceFile): Promise<SecondOpinion> {
  if (file.text.length > MOST_CHARACTERS) throw new Error('the text is too long');
  if (mostOpenBrackets(file.text) > MOST_OPEN_BRACKETS) throw new Error('the text is nested too deeply');
  const { parse } = await hashicorpParser();
  try {
    // The name only appears in messages.
    const json: unknown = JSON.parse(await parse(file.path, file.text));
    return { accepted: true, json };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (BROKEN.test(message)) throw new Error(`HashiCorp's parser failed: ${message}`, { cause: error });
    if (!message.startsWith(SYNTAX_ERROR)) return { accepted: true, json: null };
    return { accepted: false, message: message.slice(SYNTAX_ERROR.length) };
  }
}

/** How many brackets are open at the same time at most, those in strings and comments included. */
function mostOpenBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (OPENING.has(character)) most = Math.max(most, ++open);
    else if (CLOSING.has(character) && open > 0) open--;
  }
  return most;
}

const OPENING: ReadonlySet<number> = new Set([...'([{'].map((character) => character.charCodeAt(0)));
const CLOSING: ReadonlySet<number> = new Set([...')]}'].map((character) => character.charCodeAt(0)));
