/**
 * Feeds the built command line what means harm, ends it while it writes, and writes down what it did: the tables of
 * docs/reliability.md.
 *
 *     npm run build && npx tsx scripts/harm.ts [--files 1000000] [--kills 1000] [--only <words of a name>]
 *
 * Exit code 1 when something is not as it must be.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replaceBetweenMarkers } from './generate/markers.ts';
import { type HarmCase, harmCases } from './harm/cases.ts';

const PROGRAM = join(import.meta.dirname, '../bin/ecrlint.js');
const PAGE = join(import.meta.dirname, '../docs/reliability.md');

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '1000000' },
    kills: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
  },
});

let failed = false;
const rows: string[] = [];
for (const harm of harmCases(Number(values.files))) {
  if (harm.name.includes(values.only)) rows.push(inNewFolder((folder) => judge(harm, folder)));
}
const kills = values.only === '' ? await killMany(Number(values.kills)) : '';
if (values.only === '') {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;
  const table = ['| input | exit code | seconds | peak memory |', '|---|---|---|---|', ...rows].join('\n');
  const text = `${table}\n\n${kills}\n\nMeasured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
  writeFileSync(PAGE, replaceBetweenMarkers(readFileSync(PAGE, 'utf8'), 'harm', text));
}
process.exitCode = failed ? 1 : 0;

function inNewFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-harm-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge({ name, make, exitCode, says, seconds }: HarmCase, folder: string): string {
  make(folder);
  const started = performance.now();
  const tell = "process.on('exit',()=>require('fs').writeSync(3,String(process.resourceUsage().maxRSS)))";
  const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('file:///');${tell}`;
  const { status, signal, stdout, stderr, output } = spawnSync(
    process.execPath,
    ['--import', preload, PROGRAM, 'check', '.', '--format', 'compact', '--level', 'info'],
    { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe'], maxBuffer: 2 ** 30, timeout: 600_000 },
  );
  const took = (performance.now() - started) / 1000;
  const megabytes = Math.round(Number(output[3]) / 1000);
  const row = `| ${name} | ${status ?? signal} | ${took.toFixed(1)} | ${megabytes} MB |`;
  console.log(row);
  const trace = /^\s+at .*:\d+:\d+\)?$/m.exec(stdout + stderr)?.[0];
  const leak = /root:[x*]?:0:0/.exec(stdout + stderr)?.[0];
  const wrong = [
    status !== exitCode && `exit code ${status ?? signal} instead of ${exitCode}`,
    !says.test(stdout + stderr) && `it does not say ${says}`,
    took > seconds && `it took longer than ${seconds} s`,
    trace !== undefined && `a stack trace: ${trace}`,
    leak !== undefined && 'it shows a file from outside of the tree',
  ].filter((problem) => problem !== false);
  if (wrong.length > 0) {
    failed = true;
    console.log(`    ${wrong.join('; ')}\n    ${`${stdout}${stderr}`.slice(0, 500)}`);
  }
  return row;
}

/** Ends `--fix` on a tree of 200 files again and again, at all times of its run, and looks at every file after each. */
async function killMany(times: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ecrlint-kill-'));
  const before = new Map(
    Array.from({ length: 200 }, (_, i) => [join(`module-${i % 20}`, `part-${i}.tf`), repository(i)]),
  );
  const plant = (): void => {
    for (const [path, text] of before) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  plant();
  const whole = performance.now();
  await fix(folder, null);
  const duration = performance.now() - whole;
  const after = new Map([...before.keys()].map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  let half = 0;
  let leftovers = 0;
  let interrupted = 0;
  for (let i = 0; i < times; i++) {
    plant();
    if (await fix(folder, (duration * 1.1 * (i % 97)) / 97)) interrupted++;
    for (const [path, text] of before) {
      const now = readFileSync(join(folder, path), 'utf8');
      if (now !== text && now !== after.get(path)) half++;
    }
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.tf') && name.includes('.')) {
        leftovers++;
        rmSync(join(folder, name));
      }
    }
  }
  rmSync(folder, { recursive: true, force: true });
  if (half > 0) failed = true;
  const sentence = `\`--fix\` on 200 files was ended by SIGKILL ${times.toLocaleString('en')} times, at times spread over its whole run; ${interrupted.toLocaleString('en')} of them hit it before it was done. ${half} files were neither what they had been nor what they were to become; ${leftovers} temporary files were left behind, none of which Terraform or ecrlint reads.`;
  console.log(sentence);
  return sentence;
}

/** Whether it had to be ended. */
function fix(folder: string, endAfter: number | null): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, 'check', '.', '--fix'], { cwd: folder, stdio: 'ignore' });
  const timer = endAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), endAfter);
  return new Promise((resolve) => {
    child.once('exit', (_, signal) => {
      if (timer !== null) clearTimeout(timer);
      resolve(signal === 'SIGKILL');
    });
  });
}

function repository(i: number): string {
  return `resource "aws_ecr_repository" "app_${i}" {\n  name                 = "app-${i}"\n  image_tag_mutability = "MUTABLE"\n}\n`;
}
