/** The data of an ext inode: extents, block maps, or inline. */
import { MAX_READ, type RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import type { ExtInode } from './inode.ts';
import type { ExtSuperblock } from './superblock.ts';
import { readExtXattrs } from './xattrs.ts';

const EXTENT_MAGIC = 0xf30a;
const EXTENT_ENTRY = 12;
const MAX_DEPTH = 5;
/** An extent longer than this is not initialised and reads as zeroes. */
const MAX_INITIALISED = 32_768;
const DIRECT = 12;
/** The attribute that holds what inline data does not fit into the inode. */
const INLINE_REST = 'system.data';

interface Run {
  /** In blocks of the file. */
  readonly logical: number;
  readonly physical: number;
  readonly count: number;
}

/** `length` bytes from `offset`. @throws {ImageError} where the data is broken */
export async function readExtData(
  source: RandomAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
  offset: number,
  length: number,
): Promise<Buffer> {
  if (offset < 0 || length < 0 || offset + length > inode.size)
    throw new ImageError('corrupt', 'data is asked for behind its end');
  if (inode.encrypted) throw new ImageError('unsupported', 'it is encrypted');
  if (inode.hasInlineData) {
    const rest = (await readExtXattrs(source, superblock, inode)).get(INLINE_REST) ?? Buffer.alloc(0);
    // What is not stored reads as zeroes, as in a hole.
    const output = Buffer.alloc(length);
    Buffer.concat([inode.map, rest]).copy(output, 0, offset, offset + length);
    return output;
  }
  const { blockSize } = superblock;
  const first = Math.floor(offset / blockSize);
  const last = Math.ceil((offset + length) / blockSize);
  const output = Buffer.alloc(length);
  const runs = inode.hasExtents
    ? extents(source, superblock, inode.map, 0, null)
    : blockMap(source, superblock, inode, first, last);
  for await (const { logical, physical, count } of runs) {
    const from = Math.max(offset, logical * blockSize);
    const to = Math.min(offset + length, (logical + count) * blockSize);
    for (let at = from; at < to; at += MAX_READ) {
      const piece = await source.read(physical * blockSize + at - logical * blockSize, Math.min(MAX_READ, to - at));
      piece.copy(output, at - offset);
    }
  }
  return output;
}

async function* extents(
  source: RandomAccess,
  superblock: ExtSuperblock,
  node: Buffer,
  level: number,
  expectedDepth: number | null,
): AsyncGenerator<Run> {
  if (node.readUInt16LE(0) !== EXTENT_MAGIC) throw new ImageError('corrupt', 'a node of extents has no magic number');
  const entries = node.readUInt16LE(2);
  const depth = node.readUInt16LE(6);
  const wrong = depth > MAX_DEPTH || level > MAX_DEPTH || (expectedDepth !== null && depth !== expectedDepth);
  if (wrong || (entries + 1) * EXTENT_ENTRY > node.length)
    throw new ImageError('corrupt', 'a node of extents is broken');
  for (let entry = 1; entry <= entries; entry++) {
    const at = entry * EXTENT_ENTRY;
    if (depth > 0) {
      const block = node.readUInt32LE(at + 4) + node.readUInt16LE(at + 8) * 2 ** 32;
      const child = await source.read(block * superblock.blockSize, superblock.blockSize);
      yield* extents(source, superblock, child, level + 1, depth - 1);
      continue;
    }
    const count = node.readUInt16LE(at + 4);
    if (count > MAX_INITIALISED) continue;
    yield {
      logical: node.readUInt32LE(at),
      physical: node.readUInt32LE(at + 8) + node.readUInt16LE(at + 6) * 2 ** 32,
      count,
    };
  }
}

/** The old map: twelve blocks, then blocks of block numbers, one, two and three deep. */
async function* blockMap(
  source: RandomAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
  first: number,
  last: number,
): AsyncGenerator<Run> {
  const perBlock = superblock.blockSize / 4;
  const cache = new Map<number, Buffer>();
  const pointer = async (block: number, index: number) => {
    let table = cache.get(block);
    if (table === undefined) {
      table = await source.read(block * superblock.blockSize, superblock.blockSize);
      if (cache.size > 8) cache.clear();
      cache.set(block, table);
    }
    return table.readUInt32LE(index * 4);
  };
  for (let logical = first; logical < last; logical++) {
    let rest = logical;
    let physical = 0;
    if (rest < DIRECT) physical = inode.map.readUInt32LE(rest * 4);
    else {
      rest -= DIRECT;
      let depth = 1;
      while (depth <= 3 && rest >= perBlock ** depth) {
        rest -= perBlock ** depth;
        depth++;
      }
      if (depth > 3) throw new ImageError('corrupt', 'a file is longer than its map can be');
      physical = inode.map.readUInt32LE((DIRECT + depth - 1) * 4);
      for (let below = depth - 1; below >= 0 && physical !== 0; below--) {
        physical = await pointer(physical, Math.floor(rest / perBlock ** below) % perBlock);
      }
    }
    if (physical !== 0) yield { logical, physical, count: 1 };
  }
}
