/** An image that stands on a host and here as a file with holes: what is read of it is brought, and stays. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { checkRange, type RandomAccess } from '../images/source.ts';
import type { Connection } from './connection.ts';
import { RANGE_BLOCK } from './script.ts';

/** Bytes that are brought at least, for what decides stands together and every question is a way to the host and back. */
const PIECE = 64 * 1024;
/** Of one image, and so also of what a host can have us bring. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of one question: more is asked for piece by piece. */
const MOST_AT_ONCE = 1024 * 1024;

/**
 * @param path on the host, Latin-1 of its bytes
 * @param place of the file with holes, which has the whole size
 */
export function openBrought(
  connection: Pick<Connection, 'range'>,
  path: string,
  place: Buffer,
  size: number,
): RandomAccess {
  const file = openSync(place, 'r+');
  /** Pieces that are here, or on their way. */
  const pieces = new Map<number, Promise<void>>();
  let brought = 0;
  let isClosed = false;
  /** Bytes may come after whoever asked gave up: the number of the file is another's by then. */
  const needOpen = () => {
    if (isClosed) throw new Error('it was closed before its bytes came');
  };

  function bring(first: number, count: number): Promise<void> {
    const offset = first * PIECE;
    const length = Math.min(count * PIECE, size - offset);
    brought += length;
    if (brought > MOST_BYTES) return Promise.reject(new Error('more of an image is asked for than decides'));
    return connection.range(path, offset / RANGE_BLOCK, length).then((bytes) => {
      needOpen();
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, offset + at);
    });
  }

  return {
    size,
    async read(offset, length) {
      checkRange(size, offset, length);
      if (length === 0) return Buffer.alloc(0);
      const last = Math.floor((offset + length - 1) / PIECE);
      const waits: Promise<void>[] = [];
      for (let at = Math.floor(offset / PIECE); at <= last; ) {
        const known = pieces.get(at);
        if (known !== undefined) {
          waits.push(known);
          at++;
          continue;
        }
        let count = 1;
        while (at + count <= last && !pieces.has(at + count) && (count + 1) * PIECE <= MOST_AT_ONCE) count++;
        const coming = bring(at, count);
        for (let one = at; one < at + count; one++) pieces.set(one, coming);
        waits.push(coming);
        at += count;
      }
      await Promise.all(waits);
      needOpen();
      const bytes = Buffer.allocUnsafe(length);
      for (let filled = 0; filled < length; ) {
        const count = readSync(file, bytes, filled, length - filled, offset + filled);
        if (count === 0) throw new Error('a file of ours was cut');
        filled += count;
      }
      return bytes;
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      closeSync(file);
    },
  };
}
