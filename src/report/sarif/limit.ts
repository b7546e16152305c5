/** GitHub refuses a run with more results. */
const MOST_RESULTS = 25_000;

/** The worst of many, in the order of all of them; of two that are as bad, the first. */
export function worst<T>(all: readonly T[], rank: (one: T) => number, most: number = MOST_RESULTS): readonly T[] {
  if (all.length <= most) return all;
  const kept = new Set([...all].sort((a, b) => rank(a) - rank(b)).slice(0, most));
  return all.filter((one) => kept.has(one));
}

/** What is said of results that were left out. */
export function leftOutSentence(count: number): string {
  return `${count} of the mildest findings left out: GitHub takes ${MOST_RESULTS} results. The JSON report has all.`;
}
