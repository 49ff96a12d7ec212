/** erofs as a tree: read-only, a few blocks at a time. */
import { FolderNames, NameIndex } from '../names.ts';
import { Pieces } from '../pieces.ts';
import { asLoopDevice, type BudgetedAccess, type RandomAccess, withBudget } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, MAX_TARGET, type NamedNode, type TreeNode } from '../tree.ts';
import { ErofsData } from './data.ts';
import { type ErofsInode, readErofsInode } from './inode.ts';
import { type ErofsSuperblock, readErofsSuperblock } from './superblock.ts';
import { readErofsXattrs, readLongPrefixes } from './xattrs.ts';

const DIRENT = 12;
const MAX_NAME = 255;
/** Bytes of a listing that are read at a time, where its blocks are not larger. */
const LISTING_PIECE = 64 * 1024;

type ErofsNode = TreeNode<ErofsInode>;

interface Entry {
  readonly name: string;
  readonly place: bigint;
}

/** Opens an erofs image; closing the tree closes the source. @throws {ImageError} where it is none */
export async function openErofs(given: RandomAccess): Promise<ImageTree> {
  const source = withBudget(asLoopDevice(given));
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
  readonly #source: BudgetedAccess;
  readonly #superblock: ErofsSuperblock;
  readonly #pieces: Pieces;
  readonly #data: ErofsData;
  readonly #names = new NameIndex<bigint>();
  #root: ErofsNode | null = null;
  #longPrefixes: readonly string[] | null = null;

  constructor(source: BudgetedAccess, superblock: ErofsSuperblock) {
    this.#source = source;
    this.#superblock = superblock;
    this.fileSystems = [{ type: 'erofs', compressors: superblock.compressors }];
    this.#pieces = new Pieces(source);
    this.#data = new ErofsData(source, superblock, this.#pieces);
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
    const folder = directory as ErofsNode;
    const nid = await this.#names.find(folder.id, name, () => this.#entries(folder));
    return nid === undefined ? null : this.#node(nid);
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const found: NamedNode[] = [];
    for await (const some of this.#entries(directory as ErofsNode)) {
      this.#source.budget.spend('entries', some.length);
      for (const { name, place } of some) found.push({ name, node: await this.#node(place) });
    }
    return found;
  }

  async read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    const { handle, type } = file as ErofsNode;
    if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
    this.#source.budget.allow(length);
    return this.#data.read(handle, offset, length);
  }

  async readLink(link: TreeNode): Promise<string> {
    const { handle, size, type } = link as ErofsNode;
    if (type !== 'symlink') throw new ImageError('unsupported', 'only symlinks have a target');
    if (size > MAX_TARGET) throw new ImageError('corrupt', `a symlink of ${size} bytes is absurd`);
    this.#source.budget.link(size);
    return (await this.#data.read(handle, 0, size)).toString('utf8');
  }

  async xattrs(node: TreeNode, only?: string): Promise<ReadonlyMap<string, Buffer>> {
    this.#longPrefixes ??= await this.#readLongPrefixes();
    return readErofsXattrs(
      this.#source,
      this.#pieces,
      this.#superblock,
      (node as ErofsNode).handle,
      this.#longPrefixes,
      only,
    );
  }

  close(): void {
    this.#source.close();
  }

  async #readLongPrefixes(): Promise<string[]> {
    const { packedNid } = this.#superblock;
    if (packedNid === null)
      return readLongPrefixes(this.#superblock, (offset, length) => this.#source.read(offset, length));
    const packed = await readErofsInode(this.#pieces, this.#superblock, packedNid);
    return readLongPrefixes(this.#superblock, (offset, length) => this.#data.read(packed, offset, length));
  }

  async #node(nid: bigint): Promise<ErofsNode> {
    const inode = await readErofsInode(this.#pieces, this.#superblock, nid);
    const { type, mode, uid, gid, size, union } = inode;
    const device = type === 'char' ? { whiteout: union === 0 } : {};
    return { type, mode, uid, gid, size, id: String(nid), handle: inode, ...device };
  }

  async *#entries({ handle, type, size }: ErofsNode): AsyncGenerator<readonly Entry[]> {
    if (type !== 'directory') throw new ImageError('unsupported', 'only directories have entries');
    const names = new FolderNames(this.#source.budget, true);
    const blockSize = 2 ** this.#superblock.blockBits;
    const piece = Math.max(blockSize, LISTING_PIECE);
    for (let first = 0; first < size; first += piece) {
      const listing = await this.#data.read(handle, first, Math.min(piece, size - first));
      for (let start = 0; start < listing.length; start += blockSize)
        yield entriesOf(listing.subarray(start, start + blockSize), names);
    }
  }
}

/** One block of a directory: fixed entries, the first of which tells where the names begin. */
function entriesOf(block: Buffer, names: FolderNames): Entry[] {
  if (block.length < DIRENT) throw new ImageError('corrupt', 'a directory block has no entry');
  const count = block.readUInt16LE(8) / DIRENT;
  if (!Number.isInteger(count) || count < 1 || count * DIRENT > block.length) {
    throw new ImageError('corrupt', 'a directory block names an absurd number of entries');
  }
  const found: Entry[] = [];
  for (let index = 0; index < count; index++) {
    const at = index * DIRENT;
    const from = block.readUInt16LE(at + 8);
    const next = index + 1 < count ? block.readUInt16LE(at + DIRENT + 8) : block.length;
    if (from >= next || next > block.length)
      throw new ImageError('corrupt', 'the names of a directory are out of order');
    const raw = block.subarray(from, next);
    const end = index + 1 < count ? raw.length : lengthOf(raw);
    if (end > MAX_NAME) throw new ImageError('corrupt', `a name of ${end} bytes is not allowed`);
    const name = names.take(raw.subarray(0, end));
    if (name !== null) found.push({ name, place: block.readBigUInt64LE(at) });
  }
  return found;
}

/** The last name of a block ends with it or with a NUL byte. */
function lengthOf(raw: Buffer): number {
  const end = raw.indexOf(0);
  return end < 0 ? raw.length : end;
}
