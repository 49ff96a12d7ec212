/** Reading and writing whole images, by open files. */
import { createHash } from 'node:crypto';
import { readSync, statfsSync, writeSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';
import { freeMiB, neededMiB } from '../../shared/mebibytes.ts';

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

/** Reads to the end, from the start, and hands on each part. @returns the SHA-256 of it all, in hex */
export function hashOf(fd: number, take: (bytes: Buffer, readSoFar: number) => void = () => {}): string {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (let at = 0; ; ) {
    const length = readSync(fd, chunk, 0, CHUNK, at);
    if (length === 0) return hash.digest('hex');
    at += length;
    hash.update(chunk.subarray(0, length));
    take(chunk.subarray(0, length), at);
  }
}

export function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}
