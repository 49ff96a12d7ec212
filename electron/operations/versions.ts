/** The versions of a name that stand in its store, and the change that goes back to one. */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import type { StoredVersion } from '../../shared/model/candidate.ts';
import type { Change } from '../../shared/model/plan.ts';
import { parseImageFileName, type Store, storeOfLink } from '../../shared/store.ts';
import { changeToStored } from '../../shared/stored-change.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { compareVersions } from '../../shared/version.ts';
import type { System } from '../extensions/system.ts';
import { resolveInRoot } from '../host/rooted.ts';

type FileVersion = Pick<StoredVersion, 'version' | 'architecture'>;

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
): Change {
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
function storedVersions(root: string, { store }: Store, name: string): FileVersion[] {
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
