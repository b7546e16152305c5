import { ConfigError } from '../lint/config/problem.ts';
import { PluginError } from '../lint/plugins/plugin-error.ts';
import { SelectionError } from '../lint/selection.ts';
import { printableLine } from '../report/printable.ts';
import { ProjectError } from '../terraform/project.ts';
import { CannotRun } from './cannot-run.ts';

/** What linting throws because of what it was given, told to the user; anything else as it is. */
export function asCannotRun(error: unknown): unknown {
  if (error instanceof ConfigError) return new CannotRun(error.message.split('\n').map(printableLine).join('\n'));
  if (error instanceof ProjectError || error instanceof SelectionError || error instanceof PluginError) {
    return new CannotRun(error.message);
  }
  return error;
}
