import { isAtLeast, standing } from '../lint/finding.ts';
import { pathLineColumn } from './location.ts';
import { printableLine } from './printable.ts';
import type { Report } from './report.ts';

/** `--format compact`: `path:line:column: severity: message [rule]`, one line per finding and nothing else. */
export function compact({ result, level }: Report): string {
  return standing(result.findings)
    .filter(({ severity }) => isAtLeast(severity, level))
    .map(({ place, resource, severity, message, rule }) => {
      const where = place === null ? (resource ?? 'ecrlint') : pathLineColumn(place);
      return `${printableLine(`${where}: ${severity}: ${message} [${rule}]`)}\n`;
    })
    .join('');
}
