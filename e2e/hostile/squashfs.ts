/** Writes the structure of squashfs by hand, so that it can lie. Packed with gzip; no more than a reader looks at. */
import { deflateSync } from 'node:zlib';
import { METADATA_HEADER, METADATA_SIZE } from '../../electron/images/squashfs/metadata.ts';
import { NO_TABLE, SQUASHFS_MAGIC, SUPERBLOCK_SIZE } from '../../electron/images/squashfs/superblock.ts';

/** mksquashfs fills up to this, without -nopad. */
const PADDED = 4096;
const PLAIN = 0x8000;
const GZIP = 1;
const NONE = 0xffff_ffff;
const PER_HEADER = 256;
const BASIC = { directory: 1, file: 2, symlink: 3 } as const;

export type Kind = keyof typeof BASIC;

/** A place in a stream of metadata: its block, counted from the start of the stream, and the offset in it unpacked. */
export interface Place {
  readonly block: number;
  readonly offset: number;
}

export interface Entry {
  readonly name: string;
  readonly kind: Kind;
  readonly place: Place;
}

/** Blocks of metadata, one after the other. A block that is the same as the one before is not packed again. */
export class MetadataStream {
  readonly #done: Buffer[] = [];
  #length = 0;
  #pending: Buffer[] = [];
  #pendingLength = 0;
  #last: { plain: Buffer; packed: Buffer } | null = null;
  /** Where each block begins. */
  readonly starts: number[] = [];

