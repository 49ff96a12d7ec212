/** Ext images that are small, and were expensive to look at. */
import type { Case } from './cases.ts';
import {
  DIRECTORY,
  type DirEntry,
  direntBlocks,
  ExtMaker,
  extentNode,
  FILE,
  FLAG_EXTENTS,
  FLAG_INLINE,
  xattrBlock,
} from './ext.ts';

function* manyNames(count: number, inode: number, suffix = ''): Generator<DirEntry> {
  for (let at = 0; at < count; at++) yield { name: at.toString(36).padStart(5, '0') + suffix, inode };
}

/** The map of a tree of extents in which every node of a level leads to the same node of the next. */
function sharedTree(maker: ExtMaker, depth: number, leaf: number): Buffer {
  const perNode = Math.floor(maker.blockSize / 12) - 1;
  const entries = (block: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({ logical: 0xff00_0000 + at, block }));
  let block = leaf;
  for (let level = 0; level < depth; level++)
    block = maker.put(extentNode(level, entries(block, perNode), maker.blockSize));
  return extentNode(depth, entries(block, 4), 60);
}

function withTree(mode: number, depth: number, blockSize: number): Buffer {
  const maker = new ExtMaker(blockSize);
  const leaf = maker.put(direntBlocks([{ name: 'a', inode: 11 }], blockSize));
  const inode = maker.inode({ mode, size: blockSize, map: sharedTree(maker, depth, leaf), flags: FLAG_EXTENTS });
  if (mode === FILE) maker.extension(null, [], inode);
  else maker.extension(inode);
  return maker.end();
}

/** A folder of the old map in which each table is full of one block. */
function withMap(size: number, same: boolean): Buffer {
  const maker = new ExtMaker(1024);
  const leaf = maker.put(direntBlocks(manyNames(50, 11), 1024));
  const tableOf = (block: number) => {
    const table = Buffer.alloc(1024);
    for (let at = 0; at < 1024; at += 4) table.writeUInt32LE(block, at);
    return table;
  };
  const map = Buffer.alloc(60);
  for (let at = 0; at < 48; at += 4) map.writeUInt32LE(leaf, at);
  let block = leaf;
  for (let at = 48; at < 60; at += 4) {
    block = same ? maker.putKnowing(tableOf) : maker.put(tableOf(block));
    map.writeUInt32LE(block, at);
  }
  maker.extension(maker.inode({ mode: DIRECTORY, size, map }));
  return maker.end();
}

/** Folders one in the other, and symlinks at the bottom. */
function deepPaths(levels: number, links: number): Buffer {
  const maker = new ExtMaker(1024, 1024);
  let inode = maker.folder(manyNames(links, maker.link('t')));
  for (let level = 0; level < levels; level++) inode = maker.folder([{ name: 'n'.repeat(250), inode }]);
  maker.extension(null, [{ name: 'deep', inode }]);
  return maker.end();
}

function withUnits(make: (maker: ExtMaker) => number, blockSize = 1024): Buffer {
  const maker = new ExtMaker(blockSize);
  maker.extension(make(maker));
  return maker.end();
}

/** A block of a folder whose first entry has a length of its own. */
function withLength(length: number): Buffer {
  return withUnits((maker) => {
    const block = direntBlocks([{ name: 'a', inode: 11 }], 1024);
    block.writeUInt16LE(length, 4);
    return maker.data(DIRECTORY, block);
  });
}

/** A folder that is said to have many blocks, all of which are one. */
function repeated(blocks: number): Buffer {
  const maker = new ExtMaker(4096);
  const leaf = maker.put(direntBlocks(manyNames(200, 11), 4096));
  const perNode = 340;
  const nodes: { logical: number; block: number }[] = [];
  for (let first = 0; first < blocks; first += perNode) {
    const count = Math.min(perNode, blocks - first);
    const entries = Array.from({ length: count }, (_, at) => ({ logical: first + at, block: leaf }));
    nodes.push({ logical: first, block: maker.put(extentNode(0, entries, 4096)) });
  }
  const top = maker.put(extentNode(1, nodes.slice(0, perNode), 4096));
  const map = extentNode(2, [{ logical: 0, block: top }], 60);
  maker.extension(null, [
    { name: 'wide', inode: maker.inode({ mode: DIRECTORY, size: blocks * 4096, map, flags: FLAG_EXTENTS }) },
  ]);
  return maker.end(blocks + 1000);
}

export const EXT_CASES: readonly Case[] = [
  { name: 'ext: a folder with a tree of extents that are shared, 5 deep', make: () => withTree(DIRECTORY, 5, 1024) },
  { name: 'ext: a release file with such a tree, 4 deep', make: () => withTree(FILE, 4, 4096) },
  { name: 'ext: a release file with such a tree, 2 deep', make: () => withTree(FILE, 2, 4096) },
  { name: 'ext: a block map whose tables lead to themselves', make: () => withMap(60_000, true), expected: 'corrupt' },
  { name: 'ext: a block map whose tables are shared', make: () => withMap(60_000, false), expected: 'corrupt' },
  { name: 'ext: such a folder of 200 MiB', make: () => withMap(200 << 20, false), expected: 'corrupt' },
  { name: 'ext: 250 folders of long names with 180,000 symlinks below', make: () => deepPaths(250, 180_000) },
  { name: 'ext: 15 folders of long names with 300,000 symlinks below', make: () => deepPaths(15, 300_000) },
  {
    name: 'ext: a folder of 200 MiB of one block',
    make: () => repeated((200 << 20) / 4096),
    size: (201 << 20) + 4096 * 1000,
    expected: 'corrupt',
  },
  {
    name: 'ext: a folder of 1,500,000 names',
    make: () => withUnits((maker) => maker.folder(manyNames(1_500_000, maker.link('t'), '.service')), 4096),
  },
  { name: 'ext: an entry of no length', make: () => withLength(0), expected: 'corrupt' },
  { name: 'ext: an entry past the end of its block', make: () => withLength(2048), expected: 'corrupt' },
  { name: 'ext: an entry of an odd length', make: () => withLength(14), expected: 'corrupt' },
  {
    name: 'ext: a name twice',
    make: () =>
      withUnits((maker) =>
        maker.folder([
          { name: 'a', inode: 11 },
          { name: 'a', inode: 12 },
        ]),
      ),
    expected: 'corrupt',
  },
  {
    name: 'ext: a folder in itself',
    make: () => withUnits((maker) => maker.folder([{ name: 'again', inode: 500 }], 500)),
    expected: 'corrupt',
  },
  {
    name: 'ext: a folder of one block and the size of a disk',
    make: () =>
      withUnits((maker) => {
        const map = extentNode(
          0,
          [{ logical: 0, block: maker.put(direntBlocks([{ name: 'a', inode: 11 }], 1024)) }],
          60,
        );
        return maker.inode({ mode: DIRECTORY, size: 2 ** 40, map, flags: FLAG_EXTENTS });
      }),
    expected: 'corrupt',
  },
  {
    name: 'ext: inline data of the size of a disk',
    make: () =>
      withUnits((maker) => maker.inode({ mode: DIRECTORY, size: 2 ** 40, map: Buffer.alloc(60), flags: FLAG_INLINE })),
    expected: 'corrupt',
  },
  {
    name: 'ext: 200,000 names of a file with a block of attributes',
    make: () => {
      const maker = new ExtMaker(4096);
      const block = maker.put(xattrBlock(4096));
      const file = maker.data(FILE, Buffer.alloc(1), undefined, block);
      maker.extension(null, [{ name: 'wide', inode: maker.folder(manyNames(200_000, file)) }]);
      return maker.end();
    },
  },
];
