/**
 * The tree of an extension while it is put together. No file of it is written: each refers to where its bytes are, so that the names
 * of strangers never become paths of this machine.
 */
import { ImageError, type ImageTree, isEntryName, type TreeNode } from '../images/tree.ts';

interface Staged {
  readonly id: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly size: number;
  read(offset: number, length: number): Promise<Buffer>;
  readonly target: string;
  /** Of a folder. */
  readonly children: Map<string, Staged>;
}

/** What stands at a place already, or in its way. */
export class InTheWay extends Error {
  override readonly name = 'InTheWay';
  readonly path: string;
  constructor(path: string) {
    super(`${path} is in the way`);
    this.path = path;
  }
}

export interface Stage {
  readonly tree: ImageTree;
  /** Puts a file, folder or link of another tree at a place, a folder with all that is in it and into one that is there. */
  copy(tree: ImageTree, node: TreeNode, path: string, mode: number | null): Promise<void>;
  putText(path: string, content: string, mode: number): void;
  putLink(path: string, target: string): void;
  putFolder(path: string, mode: number): void;
  /** The names below a folder; none where there is none. */
  namesIn(path: string): readonly string[];
}

const nothing = (): Promise<Buffer> => Promise.reject(new ImageError('corrupt', 'data is asked for of what has none'));

/** @throws {InTheWay} from each function, where something else stands at the place or above it */
export function createStage(): Stage {
  let made = 0;
  const make = (part: Partial<Staged> & Pick<Staged, 'type'>): Staged => ({
    id: String(++made),
    mode: 0o755,
    size: 0,
    read: nothing,
    target: '',
    children: new Map(),
    ...part,
  });
  const top = make({ type: 'directory' });

  function folderAt(parts: readonly string[]): Staged {
    let at = top;
    for (const [count, name] of parts.entries()) {
      let next = at.children.get(name);
      if (next === undefined) {
        next = make({ type: 'directory' });
        at.children.set(name, next);
      }
      if (next.type !== 'directory') throw new InTheWay(`/${parts.slice(0, count + 1).join('/')}`);
      at = next;
    }
    return at;
  }

  function put(path: string, item: Staged): void {
    const parts = partsOf(path);
    const name = parts.at(-1);
    if (name === undefined) throw new InTheWay('/');
    const folder = folderAt(parts.slice(0, -1));
    if (folder.children.has(name)) throw new InTheWay(path);
    folder.children.set(name, item);
  }

  async function copy(tree: ImageTree, node: TreeNode, path: string, mode: number | null): Promise<void> {
    if (node.type === 'directory') {
      folderAt(partsOf(path));
      for (const one of await tree.list(node)) await copy(tree, one.node, `${path}/${one.name}`, mode);
    } else if (node.type === 'symlink') {
      const target = await tree.readLink(node);
      if (leadsOut(path, target))
        throw new ImageError('unsupported', `the link ${path} leads out of the extension: ${target}`);
      put(path, make({ type: 'symlink', size: Buffer.byteLength(target), target }));
    } else if (node.type === 'file') {
      const read = (offset: number, length: number) => tree.read(node, offset, length);
      put(path, make({ type: 'file', mode: mode ?? node.mode, size: node.size, read }));
    } else throw new ImageError('unsupported', `${path} is neither a file nor a folder nor a link`);
  }

  return {
    tree: treeOf(top),
    copy,
    putText(path, content, mode) {
      const bytes = Buffer.from(content);
      const read = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
      put(path, make({ type: 'file', mode, size: bytes.length, read }));
    },
    putLink: (path, target) => put(path, make({ type: 'symlink', size: Buffer.byteLength(target), target })),
    putFolder(path, mode) {
      const parts = partsOf(path);
      const folder = folderAt(parts.slice(0, -1));
      const name = parts.at(-1) ?? '';
      const before = folder.children.get(name);
      if (before !== undefined && before.type !== 'directory') throw new InTheWay(path);
      folder.children.set(name, make({ type: 'directory', mode, children: before?.children ?? new Map() }));
    },
    namesIn(path) {
      let at: Staged | undefined = top;
      for (const name of partsOf(path)) at = at?.children.get(name);
      return at?.type === 'directory' ? [...at.children.keys()] : [];
    },
  };
}

function partsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  if (!parts.every(isEntryName)) throw new ImageError('unsupported', `no folder takes a name of ${path}`);
  return parts;
}

/** Whether a relative link goes above the top of the extension; an absolute one is of the host. */
function leadsOut(path: string, target: string): boolean {
  if (target.startsWith('/')) return false;
  let depth = partsOf(path).length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}

function treeOf(top: Staged): ImageTree {
  const stagedOf = (node: TreeNode) => node.handle as Staged;
  const nodeOf = (handle: Staged): TreeNode => {
    const { type, mode, size, id } = handle;
    return { type, mode, uid: 0, gid: 0, size, id, handle };
  };
  return {
    form: 'folder',
    compression: null,
    root: async () => nodeOf(top),
    child: async (directory, name) => {
      const found = stagedOf(directory).children.get(name);
      return found === undefined ? null : nodeOf(found);
    },
    list: async (directory) => [...stagedOf(directory).children].map(([name, one]) => ({ name, node: nodeOf(one) })),
    read: (file, offset, length) => stagedOf(file).read(offset, length),
    readLink: async (link) => stagedOf(link).target,
    xattrs: async () => new Map(),
    close: () => {},
  };
}
