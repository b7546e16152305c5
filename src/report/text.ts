import type { Place } from '../hcl/source.ts';
import { pageOf } from '../lint/documentation-url.ts';
import {
  type Finding,
  isAtLeast,
  SEVERITIES,
  type Severity,
  standing,
  type TraceStep,
  type Unresolved,
} from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import { codeFrame } from './code-frame.ts';
import { countBySeverity, plural } from './counts.ts';
import { becauseOf } from './environment.ts';
import { firstSentence } from './first-sentence.ts';
import { pathLine, pathLineColumn } from './location.ts';
import { logLine } from './printable.ts';
import type { Report } from './report.ts';
import type { Style } from './style.ts';

/** More findings than people read are not described one by one. */
const FINDINGS_DESCRIBED = 2000;

/** How many unresolved questions are listed. */
const UNRESOLVED_LISTED = 10;

/** `--format text`: for people. Each finding with its code, its evidence and what to do; last of all, one summary line. */
export function text({ result, rules, level, quiet, fixes }: Report, style: Style): string {
  const counted = standing(result.findings);
  const shown = counted.filter(({ severity }) => isAtLeast(severity, level));
  const sections = shown
    .slice(0, FINDINGS_DESCRIBED)
    .map((finding) => describeFinding(finding, rules.get(finding.rule), style));
  const more = shown.length - sections.length;
  if (more > 0) sections.push([style.bold(`${plural(more, 'more finding')}, see --format json or compact.`)]);
  if (!quiet) {
    if (result.unresolved.length > 0) sections.push(describeUnresolved(result.unresolved, style));
    sections.push([...describeFixes(fixes, counted.length), ...describeSummary(result, level, style)]);
  }
  return sections.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function describeFinding(finding: Finding, rule: Rule | undefined, style: Style): string[] {
  const { severity, place, resource, message } = finding;
  const colour = colourOf(severity, style);
  const where = place === null ? resource : pathLineColumn(place);
  const header = [where === null ? null : style.bold(logLine(where)), colour(severity), style.dim(finding.rule)];
  const lines = [header.filter((part) => part !== null).join(' '), logLine(message)];
  if (place !== null && !finding.sensitive) {
    lines.push('', ...codeFrame(place, style, colour).map((line) => `  ${line}`));
  }
  const notes = notesOf(finding, rule);
  if (notes.length > 0) lines.push('');
  for (const [label, values] of notes) {
    for (const [index, value] of values.entries()) {
      lines.push(`  ${style.dim((index === 0 ? label : '').padEnd(11))}  ${logLine(value)}`);
    }
  }
  return lines;
}

/** What is said below the code: a label with one line or more. */
function notesOf(finding: Finding, rule: Rule | undefined): [label: string, values: string[]][] {
  const notes: [string, string[]][] = [];
  const { resource, environment, place } = finding;
  if (resource !== null && place !== null) notes.push(['resource', [nameOf(finding, resource)]]);
  if (environment !== null && rule !== undefined && dependsOnEnvironment(rule)) {
    notes.push(['environment', [`${environment.kind}: ${becauseOf(environment)}`]]);
  }
  const trace = traceOf(finding);
  if (trace.length > 0) notes.push(['trace', trace]);
  if (rule !== undefined) notes.push(['help', [firstSentence(rule.documentation.how)]]);
  const page = rule === undefined ? null : pageOf(rule);
  if (page !== null) notes.push(['docs', [page]]);
  return notes;
}

/** Addresses of modules' resources only make sense with their root module. */
function nameOf({ root }: Finding, resource: string): string {
  return resource.startsWith('module.') && root !== null && root !== '.' ? `${resource} in ${root}` : resource;
}

function dependsOnEnvironment({ severity }: Rule): boolean {
  return severity.production !== severity.unknown || severity.production !== severity.nonProduction;
}

/** The trace as people read it: the way to the resource, then what else the value reaches. */
function traceOf({ trace, place }: Finding): string[] {
  const way = trace.filter(({ kind }) => kind !== 'other');
  const others = trace.filter(({ kind }) => kind === 'other');
  const [only] = way;
  const isObvious = way.length === 1 && only !== undefined && onSameLine(only.place, place);
  const uses = way.at(-1)?.place ?? place;
  return [
    ...(isObvious ? [] : way.map(describeStep)),
    ...others.map((step) => (onSameLine(step.place, uses) ? step.message : describeStep(step))),
  ];
}

function describeStep({ message, place }: TraceStep): string {
  return place === null ? message : `${message} (${pathLine(place)})`;
}

function onSameLine(a: Place | null, b: Place | null): boolean {
  return a !== null && b !== null && pathLine(a) === pathLine(b);
}

function describeUnresolved(unresolved: readonly Unresolved[], style: Style): string[] {
  const listed = unresolved.slice(0, UNRESOLVED_LISTED).map(({ rule, resource, place, reason }) => {
    const where = place === null ? '' : `${pathLineColumn(place)} `;
    return `  ${logLine(`${where}${rule}: ${resource === null ? '' : `${resource}: `}${reason}`)}`;
  });
  const hidden = unresolved.length - listed.length;
  if (hidden > 0) listed.push(`  ${hidden} more, see --format json`);
  return [style.bold('Not judged, because a value is not known:'), ...listed];
}

/** One line about what was mended, where anything was to be. */
function describeFixes(fixes: Report['fixes'], left: number): string[] {
  if (fixes === null) return [];
  const line = `${fixes.fixed.length} fixed, ${left} left`;
  if (fixes.heldUnsafe === 0) return [`${line}.`];
  return [`${line}; ${plural(fixes.heldUnsafe, 'unsafe fix', 'unsafe fixes')} held back (use --unsafe-fixes).`];
}

function describeSummary({ findings, unresolved, counts }: Report['result'], level: Severity, style: Style) {
  const bySeverity = countBySeverity(findings);
  const found: string[] = [];
  const hidden: string[] = [];
  for (const severity of SEVERITIES) {
    const count = bySeverity[severity];
    if (count === 0) continue;
    const words = plural(count, severity);
    if (isAtLeast(severity, level)) found.push(colourOf(severity, style)(words));
    else hidden.push(words);
  }
  const what = found.length === 0 ? style.green('No findings') : found.join(', ');
  const files = `${plural(counts.files, 'file')}, ${plural(counts.modules, 'module')}`;
  let line = `${what} in ${plural(counts.repositories, 'repository', 'repositories')} (${files})`;
  const suppressed = findings.length - standing(findings).length;
  if (suppressed > 0) line += `; ${suppressed} suppressed`;
  if (unresolved.length > 0) line += `; ${unresolved.length} unresolved`;
  if (hidden.length > 0) line += `; hidden by --level: ${hidden.join(', ')}`;
  return [`${line}.`];
}

function colourOf(severity: Severity, style: Style): (text: string) => string {
  switch (severity) {
    case 'error':
      return style.red;
    case 'warning':
      return style.yellow;
    case 'info':
      return style.blue;
  }
}
