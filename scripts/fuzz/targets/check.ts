import { rules } from '../../../rules/index.ts';
import { replacementsOf } from '../../../src/cli/replacements.ts';
import type { Place } from '../../../src/hcl/source.ts';
import type { LintResult } from '../../../src/lint/lint.ts';
import type { LintPathsOptions } from '../../../src/lint/run.ts';
import { FORMAT_NAMES, type FormatName, loadReporter } from '../../../src/report/formats.ts';
import type { Report } from '../../../src/report/report.ts';
import { PLAIN } from '../../../src/report/style.ts';
import { defectOfReport } from '../../../test/report/valid/report.ts';
import type { Texts } from '../../../test/report/valid/texts.ts';
import { expectThat, type Input } from '../target.ts';

/** What is judged in a folder, with every rule there is. */
export function optionsFor(workingDirectory: string, paths: readonly string[] = ['.']): LintPathsOptions {
  return {
    rules,
    selection: {
      only: [],
      disable: [],
      severities: rules
        .filter(({ presets }) => !presets.includes('recommended'))
        .map(({ id }) => ({ rule: id, severity: 'warning' })),
    },
    workingDirectory,
    paths,
    settings: [],
    environmentVariables: {},
    environment: null,
    fixDefaults: { trusted: { organization: null, accounts: ['111122223333'] } },
  };
}

/** The file that findings without a place are reported for. */
const INPUT_NAME = 'plan.json';

/** Every place lies in its file, and every report says what its format can, of the files there are. */
export async function expectReports(result: LintResult, files: Input): Promise<void> {
  for (const { rule, place, trace, environment } of result.findings) {
    for (const where of [place, environment?.place ?? null, ...trace.map((step) => step.place)])
      expectInside(rule, where);
  }
  for (const { rule, place } of result.unresolved) expectInside(rule, place);
  const texts = textsOf(files);
  for (const [name, text] of await writeReports(result)) expectReport(name, text, texts);
}

/** The reports in all formats. */
export async function writeReports(result: LintResult): Promise<ReadonlyMap<FormatName, string>> {
  const found = new Set([...result.findings, ...result.unresolved].map(({ rule }) => rule));
  const report: Report = {
    result,
    // What a report says of rules is always the same, and long: tests look at all of it.
    rules: new Map(rules.filter(({ id }) => found.has(id)).map((rule) => [rule.id, rule])),
    version: '0.0.0',
    level: 'info',
    quiet: false,
    fixes: null,
    pathInRepository: '',
    inputName: INPUT_NAME,
    showSuppressed: true,
    shard: null,
    replacementsOf,
  };
  const written = new Map<FormatName, string>();
  for (const name of FORMAT_NAMES) written.set(name, (await loadReporter(name))(report, PLAIN));
  return written;
}

export function expectReport(name: FormatName, text: string, texts: Texts): void {
  const defect = defectOfReport(name, text, texts);
  expectThat(defect === null, `the report as ${name}: ${defect}`);
}

/** The texts as they are read back: what is not UTF-8 cannot be written. */
export function textsOf(files: Input): Texts {
  const written = Object.entries(files).map(([name, text]) => [name, text.toWellFormed()] as const);
  return new Map([[INPUT_NAME, ''], ...written]);
}

function expectInside(rule: string, place: Place | null): void {
  if (place === null) return;
  const { start, end, file } = place;
  expectThat(start >= 0 && start <= end && end <= file.text.length, `${rule} points outside of ${file.path}`);
}
