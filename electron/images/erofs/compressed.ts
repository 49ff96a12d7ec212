/** Compressed data of erofs: which logical cluster lies in which physical one, and how it is unpacked. */
import { type Compression, decompress } from '../decompress.ts';
import type { BudgetedAccess } from '../source.ts';
import { ImageError } from '../tree.ts';
import { type Cluster, type ClusterIndex, openClusters } from './clusters.ts';
import type { ErofsInode } from './inode.ts';
import type { ErofsSuperblock } from './superblock.ts';

const ALGORITHMS: readonly Compression[] = ['lz4', 'microlzma', 'deflate', 'zstd'];

const ADVISE_BIG_PCLUSTER = 0x2 | 0x4;
const ADVISE_INLINE = 0x8;
const ADVISE_INTERLACED = 0x10;
const ADVISE_FRAGMENT = 0x20;
/** Z_EROFS_PCLUSTER_MAX_DSIZE of Linux: a piece that unpacks to more is refused. */
const MAX_EXTENT = 12 * 1024 * 1024;
/** Z_EROFS_PCLUSTER_MAX_SIZE of Linux: nor may it have more bytes packed. */
const MAX_PACKED = 1024 * 1024;
/** Clusters around the wanted ones in which the ends of their extents are looked for first. */
const NEAR = 32;

/** A piece of a file that is unpacked as a whole. */
export interface Extent {
  /** Logical bytes, `end` not included. */
  readonly start: number;
  readonly end: number;
  readonly place: 'image' | 'fragment';
  /** Byte offset in the image, or in the packed file. */
  readonly offset: number;
  readonly length: number;
  /** null: stored as it is. */
  readonly compression: Compression | null;
  /** Stored data that begins in the middle of its block and goes on at the block's start. */
  readonly interlaced: boolean;
}

/** A cluster in which an extent begins. */
interface Head extends Cluster {
  /** Its number in the file. */
  readonly at: number;
  /** Logical byte. */
  readonly start: number;
}

/**
 * The extents of a compressed inode that hold the bytes from `from` to before `to`, in order.
 *
 * @throws {ImageError} where the index is broken
 */
export async function readExtents(
  source: BudgetedAccess,
  superblock: ErofsSuperblock,
  inode: ErofsInode,
  from: number,
  to: number,
): Promise<Extent[]> {
  const blockSize = 2 ** superblock.blockBits;
  const headerAt = Math.ceil(inode.bodyStart / 8) * 8;
  const header = await source.read(headerAt, 8);
  const clusterBits = header.readUInt8(7);
  if (clusterBits >> 7 === 1) {
    const offset = Number(header.readBigUInt64LE(0) ^ (1n << 63n));
    const { size } = inode;
    return [{ start: 0, end: size, place: 'fragment', offset, length: size, compression: null, interlaced: false }];
  }
  const advise = header.readUInt16LE(4);
  const algorithms = header.readUInt8(6);
  const lclusterBits = superblock.blockBits + (clusterBits & 7);
  const bigPclusters = (advise & ADVISE_BIG_PCLUSTER) !== 0;
  const index = openClusters(source, inode, headerAt, lclusterBits, advise, bigPclusters);
  const { heads, behind, isToEnd } = await headsAround(index, inode, lclusterBits, from, to, headerAt);
  return heads
    .map((head, position): Extent => {
      const end = heads[position + 1]?.start ?? inode.size;
      const isLast = isToEnd && position === heads.length - 1;
      const common = { start: head.start, end, compression: compressionOf(head, algorithms, headerAt) };
      if (isLast && (advise & ADVISE_FRAGMENT) !== 0) {
        // Only the full index has room for the upper half of the offset.
        const high = inode.layout === 'compressed-full' ? head.block * 2 ** 32 : 0;
        const offset = header.readUInt32LE(0) + high;
        return { ...common, place: 'fragment', offset, length: end - head.start, compression: null, interlaced: false };
      }
      if (isLast && (advise & ADVISE_INLINE) !== 0) {
        return { ...common, place: 'image', offset: index.end, length: header.readUInt16LE(2), interlaced: false };
      }
      const next = behind(head);
      const blocks = bigPclusters && next !== undefined && !next.head && next.blocks > 0 ? next.blocks : 1;
      const interlaced = common.compression === null && (advise & ADVISE_INTERLACED) !== 0;
      return { ...common, place: 'image', offset: head.block * blockSize, length: blocks * blockSize, interlaced };
    })
    .filter(({ start, end }) => start < to && end > from);
}

