/** English of what systemd would do and why. */
export const EN_SYSTEMD = {
  'systemd.and': '{first} and {last}',
  'systemd.change-it-with-chmod': 'Change it with: chmod {mode} {path}',
  'systemd.disable-at-least-of-them-or': 'Disable at least {count} of them, or give them shorter names.',
  'systemd.extensions-for-are-too-many-for':
    'The {count} extensions for {hierarchy} are too many for one merge: their names make mount options of {bytes} bytes, and the kernel takes {most}. Above that systemd may succeed and take {base} of the host away.',
  'systemd.extensions-may-be-merged-into-which':
    '{count} extensions may be merged into {path}, which takes {bytes} bytes of options, and the kernel takes {limit}. Veneer did not start systemd.',
  'systemd.file-beside-it-holds-no-root':
    'The file {file} beside it holds no root hash, perhaps left over from an older version.',
  'systemd.file-beside-it-is-empty': 'The file {file} beside it is empty.',
  'systemd.file-stands-where-folder-must-be':
    'A file stands where a folder must be on the way to usr/lib/os-release or its release file.',
  'systemd.file-stands-where-folder-must-be-and': 'A file stands where a folder must be, and systemd stops at it.',
  'systemd.give-host-os-release-that-has': 'Give the host an os-release that has an ID, and try again.',
  'systemd.host-has-no-id-in-its': 'The host has no ID in its os-release, so systemd refuses every merge.',
  'systemd.image-policy-of-this-host-imagepolicy':
    'The image policy (ImagePolicy= in sysext.conf or confext.conf, or --image-policy) does not admit it.',
  'systemd.inside-it-is-folder-not-file': '{folder} inside it is a folder, not a file.',
  'systemd.inside-it-is-no-folder': '{hierarchy} inside it is no folder.',
  'systemd.it-carries-usr-lib-os-release': 'It carries /usr/lib/os-release, which systemd does not allow.',
  'systemd.it-carries-usr-lib-os-release-so': 'It carries /usr/lib/os-release, so systemd leaves it out.',
  'systemd.it-fits-any-os': 'It fits any OS.',
  'systemd.it-fits-both-are': 'It fits: both are {id} {version}.',
  'systemd.it-fits-both-are-at-extension': 'It fits: both are at extension level {level}.',
  'systemd.it-fits-host-has-no-version': 'It fits: the host has no version to compare and the extension no level.',
  'systemd.it-fits-is-rolling-release-without': 'It fits: {id} is a rolling release without a version to compare.',
  'systemd.it-has-mode-but-must-have': 'It has the mode {mode}, but must have the mode {wanted} of {hierarchy}.',
  'systemd.it-has-no-extension-release-file':
    'It has no extension-release file of its own name, so systemd leaves it out.',
  'systemd.it-has-several-release-files-of':
    'It has several release files of other names, so systemd takes none of them.',
  'systemd.it-has-several-release-files-of-other':
    'It has several release files of other names that all say they count: {files}.',
  'systemd.it-is-empty-and-no-extension':
    'It is empty, and no extension has anything for it, so there is nothing to lay over it with --mutable={mode}.',
  'systemd.it-is-folder-that-lies-inside':
    'It is a folder that lies inside {hierarchy}, which it extends, and overlayfs takes no layer that lies inside another.',
  'systemd.it-is-image-without-release-file': 'It is an image without a release file: systemd needs {path} inside it.',
  'systemd.it-is-meant-for-not-initrd': 'It is meant for {scope}, not for an initrd.',
  'systemd.it-is-meant-for-not-portable': 'It is meant for {scope}, not for portable services.',
  'systemd.it-is-meant-for-not-running': 'It is meant for {scope}, not for a running system.',
  'systemd.it-is-no-folder-so-nothing': 'It is no folder, so nothing can be laid over it.',
  'systemd.it-is-protected-by-dm-verity': 'It is protected by dm-verity, which this kernel does not have.',
  'systemd.it-is-same-folder-as-or':
    'It is the same folder as {other}, or one lies inside the other, and overlayfs takes no layer that lies inside another.',
  'systemd.it-is-symlink-that-leads-in': 'It is a symlink that leads in a circle, and systemd stops at it.',
  'systemd.it-is-symlink-that-leads-in-circle': 'It is a symlink that leads in a circle.',
  'systemd.it-leads-to-itself-which-cannot': 'It leads to {hierarchy} itself, which cannot be imported.',
  'systemd.it-lies-on-file-system-that':
    'It lies on a file system that is mounted read-only, so nothing can be written to it.',
  'systemd.it-needs-this-host-is': 'It needs {wanted}, this host is {host}.',
  'systemd.it-was-built-for-extension-level': 'It was built for extension level {level}, this host offers {host}.',
  'systemd.it-was-built-for-spelled': 'It was built for {wanted}, this host is {host}. systemd spells it {spelling}.',
  'systemd.it-was-built-for-this-host': 'It was built for {wanted}, this host is {host}.',
  'systemd.its-hash-tree-does-not-have': 'Its hash tree does not have the root hash that its partitions name.',
  'systemd.its-name-has-character-which-cannot':
    'Its name has the character {character}, which cannot stand in a layer of overlayfs.',
  'systemd.its-release-file-holds-no-assignment':
    'Its release file {path} holds no assignment such as ID=_any, so systemd leaves it out.',
  'systemd.its-release-file-is-folder': 'systemd cannot read its release file: {path} is a folder.',
  'systemd.its-release-file-is-named-but':
    'Its release file is named {found}, but must be {wanted}; systemd leaves it out.',
  'systemd.its-release-file-is-named-but-image':
    'Its release file is named {files}, but an image of this name needs {wanted}.',
  'systemd.its-release-file-is-named-but-image-or-cut':
    'Its release file is named {files}, but an image of this name needs {wanted}, or that name cut at its first _ or +.',
  'systemd.its-release-file-names-no-id': 'Its release file names no ID, so systemd cannot tell which OS it is for.',
  'systemd.its-release-file-names-no-version': 'Its release file names no VERSION_ID, this host is {host}.',
  'systemd.its-release-file-stands-in-where':
    'Its release file stands in {here}, where a {other} has it; a {own} has it in {there}. systemd leaves it out.',
  'systemd.keep-it-outside-for-example-in': 'Keep it outside {hierarchy}, for example in /var/lib, or as an image.',
  'systemd.look-for-extension-that-is-folder':
    'Look for an extension that is a folder inside what it extends or inside another one, or that has : , " \' or \\ in its name; disable it and try again.',
  'systemd.look-in-search-directories-for-symlink':
    'Look in the search directories for a symlink that leads in a circle or through a file, remove it and try again.',
  'systemd.make-of-this-host-folder': 'Make {path} of this host a folder.',
  'systemd.mask-at-least-of-them-and':
    "Disable at least {count} of them and try again. Above the limit a merge fails, or takes the host's own {path} away.",
  'systemd.mask-extension-that-is-meant-or': 'Disable the extension that is meant, or repair it, and try again.',
  'systemd.mask-or-repair-it-and-try': 'Disable {name}, or repair it, and try again.',
  'systemd.mend-os-release-file-of-this': 'Mend the os-release file of this host.',
  'systemd.merge-without-mutable-layer-or-with': 'Merge without a mutable layer, or with another mode.',
  'systemd.merged-into-now': 'Merged into {path} now: {names}.',
  'systemd.mount-it-writable-or-merge-without': 'Mount it writable, or merge without a mutable layer.',
  'systemd.no-scope-at-all': 'no scope at all',
  'systemd.nothing-is-merged-into-now': 'Nothing is merged into {path} now.',
  'systemd.nothing-is-merged-now': 'Nothing is merged now.',
  'systemd.os-release-file-of-this-host': 'The os-release file of this host names no ID.',
  'systemd.read-what-systemd-said-mask-what': 'Read what systemd said, disable what it means and try again.',
  'systemd.refresh-instead-or-unmerge-first': 'Re-merge instead, or unmerge first.',
  'systemd.remove-or-mend-where-it-leads': 'Remove {path}, or mend where it leads; disabling does not help.',
  'systemd.rename-file-to-raw-name-that': 'Rename the file to {name}.raw, the name that its release file has.',
  'systemd.rename-it-no-colon-comma-backslash': 'Rename it: no colon, comma, backslash or quote.',
  'systemd.repair-or-take-it-away-and': 'Repair {path} or take it away, and try again.',
  'systemd.root-hash-beside-it-is-not': 'The root hash beside it is not that of any of its partitions.',
  'systemd.scope': 'the scope {scope}',
  'systemd.still-merged': 'Still merged: {names}.',
  'systemd.symlink-on-way-to-usr-lib':
    'A symlink on the way to usr/lib/os-release or its release file leads in a circle.',
  'systemd.systemd-cannot-read-its-release-file': 'systemd cannot read its release file: {reason}.',
  'systemd.systemd-refuses-every-merge-here': 'systemd refuses every merge here: {reason}',
  'systemd.unknown-root-hash-may-stand-in':
    'Unknown: a root hash may stand in its extended attributes, which getfattr could not read. Look whether getfattr (of the package attr) works here, and reload.',
  'systemd.unknown-whether-counts-is-told-by':
    'Unknown: whether {path} counts is told by an extended attribute, which needs getfattr or GNU tar to read.',
  'systemd.use-mode-yes-or-auto-or': 'Use the mode yes or auto, or make {path} a folder of its own.',
  'systemd.verity-file-stands-beside-it-which':
    'A .verity file stands beside it, which systemd takes only for an image without partitions.',
  'systemd.file-has-nul-byte': 'the file has a NUL byte',
  'systemd.file-is-not-valid-utf-8': 'the file is not valid UTF-8',
  'systemd.file-has-non-character': 'the file has a Unicode non-character',
} as const;
