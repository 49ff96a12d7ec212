/** The inodes of erofs, compact and extended. */
import type { Pieces } from '../pieces.ts';
import { ImageError, type NodeType, nodeTypeOf } from '../tree.ts';
import type { ErofsSuperblock } from './superblock.ts';

const SLOT = 32;
const COMPACT_SIZE = 32;
const EXTENDED_SIZE = 64;
const XATTR_HEADER = 12;

/** `inline` keeps the last piece behind the inode, `chunks` has an index of pieces. */
export type Layout = 'plain' | 'compressed-full' | 'inline' | 'compressed-compact' | 'chunks';
const LAYOUTS: readonly Layout[] = ['plain', 'compressed-full', 'inline', 'compressed-compact', 'chunks'];

export interface ErofsInode {
  readonly nid: bigint;
  readonly type: NodeType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly layout: Layout;
  /** First block of plain data, or the format of chunks. */
  readonly union: number;
  /** Byte offset of the attributes behind the inode. */
  readonly xattrStart: number;
  readonly xattrSize: number;
  /** Byte offset behind inode and attributes, where inline data or an index begins. */
  readonly bodyStart: number;
}

/** @throws {ImageError} where there is no inode at that number */
export async function readErofsInode(pieces: Pieces, superblock: ErofsSuperblock, nid: bigint): Promise<ErofsInode> {
  const start = superblock.metaStart + Number(nid) * SLOT;
  const head = await pieces.read(start, COMPACT_SIZE);
  const format = head.readUInt16LE(0);
  const extended = (format & 1) === 1;
  const layout = LAYOUTS[(format >> 1) & 7];
  if (layout === undefined || format >> 4 !== 0)
    throw new ImageError('unsupported', `an inode of the format ${format} is not readable yet`, start);
  const inode = extended ? await pieces.read(start, EXTENDED_SIZE) : head;
  const xattrCount = inode.readUInt16LE(2);
  const xattrSize = xattrCount === 0 ? 0 : XATTR_HEADER + 4 * (xattrCount - 1);
  const mode = inode.readUInt16LE(4);
  const size = extended ? Number(inode.readBigUInt64LE(8)) : inode.readUInt32LE(8);
  if (!Number.isSafeInteger(size)) throw new ImageError('corrupt', 'an inode has an absurd size', start);
  const type = nodeTypeOf(mode);
  if (type === null) throw new ImageError('corrupt', `an inode has the mode ${mode.toString(8)}`, start);
  const xattrStart = start + (extended ? EXTENDED_SIZE : COMPACT_SIZE);
  return {
    nid,
    type,
    mode: mode & 0o7777,
    uid: extended ? inode.readUInt32LE(24) : inode.readUInt16LE(24),
    gid: extended ? inode.readUInt32LE(28) : inode.readUInt16LE(26),
    size,
    layout,
    union: inode.readUInt32LE(16),
    xattrStart,
    xattrSize,
    bodyStart: xattrStart + xattrSize,
  };
}
