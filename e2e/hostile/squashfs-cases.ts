/** Squashfs images that are small, and were expensive to look at. */
import type { Case } from './cases.ts';
import { elfWith } from './elf.ts';
import { type Entry, listing, manyNames, type Place, SquashfsMaker } from './squashfs.ts';

/** A folder whose listing is given as a stream, for those of millions. */
function folderOf(maker: SquashfsMaker, entries: Iterable<Entry>): Place {
  const all = [...entries];
  const bytes = listing(all);
  return maker.folderAt(maker.directories.write(bytes), bytes.length);
}

function withUnits(units: (maker: SquashfsMaker) => Place, blockSize?: number): Buffer {
  const maker = new SquashfsMaker(blockSize);
  return maker.end(maker.extension(units(maker)));
}

/** An attribute `user.NAME` whose value stands elsewhere. */
function elsewhere(name: string, value: Place): Buffer {
  const bytes = Buffer.alloc(4 + name.length + 12);
  bytes.writeUInt16LE(0x100, 0);
  bytes.writeUInt16LE(name.length, 2);
  bytes.write(name, 4, 'latin1');
  bytes.writeUInt32LE(8, 4 + name.length);
  bytes.writeBigUInt64LE((BigInt(value.block) << 16n) | BigInt(value.offset), 8 + name.length);
  return bytes;
}

function valueBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4 + length);
  bytes.writeUInt32LE(length, 0);
  return bytes;
}

/** Attributes that all share one value of 64 KiB, on a release file of another name, which is asked for its own. */
function sharedValue(attributes: number): Buffer {
  const maker = new SquashfsMaker();
  const value = maker.xattrs.write(valueBytes(65_536));
  const list = Array.from({ length: attributes }, (_, at) => elsewhere(at.toString(36), value));
  const xattr = maker.attributes(Buffer.concat(list), attributes);
  return maker.end(maker.extension(null, [], 'extension-release.other', xattr));
}

/** /usr is a symlink that goes through the last name of a wide folder again and again. */
function wideWay(names: number, steps: number): Buffer {
  const maker = new SquashfsMaker();
  const real = maker.folder([]);
  const b = folderOf(
    maker,
    (function* () {
      yield* manyNames(names, maker.file(''), 'file');
      yield { name: 'z', kind: 'directory', place: real } as const;
    })(),
  );
  const root = maker.extension(null);
  const target = `b/${'z/../'.repeat(steps)}../real/usr`;
  return maker.end(
    maker.folder([
      { name: 'b', kind: 'directory', place: b },
      { name: 'real', kind: 'directory', place: root },
      { name: 'usr', kind: 'symlink', place: maker.link(target) },
    ]),
  );
}

/** Folders one in the other that share a listing which names the folder itself or the one above. */
function cyclic(up: number): Buffer {
  const maker = new SquashfsMaker();
  const places: Place[] = [];
  const chain = (depth: number): Place => {
    // An inode of a folder with one entry takes 40 bytes, so where each will stand is known before.
    const here = maker.inodes.place;
    places.push(here);
    const inner = depth === 0 ? null : { block: here.block, offset: here.offset + 40 };
    const target = inner ?? (places.at(-1 - up) as Place);
    const bytes = listing([{ name: 'down', kind: 'directory', place: target }]);
    const place = maker.folderAt(maker.directories.write(bytes), bytes.length);
    if (depth > 0) chain(depth - 1);
    return place;
  };
  const top = chain(5);
  return maker.end(maker.extension(null, [{ name: 'cycle', kind: 'directory', place: top }]));
}

function withNames(...names: readonly string[]): Buffer {
  return withUnits((maker) => {
    const place = maker.file('');
    return folderOf(
      maker,
      names.map((name) => ({ name, kind: 'file' as const, place })),
    );
  });
}

function thrash(): Buffer {
  const maker = new SquashfsMaker();
  // Files of 2,000 block sizes each, so that every second one begins a block of inodes.
  const places = Array.from({ length: 3000 }, (_, at) => maker.fileWith(4096 * 2000, Buffer.alloc(8000, at)));
  const units = folderOf(
    maker,
    Array.from({ length: 100_000 }, (_, at) => ({
      name: at.toString(36).padStart(5, '0'),
      kind: 'file' as const,
      place: places[(at * 7) % places.length] as Place,
    })),
  );
  return maker.end(maker.extension(null, [{ name: 'thrash', kind: 'directory', place: units }]));
}

function programs(count: number, blockSize: number, elf: Buffer, copies: number): Buffer {
  const maker = new SquashfsMaker(blockSize);
  const places = Array.from({ length: copies }, () => maker.file(elf, { mode: 0o755 }));
  const bin = folderOf(
    maker,
    Array.from({ length: count }, (_, at) => ({
      name: at.toString(36).padStart(5, '0'),
      kind: 'file' as const,
      place: places[at % copies] as Place,
    })),
  );
  return maker.end(maker.extension(null, [{ name: 'bin', kind: 'directory', place: bin }]));
}

const MIB = 1 << 20;

