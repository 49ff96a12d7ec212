/** The superblock of erofs (Documentation/filesystems/erofs.rst and erofs_fs.h of Linux describe the format). */
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';

const EROFS_MAGIC = 0xe0f5e1e2;
const OFFSET = 1024;
const SIZE = 128;

/** Incompatible features: 0PADDING, COMPR_CFGS/BIG_PCLUSTER, CHUNKED_FILE, ZTAILPACKING, FRAGMENTS, XATTR_PREFIXES. */
const KNOWN_FEATURES = 0x1 | 0x2 | 0x4 | 0x10 | 0x20 | 0x40;
const DEVICE_TABLE_OR_HEAD2 = 0x8;
/** Those, 48BIT and METABOX (EROFS_ALL_FEATURE_INCOMPAT of fs/erofs/erofs_fs.h, 6.18). */
const LINUX_FEATURES = 0x1ff;

export interface ErofsSuperblock {
  readonly blockBits: number;
  readonly rootNid: bigint;
  /** Byte offset of inode 0. */
  readonly metaStart: number;
  /** Byte offset of the shared attributes. */
  readonly xattrStart: number;
  readonly zeroPadding: boolean;
  /** The inode whose data is the tails of other files; null without the feature. */
  readonly packedNid: bigint | null;
  /** What its data is compressed with, in the spelling of mkfs.erofs; lz4 where older images do not say. */
  readonly compressors: readonly string[];
  /** Prefixes of attribute names that the image itself defines. */
  readonly longPrefixes: { readonly count: number; readonly start: number };
}

/** @throws {ImageError} where the superblock is not one that the kernel would mount, or asks for what is not read here */
export async function readErofsSuperblock(source: RandomAccess): Promise<ErofsSuperblock> {
  const block = await source.read(OFFSET, SIZE);
  if (block.readUInt32LE(0) !== EROFS_MAGIC) throw new ImageError('corrupt', 'there is no erofs superblock', OFFSET);
  const blockBits = block.readUInt8(12);
  if (blockBits < 9 || blockBits > 16)
    throw new ImageError('corrupt', `a block size of 2^${blockBits} is not allowed`, OFFSET + 12);
  const incompatible = block.readUInt32LE(80);
  const extraDevices = block.readUInt16LE(86);
  const beyond = (incompatible & ~LINUX_FEATURES) >>> 0;
  if (beyond !== 0) {
    const message = `erofs with the feature 0x${beyond.toString(16)} is nothing that Linux mounts`;
    throw new ImageError('corrupt', message, OFFSET + 80);
  }
  const unknown = incompatible & ~(KNOWN_FEATURES | DEVICE_TABLE_OR_HEAD2);
  if (unknown !== 0)
    throw new ImageError(
      'unsupported',
      `erofs with the feature 0x${unknown.toString(16)} is not readable yet`,
      OFFSET + 80,
    );
  if ((incompatible & DEVICE_TABLE_OR_HEAD2) !== 0 && extraDevices > 0) {
    throw new ImageError('unsupported', 'erofs on several devices is not readable from one file', OFFSET + 86);
  }
  // The kernel takes no other size of directory blocks yet either.
  if (block.readUInt8(90) !== 0)
    throw new ImageError(
      'unsupported',
      'erofs with directory blocks of their own size is not readable yet',
      OFFSET + 90,
    );
  return {
    blockBits,
    rootNid: BigInt(block.readUInt16LE(14)),
    metaStart: block.readUInt32LE(40) * 2 ** blockBits,
    xattrStart: block.readUInt32LE(44) * 2 ** blockBits,
    zeroPadding: (incompatible & 0x1) !== 0,
    packedNid: (incompatible & 0x20) !== 0 && block.readBigUInt64LE(96) !== 0n ? block.readBigUInt64LE(96) : null,
    compressors: compressorsOf(block, incompatible),
    longPrefixes: { count: block.readUInt8(91), start: block.readUInt32LE(92) * 4 },
  };
}

/** Bits of `available_compr_algs`, which stands there with COMPR_CFGS; without it 0PADDING says that lz4 is used. */
const COMPRESSORS = ['lz4', 'lzma', 'deflate', 'zstd'];

function compressorsOf(block: Buffer, incompatible: number): string[] {
  if ((incompatible & 0x2) === 0) return (incompatible & 0x1) === 0 ? [] : ['lz4'];
  const bits = block.readUInt16LE(84);
  return COMPRESSORS.filter((_, bit) => (bits & (1 << bit)) !== 0);
}
