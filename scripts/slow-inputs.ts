/**
 * Looks for inputs for which the time grows faster than their size: repeats a piece of a configuration n times and 4n
 * times, and compares how long parsing, judging, reporting and fixing take. Lists where four times as much takes more
 * than eight times as long.
 *
 *     npx tsx scripts/slow-inputs.ts [--count 200] [--seed 1] [--from 0]
 */
import { parseArgs } from 'node:util';
import { fixPaths } from '../src/fix/fix-paths.ts';
import { parseNative } from '../src/hcl/parser.ts';
import { SourceFile } from '../src/hcl/source.ts';
import { lintPaths } from '../src/lint/run.ts';
import { withFolder } from '../test/support/folder.ts';
import { CONFIGURATIONS } from './fuzz/bases.ts';
import { Random } from './fuzz/random.ts';
import { type Repeatable, repeatablesIn, repeated } from './fuzz/repeat.ts';
import type { Input } from './fuzz/target.ts';
import { optionsFor, writeReports } from './fuzz/targets/check.ts';

/** About how many characters the smaller of the two inputs gets in addition. */
const CHARACTERS = 30_000;
const FACTOR = 4;
/** Linear would be `FACTOR`; what the computer does besides, and what is only looked up in a tree, are let through. */
const MOST_GROWTH = 8;
/** What takes less for the larger input is not worth a look, and says little. */
const LEAST_MILLISECONDS = 150;

/** What is done with an input, each by itself. */
const STEPS: Readonly<Record<string, (files: Input, name: string) => unknown>> = {
  parse: (files, name) => parseNative(new SourceFile(name, files[name] ?? '')),
  judge: (files) => withFolder(files, (folder) => lintPaths(optionsFor(folder))),
  report: (files) => withFolder(files, async (folder) => writeReports(await lintPaths(optionsFor(folder)))),
  fix: (files) => withFolder(files, (folder) => fixPaths({ ...optionsFor(folder), unsafe: true })),
};

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});

let slow = 0;
const first = Number(options.from);
for (let index = first; index < first + Number(options.count); index++) {
  const random = new Random(Number(options.seed), index);
  const files = random.pick(CONFIGURATIONS);
  const name = random.pick(Object.keys(files));
  const pieces = name.endsWith('.tf') ? repeatablesIn(files[name] ?? '') : [];
  if (pieces.length > 0) slow += await growth(files, name, random.pick(pieces), index);
}
console.log(`${options.count} pieces repeated, ${slow} times slower than in proportion.`);
process.exitCode = slow === 0 ? 0 : 1;

/** How many steps take longer than in proportion. */
async function growth(files: Input, name: string, piece: Repeatable, index: number): Promise<number> {
  const text = files[name] ?? '';
  const times = Math.min(2000, Math.ceil(CHARACTERS / (piece.end - piece.start + 1)));
  const [small, large] = [times, times * FACTOR].map((n) => ({ ...files, [name]: repeated(text, piece, n) }));
  let found = 0;
  for (const [step, run] of Object.entries(STEPS)) {
    if (small === undefined || large === undefined) break;
    const long = await processorTime(() => run(large, name));
    if (long < LEAST_MILLISECONDS) continue;
    const short = await processorTime(() => run(small, name));
    if (long < short * MOST_GROWTH) continue;
    // Once more: what was compiled or collected meanwhile says nothing.
    const again = (await processorTime(() => run(large, name))) / (await processorTime(() => run(small, name)));
    if (again < MOST_GROWTH) continue;
    found++;
    console.log(`Piece ${index}: ${step} of ${times} and ${times * FACTOR} times ${piece.what} in ${name}`);
    console.log(
      `  ${Math.round(short)} and ${Math.round(long)} ms: ${text.slice(piece.start, piece.end).slice(0, 80)}`,
    );
  }
  return found;
}

/** Milliseconds of the processor: a busy computer makes no input slow. */
async function processorTime(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
