import { pageOf } from '../lint/documentation-url.ts';
import type { Rule, SeverityByEnvironment } from '../lint/rule.ts';
import { OWN_RULES } from './own-rules.ts';
import type { Style } from './style.ts';

/** All rules as a table for people, one line each; those about files and comments last. */
export function ruleList(rules: readonly Rule[], style: Style): string {
  const own = OWN_RULES.map(({ id, severity, fix, title }) => [id, severity, fix ?? '', title] as const);
  const rows = [...rules.map((rule) => [rule.id, severityWords(rule), rule.fix ?? '', rule.title] as const), ...own];
  const header = ['rule', 'severity', 'fix', 'finds'] as const;
  const widths = [0, 1, 2].map((column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column < widths.length ? cell.padEnd(widths[column] ?? 0) : cell)).join('  ');
  return `${[style.bold(line(header)), ...rows.map(line)].join('\n')}\n`;
}

/** One severity where the environment makes no difference, else that of production and of what is unknown. */
function severityWords({ severity, presets }: Rule): string {
  const words = isSame(severity) ? severity.production : `${severity.production}/${severity.unknown}`;
  return presets.includes('recommended') ? words : `(${words})`;
}

function isSame({ production, unknown, nonProduction }: SeverityByEnvironment): boolean {
  return production === unknown && unknown === nonProduction;
}

/** All rules as data, with everything that is said of them. */
export function ruleListJson(rules: readonly Rule[]): string {
  return `${JSON.stringify({ version: 1, rules: rules.map(toJson) }, null, 2)}\n`;
}

function toJson(rule: Rule): object {
  const { id, title, category, aliases, severity, presets, options = {}, fix = null, securitySeverity } = rule;
  const { what, why, how, references } = rule.documentation;
  return {
    id,
    title,
    category,
    aliases,
    severity,
    presets,
    options,
    fix,
    securitySeverity,
    url: pageOf(rule),
    documentation: { what: what.trim(), why: why.trim(), how: how.trim(), references },
  };
}