  get place(): Place {
    return { block: this.#length, offset: this.#pendingLength };
  }

  write(bytes: Buffer): Place {
    const { place } = this;
    this.#pending.push(bytes);
    this.#pendingLength += bytes.length;
    if (this.#pendingLength >= METADATA_SIZE) {
      const all = Buffer.concat(this.#pending);
      let at = 0;
      for (; at + METADATA_SIZE <= all.length; at += METADATA_SIZE) this.#flush(all.subarray(at, at + METADATA_SIZE));
      this.#pending = [all.subarray(at)];
      this.#pendingLength = all.length - at;
    }
    return place;
  }

  end(): Buffer {
    if (this.#pendingLength > 0) this.#flush(Buffer.concat(this.#pending));
    return Buffer.concat(this.#done);
  }

  #flush(plain: Buffer): void {
    if (this.#last?.plain.equals(plain) !== true) {
      const body = deflateSync(plain, { level: 1 });
      const head = Buffer.alloc(METADATA_HEADER);
      head.writeUInt16LE(body.length < plain.length ? body.length : plain.length | PLAIN);
      this.#last = { plain, packed: Buffer.concat([head, body.length < plain.length ? body : plain]) };
    }
    this.starts.push(this.#length);
    this.#done.push(this.#last.packed);
    this.#length += this.#last.packed.length;
  }
}

/** The bytes of a listing, in headers of up to 256 entries that share a block of inodes. */
export function listing(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  for (let from = 0; from < entries.length; ) {
    const { block } = (entries[from] as Entry).place;
    let to = from;
    while (to < entries.length && to - from < PER_HEADER && entries[to]?.place.block === block) to++;
    const head = Buffer.alloc(12);
    head.writeUInt32LE(to - from - 1, 0);
    head.writeUInt32LE(block, 4);
    parts.push(head);
    for (const { name, kind, place } of entries.slice(from, to)) {
      const bytes = Buffer.from(name);
      const entry = Buffer.alloc(8);
      entry.writeUInt16LE(place.offset, 0);
      entry.writeUInt16LE(BASIC[kind], 4);
      entry.writeUInt16LE(bytes.length - 1, 6);
      parts.push(entry, bytes);
    }
    from = to;
  }
  return Buffer.concat(parts);
}

/** `count` names of the same length in the order of their bytes, all of which lead to one inode. */
export function* manyNames(count: number, place: Place, kind: Kind, suffix = ''): Generator<Entry> {
  for (let at = 0; at < count; at++) yield { name: at.toString(36).padStart(5, '0') + suffix, kind, place };
}

export interface Changes {
  /** Changes the superblock before it is written. */
  readonly superblock?: (block: Buffer) => void;
  /** Changes the index of the owners' table, which has one pointer. */
  readonly ids?: (index: Buffer, start: number) => void;
}

export class SquashfsMaker {
  readonly inodes = new MetadataStream();
  readonly directories = new MetadataStream();
  readonly #data: Buffer[] = [];
  readonly #blockSize: number;
  #dataLength = SUPERBLOCK_SIZE;
  #count = 0;
  /** Lists of attributes: their bytes, and of each where it begins and how many it says it has. */
  readonly xattrs = new MetadataStream();
  readonly #xattrIds: { place: Place; count: number }[] = [];

  constructor(blockSize = 4096) {
    this.#blockSize = blockSize;
  }

  /** An inode of an extended kind, its head included. */
  inode(kind: Kind, body: Buffer, mode = kind === 'directory' ? 0o755 : 0o644): Place {
    const head = Buffer.alloc(16);
    head.writeUInt16LE(BASIC[kind] + (kind === 'symlink' ? 0 : 7), 0);
    head.writeUInt16LE(mode, 2);
    head.writeUInt32LE(++this.#count, 12);
    return this.inodes.write(Buffer.concat([head, body]));
  }

  /** A file of any size, with sizes of blocks that need not be true. */
  fileWith(size: number, sizes: Buffer, options: { start?: number; xattr?: number; mode?: number } = {}): Place {
    const body = Buffer.alloc(40);
    body.writeBigUInt64LE(BigInt(options.start ?? SUPERBLOCK_SIZE), 0);
    body.writeBigUInt64LE(BigInt(size), 8);
    body.writeUInt32LE(1, 24);
    body.writeUInt32LE(NONE, 28);
    body.writeUInt32LE(options.xattr ?? NONE, 36);
    return this.inode('file', Buffer.concat([body, sizes]), options.mode);
  }

  /** A file with its data. */
  file(content: Buffer | string, options: { xattr?: number; mode?: number } = {}): Place {
    const bytes = Buffer.from(content);
    const start = this.#dataLength;
    const sizes = Buffer.alloc(Math.ceil(bytes.length / this.#blockSize) * 4);
    for (let at = 0; at < bytes.length; at += this.#blockSize) {
      const packed = deflateSync(bytes.subarray(at, at + this.#blockSize), { level: 1 });
      this.#data.push(packed);
      this.#dataLength += packed.length;
      sizes.writeUInt32LE(packed.length, (at / this.#blockSize) * 4);
    }
    return this.fileWith(bytes.length, sizes, { ...options, start });
  }

  link(target: string): Place {
    const bytes = Buffer.from(target);
    const body = Buffer.alloc(8);
    body.writeUInt32LE(1, 0);
    body.writeUInt32LE(bytes.length, 4);
    return this.inode('symlink', Buffer.concat([body, bytes]));
  }

  folder(entries: readonly Entry[]): Place {
    const bytes = listing([...entries].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))));
    return this.folderAt(this.directories.write(bytes), bytes.length);
  }

  /** A folder whose listing stands somewhere. @param index bytes of an index that is said to follow */
  folderAt(place: Place, length: number, index: { count: number; bytes: Buffer } | null = null): Place {
    const body = Buffer.alloc(24);
    body.writeUInt32LE(2, 0);
    body.writeUInt32LE(length + 3, 4);
    body.writeUInt32LE(place.block, 8);
    body.writeUInt16LE(index?.count ?? 0, 16);
    body.writeUInt16LE(place.offset, 18);
    body.writeUInt32LE(NONE, 20);
    return this.inode('directory', Buffer.concat([body, index?.bytes ?? Buffer.alloc(0)]));
  }

  /** @returns the index that an inode names */
  attributes(bytes: Buffer, count: number): number {
    this.#xattrIds.push({ place: this.xattrs.write(bytes), count });
    return this.#xattrIds.length - 1;
  }

  end(root: Place, { superblock: change, ids: changeIds }: Changes = {}): Buffer {
    const parts: Buffer[] = [...this.#data];
    let at = this.#dataLength;
    const put = (bytes: Buffer): number => {
      const start = at;
      parts.push(bytes);
      at += bytes.length;
      return start;
    };
    const index = (stream: MetadataStream): Buffer => {
      const start = put(stream.end());
      const pointers = Buffer.alloc(stream.starts.length * 8);
      for (const [number, block] of stream.starts.entries())
        pointers.writeBigUInt64LE(BigInt(start + block), number * 8);
      return pointers;
    };
    const inodeTable = put(this.inodes.end());
    const directoryTable = put(this.directories.end());
    const ids = new MetadataStream();
    ids.write(Buffer.alloc(4));
    const idIndex = index(ids);
    changeIds?.(idIndex, at);
    const idTable = put(idIndex);
    let xattrTable: number | null = null;
    if (this.#xattrIds.length > 0) {
      const start = put(this.xattrs.end());
      const entries = new MetadataStream();
      for (const { place, count } of this.#xattrIds) {
        const entry = Buffer.alloc(16);
        entry.writeBigUInt64LE((BigInt(place.block) << 16n) | BigInt(place.offset), 0);
        entry.writeUInt32LE(count, 8);
        entries.write(entry);
      }
      const head = Buffer.alloc(16);
      head.writeBigUInt64LE(BigInt(start), 0);
      head.writeUInt32LE(this.#xattrIds.length, 8);
      const pointers = index(entries);
      xattrTable = put(head);
      put(pointers);
    }
    const superblock = Buffer.alloc(SUPERBLOCK_SIZE);
    superblock.writeUInt32LE(SQUASHFS_MAGIC, 0);
    superblock.writeUInt32LE(this.#count, 4);
    superblock.writeUInt32LE(this.#blockSize, 12);
    superblock.writeUInt16LE(GZIP, 20);
    superblock.writeUInt16LE(Math.log2(this.#blockSize), 22);
    superblock.writeUInt16LE(0x10, 24);
    superblock.writeUInt16LE(1, 26);
    superblock.writeUInt16LE(4, 28);
    superblock.writeBigUInt64LE((BigInt(root.block) << 16n) | BigInt(root.offset), 32);
    const tables = [at, idTable, xattrTable, inodeTable, directoryTable, null, null];
    for (const [number, place] of tables.entries())
      superblock.writeBigUInt64LE(place === null ? NO_TABLE : BigInt(place), 40 + 8 * number);
    change?.(superblock);
    const bytes = Buffer.concat([superblock, ...parts]);
    return Buffer.concat([bytes, Buffer.alloc(-bytes.length & (PADDED - 1))]);
  }

  /** `/` of an extension `x` that fits every host, with more in its folder of units and its /usr. */
  extension(units: Place | null, more: readonly Entry[] = [], release = 'extension-release.x', xattr?: number): Place {
    const file = this.file('ID=_any\n', xattr === undefined ? {} : { xattr });
    const releases = this.folder([{ name: release, kind: 'file', place: file }]);
    const lib: Entry[] = [{ name: 'extension-release.d', kind: 'directory', place: releases }];
    if (units !== null) {
      const systemd = this.folder([{ name: 'system', kind: 'directory', place: units }]);
      lib.push({ name: 'systemd', kind: 'directory', place: systemd });
    }
    const usr = this.folder([{ name: 'lib', kind: 'directory', place: this.folder(lib) }, ...more]);
    return this.folder([{ name: 'usr', kind: 'directory', place: usr }]);
  }
}
