/** Unpacks an image that was packed for the download: gzip, xz or zstd, to a new file beside which nothing is lost. */
import { closeSync, createReadStream, createWriteStream, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { type Duplex, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { createUnxz } from './codecs/xz-stream.ts';
import { createUnzstd } from './codecs/zstd-stream.ts';
import { identifyBytes } from './identify.ts';
import { openBytes } from './source.ts';
import { ImageError } from './tree.ts';

const PROBE = 512;

export type Packing = 'gzip' | 'xz' | 'zstd';

/** How a file is packed, by its first bytes; null where it is not. */
export async function packingOf(path: string): Promise<Packing | null> {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(PROBE);
    const length = readSync(fd, head, 0, PROBE, 0);
    const { what } = await identifyBytes(openBytes(head.subarray(0, length)));
    return (['gzip', 'xz', 'zstd'] as const).find((one) => what.id === `extension.packed-with-${one}`) ?? null;
  } finally {
    closeSync(fd);
  }
}

/**
 * Unpacks a file. The target appears whole or not at all.
 *
 * @param limit bytes that it may have unpacked, against bombs
 * @throws {ImageError} `too-large` or `corrupt`
 */
export async function unpackFile(path: string, packing: Packing, target: string, limit: number): Promise<void> {
  const making = `${target}.${process.pid}.part`;
  try {
    await pipeline(
      createReadStream(path),
      createDecompressor(packing),
      limitBytes(limit),
      createWriteStream(making, { flags: 'wx', flush: true }),
    );
    renameSync(making, target);
  } catch (error) {
    rmSync(making, { force: true });
    throw unpackError(error);
  }
}

/** Says what a decompressor failed with as an error of the image; errors of the system stay what they are. */
export function unpackError(error: unknown): unknown {
  if (error instanceof ImageError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && !code.startsWith('Z_') && !code.startsWith('ZSTD')) return error;
  return new ImageError('corrupt', `it cannot be unpacked: ${(error as Error).message}`);
}

/** The stream that unpacks; what it fails with is told by `unpackError`. */
export function createDecompressor(packing: Packing): Duplex {
  if (packing === 'xz') return createUnxz();
  if (packing === 'gzip') return zlib.createGunzip();
  // Node 22.15 and later bring zstd; the command line also runs on Node 20.
  return typeof zlib.createZstdDecompress === 'function' ? zlib.createZstdDecompress() : createUnzstd();
}

/** Lets so many bytes through, and fails with the next. */
export function limitBytes(limit: number): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      length += chunk.length;
      if (length > limit) done(new ImageError('too-large', `it unpacks to more than ${limit} bytes`));
      else done(null, chunk);
    },
  });
}
