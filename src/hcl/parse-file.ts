import { parseJson } from './json.ts';
import { type IsPutOff, parseNative } from './parser.ts';
import type { SourceFile } from './source.ts';
import type { ParsedFile } from './syntax.ts';

const parsed = new WeakMap<SourceFile, ParsedFile>();

/**
 * Parses a configuration or tfvars file in the syntax its name tells of, once for each `SourceFile`.
 *
 * @param isPutOff as for `parseNative`
 */
export function parseFile(file: SourceFile, isPutOff?: IsPutOff): ParsedFile {
  let known = parsed.get(file);
  if (known === undefined) {
    known = file.path.endsWith('.json') ? parseJson(file) : parseNative(file, isPutOff);
    parsed.set(file, known);
  }
  return known;
}

/** Makes a tree what `parseFile` gives for its file: for who has it already. */
export function adopt(tree: ParsedFile): void {
  parsed.set(tree.file, tree);
}
