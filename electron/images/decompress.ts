/** One block in, one block out, never more than `limit` bytes: libraries do the work, this file bounds them. */
import zlib from 'node:zlib';
import type { Budget } from './budget.ts';
import { unpackLz4 } from './codecs/lz4.ts';
import { unpackLzma } from './codecs/lzma.ts';
import { unpackLzo } from './codecs/lzo.ts';
import { UnknownFilter, unpackXz } from './codecs/xz.ts';
import { ImageError } from './tree.ts';

/** `deflate` is without a header, `microlzma` is erofs's form of lzma, which does not store its size. */
export type Compression = 'gzip' | 'lzma' | 'lzo' | 'xz' | 'lz4' | 'zstd' | 'deflate' | 'microlzma';

const LZMA_HEADER = 13;

/**
 * Decompresses one block.
 *
 * @param budget what `limit` is counted in
 * @param limit bytes that the block may hold at most; `lz4` and `microlzma` stop there, the others fail beyond it
 * @throws {ImageError} `corrupt`, or `unsupported` for a filter of xz, or `too-much`
 */
export async function decompress(
  budget: Budget,
  compression: Compression,
  data: Buffer,
  limit: number,
): Promise<Buffer> {
  await budget.unpack(limit);
  try {
    switch (compression) {
      case 'gzip':
        return zlib.inflateSync(data, { maxOutputLength: limit });
      case 'deflate':
        return zlib.inflateRawSync(data, { maxOutputLength: limit });
      case 'zstd':
        return await unzstd(data, limit);
      case 'xz':
        return unpackXz(data, limit);
      case 'lz4':
        return unpackLz4(data, limit);
      case 'lzo':
        return unpackLzo(data, limit);
      case 'lzma':
        return unlzma(data, limit);
      case 'microlzma':
        return unmicrolzma(data, limit);
    }
  } catch (error) {
    if (error instanceof ImageError) throw error;
    if (error instanceof UnknownFilter) throw new ImageError('unsupported', error.message);
    throw new ImageError('corrupt', `a ${compression} block cannot be unpacked: ${(error as Error).message}`);
  }
}

async function unzstd(data: Buffer, limit: number): Promise<Buffer> {
  // Node 22.15 and later bring zstd; the command line also runs on Node 20.
  if (typeof zlib.zstdDecompressSync === 'function') return zlib.zstdDecompressSync(data, { maxOutputLength: limit });
  return unzstdPortably(data, limit);
}

/** What Nodes without zstd do, in any. @throws {Error} where it is damaged or holds more */
export async function unzstdPortably(data: Buffer, limit: number): Promise<Buffer> {
  const { decompress: inflate } = await import('fzstd');
  const output = inflate(data, new Uint8Array(limit));
  return Buffer.from(output.buffer, output.byteOffset, output.byteLength);
}

/** The .lzma header is the properties, the size of the dictionary, and the size of the data, -1 where it is not known. */
function unlzma(data: Buffer, limit: number): Buffer {
  if (data.length < LZMA_HEADER) throw new ImageError('corrupt', 'an lzma block has no header');
  const claimed = data.readBigInt64LE(5);
  if (claimed > BigInt(limit)) throw new ImageError('corrupt', `an lzma block unpacks to more than ${limit} bytes`);
  return unpackLzma(data.readUInt8(0), data.subarray(LZMA_HEADER), claimed < 0n ? limit : Number(claimed));
}

/** The first byte of MicroLZMA is the complement of the properties and stands where LZMA has a zero (XZ Utils). */
function unmicrolzma(data: Buffer, limit: number): Buffer {
  const stream = Buffer.from(data);
  stream[0] = 0;
  return unpackLzma(~(data[0] ?? 0) & 0xff, stream, limit);
}
