/** squashfs 4.0 as a tree: read-only, a few blocks at a time (dr-emann.github.io/squashfs describes the format). */
import { decompress } from '../decompress.ts';
import { MAX_READ, type RandomAccess } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, isEntryName, type NamedNode, type TreeNode } from '../tree.ts';
import { type Inode, NO_FRAGMENT, readInode } from './inode.ts';
import { METADATA_SIZE, MetadataBlocks } from './metadata.ts';
import { readSuperblock, type Superblock } from './superblock.ts';
import { readXattrs } from './xattrs.ts';

const STORED = 1 << 24;
const FRAGMENT_SIZE = 16;
const FRAGMENTS_PER_BLOCK = METADATA_SIZE / FRAGMENT_SIZE;
const IDS_PER_BLOCK = METADATA_SIZE / 4;
/** A listing of more bytes than this is refused; 2 million entries fit. */
const MAX_LISTING = 64 * 1024 * 1024;

type SquashfsNode = TreeNode<Inode>;

/** Opens a squashfs image; closing the tree closes the source. @throws {ImageError} where it is none */
export async function openSquashfs(source: RandomAccess): Promise<ImageTree> {
  const superblock = await readSuperblock(source);
  const blocks = new MetadataBlocks(source, superblock.compression, superblock.bytesUsed);
  const reader = new SquashfsReader(source, superblock, blocks);
  // An image whose root cannot be read would not mount, so that is part of opening.
  await reader.root();
  return reader;
}

class SquashfsReader implements ImageTree {
  readonly form = 'squashfs';
  readonly compression: string;
  readonly fileSystems: readonly FileSystem[];
  readonly #source: RandomAccess;
  readonly #superblock: Superblock;
  readonly #blocks: MetadataBlocks;
  readonly #ids = new Map<number, number>();
  #root: SquashfsNode | null = null;
  #fragment: { index: number; data: Buffer } | null = null;

  constructor(source: RandomAccess, superblock: Superblock, blocks: MetadataBlocks) {
    this.#source = source;
    this.#superblock = superblock;
    this.#blocks = blocks;
    this.compression = superblock.compression;
    this.fileSystems = [{ type: 'squashfs', compressors: [superblock.compression] }];
  }

  async root(): Promise<SquashfsNode> {
    if (this.#root === null) {
      const reference = this.#superblock.rootInode;
      const node = await this.#node(Number(reference >> 16n), Number(reference & 0xffffn));
      if (node.type !== 'directory') throw new ImageError('corrupt', 'the root of the image is no directory');
      this.#root = node;
    }
    return this.#root;
  }

