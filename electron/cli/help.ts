/** What `veneer --help` says, and which version this is. */

import { ERROR_CODES } from '../../shared/errors.ts';
import { VERSION } from '../api/version.ts';

const exitCodes = Object.entries(ERROR_CODES)
  .map(([code, { exitCode }]) => `  ${String(exitCode).padEnd(4)}${code}`)
  .join('\n');

/** How `update --check` ends where `update` would have something; as dnf-check-update(8) does. */
export const SOMETHING_NEW = 100;

export const HELP = `veneer ${VERSION}: see, understand and toggle systemd system extensions

Usage: veneer COMMAND [OPTION...]

Reading (no privilege needed; --json prints JSON):
  list                  every extension with its state and the reason
  status                what is merged, layer by layer, and what stays out
  inspect NAME|FILE     one extension, or an image or folder anywhere
  ls IMAGE [PATH]       what is inside; --json prints one object a line
  cat IMAGE PATH        one file inside; --json prints its text, null for what is none
  verify IMAGE          checks the dm-verity tree of a disk image in full
  conflicts             files that several extensions, or one and the base, have, and who wins
  unpack FILE [TARGET]  an image that is packed with gzip, xz or zstd
  pack FOLDER [TARGET]  a folder with a release file as a squashfs image
                        IMAGE is a NAME, an image file or a folder
  plan [VERB [NAME...]] what VERB (one of the verbs below; default refresh) would do

Finding (no privilege needed):
  search [WORD...]      what the remotes have, and whether it fits, told before it is downloaded
  remote list           the remotes, those that Veneer knows of among them; all are off until they are enabled
  remote add NAME URL   a folder with a SHA256SUMS at an address of https, or one of this machine; or a repository of
                        an OCI registry: oci://HOST/REPOSITORY, with :TAG for one version alone
  remote edit NAME [URL] | enable NAME | disable NAME | remove NAME
                        --json prints the remote as it is then, null for one that was removed
  download NAME[=VERSION]...
                        fetches and verifies an image; an interrupted one goes on

Changing (root, or polkit asks):
  enable NAME...        unmask
  disable NAME...       mask
  merge | unmerge | refresh
  install FILE...       keep an image by version and make it current; --now merges it as well. A folder is packed
                        as an image first
  remove NAME...        take it away; its versions stay in the store unless --purge is given
  rollback NAME [VERSION]
                        make an older stored version current
  update [NAME...]      have what is newer: by systemd-sysupdate where a transfer file and it are there, else downloaded
                        here; --check only tells
  pin NAME [VERSION]    stay at a version, which is then never deleted; hold NAME stays without naming one, unpin NAME
                        ends both
  follow NAME | unfollow NAME
                        write the transfer file that keeps it current, or take it away; --version 'v1.32.*' follows
                        these versions alone
  features [NAME on|off|default]
                        the optional parts of what systemd-sysupdate keeps current (systemd 257), or switch one
  next-os               what becomes of each extension once the OS runs that is staged or newly deployed here (ostree,
                        bootc), or that is named; exit code 4 where one would not be merged any more
  next-os --prepare [NAME...]
                        download the published builds that fit that OS and name them for it: each counts from the first
                        boot of that OS on, and what counts now again once this OS runs. --forget [NAME...] ends it
  vacuum NAME...        delete old stored versions, all but --keep N
  at-boot on|off        whether systemd merges at boot
  workaround on|off     a unit that starts the services of extensions at boot, where systemd does not
  helper on|off         install what polkit can allow verb by verb, where no package brought it

The window:
  open [FILE...]        the window; what npm start runs. Files are shown to be installed, in the window that is open
                        already where there is one
  serve                 the window for a browser, on a unix socket of yours or, with --port, on 127.0.0.1

Options:
  --class sysext|confext  one class only (changes: sysext unless given)
  --root DIR              judge and change the tree below DIR as if it were /
  --as-systemd N          judge by the rules of systemd N instead of the host's version
  --json                  print JSON
  --now                   after enable, disable, install, remove, rollback: refresh, so that it takes effect at once
  --services              also start the services that come, where systemd does not, and stop those that go
  --name N  --version-as V
                          install: keep it under this name or version
  --until-reboot          install: below /run, gone with the next reboot
  --purge                 remove: delete the stored versions as well
  --keep N                install, vacuum: how many old versions stay (install: all, vacuum: 1)
  --mutable MODE          merge and refresh: no, auto, yes, import, ephemeral or ephemeral-import (systemd 256)
  --force                 merge, refresh, install, update: also what does not fit
  --move-aside            disable: move an entry of /etc/extensions aside, where it cannot be masked
  --remote NAME           search, download: only this remote; update NAME, next-os: from this one, though the installed
                          version came from elsewhere
  --output DIR            download: into this folder instead of the current one
  --key FILE              remote add, edit: the list must be signed with this OpenPGP key
  --system-keyring        remote add, edit: ... with a key of systemd's keyring, as systemd-sysupdate wants it
  --unsigned              remote edit: ... with none any more
  --accept-older          remote edit: take its lists also where they are older than those that were seen
  --check                 update: only tell what is new
  --os-release FILE       next-os: the os-release of that OS
  --os-version ID=VERSION_ID
                          next-os: the same where no more is known of it
  --dry-run               next-os --prepare, --forget: only show what would be changed
  --automatic             update: what the settings say, once a day at most; for a timer
  --sandbox               open and serve: manage a tree of samples instead of this machine
  --no-open               open: print the address instead of opening a window
  --port N                serve: a TCP port on 127.0.0.1 (0: any free one)
  --socket PATH           serve: this unix socket
  -h, --help  --version

Exit codes:
  0   done; update --check: nothing is new
${exitCodes}
  ${SOMETHING_NEW} update --check: something is new, which update would have
`;
