import type { Texts } from './texts.ts';

/** GitHub shows so many annotations of one kind for a step. */
const SHOWN_OF_EACH = 10;
const PROPERTIES: ReadonlySet<string> = new Set(['file', 'line', 'endLine', 'col', 'endColumn', 'title']);

/** A workflow command as the runner reads it. */
interface Command {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly message: string;
}

/**
 * What is wrong with workflow commands: one sentence, or null.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function defectOfGitHub(text: string, texts: Texts): string | null {
  const lines = text.split('\n');
  if (lines.pop() !== '') return 'it does not end with a line ending';
  const counts = new Map<string, number>();
  for (const line of lines) {
    const command = readCommand(line);
    if (command === null) return `no workflow command: ${line}`;
    counts.set(command.name, (counts.get(command.name) ?? 0) + 1);
    const defect = defectOfAnnotation(command, texts);
    if (defect !== null) return `${defect}: ${line}`;
  }
  const tooMany = [...counts].find(([, count]) => count > SHOWN_OF_EACH);
  return tooMany === undefined ? null : `there are ${tooMany[1]} of ${tooMany[0]}`;
}

function readCommand(line: string): Command | null {
  const [, name, list, message] = /^::(error|warning|notice) ([^:]*)::(.*)$/.exec(line) ?? [];
  if (name === undefined || list === undefined || message === undefined) return null;
  const pairs = list.split(',').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    const value = pair
      .slice(equals + 1)
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',');
    return [pair.slice(0, equals), unescaped(value)];
  });
  return { name, properties: new Map(pairs), message: unescaped(message) };
}

function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function defectOfAnnotation({ properties, message }: Command, texts: Texts): string | null {
  if (message.trim() === '') return 'no message';
  if (/[\r\n]/.test(message + [...properties.values()].join(''))) return 'a line break';
  const unknown = [...properties.keys()].find((name) => !PROPERTIES.has(name));
  if (unknown !== undefined) return `a property ${unknown}`;
  const file = properties.get('file');
  if (file === undefined) return properties.has('line') ? 'a line without a file' : null;
  const lines = texts.get(file)?.split('\n').length;
  if (lines === undefined) return `no file ${file}`;
  const [line, endLine] = [Number(properties.get('line')), Number(properties.get('endLine'))];
  if (!(line >= 1 && endLine >= line && endLine <= lines)) return 'lines outside of the file';
  return properties.has('col') && line !== endLine ? 'columns of several lines' : null;
}
