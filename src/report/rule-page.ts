import type { Trusted } from '../lint/fix-defaults.ts';
import type { BadExample, Example, ExpectedFinding, Rule } from '../lint/rule.ts';
import type { OwnRule } from './own-rules.ts';

/** The page of one rule, in Markdown. */
export function rulePage(rule: Rule): string {
  const { what, why, how, references } = rule.documentation;
  const sections = [
    `# \`${rule.id}\``,
    `${rule.title}.`,
    '## What it finds',
    what.trim(),
    '## Why it matters',
    why.trim(),
    '## How to fix it',
    how.trim(),
    ...fixing(rule),
    '## Severity',
    severityTable(rule),
    ...optionTable(rule),
    ...examples(rule),
    ...listed(
      '## References',
      references.map(({ title, url }) => `- [${title}](${url})`),
    ),
    ...otherTools(rule),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The same for a rule that is about files and comments rather than ECR. */
export function ownRulePage({ id, title, what, how }: OwnRule): string {
  const sections = [`# \`${id}\``, `${title}.`, '## What it finds', what, '## How to fix it', how];
  return `${sections.join('\n\n')}\n`;
}

/** The README's table of all rules, each linked to its page below `pages`. */
export function ruleTable(rules: readonly Rule[], pages: string): string {
  const rows = rules.map((rule) => {
    const { production, unknown, nonProduction } = rule.severity;
    const link = `[\`${rule.id}\`](${pages}/${rule.id}.md)`;
    return `| ${link} | ${cell(rule.title)} | ${production} | ${unknown} | ${nonProduction} | ${rule.fix ?? ''} |`;
  });
  return ['| rule | finds | production | unknown | non-production | fix |', '|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

/** What `--fix` does about it. */
function fixing({ fix }: Rule): string[] {
  if (fix === undefined) return [];
  if (fix === 'safe') return ['`ecrlint check --fix` does it, wherever the value is written in a file.'];
  return [
    '`ecrlint check --fix --unsafe-fixes` does it, wherever the value is written in a file. Without `--unsafe-fixes`, what could destroy images, replace a repository or cut off access is left as it is.',
  ];
}

function severityTable(rule: Rule): string {
  const { production, unknown, nonProduction } = rule.severity;
  return [
    '| environment of the repository | severity |',
    '|---|---|',
    `| production | ${production} |`,
    `| unknown | ${unknown} |`,
    `| non-production | ${nonProduction} |`,
  ].join('\n');
}

/** What the configuration can tell it. */
function optionTable({ options = {} }: Rule): string[] {
  const rows = Object.entries(options).map(([name, { description, default: value }]) => {
    return `| \`${name}\` | ${cell(description)} | \`${cell(JSON.stringify(value))}\` |`;
  });
  return listed('## Options', rows, ['| option | what it says | default |', '|---|---|---|']);
}

/** A heading with lines below it; nothing where there are none. */
function listed(heading: string, lines: readonly string[], before: readonly string[] = []): string[] {
  return lines.length === 0 ? [] : [heading, [...before, ...lines].join('\n')];
}

/** None where a plug-in's rule has none. */
function examples({ examples: { bad, good } }: Rule): string[] {
  const shown = [
    ...bad.filter(isShown).flatMap(badExample),
    ...good.filter(isShown).flatMap((example) => [`### Good: ${example.title}`, code(example.code)]),
  ];
  return shown.length === 0 ? [] : ['## Examples', ...shown];
}

function isShown(example: Example): boolean {
  return example.shown !== false;
}

function badExample(example: BadExample): string[] {
  return [
    `### Bad: ${example.title}`,
    code(example.code),
    example.findings.map(finding).join('\n'),
    ...fixedExample(example),
  ];
}

function fixedExample({ fixed, defaults }: BadExample): string[] {
  if (fixed === undefined) return [];
  return [`Fixed${defaults?.trusted === undefined ? '' : `, with ${trust(defaults.trusted)} trusted`}:`, code(fixed)];
}

function trust({ organization, accounts }: Trusted): string {
  const names = accounts.length > 0 ? accounts : [organization ?? 'nobody'];
  return `${accounts.length === 0 ? 'the organization' : 'the account'} ${names.map(inlineCode).join(', ')}`;
}

function finding({ severity, message, resource, at }: ExpectedFinding): string {
  const subject = resource === null ? '' : `, for ${inlineCode(resource)}`;
  return `- ${severity} at ${inlineCode(at)}${subject}: ${message}`;
}

function code(files: Example['code']): string {
  if (typeof files === 'string') return fenced(files);
  return Object.entries(files)
    .map(([name, text]) => `\`${name}\`:\n\n${fenced(text, name)}`)
    .join('\n\n');
}

function fenced(text: string, name = 'main.tf'): string {
  return `\`\`\`${name.endsWith('.json') ? 'json' : 'hcl'}\n${text.trim()}\n\`\`\``;
}

/** Text on one line in code style; what is underlined may span lines. */
function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

function otherTools(rule: Rule): string[] {
  if (rule.aliases.length === 0) return [];
  return ['## In other tools', `Stands for ${rule.aliases.map((alias) => `\`${alias}\``).join(', ')}.`];
}

/** A table cell, in which a bar would end it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
