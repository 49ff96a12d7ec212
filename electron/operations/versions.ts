/** The versions of a name that stand in its store, and the change that goes back to one. */

import { basename, dirname } from 'node:path';
import { changeToStored } from '../../shared/changes/install.ts';
import {
  imageFileName,
  isOfSysextmgr,
  parseImageFileName,
  parseVersionedFileName,
  type Store,
  storeFor,
  storeOfLink,
  storesOf,
  type VersionedAs,
  versionedDirectory,
} from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { StoredVersion } from '../../shared/model/inspected-image.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { originIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';
import { plainEntry, spelledLike } from './adopting.ts';
import { flatVersions, isFlat } from './flat.ts';
import { storedVersions, storeOfRemoved } from './stored-versions.ts';
import { refuseVendors, vendorVersions } from './vendor-versions.ts';

/**
 * The change that makes another stored version current: `version`, or the newest one older than the current; the newest
 * where the name was removed.
 *
 * @throws {VeneerError} `not-found` where the store has no such version
 */
export function rollbackChange(
  system: System,
  extensionClass: ExtensionClass,
  name: string,
  version: string | null,
): Change {
  const named = { class: extensionClass, name };
  const known = currentVersion(system, extensionClass, name);
  const removed = removedVersion(system, named);
  const current = known ?? plainVersion(system, extensionClass, name) ?? removed;
  if (current === null) {
    refuseVendors(system, named);
    const kept = system.extensions.find((one) => one.class === extensionClass && one.name === name);
    const isTheirs = kept !== undefined && isOfSysextmgr(kept.realPath);
    const flat = storesOf(extensionClass).find((store) => isFlat(system, named, store));
    if (flat !== undefined && kept !== undefined) throw namedOtherwise(flat, name);
    throw new VeneerError('not-found', messageOf('change.was-not-installed-by-version-so', { name }), {
      nextStep: isTheirs
        ? messageOf('change.sysextmgr-keeps-it-it-goes-back')
        : messageOf('change.see-what-is-there-with-veneer'),
    });
  }
  const { stored, store } = current;
  const others = [...storedVersions(system.stores, store, name), ...flatVersions(system, named, store)].filter(
    (one) => one.version !== stored?.version,
  );
  const older =
    removed === null
      ? others.filter((one) => stored !== null && compareVersions(one.version, stored.version) < 0)
      : [...others];
  const wanted =
    version === null
      ? older.sort((a, b) => compareVersions(b.version, a.version))[0]
      : others.find((one) => one.version === version);
  if (wanted === undefined) {
    if (others.length === 0 && isUnowned(system, named, store)) throw notOwned(store, name);
    const there = [...(stored === null ? [] : [stored]), ...others].map((one) => one.version);
    throw new VeneerError(
      'not-found',
      messageOf('change.has-no-in', { name, version: version ?? messageOf('change.older-version'), path: store.store }),
      {
        nextStep: messageOf('change.there-are', { versions: there.join(', ') || 'none' }),
      },
    );
  }
  return changeToStored(extensionClass, name, { ...wanted, place: store.place });
}

/** Whether the link of a name leads to the store itself, and no transfer file says which images there are of the name. */
function isUnowned(system: System, named: Pick<Extension, 'class' | 'name'>, store: Store): boolean {
  const isThere = system.extensions.some(
    (one) => one.class === named.class && one.name === named.name && dirname(one.realPath) === store.store,
  );
  return isThere && !isFlat(system, named, store);
}

function notOwned({ store }: Store, name: string): VeneerError {
  return new VeneerError('unsupported', messageOf('change.no-transfer-file-says-which-images', { path: store, name }), {
    nextStep: messageOf('change.put-its-transfer-file-back', { name }),
  });
}

function namedOtherwise({ store, directory }: Store, name: string): VeneerError {
  return new VeneerError('unsupported', messageOf('change.images-have-other-names', { name, path: store }), {
    nextStep: messageOf('change.lead-to-another-image-by-hand', { link: `${directory}/${name}.raw` }),
  });
}

/** The version of a name that is current, with its store; null where it was not installed by version. */
export function currentVersion(
  { extensions }: System,
  extensionClass: ExtensionClass,
  name: string,
): { readonly stored: VersionedAs; readonly store: Store } | null {
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name);
  for (const { path, realPath } of mine) {
    const linked = storeOfLink(extensionClass, path, realPath);
    const store = linked ?? storesOf(extensionClass).find((one) => versionedDirectory(one, name) === path);
    if (store === undefined) continue;
    const fileName = basename(realPath);
    const stored = linked === null ? parseVersionedFileName(fileName, name) : parseImageFileName(fileName, name);
    return stored === null ? null : { stored, store };
  }
  return null;
}

/**
 * The image of a name that stands where the link would be, with the store that takes it over; its version is null where
 * only its hash will tell one.
 */
function plainVersion(
  system: System,
  extensionClass: ExtensionClass,
  name: string,
): { readonly stored: VersionedAs | null; readonly store: Store } | null {
  for (const store of storesOf(extensionClass)) {
    const entry = plainEntry(system, extensionClass, name, store);
    if (entry === null) continue;
    const beside = storedVersions(system.stores, store, name)[0]?.version ?? null;
    if (beside === null && !isOwn(extensionClass, store)) continue;
    const version = entry.version === null ? null : spelledLike(beside, entry.version);
    return { stored: version === null ? null : { version, architecture: null }, store };
  }
  return null;
}

/** Whether Veneer would begin the store itself. */
function isOwn(extensionClass: ExtensionClass, { store, place }: Store): boolean {
  return storeFor(extensionClass, place).store === store;
}

/** The store of a name that is not there itself, none of whose versions is current; null where there is none. */
function removedVersion(system: System, named: Pick<Extension, 'class' | 'name'>) {
  const store = storeOfRemoved(system, named);
  return store === null ? null : { stored: null, store };
}

/** What a person is shown: the versions that the OS keeps itself, which nobody else changes, and those of a store; newest first. */
export function shownVersions(system: System, extensionClass: ExtensionClass, name: string): StoredVersion[] {
  const ofOs = vendorVersions(system, { class: extensionClass, name });
  return [...ofOs.sort((a, b) => compareVersions(b.version, a.version)), ...versionsOf(system, extensionClass, name)];
}

/** The versions of a name in its store, newest first; none of them is current where an image stands there itself. */
export function versionsOf(system: System, extensionClass: ExtensionClass, name: string): StoredVersion[] {
  const known = currentVersion(system, extensionClass, name);
  const named = { class: extensionClass, name };
  const current = known ?? plainVersion(system, extensionClass, name) ?? removedVersion(system, named);
  if (current === null) return [];
  const { store } = current;
  const { place } = store;
  return [
    ...storedVersions(system.stores, store, name),
    ...flatVersions(system, named, store),
    // Of what lies beside those of others without a transfer file, this one alone is known to be of the name.
    ...(known !== null && isUnowned(system, named, store) ? [known.stored] : []),
  ]
    .sort((a, b) => compareVersions(b.version, a.version))
    .map((one) => ({
      ...one,
      isCurrent: one.version === known?.stored.version,
      place,
      origin: originIn(system.stores, store, name, imageFileName(name, one.version, one.architecture)),
      fetchers: [],
      vendor: null,
    }));
}
