/** The extended attributes of erofs: a few shared ones by number, the rest behind the inode. */
import { type Budget, XATTR_COST } from '../budget.ts';
import type { Pieces } from '../pieces.ts';
import type { BudgetedAccess } from '../source.ts';
import { ImageError, MAX_XATTR_NAMES } from '../tree.ts';
import type { ErofsInode } from './inode.ts';
import type { ErofsSuperblock } from './superblock.ts';

const HEADER = 12;
const ENTRY = 4;
/** The part of a name that an image defines itself, with the number of the prefix before it. */
const MAX_PREFIX = 256;
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
    if (length < 1 || length > MAX_PREFIX)
      throw new ImageError('corrupt', `a prefix of attributes has ${length} bytes`, at);
    const body = await read(at + 2, length);
    prefixes.push((PREFIXES[body.readUInt8(0)] ?? '') + body.toString('utf8', 1));
    at += Math.ceil((2 + length) / 4) * 4;
  }
  return prefixes;
}

/**
 * The attributes of an inode whose prefix is known.
 *
 * @param only the name of the one that is wanted
 * @throws {ImageError} where they are broken
 */
export async function readErofsXattrs(
  source: BudgetedAccess,
  pieces: Pieces,
  superblock: ErofsSuperblock,
  inode: ErofsInode,
  longPrefixes: readonly string[],
  only: string | undefined,
): Promise<Map<string, Buffer>> {
  if (inode.xattrSize === 0) return new Map();
  const body = await pieces.read(inode.xattrStart, inode.xattrSize);
  const shared = body.readUInt8(4);
  const inline = HEADER + shared * 4;
  if (inline > body.length)
    throw new ImageError('corrupt', 'an inode names more attributes than it has', inode.xattrStart);
  const taken = new Taken(source.budget, longPrefixes, only);
  for (let at = inline; at + ENTRY <= body.length; ) {
    const entry = readEntry(body, at, inode.xattrStart);
    if (at + entry.length > body.length)
      throw new ImageError('corrupt', 'an attribute is longer than its place', inode.xattrStart);
    const valueAt = at + ENTRY + entry.nameLength;
    const name = taken.wants(entry, body.subarray(at + ENTRY, valueAt));
    if (name !== null) taken.found.set(name, body.subarray(valueAt, valueAt + entry.valueLength));
    at += Math.ceil(entry.length / 4) * 4;
  }
  for (let index = 0; index < shared; index++) {
    const place = superblock.xattrStart + body.readUInt32LE(HEADER + index * 4) * 4;
    const entry = readEntry(await pieces.read(place, ENTRY), 0, place);
    const name = taken.wants(entry, await pieces.read(place + ENTRY, entry.nameLength));
    if (name !== null) taken.found.set(name, await source.read(place + ENTRY + entry.nameLength, entry.valueLength));
  }
  return taken.found;
}

interface Entry {
  readonly nameLength: number;
  readonly index: number;
  readonly valueLength: number;
  /** Bytes of it all, not filled up. */
  readonly length: number;
}

function readEntry(bytes: Buffer, at: number, place: number): Entry {
  if (at + ENTRY > bytes.length) throw new ImageError('corrupt', 'an attribute lies outside the image', place);
  const nameLength = bytes.readUInt8(at);
  const valueLength = bytes.readUInt16LE(at + 2);
  return { nameLength, index: bytes.readUInt8(at + 1), valueLength, length: ENTRY + nameLength + valueLength };
}

/** What was taken so far, and what is wanted of the rest. */
class Taken {
  readonly found = new Map<string, Buffer>();
  readonly #budget: Budget;
  readonly #longPrefixes: readonly string[];
  readonly #only: string | undefined;
  #nameBytes = 0;

  constructor(budget: Budget, longPrefixes: readonly string[], only: string | undefined) {
    this.#budget = budget;
    this.#longPrefixes = longPrefixes;
    this.#only = only;
  }

  /** @returns the name under which the value is wanted, else null */
  wants({ index, valueLength }: Entry, rest: Buffer): string | null {
    const prefix = (index & LONG_PREFIX) === 0 ? PREFIXES[index] : this.#longPrefixes[index & ~LONG_PREFIX];
    this.#nameBytes += (prefix?.length ?? 0) + rest.length + 1;
    if (this.#nameBytes > MAX_XATTR_NAMES)
      throw new ImageError('corrupt', 'an inode has more attributes than Linux allows');
    this.#budget.spend('xattrBytes', XATTR_COST + rest.length);
    if (prefix === undefined) return null;
    const name = prefix + rest.toString('utf8');
    if (this.#only !== undefined && this.#only !== name) return null;
    this.#budget.spend('xattrBytes', valueLength);
    return name;
  }
}
