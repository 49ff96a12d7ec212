/** Which stored versions a plan deletes, by the rules of the helper that deletes them. */
import { basename } from 'node:path';
import type { ChangeIn } from '../../shared/changes/changes.ts';
import { isRemove } from '../../shared/changes/remove.ts';
import { isVacuum } from '../../shared/changes/vacuum.ts';
import { parseImageFileName } from '../../shared/images/store.ts';
import type { DeletedVersion } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { storedFilesIn } from '../extensions/stores.ts';
import type { System } from '../extensions/system.ts';
import { pinOf } from '../host/pins.ts';
import { flatVersions, isFlat } from './flat.ts';
import { storeOfRemoved } from './stored-versions.ts';
import { currentVersion } from './versions.ts';

/** @returns what goes, the one that was installed last first */
export function deletedBy(system: System, change: ChangeIn<'files'>): DeletedVersion[] {
  if (isRemove(change)) return change.purge ? storedOf(system, change.class, change.name) : [];
  if (!isVacuum(change)) return [];
  const { class: extensionClass, name, keep } = change;
  const where = storeWith(system, change);
  if (where === null) return [];
  const isCurrent = (one: DeletedVersion) => one.version === where.current;
  const old = storedOf(system, extensionClass, name).filter((one) => !isCurrent(one));
  const pinned = pinOf(system.pins, extensionClass, name)?.version ?? null;
  const meant = system.prepared.filter((one) => one.class === extensionClass && one.name === name);
  const stays = new Set([pinned, ...meant.map(({ version }) => version)]);
  const inUse = new Set(system.loopFiles.map((path) => parseImageFileName(basename(path), name)?.version ?? null));
  const mayGo = ({ version }: DeletedVersion) => !stays.has(version) && !inUse.has(version);
  if (!isFlat(system, change, where.store)) return old.slice(keep).filter(mayGo);
  const deletable = old.filter(mayGo);
  return deletable.slice(Math.max(0, deletable.length - Math.max(0, old.length - keep)));
}

/** All stored versions of a name: the one that was installed last first, those that a transfer file keeps by their version. */
export function storedOf(system: System, extensionClass: ExtensionClass, name: string): DeletedVersion[] {
  const where = storeWith(system, { class: extensionClass, name });
  if (where === null) return [];
  const { store } = where.store;
  const own = storedFilesIn(system.stores, `${store}/${name}`)
    .flatMap((file) => {
      const parsed = file.type === 'file' ? parseImageFileName(file.name, name) : null;
      return parsed === null ? [] : [{ ...file, version: parsed.version }];
    })
    .sort((a, b) => b.changed - a.changed || compareVersions(b.name, a.name));
  const beside = flatVersions(system, { class: extensionClass, name }, where.store).map(({ version }) => ({
    version,
    size: storedFilesIn(system.stores, store).find((one) => parseImageFileName(one.name, name)?.version === version)
      ?.size,
  }));
  return [...own, ...beside].map(({ version, size }) => ({ class: extensionClass, name, version, size: size ?? 0 }));
}

/** The store with the versions of a name, and which of them is current; null for the version where the name was removed. */
function storeWith(system: System, named: Pick<DeletedVersion, 'class' | 'name'>) {
  const known = currentVersion(system, named.class, named.name);
  if (known !== null) return { store: known.store, current: known.stored.version };
  const store = storeOfRemoved(system, named);
  return store === null ? null : { store, current: null };
}
