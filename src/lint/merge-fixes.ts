import type { Fix } from './fix.ts';

/**
 * The fix of what was found several times at one place. There is none where one is not mended, or differently: what
 * suits one of them could harm another. It is as careful as the most careful of them.
 */
export function commonFix(fixes: readonly (Fix | null)[]): Fix | null {
  const [first = null] = fixes;
  if (first === null || fixes.length === 1) return first;
  const edits = signature(first);
  let common = first;
  for (const fix of fixes) {
    if (fix === null || (fix !== first && signature(fix) !== edits)) return null;
    if (fix.safety === 'unsafe') common = fix;
  }
  return common;
}

/** Equal for fixes that make the same edits. Places are syntax nodes with much more to them than where they are. */
function signature({ edits }: Fix): string {
  return JSON.stringify(edits, (_name, value: unknown) => (isPlace(value) ? placeName(value) : value));
}

interface PlaceLike {
  readonly file: { readonly path: string };
  readonly start: number;
  readonly end: number;
}

function isPlace(value: unknown): value is PlaceLike {
  return typeof value === 'object' && value !== null && 'file' in value && 'start' in value && 'end' in value;
}

function placeName({ file, start, end }: PlaceLike): readonly unknown[] {
  return [file.path, start, end];
}
