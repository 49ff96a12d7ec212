/** Writes the structure of ext by hand, so that it can lie: one group of blocks after the other, no journal, no checksums. */

const MAGIC = 0xef53;
const EXTENT_MAGIC = 0xf30a;
const XATTR_MAGIC = 0xea020000;
const FILETYPE = 0x2;
const EXTENTS = 0x40;
const LARGEDIR = 0x4000;
const INLINE_DATA = 0x8000;
const INODE = 256;
const ROOT = 2;
export const FLAG_EXTENTS = 0x80000;
export const FLAG_INLINE = 0x10000000;
export const DIRECTORY = 0o40755;
export const FILE = 0o100644;
export const SYMLINK = 0o120777;

export interface NewInode {
  readonly mode: number;
  readonly size: number;
  /** The 60 bytes of the block map. */
  readonly map: Buffer;
  readonly flags?: number;
  readonly xattrBlock?: number;
  /** What stands behind the inode's fields, its magic number included. */
  readonly inline?: Buffer;
}

export interface DirEntry {
  readonly name: string;
  readonly inode: number;
}

/** A node of the tree of extents, for an inode (60 bytes) or for a block. */
export function extentNode(
  depth: number,
  entries: readonly { logical: number; block: number; count?: number }[],
  bytes: number,
): Buffer {
  const node = Buffer.alloc(bytes);
  node.writeUInt16LE(EXTENT_MAGIC, 0);
  node.writeUInt16LE(entries.length, 2);
  node.writeUInt16LE(Math.floor(bytes / 12) - 1, 4);
  node.writeUInt16LE(depth, 6);
  for (const [number, { logical, block, count = 1 }] of entries.entries()) {
    const at = (number + 1) * 12;
    node.writeUInt32LE(logical, at);
    if (depth > 0) node.writeUInt32LE(block, at + 4);
    else {
      node.writeUInt16LE(count, at + 4);
      node.writeUInt32LE(block, at + 8);
    }
  }
  return node;
}

export class ExtMaker {
  readonly blockSize: number;
  readonly #inodeBlocks: number;
  readonly #inodes = new Map<number, Buffer>();
  readonly #blocks: Buffer[] = [];
  #next: number;
  #nextInode = 11;

  constructor(blockSize = 1024, inodes = 1024) {
    this.blockSize = blockSize;
    this.#inodeBlocks = Math.ceil((inodes * INODE) / blockSize);
    // The first block, the superblock, the descriptors, then the table of inodes.
    this.#next = this.#tableAt + this.#inodeBlocks;
  }

