/** The extended attributes of erofs: a few shared ones by number, the rest behind the inode. */
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import type { ErofsInode } from './inode.ts';
import type { ErofsSuperblock } from './superblock.ts';

const HEADER = 12;
const ENTRY = 4;
const MAX_ENTRY = ENTRY + 255 + 65_535;
const LONG_PREFIX = 0x80;
const PREFIXES: Readonly<Record<number, string>> = {
  1: 'user.',
  2: 'system.posix_acl_access',
  3: 'system.posix_acl_default',
  4: 'trusted.',
  6: 'security.',
};

/** Reads bytes of what holds the prefixes: the packed inode where there is one, else the image. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

/** The prefixes that an image defines, by number. @throws {ImageError} where they are broken */
export async function readLongPrefixes(superblock: ErofsSuperblock, read: ReadBytes): Promise<string[]> {
  const { count, start } = superblock.longPrefixes;
  const prefixes: string[] = [];
  for (let at = start; prefixes.length < count; ) {
    const length = (await read(at, 2)).readUInt16LE(0);
    if (length < 1) throw new ImageError('corrupt', 'a prefix of attributes is empty', at);
    const body = await read(at + 2, length);
    prefixes.push((PREFIXES[body.readUInt8(0)] ?? '') + body.toString('utf8', 1));
    at += Math.ceil((2 + length) / 4) * 4;
  }
  return prefixes;
}

/** All attributes of an inode whose prefix is known. @throws {ImageError} where they are broken */
export async function readErofsXattrs(
  source: RandomAccess,
  superblock: ErofsSuperblock,
  inode: ErofsInode,
  longPrefixes: readonly string[],
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  if (inode.xattrSize === 0) return found;
  const body = await source.read(inode.xattrStart, inode.xattrSize);
  const shared = body.readUInt8(4);
  const inline = HEADER + shared * 4;
  if (inline > body.length)
    throw new ImageError('corrupt', 'an inode names more attributes than it has', inode.xattrStart);
  for (let at = inline; at + ENTRY <= body.length; ) at += take(body, at, found, longPrefixes, inode.xattrStart);
  for (let index = 0; index < shared; index++) {
    const place = superblock.xattrStart + body.readUInt32LE(HEADER + index * 4) * 4;
    const entry = await source.read(place, Math.min(MAX_ENTRY, Math.max(0, source.size - place)));
    take(entry, 0, found, longPrefixes, place);
  }
  return found;
}

/** @returns bytes of the entry, filled up to four */
function take(
  bytes: Buffer,
  at: number,
  found: Map<string, Buffer>,
  longPrefixes: readonly string[],
  place: number,
): number {
  if (at + ENTRY > bytes.length) throw new ImageError('corrupt', 'an attribute lies outside the image', place);
  const nameLength = bytes.readUInt8(at);
  const index = bytes.readUInt8(at + 1);
  const valueLength = bytes.readUInt16LE(at + 2);
  const end = at + ENTRY + nameLength + valueLength;
  if (end > bytes.length) throw new ImageError('corrupt', 'an attribute is longer than its place', place);
  const prefix = (index & LONG_PREFIX) === 0 ? PREFIXES[index] : longPrefixes[index & ~LONG_PREFIX];
  if (prefix !== undefined) {
    const name = bytes.toString('utf8', at + ENTRY, at + ENTRY + nameLength);
    found.set(prefix + name, bytes.subarray(at + ENTRY + nameLength, end));
  }
  return Math.ceil((end - at) / 4) * 4;
}
