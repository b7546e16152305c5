import type { Command } from 'commander';
import type { Io } from './io.ts';
import { listOf, oneOf } from './option-values.ts';

const FORMATS = ['table', 'json'] as const;

const AFTER_HELP = `
Two severities are those in production and where the environment is unknown. Rules in
parentheses run only when --only or --rule of ecrlint check names them.`;

/** Adds `rules`. */
export function addRulesCommand(program: Command, io: Io): void {
  program
    .command('rules')
    .description('List the rules, also those of plug-ins that the configuration here names.')
    .option('--format <name>', `how to list them: ${listOf(FORMATS)}`, oneOf('--format', FORMATS), 'table')
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async ({ format }: { readonly format: (typeof FORMATS)[number] }) => {
      const { knownRules } = await import('./known-rules.ts');
      const { ruleList, ruleListJson } = await import('../report/rule-list.ts');
      const { styleFor } = await import('./colour.ts');
      const style = await styleFor(undefined, io);
      const rules = await knownRules(io);
      io.stdout.write(format === 'json' ? ruleListJson(rules) : ruleList(rules, style));
    });
}
