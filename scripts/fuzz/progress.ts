import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Verdict } from './worker.ts';

/** What is known of the inputs of one target. */
interface Tally {
  inputs: number;
  characters: number;
  milliseconds: number;
  slowest: number;
  defects: number;
}

/** How a run stands; it can be kept in a file, and gone on with. */
export class Progress {
  /** The first input that is not done. */
  next: number;
  /** Of all parts of the run. */
  milliseconds = 0;
  readonly #seed: number;
  readonly #tallies = new Map<string, Tally>();

  constructor(seed: number, from: number) {
    this.#seed = seed;
    this.next = from;
  }

  /** Goes on with what a file holds, if there is one; throws where it is of another seed. */
  static from(path: string | undefined, seed: number, from: number): Progress {
    const progress = new Progress(seed, from);
    if (path === undefined || !existsSync(path)) return progress;
    const saved: Saved = JSON.parse(readFileSync(path, 'utf8'));
    if (saved.seed !== seed) throw new Error(`${path} is of seed ${saved.seed}.`);
    progress.next = saved.next;
    progress.milliseconds = saved.milliseconds;
    for (const [target, tally] of Object.entries(saved.tallies)) progress.#tallies.set(target, tally);
    return progress;
  }

  record({ index, target, milliseconds, characters, message }: Verdict): void {
    const tally = this.#tallies.get(target) ?? { inputs: 0, characters: 0, milliseconds: 0, slowest: 0, defects: 0 };
    this.#tallies.set(target, tally);
    tally.inputs++;
    tally.characters += characters;
    tally.milliseconds += milliseconds;
    tally.slowest = Math.max(tally.slowest, milliseconds);
    if (message !== null) tally.defects++;
    this.next = index + 1;
  }

  save(path: string): void {
    const { next, milliseconds } = this;
    const saved: Saved = { seed: this.#seed, next, milliseconds, tallies: Object.fromEntries(this.#tallies) };
    writeFileSync(path, `${JSON.stringify(saved)}\n`);
  }

  get defects(): number {
    return this.#sum(({ defects }) => defects);
  }

  /** What was done, in a sentence and a table. */
  report(nameOf: (target: string) => string): string {
    const inputs = this.#sum((tally) => tally.inputs).toLocaleString('en');
    const megabytes = Math.round(this.#sum(({ characters }) => characters) / 1e6).toLocaleString('en');
    const minutes = Math.round(this.milliseconds / 60_000);
    const rows = [...this.#tallies].map(([target, tally]) => [nameOf(target), ...cells(tally)]);
    rows.sort(([, a = ''], [, b = '']) => b.length - a.length || b.localeCompare(a));
    return [
      `Seed ${this.#seed}: ${inputs} inputs, ${megabytes} MB, in ${minutes} minutes.`,
      '',
      '| what | inputs | MB | milliseconds each | at most | defects |',
      '|---|---|---|---|---|---|',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n');
  }

  #sum(of: (tally: Tally) => number): number {
    return [...this.#tallies.values()].reduce((sum, tally) => sum + of(tally), 0);
  }
}

interface Saved {
  readonly seed: number;
  readonly next: number;
  readonly milliseconds: number;
  readonly tallies: Readonly<Record<string, Tally>>;
}

function cells({ inputs, characters, milliseconds, slowest, defects }: Tally): readonly string[] {
  const mean = milliseconds / inputs;
  return [
    inputs.toLocaleString('en'),
    Math.round(characters / 1e6).toLocaleString('en'),
    mean < 10 ? mean.toFixed(1) : mean.toFixed(0),
    Math.round(slowest).toLocaleString('en'),
    String(defects),
  ];
}
