/** Reading and writing whole images, by open files. */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statfsSync, writeSync } from 'node:fs';
import { freeMiB, neededMiB } from '../../shared/messages/mebibytes.ts';
import { VeneerError } from '../../shared/model/errors.ts';

const CHUNK = 1024 * 1024;
/** Left free beside the image, for links, directories and the journal. */
const SPARE_BYTES = 1024 * 1024;

/** @throws {VeneerError} `no-space` where the folder has no room for `size` bytes */
export function refuseWithoutRoom(folder: string, size: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= size + SPARE_BYTES) return;
  throw new VeneerError(
    'no-space',
    `There is no room for the image: ${neededMiB(size + SPARE_BYTES)} are needed, ${freeMiB(free)} are free.`,
    {
      nextStep: 'Free some room, for example by removing old versions, and try again.',
    },
  );
}

/**
 * Reads from the start, and hands on each part.
 *
 * @param size in bytes, as the file was when it was looked at
 * @returns the SHA-256 of it all, in hex
 * @throws {VeneerError} `changed` where there is more of it, of which no more than one byte is read
 */
export function hashOf(fd: number, size: number, take: (bytes: Buffer, readSoFar: number) => void = () => {}): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (let at = 0; ; ) {
    const length = readSync(fd, chunk, 0, Math.min(CHUNK, size - at + 1), at);
    if (length === 0) return hash.digest('hex');
    at += length;
    if (at > size) {
      throw new VeneerError('changed', 'The image grew while it was read. Nothing was installed.', {
        nextStep: 'Wait until it is whole, look at it again, then install it.',
      });
    }
    hash.update(chunk.subarray(0, length));
    take(chunk.subarray(0, length), at);
  }
}

export function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** @returns the SHA-256 of a file, in hex; null for what is no regular file, at which it neither hangs nor follows */
export function hashOfFile(path: string): string | null {
  if (!lstatSync(path).isFile()) return null;
  // Whatever comes there meanwhile.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    return stat.isFile() ? hashOf(fd, stat.size) : null;
  } finally {
    closeSync(fd);
  }
}
