/** The data of an erofs inode, whichever layout holds it. */
import { MAX_READ, type RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import { readExtents, unpackExtent } from './compressed.ts';
import type { ErofsInode } from './inode.ts';
import type { ErofsSuperblock } from './superblock.ts';

const CHUNK_BITS = 0x1f;
const CHUNK_INDEXES = 0x20;
const HOLE = 0xffff_ffff;

/** Reads inodes by their number; the packed inode of fragments is one. */
export type InodeReader = (nid: bigint) => Promise<ErofsInode>;

/**
 * `length` bytes of an inode's data.
 *
 * @param length at most what is left of the inode behind `offset`
 * @throws {ImageError} where the data is broken
 */
export async function readData(
  source: RandomAccess,
  superblock: ErofsSuperblock,
  inodes: InodeReader,
  inode: ErofsInode,
  offset: number,
  length: number,
): Promise<Buffer> {
  if (offset < 0 || length < 0 || offset + length > inode.size)
    throw new ImageError('corrupt', 'data is asked for behind its end');
  if (length === 0) return Buffer.alloc(0);
  switch (inode.layout) {
    case 'plain':
    case 'inline':
      return readFlat(source, superblock, inode, offset, length);
    case 'chunks':
      return readChunks(source, superblock, inode, offset, length);
    default:
      return readCompressed(source, superblock, inodes, inode, offset, length);
  }
}

async function readFlat(
  source: RandomAccess,
  superblock: ErofsSuperblock,
  inode: ErofsInode,
  offset: number,
  length: number,
): Promise<Buffer> {
  const { blockBits } = superblock;
  const start = inode.union * 2 ** blockBits;
  // The last block stands behind the inode; a whole number of blocks still leaves the last one there.
  const tail = inode.layout === 'inline' ? Math.floor((inode.size - 1) / 2 ** blockBits) * 2 ** blockBits : inode.size;
  const pieces: Buffer[] = [];
  if (offset < tail) pieces.push(await readFar(source, start + offset, Math.min(tail, offset + length) - offset));
  if (offset + length > tail) {
    const from = Math.max(offset, tail);
    pieces.push(await readFar(source, inode.bodyStart + from - tail, offset + length - from));
  }
  return Buffer.concat(pieces);
}

/** A read of any length, in pieces that the source allows. */
async function readFar(source: RandomAccess, offset: number, length: number): Promise<Buffer> {
  if (length <= MAX_READ) return source.read(offset, length);
  const pieces: Buffer[] = [];
  for (let done = 0; done < length; done += MAX_READ) {
    pieces.push(await source.read(offset + done, Math.min(MAX_READ, length - done)));
  }
  return Buffer.concat(pieces);
}

async function readChunks(
  source: RandomAccess,
  superblock: ErofsSuperblock,
  inode: ErofsInode,
  offset: number,
  length: number,
): Promise<Buffer> {
  const { blockBits } = superblock;
  const format = inode.union & 0xffff;
  const chunkSize = 2 ** (blockBits + (format & CHUNK_BITS));
  const unit = (format & CHUNK_INDEXES) !== 0 ? 8 : 4;
  const table = Math.ceil(inode.bodyStart / unit) * unit;
  const output = Buffer.alloc(length);
  for (let at = offset; at < offset + length; ) {
    const chunk = Math.floor(at / chunkSize);
    const count = Math.min((chunk + 1) * chunkSize, offset + length) - at;
    const entry = await source.read(table + chunk * unit, unit);
    if (unit === 8 && entry.readUInt16LE(2) !== 0)
      throw new ImageError('unsupported', 'erofs on several devices is not readable from one file', table);
    const block = entry.readUInt32LE(unit - 4);
    if (block !== HOLE) {
      (await readFar(source, block * 2 ** blockBits + (at % chunkSize), count)).copy(output, at - offset);
    }
    at += count;
  }
  return output;
}

async function readCompressed(
  source: RandomAccess,
  superblock: ErofsSuperblock,
  inodes: InodeReader,
  inode: ErofsInode,
  offset: number,
  length: number,
): Promise<Buffer> {
  const map = await readExtents(source, superblock, inode);
  const output = Buffer.alloc(length);
  const fragment = async (at: number, count: number) => {
    if (superblock.packedNid === null)
      throw new ImageError('corrupt', 'a file keeps its tail in a packed file that is not there');
    if (superblock.packedNid === inode.nid) throw new ImageError('corrupt', 'the packed file keeps its tail in itself');
    return readData(source, superblock, inodes, await inodes(superblock.packedNid), at, count);
  };
  for (const extent of map) {
    const from = Math.max(offset, extent.start);
    const to = Math.min(offset + length, extent.end);
    if (from >= to) continue;
    const piece =
      extent.place === 'fragment'
        ? await fragment(extent.offset + from - extent.start, to - from)
        : (await unpackExtent(source, superblock, extent)).subarray(from - extent.start, to - extent.start);
    if (piece.length < to - from)
      throw new ImageError('corrupt', 'a compressed block is shorter than its file', extent.offset);
    piece.copy(output, from - offset);
  }
  return output;
}
