import type { Command } from 'commander';
import type { Io } from './io.ts';
import { listOf, oneOf } from './option-values.ts';

const FORMATS = ['table', 'json'] as const;

/** What `modules` is asked. */
export interface ModulesOptions {
  readonly path: string;
  readonly format: (typeof FORMATS)[number];
  /** A file; null for none; undefined to look for the one nearest to the path. */
  readonly config: string | null | undefined;
}

const AFTER_HELP = `
Calls of these modules are judged also where their source is not on disk. For each input there
is what it sets (of aws_ecr_repository, where no type is named) and its default. Modules that
the configuration tells of come first.`;

/** Adds `modules`. */
export function addModulesCommand(program: Command, io: Io): void {
  program
    .command('modules')
    .description('List the published ECR modules that are known, with their inputs.')
    .argument('[path]', 'where the configuration is looked for', '.')
    .option('--format <name>', `how to list them: ${listOf(FORMATS)}`, oneOf('--format', FORMATS), 'table')
    .option('--config <file>', 'the configuration (default: the .ecrlint.yaml nearest to the path)')
    .option('--no-config', 'use no configuration')
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(
      async (path: string, flags: { readonly format: ModulesOptions['format']; readonly config?: string | false }) => {
        const { listModules } = await import('./list-modules.ts');
        await listModules({ path, format: flags.format, config: flags.config === false ? null : flags.config }, io);
      },
    );
}
