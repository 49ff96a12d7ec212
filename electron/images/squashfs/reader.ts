/** squashfs 4.0 as a tree: read-only, a few blocks at a time (dr-emann.github.io/squashfs describes the format). */
import { FolderNames, NameIndex } from '../names.ts';
import { type BudgetedAccess, type RandomAccess, withBudget } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, type NamedNode, type TreeNode } from '../tree.ts';
import { SquashfsData } from './data.ts';
import { type Inode, readInode } from './inode.ts';
import { MetadataBlocks, type MetadataPlace } from './metadata.ts';
import { readSuperblock, type Superblock } from './superblock.ts';
import { readTables, type Tables } from './tables.ts';
import { readXattrs } from './xattrs.ts';

const HEADER = 12;
const ENTRY = 8;
const MAX_PER_HEADER = 256;
const MAX_NAME = 256;

type SquashfsNode = TreeNode<Inode>;

interface Entry {
  readonly name: string;
  /** Where its inode stands, the block counted from the table of inodes. */
  readonly place: MetadataPlace;
}

/** Opens a squashfs image; closing the tree closes the source. @throws {ImageError} where it is none */
export async function openSquashfs(given: RandomAccess): Promise<ImageTree> {
  const source = withBudget(given);
  const superblock = await readSuperblock(source);
  const reader = new SquashfsReader(source, superblock, await readTables(source, superblock));
  // An image whose root cannot be read would not mount, so that is part of opening.
  await reader.root();
  return reader;
}

class SquashfsReader implements ImageTree {
  readonly form = 'squashfs';
  readonly compression: string;
  readonly fileSystems: readonly FileSystem[];
  readonly #source: BudgetedAccess;
  readonly #superblock: Superblock;
  readonly #tables: Tables;
  readonly #blocks: MetadataBlocks;
  readonly #data: SquashfsData;
  readonly #ids = new Map<number, number>();
  readonly #names = new NameIndex<MetadataPlace>();
  #root: SquashfsNode | null = null;

  constructor(source: BudgetedAccess, superblock: Superblock, tables: Tables) {
    this.#source = source;
    this.#superblock = superblock;
    this.#tables = tables;
    this.#blocks = new MetadataBlocks(source, superblock.compression, superblock.bytesUsed);
    this.#data = new SquashfsData(source, superblock, this.#blocks, tables.fragments);
    this.compression = superblock.compression;
    this.fileSystems = [{ type: 'squashfs', compressors: [superblock.compression] }];
  }

  async root(): Promise<SquashfsNode> {
    if (this.#root === null) {
      const reference = this.#superblock.rootInode;
      const node = await this.#node({ block: Number(reference >> 16n), offset: Number(reference & 0xffffn) });
      if (node.type !== 'directory') throw new ImageError('corrupt', 'the root of the image is no directory');
      this.#root = node;
    }
    return this.#root;
  }

  async child(directory: TreeNode, name: string): Promise<SquashfsNode | null> {
    const folder = directory as SquashfsNode;
    const place = await this.#names.find(folder.id, name, () => this.#entries(folder));
    return place === undefined ? null : this.#node(place);
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const found: NamedNode[] = [];
    for await (const some of this.#entries(directory as SquashfsNode)) {
      this.#source.budget.spend('entries', some.length);
      for (const { name, place } of some) found.push({ name, node: await this.#node(place) });
    }
    return found;
  }

  read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    return this.#data.read((file as SquashfsNode).handle, offset, length);
  }

  async readLink(link: TreeNode): Promise<string> {
    const { target, size } = (link as SquashfsNode).handle;
    if (target === null) throw new ImageError('unsupported', 'only symlinks have a target');
    this.#source.budget.link(size);
    return (await this.#blocks.cursor(target).read(size)).toString('utf8');
  }

  xattrs(node: TreeNode, only?: string): Promise<ReadonlyMap<string, Buffer>> {
    const { xattr } = (node as SquashfsNode).handle;
    return readXattrs(this.#source.budget, this.#blocks, this.#tables.xattrs, xattr, only);
  }

  close(): void {
    this.#source.close();
  }

  async #node({ block, offset }: MetadataPlace): Promise<SquashfsNode> {
    const inode = await readInode(this.#blocks.cursor({ block: this.#superblock.inodeTable + block, offset }));
    const { type, mode, size, uidIndex, gidIndex, device } = inode;
    const uid = this.#ids.get(uidIndex) ?? (await this.#readId(uidIndex));
    const gid = this.#ids.get(gidIndex) ?? (await this.#readId(gidIndex));
    const whiteout = type === 'char' ? { whiteout: device === 0 } : {};
    return { type, mode, size, id: `${block}:${offset}`, uid, gid, handle: inode, ...whiteout };
  }

  async #readId(index: number): Promise<number> {
    const id = (await this.#tables.ids.entry(this.#blocks, index)).readUInt32LE(0);
    this.#ids.set(index, id);
    return id;
  }

  async *#entries(directory: SquashfsNode): AsyncGenerator<readonly Entry[]> {
    const body = directory.handle.directory;
    if (body === null) throw new ImageError('unsupported', 'only directories have entries');
    const names = new FolderNames(this.#source.budget, true);
    const cursor = this.#blocks.cursor({
      block: this.#superblock.directoryTable + body.block,
      offset: body.offset,
    });
    let left = body.length;
    while (left > 0) {
      const header = await cursor.read(HEADER);
      left -= HEADER;
      const count = header.readUInt32LE(0) + 1;
      if (count > MAX_PER_HEADER) throw new ImageError('corrupt', `a directory header counts ${count} entries`);
      const block = header.readUInt32LE(4);
      const found: Entry[] = [];
      for (let entry = 0; entry < count; entry++) {
        const head = cursor.take(ENTRY) ?? (await cursor.read(ENTRY));
        const nameLength = head.readUInt16LE(6) + 1;
        const offset = head.readUInt16LE(0);
        if (nameLength > MAX_NAME) throw new ImageError('corrupt', `a name of ${nameLength} bytes is not allowed`);
        const name = names.take(cursor.take(nameLength) ?? (await cursor.read(nameLength)));
        left -= ENTRY + nameLength;
        if (name === null) throw new ImageError('corrupt', 'a directory holds a name that is not allowed');
        found.push({ name, place: { block, offset } });
      }
      yield found;
    }
  }
}
