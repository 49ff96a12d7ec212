# Completion of veneer(1) for bash.
_veneer() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local commands='@COMMANDS@' options='@OPTIONS@'
  case $previous in
    --class) mapfile -t COMPREPLY < <(compgen -W 'sysext confext' -- "$current"); return ;;
    --mutable) mapfile -t COMPREPLY < <(compgen -W '@MUTABLE@' -- "$current"); return ;;
    --root | --output) mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    --socket | --key) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --as-systemd | --keep | --name | --port | --remote | --version-as) return ;;
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
  elif ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current")
  else
    case $command in
      at-boot | workaround | helper) mapfile -t COMPREPLY < <(compgen -W 'on off' -- "$current") ;;
      remote) ((COMP_CWORD == 2)) && mapfile -t COMPREPLY < <(compgen -W 'list add edit enable disable remove' -- "$current") ;;
      plan) ((COMP_CWORD == 2)) && mapfile -t COMPREPLY < <(compgen -W '@VERBS@' -- "$current") ;;
      enable | disable | remove | rollback | vacuum | update | pin | unpin | hold | follow | unfollow)
        mapfile -t COMPREPLY < <(compgen -W "$(veneer list 2>/dev/null | awk 'NR > 1 { print $1 }')" -- "$current")
        ;;
      *) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    esac
  fi
}
complete -o filenames -F _veneer veneer
