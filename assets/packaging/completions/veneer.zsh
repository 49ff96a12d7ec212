#compdef veneer
# Completion of veneer(1) for zsh.
local -a commands options
commands=(@COMMANDS@)
options=(@OPTIONS@)
case $words[CURRENT-1] in
  --class) compadd sysext confext; return ;;
  --mutable) compadd @MUTABLE@; return ;;
  --root | --output) _files -/; return ;;
  --socket | --key) _files; return ;;
  --as-systemd | --keep | --name | --port | --remote | --version-as) return ;;
esac
if [[ $PREFIX == -* ]]; then
  compadd -a options
elif ((CURRENT == 2)); then
  compadd -a commands
else
  case $words[2] in
    at-boot | workaround | helper) compadd on off ;;
    remote) ((CURRENT == 3)) && compadd list add edit enable disable remove ;;
    plan) ((CURRENT == 3)) && compadd @VERBS@ ;;
    enable | disable | remove | rollback | vacuum | update | pin | unpin | hold | follow | unfollow) compadd ${(f)"$(veneer list 2>/dev/null | awk 'NR > 1 { print $1 }')"} ;;
    *) _files ;;
  esac
fi
