/**
 * Changes a folder as `veneer lint --fix` is asked to. Symlinks in it never lead out of it: each place is reached from the top
 * by the open folders above it, none of them through a link, and what is changed there is that entry itself.
 */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Mend } from '../../shared/diagnosis/mend/mend.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { findProgram } from '../host/systemd-version.ts';
import { runProgramSync } from '../node/run-program.ts';

const { O_DIRECTORY, O_NOFOLLOW, O_CREAT, O_EXCL, O_WRONLY } = constants;
/** open(2) of Linux, which Node does not name: only a place, for which the right to go through is enough. */
const O_PATH = 0o10000000;
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;
const TIMEOUT_MS = 5000;

export interface Mended {
  readonly mend: Mend;
  /** Why it was not done; null where it was. */
  readonly problem: Message | null;
}

/** In this order; what one of them meets does not keep the others from being done. @param folder absolute */
export function mendFolder(folder: string, mends: readonly Mend[]): Mended[] {
  const top = openSync(folder, O_PATH | O_DIRECTORY);
  try {
    return mends.map((mend) => ({ mend, problem: tryMend(top, mend) }));
  } finally {
    closeSync(top);
  }
}

function tryMend(top: number, mend: Mend): Message | null {
  try {
    return doMend(top, mend);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return messageOf('lint.the-system-refuses', { code });
  }
}

function doMend(top: number, mend: Mend): Message | null {
  const at = (use: (place: string) => Message | null) => inFolderOf(top, mend.path, false, use);
  switch (mend.how) {
    case 'mode':
      return at((place) => onEntry(place, (entry, stat) => setMode(entry, stat, mend.mode)));
    case 'owner':
      return at((place) => done(() => lchownSync(place, mend.uid, mend.gid)));
    case 'attribute':
      return at((place) => onEntry(place, (entry) => removeAttribute(entry, mend.name)));
    case 'delete':
      return at((place) => done(() => unlinkSync(place)));
    case 'delete-folder':
      return at((place) => done(() => rmdirSync(place)));
    case 'move':
      return at((from) =>
        inFolderOf(top, mend.to, true, (to) =>
          isThere(to) ? messageOf('lint.is-there-already') : done(() => renameSync(from, to)),
        ),
      );
    case 'write':
      return inFolderOf(top, mend.path, true, (place) => writeText(place, mend.text));
  }
}

function done(what: () => void): null {
  what();
  return null;
}

const isThere = (place: string): boolean => lstatSync(place, { throwIfNoEntry: false }) !== undefined;

/**
 * @param make whether folders on the way are made where they are missing
 * @param use is given a path of the entry that holds while it runs, also for programs that it starts
 */
function inFolderOf<T>(top: number, path: string, make: boolean, use: (place: string) => T): T {
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) throw new Error(`no path inside: ${path}`);
  const open: number[] = [];
  let above = placeOf(top);
  try {
    for (const part of parts.slice(0, -1)) {
      const next = `${above}/${part}`;
      if (make && !isThere(next)) mkdirSync(next, FOLDER_MODE);
      const fd = openSync(next, O_PATH | O_DIRECTORY | O_NOFOLLOW);
      open.push(fd);
      above = placeOf(fd);
    }
    return use(`${above}/${parts.at(-1)}`);
  } finally {
    for (const fd of open) closeSync(fd);
  }
}

const placeOf = (fd: number): string => `/proc/${process.pid}/fd/${fd}`;

/** Opens a file or folder itself, so that what is done next is done to it, whatever takes its name. */
function onEntry<T>(place: string, use: (entry: string, stat: Stats) => T): T | Message {
  const fd = openSync(place, O_PATH | O_NOFOLLOW);
  try {
    const stat = fstatSync(fd);
    return stat.isFile() || stat.isDirectory() ? use(placeOf(fd), stat) : messageOf('lint.is-another-thing-now');
  } finally {
    closeSync(fd);
  }
}

function setMode(entry: string, stat: Stats, mode: number): Message | null {
  // It may be a file of the system that a hard link leads to.
  if (stat.isFile() && stat.nlink > 1) return messageOf('lint.has-other-names');
  chmodSync(entry, mode);
  return null;
}

function removeAttribute(entry: string, name: string): Message | null {
  const program = findProgram('setfattr');
  if (program === null) return messageOf('build.install-program', { package: 'attr' });
  const answer = runProgramSync(program, ['--remove', name, '--', entry], { timeoutMs: TIMEOUT_MS, mostBytes: 4096 });
  return answer === null ? messageOf('lint.attribute-stays', { name }) : null;
}

function writeText(place: string, text: string): Message | null {
  const present = lstatSync(place, { throwIfNoEntry: false });
  if (present !== undefined && !present.isFile()) return messageOf('lint.is-another-thing-now');
  const making = `${place}.${process.pid}.new`;
  const fd = openSync(making, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, FILE_MODE);
  try {
    writeFileSync(fd, text);
    fchmodSync(fd, FILE_MODE);
    renameSync(making, place);
    return null;
  } catch (error) {
    rmSync(making, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}
