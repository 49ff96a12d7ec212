/**
 * The one way to open a file that is not surely ours, on a stick, in a folder of a remote, or where somebody else may have
 * put it, which is wherever a small file of ours is expected as well: opened first, without waiting for the other end of a pipe, and looked at then. What a name leads to may be
 * another thing a moment after it was looked at; what is open stays what it is.
 */

import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';

export interface OpenedFile {
  /** The caller closes it. Closed in programs that are started, as all files of Node are. */
  readonly fd: number;
  readonly stat: Stats;
}

export interface Opening {
  /** Whether a link counts as what it leads to, as it does among a person's own settings; else a link is refused. */
  readonly followLink?: boolean;
  /** The most bytes that it may have. */
  readonly limit?: number;
}

/**
 * Opens a regular file for reading.
 *
 * @returns null where there is nothing
 * @throws {VeneerError} `invalid-input` for what is no regular file, `too-large`, `not-authorized` for what cannot be read now,
 *   such as a followed link that leads nowhere
 */
export function openRegular(path: string, { followLink = false, limit }: Opening = {}): OpenedFile | null {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  let fd: number;
  try {
    fd = openSync(path, followLink ? flags : flags | constants.O_NOFOLLOW);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A link that leads nowhere today may lead to a disk that is not there: it is not nothing, and not to be replaced.
    const isNothing = code === 'ENOENT' || code === 'ENOTDIR';
    if (isNothing && !(followLink && isLink(path))) return null;
    // A link that is not followed, or a socket.
    if ((code === 'ELOOP' && !followLink) || code === 'ENXIO') throw noRegular(path);
    throw new VeneerError('not-authorized', messageOf('common.cannot-be-read', { path }), { detail: String(error) });
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw noRegular(path);
    if (limit !== undefined && stat.size > limit) throw tooLarge(path, limit);
    return { fd, stat };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * Reads a small regular file whole.
 *
 * @param limit the most bytes that it may have; what is added while it is read does not count
 * @returns null where there is nothing
 * @throws {VeneerError} as `openRegular`
 */
export function readRegular(path: string, limit: number, opening: Omit<Opening, 'limit'> = {}): Buffer | null {
  const opened = openRegular(path, { ...opening, limit });
  return opened === null ? null : readOpened(path, opened, opened.stat.size);
}

/**
 * The first bytes of a regular file, whatever its size.
 *
 * @returns null where there is nothing
 * @throws {VeneerError} as `openRegular`
 */
export function readStart(path: string, most: number): { readonly bytes: Buffer; readonly size: number } | null {
  const opened = openRegular(path);
  if (opened === null) return null;
  const { size } = opened.stat;
  return { bytes: readOpened(path, opened, Math.min(size, most)), size };
}

/** Reads from the start, and closes it. */
function readOpened(path: string, { fd }: OpenedFile, most: number): Buffer {
  try {
    const bytes = Buffer.allocUnsafe(most);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(fd, bytes, length, bytes.length - length, length);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  } catch (error) {
    throw new VeneerError('not-authorized', messageOf('common.cannot-be-read', { path }), { detail: String(error) });
  } finally {
    closeSync(fd);
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

function noRegular(path: string): VeneerError {
  return new VeneerError('invalid-input', messageOf('host.is-not-regular-file-so-it', { path }), {
    nextStep: messageOf('host.look-what-stands-there-link-pipe'),
  });
}

function tooLarge(path: string, limit: number): VeneerError {
  return new VeneerError('too-large', messageOf('host.is-too-large-to-be-read', { path }), {
    nextStep: messageOf('host.look-what-stands-there'),
    detail: `more than ${limit} bytes`,
  });
}
