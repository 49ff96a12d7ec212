/** Changes of image files: where they go, and the host as it would be read after them. */

import { basename, dirname, resolve } from 'node:path';
import { type InstallChange, isInstall } from '../../shared/changes/install.ts';
import { isRemove, type RemoveChange } from '../../shared/changes/remove.ts';
import { isRename } from '../../shared/changes/rename.ts';
import type { Installing, Named, RemovingAll } from '../../shared/changes/row.ts';
import { NOT_SEEN } from '../../shared/diagnosis/entry/diagnose-entry.ts';
import {
  imageFileName,
  parseVersionedFileName,
  type Store,
  storeFor,
  storeOfLink,
  versionedDirectory,
  versionedFileName,
} from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { type ExtensionClass, rulesFor } from '../../shared/systemd/classes.ts';
import { nameOfEntry } from '../../shared/systemd/image-name.ts';
import { maskDirectories } from '../../shared/systemd/masking.ts';
import type { Inspection } from '../extensions/inspection.ts';
import { asExtension } from '../extensions/inspection.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { idOf } from '../extensions/naming.ts';
import { besideImage } from '../extensions/sidecars.ts';
import type { System, Target } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { NO_ATTRIBUTES, readVerityAttributes } from '../extensions/verity-attributes.ts';
import { namesIn } from '../host/definition-files.ts';
import { hostPath, resolveInRoot } from '../host/rooted.ts';
import type { Adoptions } from './adoption.ts';
import { isFlatFile } from './flat.ts';
import { inspectRenamed, renamed } from './renaming.ts';
import { storeOfRemoved } from './stored-versions.ts';

/** What will be installed, by class and name. */
export type Inspections = ReadonlyMap<string, Inspection>;

const keyOf = ({ class: extensionClass, name }: Pick<Change, 'class' | 'name'>) => `${extensionClass}:${name}`;

/**
 * Where an image goes: to the store of the version that it replaces, else to the usual one; a stored version of a name that was
 * removed stays where it is.
 */
export function storeForChange(system: System, change: Installing): Store {
  const { class: extensionClass, name, image } = change;
  const removed = image.source === null ? storeOfRemoved(system, change) : null;
  if (removed !== null) return removed;
  const link = system.extensions.find(
    (one) => one.class === extensionClass && one.name === name && one.listed && one.realPath !== one.path,
  );
  const known = link === undefined ? null : storeOfLink(extensionClass, link.path, link.realPath);
  const usual = storeFor(extensionClass, image.place);
  return known !== null && image.place === 'kept' && known.place === 'kept' ? known : usual;
}

/** Reads what is to be installed, and what is to be renamed as it would be then. @throws {VeneerError} `not-found` for a file that is not there */
export async function inspectInstalls(
  reader: LocalReader,
  { root }: Target,
  system: System,
  changes: readonly Change[],
): Promise<Inspections> {
  const found = new Map<string, Inspection>();
  for (const change of changes) {
    if (isRename(change)) {
      const inspection = await inspectRenamed(reader, root, system, change);
      if (inspection !== null) found.set(keyOf(change), inspection);
    }
    if (!isInstall(change)) continue;
    const path = change.image.source ?? hostPath(root, storedPath(root, system, change));
    const inspection = await reader.inspect(resolve(path), change.class, mergeFor(system, change.class), change.name);
    // What is left beside the place of an older version vouches for the new one too; attributes are not copied.
    const isThere = change.image.source === null;
    const attributes = isThere ? (await readVerityAttributes([path]))?.get(path) : undefined;
    const beside = besideImage(root, entryPath(system, change), attributes ?? NO_ATTRIBUTES);
    found.set(keyOf(change), { ...inspection, entry: { ...inspection.entry, ...beside } });
  }
  return found;
}

/** Whether the host keeps the name of an install in a `.v` directory. */
export function isVersioned(system: System, change: Installing): boolean {
  const path = versionedDirectory(storeForChange(system, change), change.name);
  return system.extensions.some((one) => one.class === change.class && one.path === path);
}

/** The entry of a search directory by which an installed image counts. */
export function entryPath(system: System, change: InstallChange): string {
  const store = storeForChange(system, change);
  return isVersioned(system, change) ? versionedDirectory(store, change.name) : `${store.directory}/${change.name}.raw`;
}

