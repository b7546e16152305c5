import { pageOf } from '../lint/documentation-url.ts';
import type { Rule } from '../lint/rule.ts';
import { plural } from './counts.ts';
import { inWords, type ReportData, shownFindings, whereIs, worstFirst } from './data.ts';
import { firstSentence } from './first-sentence.ts';
import type { JsonFinding } from './json.ts';
import { codeCell, codeSpan, escapeMarkdown } from './markdown-text.ts';

/** The most that a comment on GitHub holds, in characters, with some to spare for who adds to it. */
const COMMENT_LIMIT = 65_000;

/** By this, a script finds its earlier comment. */
const MARKER = '<!-- ecrlint -->';

/** `--format markdown`: for a comment on a pull request. */
export function markdown(data: ReportData): string {
  return markdownWithin(data, COMMENT_LIMIT);
}

/**
 * A table of the findings, worst first, with the evidence folded below it. What does not fit is counted.
 *
 * @param limit in bytes of UTF-8
 */
export function markdownWithin(data: ReportData, limit: number): string {
  const findings = worstFirst(shownFindings(data));
  const words = inWords(findings);
  const begin = [MARKER, `### ecrlint: ${words ?? 'no findings'}`, ''];
  const end = ['', footer(data), ''];
  if (words === null) return [...begin, ...end.slice(1)].join('\n');

  const space = new Space(limit - sizeOf([...begin, ...FRAME, ...end]) - ROOM_FOR_NOTES);
  const rows = space.fill(findings.map((finding) => row(finding, data)));
  const details = space.fill(findings.map((finding) => detail(finding, data)));
  const left = findings.length - rows.length;
  return [
    ...begin,
    ...TABLE,
    ...rows,
    ...(left === 0 ? [] : ['', `${plural(left, 'more finding')} did not fit in here.`]),
    ...(details.length === 0 ? [] : [...DETAILS_BEGIN, ...details, ...DETAILS_END]),
    ...end,
  ].join('\n');
}

const TABLE = ['| Severity | Finding | Where |', '|---|---|---|'];
const DETAILS_BEGIN = ['', '<details>', '<summary>Evidence and help</summary>', ''];
const DETAILS_END = ['', '</details>'];
const FRAME = [...TABLE, ...DETAILS_BEGIN, ...DETAILS_END];
/** For the sentences that say what is left out. */
const ROOM_FOR_NOTES = 200;

/** Bytes to be filled with lines. */
class Space {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** The first of the pieces, as far as they fit. */
  fill(pieces: readonly string[]): readonly string[] {
    const index = pieces.findIndex((piece) => {
      this.#left -= sizeOf([piece]);
      return this.#left < 0;
    });
    return index === -1 ? pieces : pieces.slice(0, index);
  }
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + Buffer.byteLength(line) + 1, 0);
}

function row(finding: JsonFinding, { rules }: ReportData): string {
  const { severity, message, rule } = finding;
  const name = severity === 'error' ? `**${severity}**` : severity;
  const where = whereIs(finding);
  return `| ${name} | ${escapeMarkdown(message)} (${ruleLink(rule, rules)}) | ${where === null ? '' : codeCell(where)} |`;
}

function ruleLink(id: string, rules: ReadonlyMap<string, Rule>): string {
  const rule = rules.get(id);
  const page = rule === undefined ? null : pageOf(rule);
  return page === null ? codeCell(id) : `[${codeCell(id)}](${page})`;
}

/** One finding as a list, under its place. */
function detail(finding: JsonFinding, { rules }: ReportData): string {
  const { rule, resource, environment, trace, fix } = finding;
  const help = rules.get(rule)?.documentation.how;
  const notes = [
    ...(resource === null ? [] : [`Resource: ${codeSpan(resource)}`]),
    ...(environment === null ? [] : [`Environment: ${environment.kind}, ${escapeMarkdown(environment.because)}`]),
    ...trace.map(({ message, location }) => {
      const at = location === null ? '' : ` (${codeSpan(`${location.file}:${location.start.line}`)})`;
      return `Trace: ${escapeMarkdown(message)}${at}`;
    }),
    ...(help === undefined ? [] : [`Help: ${firstSentence(help)}`]),
    ...(fix === null ? [] : [`Fix: ${escapeMarkdown(fix.description)}${fix.safety === 'unsafe' ? ' (unsafe)' : ''}`]),
  ];
  const where = whereIs(finding);
  const title = `**${codeSpan(rule)}**${where === null ? '' : ` at ${codeSpan(where)}`}`;
  return `- ${title}\n${notes.map((note) => `  - ${note}\n`).join('')}`.trimEnd();
}

/** What was looked at, and what is not in the table. */
function footer({ json }: ReportData): string {
  const { repositories, files, modules, suppressed, unresolved, fixed } = json.summary;
  const what = `${plural(repositories, 'repository', 'repositories')}, ${plural(modules, 'module')}, ${plural(files, 'file')}`;
  const fixable = json.findings.filter(
    (finding) => finding.suppressed === null && finding.fix?.safety === 'safe',
  ).length;
  const notes = [
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(fixable > 0 ? [`${fixable} that \`ecrlint check --fix\` mends`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(unresolved > 0 ? [`${unresolved} not judged, because a value is not known`] : []),
  ];
  return `Judged: ${what}.${notes.length === 0 ? '' : ` Findings: ${notes.join('; ')}.`}`;
}
