import type { Candidates, CompletedCommand, CompletedOption, CompletedProgram } from './model.ts';

/** A script for zsh, to be sourced or to be put into a directory of `fpath`. */
export function zshScript({ options, commands }: CompletedProgram): string {
  return `#compdef ecrlint
# Completion of ecrlint for zsh. Load it with: source <(ecrlint completion zsh)

_ecrlint() {
  local curcontext="$curcontext" state
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description.replaceAll(':', '\\:')}`)}\n`).join('')}  )
  _arguments -C ${[...options.map(specification), "'1:command:->command'", "'*::argument:->argument'"].join(' ')}
  case $state in
    command) _describe -t commands command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('')}      esac
      ;;
  esac
}

# Words separated by commas.
_ecrlint_list() {
  compset -P '*,'
  compadd -S '' -- "$@"
}

# Names, then -- and the values that stand behind =, which are files where there are none.
_ecrlint_pair() {
  local end=\${argv[(i)--]}
  if compset -P '*='; then
    if (( end < $# )); then compadd -- "\${(@)argv[end+1,-1]}"; else _files; fi
  elif (( end < $# )); then
    compadd -S = -- "\${(@)argv[1,end-1]}"
  else
    compadd -- "\${(@)argv[1,end-1]}"
  fi
}

if [[ $funcstack[1] == _ecrlint ]]; then _ecrlint "$@"; else compdef _ecrlint ecrlint; fi
`;
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const specifications = options.map(specification);
  if (argument !== null) specifications.push(quoted(`*:argument:${action(argument)}`));
  return `        ${name})\n          _arguments ${specifications.join(' \\\n            ')}\n          ;;\n`;
}

/** An option as _arguments wants it; `*` because most may be repeated, `=` because the value may follow in one word. */
function specification({ flag, description, value }: CompletedOption): string {
  const said = `[${description.replace(/[[\]\\]/g, '\\$&')}]`;
  return quoted(value === null ? `${flag}${said}` : `*${flag}=${said}:value:${action(value)}`);
}

/** Actions that begin with a space are called as they stand. */
function action(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `(${candidates.words.join(' ')})`;
    case 'list':
      return ` _ecrlint_list ${candidates.words.join(' ')}`;
    case 'pair':
      return ` _ecrlint_pair ${[...candidates.names, '--', ...candidates.values].join(' ')}`;
    case 'file':
      return '_files';
    case 'directory':
      return '_files -/';
    case 'text':
      return ' ';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