/** Where a version is that was installed before: in the store, or only in the `.v` directory. Without the root. */
function storedPath(root: string, system: System, change: InstallChange): string {
  const stored = pathInStore(system, change);
  const inPlace = pathInVersioned(system, change);
  const { store } = storeForChange(system, change);
  const isThere = (path: string) => resolveInRoot(root, path).found;
  const elsewhere = [`${store}/${change.name}/${basename(stored)}`, `${store}/${basename(stored)}`].find(isThere);
  if (!isThere(stored) && elsewhere !== undefined) return elsewhere;
  return isVersioned(system, change) && resolveInRoot(root, inPlace).found ? inPlace : stored;
}

/** In the folder of the name, or in the store itself, where the transfer file of the name has it so. */
function pathInStore(system: System, change: InstallChange): string {
  const { version, architecture } = change.image;
  const store = storeForChange(system, change);
  const fileName = imageFileName(change.name, version, architecture);
  return isFlatFile(system, change, store, fileName)
    ? `${store.store}/${fileName}`
    : `${store.store}/${change.name}/${fileName}`;
}

function pathInVersioned(system: System, change: InstallChange): string {
  const { version, architecture } = change.image;
  const directory = versionedDirectory(storeForChange(system, change), change.name);
  return `${directory}/${versionedFileName(change.name, version, architecture)}`;
}

/**
 * The host as it would be read after the installs, removals and renamings.
 *
 * @throws {VeneerError} `not-found` for what is not installed
 */
export function withFileChanges(
  system: System,
  changes: readonly Change[],
  inspections: Inspections,
  adoptions: Adoptions = new Map(),
): System {
  let { extensions } = system;
  const entries = new Map(system.entries);
  for (const change of changes) {
    if (isInstall(change)) {
      const inspection = inspectionOf(inspections, change);
      const moved = adoptions.get(change)?.path;
      const others = extensions.filter((one) => one.class !== change.class || one.path !== moved);
      extensions = withInstalled(system, others, change, inspection);
      const path = entryPath(system, change);
      entries.set(idOf(change.class, path), { ...inspection.entry, path });
    } else if (isRemove(change)) extensions = withoutRemoved(system, extensions, change);
    else if (isRename(change)) {
      const inspection = inspectionOf(inspections, change);
      const moved = renamed(extensions, change, inspection);
      if (moved === null) throw notInstalled(system, change);
      const others = extensions.filter((one) => one !== moved.gone);
      const named = listAgain(system, [...others, moved.come], { class: change.class, name: change.to });
      extensions = listAgain(system, named, change);
      entries.set(moved.come.id, { ...inspection.entry, path: moved.come.path });
    }
  }
  return { ...system, extensions, entries, merge: withoutDeadLinks(system, extensions) };
}

/** @throws {VeneerError} `internal` */
function inspectionOf(inspections: Inspections, change: Change): Inspection {
  const inspection = inspections.get(keyOf(change));
  if (inspection !== undefined) return inspection;
  throw new VeneerError('internal', messageOf('change.was-not-looked-at', { name: change.name }));
}

/** What kept systemd from listing anything, and is gone with an entry, does so no more. */
function withoutDeadLinks({ merge, extensions: before }: System, after: readonly Extension[]): System['merge'] {
  const gone = new Set(before.filter((one) => !after.some(({ id }) => id === one.id)).map(({ path }) => path));
  const changed = Object.entries(merge).map(([name, context]) => {
    return [name, { ...context, undiscovered: context.undiscovered.filter(({ path }) => !gone.has(path)) }] as const;
  });
  return Object.fromEntries(changed);
}

function withInstalled(
  system: System,
  extensions: readonly Extension[],
  change: InstallChange,
  inspection: Inspection,
): Extension[] {
  const path = entryPath(system, change);
  if (isVersioned(system, change)) refuseUnpickable(system, change);
  const realPath = isVersioned(system, change) ? pathInVersioned(system, change) : pathInStore(system, change);
  const id = idOf(change.class, path);
  const installed: Extension = { ...asExtension(inspection), id, path, realPath };
  const others = extensions.filter((one) => one.class !== change.class || one.path !== path);
  return listAgain(system, [...others, installed], change);
}

/**
 * In a `.v` directory the version ends at the next underscore and has fewer letters than in a store (systemd.v(7)): what
 * would be put there must be found again.
 *
 * @throws {VeneerError} `invalid-input`
 */
