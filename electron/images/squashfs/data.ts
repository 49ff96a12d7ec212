/** The data of squashfs files: blocks one after the other, and an end that may share a block with others. */
import { decompress } from '../decompress.ts';
import { type BudgetedAccess, MAX_READ } from '../source.ts';
import { ImageError } from '../tree.ts';
import { type FileBody, type Inode, NO_FRAGMENT } from './inode.ts';
import type { MetadataBlocks, MetadataCursor } from './metadata.ts';
import type { Superblock } from './superblock.ts';
import type { Table } from './tables.ts';

const STORED = 1 << 24;
/** Half a terabyte in blocks of the usual 128 KiB; zeroes in the metadata pack so well that a bomb needs a bound. */
const MAX_BLOCKS = 4 * 1024 * 1024;
const SIZES_PER_READ = 256;
/** Unpacked blocks that are kept: programs are read in small pieces, and small files share a block. */
const MAX_KEPT = 4;

/** How far the sizes of a file's blocks were read. */
interface Progress {
  readonly file: FileBody;
  readonly sizes: MetadataCursor;
  /** The block that comes next, and where it begins in the image. */
  index: number;
  from: number;
}

export class SquashfsData {
  readonly #source: BudgetedAccess;
  readonly #superblock: Superblock;
  readonly #blocks: MetadataBlocks;
  readonly #fragments: Table | null;
  readonly #kept = new Map<string, Buffer>();
  #progress: Progress | null = null;

  constructor(source: BudgetedAccess, superblock: Superblock, blocks: MetadataBlocks, fragments: Table | null) {
    this.#source = source;
    this.#superblock = superblock;
    this.#blocks = blocks;
    this.#fragments = fragments;
  }

  /** @throws {ImageError} where the range is not inside the file, or the data is broken */
  async read({ file, size }: Inode, offset: number, length: number): Promise<Buffer> {
    if (file === null) throw new ImageError('unsupported', 'only files can be read');
    if (offset < 0 || length < 0 || offset + length > size)
      throw new ImageError('corrupt', 'data is asked for behind its end');
    this.#source.budget.allow(length);
    const { blockSize } = this.#superblock;
    const full = size / blockSize;
    const count = file.fragment === NO_FRAGMENT ? Math.ceil(full) : Math.floor(full);
    if (count > MAX_BLOCKS)
      throw new ImageError('corrupt', `a file of ${size} bytes has an absurd number of blocks`, file.start);
    const end = offset + length;
    const content = Buffer.alloc(length);
    const last = Math.min(count, Math.ceil(end / blockSize));
    const progress = this.#progressTo(file, Math.min(Math.floor(offset / blockSize), last));
    while (progress.index < last) {
      const wanted = Math.min(SIZES_PER_READ, last - progress.index);
      this.#source.budget.spend('blocks', 1);
      const sizes = progress.sizes.take(wanted * 4) ?? (await progress.sizes.read(wanted * 4));
      for (let entry = 0; entry < wanted; entry++) {
        const packed = sizes.readUInt32LE(entry * 4);
        const at = progress.index * blockSize;
        const expected = Math.min(blockSize, size - at);
        if ((packed & (STORED - 1)) > 0 && at + expected > offset) {
          const data = await this.#block(progress.from, packed, expected);
          data.copy(content, Math.max(0, at - offset), Math.max(0, offset - at), Math.min(expected, end - at));
        }
        progress.from += packed & (STORED - 1);
        progress.index++;
      }
    }
    const at = count * blockSize;
    if (file.fragment !== NO_FRAGMENT && end > at) {
      const data = await this.#fragment(file.fragment);
      if (file.fragmentOffset + size - at > data.length)
        throw new ImageError('corrupt', 'a file leads past its fragment');
      const skip = Math.max(0, offset - at);
      data.copy(content, Math.max(0, at - offset), file.fragmentOffset + skip, file.fragmentOffset + end - at);
    }
    return content;
  }

  /** Who reads a file from its start to its end goes through the sizes once. */
  #progressTo(file: FileBody, index: number): Progress {
    if (this.#progress?.file === file && this.#progress.index <= index) return this.#progress;
    const progress = { file, sizes: this.#blocks.cursor(file.sizes), index: 0, from: file.start };
    this.#progress = progress;
    return progress;
  }

  async #fragment(index: number): Promise<Buffer> {
    if (this.#fragments === null) throw new ImageError('corrupt', 'a file names a fragment that is not there');
    const entry = await this.#fragments.entry(this.#blocks, index);
    return this.#block(Number(entry.readBigUInt64LE(0)), entry.readUInt32LE(8), 0);
  }

  /** @param least bytes that it has to have */
  async #block(offset: number, packed: number, least: number): Promise<Buffer> {
    const key = `${offset}:${packed}`;
    let data = this.#kept.get(key);
    if (data === undefined) {
      const length = packed & (STORED - 1);
      if (length > MAX_READ) throw new ImageError('corrupt', `a block of ${length} bytes is absurd`, offset);
      const { compression, blockSize } = this.#superblock;
      const raw = await this.#source.read(offset, length);
      data = (packed & STORED) !== 0 ? raw : await decompress(this.#source.budget, compression, raw, blockSize);
    } else this.#kept.delete(key);
    this.#kept.set(key, data);
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    if (data.length < least) throw new ImageError('corrupt', 'a block is shorter than its file', offset);
    return data;
  }
}
