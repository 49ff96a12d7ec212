/** Unpacks an image that was packed for the download: gzip, xz or zstd, to a new file beside which nothing is lost. */
import {
  closeSync,
  createReadStream,
  createWriteStream,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { unpackXz, xzSize } from './codecs/xz.ts';
import { identify } from './identify.ts';
import { openBytes } from './source.ts';
import { ImageError } from './tree.ts';

const PROBE = 512;
/** xz is unpacked in memory; larger ones are left to unxz. */
const MAX_XZ = 2 ** 31 - 1;

export type Packing = 'gzip' | 'xz' | 'zstd';

/** How a file is packed, by its first bytes; null where it is not. */
export async function packingOf(path: string): Promise<Packing | null> {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(PROBE);
    const length = readSync(fd, head, 0, PROBE, 0);
    const { what } = await identify(openBytes(head.subarray(0, length)));
    return (['gzip', 'xz', 'zstd'] as const).find((one) => what === `packed with ${one}`) ?? null;
  } finally {
    closeSync(fd);
  }
}

/**
 * Unpacks a file. The target appears whole or not at all.
 *
 * @param limit bytes that it may have unpacked, against bombs
 * @throws {ImageError} `too-large`, `corrupt`, or `unsupported` where this Node cannot unpack it
 */
export async function unpackFile(path: string, packing: Packing, target: string, limit: number): Promise<void> {
  const making = `${target}.${process.pid}.part`;
  try {
    if (packing === 'xz') unpackXzFile(path, making, limit);
    else
      await pipeline(
        createReadStream(path),
        decompressor(packing),
        bounded(limit),
        createWriteStream(making, { flags: 'wx', flush: true }),
      );
    renameSync(making, target);
  } catch (error) {
    rmSync(making, { force: true });
    if (error instanceof ImageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && !code.startsWith('Z_') && !code.startsWith('ZSTD')) throw error;
    throw new ImageError('corrupt', `it cannot be unpacked: ${(error as Error).message}`);
  }
}

function decompressor(packing: 'gzip' | 'zstd'): Transform {
  if (packing === 'gzip') return zlib.createGunzip();
  if (typeof zlib.createZstdDecompress !== 'function')
    throw new ImageError('unsupported', 'zstd needs Node 22.15 or newer to be unpacked');
  return zlib.createZstdDecompress();
}

function bounded(limit: number): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      length += chunk.length;
      if (length > limit) done(new ImageError('too-large', `it unpacks to more than ${limit} bytes`));
      else done(null, chunk);
    },
  });
}

function unpackXzFile(path: string, target: string, limit: number): void {
  const { size } = statSync(path);
  if (size > MAX_XZ) throw new ImageError('unsupported', 'it is too large to be unpacked here; use unxz');
  const packed = Buffer.alloc(size);
  const fd = openSync(path, 'r');
  try {
    for (let at = 0; at < size; ) {
      const count = readSync(fd, packed, at, size - at, at);
      if (count === 0) throw new ImageError('truncated', 'the file ends before its data does', at);
      at += count;
    }
  } finally {
    closeSync(fd);
  }
  let unpacked: Buffer;
  try {
    const claimed = xzSize(packed);
    if (claimed > limit) throw new ImageError('too-large', `it unpacks to more than ${limit} bytes`);
    if (claimed > MAX_XZ) throw new ImageError('unsupported', 'it is too large to be unpacked here; use unxz');
    unpacked = unpackXz(packed, claimed);
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('corrupt', `it cannot be unpacked: ${(error as Error).message}`);
  }
  writeFileSync(target, unpacked, { flag: 'wx', flush: true });
}
