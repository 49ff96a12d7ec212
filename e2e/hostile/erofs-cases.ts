/** Erofs images that are small, and were expensive to look at. */
import type { Case } from './cases.ts';
import { DIRECTORY, type DirEntry, direntBlocks, ErofsMaker, sharedXattrs, xattr } from './erofs.ts';

const BLOCK = 4096;
const GIB = 2 ** 30;
const PROGRAM = 0o100755;
/** Chunks of one block with an index of eight bytes each. */
const CHUNK_INDEXES = 0x20;

function manyNames(count: number, nid: number): DirEntry[] {
  return Array.from({ length: count }, (_, at) => ({ name: at.toString(36).padStart(5, '0'), nid }));
}

function withUnits(make: (maker: ErofsMaker) => number, metaBlocks?: number): Buffer {
  const maker = new ErofsMaker(metaBlocks);
  return maker.end(maker.extension(make(maker)));
}

function withEntries(entries: (nid: number) => DirEntry[], change: (bytes: Buffer) => void = () => {}): Buffer {
  return withUnits((maker) => {
    const bytes = direntBlocks(entries(maker.file('x')));
    change(bytes);
    return maker.inode({ mode: DIRECTORY, size: bytes.length, layout: 'plain', union: maker.put(bytes) });
  });
}

/** A folder or a program of a size whose index of clusters is what stands behind everything else, or nothing. */
function withIndex(mode: number, size: number, layout: 'full' | 'compact'): Buffer {
  const make = (nid: number) => {
    const maker = new ErofsMaker(1);
    const isFolder = mode === DIRECTORY;
    const bin = isFolder ? [] : [{ name: 'bin', nid: maker.folder([{ name: 'tool', nid }]) }];
    return maker.end(maker.extension(isFolder ? nid : null, bin));
  };
  // The inode comes last, so that its index is what the image is filled up with.
  const nid = (make(0).length - BLOCK) / 32;
  const maker = new ErofsMaker(1);
  maker.inode({ mode, size, layout });
  return Buffer.concat([make(nid), maker.end(0).subarray(BLOCK, BLOCK + 64)]);
}

/** A folder of chunks that are all the same block. */
function repeated(blocks: number): Buffer {
  return withUnits(
    (maker) => {
      const block = maker.put(direntBlocks(manyNames(240, maker.file('x'))));
      const index = Buffer.alloc(blocks * 8);
      for (let at = 0; at < index.length; at += 8) index.writeUInt32LE(block, at + 4);
      return maker.inode({
        mode: DIRECTORY,
        size: blocks * BLOCK,
        layout: 'chunks',
        union: CHUNK_INDEXES,
        body: index,
      });
    },
    4 + Math.ceil((blocks * 8) / BLOCK),
  );
}

function withSharedXattrs(names: number, values: number): Buffer {
  const maker = new ErofsMaker();
  const bytes = Buffer.concat(Array.from({ length: values }, (_, at) => xattr(at.toString(36), 65_000)));
  const each = xattr('0', 65_000).length / 4;
  const sharedAt = maker.put(bytes);
  const file = maker.file('x', sharedXattrs(Array.from({ length: values }, (_, at) => at * each)));
  const wide = maker.folder(manyNames(names, file));
  return maker.end(maker.extension(null, [{ name: 'wide', nid: wide }]), sharedAt);
}

export const EROFS_CASES: readonly Case[] = [
  {
    name: 'erofs: a folder of 64 GiB and all of its index',
    make: () => withIndex(DIRECTORY, 64 * GIB, 'full'),
    size: 130 << 20,
  },
  {
    name: 'erofs: a program of 64 GiB and all of its index',
    make: () => withIndex(PROGRAM, 64 * GIB, 'full'),
    size: 130 << 20,
  },
  {
    name: 'erofs: a program of 64 GiB in the compacted form',
    make: () => withIndex(PROGRAM, 64 * GIB, 'compact'),
    size: 70 << 20,
  },
  {
    name: 'erofs: a folder of 64 GiB without its index',
    make: () => withIndex(DIRECTORY, 64 * GIB, 'full'),
    expected: 'truncated',
  },
  {
    name: 'erofs: the same in the compacted form',
    make: () => withIndex(DIRECTORY, 64 * GIB, 'compact'),
    expected: 'truncated',
  },
  { name: 'erofs: a folder of 200 MiB of one block', make: () => repeated((200 << 20) / BLOCK), expected: 'corrupt' },
  {
    name: 'erofs: a folder of 1,500,000 names',
    make: () => withUnits((maker) => maker.folder(manyNames(1_500_000, maker.file('x')))),
  },
  { name: 'erofs: 100,000 files with 250 attributes of 64 KiB', make: () => withSharedXattrs(100_000, 250) },
  {
    name: 'erofs: a name twice',
    make: () =>
      withEntries((nid) => [
        { name: 'a', nid },
        { name: 'a', nid },
      ]),
    expected: 'corrupt',
  },
  {
    name: 'erofs: names out of order',
    make: () =>
      withEntries((nid) => [
        { name: 'b', nid },
        { name: 'a', nid },
      ]),
    expected: 'corrupt',
  },
  { name: 'erofs: a name with a slash', make: () => withEntries((nid) => [{ name: 'a/b', nid }]), expected: 'corrupt' },
  {
    name: 'erofs: offsets of names that fall',
    make: () =>
      withEntries(
        (nid) => manyNames(3, nid),
        (bytes) => bytes.writeUInt16LE(10, 20),
      ),
    expected: 'corrupt',
  },
  {
    name: 'erofs: a folder that begins with no entries at all',
    make: () =>
      withEntries(
        (nid) => manyNames(3, nid),
        (bytes) => bytes.writeUInt16LE(0, 8),
      ),
    expected: 'corrupt',
  },
  {
    name: 'erofs: a folder in itself',
    make: () => withUnits((maker) => maker.folder([{ name: 'again', nid: maker.nextNid }])),
    expected: 'corrupt',
  },
  {
    name: 'erofs: a plain folder of the size of a disk',
    make: () => withUnits((maker) => maker.inode({ mode: DIRECTORY, size: 2 ** 45, layout: 'plain', union: 3 })),
  },
  {
    name: 'erofs: a tail behind the end of the image',
    make: () => withUnits((maker) => maker.inode({ mode: DIRECTORY, size: 4000, layout: 'inline' }), 1),
  },
];
