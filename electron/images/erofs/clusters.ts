/** The index of logical clusters, in its full and its compacted form. */
import type { RandomAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import type { ErofsInode } from './inode.ts';

const ADVISE_COMPACTED_2B = 0x1;
/** In the distance to a head: it counts the blocks of the physical cluster instead. */
const BLOCK_COUNT = 0x800;
const KINDS = ['plain', 'head1', 'inside', 'head2'] as const;
/** A file of more clusters than this is refused: 64 GiB in the usual 4 KiB. */
const MAX_CLUSTERS = 16 * 1024 * 1024;
const FULL_ENTRY = 8;
/** The full index begins 8 bytes behind the header. */
const FULL_INDEX_GAP = 8;

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

export interface ClusterIndex {
  readonly clusters: readonly Cluster[];
  /** Byte offset behind the index, where an inline tail begins. */
  readonly indexEnd: number;
}

/** @throws {ImageError} where the index is broken */
export async function readClusters(
  source: RandomAccess,
  inode: ErofsInode,
  headerAt: number,
  lclusterBits: number,
  advise: number,
  bigPclusters: boolean,
): Promise<ClusterIndex> {
  const count = Math.ceil(inode.size / 2 ** lclusterBits);
  if (count > MAX_CLUSTERS)
    throw new ImageError('corrupt', `a file of ${inode.size} bytes has an absurd number of clusters`, headerAt);
  return inode.layout === 'compressed-full'
    ? readFull(source, headerAt + 8 + FULL_INDEX_GAP, count)
    : readCompact(source, headerAt + 8, count, lclusterBits, (advise & ADVISE_COMPACTED_2B) !== 0, bigPclusters);
}

async function readFull(source: RandomAccess, start: number, count: number): Promise<ClusterIndex> {
  const clusters: Cluster[] = [];
  const perRead = 8192;
  for (let first = 0; first < count; first += perRead) {
    const entries = await source.read(start + first * FULL_ENTRY, Math.min(perRead, count - first) * FULL_ENTRY);
    for (let at = 0; at < entries.length; at += FULL_ENTRY) {
      const kind = KINDS[entries.readUInt16LE(at) & 3] ?? 'inside';
      const distance = entries.readUInt16LE(at + 4);
      clusters.push(
        kind === 'inside'
          ? {
              kind,
              head: false,
              offset: 0,
              block: 0,
              blocks: (distance & BLOCK_COUNT) !== 0 ? distance & ~BLOCK_COUNT : 0,
            }
          : { kind, head: true, offset: entries.readUInt16LE(at + 2), block: entries.readUInt32LE(at + 4), blocks: 0 },
      );
    }
  }
  return { clusters, indexEnd: start + count * FULL_ENTRY };
}

/**
 * The compacted index: packs of 2 entries in 8 bytes, and in between, aligned to 32 bytes, packs of 16 in 32 bytes.
 * A pack ends with one block number, to which the heads before an entry add.
 */
async function readCompact(
  source: RandomAccess,
  start: number,
  count: number,
  lclusterBits: number,
  twoByte: boolean,
  bigPclusters: boolean,
): Promise<ClusterIndex> {
  const before = Math.min(count, ((32 - (start % 32)) / 4) & 7);
  const inTwoBytes = twoByte && before < count ? Math.floor((count - before) / 16) * 16 : 0;
  const clusters: Cluster[] = [];
  let at = start;
  const readPacks = async (entries: number, perPack: number, packSize: number) => {
    for (let left = entries; left > 0; left -= perPack) {
      const pack = await source.read(at, packSize);
      clusters.push(...unpackPack(pack, perPack, Math.min(left, perPack), lclusterBits, bigPclusters, at));
      at += packSize;
    }
  };
  await readPacks(before, 2, 8);
  await readPacks(inTwoBytes, 16, 32);
  await readPacks(count - before - inTwoBytes, 2, 8);
  return { clusters, indexEnd: at };
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
