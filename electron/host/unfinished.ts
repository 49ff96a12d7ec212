/** Files that a change of Veneer left which was cut off, in the folders that its helper sweeps with the next change. */
import { lstatSync, readdirSync } from 'node:fs';
import { IS_UNFINISHED } from '../../shared/changes/unfinished.ts';
import { storesOf } from '../../shared/images/store.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import { namesIn, resolveInRoot } from './rooted.ts';

/** A change that goes on writes to what it has begun. */
const OLD_MS = 10 * 60_000;
/** More folders of versions than anybody has. */
const MOST_FOLDERS = 2000;

export interface Unfinished {
  /** Without the root. */
  readonly path: string;
  readonly bytes: number;
}

/** What cannot be looked at counts as not there. @param now milliseconds since 1970 */
export function readUnfinished(root: string, now = Date.now()): Unfinished[] {
  const stores = CLASSES.flatMap((one) => storesOf(one));
  const folders = new Set(stores.flatMap(({ store, directory }) => [directory, store]));
  const below = [...folders].flatMap((folder) => foldersIn(root, folder));
  return [...folders, ...below.slice(0, MOST_FOLDERS)].flatMap((folder) =>
    namesIn(root, folder)
      .filter((name) => IS_UNFINISHED.test(name))
      .flatMap((name) => lookAt(root, folder, name, now - OLD_MS)),
  );
}

/** Folders of versions: of a store, and `.raw.v` folders of a search directory. */
function foldersIn(root: string, folder: string): string[] {
  const at = resolveInRoot(root, folder);
  if (!at.found || !at.stat.isDirectory()) return [];
  try {
    const entries = readdirSync(at.hostPath, { withFileTypes: true });
    return entries.filter((one) => one.isDirectory()).map(({ name }) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function lookAt(root: string, folder: string, name: string, before: number): Unfinished[] {
  const at = resolveInRoot(root, folder);
  const stat = at.found ? lstatSync(`${at.hostPath}/${name}`, { throwIfNoEntry: false }) : undefined;
  if (stat === undefined || !(stat.isFile() || stat.isSymbolicLink()) || stat.mtimeMs > before) return [];
  return [{ path: `${folder}/${name}`, bytes: stat.isFile() ? stat.size : 0 }];
}
