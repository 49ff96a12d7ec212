/** The dynamic section of an ELF file: which libraries it needs and where it looks for them (elf(5)). */
import { ImageError, type ImageTree, type TreeNode } from './tree.ts';

const HEADER = 64;
const MAX_SEGMENTS = 256;
const MAX_DYNAMIC = 64 * 1024;
const MAX_STRINGS = 4 * 1024 * 1024;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const DT_RPATH = 15;
const DT_RUNPATH = 29;

export interface ElfNeeds {
  /** Names of libraries, as written. */
  readonly needed: readonly string[];
  /** Folders in which the loader looks first; may hold `$ORIGIN`. */
  readonly runPath: readonly string[];
}

const IDENTITY = 20;
/** systemd's spelling by e_machine (elf(5), elf.h): of 32 and 64 bits, little endian; `-be` or `-le` is added below. */
const MACHINES: Readonly<Record<number, readonly [narrow: string | null, wide: string | null]>> = {
  2: ['sparc', null],
  3: ['x86', null],
  4: ['m68k', null],
  8: ['mips', 'mips64'],
  15: ['parisc', 'parisc64'],
  20: ['ppc', null],
  21: [null, 'ppc64'],
  22: ['s390', 's390x'],
  40: ['arm', null],
  43: [null, 'sparc64'],
  50: [null, 'ia64'],
  62: [null, 'x86-64'],
  183: [null, 'arm64'],
  243: ['riscv32', 'riscv64'],
  258: [null, 'loongarch64'],
};
/** Machines of either byte order, which systemd tells apart by a suffix for the rarer one. */
const LITTLE_IS_RARE = new Set(['mips', 'mips64', 'ppc', 'ppc64']);
const BIG_IS_RARE = new Set(['arm', 'arm64']);

/**
 * The architecture that a program or library is built for, in systemd's spelling.
 *
 * @returns null for what is no ELF file, and for a machine that systemd has no name for
 */
export async function readElfMachine(tree: ImageTree, file: TreeNode): Promise<string | null> {
  if (file.size < IDENTITY) return null;
  const head = await tree.read(file, 0, IDENTITY);
  if (head.toString('latin1', 0, 4) !== '\x7fELF') return null;
  const little = head[5] === 1;
  const [narrow, wide] = MACHINES[little ? head.readUInt16LE(18) : head.readUInt16BE(18)] ?? [null, null];
  const name = head[4] === 2 ? wide : narrow;
  if (name === null) return null;
  if (little && LITTLE_IS_RARE.has(name)) return `${name}-le`;
  return !little && BIG_IS_RARE.has(name) ? `${name}-be` : name;
}

/** @returns null for what is no ELF file or has no dynamic section. @throws {ImageError} where the image is broken */
export async function readElfNeeds(tree: ImageTree, file: TreeNode): Promise<ElfNeeds | null> {
  if (file.size < HEADER) return null;
  const header = await tree.read(file, 0, HEADER);
  if (header.toString('latin1', 0, 4) !== '\x7fELF') return null;
  try {
    return await readDynamic(tree, file, header);
  } catch (error) {
    // A file that only looks like ELF needs nothing; a broken image is told.
    if (error instanceof RangeError) return null;
    if (error instanceof ImageError && error.message.startsWith(OUTSIDE)) return null;
    throw error;
  }
}

const OUTSIDE = 'the ELF header leads outside the file';

async function readDynamic(tree: ImageTree, file: TreeNode, header: Buffer): Promise<ElfNeeds | null> {
  const wide = header[4] === 2;
  const little = header[5] === 1;
  const u16 = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const word = (bytes: Buffer, at: number) =>
    wide ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : u32(bytes, at);
  const part = (offset: number, length: number) => {
    if (!(offset >= 0 && length >= 0 && offset + length <= file.size)) throw new ImageError('corrupt', OUTSIDE);
    return tree.read(file, offset, length);
  };

  const segmentSize = u16(header, wide ? 54 : 42);
  const segmentCount = Math.min(u16(header, wide ? 56 : 44), MAX_SEGMENTS);
  const segments = await part(word(header, wide ? 32 : 28), segmentSize * segmentCount);
  const loads: { readonly address: number; readonly offset: number; readonly size: number }[] = [];
  let dynamic: { readonly offset: number; readonly size: number } | null = null;
  for (let index = 0; index < segmentCount; index++) {
    const segment = segments.subarray(index * segmentSize, (index + 1) * segmentSize);
    const offset = word(segment, wide ? 8 : 4);
    const address = word(segment, wide ? 16 : 8);
    const size = word(segment, wide ? 32 : 16);
    if (u32(segment, 0) === PT_LOAD) loads.push({ address, offset, size });
    else if (u32(segment, 0) === PT_DYNAMIC) dynamic = { offset, size };
  }
  if (dynamic === null) return null;

  const entrySize = wide ? 16 : 8;
  const table = await part(dynamic.offset, Math.min(dynamic.size, MAX_DYNAMIC));
  const neededAt: number[] = [];
  const pathsAt: number[] = [];
  let stringsAddress = 0;
  let stringsSize = 0;
  for (let at = 0; at + entrySize <= table.length; at += entrySize) {
    const tag = word(table, at);
    const value = word(table, at + entrySize / 2);
    if (tag === 0) break;
    if (tag === DT_NEEDED) neededAt.push(value);
    else if (tag === DT_RPATH || tag === DT_RUNPATH) pathsAt.push(value);
    else if (tag === DT_STRTAB) stringsAddress = value;
    else if (tag === DT_STRSZ) stringsSize = value;
  }
  const load = loads.find(({ address, size }) => stringsAddress >= address && stringsAddress < address + size);
  if (load === undefined) return { needed: [], runPath: [] };
  const strings = await part(stringsAddress - load.address + load.offset, Math.min(stringsSize, MAX_STRINGS));
  const text = (at: number) => {
    const end = strings.indexOf(0, at);
    return at < strings.length && end >= 0 ? strings.toString('utf8', at, end) : '';
  };
  return {
    needed: neededAt.map(text).filter((name) => name !== ''),
    runPath: pathsAt.flatMap((at) => text(at).split(':')).filter((folder) => folder !== ''),
  };
}
