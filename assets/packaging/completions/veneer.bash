# Completion of veneer(1) for bash: it asks veneer itself, which knows its commands and what is on this machine.
_veneer() {
  # bash parts words at "=": --class=confext comes as three.
  local words=() word i current adds
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i > 1)) && [[ $word == = || ${COMP_WORDS[i - 1]} == = ]] && [[ ${words[-1]} == --* ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
  done
  current=${words[-1]}
  COMPREPLY=()
  while IFS= read -r word; do
    if [[ $word == :* ]]; then
      adds=${word#:}
      continue
    fi
    word=${word%%$'\t'*}
    [[ $current == --*=* ]] && word=${word#*=}
    COMPREPLY+=("$(printf '%q' "$word")")
  done < <(veneer complete "${words[@]}" 2>/dev/null)
  [[ $current == --*=* ]] && current=${current#*=}
  case $adds in
    files) compopt -o filenames 2>/dev/null && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current") ;;
    folders) compopt -o filenames 2>/dev/null && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$current") ;;
  esac
}
complete -F _veneer veneer
