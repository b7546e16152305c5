import type { Command } from 'commander';
import type { Io } from './io.ts';
import { listOf, oneOf } from './option-values.ts';

const FORMATS = ['table', 'json'] as const;

const AFTER_HELP = `
Calls of these modules are judged also where their source is not on disk. For each input there
is what it sets (of aws_ecr_repository, where no type is named) and its default.`;

/** Adds `modules`. */
export function addModulesCommand(program: Command, io: Io): void {
  program
    .command('modules')
    .description('List the published ECR modules that are known, with their inputs.')
    .option('--format <name>', `how to list them: ${listOf(FORMATS)}`, oneOf('--format', FORMATS), 'table')
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async ({ format }: { readonly format: (typeof FORMATS)[number] }) => {
      const { ECR_MODULES } = await import('../ecr/modules/builtin.ts');
      const { describeModule } = await import('../ecr/modules/description.ts');
      const { moduleList, moduleListJson } = await import('../report/module-list.ts');
      const { styleFor } = await import('./colour.ts');
      const style = await styleFor(undefined, io);
      const modules = ECR_MODULES.map(describeModule);
      io.stdout.write(format === 'json' ? moduleListJson(modules) : moduleList(modules, style));
    });
}
