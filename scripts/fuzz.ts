/**
 * Feeds damaged inputs to every part of the program and checks what must hold for each: nothing is thrown, nothing
 * hangs, places lie inside texts, HashiCorp's parser agrees, fixed texts are valid and stay as they are.
 *
 *     npm run fuzz -- [--count 10000] [--seed 1] [--from 0] [--only syntax,fixes] [--keep <folder>] [--progress <file>]
 *
 * The same seed and index make the same input everywhere. How far a run is stands in the file of `--progress`, and one
 * that was stopped goes on there. Inputs that show a defect are kept in a folder for each. Exit code 1 when there are
 * any.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { Progress } from './fuzz/progress.ts';
import { Random } from './fuzz/random.ts';
import type { Input } from './fuzz/target.ts';
import { TARGETS, targetOf, targetsNamed } from './fuzz/targets.ts';
import type { Job, Verdict } from './fuzz/worker.ts';

/** After so many seconds without news of an input it is said to hang. */
const HANGS_AFTER = 60;

/** Where the worker is bundled to: threads of Node.js read no TypeScript. */
const WORKER = join(import.meta.dirname, '../node_modules/.cache/ecrlint-fuzz/worker.mjs');

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string', default: TARGETS.map(({ name }) => name).join(',') },
    keep: { type: 'string', default: 'fuzz-defects' },
    progress: { type: 'string' },
  },
});
const seed = Number(values.seed);
const end = Number(values.from) + Number(values.count);
const chosen = targetsNamed(values.only.split(','));

/** After so many inputs the progress is saved. */
const SAVED_EVERY = 1000;

const progress = Progress.from(values.progress, seed, Number(values.from));
const earlier = progress.milliseconds;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, finish);
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
while (progress.next < end) await work();
finish();

/** Runs a worker until it is done, or until one input takes it down; then the next one goes on behind that. */
function work(): Promise<void> {
  const current = new Int32Array(new SharedArrayBuffer(4));
  current[0] = progress.next;
  const job: Job = { seed, from: progress.next, to: end, targets: values.only.split(','), current };
  const worker = new Worker(WORKER, {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: 3000 },
  });
  return new Promise((resolve) => {
    // Counted and not taken from a clock, which goes on when a computer is put to sleep.
    let silent = 0;
    const watch = setInterval(() => {
      if (++silent > HANGS_AFTER) giveUp('it hangs');
    }, 1000);
    const giveUp = (what: string): void => {
      clearInterval(watch);
      const index = Atomics.load(current, 0);
      record({ target: inputAt(index).target, index, milliseconds: 0, characters: 0, message: what });
      void worker.terminate().then(() => resolve());
    };
    worker.on('message', (verdict: Verdict) => {
      silent = 0;
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

function record(verdict: Verdict): void {
  progress.record(verdict);
  const { index, target, message } = verdict;
  if (progress.next % SAVED_EVERY === 0) save();
  if (message === null) return;
  console.log(`Input ${index} (${target}): ${message}`);
  const folder = join(values.keep, `${target}-${seed}-${index}`);
  for (const [name, text] of Object.entries(inputAt(index).input)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

function save(): void {
  progress.milliseconds = earlier + performance.now() - started;
  if (values.progress !== undefined) progress.save(values.progress);
}

function finish(): never {
  save();
  const names = new Map(TARGETS.map(({ name, what }) => [name, what]));
  console.log(progress.report((target) => names.get(target) ?? target));
  if (progress.next < end) console.log(`\nStopped before input ${progress.next}.`);
  process.exit(progress.defects === 0 ? 0 : 1);
}
