import { type ReportData, shownFindings, whereIs } from './data.ts';
import { logLine } from './printable.ts';

/** `--format compact`: `path:line:column: severity: message [rule]`, one line per finding and nothing else. */
export function compact(data: ReportData): string {
  return shownFindings(data)
    .map((finding) => {
      const { severity, message, rule } = finding;
      return `${logLine(`${whereIs(finding) ?? 'ecrlint'}: ${severity}: ${message} [${rule}]`)}\n`;
    })
    .join('');
}
