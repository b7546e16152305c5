import type { Place, Position } from '../hcl/source.ts';

/** A place as reports name it; `end` is exclusive. */
export interface Location {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** Lines and columns of a place. */
export function locationOf({ file, start, end }: Place): Location {
  return { file: file.path, start: file.position(start), end: file.position(end) };
}

/** `path:line:column`, which editors and terminals make a link of. */
export function pathLineColumn({ file, start }: Place): string {
  const { line, column } = file.position(start);
  return `${file.path}:${line}:${column}`;
}

/** `path:line`. */
export function pathLine({ file, start }: Place): string {
  return `${file.path}:${file.position(start).line}`;
}
