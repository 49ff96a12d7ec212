/** ext2, ext3 and ext4 as a tree: read-only; checksums are not trusted and the journal is not replayed. */
import type { RandomAccess } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, isEntryName, type NamedNode, type TreeNode } from '../tree.ts';
import { readExtData } from './data.ts';
import { type ExtInode, MAP_SIZE, readExtInode } from './inode.ts';
import { type ExtSuperblock, readExtSuperblock } from './superblock.ts';
import { readExtXattrs } from './xattrs.ts';

const ROOT_INODE = 2;
const DIRENT = 8;
/** Symlinks shorter than this stand in the inode. */
const FAST_SYMLINK = MAP_SIZE;
const MAX_SYMLINK = 65_535;
const MAX_LISTING = 256 * 1024 * 1024;
/** An inline directory begins with the number of its parent. */
const INLINE_PARENT = 4;

type ExtNode = TreeNode<ExtInode>;

/** Opens an ext image; closing the tree closes the source. @throws {ImageError} where it is none */
export async function openExt(source: RandomAccess): Promise<ImageTree> {
  const superblock = await readExtSuperblock(source);
  const reader = new ExtReader(source, superblock);
  await reader.root();
  return reader;
}

class ExtReader implements ImageTree {
  readonly form = 'ext';
  readonly compression = null;
  readonly fileSystems: readonly FileSystem[] = [{ type: 'ext4', compressors: [] }];
  readonly #source: RandomAccess;
  readonly #superblock: ExtSuperblock;
  #root: ExtNode | null = null;

  constructor(source: RandomAccess, superblock: ExtSuperblock) {
    this.#source = source;
    this.#superblock = superblock;
  }

  async root(): Promise<ExtNode> {
    if (this.#root === null) {
      const node = await this.#node(ROOT_INODE);
      if (node.type !== 'directory') throw new ImageError('corrupt', 'the root of the image is no directory');
      this.#root = node;
    }
    return this.#root;
  }

  async child(directory: TreeNode, name: string): Promise<ExtNode | null> {
    for (const entry of await this.#entries(directory as ExtNode)) {
      if (entry.name === name) return this.#node(entry.inode);
    }
    return null;
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const found: NamedNode[] = [];
    for (const { name, inode } of await this.#entries(directory as ExtNode))
      found.push({ name, node: await this.#node(inode) });
    return found;
  }

  async read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    const { handle, type } = file as ExtNode;
    if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
    return readExtData(this.#source, this.#superblock, handle, offset, length);
  }

  async readLink(link: TreeNode): Promise<string> {
    const { handle, size, type } = link as ExtNode;
    if (type !== 'symlink') throw new ImageError('unsupported', 'only symlinks have a target');
    if (size > MAX_SYMLINK) throw new ImageError('corrupt', `a symlink of ${size} bytes is absurd`);
    const bytes =
      size < FAST_SYMLINK && !handle.hasInlineData
        ? handle.map.subarray(0, size)
        : await readExtData(this.#source, this.#superblock, handle, 0, size);
    return bytes.toString('utf8');
  }

  xattrs(node: TreeNode): Promise<ReadonlyMap<string, Buffer>> {
    return readExtXattrs(this.#source, this.#superblock, (node as ExtNode).handle);
  }

  close(): void {
    this.#source.close();
  }

  async #node(number: number): Promise<ExtNode> {
    const inode = await readExtInode(this.#source, this.#superblock, number);
    const { type, mode, uid, gid, size, map } = inode;
    // The number stands in the first or, in the newer form, in the second word of the block map.
    const device = type === 'char' ? { whiteout: map.readUInt32LE(0) === 0 && map.readUInt32LE(4) === 0 } : {};
    return { type, mode, uid, gid, size, id: String(number), handle: inode, ...device };
  }

  /** Every entry, in blocks one after the other; the hash tree lies in entries that look unused. */
  async #entries({ handle, type, size }: ExtNode): Promise<{ name: string; inode: number }[]> {
    if (type !== 'directory') throw new ImageError('unsupported', 'only directories have entries');
    if (size > MAX_LISTING) throw new ImageError('corrupt', `a listing of ${size} bytes is absurd`);
    const listing = await readExtData(this.#source, this.#superblock, handle, 0, size);
    const found: { name: string; inode: number }[] = [];
    if (handle.hasInlineData) {
      collect(listing.subarray(INLINE_PARENT, MAP_SIZE), found);
      collect(listing.subarray(MAP_SIZE), found);
      return found;
    }
    const { blockSize } = this.#superblock;
    for (let start = 0; start < listing.length; start += blockSize)
      collect(listing.subarray(start, start + blockSize), found);
    return found;
  }
}

function collect(block: Buffer, found: { name: string; inode: number }[]): void {
  for (let at = 0; at + DIRENT <= block.length; ) {
    const inode = block.readUInt32LE(at);
    const recorded = block.readUInt16LE(at + 4);
    // In blocks of 64 KiB the length of the whole block does not fit and is written as 0 or 65535.
    const length = block.length === 65_536 && (recorded === 65_535 || recorded === 0) ? 65_536 : recorded;
    const nameLength = block.readUInt8(at + 6);
    if (length < DIRENT || at + length > block.length || DIRENT + nameLength > length) {
      throw new ImageError('corrupt', 'a directory entry is broken');
    }
    const name = block.toString('utf8', at + DIRENT, at + DIRENT + nameLength);
    if (inode !== 0 && name !== '.' && name !== '..') {
      if (!isEntryName(name)) throw new ImageError('corrupt', 'a directory holds a name that is not allowed');
      found.push({ name, inode });
    }
    at += length;
  }
}
