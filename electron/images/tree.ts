/** The one interface to what stands inside an extension, whether an image or a folder holds it. */
import { englishOf, type Text } from '../../shared/messages/message.ts';
import type { ImageForm } from '../../shared/model/extension.ts';

export type NodeType = 'file' | 'directory' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket';

/** An inode of an image. `Handle` is the reader's own reference. */
export interface TreeNode<Handle = unknown> {
  readonly type: NodeType;
  /** Permission bits, without the type. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; of a file its length, of a symlink that of its target. */
  readonly size: number;
  /** Of a character device: whether its number is 0:0, by which overlayfs deletes what lies below. */
  readonly whiteout?: boolean;
  /** The same for the same inode of a tree, another one for every other. */
  readonly id: string;
  readonly handle: Handle;
}

export interface NamedNode<Handle = unknown> {
  readonly name: string;
  readonly node: TreeNode<Handle>;
}

/** A file system of an image, as Linux calls it in /proc/filesystems. */
export interface FileSystem {
  readonly type: 'squashfs' | 'erofs' | 'ext4';
  /** Compressors that it says it uses, in the spelling of its tools; empty where it uses none or does not say. */
  readonly compressors: readonly string[];
}

export type XattrsById = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/** What is there at once where nothing has to be waited for, as in a folder. Who waits for it nevertheless loses only time. */
type Soon<T> = T | Promise<T>;

export interface ImageTree {
  readonly form: ImageForm;
  readonly compression: string | null;
  root(): Soon<TreeNode>;
  /** The entry `name` of a directory, or null. */
  child(directory: TreeNode, name: string): Soon<TreeNode | null>;
  list(directory: TreeNode): Promise<readonly NamedNode[]>;
  /** Where that is told without a look at each entry. */
  isEmpty?(directory: TreeNode): boolean;
  /** `length` bytes of a file from `offset`, both inside it. @throws {ImageError} where they are not, or are broken */
  read(file: TreeNode, offset: number, length: number): Promise<Buffer>;
  readLink(link: TreeNode): Promise<string>;
  /**
   * All extended attributes by name; undefined where they cannot be told.
   *
   * @param only the one that is wanted, so that no other value is read
   */
  xattrs(node: TreeNode, only?: string): Promise<ReadonlyMap<string, Buffer> | undefined>;
  /**
   * Where asking one node at a time is dear: the attributes of every entry that has any, by the node's id; undefined
   * where they cannot be told in one go.
   */
  allXattrs?(): Promise<XattrsById | undefined>;
  /** The same of some nodes; entries without any, and those that cannot be told, are left out. */
  xattrsOf?(nodes: readonly TreeNode[]): Promise<XattrsById | undefined>;
  /** What the kernel needs to mount it; absent for what is not mounted from an image. */
  readonly fileSystems?: readonly FileSystem[];
  close(): void;
}

export type ImageProblem =
  /** The bytes contradict the format. */
  | 'corrupt'
  | 'truncated'
  /** A part of the format that this reader does not know. */
  | 'unsupported'
  | 'too-large'
  /** It may be fine, but costs more than a reading may; see `budget.ts`. */
  | 'too-much'
  | 'permission';

/** Why an image cannot be read, with the place where that showed. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly problem: ImageProblem;
  /** Where it is no message it is for a bug report. */
  readonly said: Text;
  /** Byte offset in the image, where one is known. */
  readonly offset: number | null;
  /** The name of the errno(3) on which systemd stops for the same reason, where that is known. */
  readonly errno: string | null;

  constructor(problem: ImageProblem, message: Text, offset: number | null = null, errno: string | null = null) {
    super(offset === null ? englishOf(message) : `${englishOf(message)} (at byte ${offset})`);
    this.said = typeof message === 'string' ? this.message : message;
    this.problem = problem;
    this.offset = offset;
    this.errno = errno;
  }
}

/** The whole content of a file of at most `limit` bytes. @throws {ImageError} `too-large` beyond it */
export async function readFile(tree: ImageTree, file: TreeNode, limit: number): Promise<Buffer> {
  if (file.type !== 'file') throw new ImageError('unsupported', 'only files can be read');
  if (file.size > limit) throw new ImageError('too-large', `the file has ${file.size} bytes, more than ${limit}`);
  return tree.read(file, 0, file.size);
}

/** One extended attribute as text; undefined where it cannot be told. */
export async function readXattr(tree: ImageTree, node: TreeNode, name: string): Promise<string | null | undefined> {
  const found = await tree.xattrs(node, name);
  return found === undefined ? undefined : (found.get(name)?.toString('utf8') ?? null);
}

/** The type in a mode as stat(2) has it; null where it is none. */
export function nodeTypeOf(mode: number): NodeType | null {
  switch (mode & 0o170000) {
    case 0o040000:
      return 'directory';
    case 0o100000:
      return 'file';
    case 0o120000:
      return 'symlink';
    case 0o020000:
      return 'char';
    case 0o060000:
      return 'block';
    case 0o010000:
      return 'fifo';
    case 0o140000:
      return 'socket';
    default:
      return null;
  }
}

/** Whether an image may have an entry of this name: one component that leads nowhere else. */
export function isEntryName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !name.includes('/') && !name.includes('\0');
}

const MAX_LINKS = 40;
/** Parts of paths that one resolution may follow. */
const MAX_STEPS = 4096;
/** PATH_MAX of Linux without its NUL: no symlink that Linux makes has a longer target. */
export const MAX_TARGET = 4095;
/** XATTR_LIST_MAX of Linux: bytes of the names on one inode, each with its NUL. */
export const MAX_XATTR_NAMES = 65_536;
/** XATTR_SIZE_MAX of Linux: bytes of one value. */
export const MAX_XATTR_VALUE = 65_536;
/** PATH_MAX of Linux. */
const MAX_PATH = 4096;

