/** erofs as a tree: read-only, a few blocks at a time. */
import { asLoopDevice, type RandomAccess } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, isEntryName, type NamedNode, type TreeNode } from '../tree.ts';
import { readData } from './data.ts';
import { type ErofsInode, readErofsInode } from './inode.ts';
import { type ErofsSuperblock, readErofsSuperblock } from './superblock.ts';
import { readErofsXattrs, readLongPrefixes } from './xattrs.ts';

const DIRENT = 12;
const MAX_SYMLINK = 65_535;
/** A listing of more bytes than this is refused; millions of entries fit. */
const MAX_LISTING = 64 * 1024 * 1024;

type ErofsNode = TreeNode<ErofsInode>;

/** Opens an erofs image; closing the tree closes the source. @throws {ImageError} where it is none */
export async function openErofs(file: RandomAccess): Promise<ImageTree> {
  const source = asLoopDevice(file);
  const superblock = await readErofsSuperblock(source);
  const reader = new ErofsReader(source, superblock);
  // An image whose root cannot be read would not mount, so that is part of opening.
  await reader.root();
  return reader;
}

class ErofsReader implements ImageTree {
  readonly form = 'erofs';
  readonly compression = null;
  readonly fileSystems: readonly FileSystem[];
  readonly #source: RandomAccess;
  readonly #superblock: ErofsSuperblock;
  #root: ErofsNode | null = null;
  #longPrefixes: readonly string[] | null = null;

  constructor(source: RandomAccess, superblock: ErofsSuperblock) {
    this.#source = source;
    this.#superblock = superblock;
    this.fileSystems = [{ type: 'erofs', compressors: superblock.compressors }];
  }

  async root(): Promise<ErofsNode> {
    if (this.#root === null) {
      const node = await this.#node(this.#superblock.rootNid);
      if (node.type !== 'directory') throw new ImageError('corrupt', 'the root of the image is no directory');
      this.#root = node;
    }
    return this.#root;
  }

  async child(directory: TreeNode, name: string): Promise<ErofsNode | null> {
    for (const entry of await this.#entries(directory as ErofsNode)) {
      if (entry.name === name) return this.#node(entry.nid);
    }
    return null;
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const found: NamedNode[] = [];
    for (const { name, nid } of await this.#entries(directory as ErofsNode))
      found.push({ name, node: await this.#node(nid) });
    return found;
  }

  async read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    const { handle, type } = file as ErofsNode;
    if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
    return this.#read(handle, offset, length);
  }

  async readLink(link: TreeNode): Promise<string> {
    const { handle, size, type } = link as ErofsNode;
    if (type !== 'symlink') throw new ImageError('unsupported', 'only symlinks have a target');
    if (size > MAX_SYMLINK) throw new ImageError('corrupt', `a symlink of ${size} bytes is absurd`);
    return (await this.#read(handle, 0, size)).toString('utf8');
  }

  async xattrs(node: TreeNode): Promise<ReadonlyMap<string, Buffer>> {
    this.#longPrefixes ??= await this.#readLongPrefixes();
    return readErofsXattrs(this.#source, this.#superblock, (node as ErofsNode).handle, this.#longPrefixes);
  }

  close(): void {
    this.#source.close();
  }

  async #readLongPrefixes(): Promise<string[]> {
    const { packedNid } = this.#superblock;
    if (packedNid === null)
      return readLongPrefixes(this.#superblock, (offset, length) => this.#source.read(offset, length));
    const packed = await this.#inode(packedNid);
    return readLongPrefixes(this.#superblock, (offset, length) => this.#read(packed, offset, length));
  }

  #inode(nid: bigint): Promise<ErofsInode> {
    return readErofsInode(this.#source, this.#superblock, nid);
  }

  async #node(nid: bigint): Promise<ErofsNode> {
    const inode = await this.#inode(nid);
    const { type, mode, uid, gid, size, union } = inode;
    const device = type === 'char' ? { whiteout: union === 0 } : {};
    return { type, mode, uid, gid, size, id: String(nid), handle: inode, ...device };
  }

  #read(inode: ErofsInode, offset: number, length: number): Promise<Buffer> {
    return readData(this.#source, this.#superblock, (nid) => this.#inode(nid), inode, offset, length);
  }

  async #entries({ handle, type, size }: ErofsNode): Promise<{ name: string; nid: bigint }[]> {
    if (type !== 'directory') throw new ImageError('unsupported', 'only directories have entries');
    if (size > MAX_LISTING) throw new ImageError('corrupt', `a listing of ${size} bytes is absurd`);
    const listing = await this.#read(handle, 0, size);
    const blockSize = 2 ** this.#superblock.directoryBits;
    const found: { name: string; nid: bigint }[] = [];
    for (let start = 0; start < listing.length; start += blockSize) {
      found.push(...entriesOf(listing.subarray(start, start + blockSize)));
    }
    return found;
  }
}

/** One block of a directory: fixed entries, the first of which tells where the names begin. */
function entriesOf(block: Buffer): { name: string; nid: bigint }[] {
  if (block.length < DIRENT) throw new ImageError('corrupt', 'a directory block has no entry');
  const count = block.readUInt16LE(8) / DIRENT;
  if (!Number.isInteger(count) || count < 1 || count * DIRENT > block.length) {
    throw new ImageError('corrupt', 'a directory block names an absurd number of entries');
  }
  const found: { name: string; nid: bigint }[] = [];
  for (let index = 0; index < count; index++) {
    const at = index * DIRENT;
    const from = block.readUInt16LE(at + 8);
    const next = index + 1 < count ? block.readUInt16LE(at + DIRENT + 8) : block.length;
    if (from >= next || next > block.length)
      throw new ImageError('corrupt', 'the names of a directory are out of order');
    const raw = block.subarray(from, next);
    const end = index + 1 < count ? raw.length : lengthOf(raw);
    const name = raw.toString('utf8', 0, end);
    if (name === '.' || name === '..') continue;
    if (!isEntryName(name)) throw new ImageError('corrupt', 'a directory holds a name that is not allowed');
    found.push({ name, nid: block.readBigUInt64LE(at) });
  }
  return found;
}

/** The last name of a block ends with it or with a NUL byte. */
function lengthOf(raw: Buffer): number {
  const end = raw.indexOf(0);
  return end < 0 ? raw.length : end;
}
