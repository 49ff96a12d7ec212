/** Which images a host would have after files are installed or removed: a new reading, foretold. */
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import type { StoredVersion } from '../../shared/model/candidate.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Change } from '../../shared/model/plan.ts';
import { imageFileName, parseImageFileName, type Store, storeFor, storeOfLink } from '../../shared/store.ts';
import { changeToStored } from '../../shared/stored-change.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { compareVersions } from '../../shared/version.ts';
import { asExtension, type Inspection, inspectPath } from '../extensions/inspect.ts';
import type { Site, System } from '../extensions/system.ts';
import { hostPath, resolveInRoot } from '../host/rooted.ts';

export type InstallChange = Extract<Change, { verb: 'install' }>;
export type FileChange = Extract<Change, { verb: 'install' | 'remove' | 'vacuum' }>;

type FileVersion = Pick<StoredVersion, 'version' | 'architecture'>;

/** What will be installed, by class and name. */
export type Inspections = ReadonlyMap<string, Inspection>;

const keyOf = ({ class: extensionClass, name }: Pick<Change, 'class' | 'name'>) => `${extensionClass}:${name}`;

export const isFileChange = (change: Change): change is FileChange =>
  change.verb === 'install' || change.verb === 'remove' || change.verb === 'vacuum';

/** Where an image goes: to the store of the version that it replaces, else to the usual one. */
export function storeForChange(system: System, { class: extensionClass, name, image }: InstallChange): Store {
  const link = system.extensions.find(
    (one) => one.class === extensionClass && one.name === name && one.listed && one.realPath !== one.path,
  );
  const known = link === undefined ? null : storeOfLink(extensionClass, link.path, link.realPath);
  const usual = storeFor(extensionClass, image.place);
  return known !== null && image.place === 'kept' && known.place === 'kept' ? known : usual;
}

/** Reads what is to be installed. @throws {VeneerError} `not-found` for a file that is not there */
export async function inspectInstalls(
  { root }: Site,
  system: System,
  changes: readonly Change[],
): Promise<Inspections> {
  const found = new Map<string, Inspection>();
  for (const change of changes) {
    if (change.verb !== 'install') continue;
    const { source } = change.image;
    const path = source ?? hostPath(root, storedPath(system, change));
    found.set(keyOf(change), await inspectPath(path, change.class, system.release, change.name));
  }
  return found;
}

/** The file in the store, without the root. */
export function storedPath(system: System, change: InstallChange): string {
  const { version, architecture } = change.image;
  return `${storeForChange(system, change).store}/${change.name}/${imageFileName(change.name, version, architecture)}`;
}

/**
 * The host as it would be read after the installs and removals.
 *
 * @throws {VeneerError} `not-found` for what is not installed
 */
export function withFileChanges(system: System, changes: readonly Change[], inspections: Inspections): System {
  let { extensions } = system;
  for (const change of changes) {
    if (change.verb === 'install') {
      const inspection = inspections.get(keyOf(change));
      if (inspection === undefined) throw new VeneerError('internal', `${change.name} was not looked at.`);
      extensions = withInstalled(system, extensions, change, inspection);
    } else if (change.verb === 'remove') extensions = withoutRemoved(system, extensions, change);
  }
  return { ...system, extensions };
}

function withInstalled(
  system: System,
  extensions: readonly Extension[],
  change: InstallChange,
  inspection: Inspection,
): Extension[] {
  const { directory } = storeForChange(system, change);
  const path = `${directory}/${change.name}.raw`;
  const installed: Extension = { ...asExtension(inspection), path, realPath: storedPath(system, change) };
  const others = extensions.filter((one) => one.class !== change.class || one.path !== path);
  return listAgain(system, [...others, installed], change);
}

function withoutRemoved(system: System, extensions: readonly Extension[], change: FileChange): Extension[] {
  const gone = removedEntry(extensions, change);
  return listAgain(
    system,
    extensions.filter((one) => one !== gone),
    change,
  );
}

/** The entry that a removal takes: the one that counts, or else the first that is no mask. */
export function removedEntry(extensions: readonly Extension[], { class: extensionClass, name }: FileChange): Extension {
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  const gone = mine.find((one) => one.listed) ?? mine[0];
  if (gone !== undefined) return gone;
  throw new VeneerError('not-found', `There is no ${extensionClass} named ${name}.`, {
    nextStep: 'See what is there with: veneer list',
  });
}

/** Decides anew which entry of a name systemd takes: the one in the highest search directory. */
function listAgain(system: System, extensions: readonly Extension[], change: FileChange): Extension[] {
  const order = system.release.rules.searchPath[change.class];
  const rank = ({ path }: Extension) => order.indexOf(dirname(path));
  const mine = extensions.filter((one) => one.class === change.class && one.name === change.name);
  const counted = mine.filter((one) => one.listed || rank(one) >= 0).sort((a, b) => rank(a) - rank(b))[0];
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

/**
 * The change that makes another stored version current: `version`, or the newest one older than the current.
 *
 * @throws {VeneerError} `not-found` where the store has no such version
 */
export function rollbackChange(
  root: string,
  system: System,
  extensionClass: ExtensionClass,
  name: string,
  version: string | null,
): InstallChange {
  const current = currentVersion(system, extensionClass, name);
  if (current === null) {
    throw new VeneerError('not-found', `${name} was not installed by version, so there is none to go back to.`, {
      nextStep: 'See what is there with: veneer list',
    });
  }
  const { stored, store } = current;
  const others = storedVersions(root, store, name).filter((one) => one.version !== stored.version);
  const older = others.filter((one) => compareVersions(one.version, stored.version) < 0);
  const wanted =
    version === null
      ? older.sort((a, b) => compareVersions(b.version, a.version))[0]
      : others.find((one) => one.version === version);
  if (wanted === undefined) {
    throw new VeneerError('not-found', `${name} has no ${version ?? 'older version'} in ${store.store}/${name}.`, {
      nextStep: `There are: ${[stored, ...others].map((one) => one.version).join(', ')}.`,
    });
  }
  return changeToStored(extensionClass, name, { ...wanted, place: store.place });
}

/** The version of a name that is current, with its store; null where it was not installed by version. */
export function currentVersion(
  { extensions }: System,
  extensionClass: ExtensionClass,
  name: string,
): { readonly stored: FileVersion; readonly store: Store } | null {
  const entry = extensions.find(
    (one) => one.class === extensionClass && one.name === name && storeOfLink(extensionClass, one.path, one.realPath),
  );
  if (entry === undefined) return null;
  const store = storeOfLink(extensionClass, entry.path, entry.realPath);
  const stored = parseImageFileName(basename(entry.realPath), name);
  return store === null || stored === null ? null : { stored, store };
}

/** All versions of a name in a store. */
export function storedVersions(root: string, { store }: Store, name: string): FileVersion[] {
  const folder = resolveInRoot(root, `${store}/${name}`);
  if (!folder.found || !folder.stat.isDirectory()) return [];
  return readdirSync(folder.hostPath).flatMap((fileName) => parseImageFileName(fileName, name) ?? []);
}

/** The versions of a name in its store, newest first; none where it was not installed by version. */
export function versionsOf(
  root: string,
  system: System,
  extensionClass: ExtensionClass,
  name: string,
): StoredVersion[] {
  const current = currentVersion(system, extensionClass, name);
  if (current === null) return [];
  const { place } = current.store;
  return storedVersions(root, current.store, name)
    .sort((a, b) => compareVersions(b.version, a.version))
    .map((one) => ({ ...one, isCurrent: one.version === current.stored.version, place }));
}
