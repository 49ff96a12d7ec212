/** The folders in which versions are kept, as they are listed; what in them is a version of a name is told by its file name. */
import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { originFileName, type ShownOrigin } from '../../shared/images/origin.ts';
import { type Store, storesOf, versionedDirectory } from '../../shared/images/store.ts';
import { vendorFolders, vendorOf } from '../../shared/images/vendor-store.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { namesIn } from '../host/definition-files.ts';
import type { ComponentDefinitions } from '../host/definitions.ts';
import { hostPath, resolveInRoot } from '../host/rooted.ts';
import { originBeside, originOfEntry, placesOf } from './image-origin.ts';

export interface StoredFile {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link';
  /** Bytes of a file, or of the one that a link leads to; null for anything else. */
  readonly size: number | null;
  /** When its inode changed last, in milliseconds since 1970: the installation of an image. 0 for a folder. */
  readonly changed: number;
  /** From where it came, as root's helper has it written down. */
  readonly origin: ShownOrigin | null;
}

/** By the folder, without the root; a folder that is not there, or that nobody keeps versions in, has no entry. */
export type Stores = ReadonlyMap<string, readonly StoredFile[]>;

/** As many files as nobody keeps in one folder; what else stands there is not read to its end. */
const MOST = 10_000;

/** As many names as nobody has removed and kept versions of. */
const MOST_REMOVED = 1000;

/**
 * @param extensions all that was found, whose names have folders of their own in a store; of names that were removed the
 *   folders are listed as well
 */
export function readStores(
  root: string,
  classes: readonly ExtensionClass[],
  extensions: readonly Pick<Extension, 'class' | 'name' | 'path' | 'realPath'>[],
  definitions: readonly ComponentDefinitions[],
): Stores {
  const folders = new Set<string>();
  for (const { path, realPath } of extensions) {
    if (path !== realPath) folders.add(dirname(realPath));
    for (const folder of vendorOf(realPath) === null ? [] : vendorFolders(vendorOf(realPath))) folders.add(folder);
  }
  for (const { transfers, off } of definitions) {
    for (const { file } of [...transfers, ...off]) {
      if (file.target.type === 'regular-file' && file.target.relativeTo === 'root') folders.add(file.target.path);
    }
  }
  for (const extensionClass of classes) {
    const names = new Set(extensions.filter((one) => one.class === extensionClass).map(({ name }) => name));
    for (const store of storesOf(extensionClass)) {
      folders.add(store.store);
      const kept = namesIn(root, store.store).filter(isExtensionName);
      const removed = kept.filter((name) => !names.has(name)).slice(0, MOST_REMOVED);
      for (const name of [...kept.filter((one) => names.has(one)), ...removed]) folders.add(`${store.store}/${name}`);
      const beside = new Set(namesIn(root, store.directory).filter((name) => name.endsWith('.v')));
      if (beside.size === 0) continue;
      for (const name of names) {
        const versioned = versionedDirectory(store, name);
        if (beside.has(basename(versioned))) folders.add(versioned);
      }
    }
  }
  return new Map(
    [...folders].sort().flatMap((folder) => {
      const files = filesIn(root, folder);
      return files === null ? [] : [[folder, files] as const];
    }),
  );
}

/** What stands in a folder that is kept; nothing of any other. */
export const storedFilesIn = (stores: Stores, folder: string): readonly StoredFile[] => stores.get(folder) ?? [];

/** From where a version in a store came; null where nothing is known. @param fileName of the image in the folder of the name */
export function originIn(stores: Stores, store: Store, name: string, fileName: string): ShownOrigin | null {
  for (const path of placesOf(store, name, fileName)) {
    const found = storedFilesIn(stores, dirname(path)).find((one) => one.name === basename(path));
    if (found !== undefined) return found.origin;
  }
  return null;
}

/**
 * From where the image of each entry came, by the id of the entry; none of which nothing is known. A folder is listed once: most
 * images have no record beside them.
 */
export function readOrigins(root: string, extensions: readonly Extension[]): ReadonlyMap<string, ShownOrigin> {
  const names = new Map<string, ReadonlySet<string>>();
  const hasRecord = (path: string) => {
    const folder = dirname(path);
    const known = names.get(folder) ?? new Set(namesIn(root, folder));
    names.set(folder, known);
    return known.has(originFileName(basename(path)) ?? '');
  };
  const found = new Map<string, ShownOrigin>();
  for (const extension of extensions) {
    if (extension.type !== 'raw' && extension.type !== 'block') continue;
    const origin = originOfEntry(root, extension, hasRecord);
    if (origin !== null) found.set(extension.id, origin);
  }
  return found;
}

/** @returns null for what is no folder, or one that this user may not look into */
function filesIn(root: string, folder: string): StoredFile[] | null {
  const resolved = resolveInRoot(root, folder);
  if (!resolved.found || !resolved.stat.isDirectory()) return null;
  try {
    const entries = readdirSync(resolved.hostPath, { withFileTypes: true });
    const names = new Set(entries.map(({ name }) => name));
    return entries.slice(0, MOST).flatMap((entry): StoredFile[] => {
      const { name } = entry;
      const path = `${folder}/${name}`;
      if (entry.isDirectory()) return [{ name, type: 'folder', size: null, changed: 0, origin: null }];
      if (!entry.isFile() && !entry.isSymbolicLink()) return [];
      const size = entry.isFile() ? sizeOf(join(resolved.hostPath, name)) : sizeOfTarget(root, path);
      const origin = names.has(originFileName(name) ?? '') ? originBeside(root, path) : null;
      const changed = lstatSync(join(resolved.hostPath, name), { throwIfNoEntry: false })?.ctimeMs ?? 0;
      return [{ name, type: entry.isFile() ? 'file' : 'link', size, changed, origin }];
    });
  } catch {
    return null;
  }
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

function sizeOfTarget(root: string, path: string): number | null {
  const target = resolveInRoot(root, path);
  return target.found && target.stat.isFile() ? target.stat.size : null;
}

/** Where the folders of the stores are on this machine, for whoever watches them. */
export const storeFolders = (root: string, stores: Stores): string[] =>
  [...stores.keys()].map((folder) => hostPath(root, folder));
