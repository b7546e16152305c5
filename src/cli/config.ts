import type { Command } from 'commander';
import type { RuleSeverity } from '../lint/selection.ts';
import type { Io } from './io.ts';
import { addRuleNames, addRuleSeverity, ENVIRONMENTS, listOf, oneOf } from './option-values.ts';

const FORMATS = ['yaml', 'json'] as const;

/** What `config` is asked. */
export interface ConfigOptions {
  readonly path: string;
  readonly format: (typeof FORMATS)[number];
  /** A file; null for none; undefined to look for the one nearest to the path. */
  readonly config: string | null | undefined;
  readonly plugins: boolean;
  readonly environment: (typeof ENVIRONMENTS)[number] | null;
  readonly only: readonly string[];
  readonly disable: readonly string[];
  readonly severities: readonly RuleSeverity[];
}

interface Flags {
  readonly format: ConfigOptions['format'];
  readonly config?: string | false;
  readonly plugins: boolean;
  readonly environment?: (typeof ENVIRONMENTS)[number];
  readonly only?: readonly string[];
  readonly disable?: readonly string[];
  readonly rule?: readonly RuleSeverity[];
}

const AFTER_HELP = `
Behind each value stands where it comes from: a file and its line, a flag, or "default" for
what is built in.`;

/** Adds `config`. */
export function addConfigCommand(program: Command, io: Io): void {
  program
    .command('config')
    .description('Print the configuration that holds for a module, and where each value comes from.')
    .argument('[path]', 'a directory, or a file in it', '.')
    .option('--format <name>', `how to print it: ${listOf(FORMATS)}`, oneOf('--format', FORMATS), 'yaml')
    .option('--config <file>', 'the configuration of everything (default: the .ecrlint.yaml nearest to the path)')
    .option('--no-config', 'use no configuration')
    .option('--no-plugins', 'load no plug-ins, whatever the configuration names')
    .optionsGroup('As given to check:')
    .option('--environment <name>', `${listOf(ENVIRONMENTS)}`, oneOf('--environment', ENVIRONMENTS))
    .option('--only <rules>', 'run only these rules; repeatable', addRuleNames)
    .option('--disable <rules>', 'do not run these rules; repeatable', addRuleNames)
    .option('--rule <id=severity>', 'give a rule one severity; repeatable', addRuleSeverity)
    .optionsGroup('Other:')
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async (path: string, flags: Flags) => {
      const { printConfig } = await import('./print-config.ts');
      await printConfig(
        {
          path,
          format: flags.format,
          config: flags.config === false ? null : flags.config,
          plugins: flags.plugins,
          environment: flags.environment ?? null,
          only: flags.only ?? [],
          disable: flags.disable ?? [],
          severities: flags.rule ?? [],
        },
        io,
      );
    });
}
