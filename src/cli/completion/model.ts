import type { Argument, Command, Option } from 'commander';
import { SEVERITIES } from '../../lint/finding.ts';
import { FORMAT_NAMES } from '../../report/formats.ts';
import { choicesOf } from '../option-values.ts';

/** What may be typed at a place of the command line. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Words separated by commas. */
  | { readonly kind: 'list'; readonly words: readonly string[] }
  /** A name, then `=` and a value, which is a file where there are no words for it. */
  | { readonly kind: 'pair'; readonly names: readonly string[]; readonly values: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'directory' }
  /** Anything. */
  | { readonly kind: 'text' };

export interface CompletedOption {
  /** With its two dashes. */
  readonly flag: string;
  readonly description: string;
  /** Null for an option that takes no value. */
  readonly value: Candidates | null;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments are; null where it takes none. */
  readonly argument: Candidates | null;
}

/** All that a shell needs to complete a command line. */
export interface CompletedProgram {
  readonly options: readonly CompletedOption[];
  readonly commands: readonly CompletedCommand[];
}

/** Reads commands, options and the words they take from the program itself. */
export function completedProgram(program: Command, rules: readonly string[]): CompletedProgram {
  return {
    options: optionsOf(program, rules),
    commands: program.commands.map((command) => {
      const [argument] = command.registeredArguments;
      return {
        name: command.name(),
        description: oneLine(command.description()),
        options: optionsOf(command, rules),
        argument: argument === undefined ? null : candidatesFor(argument, argument.name(), rules),
      };
    }),
  };
}

function optionsOf(command: Command, rules: readonly string[]): readonly CompletedOption[] {
  const options = command.createHelp().visibleOptions(command);
  return options.flatMap((option) =>
    option.long === undefined || option.long === null
      ? []
      : { flag: option.long, description: oneLine(option.description), value: takenBy(option, rules) },
  );
}

function takenBy(option: Option, rules: readonly string[]): Candidates | null {
  if (!option.required && !option.optional) return null;
  const [, placeholder = ''] = /[<[](.+)[>\]]$/.exec(option.flags) ?? [];
  return candidatesFor(option, placeholder, rules);
}

/** What an option or argument takes: words where it is checked against some, else what its placeholder says. */
function candidatesFor({ parseArg }: Option | Argument, placeholder: string, rules: readonly string[]): Candidates {
  const words = parseArg === undefined ? undefined : choicesOf(parseArg);
  if (words !== undefined) return { kind: 'words', words };
  switch (placeholder) {
    case 'rule':
      return { kind: 'words', words: rules };
    case 'rules':
      return { kind: 'list', words: rules };
    case 'id=severity':
      return { kind: 'pair', names: rules, values: [...SEVERITIES, 'off'] };
    case 'name[=file]':
      return { kind: 'pair', names: FORMAT_NAMES, values: [] };
    case 'dir':
      return { kind: 'directory' };
    case 'file':
    case 'name':
    case 'path':
    case 'paths':
    case 'reports':
      return { kind: 'file' };
    default:
      return { kind: 'text' };
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
