/**
 * A directory or subvolume through the interface of images. Symlinks in it never lead out of it, whoever changes it meanwhile:
 * each place is reached from the top by the open folders above it, and what is there must be what was there at first sight.
 * Where nobody else can change anything, by its path: that takes half as long.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { isOursAlone } from '../host/settled.ts';
import { readAllXattrs, readXattrs, readXattrsOf } from '../host/xattr.ts';
import { ImageError, type ImageTree, type NamedNode, nodeTypeOf, type TreeNode } from './tree.ts';

/** Where an entry stands, and which one it is. */
interface Place {
  /** null for the top itself. */
  readonly above: Place | null;
  readonly name: string;
  /** Folders above it, up to the top. */
  readonly depth: number;
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
  /** Whether it is a folder that nobody else can change, nor the way to it. */
  readonly settled: boolean;
  /** What was looked up in it: a reading looks the same few folders up again and again. */
  readonly known: Map<string, FolderNode | null>;
}
type FolderNode = TreeNode<Place>;

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;
/** open(2) of Linux, which Node does not name: only a place, for which the right to go through is enough. */
const O_PATH = 0o10000000;
const MAY_BE_MISSING = { throwIfNoEntry: false } as const;

/** @param settled its stat(2), where nobody else can put something else in its place; see electron/host/settled.ts */
export function openFolder(path: string, form: 'folder' | 'subvolume', settled: Stats | null = null): ImageTree {
  const held = holdFolders(path, settled);
  return {
    form,
    compression: null,
    root: () => asImageError(held.top),
    child: (directory, name) => {
      const { handle } = directory as FolderNode;
      if (directory.type !== 'directory') return null;
      const known = handle.known.get(name);
      if (known !== undefined) return known;
      const node = asImageError(() =>
        !handle.settled && GONE_INTO.has(name) ? held.enter(handle, name) : lookAt(held, handle, name),
      );
      handle.known.set(name, node);
      return node;
    },
    list: async (directory) => asImageError(() => listFolder(held, (directory as FolderNode).handle)),
    isEmpty(directory) {
      const { handle } = directory as FolderNode;
      for (const node of handle.known.values()) if (node !== null) return false;
      return asImageError(() => readdirSync(openSame(held, handle)).length === 0);
    },
    read: async (file, offset, length) => {
      const { handle, size, type } = file as FolderNode;
      if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
      if (offset < 0 || length < 0 || offset + length > size)
        throw new ImageError('corrupt', 'data is asked for behind its end');
      return asImageError(() => readPart(reachablePath(held, handle), handle, offset, length));
    },
    readLink: async (link) => asImageError(() => readlinkSync(sameEntry(held, (link as FolderNode).handle))),
    xattrs: async (node) => asImageError(() => readXattrs(sameEntry(held, (node as FolderNode).handle))),
    // The id of a node is its path.
    allXattrs: () => readAllXattrs(path),
    async xattrsOf(nodes) {
      const places = nodes.map((node) => (node as FolderNode).handle);
      asImageError(() => {
        for (const place of places) sameEntry(held, place);
      });
      const answer = await readXattrsOf(
        places.map((place) => place.path),
        '-',
        { links: 'themselves' },
      );
      return answer?.found;
    },
    close: held.close,
  };
}

/** A reading goes into these where they are there: they are opened at once, so that their names are looked up once, not twice. */
const GONE_INTO = new Set(['usr', 'etc', 'lib', 'extension-release.d']);

/** Folders that stay open, from the top down; with one more they are as many as lead to a release file. */
const MOST_HELD = 3;

interface HeldFolder {
  readonly of: Place;
  /** null of a settled one, which need not be held. */
  readonly fd: number | null;
  /** A path of it that holds also for programs that are started meanwhile. */
  readonly place: string;
}

/**
 * The folders that lead to where was looked last, none of them reached through a symlink. What is open stays what it is,
 * whatever takes its name meanwhile.
 */
interface HeldFolders {
  /** The top itself may be a symlink: it is what the person named. */
  top(): FolderNode;
  /** Good until another one is opened. */
  open(folder: Place): HeldFolder;
  /** What stands in a folder, which if it is one itself is open from then on; null where nothing does. */
  enter(folder: Place, name: string): FolderNode | null;
  close(): void;
}

