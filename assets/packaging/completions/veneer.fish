# Completion of veneer(1) for fish: it asks veneer itself, which knows its commands and what is on this machine.
function __veneer_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --cut-at-cursor --current-token)
    for line in (veneer complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path (string replace -r -- '^--[^=]*=' '' "$current")
            case ':folders'
                __fish_complete_directories (string replace -r -- '^--[^=]*=' '' "$current")
            case ':*'
            case '*'
                echo $line
        end
    end
end
complete -c veneer -f -a '(__veneer_complete)'
