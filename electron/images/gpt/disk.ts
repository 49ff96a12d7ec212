/** A GPT disk image (DDI) as one tree: root and usr chosen as systemd does, and what vouches for them. */
import { type DissectError, dissectTable } from '../../../shared/systemd/dissect.ts';
import type { ImagePolicy } from '../../../shared/systemd/image-policy.ts';
import { typeNameOf } from '../../../shared/systemd/partition-types.ts';
import { type RandomAccess, sliceOf } from '../source.ts';
import { type FileSystem, ImageError, type ImageTree, type NamedNode, type TreeNode } from '../tree.ts';
import { readVeritySignature, type VeritySignature } from './signature.ts';
import { type Partition, readPartitionTable } from './table.ts';
import { readRootHash, readVeritySuperblock } from './verity.ts';

/** What vouches for the data of `root` or `usr`. */
export interface Verity {
  readonly of: 'root' | 'usr';
  readonly data: Partition;
  readonly hashes: Partition;
  /** Hex; the halves are the UUIDs of the two partitions. */
  readonly rootHash: string;
  readonly algorithm: string;
  /** Whether the tree's topmost block has that hash; false also where the hash partition cannot be read. */
  readonly matches: boolean;
  readonly signature: VeritySignature | null;
}

export interface Disk {
  readonly partitions: readonly (Partition & { readonly typeName: string; readonly used: boolean })[];
  readonly root: Partition | null;
  readonly usr: Partition | null;
  readonly verity: readonly Verity[];
  /** Why systemd would mount none of it; null where it would. */
  readonly refused: DissectError | null;
}

/** For whom the partitions are chosen. */
export interface DiskReader {
  /** The machine's, in systemd's spelling. */
  readonly architecture: string;
  readonly version: number;
  /** Null for every partition that systemd can use. */
  readonly policy: ImagePolicy | null;
}

/** @throws {ImageError} where the table or a signature is broken */
export async function readDisk(source: RandomAccess, { architecture, version, policy }: DiskReader): Promise<Disk> {
  const table = await readPartitionTable(source);
  const chosen = dissectTable(table, architecture, version, policy);
  const partitions = (used: ReadonlySet<Partition | null>) =>
    table.map((one) => ({ ...one, typeName: typeNameOf(one.type), used: used.has(one) }));
  if (typeof chosen === 'string') {
    return { partitions: partitions(new Set()), root: null, usr: null, verity: [], refused: chosen };
  }
  const { root, usr } = chosen;
  const verity: Verity[] = [];
  const used = new Set<Partition | null>([root, usr]);
  for (const [of, data] of [
    ['root', root],
    ['usr', usr],
  ] as const) {
    const vouched = chosen.verity[of];
    if (data === null || vouched === null) continue;
    const { hashes, signature } = vouched;
    used.add(hashes).add(signature);
    const rootHash = (data.uuid + hashes.uuid).replaceAll('-', '');
    verity.push({
      of,
      data,
      hashes,
      rootHash,
      ...(await readHashTree(source, data, hashes, rootHash)),
      signature:
        signature === null ? null : await readVeritySignature(sliceOf(source, signature.offset, signature.size)),
    });
  }
  return { partitions: partitions(used), root, usr, verity, refused: null };
}

/** 252 and 257 mount an image whose hash partition holds rubbish, so that alone breaks no image (measured). */
async function readHashTree(
  source: RandomAccess,
  data: Partition,
  hashes: Partition,
  rootHash: string,
): Promise<Pick<Verity, 'algorithm' | 'matches'>> {
  try {
    const hashSource = sliceOf(source, hashes.offset, hashes.size);
    const superblock = await readVeritySuperblock(hashSource);
    const found = await readRootHash(sliceOf(source, data.offset, data.size), hashSource, superblock);
    return { algorithm: superblock.algorithm, matches: found === rootHash };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return { algorithm: 'unknown', matches: false };
  }
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
  const openPartition = (partition: Partition | null) =>
    partition === null ? null : open(sliceOf(source, partition.offset, partition.size));
  const root = await openPartition(disk.root);
  const usr = await openPartition(disk.usr);
  if (root === null && usr === null) {
    throw new ImageError('corrupt', 'the disk image has no root or usr partition that systemd would take');
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
  readonly fileSystems: readonly FileSystem[];
  readonly #source: RandomAccess;
  readonly #root: ImageTree | null;
  readonly #usr: ImageTree | null;

  constructor(source: RandomAccess, root: ImageTree | null, usr: ImageTree | null) {
    this.#source = source;
    this.#root = root;
    this.#usr = usr;
    this.compression = root?.form ?? usr?.form ?? null;
    this.fileSystems = [root, usr].flatMap((tree) => tree?.fileSystems ?? []);
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
    const { tree, node } = innerNode(file);
    return tree.read(node, offset, length);
  }

  readLink(link: TreeNode): Promise<string> {
    const { tree, node } = innerNode(link);
    return tree.readLink(node);
  }

  xattrs(of: TreeNode, only?: string): Promise<ReadonlyMap<string, Buffer> | undefined> {
    const { tree, node } = (of as DiskNode).handle;
    return tree === null || node === null ? Promise.resolve(new Map()) : tree.xattrs(node, only);
  }

  /** Numbers of inodes are the partition's own. */
  #place(tree: ImageTree, node: TreeNode, isTop: boolean): DiskNode {
    const { type, mode, uid, gid, size, id, whiteout } = node;
    const part = tree === this.#usr ? 'usr' : 'root';
    const device = whiteout === undefined ? {} : { whiteout };
    return { type, mode, uid, gid, size, id: `${part} ${id}`, handle: { tree, node, isTop }, ...device };
  }

  close(): void {
    this.#source.close();
  }
}

function innerNode(of: TreeNode): { tree: ImageTree; node: TreeNode } {
  const { tree, node } = (of as DiskNode).handle;
  if (tree === null || node === null) throw new ImageError('unsupported', 'only files can be read');
  return { tree, node };
}
