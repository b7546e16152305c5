import type { ReportingDescriptor, Result } from 'sarif';
import { pageOf } from '../../lint/documentation-url.ts';
import type { Severity } from '../../lint/finding.ts';
import type { Rule } from '../../lint/rule.ts';
import { OWN_RULES, type OwnRule } from '../own-rules.ts';
import { rulePage } from '../rule-page.ts';
import { cut, LONGEST_DESCRIPTION } from './message.ts';

/** What GitHub takes for the name of a rule. */
const LONGEST_NAME = 255;

const HOME = 'https://github.com/ecrlint/ecrlint';

/** SARIF's word for a severity. */
export function levelOf(severity: Severity): Result.level {
  return severity === 'info' ? 'note' : severity;
}

/**
 * Every rule of the rule set, whether it ran or not, then those that judge files and comments: GitHub wants the list to
 * be the same from run to run.
 *
 * @param found ids that findings name; what is in neither set, such as a rule that is gone, gets an entry as well
 */
export function descriptors(
  rules: ReadonlyMap<string, Rule>,
  found: ReadonlySet<string>,
): readonly ReportingDescriptor[] {
  const all = [...[...rules.values()].map(descriptor), ...OWN_RULES.map(ownDescriptor)];
  const known = new Set(all.map(({ id }) => id));
  const unknown = [...found].filter((id) => !known.has(id)).sort();
  return [...all, ...unknown.map((id) => ownDescriptor(nameless(id)))];
}

function descriptor(rule: Rule): ReportingDescriptor {
  const { id, title, category, securitySeverity, documentation } = rule;
  const { what, how } = documentation;
  const worst = worstSeverity(rule);
  const page = pageOf(rule);
  return {
    id,
    name: nameOf(title),
    shortDescription: { text: cut(`${title}.`, LONGEST_DESCRIPTION) },
    fullDescription: { text: cut(plain(firstParagraph(what)) || `${title}.`, LONGEST_DESCRIPTION) },
    help: { text: [what, how].map(plain).join('\n\n').trim() || `${title}.`, markdown: helpMarkdown(rule) },
    ...(page === null ? {} : { helpUri: page }),
    defaultConfiguration: { level: levelOf(worst) },
    properties: {
      tags: [...(securitySeverity === null ? [] : ['security']), 'terraform', 'aws', 'ecr', category],
      precision: 'high',
      'problem.severity': problemSeverity(worst),
      ...(securitySeverity === null ? {} : { 'security-severity': securitySeverity.toFixed(1) }),
    },
  };
}

function ownDescriptor({ id, title, what, how, severity }: OwnRule): ReportingDescriptor {
  return {
    id,
    name: nameOf(title),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: plain(what) },
    help: { text: `${plain(what)}\n\n${plain(how)}`, markdown: `${what}\n\n${how}\n` },
    helpUri: HOME,
    defaultConfiguration: { level: levelOf(severity) },
    properties: { tags: ['terraform'], precision: 'high', 'problem.severity': problemSeverity(severity) },
  };
}

function nameless(id: string): OwnRule {
  const title = `Finding of the rule ${id}`;
  return { id, title, what: `${title}.`, how: 'Ask whoever wrote the rule.', severity: 'warning' };
}

/** The severity in production, or where else the rule speaks. */
function worstSeverity({ severity }: Rule): Severity {
  const { production, unknown, nonProduction } = severity;
  const spoken = [production, unknown, nonProduction].filter((word) => word !== 'off');
  return spoken[0] ?? 'warning';
}

function problemSeverity(severity: Severity): string {
  return severity === 'info' ? 'recommendation' : severity;
}

/** The page of the rule below its heading, which GitHub shows on top of it anyway. */
function helpMarkdown(rule: Rule): string {
  return rulePage(rule).replace(/^# .*\n+/, '');
}

function firstParagraph(markdown: string): string {
  return markdown.trim().split(/\n\s*\n/)[0] ?? '';
}

/** Markdown without the marks of code and emphasis. */
function plain(markdown: string): string {
  return markdown.replaceAll('`', '').replaceAll('**', '').trim();
}

/** SARIF wants one word that begins with a capital: `Image tags can be overwritten` as `ImageTagsCanBeOverwritten`. */
function nameOf(title: string): string {
  const name = title.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9]?)/g, (_, first: string) => first.toUpperCase());
  return name.slice(0, LONGEST_NAME);
}
