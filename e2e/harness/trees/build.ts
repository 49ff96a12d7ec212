/** Builds a described host below a folder. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../programs.ts';
import { type Entry, HOST_FOLDERS, type HostTree } from './description.ts';
import { fill, makeParents, put, setXattrs } from './fill.ts';
import { makeDisk, makeFileSystem } from './images.ts';

/**
 * Builds it, as root or as an ordinary user: then without what only root can make, see `needsRoot()`.
 *
 * @param root a folder that is empty or not there
 */
export function buildTree(tree: HostTree, root: string): void {
  for (const folder of HOST_FOLDERS) {
    // A link or a file may stand for a folder of the host's.
    const isOther = Object.keys(tree.host).includes(folder);
    if (!isOther && tree.hostWithout?.includes(folder) !== true) mkdirSync(join(root, folder), { recursive: true });
  }
  fill(root, tree.host);
  for (const entry of tree.entries) makeEntry(entry, root);
}

function makeEntry(entry: Entry, root: string): void {
  makeParents(root, entry.p);
  const path = join(root, entry.p);
  switch (entry.f) {
    case 'dir':
      fill(path, entry.t ?? {});
      return;
    case 'link':
      symlinkSync(entry.l, path);
      return;
    case 'file':
      put(root, entry.p, entry.n);
      return;
    case 'fifo':
      run('mkfifo', [path]);
      return;
    case 'gpt':
      makeDisk(entry.parts, path);
      return;
    case 'cut': {
      makeFileSystem(entry.of, entry.t, path);
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.subarray(0, Math.floor((bytes.length * entry.keep) / 1000)));
      return;
    }
    default:
      makeFileSystem(entry.f, entry.t, path);
      setXattrs(path, entry.x);
  }
}
