import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { loadReporter } from '../report/formats.ts';
import type { Report } from '../report/report.ts';
import { PLAIN } from '../report/style.ts';
import { CannotRun } from './cannot-run.ts';
import { styleFor } from './colour.ts';
import type { Io } from './io.ts';
import type { ReportTarget } from './option-values.ts';

/** Writes a report in one format, to standard output or to a file whose folders are made. Throws `CannotRun`. */
export async function writeReport(
  report: Report,
  { format, file }: ReportTarget,
  color: boolean | undefined,
  io: Io,
): Promise<void> {
  const reporter = await loadReporter(format);
  const text = reporter(report, file === null ? await styleFor(color, io) : PLAIN);
  if (file === null) io.stdout.write(text);
  else writeReportFile(text, format, file, io.workingDirectory);
}

/** Writes the text of a report to a file. Throws `CannotRun`. */
export function writeReportFile(text: string, format: string, file: string, workingDirectory: string): void {
  const path = resolve(workingDirectory, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotRun(`The ${format} report cannot be written to ${file}: ${why}. Choose another file.`);
  }
}
