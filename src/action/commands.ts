import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { printableLine } from '../report/printable.ts';
import type { Environment } from './inputs.ts';

/**
 * Sets the outputs of the step: adds them to the file that the runner names. Each value stands between lines that no
 * value can know beforehand, so that none can set another output.
 */
export function setOutputs(outputs: Readonly<Record<string, string | number>>, environment: Environment): void {
  const { GITHUB_OUTPUT: path = '' } = environment;
  if (path === '') return;
  const entries = Object.entries(outputs).map(([name, value]) => {
    const delimiter = `ecrlint_${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  appendFileSync(path, entries.join(''));
}

/** Lines between which the runner carries out no workflow commands, whatever is printed. */
export function commandPause(): { readonly begin: string; readonly end: string } {
  const token = randomUUID();
  return { begin: `::stop-commands::${token}\n`, end: `::${token}::\n` };
}

/** An annotation that belongs to no file. */
export function errorCommand(sentence: string): string {
  return `::error title=ecrlint::${printableLine(sentence).replaceAll('%', '%25')}\n`;
}
