import type { Candidates, CompletedCommand, CompletedOption, CompletedProgram } from './model.ts';

/** A script for bash 3.2 and later, which needs nothing of the package bash-completion. */
export function bashScript({ options, commands }: CompletedProgram): string {
  const names = commands.map(({ name }) => name);
  return `# Completion of ecrlint for bash. Load it with: eval "$(ecrlint completion bash)"

_ecrlint() {
  local IFS=$' \\t\\n' words last command='' option='' current part index
  COMPREPLY=()
  read -r -d '' -a words <<< "\${COMP_LINE:0:COMP_POINT}"
  last=$((\${#words[@]} - 1))
  if [[ \${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]]; then last=$((last + 1)); fi
  current=\${words[last]-}
  for ((index = 1; index < last; index++)); do
    if [[ \${words[index]} != -* ]]; then command=\${words[index]}; break; fi
  done

  if [[ $current == --*=* ]]; then
    option=\${current%%=*} part=\${current#*=}
  else
    option=\${words[last - 1]-} part=$current
    if [[ $option != --* ]]; then option=; fi
  fi
  case "$command $option" in
${commands.flatMap((command) => command.options.map((option) => valueCase(command, option))).join('')}  esac

  if [[ $current == -* ]]; then
    case $command in
      '') _ecrlint_words ${quoted(flagsOf(options))} ;;
${commands.map((command) => `      ${command.name}) _ecrlint_words ${quoted(flagsOf(command.options))} ;;\n`).join('')}    esac
    return
  fi
  case $command in
    '') _ecrlint_words ${quoted(names)} ;;
${commands.map(argumentCase).join('')}  esac
}

# Offers words that begin with what was typed of one. Bash takes what is before = for a word of its own.
_ecrlint_words() {
  local head=\${current%"$part"} word
  if [[ $COMP_WORDBREAKS == *=* ]]; then head=\${head##*=}; fi
  for word in $(compgen -W "$1" -- "$part"); do COMPREPLY+=("$head$word"); done
  _ecrlint_without default
}

_ecrlint_list() {
  part=\${part##*,}
  _ecrlint_words "$1"
}

# Offers names, and values behind =. Without values, files.
_ecrlint_pair() {
  if [[ $part == *=* ]]; then
    part=\${part#*=}
    if [[ -n $2 ]]; then _ecrlint_words "$2"; fi
  else
    _ecrlint_words "$1"
    if [[ -n $2 && \${#COMPREPLY[@]} -gt 0 ]]; then
      COMPREPLY=("\${COMPREPLY[@]/%/=}")
      _ecrlint_with nospace
    fi
  fi
}

_ecrlint_directories() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -d -- "$part"))
  _ecrlint_with filenames
}

# Bash 3.2 has no compopt.
_ecrlint_with() { if type compopt &> /dev/null; then compopt -o "$1" 2> /dev/null; fi; }
_ecrlint_without() { if type compopt &> /dev/null; then compopt +o "$1" 2> /dev/null; fi; }

complete -o default -F _ecrlint ecrlint
`;
}

function flagsOf(options: readonly CompletedOption[]): readonly string[] {
  return options.map(({ flag }) => flag);
}

function valueCase({ name }: CompletedCommand, { flag, value }: CompletedOption): string {
  return value === null ? '' : `    '${name} ${flag}') ${offer(value)}; return ;;\n`;
}

function argumentCase({ name, argument }: CompletedCommand): string {
  return argument === null ? '' : `    ${name}) ${offer(argument)} ;;\n`;
}

function offer(candidates: Candidates): string {
  switch (candidates.kind) {
    case 'words':
      return `_ecrlint_words ${quoted(candidates.words)}`;
    case 'list':
      return `_ecrlint_list ${quoted(candidates.words)}`;
    case 'pair':
      return `_ecrlint_pair ${quoted(candidates.names)} ${quoted(candidates.values)}`;
    case 'directory':
      return '_ecrlint_directories';
    // Bash offers files where nothing else is.
    case 'file':
      return ':';
    case 'text':
      return '_ecrlint_without default';
  }
}

/** Words of this program hold no quotes and no spaces. */
function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`;
}
