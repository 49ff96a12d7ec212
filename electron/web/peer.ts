/** Who stands at the other end of a loopback connection: the kernel knows, and no token can be stolen past it. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

/** TCP_ESTABLISHED of the kernel. A socket that was closed already is listed as root's. */
const ESTABLISHED = '01';
const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'] as const;
/** How an IPv4 address is written in the second one. */
const MAPPED = { LE: '0000000000000000FFFF0000', BE: '00000000000000000000FFFF' }[endianness()];
const ROOT = 0;

/**
 * How long a reading of the tables answers for connections that waited in it to be accepted, in milliseconds. The kernel walks
 * through all places of its table for each, 4 ms where it has room for half a million, and a browser opens six connections at once.
 */
const SHARED_MS = 20;

/**
 * Tells whether a connection over IPv4 comes from a process of this user, or of root, who can do everything anyway.
 *
 * @returns what tells it when the connection comes; false also where the kernel does not tell
 */
export function createPeerCheck(): (socket: Socket) => boolean {
  /**
   * The users of those that waited, by their own ends. What waits is accepted before whatever has the same ends later, also where
   * it was broken off meanwhile (listen(2)), so that each is asked for once.
   */
  let waiting = new Map<string, number>();
  let readAt = Number.NEGATIVE_INFINITY;
  return ({ remoteAddress, remotePort, localAddress, localPort }) => {
    if (remoteAddress === undefined || remotePort === undefined) return false;
    if (localAddress === undefined || localPort === undefined) return false;
    const theirs = placeOf(remoteAddress, remotePort);
    const ours = placeOf(localAddress, localPort);
    let uid = performance.now() - readAt < SHARED_MS ? waiting.get(theirs) : undefined;
    waiting.delete(theirs);
    // A table is read in pieces, so one may be missed.
    for (const table of [...TABLES, ...TABLES]) {
      if (uid !== undefined) break;
      const { users, accepted } = peersIn(table, ours);
      uid = users.get(theirs);
      waiting = new Map([...users].filter(([place]) => !accepted.has(place)));
      readAt = performance.now();
    }
    return uid !== undefined && (uid === process.getuid?.() || uid === ROOT);
  };
}

interface Peers {
  /** Of the sockets that are connected to a place, by where they are themselves. */
  readonly users: ReadonlyMap<string, number>;
  /** Those whose other end a process has taken from the queue: until then it has no inode. */
  readonly accepted: ReadonlySet<string>;
}

/** By both ends of each connection (proc_pid_net(5)). */
function peersIn(table: string, ours: string): Peers {
  const users = new Map<string, number>();
  const accepted = new Set<string>();
  for (const line of linesOf(table)) {
    const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (local === undefined || remote === undefined || state !== ESTABLISHED || inode === '0') continue;
    if (withoutPrefix(remote) === ours) users.set(withoutPrefix(local), Number(uid));
    if (withoutPrefix(local) === ours) accepted.add(withoutPrefix(remote));
  }
  return { users, accepted };
}

const withoutPrefix = (place: string) => (place.startsWith(MAPPED) ? place.slice(MAPPED.length) : place);

/** An address as the kernel prints it: the four bytes as one number of this machine, then the port. */
function placeOf(address: string, port: number): string {
  const bytes = address
    .replace(/^::ffff:/, '')
    .split('.')
    .map((byte) => hexDigits(Number(byte), 2));
  if (endianness() === 'LE') bytes.reverse();
  return `${bytes.join('')}:${hexDigits(port, 4)}`;
}

function hexDigits(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

function linesOf(table: string): string[] {
  try {
    return readFileSync(table, 'latin1').split('\n').slice(1);
  } catch {
    // A kernel without IPv6 has no second one.
    return [];
  }
}
