import type { Command } from 'commander';
import type { CompletedProgram } from './completion/model.ts';
import type { Io } from './io.ts';
import { listOf, oneOf } from './option-values.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const AFTER_HELP = `
Load it where your shell starts:
  ~/.bashrc                    eval "$(ecrlint completion bash)"
  ~/.zshrc, after compinit     source <(ecrlint completion zsh)
  ~/.config/fish/config.fish   ecrlint completion fish | source`;

/** Adds `completion`, which knows the commands of the program when it runs. */
export function addCompletionCommand(program: Command, io: Io): void {
  program
    .command('completion')
    .description('Print a script that lets a shell complete commands, options and rules.')
    .argument('<shell>', listOf(SHELLS), oneOf('completion', SHELLS))
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async (shell: Shell) => {
      const { rules } = await import('../../rules/index.ts');
      const { TOOL_RULES } = await import('../lint/selection.ts');
      const { completedProgram } = await import('./completion/model.ts');
      const script = await loadScript(shell);
      const names = [...rules, ...TOOL_RULES].map(({ id }) => id);
      io.stdout.write(script(completedProgram(program, names)));
    });
}

async function loadScript(shell: Shell): Promise<(program: CompletedProgram) => string> {
  switch (shell) {
    case 'bash':
      return (await import('./completion/bash.ts')).bashScript;
    case 'zsh':
      return (await import('./completion/zsh.ts')).zshScript;
    case 'fish':
      return (await import('./completion/fish.ts')).fishScript;
  }
}
