import { rules } from '../../../rules/index.ts';
import { replacementsOf } from '../../../src/cli/replacements.ts';
import type { Place } from '../../../src/hcl/source.ts';
import type { LintResult } from '../../../src/lint/lint.ts';
import type { LintPathsOptions } from '../../../src/lint/run.ts';
import { FORMAT_NAMES, type FormatName, loadReporter } from '../../../src/report/formats.ts';
import type { Report } from '../../../src/report/report.ts';
import { PLAIN } from '../../../src/report/style.ts';
import { expectThat } from '../target.ts';

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

/** Every place lies in its file, and every report can be written and read. */
export async function expectReports(result: LintResult): Promise<void> {
  for (const { rule, place, trace, environment } of result.findings) {
    for (const where of [place, environment?.place ?? null, ...trace.map((step) => step.place)])
      expectInside(rule, where);
  }
  for (const { rule, place } of result.unresolved) expectInside(rule, place);
  const report: Report = {
    result,
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    version: '0.0.0',
    level: 'info',
    quiet: false,
    fixes: null,
    pathInRepository: '',
    inputName: 'plan.json',
    showSuppressed: true,
    shard: null,
    replacementsOf,
  };
  for (const name of FORMAT_NAMES) {
    const reporter = await loadReporter(name);
    expectReadable(name, reporter(report, PLAIN));
  }
}

function expectInside(rule: string, place: Place | null): void {
  if (place === null) return;
  const { start, end, file } = place;
  expectThat(start >= 0 && start <= end && end <= file.text.length, `${rule} points outside of ${file.path}`);
}

const JSON_FORMATS: readonly string[] = ['json', 'sarif', 'gitlab'];

function expectReadable(name: FormatName, text: string): void {
  if (JSON_FORMATS.includes(name)) JSON.parse(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  expectThat(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text), `${name} has control characters`);
}
