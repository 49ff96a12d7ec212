/** English of what is wrong, by the rules of shared/diagnosis. */
export const EN_DIAGNOSIS = {
  'diagnosis.also-merged': 'Also merged, because they fit and are enabled: {names}.',
  'diagnosis.another-version-is-merged': 'Another version of it is merged.',
  'diagnosis.build-does-not-fit': '{name} {version} does not fit {os}: {reason}',
  'diagnosis.build-is-not-downloaded': 'The version of {name} for {os} is not downloaded.',
  'diagnosis.answer-before-restart': 'Answer before you restart the machine.',
  'diagnosis.change-stays-after-restart':
    'Where the machine is restarted in that minute, the change stays: the /etc of the next boot cannot be written now, so nothing there can take it back.',
  'diagnosis.class-is-merged-already': 'Extensions of class {class} are merged already, and systemd merges only once.',
  'diagnosis.component-is-switched-off': 'The component {name} is switched off, so nothing updates it.',
  'diagnosis.does-not-fit-so-not-installed': '{name} {version} does not fit, so it is not installed: {reason}',
  'diagnosis.download-from-there-once': 'Download {name} from there and install it once: from then on it is known.',
  'diagnosis.entries-of-its-list-are-left-out': {
    one: '{count} entry of its list leads elsewhere or cannot be read, and is left out.',
    other: '{count} entries of its list lead elsewhere or cannot be read, and are left out.',
  },
  'diagnosis.every-merge-fails-here': 'Every merge fails here.',
  'diagnosis.every-merge-fails-while': 'Every merge fails while {path} is there.',
  'diagnosis.every-merge-will-fail': 'Every merge will fail from then on. {sentence}',
  'diagnosis.give-folder-of-its-own': 'Give {name} a folder of its own by Path= in its transfer file.',
  'diagnosis.has-several-transfer-files': '{name} has {count} transfer files, whose parts belong together.',
  'diagnosis.hides-it': '{path} hides it',
  'diagnosis.image-is-kept-as-version': 'The image that stands at {path} is kept as version {version}.',
  'diagnosis.install-systemd-sysupdate': 'Install systemd-sysupdate, which does.',
  'diagnosis.is-kept-by-flatcar': '{name} is kept by Flatcar, which brings a new one with each update of the OS.',
  'diagnosis.is-kept-by-sysextmgr': '{name} is kept by sysextmgr, so Veneer does not update it.',
  'diagnosis.is-kept-current-with-os': '{name} is kept current together with the OS.',
  'diagnosis.is-masked-by': '{name} is disabled by the mask {path}',
  'diagnosis.is-no-longer-hidden': '{path} is no longer shadowed and counts from then on.',
  'diagnosis.it-will-have-no-effect-yet': 'It will have no effect yet: {why}.',
  'diagnosis.etc-is-opened':
    'What is merged over /etc is taken out for a moment, because this change is written below /etc, and merged again.',
  'diagnosis.mask-it': 'Disable {name}, or remove or replace the file.',
  'diagnosis.mask-lasts-until-reboot': 'The mask of {name} stands in {path} and lasts until the next reboot.',
  'diagnosis.masked-or-taken-away-since': 'It was disabled or taken away since the merge.',
  'diagnosis.merged-over-as-well': 'Extensions are merged over {paths} as well, by {variable}. That stays as it is.',
  'diagnosis.newer-os-is-installed': 'A newer OS is installed.',
  'diagnosis.next-refresh-drops-it': 'The next re-merge takes it out.',
  'diagnosis.not-known-file-is-packed':
    'Whether {remote} has another {name} is not known: it lists no version, and the file there is packed.',
  'diagnosis.not-known-image-unread':
    'Whether {remote} has another {name} is not known: it lists no version, and the installed image could not be read.',
  'diagnosis.not-known-neither-version-nor-hash':
    'Whether {remote} has another {name} is not known: it lists neither a version nor a hash.',
  'diagnosis.nothing-can-be-merged-here': 'Extensions are listed, but nothing can be merged here.',
  'diagnosis.reboot-to-run-it': 'Reboot to run it.',
  'diagnosis.refresh-instead': 'Re-merge instead, which takes what is there now.',
  'diagnosis.refresh-to-take-this-one-in': 'Re-merge to take this one in.',
  'diagnosis.stays-wait-for-version-that-fits': '{old} stays. Wait for a version that fits.',
  'diagnosis.still-merged': 'Still merged: {names}.',
  'diagnosis.switch-it-on-with': 'Switch it on with: {command}',
  'diagnosis.systemd-does-not-look-at': 'systemd does not look at {path}.',
  'diagnosis.own-back-force': 'As root, systemd-sysext refresh --force brings it back though it does not fit.',
  'diagnosis.own-back-image':
    'To bring it back, put its image {name}.raw into /var/lib/extensions again and run, as root: systemd-sysext refresh',
  'diagnosis.own-back-move': 'To bring it back, as root: mv {kept} {folder} && systemd-sysext refresh',
  'diagnosis.own-back-refresh': 'To bring it back, as root: systemd-sysext refresh',
  'diagnosis.own-back-unmask': 'To bring it back, as root: rmdir {path} && systemd-sysext refresh',
  'diagnosis.own-goes-later':
    'Veneer itself runs from {name}: the command veneer is gone after the next re-merge or reboot.',
  'diagnosis.own-goes-now': 'Veneer itself runs from {name}: the command veneer goes away with it.',
  'diagnosis.systemd-sysext-is-not-installed': 'systemd-sysext is not installed.',
  'diagnosis.systemd-sysupdate-takes-for-version':
    'systemd-sysupdate takes {file} for a version of {name}, and may delete it.',
  'diagnosis.the-os': 'the OS',
  'diagnosis.transfer-file-calls-images': 'The transfer file of {name} calls images {pattern}, and Veneer {own}.',
  'diagnosis.transfer-file-cannot-be-followed': 'The transfer file of {name} cannot be followed here: {reason}.',
  'diagnosis.transfer-file-names-no-link':
    'The transfer file of {name} names no link by which Veneer could make a version count.',
  'diagnosis.transfer-file-wants-layout':
    'The transfer file of {name} wants a layout that Veneer does not install into: {folder}, and the link {link}.',
  'diagnosis.there-is-more-to-know': 'There is more to know of {name}. See: veneer inspect {name}',
  'diagnosis.update-both-with-systemd-sysupdate': 'Update both with: systemd-sysupdate update',
  'diagnosis.update-it-with': 'Update it with: {command}',
  'diagnosis.use-systemd-sysupdate': 'Use systemd-sysupdate for it: {command}',
  'diagnosis.wait-for-one-that-fits': 'Wait for one that fits.',
  'diagnosis.whether-it-will-be-merged': 'Whether {name} will be merged cannot be predicted: {reason}',
  'diagnosis.will-not-be-merged-all-the-same': '{name} will not be merged all the same: {reason}',
  'diagnosis.will-not-be-merged-here':
    '{name} will not be merged here: below a root of its own, this systemd does not follow the symlink {path}.',
  'diagnosis.would-fail-merges-so-not-installed':
    '{name} {version} would make every merge fail, so it is not installed: {reason}',
  'diagnosis.would-make-whole-merge-fail': '{path} would make the whole merge fail: {reason}',
  'diagnosis.effect-module':
    'Devices that are there already are not asked for the kernel modules of {names} before the next start. Sooner: modprobe. ({path})',
  'diagnosis.effect-udev':
    'Devices that are there already keep their old udev rules until the next start; those of {names} count for new ones. Sooner: udevadm trigger. ({path})',
  'diagnosis.effect-hwdb':
    'The hardware database of {names} counts once “systemd-hwdb update” has compiled it. ({path})',
  'diagnosis.effect-dbus': 'The bus does not see the D-Bus files of {names} by itself: systemctl reload dbus. ({path})',
  'diagnosis.effect-polkit': 'polkit does not see the files of {names} by itself: systemctl restart polkit. ({path})',
  'diagnosis.effect-sysusers':
    'The accounts of {names} are made once systemd-sysusers runs, which at the start does not wait for extensions. ({path})',
  'diagnosis.effect-tmpfiles':
    'The files and folders that {names} asks for are made at the next start. Sooner: systemd-tmpfiles --create. ({path})',
  'diagnosis.effect-at-boot':
    'What {names} sets for the start is read by a service that does not wait for extensions. ({path})',
  'diagnosis.effect-session': 'What {names} brings for sessions counts from the next login on. ({path})',
  'diagnosis.effect-mapped': 'These run on with files as they were until they are started again: {processes} ({path})',
  'diagnosis.effect-unread': 'It is not known what {names} brings.',
  'diagnosis.effect-unseen': {
    one: 'What {count} process runs only root may see.',
    other: 'What {count} processes run only root may see.',
  },
  'diagnosis.no-sysupdate': 'systemd-sysupdate is not installed.',
  'diagnosis.no-sysupdate-reason':
    'Transfer files do nothing without it; Veneer itself still finds and installs updates.',
  'diagnosis.not-merged-at-boot': 'Nothing is merged when this machine starts: {unit} is {state}.',
  'diagnosis.kernel-without-format':
    'The running kernel cannot mount {format}, so no image of that kind can be merged.',
  'diagnosis.nobody-asks': 'No desktop session is here, so polkit has nobody to ask for permission.',
  'diagnosis.have-it-mounted-at-boot':
    'Have it mounted at boot: put {path} into /etc/fstab, without noauto and nofail.',
  'diagnosis.have-it-mounted-before':
    'Have it mounted before: systemctl edit {unit}, and below [Unit] RequiresMountsFor={path}',
  'diagnosis.keep-them-on-a-disk-here': 'Keep them on a disk of this machine: the network is there too late.',
  'diagnosis.merge-service-failed': '{unit} failed.',
  'diagnosis.merge-service-skipped': '{unit} did nothing when it was started last, for this is not met: {conditions}.',
  'diagnosis.merged-since-it-failed':
    'Extensions were merged since. Once the cause is gone, have systemd forget it: systemctl reset-failed {unit}',
  'diagnosis.mounted-after-merge': 'Mounted only after the merge at boot: {places}, with {names}.',
  'diagnosis.no-journal-of-it': 'The journal of {unit} tells no reason, or may not be read here.',
  'diagnosis.not-there-at-boot': 'What is not mounted when {unit} runs is not merged by it.',
  'diagnosis.start-it-again': 'Once the cause is gone: systemctl restart {unit}',
  'diagnosis.start-it-again-once-met': 'Have the condition met or taken away, then: systemctl restart {unit}',
  'diagnosis.gone-after-next-boot': 'Gone after the next boot: {names}.',
  'diagnosis.image-was-replaced': 'The image was replaced while it is merged: {names}.',
  'diagnosis.look-why-it-is-left-out': 'Look why: veneer why {name}',
  'diagnosis.merge-stays-as-it-is': 'What is merged stays as it is until the next merge, also the one at boot.',
  'diagnosis.next-merge-leaves-out': 'Merged, and left out by the next merge: {names}.',
  'diagnosis.next-merge-takes-in': 'Not merged, and taken in by the next merge: {names}.',
  'diagnosis.old-image-stays-merged': 'What was there before stays merged until the next re-merge.',
  'diagnosis.run-is-emptied-at-boot': 'It stands in /run, which is emptied then.',
  'diagnosis.delete-old-versions': 'Delete old versions with veneer vacuum NAME, or make room elsewhere.',
  'diagnosis.give-it-loop-devices':
    'Give the container /dev/loop-control, load the module loop, or use the extension as a folder.',
  'diagnosis.images-need-loop-devices':
    'Images are mounted through loop devices, and /dev/loop-control is not there; every merge fails with one.',
  'diagnosis.look-for-build-for-os':
    'Get its build for this OS, with veneer update {name} where it comes from a remote.',
  'diagnosis.lost-with-os': '{name} was merged on {before}, and is not on {after}.',
  'diagnosis.next-change-takes-them-away': 'The next installation, update or removal takes them away.',
  'diagnosis.no-loop-device': 'Images cannot be merged here: {names}.',
  'diagnosis.no-room-for-update':
    'A new version of {name} would not fit beside the old one: it takes {needed}, and {free} are free in {path}.',
  'diagnosis.unfinished-files': 'A change was cut off and left {size}: {paths}.',
  'diagnosis.is-left-out-of-every-merge': '{name} does not fit, so every merge leaves it out.',
  'diagnosis.look-for-one-that-fits': 'Look for a build that fits: veneer search {name}',
  'diagnosis.runs-from-files-that-are-gone': '{unit} runs from files that are gone.',
  'diagnosis.ends-with-next-start': 'Its extension is not merged any more. Once it ends, it cannot be started again.',
  'diagnosis.runs-the-old-version': '{unit} still runs the old version of {name}.',
  'diagnosis.old-version-until-restart': 'Its image was replaced, and the process began before that.',
  'diagnosis.service-is-down': '{unit} of {name} has failed.',
  'diagnosis.systemd-says-of-it': 'systemd says: {what}.',
  'diagnosis.look-into-journal-of': 'See why: journalctl --unit={unit}',
} as const;
