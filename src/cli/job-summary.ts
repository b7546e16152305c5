import { appendFileSync, statSync } from 'node:fs';
import type { ReportData } from '../report/data.ts';
import { markdownWithin } from '../report/markdown.ts';
import { printableLine } from '../report/printable.ts';
import type { Io } from './io.ts';

/** GitHub drops the summary of a step that is larger. */
const SUMMARY_LIMIT = 1024 * 1024;

/**
 * Adds the findings to the job summary, where GitHub Actions offers one: the file that `GITHUB_STEP_SUMMARY` names. A
 * summary that cannot be written is told, and no reason to fail.
 */
export function writeJobSummary(data: ReportData, { environmentVariables, stderr }: Io): void {
  const { GITHUB_STEP_SUMMARY: path } = environmentVariables;
  if (path === undefined || path === '') return;
  try {
    const used = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    appendFileSync(path, `${markdownWithin(data, SUMMARY_LIMIT - used - 1)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    stderr.write(`ecrlint: The job summary was not written: ${printableLine(why)}\n`);
  }
}