/** The heads from the one at or before `from` to the one at or behind `to`, and whether the last one is the file's last. */
async function headsAround(
  index: ClusterIndex,
  inode: ErofsInode,
  lclusterBits: number,
  from: number,
  to: number,
  place: number,
): Promise<{ heads: Head[]; behind: (head: Head) => Cluster | undefined; isToEnd: boolean }> {
  const clusterSize = 2 ** lclusterBits;
  for (let reach = NEAR; ; reach *= 8) {
    const wanted = Math.max(0, Math.floor(from / clusterSize) - reach);
    const last = Math.min(index.count, Math.ceil(to / clusterSize) + reach);
    const { first, clusters } = await index.read(wanted, last);
    const isToEnd = last === index.count;
    const heads: Head[] = [];
    for (const [number, cluster] of clusters.entries()) {
      if (!cluster.head) continue;
      const at = first + number;
      const start = at * clusterSize + cluster.offset;
      const before = heads.at(-1)?.start ?? start;
      if (cluster.offset >= clusterSize || start < before)
        throw new ImageError('corrupt', 'compressed data is out of order', place);
      // An inlined tail is followed by a head at the very end that holds nothing.
      if (start < inode.size) heads.push({ ...cluster, at, start });
    }
    if (first === 0 && heads[0]?.start !== 0)
      throw new ImageError('corrupt', 'compressed data does not begin at its start', place);
    const begins = heads.findLastIndex(({ start }) => start <= from);
    const ends = heads.findIndex(({ start }) => start >= to);
    if (begins >= 0 && (ends >= 0 || isToEnd)) {
      return {
        heads: heads.slice(begins, ends < 0 ? undefined : ends + 1),
        behind: ({ at }) => clusters[at + 1 - first],
        isToEnd: isToEnd && ends < 0,
      };
    }
    if (reach * clusterSize > 2 * MAX_EXTENT) throw new ImageError('corrupt', 'compressed data has no end', place);
  }
}

function compressionOf({ kind }: Cluster, algorithms: number, offset: number): Compression | null {
  if (kind === 'plain') return null;
  const number = kind === 'head1' ? algorithms & 15 : algorithms >> 4;
  const found = ALGORITHMS[number];
  if (found === undefined) throw new ImageError('corrupt', `the compressor number ${number} is unknown`, offset);
  return found;
}

/** The bytes of an extent that lies in the image. @throws {ImageError} where it cannot be unpacked */
export async function unpackExtent(
  source: BudgetedAccess,
  superblock: ErofsSuperblock,
  extent: Extent,
): Promise<Buffer> {
  const { start, end, offset, length, compression, interlaced } = extent;
  if (length > MAX_PACKED || end - start > MAX_EXTENT)
    throw new ImageError('corrupt', `a cluster of ${length} bytes for ${end - start} is absurd`, offset);
  const raw = await source.read(offset, length);
  const size = end - start;
  if (compression === null) {
    if (size > raw.length) throw new ImageError('corrupt', 'stored data is shorter than its file', offset);
    if (!interlaced) return raw.subarray(0, size);
    const skip = start % 2 ** superblock.blockBits;
    return Buffer.concat([raw.subarray(skip), raw.subarray(0, skip)]).subarray(0, size);
  }
  const packed = superblock.zeroPadding ? raw.subarray(firstUsed(raw)) : raw;
  // Only lz4 and lzma can stop early; the others may hold more than this file's part of a shared cluster.
  const limit = compression === 'lz4' || compression === 'microlzma' ? size : MAX_EXTENT;
  return (await decompress(source.budget, compression, packed, limit)).subarray(0, size);
}

/** Zeroes come before compressed data so that it ends with its block. */
function firstUsed(raw: Buffer): number {
  let at = 0;
  while (at < raw.length - 1 && raw[at] === 0) at++;
  return at;
}
