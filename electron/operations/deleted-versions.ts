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
import { currentVersion } from './versions.ts';

/** @returns what goes, the one that was installed last first */
export function deletedBy(system: System, change: ChangeIn<'files'>): DeletedVersion[] {
  if (isRemove(change)) return change.purge ? storedOf(system, change.class, change.name) : [];
  if (!isVacuum(change)) return [];
  const { class: extensionClass, name, keep } = change;
  const current = currentVersion(system, extensionClass, name);
  if (current === null) return [];
  const isCurrent = (one: DeletedVersion) => one.version === current.stored.version;
  const old = storedOf(system, extensionClass, name).filter((one) => !isCurrent(one));
  const pinned = pinOf(system.pins, extensionClass, name)?.version ?? null;
  const meant = system.prepared.filter((one) => one.class === extensionClass && one.name === name);
  const stays = new Set([pinned, ...meant.map(({ version }) => version)]);
  const inUse = new Set(system.loopFiles.map((path) => parseImageFileName(basename(path), name)?.version ?? null));
  const mayGo = ({ version }: DeletedVersion) => !stays.has(version) && !inUse.has(version);
  if (!isFlat(system, change, current.store)) return old.slice(keep).filter(mayGo);
  const deletable = old.filter(mayGo);
  return deletable.slice(Math.max(0, deletable.length - Math.max(0, old.length - keep)));
}

/** All stored versions of a name: the one that was installed last first, those that a transfer file keeps by their version. */
export function storedOf(system: System, extensionClass: ExtensionClass, name: string): DeletedVersion[] {
  const current = currentVersion(system, extensionClass, name);
  if (current === null) return [];
  const { store } = current.store;
  const own = storedFilesIn(system.stores, `${store}/${name}`)
    .flatMap((file) => {
      const parsed = file.type === 'file' ? parseImageFileName(file.name, name) : null;
      return parsed === null ? [] : [{ ...file, version: parsed.version }];
    })
    .sort((a, b) => b.changed - a.changed || compareVersions(b.name, a.name));
  const beside = flatVersions(system, { class: extensionClass, name }, current.store).map(({ version }) => ({
    version,
    size: storedFilesIn(system.stores, store).find((one) => parseImageFileName(one.name, name)?.version === version)
      ?.size,
  }));
  return [...own, ...beside].map(({ version, size }) => ({ class: extensionClass, name, version, size: size ?? 0 }));
}
