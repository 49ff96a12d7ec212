/** A GPT disk image (DDI) as one tree: root and usr chosen as systemd does, and what vouches for them. */
import { compareVersions } from '../../../shared/version.ts';
import { type RandomAccess, slice } from '../source.ts';
import { ImageError, type ImageTree, type NamedNode, type TreeNode } from '../tree.ts';
import { designationOf, GENERIC_LINUX, type PartitionRole, typeNameOf } from './partition-types.ts';
import { readVeritySignature, type VeritySignature } from './signature.ts';
import { type Partition, readPartitionTable } from './table.ts';
import { readRootHash, readVeritySuperblock } from './verity.ts';

/** Set on partitions that are not to be used by themselves (Discoverable Partitions Specification). */
const NO_AUTO = 1n << 63n;
const EMPTY_LABEL = '_empty';

/** What vouches for the data of `root` or `usr`. */
export interface Verity {
  readonly of: 'root' | 'usr';
  readonly data: Partition;
  readonly hashes: Partition;
  /** Hex; the halves are the UUIDs of the two partitions. */
  readonly rootHash: string;
  readonly algorithm: string;
  /** Whether the tree's topmost block has that hash. */
  readonly matches: boolean;
  readonly signature: VeritySignature | null;
}

export interface Disk {
  readonly partitions: readonly (Partition & { readonly typeName: string; readonly used: boolean })[];
  readonly root: Partition | null;
  readonly usr: Partition | null;
  readonly verity: readonly Verity[];
}

/** @throws {ImageError} where the table or the verity partitions are broken */
export async function readDisk(source: RandomAccess, architecture: string): Promise<Disk> {
  const partitions = await readPartitionTable(source);
  const pick = (role: PartitionRole) => pickPartition(partitions, role, architecture);
  const usr = pick('usr');
  const root = pick('root') ?? (usr === null ? onlyGeneric(partitions) : null);
  const verity: Verity[] = [];
  const used = new Set<Partition | null>([root, usr]);
  for (const [of, data] of [
    ['root', root],
    ['usr', usr],
  ] as const) {
    const hashes = pick(`${of}-verity`);
    if (data === null || hashes === null) continue;
    const sig = pick(`${of}-verity-sig`);
    used.add(hashes).add(sig);
    const hashSource = slice(source, hashes.offset, hashes.size);
    const superblock = await readVeritySuperblock(hashSource);
    const rootHash = (data.uuid + hashes.uuid).replaceAll('-', '');
    verity.push({
      of,
      data,
      hashes,
      rootHash,
      algorithm: superblock.algorithm,
      matches: (await readRootHash(slice(source, data.offset, data.size), hashSource, superblock)) === rootHash,
      signature: sig === null ? null : await readVeritySignature(slice(source, sig.offset, sig.size)),
    });
  }
  return {
    partitions: partitions.map((one) => ({ ...one, typeName: typeNameOf(one.type), used: used.has(one) })),
    root,
    usr,
    verity,
  };
}

/** The newest by its label, as systemd compares versions; empty slots and those marked so are passed over. */
function pickPartition(partitions: readonly Partition[], role: PartitionRole, architecture: string): Partition | null {
  let best: Partition | null = null;
  for (const partition of partitions) {
    const designation = designationOf(partition.type);
    if (designation?.role !== role || designation.architecture !== architecture) continue;
    if (partition.label === EMPTY_LABEL || (partition.flags & NO_AUTO) !== 0n) continue;
    if (best === null || compareVersions(partition.label, best.label) > 0) best = partition;
  }
  return best;
}

function onlyGeneric(partitions: readonly Partition[]): Partition | null {
  const generic = partitions.filter(({ type, flags }) => type === GENERIC_LINUX && (flags & NO_AUTO) === 0n);
  return generic.length === 1 ? (generic[0] ?? null) : null;
}

/** Opens one file system inside the image. */
export type OpenFileSystem = (source: RandomAccess) => Promise<ImageTree>;

