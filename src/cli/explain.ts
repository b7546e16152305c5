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
      const { rulePage } = await import('../report/rule-page.ts');
      const { styleFor } = await import('./colour.ts');
      const style = await styleFor(undefined, io);
      const pages = (await rulesCalled(name)).map((rule) => rulePage(rule).replace(/^#+ .*$/gm, style.bold));
      io.stdout.write(pages.join('\n'));
    });
}

async function rulesCalled(name: string): Promise<readonly Rule[]> {
  const { rules } = await import('../../rules/index.ts');
  const { rulesNamed, SelectionError, SYNTAX_RULE } = await import('../lint/selection.ts');
  if (name.toLowerCase() === SYNTAX_RULE) {
    throw new CannotRun(
      '"syntax" is what files that are not valid HCL are reported under; there is no more to say than the finding does.',
    );
  }
  try {
    return rulesNamed(rules, name);
  } catch (error) {
    if (error instanceof SelectionError) throw new CannotRun(error.message);
    throw error;
  }
}
