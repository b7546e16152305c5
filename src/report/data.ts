import { isAtLeast, SEVERITIES, type Severity } from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import { type JsonFinding, type JsonReport, toJson } from './json.ts';
import type { Report } from './report.ts';

/**
 * What formats are made from that need no text of the files: one report as data, or those of several runs joined.
 */
export interface ReportData extends Pick<Report, 'level' | 'pathInRepository' | 'inputName'> {
  readonly json: JsonReport;
  readonly rules: ReadonlyMap<string, Rule>;
}

/** A report as data. */
export function dataOf(report: Report): ReportData {
  const { rules, level, pathInRepository, inputName } = report;
  return { json: toJson(report), rules, level, pathInRepository, inputName };
}

/** The findings that count and are bad enough to be shown to people, in the order of the report. */
export function shownFindings({ json, level }: ReportData): readonly JsonFinding[] {
  return json.findings.filter(({ severity, suppressed }) => suppressed === null && isAtLeast(severity, level));
}

/** Errors first; the order within a severity is kept. */
export function worstFirst(findings: readonly JsonFinding[]): readonly JsonFinding[] {
  return [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** How many there are of each severity, worst first, in words; null where there is none. */
export function inWords(findings: readonly { readonly severity: Severity }[]): string | null {
  const words = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return words.length === 0 ? null : words.join(', ');
}

/** `path:line:column` of a finding, else its resource, else nothing. */
export function whereIs({ location, resource }: JsonFinding): string | null {
  if (location === null) return resource;
  return `${location.file}:${location.start.line}:${location.start.column}`;
}
