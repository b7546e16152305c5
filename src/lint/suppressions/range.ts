/** A stretch of a file, as offsets; the end is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** All of a file. */
export const WHOLE_FILE: readonly Range[] = [{ start: 0, end: Number.POSITIVE_INFINITY }];

/** Those that have something in common with a stretch, or touch it, of stretches that are in order and apart. */
export function touching<T extends Range>(inOrder: readonly T[], { start, end }: Range): readonly T[] {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder[middle]!.end < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < inOrder.length && inOrder[last]!.start <= end) last++;
  return inOrder.slice(low, last);
}

/** Finds what is about an offset among things that are about any stretches. */
export class RangeIndex<T> {
  readonly #ranges: readonly (Range & { readonly item: T })[];
  /** The furthest end up to each of them. */
  readonly #furthest: readonly number[];

  constructor(items: readonly T[], rangesOf: (item: T) => readonly Range[]) {
    this.#ranges = items
      .flatMap((item) => rangesOf(item).map(({ start, end }) => ({ start, end, item })))
      .sort((a, b) => a.start - b.start);
    let furthest = 0;
    this.#furthest = this.#ranges.map(({ end }) => {
      furthest = Math.max(furthest, end);
      return furthest;
    });
  }

  /** Each item that has a stretch with an offset in it. */
  at(offset: number): ReadonlySet<T> {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    const found = new Set<T>();
    for (let i = low - 1; i >= 0 && this.#furthest[i]! > offset; i--) {
      if (this.#ranges[i]!.end > offset) found.add(this.#ranges[i]!.item);
    }
    return found;
  }
}
