#compdef veneer
# Completion of veneer(1) for zsh: it asks veneer itself, which knows its commands and what is on this machine.
_veneer() {
  local -a found
  local line adds
  while IFS= read -r line; do
    case $line in
      :*) adds=${line#:} ;;
      *)
        # _describe parts word and description at a colon.
        local word=${line%%$'\t'*} says=
        [[ $line == *$'\t'* ]] && says=${line#*$'\t'}
        found+=("${word//:/\\:}${says:+:$says}")
        ;;
    esac
  done < <(veneer complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  (($#found)) && _describe veneer found
  case $adds in
    files) compset -P '--*='; _files ;;
    folders) compset -P '--*='; _files -/ ;;
  esac
}
_veneer "$@"
