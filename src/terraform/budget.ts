import type { Place } from '../hcl/source.ts';
import type { Reason } from './value.ts';

/** How many expressions a deployment may evaluate; 10,000 repositories need less than half a million. */
const MOST_STEPS = 2_500_000;
/** How deep expressions and definitions may nest; the JavaScript stack holds several times as much. */
const MOST_LEVELS = 400;

/** Bounds the work of one deployment, so that no configuration hangs or overflows the stack. */
export class Budget {
  #steps = 0;
  #level = 0;

  /** Call before an expression is evaluated; a reason means it must not be. Pair with `leave` when there is none. */
  enter(place: Place | null): Reason | null {
    if (++this.#steps > MOST_STEPS) {
      return { kind: 'limit', message: `evaluating it takes more than ${MOST_STEPS} steps`, place };
    }
    if (++this.#level > MOST_LEVELS) {
      this.#level--;
      return { kind: 'limit', message: `it is nested more than ${MOST_LEVELS} levels deep`, place };
    }
    return null;
  }

  leave(): void {
    this.#level--;
  }
}
