/**
 * A directory or subvolume through the interface of images. Symlinks in it never lead out of it, whoever changes it meanwhile:
 * each place is reached from the top by the open folders above it, and what is there must be what was there at first sight.
 */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { readAllXattrs, readXattrs } from '../host/xattr.ts';
import { ImageError, type ImageTree, type NamedNode, nodeTypeOf, type TreeNode } from './tree.ts';

/** Where an entry stands, and which one it is. */
interface Place {
  readonly path: string;
  /** The names from the top of the tree; empty for the top itself. */
  readonly names: readonly string[];
  readonly dev: number;
  readonly ino: number;
}
type FolderNode = TreeNode<Place>;

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;
/** open(2) of Linux, which Node does not name: only a place, for which the right to go through is enough. */
const O_PATH = 0o10000000;

export function openFolder(path: string, form: 'folder' | 'subvolume'): ImageTree {
  // A reading looks the same few folders up again and again.
  const children = new Map<string, FolderNode | null>();
  const filled = new Set<string>();
  const held = holdFolders(path);
  const root = (): FolderNode => guard(held.top);
  return {
    form,
    compression: null,
    root: async () => root(),
    child: async (directory, name) => {
      const { path: above, names } = (directory as FolderNode).handle;
      if (directory.type !== 'directory') return null;
      const inner = `${above}/${name}`;
      const known = children.get(inner);
      if (known !== undefined) return known;
      const node = guard(() =>
        held.inside(names, (folder) => {
          const found = lstatSync(`${folder}/${name}`, { throwIfNoEntry: false });
          return found === undefined ? null : toNode(inner, [...names, name], found);
        }),
      );
      children.set(inner, node);
      if (node !== null) filled.add(above);
      return node;
    },
    list: async (directory) => guard(() => listFolder(held, (directory as FolderNode).handle)),
    isEmpty(directory) {
      const { handle } = directory as FolderNode;
      if (filled.has(handle.path)) return false;
      return guard(() =>
        held.inside(handle.names, (folder, fd) => {
          refuseOther(fstatSync(fd), handle);
          return readdirSync(folder).length === 0;
        }),
      );
    },
    read: async (file, offset, length) => {
      const { handle, size, type } = file as FolderNode;
      if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
      if (offset < 0 || length < 0 || offset + length > size)
        throw new ImageError('corrupt', 'data is asked for behind its end');
      const name = handle.names.at(-1);
      return guard(() =>
        held.inside(handle.names.slice(0, -1), (folder) => readPart(`${folder}/${name}`, handle, offset, length)),
      );
    },
    readLink: async (link) => guard(() => atPlace(held, (link as FolderNode).handle, (place) => readlinkSync(place))),
    xattrs: async (node) => guard(() => atPlace(held, (node as FolderNode).handle, (place) => readXattrs(place))),
    // The id of a node is its path.
    allXattrs: () => readAllXattrs(path),
    close: held.close,
  };
}

/** Folders that stay open, from the top down: as many as lead to a release file. Deeper ones are opened anew each time. */
const MOST_HELD = 4;

const placeOf = (fd: number) => `/proc/${process.pid}/fd/${fd}`;

/** The folders that lead to where was looked last. What is open stays what it is, whatever takes its name meanwhile. */
interface HeldFolders {
  /** The top itself may be a symlink: it is what the person named. */
  top(): FolderNode;
  /**
   * Goes through the folders from the top down, none of them through a symlink.
   *
   * @param work is given the path of the innermost one that holds also for programs that are started meanwhile
   */
  inside<T>(names: readonly string[], work: (folder: string, fd: number) => T): T;
  close(): void;
}

function holdFolders(path: string): HeldFolders {
  const open: { readonly name: string; readonly fd: number }[] = [];
  let top: FolderNode | null = null;
  const closeFrom = (depth: number) => {
    for (const { fd } of open.splice(depth)) closeSync(fd);
  };
  const openTop = (): number => {
    const [first] = open;
    if (first !== undefined) return first.fd;
    const fd = openSync(path, O_PATH | O_DIRECTORY);
    open.push({ name: '', fd });
    const found = toNode(path, [], fstatSync(fd));
    top ??= found;
    if (found.handle.dev === top.handle.dev && found.handle.ino === top.handle.ino) return fd;
    closeFrom(0);
    throw changed();
  };
  return {
    top() {
      openTop();
      return top as FolderNode;
    },
    inside(names, work) {
      let fd = openTop();
      let passing: number | null = null;
      try {
        for (const [at, name] of names.entries()) {
          const known = open[at + 1];
          if (known?.name === name) {
            fd = known.fd;
            continue;
          }
          closeFrom(at + 1);
          const inner = openSync(`${placeOf(fd)}/${name}`, O_PATH | O_DIRECTORY | O_NOFOLLOW);
          if (passing !== null) closeSync(passing);
          passing = null;
          if (open.length < MOST_HELD) open.push({ name, fd: inner });
          else passing = inner;
          fd = inner;
        }
        return work(placeOf(fd), fd);
      } finally {
        if (passing !== null) closeSync(passing);
      }
    },
    close: () => closeFrom(0),
  };
}

/** @param work is given a path of the place, the folder above which is held open */
function atPlace<T>(held: HeldFolders, place: Place, work: (path: string) => T): T {
  const name = place.names.at(-1);
  if (name === undefined) return held.inside([], (folder) => work(`${folder}/.`));
  return held.inside(place.names.slice(0, -1), (folder) => {
    refuseOther(lstatSync(`${folder}/${name}`), place);
    return work(`${folder}/${name}`);
  });
}

function refuseOther({ dev, ino }: Stats, place: Place): void {
  if (dev !== place.dev || ino !== place.ino) throw changed();
}

const changed = () => new ImageError('corrupt', 'the folder was changed while it was read');

/** Where a node of a folder's tree stands on this machine. */
export function pathOfFolderNode(node: TreeNode): string {
  return (node as FolderNode).handle.path;
}

/** A file that shrank meanwhile gives zeroes for what is gone. */
function readPart(path: string, place: Place, offset: number, length: number): Buffer {
  const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    refuseOther(fstatSync(fd), place);
    const content = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      const count = readSync(fd, content, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return content;
  } finally {
    closeSync(fd);
  }
}

function listFolder(held: HeldFolders, place: Place): NamedNode[] {
  return held.inside(place.names, (folder, fd) => {
    refuseOther(fstatSync(fd), place);
    const entries: Dirent[] = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap(({ name }) => {
      const found = lstatSync(`${folder}/${name}`, { throwIfNoEntry: false });
      return found === undefined
        ? []
        : [{ name, node: toNode(`${place.path}/${name}`, [...place.names, name], found) }];
    });
  });
}

function guard<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ImageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw new ImageError('permission', 'the folder may not be read');
    // What was a folder is none any more, or a symlink.
    if (code === 'ELOOP' || code === 'ENOTDIR' || code === 'ENOENT') throw changed();
    throw new ImageError('corrupt', `the folder cannot be read: ${code}`);
  }
}

function toNode(path: string, names: readonly string[], { mode, uid, gid, size, rdev, dev, ino }: Stats): FolderNode {
  const type = nodeTypeOf(mode) ?? 'file';
  const device = type === 'char' ? { whiteout: rdev === 0 } : {};
  const handle = { path, names, dev, ino };
  return { type, mode: mode & 0o7777, uid, gid, size, id: path, handle, ...device };
}
