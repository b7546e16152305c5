/**
 * Feeds damaged inputs to every part of the program and checks what must hold for each: nothing is thrown, nothing
 * hangs, places lie inside texts, HashiCorp's parser agrees, fixed texts are valid and stay as they are.
 *
 *     npm run fuzz -- [--count 10000] [--seed 1] [--from 0] [--only syntax,fixes] [--keep <folder>]
 *
 * The same seed and index make the same input everywhere, so a run that was stopped goes on with `--from`. Inputs that
 * show a defect are kept in a folder for each. Exit code 1 when there are any.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { Random } from './fuzz/random.ts';
import type { Input } from './fuzz/target.ts';
import { TARGETS, targetOf, targetsNamed } from './fuzz/targets.ts';
import type { Job, Verdict } from './fuzz/worker.ts';

/** After this time without news of an input it is said to hang. */
const HANGS_AFTER_MILLISECONDS = 60_000;

/** Where the worker is bundled to: threads of Node.js read no TypeScript. */
const WORKER = join(import.meta.dirname, '../node_modules/.cache/ecrlint-fuzz/worker.mjs');

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string', default: TARGETS.map(({ name }) => name).join(',') },
    keep: { type: 'string', default: 'fuzz-defects' },
  },
});
const seed = Number(values.seed);
const end = Number(values.from) + Number(values.count);
const chosen = targetsNamed(values.only.split(','));

interface Tally {
  inputs: number;
  characters: number;
  milliseconds: number;
  slowest: number;
  defects: number;
}

const tallies = new Map<string, Tally>();
let next = Number(values.from);
process.once('SIGINT', () => finish(`Stopped. Go on with --seed ${seed} --from ${next} --count ${end - next}.`));
await build({
  entryPoints: [join(import.meta.dirname, 'fuzz/worker.ts')],
  outfile: WORKER,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const started = performance.now();
while (next < end) await work();
finish(`${end - Number(values.from)} inputs of seed ${seed}.`);

/** Runs a worker until it is done, or until one input takes it down; then the next one goes on behind that. */
function work(): Promise<void> {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  progress[0] = next;
  const job: Job = { seed, from: next, to: end, targets: values.only.split(','), progress };
  const worker = new Worker(WORKER, {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: 3000 },
  });
  return new Promise((resolve) => {
    let heard = performance.now();
    const watch = setInterval(() => {
      if (performance.now() - heard > HANGS_AFTER_MILLISECONDS) giveUp('it hangs');
    }, 1000);
    const giveUp = (what: string): void => {
      clearInterval(watch);
      const index = Atomics.load(progress, 0);
      next = index + 1;
      record({ target: inputAt(index).target, index, milliseconds: 0, characters: 0, message: what });
      void worker.terminate().then(() => resolve());
    };
    worker.on('message', (verdict: Verdict) => {
      heard = performance.now();
      next = verdict.index + 1;
      record(verdict);
    });
    worker.on('error', (error) => giveUp(`the process ended: ${error.message}`));
    worker.on('exit', (code) => {
      if (code !== 0) return;
      clearInterval(watch);
      resolve();
    });
  });
}

/** Makes an input once more. */
function inputAt(index: number): { readonly target: string; readonly input: Input } {
  const random = new Random(seed, index);
  const target = targetOf(random, chosen);
  return { target: target.name, input: target.make(random) };
}

function record({ index, target, milliseconds, characters, message }: Verdict): void {
  const tally = tallies.get(target) ?? { inputs: 0, characters: 0, milliseconds: 0, slowest: 0, defects: 0 };
  tallies.set(target, tally);
  tally.inputs++;
  tally.characters += characters;
  tally.milliseconds += milliseconds;
  tally.slowest = Math.max(tally.slowest, milliseconds);
  if (message === null) return;
  tally.defects++;
  console.log(`Input ${index} (${target}): ${message}`);
  const folder = join(values.keep, `${target}-${seed}-${index}`);
  for (const [name, text] of Object.entries(inputAt(index).input)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function finish(sentence: string): never {
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${sentence} ${seconds} s.`);
  for (const [target, { inputs, characters, milliseconds, slowest, defects }] of tallies) {
    const mean = (milliseconds / inputs).toFixed(2);
    const megabytes = (characters / 1e6).toFixed(1);
    console.log(
      `${target}: ${inputs} inputs, ${megabytes} MB, ${mean} ms each, ${Math.round(slowest)} ms at most, ${defects} defects`,
    );
  }
  const defects = [...tallies.values()].reduce((sum, tally) => sum + tally.defects, 0);
  process.exit(defects === 0 ? 0 : 1);
}
