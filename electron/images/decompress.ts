/** One block in, one block out, never more than `limit` bytes: libraries do the work, this file bounds them. */
import * as zlib from 'node:zlib';
import { ImageError } from './tree.ts';

export type Compression = 'gzip' | 'lzma' | 'lzo' | 'xz' | 'lz4' | 'zstd';

/**
 * Decompresses one block.
 *
 * @param limit bytes that the block may hold at most
 * @throws {ImageError} `unsupported` for a compressor that no library here reads, else `corrupt`
 */
export async function decompress(compression: Compression, data: Buffer, limit: number): Promise<Buffer> {
  try {
    switch (compression) {
      case 'gzip':
        return zlib.inflateSync(data, { maxOutputLength: limit });
      case 'zstd':
        return await unzstd(data, limit);
      case 'xz':
        return await unxz(data, limit);
      case 'lz4':
        return await unlz4(data, limit);
      case 'lzma':
      case 'lzo':
        throw new ImageError('unsupported', `${compression} compression is not readable yet`);
    }
  } catch (error) {
    if (error instanceof ImageError) throw error;
    throw new ImageError('corrupt', `a ${compression} block cannot be unpacked: ${(error as Error).message}`);
  }
}

async function unzstd(data: Buffer, limit: number): Promise<Buffer> {
  // Node 22.15 and later bring zstd; the command line also runs on Node 20.
  if (typeof zlib.zstdDecompressSync === 'function') return zlib.zstdDecompressSync(data, { maxOutputLength: limit });
  const { decompress: inflate } = await import('fzstd');
  const output = inflate(data, new Uint8Array(limit));
  return Buffer.from(output.buffer, output.byteOffset, output.byteLength);
}

async function unxz(data: Buffer, limit: number): Promise<Buffer> {
  const { XzReadableStream } = await import('xz-decompress');
  const input = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(data));
      controller.close();
    },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (new XzReadableStream(input) as ReadableStream<Uint8Array>).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new ImageError('corrupt', `an xz block unpacks to more than ${limit} bytes`);
    }
    // The library hands out views of memory that it uses again.
    chunks.push(next.value.slice());
  }
  return Buffer.concat(chunks);
}

async function unlz4(data: Buffer, limit: number): Promise<Buffer> {
  const { default: lz4 } = await import('lz4js');
  const output = Buffer.alloc(limit);
  const length = lz4.decompressBlock(data, output, 0, data.length, 0);
  if (!(length > 0) || length > limit)
    throw new ImageError('corrupt', `an lz4 block does not unpack to ${limit} bytes or less`);
  return output.subarray(0, length);
}
