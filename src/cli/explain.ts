import type { Command } from 'commander';
import type { Rule } from '../lint/rule.ts';
import { CannotRun } from './cannot-run.ts';
import type { Io } from './io.ts';

/** Adds `explain`. */
export function addExplainCommand(program: Command, io: Io): void {
  program
    .command('explain')
    .description('Say all there is to say about a rule: what it finds, why, how to fix it, with examples.')
    .argument('<rule>', 'its id, or the id of another tool that it stands for, such as CKV_AWS_51')
    .helpOption('--help', 'show this help')
    .action(async (name: string) => {
      const { styleFor } = await import('./colour.ts');
      const style = await styleFor(undefined, io);
      const pages = (await pagesOf(name, io)).map((page) => page.replace(/^#+ .*$/gm, style.bold));
      io.stdout.write(pages.join('\n'));
    });
}

async function pagesOf(name: string, io: Io): Promise<readonly string[]> {
  const { ownRulePage, rulePage } = await import('../report/rule-page.ts');
  const { OWN_RULES } = await import('../report/own-rules.ts');
  const own = OWN_RULES.find(({ id }) => id === name.toLowerCase());
  return own === undefined ? (await rulesCalled(name, io)).map(rulePage) : [ownRulePage(own)];
}

async function rulesCalled(name: string, io: Io): Promise<readonly Rule[]> {
  const { rules } = await import('../../rules/index.ts');
  const { knownRules } = await import('./known-rules.ts');
  const { rulesNamed, SelectionError } = await import('../lint/selection.ts');
  try {
    // Only what may be a plug-in's is worth running plug-ins for.
    return rulesNamed(name.includes('/') ? await knownRules(io) : rules, name);
  } catch (error) {
    if (error instanceof SelectionError) throw new CannotRun(error.message);
    throw error;
  }
}
