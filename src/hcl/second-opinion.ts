import { hcl2json } from './lazy.ts';
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

/** Starts to load HashiCorp's parser, which compiles beside other work, for someone who will ask it soon. Never throws. */
export function prepareSecondOpinion(): void {
  try {
    hcl2json()
      .parse('', '')
      .catch(() => undefined);
  } catch {
    // Whoever asks is told.
  }
}

/**
 * Asks HashiCorp's own parser, compiled to WebAssembly in `@cdktf/hcl2json`, whether a file in native syntax is valid.
 * The package takes about 100 ms to load and reads about 2 MB/s, so it is loaded only when it is asked.
 *
 * @throws if the package cannot be loaded
 */
export async function hcl2jsonAccepts(file: SourceFile): Promise<SecondOpinion> {
  const { parse } = hcl2json();
  try {
    // The name only appears in messages.
    const json: unknown = await parse(file.path, file.text);
    return { accepted: true, json };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!message.startsWith(SYNTAX_ERROR)) return { accepted: true, json: null };
    return { accepted: false, message: message.slice(SYNTAX_ERROR.length) };
  }
}
