/** Writes the files of a tree. */
import { chmodSync, lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../programs.ts';
import type { Node, Tree } from './description.ts';

/**
 * Makes the folders that lead to a path.
 *
 * @throws {Error} where they lead through a link out of `root`: a tree with absolute links must never write elsewhere
 */
export function makeParents(root: string, path: string): void {
  const steps = dirname(path).split('/');
  for (let at = 1; at <= steps.length; at++) {
    const place = join(root, ...steps.slice(0, at));
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined) mkdirSync(place);
    else if (found.isSymbolicLink() && !`${realpathSync(place)}/`.startsWith(`${realpathSync(root)}/`)) {
      throw new Error(`${path} would lead out of the tree`);
    }
  }
}

/** Writes one node. @throws {Error} where something else stands in its way */
export function put(root: string, inner: string, node: Node): void {
  makeParents(root, inner);
  const path = join(root, inner);
  if (typeof node === 'string') writeFileSync(path, node);
  else if ('l' in node) symlinkSync(node.l, path);
  else if ('b' in node) writeFileSync(path, Buffer.from(node.b, 'base64'));
  else if ('c' in node) run('mknod', ['-m', '644', path, 'c', ...node.c.map(String)]);
  else if ('d' in node) {
    mkdirSync(path, { recursive: true });
    chmodSync(path, Number.parseInt(node.d, 8));
  } else {
    writeFileSync(path, node.t);
    if (node.m !== undefined) chmodSync(path, Number.parseInt(node.m, 8));
    setXattrs(path, node.x);
  }
}

export function setXattrs(path: string, xattrs: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries(xattrs)) run('setfattr', ['-n', name, '-v', value, path]);
}

/** Writes a tree below a folder, which is made. */
export function fill(folder: string, tree: Tree): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  for (const [path, node] of Object.entries(tree)) put(folder, path, node);
}
