import { rules } from '../../rules/index.ts';
import type { Rule } from '../lint/rule.ts';
import { policiesFor } from '../lint/run.ts';
import { asCannotRun } from './as-cannot-run.ts';
import type { Io } from './io.ts';

/** The built-in rules and those of the plug-ins that the configuration of the working directory names. Throws `CannotRun`. */
export async function knownRules({ workingDirectory }: Io): Promise<readonly Rule[]> {
  try {
    const policies = await policiesFor({
      rules,
      selection: { only: [], disable: [], severities: [] },
      workingDirectory,
      paths: ['.'],
      environment: null,
    });
    return [...rules, ...policies.pluginRules];
  } catch (error) {
    throw asCannotRun(error);
  }
}
