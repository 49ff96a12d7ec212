/** The inodes of squashfs, basic and extended. */
import { ImageError, type NodeType } from '../tree.ts';
import type { MetadataCursor } from './metadata.ts';
import type { Superblock } from './superblock.ts';

export const NO_FRAGMENT = 0xffff_ffff;
export const NO_XATTR = 0xffff_ffff;

/** Longest symlink that Linux follows. */
const MAX_SYMLINK = 65_535;
const MAX_INDEX_NAME = 256;
/** Half a terabyte in blocks of the usual 128 KiB; zeroes in the metadata pack so well that a bomb needs a bound. */
const MAX_BLOCKS = 4 * 1024 * 1024;

export interface FileBody {
  readonly start: number;
  readonly fragment: number;
  readonly fragmentOffset: number;
  /** Compressed length of each full block; 0 is a hole, bit 24 says that it is stored as it is. */
  readonly blockSizes: readonly number[];
}

export interface DirectoryBody {
  readonly block: number;
  readonly offset: number;
  /** Bytes of the listing. */
  readonly length: number;
}

export interface Inode {
  readonly type: NodeType;
  readonly mode: number;
  readonly uidIndex: number;
  readonly gidIndex: number;
  readonly size: number;
  readonly xattr: number;
  /** Of a device; 0 is 0:0. */
  readonly device?: number;
  readonly file: FileBody | null;
  readonly directory: DirectoryBody | null;
  readonly target: string | null;
}

const TYPES: readonly NodeType[] = ['directory', 'file', 'symlink', 'block', 'char', 'fifo', 'socket'];

/** Reads the inode under the cursor. @throws {ImageError} where it is not one */
export async function readInode(cursor: MetadataCursor, superblock: Superblock): Promise<Inode> {
  const head = await cursor.read(16);
  const number = head.readUInt16LE(0);
  const extended = number > 7;
  const type = TYPES[(extended ? number - 7 : number) - 1];
  if (type === undefined) throw new ImageError('corrupt', `an inode has the unknown type ${number}`);
  const common = {
    type,
    mode: head.readUInt16LE(2) & 0o7777,
    uidIndex: head.readUInt16LE(4),
    gidIndex: head.readUInt16LE(6),
    size: 0,
    xattr: NO_XATTR,
    file: null,
    directory: null,
    target: null,
  };
  switch (type) {
    case 'directory':
      return { ...common, ...(extended ? await extendedDirectory(cursor) : await basicDirectory(cursor)) };
    case 'file':
      return {
        ...common,
        ...(extended ? await extendedFile(cursor, superblock) : await basicFile(cursor, superblock)),
      };
    case 'symlink': {
      const length = (await cursor.read(8)).readUInt32LE(4);
      if (length > MAX_SYMLINK) throw new ImageError('corrupt', `a symlink of ${length} bytes is absurd`);
      const target = (await cursor.read(length)).toString('utf8');
      const xattr = extended ? (await cursor.read(4)).readUInt32LE(0) : NO_XATTR;
      return { ...common, size: length, target, xattr };
    }
    case 'block':
    case 'char': {
      const body = await cursor.read(extended ? 12 : 8);
      return { ...common, device: body.readUInt32LE(4), xattr: extended ? body.readUInt32LE(8) : NO_XATTR };
    }
    default:
      return { ...common, xattr: extended ? (await cursor.read(8)).readUInt32LE(4) : NO_XATTR };
  }
}

async function basicDirectory(cursor: MetadataCursor) {
  const body = await cursor.read(16);
  const size = body.readUInt16LE(8);
  return {
    size,
    directory: { block: body.readUInt32LE(0), offset: body.readUInt16LE(10), length: listingLength(size) },
  };
}

async function extendedDirectory(cursor: MetadataCursor) {
  const body = await cursor.read(24);
  const size = body.readUInt32LE(4);
  const indexCount = body.readUInt16LE(16);
  for (let index = 0; index < indexCount; index++) {
    const nameLength = (await cursor.read(12)).readUInt32LE(8) + 1;
    if (nameLength > MAX_INDEX_NAME) throw new ImageError('corrupt', 'a directory index names an absurd length');
    await cursor.read(nameLength);
  }
  return {
    size,
    directory: { block: body.readUInt32LE(8), offset: body.readUInt16LE(18), length: listingLength(size) },
    xattr: body.readUInt32LE(20),
  };
}

/** The recorded size counts three bytes for the `.` and `..` that are not stored. */
function listingLength(size: number): number {
  return Math.max(0, size - 3);
}

async function basicFile(cursor: MetadataCursor, superblock: Superblock) {
  const body = await cursor.read(16);
  const size = body.readUInt32LE(12);
  const fragment = body.readUInt32LE(4);
  const blockSizes = await readBlockSizes(cursor, superblock, size, fragment);
  return { size, file: { start: body.readUInt32LE(0), fragment, fragmentOffset: body.readUInt32LE(8), blockSizes } };
}

async function extendedFile(cursor: MetadataCursor, superblock: Superblock) {
  const body = await cursor.read(40);
  const start = Number(body.readBigUInt64LE(0));
  const size = Number(body.readBigUInt64LE(8));
  const fragment = body.readUInt32LE(28);
  const blockSizes = await readBlockSizes(cursor, superblock, size, fragment);
  return {
    size,
    xattr: body.readUInt32LE(36),
    file: { start, fragment, fragmentOffset: body.readUInt32LE(32), blockSizes },
  };
}

async function readBlockSizes(
  cursor: MetadataCursor,
  superblock: Superblock,
  size: number,
  fragment: number,
): Promise<number[]> {
  const full = size / superblock.blockSize;
  const count = fragment === NO_FRAGMENT ? Math.ceil(full) : Math.floor(full);
  if (!Number.isSafeInteger(count) || count > MAX_BLOCKS) {
    throw new ImageError('corrupt', `a file of ${size} bytes has an absurd number of blocks`);
  }
  const sizes: number[] = [];
  while (sizes.length < count) {
    const piece = await cursor.read(Math.min(count - sizes.length, 2048) * 4);
    for (let at = 0; at < piece.length; at += 4) sizes.push(piece.readUInt32LE(at));
  }
  return sizes;
}
