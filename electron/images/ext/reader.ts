/** ext2, ext3 and ext4 as a tree: read-only; checksums are not trusted and the journal is not replayed. */
import { FolderNames, NameIndex } from '../names.ts';
import { type BudgetedAccess, type RandomAccess, withBudget } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, MAX_TARGET, type NamedNode, type TreeNode } from '../tree.ts';
import { readExtData, readFolderBlocks, readInline } from './data.ts';
import { ExtInodes, MAP_SIZE } from './inode.ts';
import { type ExtSuperblock, readExtSuperblock } from './superblock.ts';
import { readExtXattrs } from './xattrs.ts';

const ROOT_INODE = 2;
const DIRENT = 8;
/** Symlinks shorter than this stand in the inode. */
const FAST_SYMLINK = MAP_SIZE;
/** What follows an entry whose name has one byte. */
const MIN_ENTRY = 12;
/** An inline directory begins with the number of its parent. */
const INLINE_PARENT = 4;

/** A node keeps the number of its inode alone, which is read again for its data. */
type ExtNode = TreeNode<number>;

interface Entry {
  readonly name: string;
  readonly place: number;
}

/** Opens an ext image; closing the tree closes the source. @throws {ImageError} where it is none */
export async function openExt(given: RandomAccess): Promise<ImageTree> {
  const source = withBudget(given);
  const superblock = await readExtSuperblock(source);
  const reader = new ExtReader(source, superblock);
  await reader.root();
  return reader;
}

class ExtReader implements ImageTree {
  readonly form = 'ext';
  readonly compression = null;
  readonly fileSystems: readonly FileSystem[] = [{ type: 'ext4', compressors: [] }];
  readonly #source: BudgetedAccess;
  readonly #superblock: ExtSuperblock;
  readonly #inodes: ExtInodes;
  readonly #names = new NameIndex<number>();
  #root: ExtNode | null = null;

  constructor(source: BudgetedAccess, superblock: ExtSuperblock) {
    this.#source = source;
    this.#superblock = superblock;
    this.#inodes = new ExtInodes(source, superblock);
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
    const folder = directory as ExtNode;
    const number = await this.#names.find(folder.id, name, () => this.#entries(folder));
    return number === undefined ? null : this.#node(number);
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const found: NamedNode[] = [];
    for await (const some of this.#entries(directory as ExtNode)) {
      this.#source.budget.spend('entries', some.length);
      for (const { name, place } of some) found.push({ name, node: await this.#node(place) });
    }
    return found;
  }

  async read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    const { handle, type } = file as ExtNode;
    if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
    this.#source.budget.allow(length);
    return readExtData(this.#source, this.#superblock, await this.#inodes.read(handle), offset, length);
  }

  async readLink(link: TreeNode): Promise<string> {
    const { handle, size, type } = link as ExtNode;
    if (type !== 'symlink') throw new ImageError('unsupported', 'only symlinks have a target');
    if (size > MAX_TARGET) throw new ImageError('corrupt', `a symlink of ${size} bytes is absurd`);
    this.#source.budget.link(size);
    const inode = await this.#inodes.read(handle);
    const bytes =
      size < FAST_SYMLINK && !inode.hasInlineData
        ? inode.map.subarray(0, size)
        : await readExtData(this.#source, this.#superblock, inode, 0, size);
    return bytes.toString('utf8');
  }

  async xattrs(node: TreeNode, only?: string): Promise<ReadonlyMap<string, Buffer>> {
    const inode = await this.#inodes.read((node as ExtNode).handle);
    return readExtXattrs(this.#source, this.#superblock, inode, only);
  }

  close(): void {
    this.#source.close();
  }

  async #node(number: number): Promise<ExtNode> {
    const { type, mode, uid, gid, size, map } = await this.#inodes.read(number);
    // The number stands in the first or, in the newer form, in the second word of the block map.
    const device = type === 'char' ? { whiteout: map.readUInt32LE(0) === 0 && map.readUInt32LE(4) === 0 } : {};
    return { type, mode, uid, gid, size, id: String(number), handle: number, ...device };
  }

  /** Every entry, in blocks one after the other; the hash tree lies in entries that look unused. */
  async *#entries({ handle, type }: ExtNode): AsyncGenerator<readonly Entry[]> {
    if (type !== 'directory') throw new ImageError('unsupported', 'only directories have entries');
    const names = new FolderNames(this.#source.budget, false);
    const inode = await this.#inodes.read(handle);
    if (inode.hasInlineData) {
      const listing = await readInline(this.#source, this.#superblock, inode);
      yield entriesOf(listing.subarray(INLINE_PARENT, MAP_SIZE), names);
      yield entriesOf(listing.subarray(MAP_SIZE), names);
      return;
    }
    for await (const block of readFolderBlocks(this.#source, this.#superblock, inode)) yield entriesOf(block, names);
  }
}

/** As ext4_check_dir_entry in Linux has it. */
function entriesOf(block: Buffer, names: FolderNames): Entry[] {
  const found: Entry[] = [];
  for (let at = 0; at + DIRENT <= block.length; ) {
    const inode = block.readUInt32LE(at);
    const recorded = block.readUInt16LE(at + 4);
    // In blocks of 64 KiB the length of the whole block does not fit and is written as 0 or 65535.
    const length = block.length === 65_536 && (recorded === 65_535 || recorded === 0) ? 65_536 : recorded;
    const nameLength = block.readUInt8(at + 6);
    if (length < MIN_ENTRY || length % 4 !== 0 || at + length > block.length || DIRENT + nameLength > length) {
      throw new ImageError('corrupt', 'a directory entry is broken');
    }
    if (inode !== 0) {
      const name = names.take(block.subarray(at + DIRENT, at + DIRENT + nameLength));
      if (name !== null) found.push({ name, place: inode });
    }
    at += length;
  }
  return found;
}
