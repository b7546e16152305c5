import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { CONFIG_NAMES, ConfigFinder } from '../lint/config/find.ts';
import { type Survey, surveyOf } from '../lint/config/survey.ts';
import { configTemplate } from '../lint/config/template.ts';
import { openPlainly } from '../lint/run.ts';
import { printable } from '../report/printable.ts';
import { describeError } from '../terraform/source-tree.ts';
import { asCannotRun } from './as-cannot-run.ts';
import { CannotRun } from './cannot-run.ts';
import type { Io } from './io.ts';

const [NAME] = CONFIG_NAMES;

/** `ecrlint init`: writes a configuration and says so. Throws `CannotRun`. */
export async function writeConfig(directory: string, io: Io): Promise<void> {
  const folder = resolve(io.workingDirectory, directory);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new CannotRun(`"${directory}" is not a directory. Name the one that the configuration is for.`);
  }
  const existing = CONFIG_NAMES.find((name) => existsSync(join(folder, name)));
  if (existing !== undefined) {
    throw new CannotRun(
      `There is ${printable(posix.join(directory, existing))} already, and nothing is overwritten. Edit it, or remove it first.`,
    );
  }
  const survey = lookAt(folder);
  const written = posix.join(directory, NAME);
  try {
    writeFileSync(join(folder, NAME), configTemplate(survey), { flag: 'wx' });
  } catch (error) {
    throw new CannotRun(`${printable(written)} cannot be written: ${describeError(error)}. Choose another directory.`);
  }
  io.stdout.write(`${describe(survey, printable(written), outerConfig(folder, io))}\n`);
}

function lookAt(folder: string): Survey {
  try {
    return surveyOf(openPlainly(folder), folder);
  } catch (error) {
    throw asCannotRun(error);
  }
}

/** The configuration that counted so far; null for none. */
function outerConfig(folder: string, { workingDirectory }: Io): string | null {
  return new ConfigFinder(workingDirectory, [folder], (path) => path).above(folder).path;
}

function describe({ modules, repositories }: Survey, written: string, outer: string | null): string {
  const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
  const found = `${count(repositories, 'repository', 'repositories')} in ${count(modules, 'module', 'modules')}`;
  const sentences = [
    `Wrote ${written}. It begins with what is recommended; the rest are suggestions from ${found}, switched off.`,
  ];
  if (outer !== null)
    sentences.push(`Here it counts in place of ${printable(outer)}: name that under extends to keep what it says.`);
  return sentences.join('\n');
}
