#compdef veneer
# Completion of veneer(1) for zsh.
local -a commands options
commands=(@COMMANDS@)
options=(@OPTIONS@)
case $words[CURRENT-1] in
  --class) compadd sysext confext; return ;;
  --mutable) compadd @MUTABLE@; return ;;
  --root) _files -/; return ;;
  --socket) _files; return ;;
  --as-systemd | --keep | --name | --port | --version-as) return ;;
esac
if [[ $PREFIX == -* ]]; then
  compadd -a options
elif ((CURRENT == 2)); then
  compadd -a commands
else
  case $words[2] in
    at-boot | workaround | helper) compadd on off ;;
    plan) ((CURRENT == 3)) && compadd @VERBS@ ;;
    enable | disable | remove | rollback | vacuum) compadd ${(f)"$(veneer list 2>/dev/null | awk 'NR > 1 { print $1 }')"} ;;
    *) _files ;;
  esac
fi