  async child(directory: TreeNode, name: string): Promise<SquashfsNode | null> {
    for await (const entry of this.#entries(directory as SquashfsNode)) {
      if (entry.name === name) return this.#node(entry.block, entry.offset);
    }
    return null;
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const found: NamedNode[] = [];
    for await (const entry of this.#entries(directory as SquashfsNode)) {
      found.push({ name: entry.name, node: await this.#node(entry.block, entry.offset) });
    }
    return found;
  }

  async read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    const { handle, size } = file as SquashfsNode;
    if (handle.file === null) throw new ImageError('unsupported', 'only files can be read');
    if (offset < 0 || length < 0 || offset + length > size)
      throw new ImageError('corrupt', 'data is asked for behind its end');
    const { start, fragment, fragmentOffset, blockSizes } = handle.file;
    const { blockSize, compression } = this.#superblock;
    const end = offset + length;
    const content = Buffer.alloc(length);
    let from = start;
    let at = 0;
    for (const packed of blockSizes) {
      const stored = packed & (STORED - 1);
      const expected = Math.min(blockSize, size - at);
      if (stored > 0 && at < end && at + expected > offset) {
        const data = await this.#dataBlock(from, packed, compression, expected);
        data.copy(content, Math.max(0, at - offset), Math.max(0, offset - at), Math.min(expected, end - at));
      }
      from += stored;
      at += expected;
    }
    if (fragment !== NO_FRAGMENT && at < end) {
      const data = await this.#fragmentBlock(fragment);
      if (fragmentOffset + size - at > data.length) throw new ImageError('corrupt', 'a file leads past its fragment');
      const skip = Math.max(0, offset - at);
      data.copy(content, Math.max(0, at - offset), fragmentOffset + skip, fragmentOffset + end - at);
    }
    return content;
  }

  async readLink(link: TreeNode): Promise<string> {
    const { target } = (link as SquashfsNode).handle;
    if (target === null) throw new ImageError('unsupported', 'only symlinks have a target');
    return target;
  }

  xattrs(node: TreeNode): Promise<ReadonlyMap<string, Buffer>> {
    return readXattrs(this.#source, this.#superblock, this.#blocks, (node as SquashfsNode).handle.xattr);
  }

  close(): void {
    this.#source.close();
  }

  async #node(block: number, offset: number): Promise<SquashfsNode> {
    const inode = await readInode(this.#blocks.cursor(this.#superblock.inodeTable + block, offset), this.#superblock);
    const { type, mode, size, device } = inode;
    return {
      type,
      mode,
      size,
      id: `${block}:${offset}`,
      ...(type === 'char' ? { whiteout: device === 0 } : {}),
      uid: await this.#id(inode.uidIndex),
      gid: await this.#id(inode.gidIndex),
      handle: inode,
    };
  }

  async #id(index: number): Promise<number> {
    const known = this.#ids.get(index);
    if (known !== undefined) return known;
    if (index >= this.#superblock.idCount) throw new ImageError('corrupt', 'an inode names an owner that is not there');
    const pointer = await this.#source.read(this.#superblock.idTable + Math.floor(index / IDS_PER_BLOCK) * 8, 8);
    const cursor = this.#blocks.cursor(Number(pointer.readBigUInt64LE(0)), (index % IDS_PER_BLOCK) * 4);
    const id = (await cursor.read(4)).readUInt32LE(0);
    this.#ids.set(index, id);
    return id;
  }

  async *#entries(directory: SquashfsNode): AsyncGenerator<{ name: string; block: number; offset: number }> {
    const body = directory.handle.directory;
    if (body === null) throw new ImageError('unsupported', 'only directories have entries');
    if (body.length > MAX_LISTING) throw new ImageError('corrupt', `a listing of ${body.length} bytes is absurd`);
    const cursor = this.#blocks.cursor(this.#superblock.directoryTable + body.block, body.offset);
    let left = body.length;
    while (left > 0) {
      const header = await cursor.read(12);
      left -= 12;
      const count = header.readUInt32LE(0) + 1;
      if (count > 256) throw new ImageError('corrupt', `a directory header counts ${count} entries`);
      const block = header.readUInt32LE(4);
      for (let entry = 0; entry < count; entry++) {
        const head = await cursor.read(8);
        const nameLength = head.readUInt16LE(6) + 1;
        const offset = head.readUInt16LE(0);
        if (nameLength > 256) throw new ImageError('corrupt', `a name of ${nameLength} bytes is not allowed`);
        const name = (await cursor.read(nameLength)).toString('utf8');
        left -= 8 + nameLength;
        if (!isEntryName(name)) {
          throw new ImageError('corrupt', 'a directory holds a name that is not allowed');
        }
        yield { name, block, offset };
      }
    }
  }

  async #dataBlock(
    offset: number,
    packed: number,
    compression: Superblock['compression'],
    limit: number,
  ): Promise<Buffer> {
    const length = packed & (STORED - 1);
    if (length > MAX_READ) throw new ImageError('corrupt', `a block of ${length} bytes is absurd`, offset);
    const raw = await this.#source.read(offset, length);
    const data = (packed & STORED) !== 0 ? raw : await decompress(compression, raw, this.#superblock.blockSize);
    if (data.length < limit) throw new ImageError('corrupt', 'a block is shorter than its file', offset);
    return data;
  }

  async #fragmentBlock(index: number): Promise<Buffer> {
    if (this.#fragment?.index === index) return this.#fragment.data;
    const table = this.#superblock.fragmentTable;
    if (table === null || index >= this.#superblock.fragmentCount) {
      throw new ImageError('corrupt', 'a file names a fragment that is not there');
    }
    const pointer = await this.#source.read(table + Math.floor(index / FRAGMENTS_PER_BLOCK) * 8, 8);
    const cursor = this.#blocks.cursor(
      Number(pointer.readBigUInt64LE(0)),
      (index % FRAGMENTS_PER_BLOCK) * FRAGMENT_SIZE,
    );
    const entry = await cursor.read(FRAGMENT_SIZE);
    const data = await this.#dataBlock(
      Number(entry.readBigUInt64LE(0)),
      entry.readUInt32LE(8),
      this.#superblock.compression,
      0,
    );
    this.#fragment = { index, data };
    return data;
  }
}