/** Where a path leads that is followed inside a tree. */
export type Chased =
  | { readonly kind: 'found'; readonly node: TreeNode }
  | { readonly kind: 'missing' | 'not-a-directory' | 'loop' };

/**
 * Follows a path inside a tree as if the tree were `/`, symlinks included, as systemd's chase() does inside an
 * extension.
 *
 * @throws {ImageError} where the image is broken on the way
 */
export async function chaseLinks(tree: ImageTree, path: string): Promise<Chased> {
  const pending = pathParts(path).reverse();
  const above: TreeNode[] = [];
  const top = tree.root();
  let node = top instanceof Promise ? await top : top;
  let links = 0;
  let steps = 0;
  while (pending.length > 0) {
    if (++steps > MAX_STEPS) throw new ImageError('too-much', `a path has more than ${MAX_STEPS} parts`);
    const part = pending.pop() as string;
    if (node.type !== 'directory') return { kind: 'not-a-directory' };
    if (part === '..') {
      node = above.pop() ?? node;
      continue;
    }
    const found = tree.child(node, part);
    // Of a folder it is there at once, and the waiting alone would take as long as the looking.
    const next = found instanceof Promise ? await found : found;
    if (next === null) return { kind: 'missing' };
    if (next.type === 'symlink') {
      if (++links > MAX_LINKS) return { kind: 'loop' };
      const target = await tree.readLink(next);
      if (target.startsWith('/')) {
        above.length = 0;
        node = await tree.root();
      }
      pending.push(...pathParts(target).reverse());
      continue;
    }
    above.push(node);
    node = next;
  }
  return { kind: 'found', node };
}

/** Whether a directory has no entry. @throws {ImageError} where the image is broken on the way */
export async function isEmpty(tree: ImageTree, directory: TreeNode): Promise<boolean> {
  return tree.isEmpty?.(directory) ?? (await tree.list(directory)).length === 0;
}

/** The node that a path leads to, or null. @throws {ImageError} where the image is broken on the way */
export async function resolvePath(tree: ImageTree, path: string): Promise<TreeNode | null> {
  const chased = await chaseLinks(tree, path);
  return chased.kind === 'found' ? chased.node : null;
}

const isPart = (part: string) => part !== '' && part !== '.';

function pathParts(path: string): string[] {
  const parts = path.split('/');
  return parts.every(isPart) ? parts : parts.filter(isPart);
}

export interface WalkedNode {
  /** Without a leading slash. */
  readonly path: string;
  readonly node: TreeNode;
}

/** Deeper trees are refused: a real one has far fewer levels, a cycle in a corrupt one has no end. */
const MAX_DEPTH = 256;
/** No real tree comes near; readers of images have lower limits of their own. */
const MAX_ENTRIES = 5_000_000;
/** Bytes of all paths together. */
const MAX_PATH_BYTES = 128 * 1024 * 1024;
const ENTRIES_PER_TURN = 500;

export interface Walk {
  /** Each folder is followed by all that is below it, and what stands in one folder goes by its name. */
  readonly sorted?: boolean;
  /** Nothing but what is at or below this path. */
  readonly below?: string;
}

/** Every entry below the root, a directory before what it holds. Ends early when the consumer stops asking. */
export async function* walkTree(
  tree: ImageTree,
  { sorted = false, below: top = '' }: Walk = {},
): AsyncGenerator<WalkedNode> {
  const isInside = (path: string) => top === '' || path === top || path.startsWith(`${top}/`);
  const stack: { path: string; bytes: number; depth: number; node: TreeNode }[] = [
    { path: '', bytes: 0, depth: 0, node: await tree.root() },
  ];
  // A folder that is in two places is in a cycle, or multiplies what is below it.
  const seen = new Set<string>();
  let entries = 0;
  let pathBytes = 0;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (sorted && at.path !== '' && isInside(at.path)) yield { path: at.path, node: at.node };
    if (at.node.type !== 'directory' && at.path !== '') continue;
    if (seen.has(at.node.id)) throw new ImageError('corrupt', `the folder ${at.path} is in two places`);
    seen.add(at.node.id);
    if (at.depth > MAX_DEPTH) throw new ImageError('corrupt', `folders are nested deeper than ${MAX_DEPTH} levels`);
    const below: typeof stack = [];
    for (const { name, node } of await tree.list(at.node)) {
      const path = at.path === '' ? name : `${at.path}/${name}`;
      // Others get their turn, and Node gives memory of its decompressors back between turns only.
      if (++entries % ENTRIES_PER_TURN === 0) await new Promise((settle) => setImmediate(settle));
      if (entries > MAX_ENTRIES) throw new ImageError('too-much', `there are more than ${MAX_ENTRIES} entries`);
      const bytes = at.bytes + 1 + Buffer.byteLength(name);
      if (bytes > MAX_PATH) throw new ImageError('too-much', `a path has more than ${MAX_PATH} bytes`);
      pathBytes += bytes;
      if (pathBytes > MAX_PATH_BYTES)
        throw new ImageError('too-much', `all paths together have more than ${MAX_PATH_BYTES} bytes`);
      if (!isInside(path) && !top.startsWith(`${path}/`)) continue;
      if (!sorted && isInside(path)) yield { path, node };
      if (sorted || node.type === 'directory') below.push({ path, bytes, depth: at.depth + 1, node });
    }
    if (sorted) below.sort((one, other) => (one.path < other.path ? -1 : 1));
    for (let one = below.pop(); one !== undefined; one = below.pop()) stack.push(one);
  }
}
