import { ECR_MODULES } from '../../src/ecr/modules/builtin.ts';
import { describeModule, type ModuleDescription } from '../../src/ecr/modules/description.ts';
import { INPUT_MEANINGS } from '../../src/ecr/modules/user-meanings.ts';
import { defaultsOf, targetsOf } from '../../src/report/module-list.ts';

/** The known modules, each with a table of its inputs, in Markdown. */
export function moduleTables(): string {
  return ECR_MODULES.map((adapter) => section(describeModule(adapter))).join('\n\n');
}

function section({ name, sources, before, inputs }: ModuleDescription): string {
  const others = sources.filter((source) => source !== name).map((source) => `\`${source}\``);
  const until = before === null ? '' : ` Known up to, but without, ${before}.`;
  const lines = [`### \`${name}\``, ''];
  const also = others.length === 0 ? '' : `Also ${others.join(', ')}.`;
  if (also + until !== '') lines.push(`${also}${until}`.trim(), '');
  const rows = inputs.map((input) => [`\`${input.name}\``, targetsOf(input), code(defaultsOf(input))]);
  return lines.concat(table(['input', 'sets', 'default'], rows)).join('\n');
}

/** What an input of a user's module can mean, in Markdown. */
export function meaningTable(): string {
  return table(
    ['meaning', 'of the input'],
    Object.entries(INPUT_MEANINGS).map(([meaning, description]) => [`\`${meaning}\``, description]),
  ).join('\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
