/** Metadata of squashfs: a chain of blocks of at most 8 KiB unpacked, addressed by block and offset. */
import { type Compression, decompress } from '../decompress.ts';
import type { BudgetedAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

export const METADATA_SIZE = 8192;
/** Bytes of the header before each block. */
export const METADATA_HEADER = 2;
const UNCOMPRESSED = 0x8000;
/** 1024 blocks of 8 KiB: 8 MiB at most are kept. */
const MAX_CACHED = 1024;
/** What unpacking one counts in the budget: it holds so many inodes or names. */
const COST = 64;

interface MetadataBlock {
  readonly data: Buffer;
  /** Offset of the block that follows. */
  readonly next: number;
}

/** A place in metadata: where its block begins in the image, and the offset in the unpacked block. */
export interface MetadataPlace {
  readonly block: number;
  readonly offset: number;
}

/** Reads metadata blocks and keeps the ones that were read last. */
export class MetadataBlocks {
  readonly #source: BudgetedAccess;
  readonly #compression: Compression;
  readonly #limit: number;
  readonly #cache = new Map<number, MetadataBlock>();

  constructor(source: BudgetedAccess, compression: Compression, limit: number) {
    this.#source = source;
    this.#compression = compression;
    this.#limit = limit;
  }

  /** The block where it was read before. */
  known(offset: number): MetadataBlock | undefined {
    return this.#cache.get(offset);
  }

  /** @param offset where the block's header stands in the image */
  async block(offset: number): Promise<MetadataBlock> {
    const cached = this.#cache.get(offset);
    if (cached !== undefined) return cached;
    if (offset + METADATA_HEADER > this.#limit)
      throw new ImageError('corrupt', 'a metadata block lies outside the image', offset);
    this.#source.budget.spend('blocks', COST);
    // One read for header and body; most blocks are far smaller, but a second read costs more than the bytes.
    const raw = await this.#source.read(offset, Math.min(METADATA_SIZE + METADATA_HEADER, this.#limit - offset));
    const header = raw.readUInt16LE(0);
    const length = header & ~UNCOMPRESSED;
    if (length === 0 || length > METADATA_SIZE || length + METADATA_HEADER > raw.length) {
      throw new ImageError('corrupt', `a metadata block of ${length} bytes is not allowed`, offset);
    }
    const body = raw.subarray(METADATA_HEADER, METADATA_HEADER + length);
    const isPlain = (header & UNCOMPRESSED) !== 0;
    const data = isPlain ? body : await decompress(this.#source.budget, this.#compression, body, METADATA_SIZE);
    const block = { data, next: offset + METADATA_HEADER + length };
    if (this.#cache.size >= MAX_CACHED) this.#cache.delete(this.#cache.keys().next().value as number);
    this.#cache.set(offset, block);
    return block;
  }

  cursor({ block, offset }: MetadataPlace): MetadataCursor {
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

  /** Where it reads next. */
  get place(): MetadataPlace {
    return { block: this.#block, offset: this.#offset };
  }

  /** The same as `read` where that needs no waiting, else null and nothing happened: most pieces lie in a known block. */
  take(length: number): Buffer | null {
    const block = this.#blocks.known(this.#block);
    if (block === undefined || this.#offset + length > block.data.length) return null;
    const piece = block.data.subarray(this.#offset, this.#offset + length);
    this.#offset += length;
    return piece;
  }

  async read(length: number): Promise<Buffer> {
    let block = await this.#blocks.block(this.#block);
    const whole = this.take(length);
    if (whole !== null) return whole;
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
