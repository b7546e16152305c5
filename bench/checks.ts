import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUDGETS } from './budget.ts';
import { peakMemory, type Run, timeCommands } from './measure.ts';
import { writePlan } from './plans.ts';
import { installedRivals } from './rivals.ts';
import { count, ms, type Row } from './row.ts';
import {
  bareRepositories,
  estate,
  type Files,
  manyRepositories,
  plant,
  SPREADS,
  type Spread,
  smallModule,
} from './trees.ts';

const LAUNCHER = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'ecrlint.js');

/** Where a ratio is near its budget, a machine whose times vary by half decides by chance what fewer rounds give. */
const ROUNDS_OF_RATIOS = 15;

function check(folder: string, what = '.'): Run {
  return { command: process.execPath, arguments: [LAUNCHER, 'check', what], cwd: folder, codes: [0, 1] };
}

/** A check of a small module against a start of Node that does nothing. */
export function measureStart(work: string): Row[] {
  const folder = plant(join(work, 'small'), smallModule());
  const bare: Run = { command: process.execPath, arguments: ['-e', '0'], cwd: folder };
  const times = timeCommands({ check: check(folder), bare }, 41);
  return [
    {
      what: '`ecrlint check` of a module of five files against `node -e 0`',
      value: times.check / times.bare,
      unit: 'times',
      details: `${ms(times.check)}, and ${ms(times.bare)}`,
      budget: BUDGETS.start,
    },
  ];
}

/** A check of a large tree with little of ECR against a search of it, and other tools on the same tree. */
export function measureEstate(work: string): Row[] {
  const folder = plant(join(work, 'estate'), estate(12_000, 5_000));
  const grep: Run = { command: 'grep', arguments: ['-rl', 'aws_ecr', '--include=*.tf', '.'], cwd: folder };
  const times = timeCommands({ check: check(folder), grep }, ROUNDS_OF_RATIOS);
  return [
    {
      what: 'check of 12,000 files, 60 MB, against `grep -rl aws_ecr`',
      value: times.check / times.grep,
      unit: 'times',
      details: `${ms(times.check)}, and ${ms(times.grep)}`,
      budget: BUDGETS.estate,
    },
    {
      what: 'its peak memory',
      value: peakMemory(check(folder)),
      unit: 'MB',
      details: '',
      budget: BUDGETS.estateMemory,
    },
  ];
}

/** Other tools that are installed, on a tree of 600 files. */
export function measureRivals(work: string): Row[] {
  const rivals = installedRivals();
  if (rivals.length === 0) return [];
  const folder = plant(join(work, 'rivals'), estate(600, 5_000));
  return rivals.map(([command, args]) => {
    const times = timeCommands(
      { check: check(folder), rival: { command, arguments: args, cwd: folder, codes: null } },
      5,
    );
    return {
      what: `${command} against ecrlint, 600 files, 3 MB`,
      value: times.rival / times.check,
      unit: 'times',
      details: `${ms(times.rival)}, and ${ms(times.check)}`,
      budget: null,
    };
  });
}

/** How time grows with repositories, however they are spread, and with deployments. */
export function measureGrowth(work: string): Row[] {
  return SPREADS.flatMap((spread) => growthOf(spread, work));
}

const SIZES = [10, 100, 1_000, 10_000] as const;

function growthOf(spread: Spread, work: string): Row[] {
  const runs = SIZES.map((size) => [
    String(size),
    check(plant(join(work, `${spread}-${size}`), manyRepositories(size, spread))),
  ]);
  const times: Readonly<Record<string, number>> = timeCommands(Object.fromEntries(runs), 5);
  const time = (size: number): number => times[size] ?? Number.NaN;
  return SIZES.slice(1).map((size) => ({
    what: `${count(size)} against ${count(size / 10)} ${NAMES[spread]}`,
    value: time(size) / time(size / 10),
    unit: 'times',
    details: `${ms(time(size))}, and ${ms(time(size / 10))}`,
    budget: size === 1_000 ? BUDGETS.growth : null,
  }));
}

const NAMES: Readonly<Record<Spread, string>> = {
  for_each: 'repositories of one `for_each`',
  blocks: 'repositories in one file',
  modules: 'calls of a module with a repository',
  deployments: 'tfvars files of one module',
};

/** Fixing many repositories against checking them. */
export function measureFixes(work: string): Row[] {
  const files = [...manyRepositories(1_000, 'files')];
  return [
    fixing('that may be overwritten, in 20 files', files, work),
    fixing('that may be overwritten, in one file', manyRepositories(1_000, 'blocks'), work),
    fixing('with nothing but names', bareRepositories(1_000), work),
  ];
}

/** Fixing writes files, so that each run gets a copy of its own; making it is part of what is measured. */
function fixing(what: string, files: Files, work: string): Row {
  const folder = plant(join(work, 'mutable'), files);
  const copied = `rm -rf copy && cp -r mutable copy && ${process.execPath} ${LAUNCHER} check copy`;
  const shell = (flags: string): Run => ({
    command: 'sh',
    arguments: ['-c', `${copied} ${flags}`],
    cwd: work,
    codes: [0, 1],
  });
  const times = timeCommands({ fix: shell('--fix'), check: shell('') }, ROUNDS_OF_RATIOS);
  rmSync(folder, { recursive: true, force: true });
  return {
    what: `\`--fix\` of 1,000 repositories ${what}, against their check`,
    value: times.fix / times.check,
    unit: 'times',
    details: `${ms(times.fix)}, and ${ms(times.check)}`,
    budget: BUDGETS.fix,
  };
}

/** Plans, in seconds and memory: there is nothing to compare them with. */
export function measurePlans(work: string): Row[] {
  return [10, 200].flatMap((megabytes) => {
    const folder = join(work, 'plans');
    mkdirSync(folder, { recursive: true });
    writePlan(join(folder, 'plan.json'), megabytes * 1_000_000);
    const run = check(folder, 'plan.json');
    const times = timeCommands({ run }, 5);
    const rows: Row[] = [
      {
        what: `check of a plan of ${megabytes} MB`,
        value: times.run / 1000,
        unit: 'seconds',
        details: `${((megabytes / times.run) * 1000).toFixed(0)} MB/s`,
        budget: null,
      },
      { what: 'its peak memory', value: peakMemory(run), unit: 'MB', details: '', budget: null },
    ];
    rmSync(folder, { recursive: true, force: true });
    return rows;
  });
}
