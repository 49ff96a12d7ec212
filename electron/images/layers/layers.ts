/**
 * The tree that the layers of a container image make, one above the other (OCI image-spec, layer.md), without a file of
 * it being written: the names of strangers never become paths of this machine, so that none of them leads anywhere.
 */
import { Budget } from '../budget.ts';
import { type BudgetedAccess, MAX_READ, type RandomAccess, withBudget } from '../source.ts';
import { ImageError, type ImageTree, type TreeNode } from '../tree.ts';
import { partsOf, readTar, type TarEntry } from './tar.ts';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** What an extension can have at its top. */
const TOPS: ReadonlySet<string> = new Set(['usr', 'opt', 'etc']);

interface Inode {
  readonly id: number;
  readonly type: 'file' | 'directory' | 'symlink';
  mode: number;
  readonly size: number;
  readonly source: BudgetedAccess | null;
  readonly offset: number;
  readonly target: string;
  /** Of a folder. */
  readonly children: Map<string, Inode>;
}

/** A file at the place that it has in a layer. */
export interface LayerFile {
  readonly size: number;
  /** Its bytes in pieces. */
  read(): AsyncGenerator<Buffer>;
}

/** What layers hold: one image as a file, or the tree of an extension. */
export type LayerContent =
  | { readonly kind: 'image'; readonly file: LayerFile }
  /** @param bytes of all its files, a hard link counted each time */
  | { readonly kind: 'tree'; readonly tree: ImageTree; readonly bytes: number };

/**
 * Puts layers together.
 *
 * @param layers unpacked tar files, the lowest first; the caller closes them when all is read
 * @throws {ImageError} `unsupported` where there is neither an image nor a tree of an extension in them, and as `readTar`
 */
export async function openLayers(layers: readonly RandomAccess[]): Promise<LayerContent> {
  return contentOf(await stack(layers, true));
}

/**
 * The tree of one unpacked archive, whatever it holds.
 *
 * @param entries what is in it, where it is no tar file
 * @throws {ImageError} as `readTar`, and `unsupported` for an absolute path
 */
export async function openArchive(archive: RandomAccess, entries?: readonly TarEntry[]): Promise<ImageTree> {
  return treeOf(await stack([archive], false, (source) => withoutAbsolute(entries ?? readTar(source))));
}

/** The tree of a package that its own tool made a tar file of, which may write the paths as they are once it is installed. */
export async function openPackage(tar: RandomAccess): Promise<ImageTree> {
  return treeOf(await stack([tar], false));
}

async function* withoutAbsolute(entries: AsyncIterable<TarEntry> | Iterable<TarEntry>): AsyncGenerator<TarEntry> {
  for await (const entry of entries) {
    if (entry.isAbsolute)
      throw new ImageError('unsupported', `it has a path that leads out of it: /${entry.path.join('/')}`);
    yield entry;
  }
}

/** @param takesAway whether names tell what goes of the layers below, as in a container image */
async function stack(
  layers: readonly RandomAccess[],
  takesAway: boolean,
  entriesOf: (layer: BudgetedAccess) => AsyncIterable<TarEntry> | Iterable<TarEntry> = readTar,
): Promise<Inode> {
  const budget = new Budget();
  let lastId = 0;
  const makeInode = (part: Partial<Inode> & Pick<Inode, 'type'>): Inode => ({
    id: ++lastId,
    mode: 0o755,
    size: 0,
    source: null,
    offset: 0,
    target: '',
    children: new Map(),
    ...part,
  });
  const root = makeInode({ type: 'directory' });
  const putEntry = (source: BudgetedAccess, { path, type, mode, size, offset, target }: TarEntry) => {
    const name = path.at(-1);
    if (name === undefined) return;
    const folder = folderAt(root, path.slice(0, -1), () => {
      // Folders that only a path names cost as much as others.
      budget.spend('entries', 1);
      return makeInode({ type: 'directory' });
    });
    const before = folder.children.get(name);
    if (type === 'directory' && before?.type === 'directory') before.mode = mode;
    else if (type === 'hardlink') folder.children.set(name, linkedInode(root, target));
    else
      folder.children.set(
        name,
        makeInode({ type, mode, size: type === 'symlink' ? target.length : size, source, offset, target }),
      );
  };
  for (const layer of layers) {
    const source = withBudget(layer, budget);
    const entries: TarEntry[] = [];
    // What is taken away is of the layers below, wherever in its layer that stands.
    for await (const entry of entriesOf(source)) {
      if (takesAway && entry.path.at(-1)?.startsWith(WHITEOUT) === true) takeAway(root, entry.path);
      else entries.push(entry);
    }
    for (const entry of entries) putEntry(source, entry);
  }
  return root;
}

