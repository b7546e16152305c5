import type { InputDescription, ModuleDescription } from '../ecr/modules/description.ts';
import { printableJson, printableLine } from './printable.ts';
import type { Style } from './style.ts';

/** The modules that are known, for people: each with its sources, its inputs and their defaults. */
export function moduleList(modules: readonly ModuleDescription[], style: Style): string {
  return modules.map((module) => describe(module, style)).join('\n');
}

function describe({ name, sources, inputs }: ModuleDescription, style: Style): string {
  const others = sources.filter((source) => source !== name);
  const rows = inputs.map((input) => [input.name, targetsOf(input), defaultsOf(input)].map(printableLine));
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => (column < widths.length ? cell.padEnd(widths[column] ?? 0) : cell)).join('  '),
  );
  return [
    style.bold(printableLine(name)),
    ...(others.length === 0 ? [] : [`  also ${others.map(printableLine).join(', ')}`]),
    ...lines.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Without what all have in common. */
export function targetsOf({ sets }: InputDescription): string {
  return sets.map((target) => target.replace(/^aws_ecr_repository\./, '')).join(', ');
}

/** One default, or each with its releases. */
export function defaultsOf({ defaults }: InputDescription): string {
  return defaults
    .map(({ releases, value }) => [value ?? 'required', releases].filter((part) => part !== null).join(' in '))
    .join('; ');
}

/** The same as data. */
export function moduleListJson(modules: readonly ModuleDescription[]): string {
  return `${printableJson(JSON.stringify({ version: 1, modules }, null, 2))}\n`;
}
