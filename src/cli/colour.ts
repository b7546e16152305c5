import { PLAIN, type Style } from '../report/style.ts';
import type { Io } from './io.ts';

/**
 * Whether to write colours: the flag decides, then `NO_COLOR` (https://no-color.org), `FORCE_COLOR`, and whether a
 * terminal that can show them is there. Variables set to nothing count as not set.
 */
export function wantsColour(
  flag: boolean | undefined,
  environmentVariables: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag !== undefined) return flag;
  const { NO_COLOR: no, FORCE_COLOR: force, TERM: terminal } = environmentVariables;
  if (no !== undefined && no !== '') return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTerminal && terminal !== 'dumb';
}

/**
 * How to write to standard output. Chalk asks the system what the terminal can do, which takes a while, so it is loaded
 * only for colours.
 */
export async function styleFor(flag: boolean | undefined, { environmentVariables, stdout }: Io): Promise<Style> {
  if (!wantsColour(flag, environmentVariables, stdout.isTerminal)) return PLAIN;
  const { Chalk } = await import('chalk');
  return new Chalk({ level: 1 });
}
