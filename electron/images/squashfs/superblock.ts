/** The superblock of squashfs 4.0 and what its numbers may be. */
import type { Compression } from '../decompress.ts';
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

export const SUPERBLOCK_SIZE = 96;
export const SQUASHFS_MAGIC = 0x73717368;
/** A table offset with this value says that the table is not there. */
export const NO_TABLE = 0xffff_ffff_ffff_ffffn;

const COMPRESSIONS: Readonly<Record<number, Compression>> = {
  1: 'gzip',
  2: 'lzma',
  3: 'lzo',
  4: 'xz',
  5: 'lz4',
  6: 'zstd',
};

const MIN_BLOCK = 4 * 1024;
const MAX_BLOCK = 1024 * 1024;

export interface Superblock {
  readonly compression: Compression;
  readonly blockSize: number;
  readonly inodeCount: number;
  readonly fragmentCount: number;
  readonly idCount: number;
  /** Block offset below the inode table and offset inside the unpacked block. */
  readonly rootInode: bigint;
  readonly bytesUsed: number;
  readonly idTable: number;
  readonly xattrTable: number | null;
  readonly inodeTable: number;
  readonly directoryTable: number;
  readonly fragmentTable: number | null;
  /** Inodes by their numbers, for NFS. */
  readonly exportTable: number | null;
}

/** @throws {ImageError} where the superblock is not one that the kernel would mount */
export async function readSuperblock(source: RandomAccess): Promise<Superblock> {
  const block = await source.read(0, SUPERBLOCK_SIZE);
  if (block.readUInt32LE(0) !== SQUASHFS_MAGIC) throw new ImageError('corrupt', 'there is no squashfs superblock', 0);
  const major = block.readUInt16LE(28);
  const minor = block.readUInt16LE(30);
  if (major !== 4 || minor !== 0)
    // Neither libblkid nor the kernel takes another (measured: systemd finds no file system in it).
    throw new ImageError('corrupt', `squashfs ${major}.${minor} is not squashfs 4.0`, 28, 'ENOPKG');
  const compression = COMPRESSIONS[block.readUInt16LE(20)];
  if (compression === undefined) {
    throw new ImageError('corrupt', `the compressor number ${block.readUInt16LE(20)} is unknown`, 20);
  }
  const blockSize = block.readUInt32LE(12);
  if (blockSize < MIN_BLOCK || blockSize > MAX_BLOCK || blockSize !== 2 ** block.readUInt16LE(22)) {
    throw new ImageError('corrupt', `a block size of ${blockSize} is not allowed`, 12);
  }
  const bytesUsed = placeAt(block, 40, source.size);
  if (bytesUsed > source.size) {
    throw new ImageError('truncated', `the image should have ${bytesUsed} bytes and has ${source.size}`, source.size);
  }
  return {
    compression,
    blockSize,
    inodeCount: block.readUInt32LE(4),
    fragmentCount: block.readUInt32LE(16),
    idCount: block.readUInt16LE(26),
    rootInode: block.readBigUInt64LE(32),
    bytesUsed,
    idTable: placeAt(block, 48, bytesUsed),
    xattrTable: optionalPlace(block, 56, bytesUsed),
    inodeTable: placeAt(block, 64, bytesUsed),
    directoryTable: placeAt(block, 72, bytesUsed),
    fragmentTable: optionalPlace(block, 80, bytesUsed),
    exportTable: optionalPlace(block, 88, bytesUsed),
  };
}

function placeAt(block: Buffer, at: number, limit: number): number {
  const value = block.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ImageError('corrupt', 'a table lies outside the image', at);
  const offset = Number(value);
  if (at !== 40 && offset >= limit) throw new ImageError('corrupt', 'a table lies outside the image', at);
  return offset;
}

function optionalPlace(block: Buffer, at: number, limit: number): number | null {
  return block.readBigUInt64LE(at) === NO_TABLE ? null : placeAt(block, at, limit);
}
