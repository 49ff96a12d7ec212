/** Unix sockets of this user's alone: taken over only where nobody answers, never in place of a file. */

import { linkSync, lstatSync, rmSync, type Stats, statSync } from 'node:fs';
import { createConnection, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { whileLockedAsync } from '../node/own-lock.ts';

/** The longest path of a socket (unix(7): sun_path has 108 bytes, the last one a NUL). */
const MAX_PATH = 107;
const OTHERS_MAY_WRITE = 0o022;

let made = 0;

/**
 * Lets a server listen on a socket that only this user reaches, mode 0600. Its folder is made, mode 0700, where it is
 * missing. A socket that nobody listens on any more is replaced.
 *
 * @returns takes the socket away again, and nothing else that may stand there by then; to be called before the server is
 * closed
 * @throws {VeneerError} `busy` where somebody listens there already, `unsupported` where something else is in the way, the
 * folder may be written by others, or the path is too long
 */
export async function listenOnOwnSocket(server: Server, path: string): Promise<() => void> {
  needOwnFolder(dirname(path));
  // Made under another name and then linked: that fails where something stands, and Node, which deletes the name that it
  // bound when it closes, deletes nothing of somebody else's.
  const bound = join(dirname(path), `.${process.pid}-${++made}`);
  if (Math.max(Buffer.byteLength(path), Buffer.byteLength(bound)) > MAX_PATH) {
    throw new VeneerError('unsupported', messageOf('host.is-too-long-for-path-of', { path }), {
      nextStep: messageOf('host.choose-one-of-at-most-bytes', { count: MAX_PATH }),
    });
  }
  // Two starts must not both find a dead one and take each other's place.
  const own = await whileLockedAsync(path, async () => {
    try {
      await clearStale(path);
      await listenOn(server, bound);
      linkSync(bound, path);
      return lstatSync(bound);
    } catch (error) {
      server.close();
      throw error;
    } finally {
      rmSync(bound, { force: true });
    }
  });
  return () => {
    if (isSame(lstatSync(path, { throwIfNoEntry: false }), own)) rmSync(path, { force: true });
  };
}

/** @throws {VeneerError} `unsupported` where others could put something into the folder, or take it away */
function needOwnFolder(folder: string): void {
  makeOwnFolder(folder);
  const { uid, mode } = statSync(folder);
  const isOurs = uid === process.getuid?.() || uid === 0;
  if (isOurs && (mode & OTHERS_MAY_WRITE) === 0) return;
  throw new VeneerError('unsupported', messageOf('host.others-may-write-into-so-no', { folder }), {
    nextStep: messageOf('host.choose-another-folder-or-take-right', { folder }),
  });
}

/** Takes away a socket of ours on which nobody listens. */
async function clearStale(path: string): Promise<void> {
  const seen = lstatSync(path, { throwIfNoEntry: false });
  if (seen === undefined) return;
  if (!seen.isSocket() || seen.uid !== process.getuid?.()) {
    throw new VeneerError('unsupported', messageOf('host.is-no-socket-of-yours-it', { path }), {
      nextStep: messageOf('host.choose-another-place-with-socket'),
    });
  }
  if (!(await isDead(path))) throw inUse(path);
  if (isSame(lstatSync(path, { throwIfNoEntry: false }), seen)) rmSync(path);
}

/** Only a refused connection proves that nobody listens; a full queue, for one, is of somebody busy. */
function isDead(path: string): Promise<boolean> {
  return new Promise((settle) => {
    const peer = createConnection(path);
    peer.once('connect', () => {
      peer.destroy();
      settle(false);
    });
    peer.once('error', ({ code }: NodeJS.ErrnoException) => settle(code === 'ECONNREFUSED' || code === 'ENOENT'));
  });
}

function listenOn(server: Server, path: string): Promise<void> {
  return new Promise((settle, fail) => {
    server.once('error', fail);
    // The socket must never be open to others, not even for a moment.
    const before = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', fail);
        settle();
      });
    } finally {
      process.umask(before);
    }
  });
}

function isSame(one: Stats | undefined, other: Stats): boolean {
  return one !== undefined && one.ino === other.ino && one.dev === other.dev;
}

function inUse(path: string): VeneerError {
  return new VeneerError('busy', messageOf('host.veneer-of-yours-runs-already-and', { path }), {
    nextStep: messageOf('host.use-that-one-or-choose-another'),
  });
}
