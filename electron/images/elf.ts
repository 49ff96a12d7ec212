/** The dynamic section of an ELF file: which libraries it needs and where it looks for them (elf(5)). */
import { ImageError, type ImageTree, type TreeNode } from './tree.ts';

const HEADER = 64;
const MAX_SEGMENTS = 256;
const MAX_DYNAMIC = 64 * 1024;
/** Libraries and folders that one program names; the largest that are known name a tenth. */
const MAX_NAMES = 512;
/** NAME_MAX of Linux: no library has a longer name. */
const MAX_NAME = 255;
/** Of the folders of one program together, which stand in one string. */
const MAX_RUN_PATH = 4096;
/** Strings that lie this near to each other are read at once, as linkers lay them; else few are read one by one. */
const MAX_STRINGS = 64 * 1024;
const MAX_FAR_STRINGS = 16;
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

/**
 * @returns null for what is no ELF file or has no dynamic section
 * @throws {ImageError} where the image is broken, or the file names more than any program does
 */
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
  // The kernel and the loader take no other size.
  if (segmentSize !== (wide ? 56 : 32)) return null;
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
    if (neededAt.length + pathsAt.length > MAX_NAMES)
      throw new ImageError('too-much', `a program needs more than ${MAX_NAMES} libraries`);
    if (tag === DT_NEEDED) neededAt.push(value);
    else if (tag === DT_RPATH || tag === DT_RUNPATH) pathsAt.push(value);
    else if (tag === DT_STRTAB) stringsAddress = value;
    else if (tag === DT_STRSZ) stringsSize = value;
  }
  const load = loads.find(({ address, size }) => stringsAddress >= address && stringsAddress < address + size);
  if (load === undefined) return { needed: [], runPath: [] };
  const offset = stringsAddress - load.address + load.offset;
  const strings = await readStrings(part, offset, Math.min(stringsSize, file.size - offset), neededAt, pathsAt);
  return {
    needed: neededAt.map((at) => strings(at, MAX_NAME)).filter((name) => name !== ''),
    runPath: pathsAt.flatMap((at) => strings(at, MAX_RUN_PATH).split(':')).filter((folder) => folder !== ''),
  };
}

/**
 * Reads the strings of a table at some offsets.
 *
 * @returns gives the string at one of them; '' where none ends within `longest` bytes
 */
async function readStrings(
  part: (offset: number, length: number) => Promise<Buffer>,
  table: number,
  size: number,
  names: readonly number[],
  paths: readonly number[],
): Promise<(at: number, longest: number) => string> {
  const places = [
    ...names.map((at) => ({ at, end: Math.min(size, at + MAX_NAME + 1) })),
    ...paths.map((at) => ({ at, end: Math.min(size, at + MAX_RUN_PATH + 1) })),
  ].filter(({ at, end }) => at < end);
  if (places.length === 0) return () => '';
  const low = Math.min(...places.map(({ at }) => at));
  const high = Math.max(...places.map(({ end }) => end));
  const found = new Map<number, Buffer>();
  if (high - low <= MAX_STRINGS) {
    const all = await part(table + low, high - low);
    for (const { at, end } of places) found.set(at, all.subarray(at - low, end - low));
  } else if (places.length > MAX_FAR_STRINGS) {
    throw new ImageError('too-much', 'the names of libraries that a program needs lie too far apart');
  } else for (const { at, end } of places) found.set(at, await part(table + at, end - at));
  return (at, longest) => {
    const bytes = found.get(at)?.subarray(0, longest + 1);
    const end = bytes?.indexOf(0) ?? -1;
    return bytes === undefined || end < 0 ? '' : bytes.toString('utf8', 0, end);
  };
}
