/** The inodes of ext2, ext3 and ext4. */
import { Pieces } from '../pieces.ts';
import type { BudgetedAccess } from '../source.ts';
import { ImageError, type NodeType, nodeTypeOf } from '../tree.ts';
import type { ExtSuperblock } from './superblock.ts';

const FLAG_ENCRYPTED = 0x800;
const FLAG_EXTENTS = 0x80000;
const FLAG_INLINE_DATA = 0x10000000;
/** Bytes of the block map in the inode. */
export const MAP_SIZE = 60;
const OLD_SIZE = 128;

export interface ExtInode {
  readonly number: number;
  readonly type: NodeType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** The block map, the root of the extents, or the first bytes of inline data. */
  readonly map: Buffer;
  readonly hasExtents: boolean;
  readonly hasInlineData: boolean;
  readonly encrypted: boolean;
  /** The attributes that stand in the inode itself. */
  readonly inlineXattrs: Buffer;
  /** Block of further attributes, 0 for none. */
  readonly xattrBlock: number;
}

/** Reads inodes by their number. */
export class ExtInodes {
  readonly #source: BudgetedAccess;
  readonly #superblock: ExtSuperblock;
  /** Where the table of a group begins. */
  readonly #tables = new Map<number, number>();
  readonly #pieces: Pieces;

  constructor(source: BudgetedAccess, superblock: ExtSuperblock) {
    this.#source = source;
    this.#superblock = superblock;
    this.#pieces = new Pieces(source);
  }

  /** @throws {ImageError} where there is no such inode */
  async read(number: number): Promise<ExtInode> {
    const { inodesPerGroup, inodeCount, inodeSize } = this.#superblock;
    if (number < 1 || number > inodeCount) throw new ImageError('corrupt', `there is no inode ${number}`);
    const group = Math.floor((number - 1) / inodesPerGroup);
    const table = this.#tables.get(group) ?? (await this.#readTable(group));
    const place = table + ((number - 1) % inodesPerGroup) * inodeSize;
    return parseInode(await this.#pieces.read(place, inodeSize), number, place);
  }

  async #readTable(group: number): Promise<number> {
    const { blockSize, descriptorSize, wide } = this.#superblock;
    const descriptor = await this.#source.read(descriptorPlace(this.#superblock, group), descriptorSize);
    const high = wide && descriptor.length >= 64 ? descriptor.readUInt32LE(40) * 2 ** 32 : 0;
    const table = (descriptor.readUInt32LE(8) + high) * blockSize;
    this.#tables.set(group, table);
    return table;
  }
}

function parseInode(raw: Buffer, number: number, place: number): ExtInode {
  const inodeSize = raw.length;
  const flags = raw.readUInt32LE(32);
  const mode = raw.readUInt16LE(0);
  const type = nodeTypeOf(mode);
  if (type === null) throw new ImageError('corrupt', `the inode ${number} has the mode ${mode.toString(8)}`, place);
  const high = type === 'file' || type === 'directory' ? raw.readUInt32LE(108) * 2 ** 32 : 0;
  const size = raw.readUInt32LE(4) + high;
  if (!Number.isSafeInteger(size)) throw new ImageError('corrupt', 'an inode has an absurd size', place);
  const extra = inodeSize > OLD_SIZE ? raw.readUInt16LE(OLD_SIZE) : 0;
  return {
    number,
    type,
    mode: mode & 0o7777,
    uid: raw.readUInt16LE(2) + raw.readUInt16LE(120) * 65_536,
    gid: raw.readUInt16LE(24) + raw.readUInt16LE(122) * 65_536,
    size,
    map: raw.subarray(40, 40 + MAP_SIZE),
    hasExtents: (flags & FLAG_EXTENTS) !== 0,
    hasInlineData: (flags & FLAG_INLINE_DATA) !== 0,
    encrypted: (flags & FLAG_ENCRYPTED) !== 0,
    inlineXattrs: inodeSize > OLD_SIZE ? raw.subarray(Math.min(OLD_SIZE + extra, inodeSize)) : Buffer.alloc(0),
    xattrBlock: raw.readUInt32LE(104) + raw.readUInt16LE(118) * 2 ** 32,
  };
}

/** Descriptors follow the superblock, or, with META_BG, stand in the first group that they describe. */
function descriptorPlace(superblock: ExtSuperblock, group: number): number {
  const { blockSize, descriptorSize, firstDataBlock, blocksPerGroup, firstMetaGroup } = superblock;
  const perBlock = Math.floor(blockSize / descriptorSize);
  const meta = Math.floor(group / perBlock);
  if (meta < firstMetaGroup) return (firstDataBlock + 1) * blockSize + group * descriptorSize;
  const first = meta * perBlock;
  const hasSuperblock = first === 0 || first === 1 || isPowerOf(first, 3) || isPowerOf(first, 5) || isPowerOf(first, 7);
  const block = firstDataBlock + first * blocksPerGroup + (hasSuperblock ? 1 : 0);
  return block * blockSize + (group % perBlock) * descriptorSize;
}

function isPowerOf(value: number, base: number): boolean {
  let power = base;
  while (power < value) power *= base;
  return power === value;
}
