/** A directory or subvolume through the interface of images. Symlinks in it never lead out of it. */
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

type FolderNode = TreeNode<string>;

export function openFolder(path: string, form: 'folder' | 'subvolume'): ImageTree {
  // A reading looks the same few folders up again and again.
  const children = new Map<string, FolderNode | null>();
  let top: FolderNode | null = null;
  return {
    form,
    compression: null,
    root: async () => {
      top ??= toNode(path, stat(path));
      return top;
    },
    child: async (directory, name) => {
      const inner = `${(directory as FolderNode).handle}/${name}`;
      const known = children.get(inner);
      if (known !== undefined) return known;
      const found = lstatSync(inner, { throwIfNoEntry: false });
      const node = found === undefined ? null : toNode(inner, found);
      children.set(inner, node);
      return node;
    },
    list: async (directory) => listFolder((directory as FolderNode).handle),
    isEmpty: (directory) => guard(() => readdirSync((directory as FolderNode).handle).length === 0),
    read: async (file, offset, length) => {
      const { handle, size, type } = file as FolderNode;
      if (type !== 'file') throw new ImageError('unsupported', 'only files can be read');
      if (offset < 0 || length < 0 || offset + length > size)
        throw new ImageError('corrupt', 'data is asked for behind its end');
      return guard(() => readPart(handle, offset, length));
    },
    readLink: async (link) => guard(() => readlinkSync((link as FolderNode).handle)),
    xattrs: async (node) => readXattrs((node as FolderNode).handle),
    // The id of a node is its path.
    allXattrs: () => readAllXattrs(path),
    close: () => {},
  };
}

/** Where a node of a folder's tree stands on this machine. */
export function pathOfFolderNode(node: TreeNode): string {
  return (node as FolderNode).handle;
}

/** A file that shrank meanwhile gives zeroes for what is gone. */
function readPart(path: string, offset: number, length: number): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    // What was a file when it was listed may be a pipe or a device by now.
    if (!fstatSync(fd).isFile()) throw new ImageError('corrupt', 'a file of the folder became something else');
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

function listFolder(directory: string): NamedNode[] {
  const entries: Dirent[] = guard(() => readdirSync(directory, { withFileTypes: true }));
  return entries.flatMap(({ name }) => {
    const inner = `${directory}/${name}`;
    const found = lstatSync(inner, { throwIfNoEntry: false });
    return found === undefined ? [] : [{ name, node: toNode(inner, found) }];
  });
}

function stat(path: string): Stats {
  return guard(() => lstatSync(path));
}

function guard<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ImageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw new ImageError('permission', 'the folder may not be read');
    throw new ImageError('corrupt', `the folder cannot be read: ${code}`);
  }
}

function toNode(path: string, { mode, uid, gid, size, rdev }: Stats): FolderNode {
  const type = nodeTypeOf(mode) ?? 'file';
  const device = type === 'char' ? { whiteout: rdev === 0 } : {};
  return { type, mode: mode & 0o7777, uid, gid, size, id: path, handle: path, ...device };
}