/**
 * The trees of a disk as systemd mounts them: usr over root, or alone below an empty one.
 * Closing the tree closes the source.
 *
 * @throws {ImageError} where there is nothing to mount
 */
export async function openDisk(source: RandomAccess, disk: Disk, open: OpenFileSystem): Promise<ImageTree> {
  const part = (partition: Partition | null) =>
    partition === null ? null : open(slice(source, partition.offset, partition.size));
  const root = await part(disk.root);
  const usr = await part(disk.usr);
  if (root === null && usr === null) {
    throw new ImageError('corrupt', 'the disk image has no root or usr partition for this architecture');
  }
  return new DiskTree(source, root, usr);
}

interface Placed {
  /** The tree that the inode is of; null for the empty root that holds usr alone. */
  readonly tree: ImageTree | null;
  readonly node: TreeNode | null;
  readonly isTop: boolean;
}
type DiskNode = TreeNode<Placed>;

class DiskTree implements ImageTree {
  readonly form = 'gpt';
  readonly compression: string | null;
  readonly #source: RandomAccess;
  readonly #root: ImageTree | null;
  readonly #usr: ImageTree | null;

  constructor(source: RandomAccess, root: ImageTree | null, usr: ImageTree | null) {
    this.#source = source;
    this.#root = root;
    this.#usr = usr;
    this.compression = root?.form ?? usr?.form ?? null;
  }

  async root(): Promise<DiskNode> {
    if (this.#root !== null) return this.#place(this.#root, await this.#root.root(), true);
    return {
      type: 'directory',
      mode: 0o755,
      uid: 0,
      gid: 0,
      size: 0,
      id: '',
      handle: { tree: null, node: null, isTop: true },
    };
  }

  async child(directory: TreeNode, name: string): Promise<DiskNode | null> {
    const { tree, node, isTop } = (directory as DiskNode).handle;
    if (isTop && name === 'usr' && this.#usr !== null) return this.#place(this.#usr, await this.#usr.root(), false);
    if (tree === null || node === null) return null;
    const found = await tree.child(node, name);
    return found === null ? null : this.#place(tree, found, false);
  }

  async list(directory: TreeNode): Promise<readonly NamedNode[]> {
    const { tree, node, isTop } = (directory as DiskNode).handle;
    const own = tree === null || node === null ? [] : await tree.list(node);
    const placed: NamedNode[] = own.map(({ name, node: inner }) => ({
      name,
      node: this.#place(tree as ImageTree, inner, false),
    }));
    if (!isTop || this.#usr === null) return placed;
    return [
      ...placed.filter(({ name }) => name !== 'usr'),
      { name: 'usr', node: this.#place(this.#usr, await this.#usr.root(), false) },
    ];
  }

  read(file: TreeNode, offset: number, length: number): Promise<Buffer> {
    const { tree, node } = inner(file);
    return tree.read(node, offset, length);
  }

  readLink(link: TreeNode): Promise<string> {
    const { tree, node } = inner(link);
    return tree.readLink(node);
  }

  xattrs(of: TreeNode, only?: string): Promise<ReadonlyMap<string, Buffer> | undefined> {
    const { tree, node } = (of as DiskNode).handle;
    return tree === null || node === null ? Promise.resolve(new Map()) : tree.xattrs(node, only);
  }

  /** Numbers of inodes are the partition's own. */
  #place(tree: ImageTree, node: TreeNode, isTop: boolean): DiskNode {
    const { type, mode, uid, gid, size, id } = node;
    const part = tree === this.#usr ? 'usr' : 'root';
    return { type, mode, uid, gid, size, id: `${part} ${id}`, handle: { tree, node, isTop } };
  }

  close(): void {
    this.#source.close();
  }
}

function inner(of: TreeNode): { tree: ImageTree; node: TreeNode } {
  const { tree, node } = (of as DiskNode).handle;
  if (tree === null || node === null) throw new ImageError('unsupported', 'only files can be read');
  return { tree, node };
}
