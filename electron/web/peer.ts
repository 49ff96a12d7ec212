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
 * Whether a connection over IPv4 comes from a process of this user, or of root, who can do everything anyway.
 *
 * @returns false also where the kernel does not tell
 */
export function isOwnPeer({ remoteAddress, remotePort, localAddress, localPort }: Socket): boolean {
  if (remoteAddress === undefined || remotePort === undefined) return false;
  if (localAddress === undefined || localPort === undefined) return false;
  const theirs = placeOf(remoteAddress, remotePort);
  const ours = placeOf(localAddress, localPort);
  const uid = uidOf(theirs, ours) ?? uidOf(theirs, ours);
  return uid !== null && (uid === process.getuid?.() || uid === ROOT);
}

/** The user of a socket, by its own end and the other one (proc_pid_net(5)). A table is read in pieces, so one may be missed. */
function uidOf(own: string, other: string): number | null {
  for (const table of TABLES) {
    for (const line of linesOf(table)) {
      const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/);
      if (local === undefined || remote === undefined) continue;
      if (withoutPrefix(local) !== own || withoutPrefix(remote) !== other) continue;
      if (state === ESTABLISHED && inode !== '0') return Number(uid);
    }
  }
  return null;
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