function refuseUnpickable({ release }: System, { name, image: { version, architecture } }: InstallChange): void {
  const readBack = parseVersionedFileName(versionedFileName(name, version, architecture), name);
  if (readBack?.version === version && release.rules.pickedVersion.test(version)) return;
  throw new VeneerError('invalid-input', messageOf('common.cannot-be-version-of-in-its', { version, name }), {
    nextStep: messageOf('common.name-another-one-with-version-as'),
  });
}

function withoutRemoved(system: System, extensions: readonly Extension[], change: RemoveChange): Extension[] {
  // Of a name that was removed before, only what is stored goes.
  const gone = isRemovedBefore(system, change) ? undefined : removedEntry(system, extensions, change);
  const masks = new Set(masksPurged(system, change));
  return listAgain(
    system,
    extensions.filter((one) => one !== gone && !(one.class === change.class && one.masks && masks.has(one.path))),
    change,
  );
}

/** Whether only stored versions of the name are left, which a removal that purges deletes. */
function isRemovedBefore(system: System, change: RemoveChange): boolean {
  return change.purge && storeOfRemoved(system, change) !== null;
}

/**
 * The masks that go with the last of a name, for whoever deletes it with all its versions: a mask would keep out what is installed
 * later. None where another entry of the name stays, which the mask keeps out.
 */
export function masksPurged(system: System, { class: extensionClass, name, purge }: RemovingAll): string[] {
  const mine = system.extensions.filter((one) => one.class === extensionClass && one.name === name);
  if (!purge || mine.filter(({ masks }) => !masks).length > 1) return [];
  if (mine.every(({ masks }) => !masks) || isElsewhere(system, extensionClass, name)) return [];
  return mine.flatMap(({ path, masks }) =>
    masks && maskDirectories(extensionClass).some((directory) => path === `${directory}/${name}`) ? [path] : [],
  );
}

/** The entry that a removal takes: the one that counts, or else the first that is no mask. */
function removedEntry(system: System, extensions: readonly Extension[], change: RemoveChange): Extension {
  const { class: extensionClass, name } = change;
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  const gone = mine.find((one) => one.listed) ?? mine[0];
  if (gone === undefined) throw notInstalled(system, change);
  return gone;
}

/** Why nothing can be done with a name that no entry has, and what can be done where versions of it are stored. */
export function notInstalled(system: System, named: Pick<Change, 'class' | 'name'>): VeneerError {
  const { class: extensionClass, name } = named;
  if (storeOfRemoved(system, named) === null) return notThere(extensionClass, name);
  return new VeneerError('not-found', messageOf('change.was-removed-and-is-stored', { name }), {
    nextStep: messageOf('change.have-it-back-or-delete', { name, same: name }),
  });
}

/** Whether a directory that only older systemd searches has an entry of the name, which the helper does not unmask either. */
function isElsewhere({ facts, release }: System, extensionClass: ExtensionClass, name: string): boolean {
  const searched = release.rules.searchPath[extensionClass];
  return rulesFor(252)
    .searchPath[extensionClass].filter((directory) => !searched.includes(directory))
    .some((directory) =>
      namesIn(facts.root, directory).some((one) => nameOfEntry(one, extensionClass, release.rules) === name),
    );
}

export function notThere(extensionClass: ExtensionClass, name: string): VeneerError {
  return new VeneerError('not-found', messageOf('change.there-is-no-named', { class: extensionClass, name }), {
    nextStep: messageOf('change.see-what-is-there-with-veneer'),
  });
}

const isPassedOver = ({ warnings }: Extension): boolean => warnings.some(({ id }) => NOT_SEEN.has(id));

/** Decides anew which entry of a name systemd takes: the one in the highest search directory. */
function listAgain(system: System, extensions: readonly Extension[], change: Named): Extension[] {
  const order = system.release.rules.searchPath[change.class];
  const rankOf = ({ path }: Extension) => order.indexOf(dirname(path));
  const mine = extensions.filter((one) => one.class === change.class && one.name === change.name);
  const candidates = mine.filter((one) => one.listed || (rankOf(one) >= 0 && !isPassedOver(one)));
  const [counted] = candidates.sort((a, b) => rankOf(a) - rankOf(b));
  return extensions.map((one) => {
    if (!mine.includes(one)) return one;
    const listed = one === counted;
    const maskedBy = !listed && counted?.masks === true ? counted.path : null;
    return {
      ...one,
      listed,
      masked: maskedBy !== null,
      maskedBy,
      blocksMerge: listed && one.blocksMergeBecause !== null,
    };
  });
}
