import type { Answer } from '../argument.ts';
import type { Leaf, LifecycleRule } from './policy.ts';
import type { OpenQuestion } from './violation.ts';

/** Asks a question about a leaf. What AWS refuses does nothing, so the answer to it is no. */
export function ask<T>(leaf: Leaf<T>, test: (is: T) => boolean): Answer {
  if (leaf.kind === 'known') return test(leaf.is) ? 'yes' : 'no';
  return leaf.kind === 'unknown' ? 'unknown' : 'no';
}

/** Asks a question about two leaves together. */
export function askBoth<A, B>(a: Leaf<A>, b: Leaf<B>, test: (a: A, b: B) => boolean): Answer {
  if (a.kind === 'known' && b.kind === 'known') return test(a.is, b.is) ? 'yes' : 'no';
  return a.kind === 'invalid' || b.kind === 'invalid' ? 'no' : 'unknown';
}

/** Yes when all are, no when any is not. */
export function all(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

type Part = keyof Omit<LifecycleRule, 'value'>;

/** The first of some parts of rules that is not known; null when all are. */
export function openPart(rules: readonly LifecycleRule[], parts: readonly Part[]): OpenQuestion | null {
  for (const rule of rules) {
    for (const part of parts) {
      const leaf = rule[part];
      if (leaf.kind === 'unknown') return { reason: leaf.reason, value: leaf.value };
    }
  }
  return null;
}
