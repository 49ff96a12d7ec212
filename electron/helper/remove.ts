/** Takes an extension out of its search directory, and old versions out of the store. */

import { lstatSync, renameSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseImageFileName, type Store, storeFor, storesOf, versionedDirectory } from '../../shared/images/store.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { entriesOf, type NamedEntry, safeJoin } from './directories.ts';
import { makeDirectory, removeIfEmpty, syncDirectory } from './files.ts';
import { type Flat, flatImages, type InStore, isFlat as isFlatName, NOTHING_FLAT, protectedIn } from './flat.ts';
import { keptVersions } from './kept.ts';
import { noteMade } from './labels.ts';
import { sweepOrigins } from './origin.ts';
import { takeCount, takeFlag, takeName } from './parameters.ts';
import {
  currentTarget,
  filesInUse,
  folderOf,
  linkOf,
  sectorsOf,
  sizesOfReplaced,
  storeOfName,
  sweepStores,
  versionsOf,
} from './store.ts';
import { flatHere } from './transfer.ts';
import { removeMasks } from './unmask.ts';
import { type Common, verb } from './verb.ts';
import { adoptVersion, currentIn, pathOf, takeAllOut, versionedIn } from './versioned.ts';

interface RemoveRequest extends Common {
  readonly name: string;
  /** Deletes what else would be kept in the store. */
  readonly purge: boolean;
}

interface VacuumRequest extends Common {
  readonly name: string;
  /** How many versions stay beside the current one. */
  readonly keep: number;
}

/**
 * Removes the entry of a name that counts. Without `purge` its stored images stay, so that it can be taken back; with it they
 * are deleted, also where the entry was removed before, and so is what masks the name.
 *
 * @returns what was done, a sentence each
 * @throws {VeneerError} `not-found` where nothing of the name was installed, `unsupported` for a folder, which is not
 *   ours to delete
 */
export function removeExtension(request: RemoveRequest, flat: Flat = NOTHING_FLAT): Message[] {
  const { root, class: extensionClass, name, purge } = request;
  const [entry] = entriesThatCount(request);
  const done = entry === undefined ? purgeRemoved(request, flat) : removeFirst(request, entry, flat);
  // A mask would keep out what is installed later; where another entry of the name stays, it keeps that one out.
  if (purge && entriesThatCount(request).length === 0) done.push(...removeMasks({ root, class: extensionClass }, name));
  return done;
}

const entriesThatCount = ({
  root,
  class: extensionClass,
  name,
}: Pick<RemoveRequest, 'root' | 'class' | 'name'>): NamedEntry[] =>
  entriesOf(root, extensionClass, name).filter(({ kind }) => kind !== 'empty-directory');

/** Deletes what is stored of a name that was removed before. @throws {VeneerError} `not-found` where nothing is */
function purgeRemoved(request: RemoveRequest, flat: Flat): Message[] {
  const { class: extensionClass, name, purge } = request;
  const store = purge ? storeOfRemoved(request, flat) : null;
  if (store === null)
    throw new VeneerError('not-found', messageOf('helper.no-named-is-installed', { class: extensionClass, name }));
  return purgeStore({ ...request, store }, flat);
}

/** The store with images of a name that has no entry; null where there is an entry, or no image. */
function storeOfRemoved(named: Pick<RemoveRequest, 'root' | 'class' | 'name'>, flat: Flat): Store | null {
  if (entriesThatCount(named).length > 0) return null;
  return storesOf(named.class).find((store) => imagesOf({ ...named, store }, flat).length > 0) ?? null;
}

