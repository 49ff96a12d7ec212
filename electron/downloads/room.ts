/** Whether what comes has room, looked at while it comes, packed and unpacked. */
import { statfsSync } from 'node:fs';
import { freeMiB, neededMiB } from '../../shared/messages/mebibytes.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { ImageError } from '../images/tree.ts';

/** Left free beside the download. */
const SPARE_BYTES = 32 * 1024 * 1024;
const EVERY_BYTES = 64 * 1024 * 1024;
/** A choice: bombs of zeros that were made for a trial came to 228 (gzip) and to 6,800 (xz); no image was seen near it. */
const MOST_RATIO = 200;
/** Small images of mostly nothing may be more. */
const RATIO_FROM = 2 ** 30;

/** @param left bytes that are still to come @throws {VeneerError} `no-space` */
export function refuseWithoutRoom(folder: string, left: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (free >= left + SPARE_BYTES) return;
  throw new VeneerError(
    'no-space',
    `There is no room for the download: ${neededMiB(left + SPARE_BYTES)} are needed, ${freeMiB(free)} are free.`,
    {
      nextStep: 'Free some room, for example by removing old versions, and try again.',
      detail: folder,
    },
  );
}

/** Is told how much was unpacked from how much, and throws where it must not go on. */
export type UnpackWatch = (unpacked: number, packed: number) => void;

/**
 * Watches an unpacking: the hash of a packed file is known only at its end, when a bomb has filled the disk.
 *
 * @returns throws {VeneerError} `no-space`, {ImageError} `too-large` where it unpacks to more than any image does
 */
export function createUnpackWatch(folder: string): UnpackWatch {
  let looked = 0;
  return (unpacked, packed) => {
    if (unpacked > RATIO_FROM && unpacked > MOST_RATIO * packed) {
      throw new ImageError('too-large', `it unpacks to more than ${MOST_RATIO} times its size`);
    }
    if (unpacked - looked < EVERY_BYTES) return;
    looked = unpacked;
    refuseWithoutRoom(folder, 0);
  };
}
