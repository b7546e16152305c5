import { parentPort, workerData } from 'node:worker_threads';
import { Random } from './random.ts';
import type { Input, Target } from './target.ts';
import { targetOf, targetsNamed } from './targets.ts';

/** What a worker is told. */
export interface Job {
  readonly seed: number;
  /** Of the first input. */
  readonly from: number;
  /** Of the first input that is not made any more. */
  readonly to: number;
  /** Names of targets. */
  readonly targets: readonly string[];
  /** Holds the index of the input at work, for the case that nothing is heard of it any more. */
  readonly current: Int32Array;
}

/** What a worker says of an input: that it is done, or what is wrong. */
export interface Verdict {
  readonly index: number;
  readonly target: string;
  /** Of the processor: a busy computer makes no input slow. */
  readonly milliseconds: number;
  readonly characters: number;
  /** What is wrong; null where everything held. */
  readonly message: string | null;
}

/** Each input by itself may take the processor this long, and some more for each character: what is slower is not linear. */
const MILLISECONDS = 5000;
const MILLISECONDS_PER_CHARACTER = 0.02;

async function run({ seed, from, to, targets, current }: Job): Promise<void> {
  const chosen = targetsNamed(targets);
  for (let index = from; index < to; index++) {
    Atomics.store(current, 0, index);
    const random = new Random(seed, index);
    const target = targetOf(random, chosen);
    parentPort?.postMessage(await judge(target, target.make(random), index));
  }
}

async function judge(target: Target, input: Input, index: number): Promise<Verdict> {
  const characters = Object.values(input).reduce((sum, text) => sum + text.length, 0);
  const before = process.cpuUsage();
  let message: string | null = null;
  try {
    await target.check(input);
  } catch (error) {
    message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  if (message === null && milliseconds > MILLISECONDS + characters * MILLISECONDS_PER_CHARACTER) {
    message = `it took ${Math.round(milliseconds)} ms for ${characters} characters`;
  }
  return { index, target: target.name, milliseconds, characters, message };
}

if (parentPort !== null) await run(workerData as Job);
