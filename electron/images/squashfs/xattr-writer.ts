/** The table of extended attributes of squashfs, as it is written: each list of them once, however many inodes have it. */
import { NO_XATTR } from './inode.ts';
import { METADATA_SIZE } from './metadata.ts';
import { Metadata } from './metadata-writer.ts';
import type { Packer } from './packing.ts';
import { XATTR_PREFIXES } from './xattrs.ts';

const ID_SIZE = 16;
const HEADER = 16;
const POINTER = 8;

export class XattrWriter {
  readonly #packer: Packer;
  readonly #lists: Metadata;
  readonly #ids: Buffer[] = [];
  readonly #known = new Map<string, number>();

  constructor(packer: Packer) {
    this.#packer = packer;
    this.#lists = new Metadata(packer);
  }

  /** The index of a list, for an inode; of a name that squashfs has no prefix for nothing is kept. */
  indexOf(attributes: ReadonlyMap<string, Buffer> | undefined): number {
    const entries: Buffer[] = [];
    let names = 0;
    for (const [name, value] of [...(attributes ?? [])].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const found = Object.entries(XATTR_PREFIXES).find(([, prefix]) => name.startsWith(prefix));
      if (found === undefined) continue;
      const [type, prefix] = found;
      const rest = Buffer.from(name.slice(prefix.length));
      const head = Buffer.alloc(4);
      head.writeUInt16LE(Number(type), 0);
      head.writeUInt16LE(rest.length, 2);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(value.length);
      entries.push(Buffer.concat([head, rest, length, value]));
      // What listxattr(2) needs room for: each name with its NUL.
      names += Buffer.byteLength(name) + 1;
    }
    if (entries.length === 0) return NO_XATTR;
    const bytes = Buffer.concat(entries);
    const key = bytes.toString('latin1');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { block, offset } = this.#lists.place;
    const id = Buffer.alloc(ID_SIZE);
    id.writeBigUInt64LE((BigInt(block) << 16n) | BigInt(offset), 0);
    id.writeUInt32LE(entries.length, 8);
    id.writeUInt32LE(names, 12);
    this.#lists.write(bytes);
    this.#known.set(key, this.#ids.length);
    return this.#ids.push(id) - 1;
  }

  /**
   * The lists, their ids and the index of those.
   *
   * @param start where it will stand in the image
   * @returns where in it its header is; null where no inode has any
   */
  end(start: number): { readonly bytes: Buffer; readonly head: number } | null {
    if (this.#ids.length === 0) return null;
    const lists = this.#lists.end();
    const ids = new Metadata(this.#packer);
    const index: number[] = [];
    const perBlock = METADATA_SIZE / ID_SIZE;
    for (const [number, id] of this.#ids.entries()) {
      if (number % perBlock === 0) index.push(start + lists.length + ids.place.block);
      ids.write(id);
    }
    const packed = ids.end();
    const tail = Buffer.alloc(HEADER + POINTER * index.length);
    tail.writeBigUInt64LE(BigInt(start), 0);
    tail.writeUInt32LE(this.#ids.length, 8);
    for (const [number, place] of index.entries()) tail.writeBigUInt64LE(BigInt(place), HEADER + POINTER * number);
    return { bytes: Buffer.concat([lists, packed, tail]), head: lists.length + packed.length };
  }
}
