/** The superblock of ext2, ext3 and ext4 (Documentation/filesystems/ext4 of Linux describes the format). */
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

const EXT_MAGIC = 0xef53;
const OFFSET = 1024;
const SIZE = 1024;

const INCOMPAT_FILETYPE = 0x2;
const INCOMPAT_RECOVER = 0x4;
const INCOMPAT_META_BG = 0x10;
const INCOMPAT_EXTENTS = 0x40;
const INCOMPAT_64BIT = 0x80;
const INCOMPAT_MMP = 0x100;
const INCOMPAT_FLEX_BG = 0x200;
const INCOMPAT_EA_INODE = 0x400;
const INCOMPAT_CSUM_SEED = 0x2000;
const INCOMPAT_LARGEDIR = 0x4000;
const INCOMPAT_INLINE_DATA = 0x8000;
const INCOMPAT_ENCRYPT = 0x10000;
const INCOMPAT_CASEFOLD = 0x20000;
/**
 * Features that change nothing for a reader, or that are read: all that Linux mounts (EXT4_FEATURE_INCOMPAT_SUPP of
 * fs/ext4/ext4.h, 6.18). Encrypted files fail one by one.
 */
const KNOWN =
  INCOMPAT_FILETYPE |
  INCOMPAT_RECOVER |
  INCOMPAT_META_BG |
  INCOMPAT_EXTENTS |
  INCOMPAT_64BIT |
  INCOMPAT_MMP |
  INCOMPAT_FLEX_BG |
  INCOMPAT_EA_INODE |
  INCOMPAT_CSUM_SEED |
  INCOMPAT_LARGEDIR |
  INCOMPAT_INLINE_DATA |
  INCOMPAT_ENCRYPT |
  INCOMPAT_CASEFOLD;

const MIN_DESCRIPTOR = 32;
const MAX_BLOCK_BITS = 16;

export interface ExtSuperblock {
  readonly blockSize: number;
  /** Bytes of the file system. */
  readonly bytes: number;
  readonly inodeSize: number;
  readonly inodeCount: number;
  readonly inodesPerGroup: number;
  readonly blocksPerGroup: number;
  readonly firstDataBlock: number;
  readonly descriptorSize: number;
  readonly wide: boolean;
  readonly hasFileTypes: boolean;
  /** First group whose descriptors lie in the group itself (META_BG); Infinity without it. */
  readonly firstMetaGroup: number;
}

/** @throws {ImageError} where it is not one that the kernel would mount, or asks for what is not read here */
export async function readExtSuperblock(source: RandomAccess): Promise<ExtSuperblock> {
  const block = await source.read(OFFSET, SIZE);
  if (block.readUInt16LE(56) !== EXT_MAGIC) throw new ImageError('corrupt', 'there is no ext superblock', OFFSET + 56);
  const blockBits = 10 + block.readUInt32LE(24);
  if (blockBits > MAX_BLOCK_BITS)
    throw new ImageError('corrupt', `a block size of 2^${blockBits} is not allowed`, OFFSET + 24);
  const dynamic = block.readUInt32LE(76) > 0;
  const incompatible = dynamic ? block.readUInt32LE(96) : 0;
  const unknown = (incompatible & ~KNOWN) >>> 0;
  if (unknown !== 0) {
    const message = `ext4 with the feature 0x${unknown.toString(16)} is nothing that Linux mounts`;
    throw new ImageError('corrupt', message, OFFSET + 96);
  }
  const wide = (incompatible & INCOMPAT_64BIT) !== 0;
  const inodeSize = dynamic ? block.readUInt16LE(88) : 128;
  const inodesPerGroup = block.readUInt32LE(40);
  const blocksPerGroup = block.readUInt32LE(32);
  const descriptorSize = wide ? block.readUInt16LE(254) : MIN_DESCRIPTOR;
  const blockSize = 2 ** blockBits;
  const sane =
    inodeSize >= 128 &&
    inodeSize <= blockSize &&
    inodesPerGroup > 0 &&
    blocksPerGroup > 0 &&
    descriptorSize >= MIN_DESCRIPTOR &&
    descriptorSize <= blockSize;
  if (!sane) throw new ImageError('corrupt', 'the sizes in the superblock contradict each other', OFFSET);
  const blocks = block.readUInt32LE(4) + (wide ? block.readUInt32LE(336) * 2 ** 32 : 0);
  if (blocks * blockSize > source.size) {
    throw new ImageError(
      'truncated',
      `the image should have ${blocks * blockSize} bytes and has ${source.size}`,
      source.size,
    );
  }
  return {
    blockSize,
    bytes: blocks * blockSize,
    inodeSize,
    inodeCount: block.readUInt32LE(0),
    inodesPerGroup,
    blocksPerGroup,
    firstDataBlock: block.readUInt32LE(20),
    descriptorSize,
    wide,
    hasFileTypes: (incompatible & INCOMPAT_FILETYPE) !== 0,
    firstMetaGroup: (incompatible & INCOMPAT_META_BG) !== 0 ? block.readUInt32LE(260) : Number.POSITIVE_INFINITY,
  };
}
