/** The tables of squashfs that are found by an index: owners, fragments, attributes. Checked as the kernel does at the mount. */
import type { BudgetedAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import { METADATA_HEADER, METADATA_SIZE, type MetadataBlocks, type MetadataPlace } from './metadata.ts';
import type { Superblock } from './superblock.ts';

const ID_SIZE = 4;
const FRAGMENT_SIZE = 16;
const INODE_SIZE = 8;
const XATTR_ID_SIZE = 16;
const XATTR_HEADER = 16;
const POINTER = 8;
const POINTERS_PER_READ = 8192;

export interface XattrTable {
  /** Where the attributes begin. */
  readonly start: number;
  readonly ids: Table;
}

export interface Tables {
  readonly ids: Table;
  readonly fragments: Table | null;
  readonly xattrs: XattrTable | null;
}

/** A table whose entries lie in metadata blocks of its own. */
export class Table {
  readonly count: number;
  readonly #entrySize: number;
  readonly #blocks: readonly number[];

  constructor(count: number, entrySize: number, blocks: readonly number[]) {
    this.count = count;
    this.#entrySize = entrySize;
    this.#blocks = blocks;
  }

  /** Where the first of its blocks begins. */
  get start(): number {
    return this.#blocks[0] ?? 0;
  }

  /** @throws {ImageError} where there is no such entry */
  async entry(blocks: MetadataBlocks, index: number): Promise<Buffer> {
    if (index >= this.count) throw new ImageError('corrupt', 'an inode names an entry of a table that is not there');
    return blocks.cursor(this.#place(index)).read(this.#entrySize);
  }

  #place(index: number): MetadataPlace {
    const perBlock = METADATA_SIZE / this.#entrySize;
    return { block: this.#blocks[Math.floor(index / perBlock)] ?? 0, offset: (index % perBlock) * this.#entrySize };
  }
}

/**
 * Reads the index of every table. They follow each other, and each ends where the next one begins
 * (squashfs_fill_super in fs/squashfs/super.c of Linux).
 *
 * @throws {ImageError} where the kernel would not mount the image either
 */
export async function readTables(source: BudgetedAccess, superblock: Superblock): Promise<Tables> {
  let end = superblock.bytesUsed;
  let xattrs: XattrTable | null = null;
  if (superblock.xattrTable !== null) {
    const head = await source.read(superblock.xattrTable, XATTR_HEADER);
    const start = Number(head.readBigUInt64LE(0));
    if (start >= superblock.xattrTable) throw wrongPlace(superblock.xattrTable);
    const at = superblock.xattrTable + XATTR_HEADER;
    xattrs = { start, ids: await readTable(source, at, head.readUInt32LE(8), XATTR_ID_SIZE, end, true) };
    end = start;
  }
  const ids = await readTable(source, superblock.idTable, superblock.idCount, ID_SIZE, end, true);
  end = ids.start;
  if (superblock.exportTable !== null) {
    end = (await readTable(source, superblock.exportTable, superblock.inodeCount, INODE_SIZE, end, false)).start;
  }
  let fragments: Table | null = null;
  if (superblock.fragmentCount > 0) {
    if (superblock.fragmentTable === null) throw wrongPlace(80);
    fragments = await readTable(source, superblock.fragmentTable, superblock.fragmentCount, FRAGMENT_SIZE, end, false);
    end = fragments.start;
  }
  if (superblock.directoryTable > end || superblock.inodeTable >= superblock.directoryTable) {
    throw new ImageError('corrupt', 'the tables are out of order', 64);
  }
  return { ids, fragments, xattrs };
}

/** @param fills whether the index has to reach exactly to `end` */
async function readTable(
  source: BudgetedAccess,
  start: number,
  count: number,
  entrySize: number,
  end: number,
  fills: boolean,
): Promise<Table> {
  const pointers = Math.ceil((count * entrySize) / METADATA_SIZE);
  const length = pointers * POINTER;
  if (count === 0 || (fills ? start + length !== end : start + length > end)) throw wrongPlace(start);
  const blocks: number[] = [];
  for (let first = 0; first < pointers; first += POINTERS_PER_READ) {
    const piece = await source.read(start + first * POINTER, Math.min(POINTERS_PER_READ, pointers - first) * POINTER);
    for (let at = 0; at < piece.length; at += POINTER) {
      const block = Number(piece.readBigUInt64LE(at));
      const before = blocks.at(-1);
      if (before !== undefined) checkDistance(before, block, start);
      blocks.push(block);
    }
  }
  checkDistance(blocks.at(-1) ?? 0, start, start);
  return new Table(count, entrySize, blocks);
}

/** A block of a table is followed by the next one, or by the index. */
function checkDistance(block: number, next: number, place: number): void {
  if (!(block < next && next - block <= METADATA_SIZE + METADATA_HEADER)) throw wrongPlace(place);
}

function wrongPlace(place: number): ImageError {
  return new ImageError('corrupt', 'the index of a table is broken', place);
}
