/** Writes the structure of erofs by hand, so that it can lie: blocks of 4 KiB, inodes of the extended form. */

const BLOCK = 4096;
const SLOT = 32;
const INODE = 64;
const MAGIC = 0xe0f5e1e2;
const LAYOUTS = { plain: 0, full: 1, inline: 2, compact: 3, chunks: 4 } as const;
export const DIRECTORY = 0o40755;
export const FILE = 0o100644;

export interface NewInode {
  readonly mode: number;
  readonly size: number;
  readonly layout: keyof typeof LAYOUTS;
  /** First block, or the format of chunks. */
  readonly union?: number;
  readonly xattrs?: Buffer;
  /** What follows the inode and its attributes. */
  readonly body?: Buffer;
}

export interface DirEntry {
  readonly name: string;
  readonly nid: number;
}

export class ErofsMaker {
  /** From the second block on; the first holds the superblock. */
  readonly #meta: Buffer[] = [];
  #metaLength = 0;
  readonly #data: Buffer[] = [];
  #blocks = 0;
  readonly #metaBlocks: number;

  /** @param metaBlocks blocks for inodes, which come before the data */
  constructor(metaBlocks = 8) {
    this.#metaBlocks = metaBlocks;
  }

  /** @returns the number of the inode */
  inode({ mode, size, layout, union = 0, xattrs = Buffer.alloc(0), body = Buffer.alloc(0) }: NewInode): number {
    const bytes = Buffer.alloc(INODE);
    bytes.writeUInt16LE(1 | (LAYOUTS[layout] << 1), 0);
    bytes.writeUInt16LE(xattrs.length === 0 ? 0 : (xattrs.length - 12) / 4 + 1, 2);
    bytes.writeUInt16LE(mode, 4);
    bytes.writeBigUInt64LE(BigInt(size), 8);
    bytes.writeUInt32LE(union, 16);
    const nid = this.#metaLength / SLOT;
    const whole = Buffer.concat([bytes, xattrs, body]);
    const padding = Buffer.alloc((SLOT - (whole.length % SLOT)) % SLOT);
    this.#meta.push(whole, padding);
    this.#metaLength += whole.length + padding.length;
    return nid;
  }

  /** Number that the next inode gets. */
  get nextNid(): number {
    return this.#metaLength / SLOT;
  }

  /** @returns the first of the blocks that hold the bytes */
  put(bytes: Buffer): number {
    const first = 1 + this.#metaBlocks + this.#blocks;
    const count = Math.ceil(bytes.length / BLOCK);
    this.#data.push(bytes, Buffer.alloc(count * BLOCK - bytes.length));
    this.#blocks += count;
    return first;
  }

  file(content: string, xattrs?: Buffer): number {
    const body = Buffer.from(content);
    return this.inode({
      mode: FILE,
      size: body.length,
      layout: 'plain',
      union: this.put(body),
      ...(xattrs && { xattrs }),
    });
  }

  folder(entries: readonly DirEntry[]): number {
    const bytes = direntBlocks(entries);
    return this.inode({ mode: DIRECTORY, size: bytes.length, layout: 'plain', union: this.put(bytes) });
  }

  /** `/` of an extension `x` that fits every host. */
  extension(units: number | null, more: readonly DirEntry[] = [], release = this.file('ID=_any\n')): number {
    const releases = this.folder([{ name: 'extension-release.x', nid: release }]);
    const lib: DirEntry[] = [{ name: 'extension-release.d', nid: releases }];
    if (units !== null) lib.push({ name: 'systemd', nid: this.folder([{ name: 'system', nid: units }]) });
    const usr = this.folder([{ name: 'lib', nid: this.folder(lib) }, ...more]);
    return this.folder([{ name: 'usr', nid: usr }]);
  }

  /** @param sharedAt block of the shared attributes */
  end(root: number, sharedAt = 0): Buffer {
    const head = Buffer.alloc(BLOCK);
    const at = 1024;
    head.writeUInt32LE(MAGIC, at);
    head.writeUInt8(12, at + 12);
    head.writeUInt16LE(root, at + 14);
    head.writeUInt32LE(1 + this.#metaBlocks + this.#blocks, at + 36);
    head.writeUInt32LE(1, at + 40);
    head.writeUInt32LE(sharedAt, at + 44);
    head.writeUInt32LE(0x1 | 0x2 | 0x4, at + 80);
    const room = this.#metaBlocks * BLOCK - this.#metaLength;
    if (room < 0) throw new Error('there is no room for so many inodes');
    return Buffer.concat([head, ...this.#meta, Buffer.alloc(room), ...this.#data]);
  }
}

/** Blocks of a folder; names are not sorted here. */
export function direntBlocks(entries: readonly DirEntry[]): Buffer {
  const blocks: Buffer[] = [];
  for (let from = 0; from < entries.length; ) {
    let to = from;
    for (let used = 0; to < entries.length; to++) {
      used += 12 + Buffer.byteLength((entries[to] as DirEntry).name);
      if (used > BLOCK) break;
    }
    const block = Buffer.alloc(BLOCK);
    let nameAt = (to - from) * 12;
    for (let entry = from; entry < to; entry++) {
      const { name, nid } = entries[entry] as DirEntry;
      const at = (entry - from) * 12;
      block.writeBigUInt64LE(BigInt(nid), at);
      block.writeUInt16LE(nameAt, at + 8);
      nameAt += block.write(name, nameAt);
    }
    blocks.push(to < entries.length ? block : block.subarray(0, nameAt));
    from = to;
  }
  return Buffer.concat(blocks);
}

/** The attributes of an inode: numbers of shared ones. */
export function sharedXattrs(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(12 + numbers.length * 4);
  bytes.writeUInt8(numbers.length, 4);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32LE(number, 12 + at * 4);
  return bytes;
}

/** An attribute `user.NAME` with a value of zeroes. */
export function xattr(name: string, valueLength: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((4 + name.length + valueLength) / 4) * 4);
  bytes.writeUInt8(name.length, 0);
  bytes.writeUInt8(1, 1);
  bytes.writeUInt16LE(valueLength, 2);
  bytes.write(name, 4, 'latin1');
  return bytes;
}
