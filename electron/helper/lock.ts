/** One change at a time per host. */

import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory } from './files.ts';
import { needProgram, runAtOnce } from './programs.ts';

/** Only root may look into it: whoever can open a file can lock it. */
const FOLDER = '/run/veneer';
/** flock(1): what it ends with where another one holds the lock. */
const CONFLICT = 1;
const MAX_HOLDER = 200;

/**
 * Runs `work` while no other helper works on the same root. The lock is flock(2) on a file in a folder of root's own,
 * ROOT/run/veneer/lock: the kernel takes it back when the holder dies, it holds across network namespaces and versions of
 * Node, and nobody else can take it. Node has no call for it, so flock(1) locks the open file that it inherits, which is
 * ours as well.
 *
 * @throws {VeneerError} `busy` where another helper holds it, by its process and since when
 */
export async function withLock<T>(root: string, work: () => Promise<T>): Promise<T> {
  const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const path = join(lockFolder(root), 'lock');
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) throw inTheWay(path);
  const fd = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    if (!fstatSync(fd).isFile()) throw inTheWay(path);
    const status = runAtOnce(needProgram('flock'), ['--exclusive', '--nonblock', '3'], fd);
    if (status === CONFLICT) throw busyError(fd);
    if (status !== 0) {
      throw new VeneerError('helper-failed', messageOf('helper.cannot-be-locked-nothing-was-changed', { path }), {
        detail: `flock ended with ${status}`,
      });
    }
    ftruncateSync(fd);
    writeSync(fd, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), 0);
    return await work();
  } finally {
    closeSync(fd);
  }
}

function lockFolder(root: string): string {
  const parent = safeJoin(root, '/run');
  makeDirectory(parent);
  const folder = `${root === '/' ? '' : root}${FOLDER}`;
  try {
    mkdirSync(folder, { mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  safeJoin(root, FOLDER);
  if ((lstatSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return folder;
}

function inTheWay(path: string): VeneerError {
  return new VeneerError('unsupported', messageOf('helper.is-no-file-so-no-change', { path }), {
    nextStep: messageOf('helper.remove-it-and-try-again'),
  });
}

/** What the holder wrote; it may not have come to it yet. */
function busyError(fd: number): VeneerError {
  const text = Buffer.alloc(MAX_HOLDER);
  const length = readSync(fd, text, 0, MAX_HOLDER, 0);
  const nextStep = messageOf('helper.wait-until-it-has-ended-then');
  try {
    const { pid, since } = JSON.parse(text.toString('utf8', 0, length)) as { pid: unknown; since: unknown };
    const message = messageOf('helper.another-change-of-this-host-is', {
      pid: String(Number(pid)),
      since: String(since),
    });
    return new VeneerError('busy', message, { nextStep });
  } catch {
    return new VeneerError('busy', messageOf('helper.another-change-of-this-host-is-running'), { nextStep });
  }
}
