/**
 * Measures what is promised about speed: `npm run -s bench [-- <name>...] [-- <folder>...]`. Everything is a ratio of
 * two things measured in the same run, because machines differ; nothing fails when a budget is missed. Names choose what
 * is measured: `start`, `parser`, `estate`, `repositories`, `fix`. Folders are parsed instead of made-up files.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseWithHashiCorp } from '@cdktf/hcl2json';
import { parseNative } from '../src/hcl/parser.ts';
import { SourceFile } from '../src/hcl/source.ts';
import { peakMemory, type Run, timeCalls, timeCommands } from './measure.ts';
import {
  bareRepositories,
  estate,
  infrastructure,
  manyRepositories,
  plant,
  type Spread,
  smallModule,
} from './trees.ts';

const LAUNCHER = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'ecrlint.js');
const MEGABYTE = 1_000_000;
const work = mkdtempSync(join(tmpdir(), 'ecrlint-bench-'));

const MEASUREMENTS = new Map<string, (folders: readonly string[]) => unknown>([
  ['start', measureStart],
  ['parser', measureParser],
  ['estate', measureEstate],
  ['repositories', () => SPREADS.map(measureRepositories)],
  ['fix', measureFixes],
]);
const SPREADS = ['for_each', 'blocks', 'modules'] as const;

try {
  const given = process.argv.slice(2);
  const folders = given.filter((argument) => !MEASUREMENTS.has(argument));
  const chosen = given.filter((argument) => MEASUREMENTS.has(argument));
  for (const name of chosen.length > 0 ? chosen : MEASUREMENTS.keys()) await MEASUREMENTS.get(name)?.(folders);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function check(folder: string): Run {
  return { command: process.execPath, arguments: [LAUNCHER, 'check', '.'], cwd: folder, codes: [0, 1] };
}

function measureStart(): void {
  const folder = plant(join(work, 'small'), smallModule());
  const bare: Run = { command: process.execPath, arguments: ['-e', '0'], cwd: folder };
  const times = timeCommands({ check: check(folder), bare }, 21);
  report('check of five files, cold', `${ms(times.check)}, bare node ${ms(times.bare)}`, times.check / times.bare, 1.6);
}

async function measureParser(folders: readonly string[]): Promise<void> {
  const texts =
    folders.length > 0 ? folders.flatMap(textsBelow) : Array.from({ length: 600 }, (_, i) => infrastructure(i, 10_000));
  // HashiCorp's parser is too slow for all of them.
  const sample = take(texts, MEGABYTE);
  const ours = (some: readonly string[]) =>
    timeCalls(() => some.map((text, i) => parseNative(new SourceFile(`${i}.tf`, text)).errors.length));
  const all = await ours(texts);
  const same = await ours(sample);
  const theirs = await timeCalls(async () => {
    for (const text of sample) await parseWithHashiCorp('main.tf', text).catch(() => null);
  }, 5);
  const speed = bytesOf(texts) / MEGABYTE / (all / 1000);
  report('parser, warm, in MB/s', `${(bytesOf(texts) / MEGABYTE).toFixed(1)} MB in ${ms(all)}`, speed, 25, 'at least');
  report(
    'parser against @cdktf/hcl2json',
    `${ms(same)} and ${ms(theirs)} for the same files`,
    theirs / same,
    10,
    'at least',
  );
}

function measureEstate(): void {
  const folder = plant(join(work, 'estate'), estate(12_000, 5_000));
  const grep: Run = {
    command: 'grep',
    arguments: ['-rl', 'aws_ecr', '--include=*.tf', '.'],
    cwd: folder,
  };
  const times = timeCommands({ check: check(folder), grep }, 5);
  report('check of 12,000 files, 60 MB', `${ms(times.check)}, grep ${ms(times.grep)}`, times.check / times.grep, 4);
  report('its peak memory in MB', '', peakMemory(check(folder)), 300);
}

function measureRepositories(spread: Spread): void {
  const [few, many] = [100, 1_000].map((count) =>
    plant(join(work, `${spread}-${count}`), manyRepositories(count, spread)),
  );
  const times = timeCommands({ few: check(few!), many: check(many!) }, 5);
  report(
    `1,000 repositories against 100, ${spread}`,
    `${ms(times.many)} and ${ms(times.few)}`,
    times.many / times.few,
    12,
  );
}

function measureFixes(): void {
  const files = [...manyRepositories(1_000, 'blocks')];
  measureFix('that may be overwritten', files);
  measureFix('that may be overwritten, in one file', [['main.tf', files.map(([, text]) => text).join('\n')]]);
  measureFix('with nothing but names', [...bareRepositories(1_000)]);
}

/** Fixing writes files, so that each run gets a copy of its own; making it is part of what is measured. */
function measureFix(what: string, files: readonly (readonly [path: string, text: string])[]): void {
  const folder = plant(join(work, 'mutable'), files);
  const copied = `rm -rf copy && cp -r mutable copy && ${process.execPath} ${LAUNCHER} check copy`;
  const shell = (flags: string): Run => ({
    command: 'sh',
    arguments: ['-c', `${copied} ${flags}`],
    cwd: work,
    codes: [0, 1],
  });
  const times = timeCommands({ fix: shell('--fix'), check: shell('') }, 5);
  rmSync(folder, { recursive: true, force: true });
  report(`fixing 1,000 repositories ${what}`, `${ms(times.fix)}, check ${ms(times.check)}`, times.fix / times.check, 3);
}

function report(
  what: string,
  how: string,
  value: number,
  budget: number,
  bound: 'at most' | 'at least' = 'at most',
): void {
  const met = bound === 'at most' ? value <= budget : value >= budget;
  const verdict = `${value.toFixed(2)} (${bound} ${budget}${met ? '' : ', MISSED'})`;
  process.stdout.write(`${what.padEnd(44)} ${verdict.padEnd(32)} ${how}\n`);
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function textsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.tf'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

function take(texts: readonly string[], bytes: number): string[] {
  const taken: string[] = [];
  for (let i = 0, total = 0; i < texts.length && total < bytes; i++) {
    taken.push(texts[i]!);
    total += Buffer.byteLength(texts[i]!);
  }
  return taken;
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
