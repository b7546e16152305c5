import { Command, CommanderError } from 'commander';
import { didYouMean } from '../lint/suggest.ts';
import { logLine, printableLine } from '../report/printable.ts';
import { CannotRun } from './cannot-run.ts';
import { addCheckCommand } from './check.ts';
import { addCompletionCommand } from './completion.ts';
import { addConfigCommand } from './config.ts';
import { addExplainCommand } from './explain.ts';
import { addInitCommand } from './init.ts';
import { type Io, processIo } from './io.ts';
import { addMergeCommand } from './merge.ts';
import { addModulesCommand } from './modules.ts';
import { addRulesCommand } from './rules.ts';
import { VERSION } from './version.ts';

const AFTER_HELP = `
Run ecrlint <command> --help for the options of a command.
https://github.com/ecrlint/ecrlint`;

const ISSUES = 'https://github.com/ecrlint/ecrlint/issues';

/**
 * Runs the command line: arguments without `node` and the script, to an exit code. 0: nothing failed; 1: findings;
 * 2: could not run, and standard error says why. Never throws.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    io.stderr.write(`ecrlint: ${describeError(error, io)}\n`);
    return 2;
  }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  const program = new Command('ecrlint');
  program
    .description('Policy as code for the Terraform that defines Amazon ECR.')
    .version(VERSION, '--version', 'show the version')
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .addHelpText('after', AFTER_HELP)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Help that is shown because a command is missing.
      writeErr: (text) => io.stderr.write(text),
      // Errors are thrown, and told in our own words.
      outputError: () => {},
      // The same page everywhere, as it stands in the documentation.
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
  addCheckCommand(program, io, (code) => {
    exitCode = code;
  });
  addRulesCommand(program, io);
  addExplainCommand(program, io);
  addConfigCommand(program, io);
  addInitCommand(program, io);
  addModulesCommand(program, io);
  addMergeCommand(program, io, (code) => {
    exitCode = code;
  });
  addCompletionCommand(program, io);

  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.help') return 2;
    if (error.exitCode === 0) return 0;
    throw new CannotRun(describeUsage(error, program, argv));
  }
  return exitCode;
}

/** What is wrong with the arguments, and what to do. */
function describeUsage(error: CommanderError, program: Command, argv: readonly string[]): string {
  const command = program.commands.find((candidate) => candidate.name() === argv[0]);
  const [, named = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const help = `Run ecrlint ${command === undefined ? '' : `${command.name()} `}--help to see what there is.`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const options = (command ?? program).options.flatMap(({ long }) => long ?? []);
      const owner = command === undefined ? program.commands.find((other) => hasOption(other, named)) : undefined;
      if (owner !== undefined) {
        return `${named} is an option of ${owner.name()} and goes behind it, as in ecrlint ${owner.name()} ${named}. ${help}`;
      }
      return `There is no option ${named}.${didYouMean(named, [...options, '--help'])} ${help}`;
    }
    case 'commander.unknownCommand': {
      const names = program.commands.map((candidate) => candidate.name());
      const hint = didYouMean(named, names) || ` To check a path, write ecrlint check ${named}.`;
      return `There is no command "${named}".${hint} ${help}`;
    }
    case 'commander.optionMissingArgument':
      return `The option ${named} lacks its value. ${help}`;
    case 'commander.missingArgument':
      return `${command?.name()} lacks its argument <${named}>. ${help}`;
    case 'commander.excessArguments': {
      const most = command?.registeredArguments.length ?? 0;
      return `${command?.name()} takes ${most === 0 ? 'no argument' : 'one argument'}. ${help}`;
    }
    default: {
      const sentence = error.message.replace(/^error: /, '');
      return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}. ${help}`;
    }
  }
}

function describeError(error: unknown, { environmentVariables }: Io): string {
  // Names of files and what Git says may be in it.
  if (error instanceof CannotRun) return error.message.split('\n').map(logLine).join('\n');
  const message = error instanceof Error ? error.message : String(error);
  if (environmentVariables.ECRLINT_DEBUG === '1' && error instanceof Error) return error.stack ?? message;
  return `This is a mistake in ecrlint, please report it at ${ISSUES}: ${printableLine(message)}. ECRLINT_DEBUG=1 shows where it happened.`;
}

function hasOption({ options }: Command, name: string): boolean {
  return options.some(({ long, short }) => long === name || short === name);
}
