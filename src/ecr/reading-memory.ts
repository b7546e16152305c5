import type { Value } from '../terraform/value.ts';
import type { Argument } from './argument.ts';

/** A document in read form takes ten to twenty times the memory of its text. */
const MOST_CHARACTERS = 4_000_000;

/** What is not known as text counts as a document of this length. */
const USUAL_LENGTH = 1_000;

/**
 * Remembers what arguments were read as, because every rule asks for the same ones. In a plan with a hundred megabytes
 * of policies it remembers nothing: reading them again takes less time than keeping them all takes memory.
 */
export class ReadingMemory<Reading> {
  readonly #read: (value: Value) => Reading;
  readonly #readings = new Map<Value, Reading>();
  #characters = 0;

  /** @param read reads a value; it has to give the same for the same value, and not throw */
  constructor(read: (value: Value) => Reading) {
    this.#read = read;
  }

  /** What reads an argument when somebody asks; null where none is written. */
  readerOf({ value }: Argument): () => Reading | null {
    if (value === null || value.kind === 'null') return () => null;
    this.#characters += value.kind === 'string' ? value.value.length : USUAL_LENGTH;
    return () => this.#get(value);
  }

  #get(value: Value): Reading {
    if (this.#characters > MOST_CHARACTERS) return this.#read(value);
    let reading = this.#readings.get(value);
    if (reading === undefined) {
      reading = this.#read(value);
      this.#readings.set(value, reading);
    }
    return reading;
  }
}
