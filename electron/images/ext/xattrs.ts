/** The extended attributes of ext: behind the inode's fields, and in one block of their own. */
import { type Budget, XATTR_COST } from '../budget.ts';
import type { BudgetedAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import type { ExtInode } from './inode.ts';
import type { ExtSuperblock } from './superblock.ts';

const MAGIC = 0xea020000;
const ENTRY = 16;
const BLOCK_HEADER = 32;
const PREFIXES: Readonly<Record<number, string>> = {
  0: '',
  1: 'user.',
  2: 'system.posix_acl_access',
  3: 'system.posix_acl_default',
  4: 'trusted.',
  6: 'security.',
  7: 'system.',
  8: 'system.richacl',
};

/**
 * The attributes of an inode but those whose value has an inode of its own. Two places of at most 64 KiB hold them, so
 * that they are within what Linux allows.
 *
 * @param only the name of the one that is wanted
 * @throws {ImageError} where they are broken
 */
export async function readExtXattrs(
  source: BudgetedAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
  only?: string,
): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const { inlineXattrs } = inode;
  if (inlineXattrs.length > 4 && inlineXattrs.readUInt32LE(0) === MAGIC)
    takeXattrs(source.budget, inlineXattrs.subarray(4), 0, only, found);
  if (inode.xattrBlock !== 0 && (only === undefined || !found.has(only))) {
    const block = await source.read(inode.xattrBlock * superblock.blockSize, superblock.blockSize);
    if (block.readUInt32LE(0) !== MAGIC) throw new ImageError('corrupt', 'a block of attributes has no magic number');
    takeXattrs(source.budget, block, BLOCK_HEADER, only, found);
  }
  return found;
}

/** Entries from `start` until an empty one; values are counted from the beginning of `area`. */
function takeXattrs(
  budget: Budget,
  area: Buffer,
  start: number,
  only: string | undefined,
  found: Map<string, Buffer>,
): void {
  for (let at = start; at + 4 <= area.length && area.readUInt32LE(at) !== 0; ) {
    if (at + ENTRY > area.length) throw new ImageError('corrupt', 'an attribute lies outside its place');
    const nameLength = area.readUInt8(at);
    const valueStart = area.readUInt16LE(at + 2);
    const valueInode = area.readUInt32LE(at + 4);
    const valueLength = area.readUInt32LE(at + 8);
    const prefix = PREFIXES[area.readUInt8(at + 1)];
    if (at + ENTRY + nameLength > area.length || (valueInode === 0 && valueStart + valueLength > area.length)) {
      throw new ImageError('corrupt', 'an attribute is longer than its place');
    }
    budget.spend('xattrBytes', XATTR_COST + nameLength);
    if (prefix !== undefined && valueInode === 0) {
      const name = prefix + area.toString('utf8', at + ENTRY, at + ENTRY + nameLength);
      if (only === undefined || only === name) {
        budget.spend('xattrBytes', valueLength);
        found.set(name, area.subarray(valueStart, valueStart + valueLength));
      }
    }
    at += Math.ceil((ENTRY + nameLength) / 4) * 4;
  }
}
