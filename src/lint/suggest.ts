/** A shorter word could begin anything. */
const SHORTEST_BEGINNING = 3;

/**
 * The candidate most like a misspelt or unfinished word, or null when none is near: a third of its letters may differ,
 * but one in any case, or it is the candidate's beginning. Letter case does not count. Of equally near candidates the
 * first wins. One with other numbers is never meant: CKV_AWS_50 is no slip for CKV_AWS_51.
 */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.round(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (hasOtherNumbers(wanted, candidate.toLowerCase())) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  if (best !== null || wanted.length < SHORTEST_BEGINNING) return best;
  return [...candidates].find((candidate) => candidate.toLowerCase().startsWith(wanted)) ?? null;
}

/** ` Did you mean x?`, to append to a sentence; empty when nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = suggest(word, candidates);
  return suggestion === null ? '' : ` Did you mean ${suggestion}?`;
}

/** Whether two names are the same but for their numbers. */
function hasOtherNumbers(a: string, b: string): boolean {
  return a !== b && a.replace(/\d+/g, '0') === b.replace(/\d+/g, '0');
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j - 1]! + (same ? 0 : 1), previous[j]! + 1, current[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforePrevious[j - 2]! + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
