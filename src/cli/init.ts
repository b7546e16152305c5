import type { Command } from 'commander';
import type { Io } from './io.ts';

const AFTER_HELP = `
Nothing is overwritten. Whatever it finds in the Terraform there stands in the file as
suggestions that are switched off.`;

/** Adds `init`. */
export function addInitCommand(program: Command, io: Io): void {
  program
    .command('init')
    .description('Write a commented .ecrlint.yaml to begin with.')
    .argument('[dir]', 'where to write it', '.')
    .helpOption('--help', 'show this help')
    .addHelpText('after', AFTER_HELP)
    .action(async (directory: string) => {
      const { writeConfig } = await import('./write-config.ts');
      await writeConfig(directory, io);
    });
}
