import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Log } from 'sarif';
import { rules } from '../../rules/index.ts';
import { isAtLeast, type Severity } from '../lint/finding.ts';
import { pathInRepository } from '../lint/run.ts';
import type { ReportData } from '../report/data.ts';
import { DATA_FORMAT_NAMES, loadDataReporter } from '../report/formats.ts';
import type { JsonReport } from '../report/json.ts';
import { asJsonReport } from '../report/json-schema.ts';
import { mergeJson } from '../report/merge-json.ts';
import { mergeSarif, sarifText } from '../report/sarif/merge.ts';
import { asSarifLog, resultSeverity } from '../report/sarif/read.ts';
import { describeError } from '../terraform/source-tree.ts';
import { CannotRun } from './cannot-run.ts';
import { inputNameOf } from './input-name.ts';
import type { Io } from './io.ts';
import { writeJobSummary } from './job-summary.ts';
import type { MergeOptions } from './merge.ts';
import { listOf, type ReportTarget, type Threshold } from './option-values.ts';
import { writeReportFile } from './write-report.ts';

/** `ecrlint merge`: reads the reports, writes them as one, and gives the exit code. Throws `CannotRun`. */
export async function merge(options: MergeOptions, io: Io): Promise<number> {
  const read = options.files.map((file) => readReport(file, io.workingDirectory));
  const jsons = read.flatMap((report) => (report.kind === 'json' ? [report] : []));
  const sarifs = read.flatMap((report) => (report.kind === 'sarif' ? [report] : []));
  const [json, sarif] = [jsons[0], sarifs[0]];
  if (json !== undefined && sarif !== undefined) {
    throw new CannotRun(`"${json.file}" is a JSON report and "${sarif.file}" is SARIF. Join those of one kind.`);
  }
  checkVersions(read);
  if (json !== undefined) return mergeJsonReports([json, ...jsons.slice(1)], options, io);
  if (sarif !== undefined) return mergeSarifReports([sarif, ...sarifs.slice(1)], options, io);
  throw new CannotRun('There is no report to join. Name files that ecrlint check --format json or sarif wrote.');
}

interface JsonFile {
  readonly kind: 'json';
  readonly file: string;
  readonly report: JsonReport;
  readonly version: string;
}

interface SarifFile {
  readonly kind: 'sarif';
  readonly file: string;
  readonly log: Log;
  readonly version: string;
}

function readReport(file: string, workingDirectory: string): JsonFile | SarifFile {
  const data = parseReport(file, workingDirectory);
  const report = asJsonReport(data);
  if (report !== null) return { kind: 'json', file, report, version: report.tool.version };
  const log = asSarifLog(data);
  if (log !== null) return { kind: 'sarif', file, log, version: log.runs[0]?.tool.driver.version ?? '' };
  throw new CannotRun(
    `"${file}" is no report of ecrlint that can be joined. Name files that ecrlint check --format json or sarif wrote.`,
  );
}

function parseReport(file: string, workingDirectory: string): unknown {
  let text: string;
  try {
    text = readFileSync(resolve(workingDirectory, file), 'utf8');
  } catch (error) {
    throw new CannotRun(`"${file}" cannot be read: ${describeError(error)}. Check the path.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new CannotRun(`"${file}" is not JSON, so it is no report that can be joined. It may be cut short.`);
  }
}

function checkVersions(reports: readonly (JsonFile | SarifFile)[]): void {
  const other = reports.find(({ version }) => version !== reports[0]?.version);
  if (other === undefined || reports[0] === undefined) return;
  throw new CannotRun(
    `"${reports[0].file}" is of ecrlint ${reports[0].version} and "${other.file}" of ${other.version}, whose rules may differ. Make all with one version.`,
  );
}

async function mergeJsonReports(
  files: readonly [JsonFile, ...JsonFile[]],
  { reports, level, failOn }: MergeOptions,
  io: Io,
): Promise<number> {
  checkShards(files);
  const [first, ...others] = files;
  const json = mergeJson([first.report, ...others.map(({ report }) => report)]);
  const data: ReportData = {
    json,
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    level,
    pathInRepository: pathInRepository(io.workingDirectory),
    inputName: inputNameOf([], io.workingDirectory),
  };
  for (const target of targetsOf(reports, 'json')) {
    const format = DATA_FORMAT_NAMES.find((name) => name === target.format);
    if (format === undefined) {
      throw new CannotRun(
        `JSON reports cannot be joined into ${target.format}, which needs the files. Choose ${listOf(DATA_FORMAT_NAMES)}.`,
      );
    }
    const write = await loadDataReporter(format);
    put(write(data), target, io);
    if (format === 'github') writeJobSummary(data, io);
  }
  const standing = json.findings.filter(({ suppressed }) => suppressed === null);
  return exitCodeOf(
    standing.map(({ severity }) => severity),
    failOn,
  );
}

/** A shard that is missing is no clean shard. */
function checkShards(files: readonly JsonFile[]): void {
  const shards = files.flatMap(({ report }) => report.shard ?? []);
  const [first] = shards;
  if (first === undefined) return;
  const missing = Array.from({ length: first.count }, (_, index) => index + 1).filter((index) =>
    shards.every((shard) => shard.index !== index || shard.count !== first.count),
  );
  if (missing.length === 0) return;
  throw new CannotRun(
    `Of ${first.count} shards, ${listOf(missing.map(String)).replace(' or ', ' and ')} ${missing.length === 1 ? 'is' : 'are'} missing. Name the reports of all.`,
  );
}

function mergeSarifReports(
  files: readonly [SarifFile, ...SarifFile[]],
  { reports, failOn }: MergeOptions,
  io: Io,
): number {
  const [first, ...others] = files;
  const log = mergeSarif([first.log, ...others.map((other) => other.log)]);
  for (const target of targetsOf(reports, 'sarif')) {
    if (target.format !== 'sarif') {
      throw new CannotRun(`SARIF reports can only be joined into sarif, not into ${target.format}. Join JSON reports.`);
    }
    put(sarifText(log), target, io);
  }
  const results = log.runs.flatMap(({ results: all = [] }) => all);
  return exitCodeOf(results.filter(({ suppressions = [] }) => suppressions.length === 0).map(resultSeverity), failOn);
}

function targetsOf(targets: readonly ReportTarget[], usual: 'json' | 'sarif'): readonly ReportTarget[] {
  return targets.length === 0 ? [{ format: usual, file: null }] : targets;
}

function put(text: string, { format, file }: ReportTarget, io: Io): void {
  if (file === null) io.stdout.write(text);
  else writeReportFile(text, format, file, io.workingDirectory);
}

function exitCodeOf(severities: readonly Severity[], failOn: Threshold): number {
  return failOn !== 'never' && severities.some((severity) => isAtLeast(severity, failOn)) ? 1 : 0;
}
