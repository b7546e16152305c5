/**
 * Measures what is promised about speed: `npm run -s bench [-- <name>...] [-- <folder>...] [-- --write]`. Everything
 * that is promised is a ratio of two things measured in turns in the same run, because machines differ, or a property
 * of the program; nothing fails when a budget is missed. Names choose what is measured, all of it unless told. The
 * parser reads the folders instead of made-up files. `--write` puts the table into docs/performance.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replaceBetweenMarkers } from '../scripts/generate/markers.ts';
import { measureEstate, measureFixes, measureGrowth, measurePlans, measureRivals, measureStart } from './checks.ts';
import { measureParsers } from './parsers.ts';
import { lineOf, type Row, tableOf } from './row.ts';

const PAGE = join(import.meta.dirname, '../docs/performance.md');

type Measure = (work: string, folders: readonly string[]) => Row[] | Promise<Row[]>;

const MEASUREMENTS = new Map<string, Measure>([
  ['start', measureStart],
  ['parser', (_, folders) => measureParsers(folders)],
  ['estate', measureEstate],
  ['growth', measureGrowth],
  ['fix', measureFixes],
  ['plan', measurePlans],
  ['rivals', measureRivals],
]);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'boolean' } } });
const folders = positionals.filter((argument) => !MEASUREMENTS.has(argument));
const chosen = positionals.filter((argument) => MEASUREMENTS.has(argument));
const work = mkdtempSync(join(tmpdir(), 'ecrlint-bench-'));
const rows: Row[] = [];
try {
  for (const [name, measure] of MEASUREMENTS) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    for (const row of await measure(work, folders)) {
      rows.push(row);
      process.stdout.write(`${lineOf(row)}\n`);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

if (values.write === true) {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;
  const measured = `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
  writeFileSync(PAGE, replaceBetweenMarkers(readFileSync(PAGE, 'utf8'), 'bench', `${tableOf(rows)}\n\n${measured}`));
}
