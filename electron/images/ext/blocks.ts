/** Which blocks hold the data of an ext inode: by a tree of extents, or by the old map. Only the asked part is visited. */
import type { BudgetedAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import type { ExtInode } from './inode.ts';
import type { ExtSuperblock } from './superblock.ts';

const EXTENT_MAGIC = 0xf30a;
const EXTENT_ENTRY = 12;
const MAX_DEPTH = 5;
/** An extent longer than this is not initialised and reads as zeroes; what it is longer by is its length. */
const MAX_INITIALISED = 32_768;
/** Behind the last block that a file can have. */
const END = 2 ** 32;
const DIRECT = 12;

/** Blocks side by side. */
export interface Run {
  /** In blocks of the file. */
  readonly logical: number;
  readonly physical: number;
  readonly count: number;
}

/**
 * The blocks of an inode from `first` to before `last`, in order; what is not told is a hole.
 *
 * @throws {ImageError} where the map is broken
 */
export function readRuns(
  source: BudgetedAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
  first: number,
  last: number,
): AsyncGenerator<Run> {
  if (!inode.hasExtents) return blockMap(source, superblock, inode, first, last);
  return extentsOf(source, superblock, inode.map, { depth: null, from: 0, to: END }, first, last);
}

/** What the node above says of a node. */
interface Expected {
  /** null for the root, which says it itself. */
  readonly depth: number | null;
  /** The first of its blocks, which its first entry has to have, and the one behind its last. */
  readonly from: number;
  readonly to: number;
}

/** Held against the rules of ext4_valid_extent_entries in Linux, by which no node can be in two places. */
async function* extentsOf(
  source: BudgetedAccess,
  superblock: ExtSuperblock,
  node: Buffer,
  expected: Expected,
  first: number,
  last: number,
): AsyncGenerator<Run> {
  if (node.readUInt16LE(0) !== EXTENT_MAGIC) throw new ImageError('corrupt', 'a node of extents has no magic number');
  const entries = node.readUInt16LE(2);
  const depth = node.readUInt16LE(6);
  const isRoot = expected.depth === null;
  const wrong =
    depth > MAX_DEPTH || (!isRoot && depth !== expected.depth) || (entries === 0 && !(isRoot && depth === 0));
  if (wrong || (entries + 1) * EXTENT_ENTRY > node.length)
    throw new ImageError('corrupt', 'a node of extents is broken');
  let next = expected.from;
  for (let entry = 1; entry <= entries; entry++) {
    const at = entry * EXTENT_ENTRY;
    const logical = node.readUInt32LE(at);
    if (entry === 1 && !isRoot && logical !== expected.from) throw outOfOrder();
    const raw = node.readUInt16LE(at + 4);
    const isWritten = raw <= MAX_INITIALISED;
    const count = isWritten ? raw : raw - MAX_INITIALISED;
    const below = entry < entries ? node.readUInt32LE(at + EXTENT_ENTRY) : expected.to;
    const end = depth > 0 ? below : logical + count;
    if (logical < next || end <= logical || end > expected.to) throw outOfOrder();
    next = end;
    if (end <= first || logical >= last) continue;
    if (depth > 0) {
      const block = node.readUInt32LE(at + 4) + node.readUInt16LE(at + 8) * 2 ** 32;
      const child = await source.read(block * superblock.blockSize, superblock.blockSize);
      yield* extentsOf(source, superblock, child, { depth: depth - 1, from: logical, to: end }, first, last);
    } else if (isWritten) {
      const physical = node.readUInt32LE(at + 8) + node.readUInt16LE(at + 6) * 2 ** 32;
      const skip = Math.max(0, first - logical);
      yield { logical: logical + skip, physical: physical + skip, count: Math.min(end, last) - logical - skip };
    }
  }
}

function outOfOrder(): ImageError {
  return new ImageError('corrupt', 'the extents of a file are out of order');
}

/** The old map: twelve blocks, then blocks of block numbers, one, two and three deep. */
async function* blockMap(
  source: BudgetedAccess,
  superblock: ExtSuperblock,
  inode: ExtInode,
  first: number,
  last: number,
): AsyncGenerator<Run> {
  const perBlock = superblock.blockSize / 4;
  const cache = new Map<number, Buffer>();
  /** The first block of the file that each table is for. */
  const places = new Map<number, string>();
  const readPointer = async (block: number, index: number, place: string) => {
    let table = cache.get(block);
    if (table === undefined) {
      table = await source.read(block * superblock.blockSize, superblock.blockSize);
      if (cache.size > 8) cache.clear();
      cache.set(block, table);
    }
    if ((places.get(block) ?? place) !== place)
      throw new ImageError('corrupt', 'a table of blocks is in two places', block * superblock.blockSize);
    places.set(block, place);
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
        const place = `${depth} ${below} ${Math.floor(rest / perBlock ** (below + 1))}`;
        physical = await readPointer(physical, Math.floor(rest / perBlock ** below) % perBlock, place);
      }
    }
    if (physical !== 0) yield { logical, physical, count: 1 };
  }
}