  get #firstDataBlock(): number {
    return this.blockSize === 1024 ? 1 : 0;
  }

  get #tableAt(): number {
    return this.#firstDataBlock + 2;
  }

  /** Puts bytes into blocks side by side. @returns the first */
  put(bytes: Buffer): number {
    const first = this.#next;
    const count = Math.ceil(bytes.length / this.blockSize);
    this.#blocks.push(bytes, Buffer.alloc(count * this.blockSize - bytes.length));
    this.#next += count;
    return first;
  }

  /** A block whose number is known before what stands in it. */
  putKnowing(make: (block: number) => Buffer): number {
    return this.put(make(this.#next));
  }

  inode(inode: NewInode, number = this.#nextInode++): number {
    const bytes = Buffer.alloc(INODE);
    bytes.writeUInt16LE(inode.mode, 0);
    bytes.writeUInt32LE(inode.size % 2 ** 32, 4);
    bytes.writeUInt16LE(1, 26);
    bytes.writeUInt32LE(inode.flags ?? 0, 32);
    inode.map.copy(bytes, 40, 0, 60);
    bytes.writeUInt32LE(inode.xattrBlock ?? 0, 104);
    bytes.writeUInt32LE(Math.floor(inode.size / 2 ** 32), 108);
    bytes.writeUInt16LE(32, 128);
    inode.inline?.copy(bytes, 160);
    this.#inodes.set(number, bytes);
    return number;
  }

  /** An inode whose data are blocks side by side. */
  data(mode: number, bytes: Buffer, number?: number, xattrBlock = 0): number {
    const block = this.put(bytes);
    const count = Math.ceil(bytes.length / this.blockSize);
    const extents: { logical: number; block: number; count: number }[] = [];
    for (let at = 0; at < count; at += 32_768)
      extents.push({ logical: at, block: block + at, count: Math.min(32_768, count - at) });
    const map = extentNode(0, extents, 60);
    return this.inode({ mode, size: bytes.length, map, flags: FLAG_EXTENTS, xattrBlock }, number);
  }

  folder(entries: Iterable<DirEntry>, number?: number): number {
    return this.data(DIRECTORY, direntBlocks(entries, this.blockSize), number);
  }

  link(target: string): number {
    const map = Buffer.alloc(60);
    map.write(target, 0, 'latin1');
    return this.inode({ mode: SYMLINK, size: target.length, map });
  }

  /** The folders of an extension `x` that fits every host. @param more stands in its /usr */
  extension(units: number | null, more: readonly DirEntry[] = [], release?: number): void {
    const file = release ?? this.data(FILE, Buffer.from('ID=_any\n'));
    const lib: DirEntry[] = [
      { name: 'extension-release.d', inode: this.folder([{ name: 'extension-release.x', inode: file }]) },
    ];
    if (units !== null) lib.push({ name: 'systemd', inode: this.folder([{ name: 'system', inode: units }]) });
    this.folder([{ name: 'usr', inode: this.folder([{ name: 'lib', inode: this.folder(lib) }, ...more]) }], ROOT);
  }

  /** @param blocks that the superblock says there are, those that are written unless given */
  end(blocks = this.#next): Buffer {
    const { blockSize } = this;
    const inodesPerGroup = (this.#inodeBlocks * blockSize) / INODE;
    const head = Buffer.alloc((this.#tableAt + this.#inodeBlocks) * blockSize);
    const at = 1024;
    head.writeUInt32LE(inodesPerGroup, at);
    head.writeUInt32LE(blocks, at + 4);
    head.writeUInt32LE(this.#firstDataBlock, at + 20);
    head.writeUInt32LE(Math.log2(blockSize) - 10, at + 24);
    head.writeUInt32LE(0x7fffffff, at + 32);
    head.writeUInt32LE(inodesPerGroup, at + 40);
    head.writeUInt16LE(MAGIC, at + 56);
    head.writeUInt32LE(1, at + 76);
    head.writeUInt16LE(INODE, at + 88);
    head.writeUInt32LE(FILETYPE | EXTENTS | LARGEDIR | INLINE_DATA, at + 96);
    head.writeUInt32LE(this.#tableAt, (this.#firstDataBlock + 1) * blockSize + 8);
    for (const [number, bytes] of this.#inodes) bytes.copy(head, this.#tableAt * blockSize + (number - 1) * INODE);
    return Buffer.concat([head, ...this.#blocks]);
  }
}

/** Entries in blocks, the last of each reaching to its end. */
export function direntBlocks(entries: Iterable<DirEntry>, blockSize: number): Buffer {
  const blocks: Buffer[] = [];
  let block = Buffer.alloc(blockSize);
  let at = 0;
  let last = 0;
  const close = () => {
    block.writeUInt16LE(blockSize - last, last + 4);
    blocks.push(block);
  };
  for (const { name, inode } of entries) {
    const length = Math.ceil((8 + Buffer.byteLength(name)) / 4) * 4;
    if (at + length > blockSize) {
      close();
      block = Buffer.alloc(blockSize);
      at = 0;
    }
    block.writeUInt32LE(inode, at);
    block.writeUInt16LE(length, at + 4);
    block.writeUInt8(Buffer.byteLength(name), at + 6);
    block.write(name, at + 8);
    last = at;
    at += length;
  }
  close();
  return Buffer.concat(blocks);
}

/** A block of attributes `user.NAME` without values. */
export function xattrBlock(blockSize: number): Buffer {
  const block = Buffer.alloc(blockSize);
  block.writeUInt32LE(XATTR_MAGIC, 0);
  for (let at = 32, number = 0; at + 24 <= blockSize; at += 20, number++) {
    block.writeUInt8(4, at);
    block.writeUInt8(1, at + 1);
    block.write(number.toString(36).padStart(4, '0'), at + 16, 'latin1');
  }
  return block;
}