function removeFirst(request: RemoveRequest, entry: NamedEntry, flat: Flat): Message[] {
  const { root, class: extensionClass, name, purge } = request;
  const store = storeOfName(root, extensionClass, name, flat);
  if (store !== null && linkOf(store, name) === `${entry.directory}/${entry.fileName}`) {
    const directory = safeJoin(root, store.directory);
    unlinkSync(join(directory, entry.fileName));
    syncDirectory(directory);
    return [
      messageOf('helper.removed', { path: linkOf(store, name) }),
      ...(purge ? purgeStore({ ...request, store }, flat) : []),
    ];
  }
  const versioned = store === null ? null : versionedIn(root, store, name);
  if (
    store !== null &&
    versioned !== null &&
    versionedDirectory(store, name) === `${entry.directory}/${entry.fileName}`
  ) {
    adoptVersion(versioned);
    takeAllOut(versioned);
    const sentence = messageOf('helper.took-all-versions-out-of', { path: versionedDirectory(store, name) });
    return [sentence, ...(purge ? purgeStore({ ...request, store }, flat) : [])];
  }
  return [removeEntry(root, entry, request)];
}

/** A file that was put there by hand: deleted, or kept in the store under the time at which it was removed. */
function removeEntry(root: string, { directory, fileName, kind }: NamedEntry, request: RemoveRequest): Message {
  const path = join(directory, fileName);
  if (kind === 'directory') {
    throw new VeneerError('unsupported', messageOf('helper.is-folder-which-veneer-does-not', { path }), {
      nextStep: messageOf('helper.disable-it-or-remove-folder-by'),
    });
  }
  const parent = safeJoin(root, directory);
  if (request.purge || kind === 'symlink') {
    unlinkSync(join(parent, fileName));
    syncDirectory(parent);
    return messageOf('helper.removed', { path });
  }
  const kept = folderOf(storeFor(request.class, directory.startsWith('/run/') ? 'until-reboot' : 'kept'), request.name);
  const folder = safeJoin(root, kept);
  makeDirectory(folder);
  const keptName = `${request.name}-removed.${Date.now()}.raw`;
  renameSync(join(parent, fileName), join(folder, keptName));
  noteMade(join(folder, keptName));
  syncDirectory(folder);
  syncDirectory(parent);
  return messageOf('helper.moved-to', { path, target: `${kept}/${keptName}` });
}

function purgeStore(where: InStore, flat: Flat): Message[] {
  const { root, store, name } = where;
  const folder = safeJoin(root, folderOf(store, name));
  const images = imagesOf(where, flat);
  for (const { path } of images) unlinkSync(hostPathOf(root, path));
  if (images.some(({ isFlat }) => isFlat)) syncDirectory(safeJoin(root, store.store));
  sweepOrigins(folder);
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) removeIfEmpty(folder);
  return images.map(({ path }) => messageOf('helper.deleted', { path }));
}

/** An image of a name in its store. */
interface StoredImage {
  /** Without the root. */
  readonly path: string;
  readonly fileName: string;
  /** In the store itself, beside those of others. */
  readonly isFlat: boolean;
  /** By what a person names it, and systemd-sysupdate. */
  readonly versions: readonly string[];
}

const hostPathOf = (root: string, path: string): string => join(safeJoin(root, dirname(path)), basename(path));

/** All images of a name in a store. Those that a transfer file keeps there come by version, else the one that was installed last first. */
function imagesOf(where: InStore, flat: Flat): StoredImage[] {
  const { root, store, name } = where;
  const imageAt = (folder: string, fileName: string, versions: readonly string[]): StoredImage => ({
    path: `${folder}/${fileName}`,
    fileName,
    isFlat: folder === store.store,
    versions: [...versions, parseImageFileName(fileName, name)?.version ?? ''],
  });
  const own = versionsOf(root, store, name).map((fileName) => imageAt(folderOf(store, name), fileName, []));
  if (!isFlatName(flat, where)) return own;
  const beside = flatImages(flat, where).map(({ fileName, version }) => imageAt(store.store, fileName, [version]));
  return [...own, ...beside].sort((a, b) => compareVersions(b.versions[0] ?? '', a.versions[0] ?? ''));
}

