import { ANY, FILE, type Place, valuesOf, type Words } from './places.ts';

export const bashScript = (places: readonly Place[]): string => `${sharedFunctions(places)}${BASH}`;

export const zshScript = (places: readonly Place[]): string => `${sharedFunctions(places)}${ZSH}`;

const posixQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** For bash and zsh: functions that print a word, a tab and its help on each line. */
function sharedFunctions(places: readonly Place[]): string {
  const words = places
    .filter((place) => place.words.length > 0)
    .map((place) => [posixQuoted(place.name), place.words] as const);
  const flags = places.map(
    (place) =>
      [
        posixQuoted(place.name),
        Object.entries(place.flags).map(([name, { help }]) => [`--${name}`, help] as const),
      ] as const,
  );
  const values = places.flatMap(({ name, flags: of }) =>
    Object.entries(of)
      .filter(([, flag]) => flag.value !== undefined)
      .map(
        ([flag, about]) =>
          [posixQuoted(`${name} --${flag}`), valuesOf(about).map((text) => [text, ''] as const)] as const,
      ),
  );
  return [
    caseFunction('_posthorn_words', '"$1"', words),
    caseFunction('_posthorn_flags', '"$1"', flags),
    caseFunction('_posthorn_values', '"$1 $2"', values),
  ].join('\n');
}

function caseFunction(name: string, subject: string, cases: readonly (readonly [string, Words])[]): string {
  const lines = cases.map(([pattern, words]) => {
    const printed = words.map(([word, help]) => `${posixQuoted(word)} ${posixQuoted(help)}`);
    return `    ${pattern}) printf '%s\\t%s\\n' ${printed.join(' ')} ;;`;
  });
  return `${name}() {\n  case ${subject} in\n${lines.join('\n')}\n  esac\n}\n`;
}

const BASH = `
# eval "$(posthorn completion bash)"
_posthorn() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command='' flag='' word i IFS=$'\\n'
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -n $flag ]]; then
      [[ $word == '=' ]] || flag=''
    elif [[ $word == -* ]]; then
      [[ -n $(_posthorn_values "$command" "$word") ]] && flag=$word
    elif [[ -z $command ]]; then
      command=$word
    elif [[ -n $(_posthorn_words "$command") && $command != *' '* ]]; then
      command="$command $word"
    fi
  done
  [[ $cur == '=' && -n $flag ]] && cur=''
  local candidates
  if [[ -n $flag ]]; then
    candidates=$(_posthorn_values "$command" "$flag")
  elif [[ $cur == -* ]]; then
    candidates=$(_posthorn_flags "$command")
  else
    candidates=$(_posthorn_words "$command")
  fi
  case $candidates in
    '${FILE}'*)
      compopt -o filenames 2>/dev/null
      if [[ $cur == @* ]]; then COMPREPLY=($(compgen -P @ -f -- "\${cur#@}")); else COMPREPLY=($(compgen -f -- "$cur")); fi
      ;;
    '${ANY}'*) COMPREPLY=() ;;
    *) COMPREPLY=($(compgen -W "$(cut -f 1 <<<"$candidates")" -- "$cur")) ;;
  esac
}
complete -F _posthorn posthorn
`;

const ZSH = `
# eval "$(posthorn completion zsh)", after compinit
_posthorn() {
  local command='' flag='' word candidates
  local -a lines
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ -n $flag ]]; then
      flag=''
    elif [[ $word == -* ]]; then
      [[ $word != *=* && -n $(_posthorn_values "$command" "$word") ]] && flag=$word
    elif [[ -z $command ]]; then
      command=$word
    elif [[ -n $(_posthorn_words "$command") && $command != *' '* ]]; then
      command="$command $word"
    fi
  done
  local current=\${words[CURRENT]}
  if [[ -z $flag && $current == --*=* ]]; then
    flag=\${current%%=*}
    compset -P '*='
  fi
  if [[ -n $flag ]]; then
    candidates=$(_posthorn_values "$command" "$flag")
  elif [[ $current == -* ]]; then
    candidates=$(_posthorn_flags "$command")
  else
    candidates=$(_posthorn_words "$command")
  fi
  case $candidates in
    '${FILE}'*) compset -P '@'; _files ;;
    '${ANY}'*|'') return 1 ;;
    *)
      # Of each line the word, with colons escaped, a colon and the help.
      for word in "\${(@f)candidates}"; do lines+=("\${\${word%%$'\\t'*}//:/\\\\:}:\${word#*$'\\t'}"); done
      _describe 'posthorn' lines
      ;;
  esac
}
compdef _posthorn posthorn
`;
