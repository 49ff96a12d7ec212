/**
 * What an attacker and a reader found, and what the endurance run found (E), each with the tests that hold it.
 * `findings.test.ts` looks whether each of them is there.
 */

export interface Finding {
  readonly number: string;
  /** Who gets in, images of strangers, sources and doors, what is lost or ends, the helper, text. */
  readonly kind: 'in' | 'image' | 'door' | 'loss' | 'helper' | 'text';
  /** What happened before. */
  readonly what: string;
  /** Files with the titles of the tests in them; of an image, the case that `e2e/live/hostile.test.ts` reads. */
  readonly heldBy: readonly (readonly [file: string, title: string])[];
}

const found = (
  number: string,
  kind: Finding['kind'],
  what: string,
  ...heldBy: readonly (readonly [file: string, title: string])[]
): Finding => ({ number, kind, what, heldBy });

export const FINDINGS: readonly Finding[] = [
  found(
    'S1',
    'in',
    'any user became root by the token in a command line',
    ['e2e/specs/secrets.spec.ts', 'the browser is led in by a file, and no process has the code or the token'],
    ['electron/web/door.test.ts', 'a browser is led here by a file of its user, whose code is good once'],
    ['electron/web/door.test.ts', 'lets in no process of another user, whatever it knows'],
    ['e2e/specs/secrets.spec.ts', 'for root no browser is started, only a socket is opened'],
  ),
  found(
    'S2',
    'in',
    'updates came from whichever remote had the highest number',
    ['electron/updates/origins.test.ts', 'of what came from a file'],
    [
      'electron/updates/origins.test.ts',
      'of what came from a signed remote: its own is the update, the higher one a choice',
    ],
  ),
  found(
    'S3',
    'in',
    'a grant to mask restarted any unit',
    [
      'e2e/testbed/refusals.system.ts',
      'who may mask may start and stop what extensions bring, and nothing of the host',
    ],
    ['e2e/live/layer-units.test.ts', 'only what a merged layer brings is an extension’s, whatever it is called'],
  ),
  found(
    'S4',
    'in',
    'force was no right of its own',
    ['e2e/testbed/refusals.system.ts', 'no leave of ours is one to force a merge, by whichever way'],
    [
      'electron/operations/executors/varlink.test.ts',
      'leaves masks to the helper, and force, which is asked for by itself',
    ],
  ),
  found(
    'S5',
    'in',
    'answers were kept for more than who sits at the machine',
    ['e2e/checks/policy.test.ts', 'an answer is kept for who sits at the machine alone, and never for what makes root'],
    ['e2e/testbed/authorization.system.ts', 'who is not at the machine is asked each time'],
  ),
  found('S6', 'in', "a person's file became the helper of everybody", [
    'e2e/testbed/helper-place.system.ts',
    'installs no helper but the one of the release, or one that is root’s own file',
  ]),
  found(
    'S7',
    'in',
    'older lists and impossible days were taken',
    [
      'electron/remotes/signed-lists.test.ts',
      'an older list with its own good signature is refused, until a person accepts it',
    ],
    [
      'electron/remotes/signed-lists.test.ts',
      'a day that is none refuses the list, as systemd-sysupdate does; of several the first counts',
    ],
  ),
  found(
    'S8',
    'in',
    'a socket took the place of files and of other sockets',
    ['electron/host/own-socket.test.ts', 'a file, a folder and a link stay what they are'],
    ['electron/host/own-socket.test.ts', 'the second says that one runs, and the first goes on'],
    ['electron/host/own-socket.test.ts', 'takes away only what it made'],
    [
      'electron/cli/running-window.test.ts',
      'a window of another tree does not take the socket from the one that is open',
    ],
  ),
  found(
    'S9',
    'in',
    'a folder swapped for a link was followed',
    ['electron/images/folder.test.ts', 'a folder that is swapped for a link is followed by nothing'],
    ['electron/images/folder.test.ts', 'no byte from elsewhere gets into an image of %s'],
  ),
  found('S10', 'in', 'an address written in by hand was asked in the clear', [
    'electron/remotes/lists.test.ts',
    'an address or a name that was written into the file by hand is looked at where it is used',
  ]),
  found(
    'S11',
    'in',
    'names like options, and keys that are revoked',
    [
      'electron/remotes/lists.test.ts',
      'names that a program would take for an option, or that do not show, are not offered',
    ],
    [
      'electron/remotes/signed-lists.test.ts',
      'a key that is revoked, expired or not for signing is told when it is given',
    ],
  ),
  found('S12', 'image', 'squashfs: a heavy inode of many names', [
    'e2e/hostile/squashfs-cases.ts',
    'squashfs: 3,000 names of one file with 400,000 blocks',
  ]),
  found(
    'S13',
    'image',
    'ext4: shared blocks of extents',
    ['e2e/hostile/ext-cases.ts', 'ext: a folder with a tree of extents that are shared, 5 deep'],
    ['e2e/hostile/ext-cases.ts', 'ext: a release file with such a tree, 4 deep'],
  ),
  found(
    'S14',
    'image',
    'squashfs: a folder of millions of names',
    ['e2e/hostile/squashfs-cases.ts', 'squashfs: a folder of 1,000,000 names'],
    ['e2e/hostile/squashfs-cases.ts', 'squashfs: a listing of 64 MiB of the same name'],
  ),
  found('S15', 'image', 'squashfs: a table of attributes', [
    'e2e/hostile/squashfs-cases.ts',
    'squashfs: 65,000 attributes that share a value of 64 KiB',
  ]),
  found('S16', 'image', 'ELF: a table of strings', [
    'e2e/hostile/squashfs-cases.ts',
    'ELF: 4,000 libraries of 4 MiB each',
  ]),
  found('S17', 'image', 'GPT: a signature and a regular expression', [
    'e2e/hostile/gpt-cases.ts',
    'GPT: a signature of zeroes with a letter at the end',
  ]),
  found(
    'S18',
    'image',
    'squashfs: a walk of symlinks',
    ['e2e/hostile/squashfs-cases.ts', 'squashfs: a path 20 times through a folder of 200,000 names'],
    ['e2e/hostile/squashfs-cases.ts', 'squashfs: a path 800 times through a folder of 1,500,000 names'],
  ),
  found('S19', 'image', 'ext4: paths too long for any kernel', [
    'e2e/hostile/ext-cases.ts',
    'ext: 250 folders of long names with 180,000 symlinks below',
  ]),
  found(
    'S20',
    'image',
    'ext4: a listing far larger than its image',
    ['e2e/hostile/ext-cases.ts', 'ext: a folder of 200 MiB of one block'],
    ['e2e/hostile/ext-cases.ts', 'ext: a folder of 1,500,000 names'],
  ),
  found(
    'S21',
    'image',
    'erofs: an index made whole for one read',
    ['e2e/hostile/erofs-cases.ts', 'erofs: a folder of 64 GiB and all of its index'],
    ['e2e/hostile/erofs-cases.ts', 'erofs: a program of 64 GiB and all of its index'],
  ),
  found(
    'S22',
    'image',
    'unpacking filled the disk',
    ['electron/downloads/room.test.ts', 'more than a gibibyte at more than two hundred times its size is no image'],
    [
      'electron/downloads/room.test.ts',
      'one that says that it has no room here, or is larger than any image, is refused beforehand',
    ],
    ['electron/downloads/room.test.ts', 'waiting for the decompressor leaves no listener behind'],
  ),
  found('S23', 'image', 'one getfattr for each program', [
    'electron/host/xattr.test.ts',
    'reads those of a whole folder in one go, whatever the names are',
  ]),
  found(
    'S24',
    'door',
    'a remote froze Veneer by being listed',
    [
      'electron/remotes/predict.test.ts',
      'an image that takes too much to read is told so, of it alone, and is not read again',
    ],
    [
      'electron/reader/guard.test.ts',
      'what goes past a limit ends alone, and the next image is read by another process',
    ],
  ),
  found(
    'S25',
    'door',
    'a pipe in the folder of a remote',
    ['electron/remotes/lists.test.ts', '%s as the list ends at once, and can be taken away'],
    ['electron/remotes/lists.test.ts', 'nothing is kept before the first answer'],
    ['electron/cli/remotes.test.ts', 'a pipe in a folder, or in place of the remotes, holds nothing up'],
  ),
  found(
    'S26',
    'door',
    'one message ended the server',
    ['electron/web/door.test.ts', '%s ends that connection, and nothing else'],
    ['e2e/specs/input.spec.ts', 'what is too long for one message is not sent, and the connection stays'],
  ),
  found(
    'S27',
    'door',
    'half requests were kept for ever',
    [
      'electron/web/door.test.ts',
      'a request that is never finished is ended, and more are not kept than there is room for',
    ],
    ['electron/web/upload.test.ts', 'a body without end is for who is let in'],
  ),
  found(
    'S28',
    'door',
    'a pipe in place of a state file',
    ['electron/node/state-file.test.ts', 'a pipe, a folder and an endless file hang nothing'],
    ['electron/operations/history.test.ts', 'a pipe in its place is moved aside and said'],
  ),
  found('S29', 'loss', 'a full disk ended the server', [
    'electron/downloads/kept-downloads.test.ts',
    'what cannot be written down goes on, and is said',
  ]),
  found('S30', 'loss', 'a damaged file of remotes ended the server', [
    'electron/session/session.test.ts',
    'remotes that cannot be understood end no process, are moved aside, and that is told',
  ]),
  found(
    'S31',
    'loss',
    'one overlong name hid the host',
    ['electron/extensions/discovery.test.ts', 'a name that is too long for its release file hides no other entry'],
    ['electron/session/session.test.ts', 'a reading that failed is told, and tried again until it is there'],
  ),
  found('S32', 'loss', "a folder of root's in the cache stopped every start", [
    'electron/downloads/kept-downloads.test.ts',
    'what another user left in the cache costs no start',
  ]),
  found(
    'S33',
    'loss',
    'who quit while applying lost the change',
    ['e2e/specs/quitting.spec.ts', 'a server that is asked to stop ends with the change'],
    ['e2e/specs/quitting.spec.ts', 'a window that is closed goes out of sight, and Veneer ends with the change'],
    [
      'e2e/specs/serving.spec.ts',
      'who asked goes, nobody reads what it says, it is asked to stop: the change is whole all the same',
    ],
  ),
  found('S34', 'loss', 'too many images for the descriptors', [
    'electron/extensions/discovery.test.ts',
    'many images are listed with few descriptors',
  ]),
  found('S35', 'loss', 'a killed server had no history', [
    'electron/operations/history.test.ts',
    'what a killed process began is shown as cut off',
  ]),
  found('S36', 'loss', 'a signed list half published', [
    'electron/remotes/signed-lists.test.ts',
    'half of it published, the old one stays and serves, also to the next Veneer and offline',
  ]),
  found(
    'S37',
    'loss',
    'one dead link ended all updates',
    ['electron/downloads/queue.test.ts', 'one that fails, is paused or taken away says nothing of the others'],
    [
      'electron/cli/remotes.test.ts',
      'of several names those that are there are downloaded, and the exit code says that it is not all',
    ],
    ['e2e/specs/automatic.spec.ts', 'a download that fails is named and loses no other, and the exit code says partly'],
  ),
  found('S38', 'loss', 'one bad folder hid the remote', [
    'electron/remotes/lists.test.ts',
    'one bad folder does not hide the rest',
  ]),
  found(
    'S39',
    'loss',
    'settings and remotes were thrown away',
    ['electron/session/settings.test.ts', 'one value that is not known loses itself alone, and stays on disk'],
    [
      'electron/remotes/remotes.test.ts',
      'one that is not understood hides no other, and stays on disk with all that is new',
    ],
    ['electron/remotes/remotes.test.ts', 'none of many that are added at once is lost'],
    ['electron/node/state-file.test.ts', 'what cannot be read now may be whole, and nothing is written over it'],
  ),
  found('S40', 'loss', 'a dead link was taken for a mask', [
    'electron/operations/file-changes.test.ts',
    'a link to %s hides nothing that is installed below it',
  ]),
  found('S41', 'loss', 'what systemd said was lost', [
    'electron/operations/verify.test.ts',
    'repeats what systemd said where it said something',
  ]),
  found('S42', 'loss', 'xz was not checked', [
    'electron/images/codecs/codecs.test.ts',
    'sees every flipped bit under %s, as xz does',
  ]),
  found('S43', 'loss', 'a check for updates was thrown away', [
    'electron/updates/origins.test.ts',
    'a look that asks nobody does not take away what the servers said',
  ]),
  found('S44', 'loss', 'a key did nothing after a click', [
    'e2e/specs/input.spec.ts',
    'a switch that was clicked leaves the keys to their commands',
  ]),
  found('S45', 'loss', 'who stopped waiting stopped it for others', [
    'electron/remotes/lists.test.ts',
    'who stops waiting for a list does not stop it for others; once nobody waits it is stopped',
  ]),
  found('S46', 'loss', 'an operation that ran was forgotten', [
    'electron/operations/carry-out.test.ts',
    'of many that ended the newest are known, and the one that runs always',
  ]),
  found('S47', 'loss', 'a bad version lost what was sent', [
    'electron/operations/file-changes.test.ts',
    'a wrong version does not lose an image that was sent',
  ]),
  found('S48', 'loss', 'a version that cannot be read back', [
    'electron/operations/file-changes.test.ts',
    'a version that systemd would not find again in a .v folder is refused before anything is written',
  ]),
  found('S49', 'loss', 'a user without an entry in passwd could not serve', [
    'e2e/specs/serving.spec.ts',
    'a user without an entry in passwd can serve on a socket',
  ]),
  found('S50', 'loss', 'characters were cut at the ends of pieces', [
    'electron/helper/programs.test.ts',
    'puts a character together that comes in two parts',
  ]),
  found(
    'S51',
    'helper',
    'anybody could block every change',
    ['electron/helper/lock.test.ts', 'nobody blocks it by a socket, and nobody else can open the file'],
    ['electron/helper/lock.test.ts', 'holds in another network namespace as well'],
  ),
  found('S52', 'helper', "two versions of Node did not see each other's lock", [
    'electron/helper/lock.test.ts',
    'what the programs run on makes no difference',
  ]),
  found(
    'S53',
    'helper',
    "a caller could suppress the journal's line",
    ['e2e/live/helper-journal.test.ts', 'few open files suppress no line'],
    ['electron/helper/own-process.test.ts', 'what was bound for good is raised by who may, and else nothing is begun'],
  ),
  found('S54', 'helper', 'keys of the terminal stopped the helper', [
    'electron/helper/own-process.test.ts',
    '%s in the middle of the copy ends and stops nothing',
  ]),
  found('S55', 'helper', 'a program that hangs held the lock', [
    'electron/helper/programs.test.ts',
    'stops a program that does not end, and names it',
  ]),
  found('S56', 'helper', 'a pipe or a folder in its way', [
    'electron/helper/install.test.ts',
    'sweeps what is its own, and passes over what only looks so',
  ]),
  found('S57', 'helper', 'an image that grows was copied without end', [
    'electron/helper/install.test.ts',
    'reads no more of an image than it had when it was looked at',
  ]),
  found('S58', 'helper', 'a folder that a group may write to', [
    'electron/helper/install.test.ts',
    'does not write where a group may write that is not its own',
  ]),
  found(
    'S59',
    'text',
    'control characters reached the terminal',
    ['electron/cli/terminal.test.ts', '%s that is wrong'],
    ['electron/cli/terminal.test.ts', 'tables and JSON, where JSON keeps the value'],
    ['shared/messages/visible.test.ts', 'what acts is taken out, whatever plane it is of, and what is read stays'],
  ),
  found(
    'S60',
    'text',
    "names turned the window's sentences round",
    ['renderer/components/name.test.tsx', 'a name stands apart from what is around it, and turns nothing round'],
    [
      'shared/messages/visible.test.ts',
      'sentences of the window are clean in every language, whatever name stands in them',
    ],
  ),
  found('S61', 'in', 'a host of the fleet put extended attributes on any file of who read it, by `..` or a link', [
    'electron/fleet/lay-out.test.ts',
    'an attribute is put on what the host told of, and on no file of this machine',
  ]),
  found('S62', 'loss', 'bytes of a host that came late were written into whatever file was opened next', [
    'electron/fleet/brought-file.test.ts',
    'what comes after it was closed is in no other file',
  ]),
  found('S63', 'door', 'a host with deep paths in 90 kB held the process up for minutes', [
    'electron/fleet/picture.test.ts',
    'folders as deep as a path can be',
  ]),
  found(
    'E1',
    'loss',
    'an upload that was cut closed a file twice: the server aborted, or its bytes went to another window',
    ['electron/web/upload.test.ts', 'an upload that is cut off closes its own file, once, and no other'],
  ),
  found('E2', 'loss', 'a server whose reader was gone told of that without end, and filled its log', [
    'electron/session/survive.test.ts',
    'a process whose log nobody reads any more goes on, and tells each error once',
  ]),
  found('E3', 'loss', 'a server that nobody read any more ended in the middle of a change', [
    'e2e/specs/serving.spec.ts',
    'who asked goes, nobody reads what it says, it is asked to stop: the change is whole all the same',
  ]),
  found('E4', 'text', 'messages that are no call were printed with their bytes', [
    'electron/api/contract.test.ts',
    'a message that is no call ends its socket, and prints nothing',
  ]),
  found('E5', 'loss', 'what failed on the way of a stream had no words', [
    'electron/api/contract.test.ts',
    'extensions: what fails on the way of a stream is told in words as well',
  ]),
  found('E6', 'loss', 'a file that could not be read now was written over', [
    'electron/node/state-file.test.ts',
    'what cannot be read now may be whole, and nothing is written over it',
  ]),
];
