/** Metadata of squashfs: a chain of blocks of at most 8 KiB unpacked, addressed by block and offset. */
import { type Compression, decompress } from '../decompress.ts';
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

export const METADATA_SIZE = 8192;
const UNCOMPRESSED = 0x8000;
/** 256 blocks of 8 KiB: 2 MiB at most are kept. */
const MAX_CACHED = 256;

interface MetadataBlock {
  readonly data: Buffer;
  /** Offset of the block that follows. */
  readonly next: number;
}

/** Reads metadata blocks and keeps the ones that were read last. */
export class MetadataBlocks {
  readonly #source: RandomAccess;
  readonly #compression: Compression;
  readonly #limit: number;
  readonly #cache = new Map<number, MetadataBlock>();

  constructor(source: RandomAccess, compression: Compression, limit: number) {
    this.#source = source;
    this.#compression = compression;
    this.#limit = limit;
  }

  /** @param offset where the block's header stands in the image */
  async block(offset: number): Promise<MetadataBlock> {
    const cached = this.#cache.get(offset);
    if (cached !== undefined) return cached;
    if (offset + 2 > this.#limit) throw new ImageError('corrupt', 'a metadata block lies outside the image', offset);
    // One read for header and body; most blocks are far smaller, but a second read costs more than the bytes.
    const raw = await this.#source.read(offset, Math.min(METADATA_SIZE + 2, this.#limit - offset));
    const header = raw.readUInt16LE(0);
    const length = header & ~UNCOMPRESSED;
    if (length === 0 || length > METADATA_SIZE || length + 2 > raw.length) {
      throw new ImageError('corrupt', `a metadata block of ${length} bytes is not allowed`, offset);
    }
    const body = raw.subarray(2, 2 + length);
    const data = (header & UNCOMPRESSED) !== 0 ? body : await decompress(this.#compression, body, METADATA_SIZE);
    const block = { data, next: offset + 2 + length };
    if (this.#cache.size >= MAX_CACHED) this.#cache.delete(this.#cache.keys().next().value as number);
    this.#cache.set(offset, block);
    return block;
  }

  cursor(block: number, offset: number): MetadataCursor {
    return new MetadataCursor(this, block, offset);
  }
}

/** Reads forward through metadata, over block borders. */
export class MetadataCursor {
  readonly #blocks: MetadataBlocks;
  #block: number;
  #offset: number;

  constructor(blocks: MetadataBlocks, block: number, offset: number) {
    this.#blocks = blocks;
    this.#block = block;
    this.#offset = offset;
  }

  async read(length: number): Promise<Buffer> {
    let block = await this.#blocks.block(this.#block);
    if (this.#offset + length <= block.data.length) {
      const piece = block.data.subarray(this.#offset, this.#offset + length);
      this.#offset += length;
      return piece;
    }
    const pieces: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.#offset >= block.data.length) {
        if (this.#offset > block.data.length)
          throw new ImageError('corrupt', 'a reference leads past a block', this.#block);
        this.#block = block.next;
        this.#offset = 0;
        block = await this.#blocks.block(this.#block);
      }
      const piece = block.data.subarray(this.#offset, this.#offset + missing);
      if (piece.length === 0) throw new ImageError('corrupt', 'a metadata block is empty', this.#block);
      pieces.push(piece);
      this.#offset += piece.length;
      missing -= piece.length;
    }
    return Buffer.concat(pieces);
  }
}