/**
 * Deletes old versions of a name. Never the current one, never one that is merged, pinned, or meant for another OS.
 *
 * @param spared the file name of one that stays beside those that are kept
 * @param flat in whose layouts what a transfer file protects stays too, and as with systemd-sysupdate what has to stay is
 *   one of those that are kept
 * @returns what was deleted, a sentence each
 */
export function vacuumStore(
  request: VacuumRequest,
  spared: string | null = null,
  flat: Flat = NOTHING_FLAT,
): Message[] {
  const { root, class: extensionClass, name, keep } = request;
  const store = storeOfName(root, extensionClass, name, flat) ?? storeOfRemoved(request, flat);
  if (store === null) throw notByVersion(request);
  const where = { root, class: extensionClass, name, store };
  const used = filesInUse();
  const versioned = versionedIn(root, store, name);
  if (versioned !== null) adoptVersion(versioned);
  const current =
    versioned === null ? currentTarget(root, store, name) : `${folderOf(store, name)}/${currentIn(versioned)}`;
  const old = imagesOf(where, flat).filter(({ path, fileName }) => path !== current && fileName !== spared);
  const replaced = sizesOfReplaced(join(safeJoin(root, store.directory), `${name}.raw`));
  const isUsed = ({ path, fileName }: StoredImage) =>
    replaced.has(sectorsOf(lstatSync(hostPathOf(root, path)).size)) ||
    used.has(hostPathOf(root, path)) ||
    (versioned !== null && used.has(pathOf(versioned, fileName) ?? ''));
  const kept = [...keptVersions(root, extensionClass, name), ...protectedIn(flat, where)];
  const mayGo = (image: StoredImage) => !isUsed(image) && !image.versions.some((one) => kept.includes(one));
  const deletable = old.filter(mayGo);
  const excess = Math.max(0, old.length - keep);
  const deleted = isFlatName(flat, where)
    ? deletable.slice(Math.max(0, deletable.length - excess))
    : old.slice(keep).filter(mayGo);
  for (const { path, fileName } of deleted) {
    const inPlace = versioned === null ? null : pathOf(versioned, fileName);
    if (inPlace !== null) unlinkSync(inPlace);
    unlinkSync(hostPathOf(root, path));
  }
  for (const folder of new Set(deleted.map(({ path }) => dirname(path)))) syncDirectory(safeJoin(root, folder));
  const folder = safeJoin(root, folderOf(store, name));
  sweepOrigins(folder);
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) removeIfEmpty(folder);
  return deleted.map(({ path }) => messageOf('helper.deleted', { path }));
}

/** Why nothing of a name can be told to be old. */
function notByVersion({ root, class: extensionClass, name }: VacuumRequest): VeneerError {
  const beside = storesOf(extensionClass).find((store) => {
    const path = join(safeJoin(root, store.directory), `${name}.raw`);
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
    return isLink && dirname(currentTarget(root, store, name) ?? '') === store.store;
  });
  if (beside === undefined) {
    return new VeneerError(
      'not-found',
      messageOf('helper.no-named-was-installed-by-version', { class: extensionClass, name }),
    );
  }
  return new VeneerError(
    'unsupported',
    messageOf('helper.no-transfer-file-says-which-images', { path: beside.store, name }),
    {
      nextStep: messageOf('helper.put-its-transfer-file-back', { name }),
    },
  );
}

export const REMOVE_VERBS = {
  remove: verb({
    writesEtc: true,
    check: (fields) => ({ name: takeName(fields), purge: takeFlag(fields, 'purge') }),
    run: async (request) => {
      sweepStores(request.root, request.class);
      return removeExtension(request, await flatHere(request.root));
    },
    forEveryOs: true,
  }),
  vacuum: verb({
    check: (fields) => ({ name: takeName(fields), keep: takeCount(fields, 'keep') }),
    run: async (request) => {
      sweepStores(request.root, request.class);
      return vacuumStore(request, null, await flatHere(request.root));
    },
  }),
};
