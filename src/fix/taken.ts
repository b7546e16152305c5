import type { LoweredEdit } from './change.ts';
import type { PreparedFix } from './prepare.ts';

/** The stretches of files and the additions that fixes have taken. */
export class Taken {
  /** By path; in order, and apart from each other but for additions to one block or collection. */
  readonly #files = new Map<string, LoweredEdit[]>();
  readonly #keys = new Set<string>();

  /** Takes all that a fix needs, or nothing: false if any of it touches what is taken. */
  take({ edits, keys }: PreparedFix): boolean {
    if (keys.some((key) => this.#keys.has(key))) return false;
    for (const [path, inFile] of edits) if (inFile.some((edit) => this.#isTaken(path, edit))) return false;
    for (const key of keys) this.#keys.add(key);
    for (const [path, inFile] of edits) for (const edit of inFile) this.#add(path, edit);
    return true;
  }

  #isTaken(path: string, edit: LoweredEdit): boolean {
    const taken = this.#files.get(path) ?? [];
    const touches = (other: LoweredEdit | undefined): boolean =>
      other !== undefined && other.start <= edit.end && edit.start <= other.end;
    const mayShare = (other: LoweredEdit): boolean => edit.addsTo !== null && other.addsTo === edit.addsTo;
    const at = firstFrom(taken, edit.start);
    for (let i = at - 1; i >= 0 && touches(taken[i]); i--) if (!mayShare(taken[i]!)) return true;
    for (let i = at; i < taken.length && touches(taken[i]); i++) if (!mayShare(taken[i]!)) return true;
    return false;
  }

  #add(path: string, edit: LoweredEdit): void {
    const taken = this.#files.get(path) ?? [];
    this.#files.set(path, taken);
    taken.splice(firstFrom(taken, edit.start), 0, edit);
  }
}

/** The position of the first edit that starts at an offset or behind it. */
function firstFrom(edits: readonly LoweredEdit[], offset: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edits[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
