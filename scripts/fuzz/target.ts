import type { Random } from './random.ts';

/** One way to feed inputs to the program, with what must hold for each of them. */
export interface Target {
  readonly name: string;
  /** What is fed to what, for people. */
  readonly what: string;
  /** How often it is chosen, compared with the others: quick targets run more often. */
  readonly weight: number;
  /** Makes an input. */
  make(random: Random): Input;
  /** Feeds it. Throws `Defect` where something that must hold does not, and whatever the program throws. */
  check(input: Input): void | Promise<void>;
}

/** Files by name. */
export type Input = Readonly<Record<string, string>>;

/** Something that must hold does not. */
class Defect extends Error {}

export function expectThat(holds: boolean, sentence: string): void {
  if (!holds) throw new Defect(sentence);
}
