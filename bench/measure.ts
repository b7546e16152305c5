import { spawnSync } from 'node:child_process';

/** Fewer would let one hiccup decide. */
const ROUNDS = 7;

/** The middle value. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

export interface Run {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  /** The exit codes that mean it did its work; null for any. */
  readonly codes?: readonly number[] | null;
}

/**
 * The median wall-clock milliseconds of several commands. They take turns, so that what slows the machine down slows
 * all of them down. Each runs once before, so that files are in the cache.
 */
export function timeCommands<Name extends string>(
  runs: Readonly<Record<Name, Run>>,
  rounds = ROUNDS,
): Record<Name, number> {
  const names = Object.keys(runs) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const milliseconds = once(runs[name]);
      if (round >= 0) samples.get(name)!.push(milliseconds);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name)!)])) as Record<Name, number>;
}

function once({ command, arguments: args, cwd, codes = [0] }: Run): number {
  const start = performance.now();
  const { status, signal, error, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const milliseconds = performance.now() - start;
  if (error !== undefined) throw error;
  if (status === null || codes?.includes(status) === false) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal}: ${stderr.toString().slice(0, 500)}`);
  }
  return milliseconds;
}

/** The peak memory of a Node process in megabytes, as it tells itself when it ends. */
export function peakMemory({ arguments: args, cwd }: Run): number {
  const tell = "process.on('exit',()=>require('fs').writeSync(3,String(process.resourceUsage().maxRSS)))";
  const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('file:///');${tell}`;
  const { output } = spawnSync(process.execPath, ['--import', preload, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return (Number(output[3]) * 1024) / 1e6;
}

/** The median milliseconds of several functions called in turns in this process, once they are warm. */
export async function timeCalls<Name extends string>(
  calls: Readonly<Record<Name, () => unknown>>,
  rounds = ROUNDS,
): Promise<Record<Name, number>> {
  const names = Object.keys(calls) as Name[];
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      await calls[name]();
      if (round >= 0) samples.get(name)!.push(performance.now() - start);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name)!)])) as Record<Name, number>;
}
