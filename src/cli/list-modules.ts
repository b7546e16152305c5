import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { ECR_MODULES } from '../ecr/modules/builtin.ts';
import { describeModule } from '../ecr/modules/description.ts';
import { userAdapters } from '../ecr/modules/user.ts';
import { policiesFor } from '../lint/run.ts';
import { moduleList, moduleListJson } from '../report/module-list.ts';
import { asCannotRun } from './as-cannot-run.ts';
import { CannotRun, noSuchPath } from './cannot-run.ts';
import { styleFor } from './colour.ts';
import type { Io } from './io.ts';
import type { ModulesOptions } from './modules.ts';

/** `ecrlint modules`: prints what is known of modules. Throws `CannotRun`. */
export async function listModules({ path, format, config }: ModulesOptions, io: Io): Promise<void> {
  const folder = resolve(io.workingDirectory, path);
  if (!existsSync(folder)) throw new CannotRun(noSuchPath(path));
  try {
    const policies = await policiesFor({
      rules,
      selection: { only: [], disable: [], severities: [] },
      workingDirectory: io.workingDirectory,
      paths: [folder],
      environment: null,
      plugins: false,
      ...(config === undefined ? {} : { config }),
    });
    const modules = [...userAdapters(policies.modules), ...ECR_MODULES].map(describeModule);
    const style = await styleFor(undefined, io);
    io.stdout.write(format === 'json' ? moduleListJson(modules) : moduleList(modules, style));
  } catch (error) {
    throw asCannotRun(error);
  }
}
