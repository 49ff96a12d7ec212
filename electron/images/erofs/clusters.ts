/** The index of logical clusters, in its full and its compacted form, of which only the part that is asked for is read. */
import type { BudgetedAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import type { ErofsInode } from './inode.ts';

const ADVISE_COMPACTED_2B = 0x1;
/** In the distance to a head: it counts the blocks of the physical cluster instead. */
const BLOCK_COUNT = 0x800;
const KINDS = ['plain', 'head1', 'inside', 'head2'] as const;
const FULL_ENTRY = 8;
/** The full index begins 8 bytes behind the header. */
const FULL_INDEX_GAP = 8;
/** Clusters of a pack in two bytes each, and in four. */
const PER_SMALL_PACK = 16;
const PER_LARGE_PACK = 2;
const SMALL_PACK_BYTES = 32;
const LARGE_PACK_BYTES = 8;

export interface Cluster {
  readonly kind: (typeof KINDS)[number];
  /** Whether an extent begins in it. */
  readonly head: boolean;
  /** Where in the cluster the extent begins. */
  readonly offset: number;
  /** First block of the physical cluster, for a head. */
  readonly block: number;
  /** Blocks of the physical cluster, for the cluster behind a head; else 0. */
  readonly blocks: number;
}

/** Where the clusters of one inode are told. */
export interface ClusterIndex {
  readonly count: number;
  /** Byte offset behind the index, where an inline tail begins. */
  readonly end: number;
  /** The clusters from `first`, rounded down to a whole pack, to before `last`, rounded up. */
  read(first: number, last: number): Promise<{ readonly first: number; readonly clusters: readonly Cluster[] }>;
}

/** @throws {ImageError} where the image cannot hold an index of that many clusters */
export function openClusters(
  source: BudgetedAccess,
  inode: ErofsInode,
  headerAt: number,
  lclusterBits: number,
  advise: number,
  bigPclusters: boolean,
): ClusterIndex {
  const count = Math.ceil(inode.size / 2 ** lclusterBits);
  const index =
    inode.layout === 'compressed-full'
      ? fullIndex(source, headerAt + 8 + FULL_INDEX_GAP, count)
      : compactIndex(source, headerAt + 8, count, lclusterBits, (advise & ADVISE_COMPACTED_2B) !== 0, bigPclusters);
  if (index.end > source.size)
    throw new ImageError(
      'corrupt',
      `a file of ${inode.size} bytes has more clusters than the image can tell`,
      headerAt,
    );
  return index;
}

function fullIndex(source: BudgetedAccess, start: number, count: number): ClusterIndex {
  return {
    count,
    end: start + count * FULL_ENTRY,
    async read(first, last) {
      const entries = await source.read(start + first * FULL_ENTRY, (Math.min(last, count) - first) * FULL_ENTRY);
      const clusters: Cluster[] = [];
      for (let at = 0; at < entries.length; at += FULL_ENTRY) clusters.push(fullCluster(entries, at));
      return { first, clusters };
    },
  };
}

function fullCluster(entries: Buffer, at: number): Cluster {
  const kind = KINDS[entries.readUInt16LE(at) & 3] ?? 'inside';
  if (kind !== 'inside') {
    return { kind, head: true, offset: entries.readUInt16LE(at + 2), block: entries.readUInt32LE(at + 4), blocks: 0 };
  }
  const distance = entries.readUInt16LE(at + 4);
  const blocks = (distance & BLOCK_COUNT) !== 0 ? distance & ~BLOCK_COUNT : 0;
  return { kind, head: false, offset: 0, block: 0, blocks };
}

/** Packs of one size, one after the other. */
interface Stretch {
  readonly first: number;
  readonly count: number;
  readonly perPack: number;
  readonly packBytes: number;
  readonly start: number;
}

/**
 * The compacted index: packs of 2 entries in 8 bytes, and in between, aligned to 32 bytes, packs of 16 in 32 bytes.
 * A pack ends with one block number, to which the heads before an entry add.
 */
function compactIndex(
  source: BudgetedAccess,
  start: number,
  count: number,
  lclusterBits: number,
  twoByte: boolean,
  bigPclusters: boolean,
): ClusterIndex {
  const before = Math.min(count, ((32 - (start % 32)) / 4) & 7);
  const small = twoByte && before < count ? Math.floor((count - before) / PER_SMALL_PACK) * PER_SMALL_PACK : 0;
  const stretches: Stretch[] = [];
  let first = 0;
  let end = start;
  for (const [length, perPack, packBytes] of [
    [before, PER_LARGE_PACK, LARGE_PACK_BYTES],
    [small, PER_SMALL_PACK, SMALL_PACK_BYTES],
    [count - before - small, PER_LARGE_PACK, LARGE_PACK_BYTES],
  ] as const) {
    stretches.push({ first, count: length, perPack, packBytes, start: end });
    first += length;
    end += Math.ceil(length / perPack) * packBytes;
  }
  return {
    count,
    end,
    async read(from, to) {
      const clusters: Cluster[] = [];
      let found: number | null = null;
      for (const stretch of stretches) {
        const low = Math.max(from, stretch.first) - stretch.first;
        const high = Math.min(to, stretch.first + stretch.count) - stretch.first;
        if (low >= high) continue;
        const firstPack = Math.floor(low / stretch.perPack);
        const place = stretch.start + firstPack * stretch.packBytes;
        const packs = await source.read(place, (Math.ceil(high / stretch.perPack) - firstPack) * stretch.packBytes);
        found ??= stretch.first + firstPack * stretch.perPack;
        for (let at = 0; at < packs.length; at += stretch.packBytes) {
          const pack = packs.subarray(at, at + stretch.packBytes);
          const left = stretch.count - (firstPack + at / stretch.packBytes) * stretch.perPack;
          const wanted = Math.min(left, stretch.perPack);
          clusters.push(...unpackPack(pack, stretch.perPack, wanted, lclusterBits, bigPclusters, place + at));
        }
      }
      return { first: found ?? from, clusters };
    },
  };
}

function unpackPack(
  pack: Buffer,
  perPack: number,
  wanted: number,
  lclusterBits: number,
  bigPclusters: boolean,
  place: number,
): Cluster[] {
  const bitsPerEntry = ((pack.length - 4) * 8) / perPack;
  const lowBits = Math.max(lclusterBits, 12);
  if (lowBits + 2 > bitsPerEntry)
    throw new ImageError('corrupt', 'clusters are too large for a compacted index', place);
  const base = pack.readUInt32LE(pack.length - 4);
  const clusters: Cluster[] = [];
  /** Blocks of the pack that lie before the next head. */
  let passed = bigPclusters ? 0 : 1;
  for (let entry = 0; entry < wanted; entry++) {
    const bit = entry * bitsPerEntry;
    // Bits of an entry may cross four bytes from its first one.
    const value = Number((readBits(pack, bit) & ((1n << BigInt(lowBits + 2)) - 1n)) as bigint);
    const low = value % 2 ** lowBits;
    const kind = KINDS[Math.floor(value / 2 ** lowBits) & 3] ?? 'inside';
    if (kind !== 'inside') {
      clusters.push({ kind, head: true, offset: low, block: base + passed, blocks: 0 });
      passed++;
      continue;
    }
    const counts = (low & BLOCK_COUNT) !== 0;
    const blocks = counts ? low & ~BLOCK_COUNT : 0;
    // The head before was counted as one block already, unless it stands in the pack before.
    if (bigPclusters && counts) passed += entry === 0 ? blocks : blocks - 1;
    clusters.push({ kind, head: false, offset: 0, block: 0, blocks });
  }
  return clusters;
}

function readBits(pack: Buffer, bit: number): bigint {
  const first = Math.floor(bit / 8);
  let value = 0n;
  for (let byte = 0; byte < 4 && first + byte < pack.length; byte++)
    value |= BigInt(pack[first + byte] as number) << BigInt(byte * 8);
  return value >> BigInt(bit % 8);
}
