/** The inodes of squashfs, basic and extended. What may be long (blocks of a file, a target, an index) is left where it is. */
import { ImageError, MAX_TARGET, type NodeType } from '../tree.ts';
import type { MetadataCursor, MetadataPlace } from './metadata.ts';

export const NO_FRAGMENT = 0xffff_ffff;
export const NO_XATTR = 0xffff_ffff;

export interface FileBody {
  readonly start: number;
  readonly fragment: number;
  readonly fragmentOffset: number;
  /** Where the sizes of its blocks stand, four bytes each. */
  readonly sizes: MetadataPlace;
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
  /** Where the target of a symlink stands, `size` bytes; a number of attributes may follow. */
  readonly target: MetadataPlace | null;
}

const TYPES: readonly NodeType[] = ['directory', 'file', 'symlink', 'block', 'char', 'fifo', 'socket'];
const HEAD = 16;

type Body = Pick<Inode, 'size' | 'xattr' | 'device' | 'file' | 'directory' | 'target'>;
const NOTHING: Body = { size: 0, xattr: NO_XATTR, file: null, directory: null, target: null };

/** Reads the inode under the cursor. @throws {ImageError} where it is not one */
export async function readInode(cursor: MetadataCursor): Promise<Inode> {
  const head = cursor.take(HEAD) ?? (await cursor.read(HEAD));
  const number = head.readUInt16LE(0);
  const extended = number > 7;
  const type = TYPES[(extended ? number - 7 : number) - 1];
  if (type === undefined) throw new ImageError('corrupt', `an inode has the unknown type ${number}`);
  const mode = head.readUInt16LE(2) & 0o7777;
  const uidIndex = head.readUInt16LE(4);
  const gidIndex = head.readUInt16LE(6);
  const body = await readBody(cursor, type, extended);
  return { type, mode, uidIndex, gidIndex, ...body };
}

async function readBody(cursor: MetadataCursor, type: NodeType, extended: boolean): Promise<Body> {
  const nextBytes = (length: number) => cursor.take(length) ?? cursor.read(length);
  switch (type) {
    case 'directory':
      return extended ? extendedDirectory(await nextBytes(24)) : basicDirectory(await nextBytes(16));
    case 'file':
      return extended ? extendedFile(await nextBytes(40), cursor.place) : basicFile(await nextBytes(16), cursor.place);
    case 'symlink': {
      const size = (await nextBytes(8)).readUInt32LE(4);
      if (size > MAX_TARGET) throw new ImageError('corrupt', `a symlink of ${size} bytes is absurd`);
      const target = cursor.place;
      if (!extended) return { ...NOTHING, size, target };
      await nextBytes(size);
      return { ...NOTHING, size, target, xattr: (await nextBytes(4)).readUInt32LE(0) };
    }
    case 'block':
    case 'char': {
      const body = await nextBytes(extended ? 12 : 8);
      return { ...NOTHING, device: body.readUInt32LE(4), xattr: extended ? body.readUInt32LE(8) : NO_XATTR };
    }
    default:
      return extended ? { ...NOTHING, xattr: (await nextBytes(8)).readUInt32LE(4) } : NOTHING;
  }
}

function basicDirectory(body: Buffer): Body {
  const size = body.readUInt16LE(8);
  const directory = { block: body.readUInt32LE(0), offset: body.readUInt16LE(10), length: listingLength(size) };
  return { ...NOTHING, size, directory };
}

/** The index behind it is for the kernel, which looks up names by it. */
function extendedDirectory(body: Buffer): Body {
  const size = body.readUInt32LE(4);
  const directory = { block: body.readUInt32LE(8), offset: body.readUInt16LE(18), length: listingLength(size) };
  return { ...NOTHING, size, directory, xattr: body.readUInt32LE(20) };
}

/** The recorded size counts three bytes for the `.` and `..` that are not stored. */
function listingLength(size: number): number {
  return Math.max(0, size - 3);
}

function basicFile(body: Buffer, sizes: MetadataPlace): Body {
  const file = {
    start: body.readUInt32LE(0),
    fragment: body.readUInt32LE(4),
    fragmentOffset: body.readUInt32LE(8),
    sizes,
  };
  return { ...NOTHING, size: body.readUInt32LE(12), file };
}

function extendedFile(body: Buffer, sizes: MetadataPlace): Body {
  const file = {
    start: Number(body.readBigUInt64LE(0)),
    fragment: body.readUInt32LE(28),
    fragmentOffset: body.readUInt32LE(32),
    sizes,
  };
  const size = Number(body.readBigUInt64LE(8));
  if (!Number.isSafeInteger(size)) throw new ImageError('corrupt', 'an inode has an absurd size');
  return { ...NOTHING, size, file, xattr: body.readUInt32LE(36) };
}
