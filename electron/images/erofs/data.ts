/** The data of an erofs inode, whichever layout holds it. */
import type { Pieces } from '../pieces.ts';
import { type BudgetedAccess, MAX_READ } from '../source.ts';
import { ImageError } from '../tree.ts';
import { type Extent, readExtents, unpackExtent } from './compressed.ts';
import { type ErofsInode, readErofsInode } from './inode.ts';
import type { ErofsSuperblock } from './superblock.ts';

const CHUNK_BITS = 0x1f;
const CHUNK_INDEXES = 0x20;
const HOLE = 0xffff_ffff;

/** Unpacked pieces that are kept: programs are read in small parts, and tails of files share a piece. */
const MAX_KEPT = 2;

/** Reads the data of the inodes of one image. */
export class ErofsData {
  readonly #source: BudgetedAccess;
  readonly #superblock: ErofsSuperblock;
  readonly #kept = new Map<string, Buffer>();
  #packed: ErofsInode | null = null;

  readonly #pieces: Pieces;

  /** @param pieces of the source, in which inodes are read */
  constructor(source: BudgetedAccess, superblock: ErofsSuperblock, pieces: Pieces) {
    this.#source = source;
    this.#pieces = pieces;
    this.#superblock = superblock;
  }

  /**
   * `length` bytes of an inode's data.
   *
   * @param length at most what is left of the inode behind `offset`
   * @throws {ImageError} where the data is broken
   */
  async read(inode: ErofsInode, offset: number, length: number): Promise<Buffer> {
    if (offset < 0 || length < 0 || offset + length > inode.size)
      throw new ImageError('corrupt', 'data is asked for behind its end');
    if (length === 0) return Buffer.alloc(0);
    switch (inode.layout) {
      case 'plain':
      case 'inline':
        return readFlat(this.#source, this.#superblock, inode, offset, length);
      case 'chunks':
        return readChunks(this.#source, this.#superblock, inode, offset, length);
      default:
        return this.#readCompressed(inode, offset, length);
    }
  }

  async #readCompressed(inode: ErofsInode, offset: number, length: number): Promise<Buffer> {
    const output = Buffer.alloc(length);
    for (const extent of await readExtents(this.#source, this.#superblock, inode, offset, offset + length)) {
      const from = Math.max(offset, extent.start);
      const to = Math.min(offset + length, extent.end);
      const piece =
        extent.place === 'fragment'
          ? await this.#fragment(inode, extent.offset + from - extent.start, to - from)
          : (await this.#unpack(extent)).subarray(from - extent.start, to - extent.start);
      if (piece.length < to - from)
        throw new ImageError('corrupt', 'a compressed block is shorter than its file', extent.offset);
      piece.copy(output, from - offset);
    }
    return output;
  }

  async #fragment({ nid }: ErofsInode, offset: number, length: number): Promise<Buffer> {
    const { packedNid } = this.#superblock;
    if (packedNid === null) throw new ImageError('corrupt', 'a file keeps its tail in a packed file that is not there');
    if (packedNid === nid) throw new ImageError('corrupt', 'the packed file keeps its tail in itself');
    this.#packed ??= await readErofsInode(this.#pieces, this.#superblock, packedNid);
    return this.read(this.#packed, offset, length);
  }

  async #unpack(extent: Extent): Promise<Buffer> {
    const { start, end, offset, length, compression } = extent;
    const key = `${offset}:${length}:${start}:${end}:${compression}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const data = await unpackExtent(this.#source, this.#superblock, extent);
    if (this.#kept.size >= MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    this.#kept.set(key, data);
    return data;
  }
}

async function readFlat(
  source: BudgetedAccess,
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
async function readFar(source: BudgetedAccess, offset: number, length: number): Promise<Buffer> {
  if (length <= MAX_READ) return source.read(offset, length);
  const pieces: Buffer[] = [];
  for (let done = 0; done < length; done += MAX_READ) {
    pieces.push(await source.read(offset + done, Math.min(MAX_READ, length - done)));
  }
  return Buffer.concat(pieces);
}

async function readChunks(
  source: BudgetedAccess,
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
