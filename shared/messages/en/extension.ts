/** English of extensions and what is in them. */
export const EN_EXTENSION = {
  'extension.bare-file-system-has-no-verity':
    'The image is a bare {form} file system: it has no dm-verity tree to check.',
  'extension.image-of-vendor-is-not-here':
    'The OS keeps its image at {target}, which is not here: that partition is not mounted, or the OS brings it at the next start.',
  'extension.has-label-of-another':
    'Has the SELinux type {type}, where the policy of this host has {expected} for its path.',
  'extension.no-merge-takes-it-in': 'No merge takes it in.',
  'extension.on-systemd': 'With systemd {versions}: {what}',
  'extension.all-of-etc-is-read-only':
    'All of /etc is read-only while configuration extensions are merged, also for passwords and host names.',
  'extension.at-every-merge-refresh-and-unmerge': 'At every merge, re-merge and unmerge systemd restarts {units}.',
  'extension.at-every-merge-refresh-and-unmerge-systemd':
    'At every merge, re-merge and unmerge systemd reloads or restarts {units}.',
  'extension.attributes-cannot-be-read': 'The extended attributes of {path} cannot be read: getfattr took too long.',
  'extension.base': 'the base',
  'extension.base-file-is-link': 'There the OS has a link to {target}.',
  'extension.base-file-lies-under-merge':
    'What the OS has there is not known: it lies under the merge. Unmerged, it can be compared.',
  'extension.base-has-no-regular-file': 'There the OS has no regular file.',
  'extension.base-has-no-such-file': 'The OS has no such file.',
  'extension.configuration-extension-in-it-is-listed':
    'The configuration extension {name} in it is listed once this one is merged, but not merged at boot.',
  'extension.convert-it-with-qemu-img-convert': 'Convert it with: qemu-img convert -O raw',
  'extension.debian-package': 'a Debian package',
  'extension.device-0-0-deletes-what-has': 'A device 0:0 deletes what {owner} has here.',
  'extension.download-file-itself-page-was-saved': 'Download the file itself; a page was saved in its place.',
  'extension.download-it-again-or-ask-where': 'Download it again, or ask where it comes from.',
  'extension.download-it-again-transfer-may-have': 'Download it again; the transfer may have been cut off.',
  'extension.every-merge-fails-while-it-is': 'Every merge fails while it is here.',
  'extension.extensions-were-not-looked-through-for':
    '{count} extensions were not looked through, because that takes too long; try again to have them looked at too.',
  'extension.fetch-file-with-git-lfs-pull': 'Fetch the file with: git lfs pull',
  'extension.file-is-empty': 'The file is empty.',
  'extension.file-is-empty-2': 'the file is empty',
  'extension.file-is-not-image': 'The file is {what}, not an image. {next}',
  'extension.file-is-not-image-2': 'the file is {what}, not an image',
  'extension.file-takes-place-of-folder-of':
    'A file takes the place of a folder of {owner}, and everything in that folder is gone.',
  'extension.filled-with-zeroes-at-its-start': 'filled with zeroes at its start',
  'extension.folder-cannot-be-packed': 'The folder {path} cannot be packed: {reason}.',
  'extension.folder-gets-instead-of': 'The folder gets {rights} instead of {before}.',
  'extension.folder-gets-instead-of-so-that':
    'The folder gets {rights} instead of {before}, so that not every user may look into it any more.',
  'extension.folder-is-marked-as-opaque-so':
    'The folder is marked as opaque, so that what lower layers have in it is gone: {names}.',
  'extension.folder-is-marked-as-opaque-so-that':
    'The folder is marked as opaque, so that whatever lower layers have in it is gone.',
  'extension.folder-takes-place-of-file-of': 'A folder takes the place of a file of {owner}, and the file is gone.',
  'extension.folder-takes-place-of-link-of':
    'A folder takes the place of a link of {owner}, and what was reached through the link is gone.',
  'extension.give-file-name-such-as-name': 'Give the file a name such as NAME.raw.',
  'extension.has-no-selinux-label-which-this': 'Has no SELinux label, which this host enforces.',
  'extension.has-same-name-in-same-folder':
    '{others} has the same name in the same folder; systemd takes whichever the folder gives first. Remove one.',
  'extension.image-cannot-be-read': 'The image cannot be read: {reason}.',
  'extension.image-has-no-verity-partition-that': 'The image has no verity partition that systemd would use.',
  'extension.image-is-broken': 'The image is broken: {reason}.',
  'extension.image-is-of-no-use': 'The image is of no use: {reason}.',
  'extension.install-it-with-apt-or-pack': 'Install it with apt, or pack its files as an extension.',
  'extension.install-it-with-dnf-or-pack': 'Install it with dnf, or pack its files as an extension.',
  'extension.is-meant-to-start-at-boot': '{unit} is meant to start at boot and never ran since this system was booted.',
  'extension.is-not-file': '{path} is a {type}, not a file.',
  'extension.is-which-is-neither-yes-nor':
    '{field} is {value}, which is neither yes nor no to systemd, so it counts as no.',
  'extension.it-asks-for-which-systemd-does': 'It asks for {field}, which systemd {version} does not know; 262 does.',
  'extension.it-asks-for-which-systemd-does-not':
    'It asks for {field}, which systemd {version} does not know; 255 does.',
  'extension.it-cannot-be-looked-at-with': 'It cannot be looked at with your permissions.',
  'extension.it-cannot-be-looked-through': 'It cannot be looked through: {reason}.',
  'extension.it-cannot-be-read': 'It cannot be read ({code}).',
  'extension.it-cannot-be-read-2': 'It cannot be read: {reason}.',
  'extension.it-fits-and-comes-in-with': 'It fits; the next re-merge takes it in.',
  'extension.it-has-more-than-files': 'it has more than {count} files',
  'extension.it-has-os-release-of-its': 'It has an os-release of its own, which makes every merge fail.',
  'extension.it-hides-one-of-so-that':
    'It hides the one of {owners}, so that what only that one knows is not found any more.',
  'extension.it-holds-which-systemd-cannot-open': 'It holds {what}, which systemd cannot open here.',
  'extension.it-is-neither-file-nor-folder':
    'It is neither a file nor a folder nor a block device, so systemd passes it over.',
  'extension.it-is-stack-of-layers-systemd':
    'It is a stack of layers (systemd.mstack(7)), which systemd cannot merge as an extension.',
  'extension.it-leads-nowhere': 'It leads nowhere.',
  'extension.it-leads-nowhere-any-more': 'It leads nowhere any more.',
  'extension.it-leads-nowhere-so-there-is': 'It leads nowhere, so there is nothing to show.',
  'extension.it-masks-name-that-no-other': 'It masks a name that no other folder offers.',
  'extension.it-took-too-much-to-read':
    'it took too much to read, and is not tried again before it changes: get it anew from whom you trust, or remove it',
  'extension.its-contents-cannot-be-read': 'Its contents cannot be read ({code}).',
  'extension.its-contents-cannot-be-shown': 'Its contents cannot be shown: {reason}.',
  'extension.its-files-cannot-be-compared': 'Its files cannot be compared: {reason}.',
  'extension.its-files-cannot-be-read': 'Its files cannot be read ({code}).',
  'extension.its-group': 'its group',
  'extension.its-owner': 'its owner',
  'extension.link-takes-place-of-folder-of':
    'A link takes the place of a folder of {owner}, and everything in that folder is gone.',
  'extension.link-to-dev-null-masks-nothing': 'A link to /dev/null masks nothing. {other} is used all the same.',
  'extension.link-to-dev-null-masks-nothing-2': 'A link to /dev/null masks nothing.',
  'extension.look-for-raw-file-that-was': 'Look for the .raw file that was meant.',
  'extension.merge-fails-and-takes-away-what':
    'The merge fails and takes away what is mounted: systemd {version} ends where a mount lies in another one, as {places} does.',
  'extension.mode-of': 'mode {mode} of {owner}',
  'extension.name-of-image-ends-in-raw': 'The name of an image ends in .raw.',
  'extension.needs-which-neither-base-nor-extension': 'Needs {libraries}, which neither the base nor an extension has.',
  'extension.no-version-in-this-folder-fits':
    'No version in this folder fits this host, so systemd takes none. It looks for {pattern}.',
  'extension.make-them-with': 'To make them: {command}',
  'extension.paths-it-needs-are-not-there': 'It wants {names}, and nothing made that.',
  'extension.users-it-needs-are-not-there': 'It wants the accounts {names}, and nothing made them.',
  'extension.nothing-made-cache': '{cache} is not there, so that nothing finds it.',
  'extension.of-base-knows-nothing-of-it': '{cache} of the base knows nothing of it, so that it may not be found.',
  'extension.of-its-files-outside-and-will': '{count} of its files {verb} outside {where} and will not be seen.',
  'extension.of-no-kind-that-is-known': 'of no kind that is known',
  'extension.pack-it-as-extension-below-usr': 'Pack it as an extension, below usr/bin or usr/lib.',
  'extension.pack-it-as-extension-below-usr-bin': 'Pack it as an extension, below usr/bin.',
  'extension.packed-with-bzip2': 'packed with bzip2',
  'extension.packed-with-gzip': 'packed with gzip',
  'extension.packed-with-xz': 'packed with xz',
  'extension.packed-with-zstd': 'packed with zstd',
  'extension.pdf-document': 'a PDF document',
  'extension.plain-text': 'plain text',
  'extension.pointer-of-git-lfs': 'a pointer of Git LFS',
  'extension.process-for-foreign-files-could-not': 'A process for foreign files could not be started.',
  'extension.process-that-reads-files-ended-in': 'The process that reads files ended in the middle of its work.',
  'extension.program-is-built-for-which-does':
    'The program is built for {machine}, which {host} does not start without an emulator.',
  'extension.program-or-library-elf': 'a program or library (ELF)',
  'extension.programs-like-this-one-are-built':
    '{count} programs, like this one, are built for {machine}, which {host} does not start without an emulator.',
  'extension.qemu-disk-qcow2': 'a QEMU disk (qcow2)',
  'extension.release-file-of-configuration-extension-counts':
    'The release file of a configuration extension counts only below /etc/extension-release.d.',
  'extension.rpm-package': 'an RPM package',
  'extension.runs-with-capabilities-of-its-own': 'Runs with capabilities of its own.',
  'extension.runs-with-rights-of-mode': 'Runs with the rights of {whose} (mode {mode}).',
  'extension.script': 'a script',
  'extension.sqlite-database': 'an SQLite database',
  'extension.symlink-leads-in-circle-and-systemd':
    'The symlink leads in a circle, and systemd lists nothing at all while it is here.',
  'extension.symlink-leads-nowhere-so-systemd-does':
    'The symlink leads nowhere, so systemd does not see an extension here.',
  'extension.symlink-leads-through-file-and-systemd':
    'The symlink leads through a file, and systemd lists nothing at all while it is here.',
  'extension.symlink-leads-to-dev-null-which':
    'The symlink leads to /dev/null, which systemd passes over: it is no extension and masks nothing.',
  'extension.systemd-does-not-see-it': 'systemd does not see it.',
  'extension.take-out-what-is-no-file': 'Take out what is no file, folder or symlink, or what you may not read.',
  'extension.tar-archive': 'a tar archive',
  'extension.there-are-more-like-this': '{what} There are {count} more like this.',
  'extension.there-are-too-many-files-to-find': 'Its files are not looked through: there are too many on this host.',
  'extension.there-is-more-than-is-listed': 'There is more than is listed here.',
  'extension.there-is-no-inside': 'There is no {path} inside.',
  'extension.node-packs-no-zstd': 'The Node that runs Veneer cannot pack with zstd.',
  'extension.pack-with-gzip': 'Pack with gzip, or run Veneer on Node 22.15 or newer.',
  'extension.there-is-no-room-to-pack': 'There is no room to pack {path}.',
  'extension.this-and-more-folders-get-instead': 'This and {count} more folders get {rights} instead of {before}.',
  'extension.this-and-more-folders-get-instead-of':
    'This and {count} more folders get {rights} instead of {before}, so that not every user may look into them any more.',
  'extension.this-kernel-cannot-mount-so-that': 'This kernel cannot mount {format}, so that every merge fails.',
  'extension.this-kernel-cannot-read-with-so':
    'This kernel cannot read {format} with {compressor}, so that every merge fails.',
  'extension.this-kernel-has-no-dm-verity':
    'This kernel has no dm-verity, which the image needs, so that every merge fails.',
  'extension.this-version-searches': 'This version searches {folders}.',
  'extension.to-mask-put-empty-folder-named': 'To mask {name}, put an empty folder named {same} into {folder}.',
  'extension.unknown': 'Unknown: {reason}.',
  'extension.unknown-can-only-be-read-by': 'Unknown: {form} can only be read by mounting it.',
  'extension.unknown-it-may-not-be-read':
    'Unknown: it may not be read by you. Run Veneer as root, or ask for read permission.',
  'extension.unknown-it-was-not-brought': 'Unknown: what is in it was not brought here.',
  'extension.unknown-it-took-too-much-to': 'Unknown: it took too much to read.',
  'extension.unpack-it-and-look-for-raw': 'Unpack it and look for a .raw file inside.',
  'extension.unpack-it-first-for-example-with': 'Unpack it first, for example with {program}.',
  'extension.unpack-it-to-folder-name-in': 'Unpack it to a folder NAME in /var/lib/extensions.',
  'extension.unpack-it-with-veneer-unpack-file': 'Unpack it with: veneer unpack FILE',
  'extension.web-page': 'a web page',
  'extension.what-is-mounted-at-vanishes-for':
    'What is mounted at {places} vanishes, because systemd {version} does not carry mounts along.',
  'extension.what-was-being-read-ended-in': 'What was being read ended in the middle.',
  'extension.what-was-sent-takes-too-much': 'What was sent takes too much to read.',
  'extension.whether-it-hides-folders-or-links': {
    one: 'Whether it hides folders or links of the base cannot be told at {count} path: extensions are merged over it.',
    other:
      'Whether it hides folders or links of the base cannot be told at {count} paths: extensions are merged over them.',
  },
  'extension.which-of-its-folders-are-marked':
    'Which of its folders are marked as opaque is for root to see, with getfattr.',
  'extension.will-not-be-started-at-boot':
    '{units} will not be started at boot: {target} wants it, but systemd decides that before the merge. Veneer can start it: in the window under Host, or with: veneer boot-refresh on',
  'extension.will-not-be-started-at-boot-it':
    '{units} will not be started at boot: it is upheld, but no extension has systemd read its units again. Veneer can start it: in the window under Host, or with: veneer boot-refresh on',
  'extension.xml-document': 'an XML document',
  'extension.zip-archive': 'a ZIP archive',
  'extension.is-type-not-file': '{path} is a {type}, not a file',
  'extension.reading-failed-with': 'reading it failed with {code}',
} as const;
