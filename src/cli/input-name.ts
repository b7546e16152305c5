import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { STANDARD_INPUT } from '../lint/inputs.ts';
import { isConfiguration } from '../terraform/source-tree.ts';

/** What a plan is called that came from standard input. */
const UNNAMED = 'plan.json';

/** The plan among the paths, as reports call files: what findings without lines are reported for. */
export function inputNameOf(paths: readonly string[], workingDirectory: string): string {
  const plan = paths.find((path) => {
    if (path === STANDARD_INPUT || isConfiguration(path)) return false;
    return statSync(resolve(workingDirectory, path), { throwIfNoEntry: false })?.isFile() === true;
  });
  if (plan === undefined) return UNNAMED;
  return relative(workingDirectory, resolve(workingDirectory, plan)).split(sep).join('/');
}
