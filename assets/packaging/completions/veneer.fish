# Completion of veneer(1) for fish.
complete -c veneer -n __fish_use_subcommand -f -a '@COMMANDS@'
complete -c veneer -n '__fish_seen_subcommand_from at-boot workaround helper' -f -a 'on off'
complete -c veneer -n '__fish_seen_subcommand_from remote' -f -a 'list add edit enable disable remove'
complete -c veneer -n '__fish_seen_subcommand_from plan' -f -a '@VERBS@'
complete -c veneer -n '__fish_seen_subcommand_from enable disable remove rollback vacuum update pin unpin hold follow unfollow' -f -a "(veneer list 2>/dev/null | awk 'NR > 1 { print \$1 }')"
for option in @OPTIONS@
    complete -c veneer -l (string replace -r '^--' '' -- $option)
end
complete -c veneer -x -l class -a 'sysext confext'
complete -c veneer -x -l mutable -a '@MUTABLE@'
