/** The socket that the service manager listens on for us and hands over at the first connection (sd_listen_fds(3)). */

import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import type { Server } from 'node:net';
import { dirname } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { needOwnFolder } from './own-socket.ts';

/** SD_LISTEN_FDS_START of sd_listen_fds(3). */
const FIRST_FD = 3;
const FOR_OTHERS = 0o077;
/** SO_ACCEPTCON of the kernel, as /proc/net/unix prints the flags of a socket that listens. */
const LISTENS = '00010000';

/** `path` is where it listens. */
export interface GivenSocket {
  readonly fd: number;
  readonly path: string;
}

/**
 * What was handed over to this process. The variables that say so are taken away, for they are of nobody that it starts.
 *
 * @param env of this process
 * @returns null where nothing was
 * @throws {VeneerError} `unsupported` where it is not one unix socket that this user alone reaches
 */
export function takeGivenSocket(env: NodeJS.ProcessEnv): GivenSocket | null {
  const { LISTEN_FDS: count, LISTEN_PID: pid } = env;
  for (const name of ['LISTEN_FDS', 'LISTEN_PID', 'LISTEN_FDNAMES', 'LISTEN_PIDFDID']) delete env[name];
  if (count === undefined || Number(pid) !== process.pid || Number(count) === 0) return null;
  const path = Number(count) === 1 ? pathOf(FIRST_FD) : null;
  if (path === null) throw refusal(messageOf('host.given-socket-is-not-one-unix-socket'));
  const seen = lstatSync(path, { throwIfNoEntry: false });
  if (!seen?.isSocket() || seen.uid !== process.getuid?.() || (seen.mode & FOR_OTHERS) !== 0) {
    throw refusal(messageOf('host.given-socket-is-open-to-others', { path }));
  }
  needOwnFolder(dirname(path));
  return { fd: FIRST_FD, path };
}

function refusal(what: ReturnType<typeof messageOf>): VeneerError {
  return new VeneerError('unsupported', what, { nextStep: messageOf('host.socket-unit-needs') });
}

/** @returns null for what is no unix socket that listens at an absolute path, also where the kernel does not tell */
function pathOf(fd: number): string | null {
  try {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1];
    // Num RefCount Protocol Flags Type St Inode Path, of which the last may have spaces.
    for (const line of readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1)) {
      const [, flags, own, path = ''] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.*)$/.exec(line) ?? [];
      if (own === inode && flags === LISTENS && path.startsWith('/')) return path;
    }
    return null;
  } catch {
    return null;
  }
}

/** Lets a server answer on it. It stays the service manager's: nothing is taken away when the server is closed. */
export function listenOnGivenSocket(server: Server, { fd }: GivenSocket): Promise<void> {
  return new Promise((settle, fail) => {
    server.once('error', fail);
    server.listen({ fd }, () => {
      server.off('error', fail);
      settle();
    });
  });
}
