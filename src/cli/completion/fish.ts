import type { Candidates, CompletedCommand, CompletedOption, CompletedProgram } from './model.ts';

/** A script for fish, to be sourced or to be put into its directory for completions. */
export function fishScript({ options, commands }: CompletedProgram): string {
  return `# Completion of ecrlint for fish. Load it with: ecrlint completion fish | source

# Whether the command is the one named; without a name, whether there is none yet.
function __ecrlint_command
    for token in (commandline -opc)[2..]
        if not string match -q -- '-*' $token
            test "$token" = "$argv[1]"
            return
        end
    end
    test (count $argv) -eq 0
end

# Words separated by commas.
function __ecrlint_list
    set -l typed (commandline -ct | string replace -r -- '^--[^=]*=' '')
    set -l head (string match -r -- '^.*,' $typed)
    printf "$head%s\\n" $argv
end

complete -c ecrlint -f
${options.map((option) => optionLine('__ecrlint_command', option)).join('')}${commands.map(commandLines).join('')}`;
}

function commandLines({ name, description, options, argument }: CompletedCommand): string {
  const condition = quoted(`__ecrlint_command ${name}`);
  return [
    `complete -c ecrlint -n __ecrlint_command -a ${name} -d ${quoted(description)}\n`,
    ...options.map((option) => optionLine(condition, option)),
    argument === null ? '' : `complete -c ecrlint -n ${condition} ${offer(argument)}\n`,
  ].join('');
}

function optionLine(condition: string, { flag, description, value }: CompletedOption): string {
  const taken = value === null ? '' : ` -r ${offer(value)}`;
  return `complete -c ecrlint -n ${condition} -l ${flag.slice(2)}${taken} -d ${quoted(description)}\n`;
}

function offer(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `-f -a ${quoted(candidates.words.join(' '))}`;
    case 'list':
      return `-f -a ${quoted(`(__ecrlint_list ${candidates.words.join(' ')})`)}`;
    case 'pair':
      return candidates.values.length === 0
        ? `-F -a ${quoted(candidates.names.join(' '))}`
        : `-f -a ${quoted(pairs(candidates.names, candidates.values).join(' '))}`;
    case 'file':
      return '-F';
    case 'directory':
      return `-f -a ${quoted('(__fish_complete_directories (commandline -ct))')}`;
    case 'text':
      return '-f';
  }
}

function pairs(names: readonly string[], values: readonly string[]): readonly string[] {
  return names.flatMap((name) => values.map((value) => `${name}=${value}`));
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
