/** The data of ext inodes: of files, which may have holes, and of folders, which may not. */
import { type BudgetedAccess, MAX_READ } from '../source.ts';
import { ImageError } from '../tree.ts';
import { readRuns } from './blocks.ts';
import type { ExtInode } from './inode.ts';
import type { ExtSuperblock } from './superblock.ts';
import { readExtXattrs } from './xattrs.ts';

/** The attribute that holds what inline data does not fit into the inode. */
const INLINE_REST = 'system.data';
/** Blocks of a folder that are read at a time. */
const FOLDER_BLOCKS = 64;

/** `length` bytes from `offset`. @throws {ImageError} where the data is broken */
export async function readExtData(
  source: BudgetedAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
  offset: number,
  length: number,
): Promise<Buffer> {
  if (offset < 0 || length < 0 || offset + length > inode.size)
    throw new ImageError('corrupt', 'data is asked for behind its end');
  if (inode.encrypted) throw new ImageError('unsupported', 'it is encrypted');
  const output = Buffer.alloc(length);
  if (inode.hasInlineData) {
    // What is not stored reads as zeroes, as in a hole.
    (await readInline(source, superblock, inode)).subarray(offset, offset + length).copy(output);
    return output;
  }
  const { blockSize } = superblock;
  const first = Math.floor(offset / blockSize);
  const last = Math.ceil((offset + length) / blockSize);
  for await (const { logical, physical, count } of readRuns(source, superblock, inode, first, last)) {
    const from = Math.max(offset, logical * blockSize);
    const to = Math.min(offset + length, (logical + count) * blockSize);
    for (let at = from; at < to; at += MAX_READ) {
      const piece = await source.read(physical * blockSize + at - logical * blockSize, Math.min(MAX_READ, to - at));
      piece.copy(output, at - offset);
    }
  }
  return output;
}

/** All data that is kept in an inode and its attributes. */
export async function readInline(source: BudgetedAccess, superblock: ExtSuperblock, inode: ExtInode): Promise<Buffer> {
  const rest = (await readExtXattrs(source, superblock, inode, INLINE_REST)).get(INLINE_REST);
  return (rest === undefined ? inode.map : Buffer.concat([inode.map, rest])).subarray(0, inode.size);
}

/**
 * The blocks of a folder in order, each once: Linux makes none with a hole, and none that holds a block twice.
 *
 * @throws {ImageError} where it is otherwise
 */
export async function* readFolderBlocks(
  source: BudgetedAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
): AsyncGenerator<Buffer> {
  if (inode.encrypted) throw new ImageError('unsupported', 'it is encrypted');
  const { blockSize, bytes } = superblock;
  if (inode.size > bytes) throw new ImageError('corrupt', `a folder of ${inode.size} bytes is larger than the image`);
  const blocks = Math.ceil(inode.size / blockSize);
  const taken = new Set<number>();
  for (let first = 0; first < blocks; first += FOLDER_BLOCKS) {
    const last = Math.min(blocks, first + FOLDER_BLOCKS);
    let next = first;
    for await (const { logical, physical, count } of readRuns(source, superblock, inode, first, last)) {
      if (logical !== next) throw new ImageError('corrupt', 'a folder has a hole');
      next = logical + count;
      for (let block = physical; block < physical + count; block++) {
        if (taken.has(block)) throw new ImageError('corrupt', 'a block is twice in a folder', block * blockSize);
        taken.add(block);
      }
      const bytesOfRun = await source.read(physical * blockSize, count * blockSize);
      for (let at = 0; at < bytesOfRun.length; at += blockSize) yield bytesOfRun.subarray(at, at + blockSize);
    }
    if (next !== last) throw new ImageError('corrupt', 'a folder has a hole');
  }
}
