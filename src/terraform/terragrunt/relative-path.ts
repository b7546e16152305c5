import { relative, sep } from 'node:path';

/** A path as seen from a folder, with `/`. */
export function relativePath(from: string, to: string): string {
  return relative(from, to).split(sep).join('/') || '.';
}
