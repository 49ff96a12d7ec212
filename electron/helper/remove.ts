/** Takes an extension out of its search directory, and old versions out of the store. */

import { lstatSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { parseImageFileName, type Store, storeFor, versionedDirectory } from '../../shared/store.ts';
import { entriesOf, type NamedEntry, safeJoin } from './directories.ts';
import { makeDirectory, namesIn, syncDirectory } from './files.ts';
import { keptVersions } from './kept.ts';
import { noteMade } from './labels.ts';
import { sweepOrigins } from './origin.ts';
import type { RemoveRequest, VacuumRequest } from './request.ts';
import {
  currentTarget,
  filesInUse,
  folderOf,
  linkOf,
  sectorsOf,
  sizesOfReplaced,
  storeOfName,
  versionsOf,
} from './store.ts';
import { adopt, currentIn, pathOf, takeAllOut, versionedIn } from './versioned.ts';

/**
 * Removes the entry of a name that counts. Without `purge` its stored images stay, so that it can be taken back.
 *
 * @returns what was done, a sentence each
 * @throws {VeneerError} `not-found` where nothing of the name was installed, `unsupported` for a folder, which is not
 *   ours to delete
 */
export function remove(request: RemoveRequest): Message[] {
  const { root, class: extensionClass, name, purge } = request;
  const entry = entriesOf(root, extensionClass, name).find(({ kind }) => kind !== 'empty-directory');
  if (entry === undefined)
    throw new VeneerError('not-found', messageOf('helper.no-named-is-installed', { class: extensionClass, name }));
  const store = storeOfName(root, extensionClass, name);
  if (store !== null && linkOf(store, name) === `${entry.directory}/${entry.fileName}`) {
    const directory = safeJoin(root, store.directory);
    unlinkSync(join(directory, entry.fileName));
    syncDirectory(directory);
    return [
      messageOf('helper.removed', { path: linkOf(store, name) }),
      ...(purge ? purgeStore(root, store, name) : []),
    ];
  }
  const versioned = store === null ? null : versionedIn(root, store, name);
  if (
    store !== null &&
    versioned !== null &&
    versionedDirectory(store, name) === `${entry.directory}/${entry.fileName}`
  ) {
    adopt(versioned);
    takeAllOut(versioned);
    const sentence = messageOf('helper.took-all-versions-out-of', { path: versionedDirectory(store, name) });
    return [sentence, ...(purge ? purgeStore(root, store, name) : [])];
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

function purgeStore(root: string, store: Store, name: string): Message[] {
  const folder = safeJoin(root, folderOf(store, name));
  const images = versionsOf(root, store, name);
  for (const fileName of images) unlinkSync(join(folder, fileName));
  sweepOrigins(folder);
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined && namesIn(folder).length === 0) rmdirSync(folder);
  return images.map((fileName) => messageOf('helper.deleted', { path: `${folderOf(store, name)}/${fileName}` }));
}

/**
 * Deletes old versions of a name. Never the current one, never one that is merged, pinned, or meant for another OS.
 *
 * @param spared the file name of one that stays beside those that are kept
 * @returns what was deleted, a sentence each
 */
export function vacuum(
  { root, class: extensionClass, name, keep }: VacuumRequest,
  spared: string | null = null,
): Message[] {
  const store = storeOfName(root, extensionClass, name);
  if (store === null)
    throw new VeneerError(
      'not-found',
      messageOf('helper.no-named-was-installed-by-version', { class: extensionClass, name }),
    );
  const folder = safeJoin(root, folderOf(store, name));
  const used = filesInUse();
  const versioned = versionedIn(root, store, name);
  if (versioned !== null) adopt(versioned);
  const current =
    versioned === null ? currentTarget(root, store, name) : `${folderOf(store, name)}/${currentIn(versioned)}`;
  const old = versionsOf(root, store, name).filter(
    (fileName) => `${folderOf(store, name)}/${fileName}` !== current && fileName !== spared,
  );
  const replaced = sizesOfReplaced(join(safeJoin(root, store.directory), `${name}.raw`));
  const isUsed = (fileName: string) =>
    replaced.has(sectorsOf(lstatSync(join(folder, fileName)).size)) ||
    used.has(join(folder, fileName)) ||
    (versioned !== null && used.has(pathOf(versioned, fileName) ?? ''));
  const kept = keptVersions(root, extensionClass, name);
  const isKept = (fileName: string) => kept.includes(parseImageFileName(fileName, name)?.version ?? '');
  const deleted = old.slice(keep).filter((fileName) => !isUsed(fileName) && !isKept(fileName));
  for (const fileName of deleted) {
    const inPlace = versioned === null ? null : pathOf(versioned, fileName);
    if (inPlace !== null) unlinkSync(inPlace);
    unlinkSync(join(folder, fileName));
  }
  if (deleted.length > 0) syncDirectory(folder);
  sweepOrigins(folder);
  return deleted.map((fileName) => messageOf('helper.deleted', { path: `${folderOf(store, name)}/${fileName}` }));
}
