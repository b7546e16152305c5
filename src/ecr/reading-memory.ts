import type { Value } from '../terraform/value.ts';
import type { Argument } from './argument.ts';

/** A document in read form takes ten to twenty times the memory of its text. */
const MOST_CHARACTERS = 2_000_000;

/** What is not known as text counts as a document of this length. */
const USUAL_LENGTH = 1_000;

/**
 * Remembers what arguments were read as, because every rule asks for the same ones. Of a plan with a hundred megabytes
 * of policies it remembers only the first: reading the others again takes less time than keeping them takes memory.
 */
export class ReadingMemory<Reading> {
  readonly #read: (value: Value) => Reading;
  readonly #readings = new Map<Value, Reading>();
  #charactersLeft = MOST_CHARACTERS;

  /** @param read reads a value; it has to give the same for the same value, and not throw */
  constructor(read: (value: Value) => Reading) {
    this.#read = read;
  }

  /** What an argument is read as; null where none is written. */
  get({ value }: Argument): Reading | null {
    if (value === null || value.kind === 'null') return null;
    const known = this.#readings.get(value);
    if (known !== undefined) return known;
    const reading = this.#read(value);
    this.#charactersLeft -= value.kind === 'string' ? value.value.length : USUAL_LENGTH;
    if (this.#charactersLeft > 0) this.#readings.set(value, reading);
    return reading;
  }
}