function holdFolders(path: string, settled: Stats | null): HeldFolders {
  // Behind those that stay there is room for one more, so that each step down a deep folder closes the one before.
  // Settled ones leave a gap.
  const held: ((HeldFolder & { readonly fd: number }) | undefined)[] = [];
  let top: FolderNode | null = null;
  const closeFrom = (slot: number) => {
    for (const folder of held.splice(slot)) if (folder !== undefined) closeSync(folder.fd);
  };
  const holdFolder = (of: Place, fd: number, slot: number): HeldFolder => {
    closeFrom(slot);
    const folder = { of, fd, place: `/proc/${process.pid}/fd/${fd}` };
    held[slot] = folder;
    return folder;
  };
  const openTop = (): HeldFolder => {
    const fd = openSync(path, O_PATH | O_DIRECTORY);
    const found = toNode(null, path, fstatSync(fd), false);
    if (top !== null && !isSame(found.handle, top.handle)) {
      closeSync(fd);
      throw changedError();
    }
    top ??= found;
    return holdFolder(top.handle, fd, 0);
  };
  const openHeld = (folder: Place): HeldFolder => {
    const slot = slotOf(folder);
    const known = held[slot];
    if (known?.of === folder) return known;
    if (folder.settled) return { of: folder, fd: null, place: folder.path };
    if (folder.above === null) return openTop();
    const { place } = openHeld(folder.above);
    return holdFolder(folder, openSync(`${place}/${folder.name}`, O_PATH | O_DIRECTORY | O_NOFOLLOW), slot);
  };
  const enter = (folder: Place, name: string): FolderNode | null => {
    const fd = openPlace(`${openHeld(folder).place}/${name}`);
    if (fd === null) return null;
    const node = toNode(folder, name, fstatSync(fd));
    if (node.type === 'directory') holdFolder(node.handle, fd, slotOf(node.handle));
    else closeSync(fd);
    return node;
  };
  return {
    top() {
      if (top === null && settled !== null && isOursAlone(settled)) top = toNode(null, path, settled, true);
      if (top === null) openTop();
      return top as unknown as FolderNode;
    },
    open: openHeld,
    enter,
    close: () => closeFrom(0),
  };
}

const slotOf = ({ depth }: Place) => Math.min(depth, MOST_HELD);

/** null where nothing is there. */
function openPlace(path: string): number | null {
  try {
    return openSync(path, O_PATH | O_NOFOLLOW);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function lookAt(held: HeldFolders, folder: Place, name: string): FolderNode | null {
  const found = lstatSync(`${held.open(folder).place}/${name}`, MAY_BE_MISSING);
  return found === undefined ? null : toNode(folder, name, found);
}

/** The path of a folder that is still the one it was. */
function openSame(held: HeldFolders, folder: Place): string {
  const { fd, place } = held.open(folder);
  refuseOther(fd === null ? lstatSync(place) : fstatSync(fd), folder);
  return place;
}

/** A path of an entry, the folder above which is held open. */
function reachablePath(held: HeldFolders, entry: Place): string {
  return entry.above === null ? `${held.open(entry).place}/.` : `${held.open(entry.above).place}/${entry.name}`;
}

/** The same of one that is still what it was. */
function sameEntry(held: HeldFolders, entry: Place): string {
  const path = reachablePath(held, entry);
  refuseOther(lstatSync(path), entry);
  return path;
}

type Inode = Pick<Place, 'dev' | 'ino'>;

const isSame = (one: Inode, other: Inode) => one.dev === other.dev && one.ino === other.ino;

function refuseOther(one: Inode, place: Place): void {
  if (!isSame(one, place)) throw changedError();
}

const changedError = () => new ImageError('corrupt', 'the folder was changed while it was read');

/** Where a node of a folder's tree stands on this machine. */
export function pathOfFolderNode(node: TreeNode): string {
  return (node as FolderNode).handle.path;
}

/** A file that shrank meanwhile gives zeroes for what is gone. */
function readPart(path: string, place: Place, offset: number, length: number): Buffer {
  const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    refuseOther(fstatSync(fd), place);
    const content = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(fd, content, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return content.fill(0, filled);
  } finally {
    closeSync(fd);
  }
}

function listFolder(held: HeldFolders, folder: Place): NamedNode[] {
  const place = openSame(held, folder);
  return readdirSync(place).flatMap((name) => {
    const found = lstatSync(`${place}/${name}`, MAY_BE_MISSING);
    return found === undefined ? [] : [{ name, node: toNode(folder, name, found) }];
  });
}

function asImageError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ImageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw new ImageError('permission', 'the folder may not be read');
    // What was a folder is none any more, or a symlink.
    if (code === 'ELOOP' || code === 'ENOTDIR' || code === 'ENOENT') throw changedError();
    throw new ImageError('corrupt', `the folder cannot be read: ${code}`);
  }
}

/**
 * @param name of the top its path
 * @param isOnSettledWay whether nobody else can change what leads to it
 */
function toNode(above: Place | null, name: string, found: Stats, isOnSettledWay = above?.settled === true): FolderNode {
  const { mode, uid, gid, size, rdev, dev, ino } = found;
  const type = nodeTypeOf(mode) ?? 'file';
  // Of another file system, mounted inside of it, nothing is known.
  const isMount = above !== null && above.dev !== dev;
  const settled = isOnSettledWay && type === 'directory' && !isMount && isOursAlone(found);
  const path = above === null ? name : `${above.path}/${name}`;
  const handle = {
    above,
    name,
    depth: above === null ? 0 : above.depth + 1,
    path,
    dev,
    ino,
    settled,
    known: new Map(),
  };
  const node = { type, mode: mode & 0o7777, uid, gid, size, id: path, handle };
  return type === 'char' ? { ...node, whiteout: rdev === 0 } : node;
}
