import { isAtLeast } from '../lint/finding.ts';
import type { ReportData } from './data.ts';
import type { JsonFinding } from './json.ts';
import { printable, printableLine } from './printable.ts';
import { repositoryPath } from './repository-path.ts';

/** `--format junit`: a test suite for each file, with a failed case for each finding and a skipped one where it is suppressed. */
export function junit(data: ReportData): string {
  const suites = suitesOf(data);
  const cases = [...suites.values()].flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: 'ecrlint', ...counts(cases) })}>`,
    ...[...suites].flatMap(([file, inFile]) => suite(file, inFile)),
    // Programs that read such files take one without a case for a run that went wrong.
    ...(suites.size === 0 ? cleanSuite() : []),
    '</testsuites>',
    '',
  ].join('\n');
}

/** The findings by file, as seen from the root of the repository; those without a place by the file of the plan. */
function suitesOf(data: ReportData): ReadonlyMap<string, readonly JsonFinding[]> {
  const { json, level, pathInRepository, inputName } = data;
  const suites = new Map<string, JsonFinding[]>();
  for (const finding of json.findings) {
    if (!isAtLeast(finding.severity, level)) continue;
    const file = repositoryPath(finding.location?.file ?? inputName, pathInRepository);
    const inFile = suites.get(file);
    if (inFile === undefined) suites.set(file, [finding]);
    else inFile.push(finding);
  }
  return suites;
}

function suite(file: string, findings: readonly JsonFinding[]): string[] {
  return [
    `  <testsuite ${attributes({ name: file, ...counts(findings) })}>`,
    ...findings.flatMap((finding) => testCase(file, finding)),
    '  </testsuite>',
  ];
}

function cleanSuite(): string[] {
  return [
    '  <testsuite name="ecrlint" tests="1" failures="0" errors="0" skipped="0" time="0">',
    '    <testcase name="no findings" classname="ecrlint" time="0"/>',
    '  </testsuite>',
  ];
}

function testCase(file: string, finding: JsonFinding): string[] {
  const { rule, severity, message, resource, location, suppressed } = finding;
  const name = resource === null ? rule : `${rule}: ${resource}`;
  const line = location === null ? {} : { line: location.start.line };
  const outcome =
    suppressed === null
      ? `<failure ${attributes({ type: severity, message })}>${escapeXml(printable(details(finding)))}</failure>`
      : `<skipped ${attributes({ message: suppressed.reason || `Suppressed by a ${suppressed.by}` })}/>`;
  return [
    `    <testcase ${attributes({ name, classname: file, file, ...line, time: 0 })}>`,
    `      ${outcome}`,
    '    </testcase>',
  ];
}

function details({ message, location, trace }: JsonFinding): string {
  const where = location === null ? [] : [`${location.file}:${location.start.line}:${location.start.column}`];
  const steps = trace.map((step) =>
    step.location === null ? step.message : `${step.message} (${step.location.file}:${step.location.start.line})`,
  );
  return [...where, message, ...steps].map(printableLine).join('; ');
}

function counts(findings: readonly JsonFinding[]): Record<string, number> {
  const skipped = findings.filter(({ suppressed }) => suppressed !== null).length;
  return { tests: findings.length, failures: findings.length - skipped, errors: 0, skipped, time: 0 };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(printableLine(String(value)))}"`)
    .join(' ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Printable text as XML; what XML 1.0 has no way to say even then is replaced. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '').replace(/[\ufffe\uffff]/g, '\ufffd');
}
