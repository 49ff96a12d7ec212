/** One at a time who changes a folder that others read, by flock(2) on the folder itself: no file of it stays behind. */
import { closeSync, constants, openSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { findProgram } from '../host/systemd-version.ts';
import { startProgram } from '../node/long-program.ts';

/** flock(1): what it ends with where another one still holds the lock. */
const CONFLICT = 75;
const WAIT_SECONDS = 60;

/**
 * Runs `work` once nobody else works on the folder. Node has no call for it, so flock(1) locks the open folder that it inherits,
 * which is ours as well; the kernel takes the lock back when we end. A file system without locks, as some of other machines
 * are, has none: then `work` runs without.
 *
 * @param waitSeconds for whoever holds it
 * @throws {VeneerError} `busy` where it is held for longer
 */
export async function withFolderLock<T>(
  folder: string,
  work: () => Promise<T>,
  waitSeconds = WAIT_SECONDS,
): Promise<T> {
  const fd = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    if ((await lock(fd, waitSeconds)) === CONFLICT)
      throw new VeneerError('busy', messageOf('publish.somebody-else-publishes', { path: folder }), {
        nextStep: messageOf('publish.wait-for-them'),
      });
    return await work();
  } finally {
    closeSync(fd);
  }
}

/** @returns how flock(1) ended; null where it could not be started */
async function lock(fd: number, waitSeconds: number): Promise<number | null> {
  const program = findProgram('flock');
  if (program === null) return null;
  const args = ['--exclusive', '--conflict-exit-code', String(CONFLICT), '--timeout', String(waitSeconds), '3'];
  const child = startProgram(program, args, { stdio: ['ignore', 'ignore', 'ignore', fd] });
  return await new Promise((settle) => {
    child.once('error', () => settle(null));
    child.once('close', settle);
  });
}
