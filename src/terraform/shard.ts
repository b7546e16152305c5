/** One of several runs that share the work. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** What a shard has to do: every n-th, so that all get nearly as much, and each thing is done by exactly one. */
export function shareOf<T>(all: readonly T[], { index, count }: Shard): readonly T[] {
  return all.filter((_, position) => position % count === index - 1);
}