export const SQUASHFS_CASES: readonly Case[] = [
  {
    name: 'squashfs: 3,000 names of one file with 400,000 blocks',
    make: () =>
      withUnits((maker) => {
        const file = maker.fileWith(400_000 * 4096, Buffer.alloc(1_600_000));
        return folderOf(maker, manyNames(3000, file, 'file', '.service'));
      }),
  },
  {
    name: 'squashfs: a folder of 1,000,000 names',
    make: () => withUnits((maker) => folderOf(maker, manyNames(1_000_000, maker.file(''), 'file'))),
  },
  {
    name: 'squashfs: a listing of 64 MiB of the same name',
    make: () =>
      withUnits((maker) => {
        const place = maker.file('');
        const one = listing(Array.from({ length: 256 }, () => ({ name: 'a', kind: 'file' as const, place })));
        const count = Math.floor((64 * MIB) / one.length);
        return maker.folderAt(maker.directories.write(Buffer.concat(new Array(count).fill(one))), count * one.length);
      }),
  },
  { name: 'squashfs: 65,000 attributes that share a value of 64 KiB', make: () => sharedValue(65_000) },
  { name: 'squashfs: 6,000 attributes that share a value of 64 KiB', make: () => sharedValue(6000) },
  {
    name: 'squashfs: 100,000 files with 3,000 attributes each',
    make: () => {
      const maker = new SquashfsMaker();
      const value = maker.xattrs.write(valueBytes(0));
      const list = Array.from({ length: 3000 }, (_, at) => elsewhere(at.toString(36), value));
      const xattr = maker.attributes(Buffer.concat(list), list.length);
      const file = maker.fileWith(0, Buffer.alloc(0), { xattr });
      const wide = folderOf(maker, manyNames(100_000, file, 'file'));
      return maker.end(maker.extension(null, [{ name: 'wide', kind: 'directory', place: wide }]));
    },
  },
  { name: 'squashfs: a path 20 times through a folder of 200,000 names', make: () => wideWay(200_000, 20) },
  { name: 'squashfs: a path 800 times through a folder of 1,500,000 names', make: () => wideWay(1_500_000, 800) },
  { name: 'squashfs: a symlink of 65,000 bytes', make: () => wideWay(10, 13_000), expected: 'corrupt' },
  { name: 'squashfs: a folder in itself', make: () => cyclic(0), expected: 'corrupt' },
  { name: 'squashfs: a folder in the one above it', make: () => cyclic(1), expected: 'corrupt' },
  { name: 'squashfs: a name twice', make: () => withNames('a', 'b', 'b'), expected: 'corrupt' },
  { name: 'squashfs: names out of order', make: () => withNames('b', 'a'), expected: 'corrupt' },
  { name: 'squashfs: a name with a slash', make: () => withNames('a/b'), expected: 'corrupt' },
  { name: 'squashfs: a name that is a dot', make: () => withNames('.'), expected: 'corrupt' },
  {
    name: 'squashfs: 3,000 folders that share an index of 17 MB',
    make: () =>
      withUnits((maker) => {
        const entry = Buffer.alloc(12 + 256, 'i');
        entry.writeUInt32LE(255, 8);
        const bytes = Buffer.concat(new Array(65_535).fill(entry));
        const place = maker.folderAt({ block: 0, offset: 0 }, 0, { count: 65_535, bytes });
        return folderOf(maker, manyNames(3000, place, 'directory'));
      }),
  },
  { name: 'squashfs: 100,000 names all over the blocks of inodes', make: thrash },
  {
    name: 'squashfs: a table of owners that leads to itself',
    make: () => {
      const maker = new SquashfsMaker();
      const root = maker.extension(null);
      return maker.end(root, { ids: (index, start) => index.writeBigUInt64LE(BigInt(start)) });
    },
    expected: 'corrupt',
  },
  {
    name: 'squashfs: fragments by the billion',
    make: () => {
      const maker = new SquashfsMaker();
      const root = maker.extension(null);
      return maker.end(root, {
        superblock: (block) => {
          block.writeUInt32LE(0xffff_fff0, 16);
          block.writeBigUInt64LE(96n, 80);
        },
      });
    },
    expected: 'corrupt',
  },
  {
    name: 'squashfs: 3,000 programs whose parts lie in blocks of 1 MiB',
    make: () => programs(3000, MIB, elfWith({ needed: [0, 5 * MIB], apart: 5 * MIB, stringBytes: 6 * MIB }), 2),
  },
  {
    name: 'ELF: 4,000 libraries of 4 MiB each',
    make: () => {
      const needed = Array.from({ length: 4000 }, (_, at) => at);
      return programs(1, 131_072, elfWith({ needed, apart: 4096, stringBytes: 4 * MIB }), 1);
    },
  },
  {
    name: 'ELF: 3,000 programs with 500 names each',
    make: () => {
      const needed = Array.from({ length: 500 }, (_, at) => at * 100);
      return programs(3000, 131_072, elfWith({ needed, apart: 4096, stringBytes: 60_000 }), 1);
    },
  },
  {
    name: 'ELF: 3,000 programs with 16 names far apart',
    make: () => {
      const needed = Array.from({ length: 16 }, (_, at) => at * 70_000);
      return programs(3000, 4096, elfWith({ needed, apart: 4096, stringBytes: 16 * 70_000 }), 1);
    },
  },
];