/** @throws {ImageError} where something else than folders stands on the way */
function folderAt(root: Inode, path: readonly string[], make: () => Inode): Inode {
  let at = root;
  for (const name of path) {
    let next = at.children.get(name);
    if (next === undefined) {
      next = make();
      at.children.set(name, next);
    }
    if (next.type !== 'directory')
      throw new ImageError('unsupported', `a layer goes through ${name}, which is no folder`);
    at = next;
  }
  return at;
}

/** The inode at a path without any link being followed; null for none. */
function findInode(root: Inode, path: readonly string[]): Inode | null {
  let at: Inode | null = root;
  for (const name of path) at = at?.children.get(name) ?? null;
  return at;
}

function linkedInode(root: Inode, target: string): Inode {
  const found = findInode(root, partsOf(target));
  if (found !== null && found.type !== 'directory') return found;
  throw new ImageError('corrupt', `a hard link leads to ${target}, where there is no file`);
}

function takeAway(root: Inode, path: readonly string[]): void {
  const name = path.at(-1) ?? '';
  const folder = findInode(root, path.slice(0, -1));
  if (name === OPAQUE) folder?.children.clear();
  else folder?.children.delete(name.slice(WHITEOUT.length));
}

function contentOf(root: Inode): LayerContent {
  const tops = new Map([...root.children].filter(([name, { type }]) => TOPS.has(name) && type === 'directory'));
  if (tops.size > 0) {
    const top = { ...root, children: tops };
    return { kind: 'tree', tree: treeOf(top), bytes: walkInodes(top).reduce((sum, { node }) => sum + node.size, 0) };
  }
  const images = walkInodes(root).filter(({ name, node }) => node.type === 'file' && name.endsWith('.raw'));
  const [image] = images;
  if (image === undefined || images.length > 1) {
    throw new ImageError('unsupported', 'its layers hold neither one image nor a folder usr, opt or etc');
  }
  return { kind: 'image', file: { size: image.node.size, read: () => piecesOf(image.node) } };
}

/** Every entry, one that has several names each time. */
function walkInodes(top: Inode): { readonly name: string; readonly node: Inode }[] {
  const found: { name: string; node: Inode }[] = [];
  const folders = [top];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const [name, node] of folder.children) {
      found.push({ name, node });
      if (node.type === 'directory') folders.push(node);
    }
  }
  return found;
}

async function* piecesOf(file: Inode): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.size; at += MAX_READ) yield await readPart(file, at, Math.min(MAX_READ, file.size - at));
}

async function readPart({ source, offset, size }: Inode, from: number, length: number): Promise<Buffer> {
  if (source === null || from < 0 || from + length > size) {
    throw new ImageError('corrupt', 'data is asked for behind its end');
  }
  source.budget.allow(length);
  return source.read(offset + from, length);
}

function treeOf(top: Inode): ImageTree {
  const inodeOf = (node: TreeNode) => node.handle as Inode;
  const nodeOf = (handle: Inode): TreeNode => {
    const { type, mode, size, id } = handle;
    return { type, mode, uid: 0, gid: 0, size, id: String(id), handle };
  };
  return {
    form: 'folder',
    compression: null,
    root: async () => nodeOf(top),
    child: async (directory, name) => {
      const found = inodeOf(directory).children.get(name);
      return found === undefined ? null : nodeOf(found);
    },
    list: async (directory) =>
      [...inodeOf(directory).children].map(([name, handle]) => ({ name, node: nodeOf(handle) })),
    read: (file, offset, length) => readPart(inodeOf(file), offset, length),
    readLink: async (link) => inodeOf(link).target,
    xattrs: async () => new Map(),
    close: () => {},
  };
}
