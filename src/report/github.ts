import type { Severity } from '../lint/finding.ts';
import { inWords, type ReportData, shownFindings, whereIs, worstFirst } from './data.ts';
import type { JsonFinding } from './json.ts';
import { printableLine } from './printable.ts';
import { repositoryPath } from './repository-path.ts';

/** GitHub shows so many annotations of one kind for a step. The last of the notices is for what is left out. */
const SHOWN_OF_EACH = 10;

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * `--format github`: workflow commands, from which GitHub Actions makes annotations. Errors come first. What GitHub
 * would not show is left out, and a last notice says how much that is.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github(data: ReportData): string {
  const described: JsonFinding[] = [];
  const left: JsonFinding[] = [];
  const room = { error: SHOWN_OF_EACH, warning: SHOWN_OF_EACH, info: SHOWN_OF_EACH - 1 };
  for (const finding of worstFirst(shownFindings(data))) {
    (room[finding.severity]-- > 0 ? described : left).push(finding);
  }
  const commands = described.map((finding) => annotation(finding, data));
  const words = inWords(left);
  if (words !== null) {
    const message = `GitHub shows ${SHOWN_OF_EACH} annotations of a kind; of the rest, ${words}, the job summary tells.`;
    commands.push(command('notice', { title: 'ecrlint' }, message));
  }
  return commands.map((line) => `${line}\n`).join('');
}

function annotation(finding: JsonFinding, { rules, pathInRepository }: ReportData): string {
  const { rule, severity, message, location } = finding;
  const title = rules.get(rule)?.title;
  const properties: Record<string, string | number> = {};
  if (location !== null) {
    const { file, start, end } = location;
    properties.file = repositoryPath(file, pathInRepository);
    properties.line = start.line;
    properties.endLine = end.line;
    // GitHub takes columns of places on one line only.
    if (start.line === end.line) Object.assign(properties, { col: start.column, endColumn: end.column });
  }
  properties.title = title === undefined ? rule : `${rule}: ${title}`;
  // The log shows the message alone, so it has to say where.
  const where = whereIs(finding);
  return command(COMMANDS[severity], properties, where === null ? message : `${message} (${where})`);
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${pairs.join(',')}::${escapeData(message)}`;
}

/** As the runner reads it back; line breaks are gone already. */
function escapeData(text: string): string {
  return printableLine(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
