import type { Budget } from './budget.ts';

/** One thing that was measured. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** What the value was made of. */
  readonly details: string;
  /** Null where nothing is promised. */
  readonly budget: Budget | null;
}

/** `times` is a ratio of two times that were taken in turns. */
export type Unit = 'times' | 'MB/s' | 'MB' | 'seconds';

/** The columns of the table. */
const HEAD = ['what', 'measured', 'budget', ''] as const;

/** A row as one line of a terminal. */
export function lineOf(row: Row): string {
  const [what, measured, budget] = cellsOf(row);
  return `${what.padEnd(62)} ${measured.padEnd(10)} ${budget.padEnd(24)} ${row.details}`.trimEnd();
}

/** Rows as a table of Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map((row) => [...cellsOf(row), row.details])];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf({ what, value, unit, budget }: Row): [what: string, measured: string, budget: string] {
  if (budget === null) return [what, withUnit(value, unit), ''];
  const met = budget.bound === 'at most' ? value <= budget.value : value >= budget.value;
  return [what, withUnit(value, unit), `${budget.bound} ${withUnit(budget.value, unit)}, ${met ? 'met' : 'MISSED'}`];
}

function withUnit(value: number, unit: Unit): string {
  const digits = unit === 'times' || (unit === 'seconds' && value < 10) ? 2 : 0;
  const number = Number(value.toFixed(digits)).toLocaleString('en-US');
  return unit === 'times' ? `${number} ×` : unit === 'seconds' ? `${number} s` : `${number} ${unit}`;
}

/** Milliseconds for people. */
export function ms(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A number with its thousands apart. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}
