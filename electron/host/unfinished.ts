/** Files that a change of Veneer left which was cut off, in the folders that its helper sweeps with the next change. */
import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { IS_UNFINISHED } from '../../shared/changes/unfinished.ts';
import { storesOf } from '../../shared/images/store.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import { resolveInRoot } from './rooted.ts';

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
  const lists = [...folders].map((folder) => listOf(root, folder));
  const below = lists.flatMap((list) => list.folders).slice(0, MOST_FOLDERS);
  return [...lists, ...below.map((folder) => listOf(root, folder))].flatMap(({ folder, unfinished }) =>
    unfinished.flatMap((name) => lookAt(root, folder, name, now - OLD_MS)),
  );
}

interface List {
  readonly folder: string;
  /** Folders of versions: of a store, and `.raw.v` folders of a search directory. */
  readonly folders: readonly string[];
  /** Names. */
  readonly unfinished: readonly string[];
}

function listOf(root: string, folder: string): List {
  const entries = entriesIn(root, folder);
  return {
    folder,
    folders: entries.filter((one) => one.isDirectory()).map(({ name }) => `${folder}/${name}`),
    unfinished: entries.filter(({ name }) => IS_UNFINISHED.test(name)).map(({ name }) => name),
  };
}

function entriesIn(root: string, folder: string): Dirent[] {
  const at = resolveInRoot(root, folder);
  if (!at.found || !at.stat.isDirectory()) return [];
  try {
    return readdirSync(at.hostPath, { withFileTypes: true });
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
